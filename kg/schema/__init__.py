"""The data format as JSON Schema, and its keys in two languages, for editors."""
