"""SHACL shapes of a graph, made from its ontology."""

from kg.shapes.writer import shapes

__all__ = ["shapes"]
