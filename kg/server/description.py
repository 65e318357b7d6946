"""What the endpoint says of itself in RDF (SPARQL 1.1 Service Description, VoID)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.server.state import Served

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
VOID = "http://rdfs.org/ns/void#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
WRITTEN = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)
PREFIXES = {"sd": SD, "void": VOID, "formats": FORMATS}


def description(address: str, format_: str, served: Served) -> bytes:
    """Describe the service at an address."""
    from kg.query.serving import converted

    return converted("".join(_lines(address, len(served.store))), format_, PREFIXES)


def _lines(address: str, triples: int) -> Iterator[str]:
    service = f"<{address}>"
    yield f"{service} {TYPE} <{SD}Service> .\n"
    yield f"{service} <{SD}endpoint> {service} .\n"
    yield f"{service} <{SD}supportedLanguage> <{SD}SPARQL11Query> .\n"
    for format_ in WRITTEN:
        yield f"{service} <{SD}resultFormat> <{FORMATS}{format_}> .\n"
    yield f"{service} <{SD}defaultDataset> _:dataset .\n"
    yield f"_:dataset {TYPE} <{SD}Dataset> .\n_:dataset <{SD}defaultGraph> _:graph .\n"
    yield f"_:graph {TYPE} <{SD}Graph> .\n"
    yield f'_:graph <{VOID}triples> "{triples}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
