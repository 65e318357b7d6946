"""What can be asked of a store, in plain values: texts and numbers go in, bytes, texts and tuples come out.

So it makes no difference whether the store is in this process or in a worker's. A worker is a fresh process
that has to answer at once: nothing is imported here but the engine.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

    Result = QuerySolutions | QueryBoolean | QueryTriples
    Ask = Callable[..., Any]
    """Calls a function of this module for a store, wherever that is: `ask(missing, iris)`."""

    Answer = tuple[str, Any, Any]
    """`rows` with a header and cells, `bytes` and whether they are empty, `error`, or `refused`."""

ROWS = ("table", "csv", "tsv", "json", "xml", "md")
"""Formats of the rows of a SELECT and of the yes or no of an ASK."""

TRIPLES = {
    "table": "TURTLE",
    "md": "TURTLE",
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "nq": "N_QUADS",
    "trig": "TRIG",
    "xml": "RDF_XML",
    "jsonld": "JSON_LD",
    "json": "JSON_LD",
}
"""Formats of the triples of a CONSTRUCT, and what Oxigraph calls them."""

EMPTY_ROWS = {"json": b'"bindings":[]', "xml": b"<results></results>"}
"""How an answer without rows shows in these formats; in the others there is just the line of the header."""

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NAMES = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    LABEL,
)
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


def here(store: Store) -> Ask:
    """Ask a store of this process."""
    return lambda function, *arguments: function(store, *arguments)


def evaluate(
    store: Store, query: str, prefixes: Mapping[str, str], format_: str, shown: Mapping[str, str]
) -> Answer:
    """Answer a query in a format; `shown` are the prefixes to write in Turtle."""
    try:
        return written(store.query(query, prefixes=dict(prefixes)), format_, shown)
    except SyntaxError as error:
        return "error", str(error), None


def written(result: Result, format_: str, shown: Mapping[str, str]) -> Answer:
    """Write a result; `refused` with the formats there are, if it cannot have this one."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples

    if isinstance(result, QueryTriples):
        return _triples(result, format_, shown) if format_ in TRIPLES else ("refused", [*TRIPLES], None)
    if format_ not in ROWS:
        return "refused", [*ROWS], None
    if format_ in ("table", "md"):
        if isinstance(result, QueryBoolean):
            return "bytes", (b"true\n" if result else b"false\n"), False
        header = [variable.value for variable in result.variables]
        return "rows", header, [[cell(term) for term in solution] for solution in result]
    output = result.serialize(format=getattr(QueryResultsFormat, format_.upper())) or b""
    empty = EMPTY_ROWS[format_] in output if format_ in EMPTY_ROWS else output.count(b"\n") == 1
    return "bytes", output.rstrip(b"\n") + b"\n" if format_ in EMPTY_ROWS else output, empty


def _triples(result: QueryTriples, format_: str, shown: Mapping[str, str]) -> Answer:
    from pyoxigraph import RdfFormat, serialize

    triples = list(result)
    rdf_format = getattr(RdfFormat, TRIPLES[format_])
    return "bytes", serialize(triples, format=rdf_format, prefixes=dict(shown)) or b"", not triples


def cell(term: object) -> tuple[bool, str]:
    """Give a term as a text, and tell whether it is an IRI."""
    value = getattr(term, "value", None)
    text = str(value if value is not None else "" if term is None else term)
    return type(term).__name__ == "NamedNode", text


def missing(store: Store, iris: Iterable[str]) -> list[str]:
    """Give the IRIs that stand nowhere in the graph."""
    return [iri for iri in iris if not _occurs(store, iri)]


def _occurs(store: Store, iri: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        node = NamedNode(iri)
    except ValueError:
        return True  # a relative IRI: the engine will say what it thinks of it
    patterns = ((node, None, None), (None, node, None), (None, None, node), (None, None, None, node))
    return any(next(store.quads_for_pattern(*pattern), None) for pattern in patterns)


def tagged(store: Store, texts: Iterable[str]) -> list[str]:
    """Give the texts that stand in the graph as Chinese ones."""
    from pyoxigraph import Literal

    return [
        text
        for text in texts
        if next(store.quads_for_pattern(None, None, Literal(text, language="zh")), None)
    ]


def with_subclasses(store: Store, iris: Iterable[str]) -> list[str]:
    """Give the IRIs of classes that have subclasses."""
    from pyoxigraph import NamedNode

    subclass = NamedNode(SUBCLASS)
    found = []
    for iri in iris:
        try:
            if next(store.quads_for_pattern(None, subclass, NamedNode(iri)), None):
                found.append(iri)
        except ValueError:
            continue
    return found


def labels(store: Store) -> list[tuple[str, str]]:
    """Give everything that has an IRI and a label."""
    from pyoxigraph import NamedNode

    return [
        (quad.subject.value, quad.object.value)
        for quad in store.quads_for_pattern(None, NamedNode(LABEL), None)
        if isinstance(quad.subject, NamedNode) and hasattr(quad.object, "value")
    ]


def named(store: Store, name: str, base: str) -> list[str]:
    """Give the IRIs of the entities that have an id, name or alias; `base` is where entities' IRIs begin."""
    from pyoxigraph import Literal, NamedNode

    try:
        if next(store.quads_for_pattern(NamedNode(base + name), None, None), None):
            return [base + name]
    except ValueError:
        pass  # no id, then
    text = Literal(name, language="zh")
    found = {
        quad.subject.value
        for property_ in NAMES
        for quad in store.quads_for_pattern(None, NamedNode(property_), text)
        if isinstance(quad.subject, NamedNode)
    }
    return sorted(iri for iri in found if iri.startswith(base))


def names(store: Store, base: str) -> list[str]:
    """Give all ids, names and aliases of entities."""
    from pyoxigraph import NamedNode

    found = set()
    for property_ in NAMES:
        for quad in store.quads_for_pattern(None, NamedNode(property_), None):
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(base):
                found |= {quad.subject.value.removeprefix(base), str(getattr(quad.object, "value", ""))}
    return sorted(found)
