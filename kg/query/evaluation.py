"""The answering side, in a worker: parameters filled in, the text read, the engine asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem
from kg.query.answers import Style, answer, answer_with_rdflib, evaluate
from kg.query.guard import Outcome, guarded
from kg.query.sparql import read
from kg.vocabulary import RDFS, SKOS, known_prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import rdflib
    from pyoxigraph import Store

    from kg.graph import KnowledgeGraph
    from kg.query.saved import Query

NAME_PROPERTIES = (f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{RDFS}label")


def evaluator(store: Store, own_prefixes: Mapping[str, str]) -> Callable[[bytes], bytes]:
    """Give what answers questions about a store in a worker, put as `ask` puts them."""
    prefixes = known_prefixes(own_prefixes)

    def answer_plain(plain: tuple[str, str, list[tuple[str, str]], str, str]) -> Outcome:
        text, file, parameters, format_, engine = plain
        if parameters:
            from kg.query.saved import parse_query, with_values

            query = parse_query(text, file)
            text = with_values(query, parameters, lambda name: entity_iri(store, name, own_prefixes))
        reading = read(text, file, prefixes)
        if engine == "rdflib":
            return answer_with_rdflib(rdflib_graph(store), reading, Style(format_, prefixes), store)
        return answer(store, reading, Style(format_, prefixes))

    return guarded(answer_plain)


def rdflib_graph(store: Store) -> rdflib.Graph:
    """Give the default graph of a store to rdflib; what only RDF 1.2 can say is left out."""
    import rdflib
    from pyoxigraph import RdfFormat, Triple, serialize

    plain = (quad.triple for quad in store if not isinstance(quad.object, Triple))
    graph = rdflib.Graph()
    graph.parse(data=serialize(plain, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    return graph


def entity_iri(store: Store, name: str, prefixes: Mapping[str, str]) -> str:
    """Find the IRI of an entity by id, name or alias; raises KgError if none or several have it."""
    from pyoxigraph import Literal, NamedNode

    base = prefixes.get("e", "")
    if _is_iri(base + name) and next(store.quads_for_pattern(NamedNode(base + name), None, None), None):
        return base + name
    named = (
        quad.subject
        for property_ in NAME_PROPERTIES
        for quad in store.quads_for_pattern(None, NamedNode(property_), Literal(name, language="zh"))
    )
    found = {node.value for node in named if isinstance(node, NamedNode) and node.value.startswith(base)}
    if len(found) == 1:
        return found.pop()
    if found:
        candidates = "、".join(sorted(iri.removeprefix(base) for iri in found))
        raise KgError(Problem("ambiguous-name", Location(name), {"name": name, "candidates": candidates}))
    raise KgError(_unknown_name(store, name, base))


def _is_iri(text: str) -> bool:
    return ":" in text and not any(character in text for character in ' <>"{}|\\^`')


def _unknown_name(store: Store, name: str, base: str) -> Problem:
    from pyoxigraph import Literal, NamedNode

    from kg.suggest import nearest

    named = [
        quad
        for property_ in NAME_PROPERTIES
        for quad in store.quads_for_pattern(None, NamedNode(property_), None)
    ]
    names = {quad.object.value for quad in named if isinstance(quad.object, Literal)}
    names |= {str(quad.subject).strip("<>").removeprefix(base) for quad in named}
    suggestion = "".join(nearest(name, sorted(names)))
    return Problem("unknown-name", Location(name), {"name": name, "suggestion": suggestion})


def entities_found(graph: KnowledgeGraph, query: Query) -> list[str]:
    """Give the ids of the entities in the answer of a query, whether it gives rows or triples."""
    from pyoxigraph import QueryBoolean

    entities = graph.dataset.entities
    base = graph.dataset.ontology.prefixes["e"]
    prefixes = known_prefixes(graph.dataset.ontology.prefixes)
    reading = read(query.text, query.file, prefixes)
    result = evaluate(graph.store, reading, prefixes)
    if isinstance(result, QueryBoolean):
        return []
    terms = [term for row in result for term in row]
    ids = dict.fromkeys(str(getattr(term, "value", "")).removeprefix(base) for term in terms)
    return [id_ for id_ in ids if id_ in entities]
