"""Pages for people: HTML that is written in the server, readable without any script."""
