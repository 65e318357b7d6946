"""A bounded description: all that a store says of one resource, with the evidence for it.

Beside the triples that the resource is subject or object of, it holds whole the nodes that belong to them:
the statements about it (`rdf:subject`, `rdf:object`) and what hangs on these and on it, like figures and the
places of quotes. RDF 1.1 throughout: `rdf:reifies`, which says the same once more, is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad, Store, Triple

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ABOUT = frozenset({f"{RDF}subject", f"{RDF}object"})
REIFIES = f"{RDF}reifies"


def described(store: Store, iri: str, parts: Iterable[str]) -> Iterator[Triple]:
    """Yield the description of a resource, a node at a time.

    `parts` is how the IRIs of nodes begin that belong to others; a blank node belongs to what mentions it.
    """
    from pyoxigraph import DefaultGraph, NamedNode

    centre = NamedNode(iri)
    own, beginnings = DefaultGraph(), tuple(parts)
    nodes = _Nodes(store, beginnings)
    yield from nodes.told(centre)
    for quad in store.quads_for_pattern(None, None, centre, own):
        if quad.predicate.value in ABOUT:
            yield from nodes.told(quad.subject)
        else:
            yield quad.triple


class _Nodes:
    """Tells nodes and their parts, each once."""

    def __init__(self, store: Store, beginnings: tuple[str, ...]) -> None:
        from pyoxigraph import BlankNode, DefaultGraph, NamedNode

        self.store, self.beginnings, self.graph = store, beginnings, DefaultGraph()
        self.blank, self.named = BlankNode, NamedNode
        self.seen: set[object] = set()

    def is_part(self, term: object) -> bool:
        if isinstance(term, self.named):
            return bool(self.beginnings) and term.value.startswith(self.beginnings)
        return isinstance(term, self.blank)

    def told(self, node: object) -> Iterator[Triple]:
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if each in self.seen:
                continue
            self.seen.add(each)
            quads: list[Quad] = list(self.store.quads_for_pattern(each, None, None, self.graph))  # type: ignore[arg-type]
            yield from (quad.triple for quad in quads if quad.predicate.value != REIFIES)
            waiting += [quad.object for quad in reversed(quads) if self.is_part(quad.object)]


def write_described(
    store: Store, iri: str, parts: Iterable[str], format_: str, prefixes: dict[str, str]
) -> bytes:
    """Write the description of a resource in a format of graphs (see `engine.TRIPLES`).

    Of the prefixes those are declared that it uses.
    """
    from pyoxigraph import RdfFormat, serialize

    from kg.query.engine import TRIPLES

    rdf_format = getattr(RdfFormat, TRIPLES[format_])
    triples = list(described(store, iri, parts))
    text = "\n".join(map(str, triples))
    used = {name: namespace for name, namespace in prefixes.items() if f"<{namespace}" in text}
    return serialize(triples, format=rdf_format, prefixes=used) or b""
