"""rdflib as the engine, asked as Oxigraph is (`engine`), its answers written in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.query.engine import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    import rdflib
    from pyoxigraph import Store

    from kg.query.engine import Answer


def evaluate(
    store: Store, query: str, prefixes: Mapping[str, str], format_: str, shown: Mapping[str, str]
) -> Answer:
    """Answer a query as `engine.evaluate` does, on a copy of the store's default graph."""
    return evaluate_graph(to_rdflib(store), query, prefixes, format_, shown)


def evaluate_graph(
    graph: rdflib.Graph, query: str, prefixes: Mapping[str, str], format_: str, shown: Mapping[str, str]
) -> Answer:
    """Answer a query on an rdflib graph."""
    import rdflib.plugins.sparql
    from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse_query_results

    # FROM would make rdflib fetch web addresses and read local files.
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    try:
        result = graph.query(query, initNs=dict(prefixes))
        if result.type not in ("CONSTRUCT", "DESCRIBE"):
            rows = parse_query_results(result.serialize(format="json") or b"", QueryResultsFormat.JSON)
            return written(rows, format_, shown)
        made = Store()
        made.load((result.serialize(format="nt") or b""), RdfFormat.N_TRIPLES)
        return written(made.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), format_, shown)
    except Exception as error:  # noqa: BLE001  rdflib raises whatever its parser and functions raise
        return "error", str(error), None


def to_rdflib(store: Store) -> rdflib.Graph:
    """Give the default graph of a store to rdflib; what only RDF 1.2 can say is left out."""
    import rdflib
    from pyoxigraph import RdfFormat, Triple, serialize

    plain = (quad.triple for quad in store if not isinstance(quad.object, Triple))
    graph = rdflib.Graph()
    graph.parse(data=serialize(plain, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    return graph
