"""SPARQL -> answers: saved queries, what their text tells, evaluation within limits, renderings."""
