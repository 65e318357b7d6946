"""The peer of loading: PyYAML, pydantic and rdflib, used as their documentation shows.

    python bench/peers/yaml_pydantic_rdflib.py safe|c DIR QUERY.rq

reads DIR/*.yaml with `yaml.safe_load` (or with libyaml's `CSafeLoader`), validates with pydantic models, adds
the same triples as `kg export --format nt` to an `rdflib.Graph`, and prints the query's rows. It understands
the generated data, not all of our format: its figures and dates come in few shapes, no name is ambiguous.
"""

from __future__ import annotations

import calendar
import re
import sys
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import rdflib
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter
from rdflib.namespace import OWL, PROV, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

SCHEMA = rdflib.Namespace("https://schema.org/")
EDTF = rdflib.URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
QUALIFIERS = {
    "source": ("来源文章", "source article"),
    "quote": ("引文", "quote"),
    "status": ("状态", "status"),
    "when": ("时间", "when"),
    "whenStart": ("时间起", "when: first day"),
    "whenEnd": ("时间止", "when: last day"),
    "earliest": ("最早日期", "earliest day"),
    "latest": ("最晚日期", "latest day"),
    "role": ("角色", "role"),
    "note": ("说明", "note"),
    "raw": ("原文写法", "as printed"),
    "bound": ("界限", "bound"),
}
FIGURE = re.compile(
    r"(?P<before>超过|近)?(?P<number>\d+(?:\.\d+)?)(?P<power>[万亿]?)(?P<after>余?)(?P<unit>\D*)"
)
POWERS = {"": Decimal(1), "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}
BOUNDS = {"超过": "lower", "余": "lower", "近": "upper"}


class Value(BaseModel):
    """A long form: one statement of one entity."""

    model_config = ConfigDict(extra="forbid")
    to: str | None = None
    value: str | None = None
    measure: str | None = None
    source: str | None = None
    quote: str | None = None
    when: str | None = None
    status: Literal["stated", "inferred", "disputed", "deprecated"] = "stated"
    role: str | None = None
    note: str | None = None


class Entity(BaseModel):
    """An entity; its properties are the extra fields."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str | Value | list[str | Value]]
    type: str
    name: str | None = None
    aliases: list[str] = []
    description: str | None = None
    sameAs: str | None = None  # noqa: N815 - the name in the data


class Article(BaseModel):
    """An article without its text."""

    title: str
    authors: list[str] = []


class Document(BaseModel):
    """A file of data."""

    source: str
    articles: dict[str, Article]
    entities: dict[str, Entity]


class Definition(BaseModel):
    """What classes and slots share in the ontology."""

    class_uri: str | None = None
    slot_uri: str | None = None
    title: str
    annotations: dict[str, str]
    is_a: str | None = None
    range: str = "string"
    any_of: list[dict[str, str]] = []
    inverse: str | None = None


class Ontology(BaseModel):
    """The part of a LinkML schema that our data needs."""

    prefixes: dict[str, str]
    classes: dict[str, Definition]
    slots: dict[str, Definition]

    def iri(self, curie: str) -> rdflib.URIRef:
        """Expand a prefixed name."""
        prefix, local = curie.split(":", 1)
        return rdflib.URIRef(self.prefixes[prefix] + local)


def ontology_triples(ontology: Ontology) -> Iterator[Triple]:
    classes = {id_: ontology.iri(one.class_uri or f"kg:{id_}") for id_, one in ontology.classes.items()}
    slots = {id_: ontology.iri(one.slot_uri or f"kg:{id_}") for id_, one in ontology.slots.items()}
    for id_, one in ontology.classes.items():
        yield classes[id_], RDF.type, OWL.Class
        yield from labels(classes[id_], one.title, one.annotations["title_en"])
        if one.is_a:
            yield classes[id_], RDFS.subClassOf, classes[one.is_a]
    for id_, one in ontology.slots.items():
        ranges = [choice["range"] for choice in one.any_of] or [one.range]
        leads = [range_ for range_ in ranges if range_ in classes]
        kind = OWL.ObjectProperty if leads or "Quantity" in ranges else OWL.DatatypeProperty
        yield slots[id_], RDF.type, kind
        yield from labels(slots[id_], one.title, one.annotations["title_en"])
        if len(leads) == len(ranges) == 1:
            yield slots[id_], RDFS.range, classes[leads[0]]
        if one.inverse:
            yield slots[id_], OWL.inverseOf, slots[one.inverse]
    for name, (zh, en) in QUALIFIERS.items():
        iri = ontology.iri(f"kg:{name}")
        yield iri, RDF.type, RDF.Property
        yield from labels(iri, zh, en)
    yield ontology.iri("kg:source"), RDFS.subPropertyOf, PROV.wasDerivedFrom


def labels(iri: rdflib.URIRef, zh: str, en: str) -> Iterator[Triple]:
    yield iri, RDFS.label, rdflib.Literal(zh, lang="zh")
    yield iri, RDFS.label, rdflib.Literal(en, lang="en")


class Writer:
    """Turns validated documents into triples."""

    def __init__(self, ontology: Ontology, documents: list[Document]) -> None:
        self.ontology = ontology
        self.documents = documents
        prefixes = ontology.prefixes
        self.kg, self.e, self.st, self.obs, self.article = (
            rdflib.Namespace(prefixes[name]) for name in ("kg", "e", "st", "obs", "article")
        )
        self.slots = {id_: ontology.iri(one.slot_uri or f"kg:{id_}") for id_, one in ontology.slots.items()}
        self.types = {
            id_: ontology.iri(one.class_uri or f"kg:{id_}") for id_, one in ontology.classes.items()
        }
        self.ids = {
            name: id_
            for document in documents
            for id_, entity in document.entities.items()
            for name in (id_, entity.name or id_, *entity.aliases)
        }

    def triples(self) -> Iterator[Triple]:
        """Yield the ontology, then what the documents say."""
        yield from ontology_triples(self.ontology)
        for document in self.documents:
            for id_, article in document.articles.items():
                yield from self._article_triples(self.article[id_], article)
            for id_, entity in document.entities.items():
                yield from self._entity_triples(self.e[id_], id_, entity)
                for key, values in (entity.__pydantic_extra__ or {}).items():
                    for value in values if isinstance(values, list) else [values]:
                        long = Value(value=value) if isinstance(value, str) else value
                        yield from self._statement_triples(self.e[id_], key, long, document.source)

    def _article_triples(self, iri: rdflib.URIRef, article: Article) -> Iterator[Triple]:
        yield iri, RDF.type, SCHEMA.NewsArticle
        yield iri, RDFS.label, rdflib.Literal(article.title, lang="zh")
        yield iri, SCHEMA.headline, rdflib.Literal(article.title, lang="zh")
        for author in article.authors:
            yield iri, SCHEMA.author, rdflib.Literal(author, lang="zh")

    def _entity_triples(self, iri: rdflib.URIRef, id_: str, entity: Entity) -> Iterator[Triple]:
        yield iri, RDF.type, self.types[entity.type]
        yield iri, SKOS.prefLabel, rdflib.Literal(entity.name or id_, lang="zh")
        yield iri, RDFS.label, rdflib.Literal(entity.name or id_, lang="zh")
        for alias in entity.aliases:
            yield iri, SKOS.altLabel, rdflib.Literal(alias, lang="zh")
        if entity.sameAs:
            yield iri, SCHEMA.sameAs, rdflib.URIRef(entity.sameAs)
        if entity.description:
            yield iri, SCHEMA.description, rdflib.Literal(entity.description, lang="zh")

    def _statement_triples(self, subject: Node, key: str, value: Value, source: str) -> Iterator[Triple]:
        kg, predicate = self.kg, self.slots[key]
        object_ = self._object(subject, predicate, key, value)
        article = self.article[value.source or source]
        node = self.st[digest(subject.n3(), predicate.n3(), object_.n3(), article.n3())]
        yield node, RDF.type, RDF.Statement
        yield node, RDF.subject, subject
        yield node, RDF.predicate, predicate
        yield node, RDF.object, object_
        yield node, kg.status, rdflib.Literal(value.status)
        yield node, kg.source, article
        if value.quote:
            yield node, kg.quote, rdflib.Literal(value.quote, lang="zh")
        if value.when:
            yield node, kg.when, rdflib.Literal(value.when, datatype=EDTF)
            yield from self._days(node, value.when, kg.whenStart, kg.whenEnd)
        if value.role:
            yield node, kg.role, rdflib.Literal(value.role, lang="zh")
        if value.note:
            yield node, kg.note, rdflib.Literal(value.note, lang="zh")
        if self.ontology.slots[key].range == "EdtfDate":
            yield from self._days(node, str(value.value), kg.earliest, kg.latest)
        if self.ontology.slots[key].range == "Quantity":
            yield from self._observation_triples(object_, subject, value)
        if value.status not in ("disputed", "deprecated"):
            yield subject, predicate, object_

    def _object(self, subject: Node, predicate: Node, key: str, value: Value) -> Node:
        range_ = self.ontology.slots[key].range
        if range_ in self.ontology.classes:
            return self.e[self.ids[value.to or str(value.value)]]
        if range_ == "Quantity":
            measure, raw = (rdflib.Literal(text, lang="zh") for text in (value.measure, value.value))
            return self.obs[digest(subject.n3(), predicate.n3(), measure.n3(), raw.n3())]
        return rdflib.Literal(value.value, datatype=EDTF if range_ == "EdtfDate" else None)

    def _observation_triples(self, iri: Node, subject: Node, value: Value) -> Iterator[Triple]:
        number, bound, unit = figure(str(value.value))
        yield iri, RDF.type, SCHEMA.Observation
        yield iri, RDFS.label, rdflib.Literal(value.measure, lang="zh")
        yield iri, SCHEMA.observationAbout, subject
        yield iri, SCHEMA.value, rdflib.Literal(number, datatype=XSD.decimal)
        yield iri, SCHEMA.unitText, rdflib.Literal(unit)
        yield iri, self.kg.raw, rdflib.Literal(value.value, lang="zh")
        yield iri, self.kg.bound, rdflib.Literal(bound)
        if bound in ("exact", "lower"):
            yield iri, SCHEMA.minValue, rdflib.Literal(number, datatype=XSD.decimal)
        if bound in ("exact", "upper"):
            yield iri, SCHEMA.maxValue, rdflib.Literal(number, datatype=XSD.decimal)

    def _days(self, node: Node, dates: str, first: Node, last: Node) -> Iterator[Triple]:
        """Read `2022-04`, `2018` and `2018/..`: all that the generated data holds."""
        start, _, end = dates.partition("/")
        year, _, month = start.partition("-")
        yield node, first, rdflib.Literal(f"{year}-{month or '01'}-01", datatype=XSD.date)
        if end != "..":
            final = calendar.monthrange(int(year), int(month or 12))[1]
            yield node, last, rdflib.Literal(f"{year}-{month or 12}-{final}", datatype=XSD.date)


def figure(raw: str) -> tuple[str, str, str]:
    """Read a figure as (number, bound, unit)."""
    match = FIGURE.fullmatch(raw)
    if match is None:
        raise ValueError(raw)
    number = Decimal(match["number"]) * POWERS[match["power"]]
    text = format(number, "f")
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return plain, BOUNDS.get(match["before"] or match["after"], "exact"), match["unit"]


def digest(*terms: str) -> str:
    return blake2b("\n".join(terms).encode(), digest_size=10).hexdigest()


def load(directory: Path, loader: type) -> rdflib.Graph:
    """Read, validate, and add every triple."""
    read = {path.name: yaml.load(path.read_bytes(), loader) for path in sorted(directory.glob("*.yaml"))}  # noqa: S506
    ontology = Ontology.model_validate(read.pop("ontology.yaml"))
    documents = TypeAdapter(list[Document]).validate_python(list(read.values()))
    graph = rdflib.Graph()
    for triple in Writer(ontology, documents).triples():
        graph.add(triple)
    return graph


if __name__ == "__main__":
    loader = yaml.CSafeLoader if sys.argv[1] == "c" else yaml.SafeLoader
    graph = load(Path(sys.argv[2]), loader)
    result = graph.query(Path(sys.argv[3]).read_text(encoding="utf-8"))
    sys.stdout.buffer.write(result.serialize(format="csv"))
