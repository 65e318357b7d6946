"""The graph in other people's formats: RDF, networks, and a table of statements."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.dates import DateRange
from kg.model import Observation, Reference
from kg.problems import KgError, Location, Problem
from kg.rdf import ntriples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import networkx as nx
    from pyoxigraph import Store

    from kg.model import Dataset, Statement

RDF_FORMATS = {
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "nq": "N_QUADS",
    "trig": "TRIG",
    "jsonld": "JSON_LD",
    "rdf12": "TURTLE",
}
"""RDF formats, and what Oxigraph calls them; only `rdf12` holds the reifiers of RDF 1.2."""

FORMATS = (*RDF_FORMATS, "graphml", "gexf", "csv", "shacl")
"""All formats; `shacl` is not the graph but what must hold of it."""

COLUMNS = (
    *("subject", "subject_name", "property", "property_label", "object", "object_name", "measure"),
    *("number", "bound", "unit", "counts", "scope", "period", "kind"),
    *("when", "role", "status", "source", "quote", "note"),
)


def export(dataset: Dataset, format_: str) -> bytes:
    """Write the whole graph in one of `FORMATS`."""
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


def _csv(dataset: Dataset) -> bytes:
    """Write a row per statement (RFC 4180, with the byte order mark that makes Excel read it as UTF-8)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(dataset))
    return text.getvalue().encode("utf-8-sig")


def _rows(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    for statement in dataset.statements:
        yield (
            statement.subject,
            dataset.entities[statement.subject].name,
            statement.property,
            dataset.ontology.properties[statement.property].titles["zh"],
            *_object(dataset, statement),
            statement.when.raw if statement.when else "",
            statement.role or "",
            statement.status,
            statement.source or "",
            _quote(statement),
            statement.note or "",
        )


def _object(dataset: Dataset, statement: Statement) -> tuple[str, ...]:
    """Give object, its name, and for a figure the measure, number, bound, unit and what qualifies it."""
    object_ = statement.object
    if isinstance(object_, Observation):
        quantity = object_.quantity
        number = (object_.measure, f"{quantity.number:f}", quantity.bound, quantity.unit)
        return quantity.raw, "", *number, *(qualifier or "" for qualifier in object_[2:])
    if isinstance(object_, Reference):
        return object_.id, dataset.entities[object_.id].name, *_NO_FIGURE
    return object_.raw if isinstance(object_, DateRange) else object_, "", *_NO_FIGURE


def _quote(statement: Statement) -> str:
    return " … ".join(statement.quote.phrases) if statement.quote else ""


_NO_FIGURE = ("",) * 8


def _shacl(dataset: Dataset) -> bytes:
    from kg.shapes import shapes

    return shapes(dataset.ontology).encode()


_OTHERS: dict[str, Callable[[Dataset], bytes]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "shacl": _shacl,
}
