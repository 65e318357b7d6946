"""An article never seen -> proposals: entities, statements, figures and dates, each with its quote."""
