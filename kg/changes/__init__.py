"""What changed between two states of the data: entities, statements, figures, and what is not stated."""
