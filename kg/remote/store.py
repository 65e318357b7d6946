"""A store on another server, as far as queries need one: it answers as a store of this process would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.problems import Problem
from kg.remote.http import JSON, TRIPLES, RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pyoxigraph import NamedNode, Quad, Store

    from kg.query.engine import Result
    from kg.remote.http import Server

ANYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
MOST_ROWS = "x-sparql-maxrows"
"""How Virtuoso says how many rows it gives at most."""


class RemoteStore:
    """What stands in for a `pyoxigraph.Store`; its methods raise RemoteError where the server fails.

    `graph` is the IRI of the graph that is asked; empty for whatever the server has as its default.
    `remarks` are what is worth saying of the answers so far.
    """

    def __init__(self, server: Server, graph: str = "") -> None:
        self._server = server
        self._graph = graph
        self.remarks: list[Problem] = []

    def query(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        prefixes: Mapping[str, str] | None = None,
        default_graph: Sequence[NamedNode] = (),
        named_graphs: Sequence[NamedNode] = (),
    ) -> Result:
        """Answer a query; a syntax error is found here, and raises SyntaxError as in a store."""
        from pyoxigraph import QueryTriples, Store

        tried = Store().query(query, base_iri=base_iri, prefixes=dict(prefixes or {}))
        text = _head(query, base_iri, prefixes or {}) + query
        graphs = [("default-graph-uri", graph.value) for graph in default_graph]
        graphs += [("named-graph-uri", graph.value) for graph in named_graphs]
        if isinstance(tried, QueryTriples):
            return self._triples(text, graphs).query(ANYTHING)
        return self._rows(text, graphs)

    def quads_for_pattern(
        self, subject: Any, predicate: Any, object_: Any, graph: Any = None
    ) -> Iterator[Quad]:
        """Yield the triples of a pattern; there are no named graphs in what is published."""
        if graph is None:
            parts = (subject or "?s", predicate or "?p", object_ or "?o")
            pattern = " ".join(map(str, parts))
            query = f"CONSTRUCT {{ {pattern} }} WHERE {{ {pattern} }}"
            yield from self._triples(query, [])

    def asked(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function with this store, as an `Ask` does (see `kg.query.engine`)."""
        return function(self, *arguments)

    def __len__(self) -> int:
        solutions: Any = self._rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", [])
        return int(next(iter(solutions))["n"].value)

    def _ask(self, text: str, accept: str, graphs: list[tuple[str, str]]) -> bytes:
        if not graphs and self._graph:
            graphs = [("default-graph-uri", self._graph)]
        answer = self._server.ask(text, accept, graphs)
        limit = answer.headers.get(MOST_ROWS, "")
        if limit.isdecimal() and answer.body.count(b"\n") >= int(limit):
            self.remarks = [Problem("remote-cut", self._server.place, {"limit": limit})]
        return answer.body

    def _rows(self, text: str, graphs: list[tuple[str, str]]) -> Result:
        from pyoxigraph import QueryResultsFormat, parse_query_results

        body = self._ask(text, JSON, graphs)
        try:
            return parse_query_results(body, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError):
            raise RemoteError(self._no_sparql(JSON)) from None

    def _triples(self, text: str, graphs: list[tuple[str, str]]) -> Store:
        from pyoxigraph import RdfFormat, Store

        store = Store()
        try:
            store.load(self._ask(text, TRIPLES, graphs), format=RdfFormat.N_TRIPLES)
        except (SyntaxError, ValueError):
            raise RemoteError(self._no_sparql(TRIPLES)) from None
        return store

    def _no_sparql(self, wanted: str) -> Problem:
        return Problem("remote-not-sparql", self._server.place, {"type": f"no {wanted}"})


def _head(query: str, base: str | None, prefixes: Mapping[str, str]) -> str:
    """Declare what the query uses without declaring it, as `kg` allows."""
    used = [f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items() if f"{name}:" in query]
    return (f"BASE <{base}> " if base else "") + "".join(used)
