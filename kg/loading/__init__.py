"""YAML -> Dataset: readers of the ontology, articles, entities and statements, and the rules for all."""
