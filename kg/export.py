"""The graph in other people's formats: RDF, networks, and a table of statements."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem
from kg.rdf import ntriples
from kg.sheets.writing import csv_table, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx
    from pyoxigraph import Store

    from kg.model import Dataset, Statement
    from kg.problems import Language

RDF_FORMATS = {
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "nq": "N_QUADS",
    "trig": "TRIG",
    "jsonld": "JSON_LD",
    "rdf12": "TURTLE",
}
"""RDF formats, and what Oxigraph calls them; only `rdf12` holds the reifiers of RDF 1.2."""

FORMATS = (*RDF_FORMATS, "graphml", "gexf", "csv", "xlsx", "shacl")
"""All formats; `shacl` is not the graph but what must hold of it."""


def export(dataset: Dataset, format_: str, language: Language = "en") -> bytes:
    """Write the whole graph in one of `FORMATS`; `language` is that of headers for people."""
    if format_ == "xlsx":
        return workbook(dataset, language)
    if format_ in RDF_FORMATS:
        return _rdf(dataset, format_)
    return _OTHERS[format_](dataset)


def export_store(store: Store, format_: str) -> bytes:
    """Write a store of RDF files as they are; raises KgError for named graphs that the format cannot have."""
    from pyoxigraph import DefaultGraph, RdfFormat

    rdf_format = getattr(RdfFormat, RDF_FORMATS[format_])
    from_graph = None if rdf_format.supports_datasets else DefaultGraph()
    graph = next(iter(store.named_graphs()), None)
    if from_graph and graph:
        raise KgError(
            Problem("export-graphs", Location("--format"), {"format": format_, "graph": str(graph)})
        )
    return store.dump(format=rdf_format, from_graph=from_graph) or b""


def _rdf(dataset: Dataset, format_: str) -> bytes:
    lines = "".join(ntriples(dataset, reifiers=format_ == "rdf12")).encode()
    if format_ in ("nt", "nq"):
        return lines
    from pyoxigraph import RdfFormat, parse, serialize

    from kg.vocabulary import known_prefixes

    rdf_format = getattr(RdfFormat, RDF_FORMATS[format_])
    triples = parse(lines, RdfFormat.N_TRIPLES)
    prefixes = known_prefixes(dataset.ontology.prefixes)
    return serialize(triples, format=rdf_format, prefixes=prefixes) or b""


def _graphml(dataset: Dataset) -> bytes:
    import networkx as nx

    file = io.BytesIO()
    nx.write_graphml(_plain_network(dataset), file, encoding="utf-8", named_key_ids=True)
    return file.getvalue()


def _gexf(dataset: Dataset) -> bytes:
    import networkx as nx

    file = io.BytesIO()
    nx.write_gexf(_plain_network(dataset), file, encoding="utf-8")
    return file.getvalue()


def _plain_network(dataset: Dataset) -> nx.MultiDiGraph[str]:
    """Give the network with text attributes only, as these formats want them."""
    from kg.network import to_networkx

    graph = to_networkx(dataset)
    titles = {id_: class_.titles["zh"] for id_, class_ in dataset.ontology.classes.items()}
    for _, attributes in graph.nodes(data=True):
        attributes["label"] = attributes.pop("name")
        attributes["type_label"] = titles[attributes["type"]]
    for _, _, attributes in graph.edges(data=True):
        statement = attributes.pop("statement")
        attributes["label"] = dataset.ontology.properties[statement.property].titles["zh"]
        attributes["source"] = statement.source or ""
        attributes["quote"] = _quote(statement)
    return graph


def _quote(statement: Statement) -> str:
    return " … ".join(statement.quote.phrases) if statement.quote else ""


def _shacl(dataset: Dataset) -> bytes:
    from kg.shapes import shapes

    return shapes(dataset.ontology).encode()


_OTHERS: dict[str, Callable[[Dataset], bytes]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": csv_table,
    "shacl": _shacl,
}
