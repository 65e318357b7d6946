"""The answer of a query -> the entities and statements in it, which a page can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem
from kg.query.answers import solve
from kg.query.engine import cell
from kg.query.sparql import read
from kg.rdf import statement_iris
from kg.vocabulary import known_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from kg.graph import KnowledgeGraph
    from kg.model import Dataset, Statement
    from kg.query.engine import Result
    from kg.query.saved import Query


def found(graph: KnowledgeGraph, query: Query) -> list[str | Statement]:
    """Give the ids of the entities in an answer, and the statements, whether it has rows or triples.

    A statement is found by its IRI, or by its subject, predicate and object in a triple; an entity by its
    IRI, or, where an answer has neither, by its name. Raises KgError for an answer without any of these.
    """
    prefixes = known_prefixes(graph.dataset.ontology.prefixes)
    result = solve(graph.store, read(query.text, query.file, prefixes), prefixes)
    triples, terms = _split(result)
    statements = _Statements(graph.dataset)
    chosen: list[Statement] = []
    for triple in triples:
        matching = statements.of_triple(triple)
        chosen += matching
        terms += [] if matching else [triple.subject, triple.object]
    cells = dict.fromkeys(map(cell, terms))
    chosen += [statement for _, text in cells for statement in statements.of_iri(text)]
    base, entities = prefixes["e"], graph.dataset.entities
    ids = [text.removeprefix(base) for is_iri, text in cells if is_iri and text.startswith(base)]
    items: list[str | Statement] = [*(id_ for id_ in ids if id_ in entities), *chosen]
    items = items or list(dict.fromkeys(id_ for _, text in cells for id_ in graph.ids_of_name.get(text, ())))
    if not items:
        raise KgError(Problem("query-shows-nothing", Location(query.file)))
    return items


def _split(result: Result) -> tuple[list[Triple], list[object]]:
    """Split an answer into its triples and its other terms; a yes or no has neither."""
    from pyoxigraph import QueryBoolean, QueryTriples, Triple

    if isinstance(result, QueryBoolean):
        return [], []
    parts = list(result) if isinstance(result, QueryTriples) else [term for row in result for term in row]
    triples = [part for part in parts if isinstance(part, Triple)]
    return triples, [part for part in parts if not isinstance(part, Triple)]


class _Statements:
    """Finds the statements of a dataset by how they are written as RDF."""

    def __init__(self, dataset: Dataset) -> None:
        self.by_iri: dict[str, list[Statement]] = {}
        self.by_terms: dict[tuple[str, str, str], list[Statement]] = {}
        for iri, terms, statement in statement_iris(dataset):
            self.by_iri.setdefault(iri, []).append(statement)
            self.by_terms.setdefault(terms, []).append(statement)

    def of_iri(self, iri: str) -> Iterable[Statement]:
        return self.by_iri.get(iri, ())

    def of_triple(self, triple: Triple) -> Iterable[Statement]:
        return self.by_terms.get((str(triple.subject), str(triple.predicate), str(triple.object)), ())
