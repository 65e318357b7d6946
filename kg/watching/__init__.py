"""A data directory that is followed while it is edited: its states, and a server that shows them."""
