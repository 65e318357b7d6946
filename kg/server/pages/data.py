"""`/data`: what there is, for people; `/void`: the same for programs (VoID and DCAT)."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.dates import DateRange
from kg.model import Observation
from kg.rdf import UNASSERTED
from kg.server.failures import fail
from kg.server.message import Response
from kg.server.negotiation import GRAPHS, best, content_type
from kg.server.pages.account import writer_of
from kg.server.pages.dumps import NAME, START, formats, pages_of
from kg.server.pages.frame import address, framed, remembered, spoken_language
from kg.vocabulary import RDF, XSD, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Dataset, Object
    from kg.server.message import Request
    from kg.server.state import Served

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
FORMATS_OF_W3C = "http://www.w3.org/ns/formats/"
PREFIXES = {"void": VOID, "dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "xsd": XSD}
FEATURES = {"nt": "N-Triples", "nq": "N-Quads", "ttl": "Turtle"}
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
TITLES = (("工图", "@zh"), ("Gongtu", "@en"))


class Counts(NamedTuple):
    """How much there is; entities by the IRI of their type, asserted triples by that of their property."""

    entities: int
    statements: int
    quoted: int
    omissions: int
    types: dict[str, int]
    properties: dict[str, int]


@lru_cache(maxsize=1)
def counts(dataset: Dataset) -> Counts:
    """Count what a dataset has."""
    classes, properties = dataset.ontology.classes, dataset.ontology.properties
    asserted = {
        (statement.subject, statement.property, _identity(statement.object))
        for statement in dataset.statements
        if statement.status not in UNASSERTED
    }
    return Counts(
        len(dataset.entities),
        len(dataset.statements),
        sum(statement.quote is not None for statement in dataset.statements),
        len(dataset.omissions),
        dict(Counter(classes[entity.type].iri for entity in dataset.entities.values())),
        dict(Counter(properties[property_].iri for _, property_, _ in asserted)),
    )


def _identity(object_: Object) -> object:
    """Give what makes an object the same triple's; comparing its parsed numbers would take long."""
    if isinstance(object_, Observation):
        return object_.measure, object_.quantity.raw, object_[2:]
    return object_.raw if isinstance(object_, DateRange) else object_


def data(request: Request, served: Served) -> Response:
    """Say what there is, in which formats, and where programs ask."""
    dataset, language = served.dataset, spoken_language(request)
    articles = [writer_of(dataset, language).article(id_) for id_ in dataset.articles] if dataset else []
    values = {
        "counts": counts(dataset) if dataset else None,
        "triples": len(served.store),
        "articles": articles,
        "dumps": [(FEATURES[ending], f"{START}{NAME}.{ending}") for ending in formats(served)],
        "pages": pages_of(served),
        "origin": request._replace(path="").address(),
        "base": served.prefixes.get("e", ""),
    }
    return framed(request, served, "data.html", values)


def void(request: Request, served: Served) -> Response:
    """Describe the dataset."""
    from kg.query.serving import converted

    type_ = best(request.header("accept"), GRAPHS)
    if type_ is None:
        return fail(406, request, "serve-not-acceptable", {"allowed": ", ".join(GRAPHS)})
    origin = request._replace(path="").address()
    lines = "".join(
        f"{subject} {predicate} {object_} .\n" for subject, predicate, object_ in _described(origin, served)
    )
    headers = {"content-type": content_type(type_), "vary": "Accept"}
    return remembered(request, Response(200, headers, converted(lines, GRAPHS[type_], PREFIXES)))


def well_known(request: Request, served: Served) -> Response:  # noqa: ARG001  as all routes
    """Lead from where every server has its description (VoID, 7.2) to ours."""
    return Response(303, {"location": address("/void", {})})


def _described(origin: str, served: Served) -> Iterator[tuple[str, str, str]]:
    """Yield the description as terms of N-Triples."""
    about, itself = f"<{origin}/void>", f"<{origin}/void#gongtu>"
    type_ = f"<{RDF}type>"
    yield about, type_, f"<{VOID}DatasetDescription>"
    yield about, f"<{FOAF}primaryTopic>", itself
    yield itself, type_, f"<{VOID}Dataset>"
    yield itself, type_, f"<{DCAT}Dataset>"
    for title, tag in TITLES:
        yield itself, f"<{DCTERMS}title>", literal(title, tag)
    yield itself, f"<{FOAF}homepage>", f"<{origin}/>"
    yield itself, f"<{DCAT}landingPage>", f"<{origin}/data>"
    yield itself, f"<{VOID}sparqlEndpoint>", f"<{origin}/sparql>"
    yield itself, f"<{VOID}triples>", _number(len(served.store))
    for number, ending in enumerate(formats(served)):
        dump = f"<{origin}{START}{NAME}.{ending}>"
        yield itself, f"<{VOID}dataDump>", dump
        yield itself, f"<{VOID}feature>", f"<{FORMATS_OF_W3C}{FEATURES[ending]}>"
        node = f"_:dump{number}"
        yield itself, f"<{DCAT}distribution>", node
        yield node, type_, f"<{DCAT}Distribution>"
        yield node, f"<{DCAT}downloadURL>", dump
        yield node, f"<{DCAT}mediaType>", f"<{MEDIA_TYPE}{formats(served)[ending]}>"
    if served.dataset:
        yield from _contents(itself, origin, served.dataset)


def _contents(itself: str, origin: str, dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    prefixes, counted = dataset.ontology.prefixes, counts(dataset)
    yield itself, f"<{VOID}uriSpace>", literal(prefixes["e"])
    yield itself, f"<{VOID}entities>", _number(counted.entities)
    yield itself, f"<{VOID}uriLookupEndpoint>", f"<{origin}/search?q=>"
    for vocabulary in ("kg", "schema", "skos", "org", "prov", "oa"):
        yield itself, f"<{VOID}vocabulary>", f"<{prefixes[vocabulary]}>"
    for id_ in list(dataset.entities)[:1]:
        yield itself, f"<{VOID}exampleResource>", f"<{prefixes['e']}{id_}>"
    for article in dataset.articles:
        yield itself, f"<{DCTERMS}source>", f"<{prefixes['article']}{article}>"
    for kind, members, many in (
        ("class", counted.types, "entities"),
        ("property", counted.properties, "triples"),
    ):
        for number, (iri, count) in enumerate(members.items()):
            node = f"_:{kind}{number}"
            yield itself, f"<{VOID}{kind}Partition>", node
            yield node, f"<{VOID}{kind}>", f"<{iri}>"
            yield node, f"<{VOID}{many}>", _number(count)


def _number(number: int) -> str:
    return literal(str(number), f"^^<{XSD}integer>")
