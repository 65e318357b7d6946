"""Entities that are probably the same one, with reasons; and the decisions about them."""
