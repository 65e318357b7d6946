"""The graph over HTTP: `respond` answers a request, and worker processes call it within limits."""
