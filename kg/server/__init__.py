"""The graph over HTTP: `respond` gives a response to a request, and worker processes call it within limits."""
