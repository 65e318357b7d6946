"""Dataset -> RDF, as lines of N-Triples: the one place that knows IRIs and the shape of statements in RDF.

For a statement s p o (easy questions stay easy, every answer can be traced):

- the plain triple `s p o`, unless it is disputed or deprecated;
- a statement node `st:<hash of s, p, o, source>`: `a rdf:Statement`, with `rdf:subject`, `rdf:predicate`,
  `rdf:object`, `kg:source`, `kg:quote`, `kg:status`, `kg:when…`, `kg:role`, `kg:note`, and a position
  selector of the Web Annotation vocabulary per phrase where the article's text is at hand;
- what an article does not say is a node `a kg:Omission` with `rdf:subject`, `rdf:predicate`, `kg:source`,
  `kg:note`, `kg:quote`: no `rdf:Statement`, no object, no plain triple;
- with `reifiers`, RDF 1.2's `st rdf:reifies <<( s p o )>>` on the same node.

A figure is a `schema:Observation`; `kg:counts`, `kg:scope`, `kg:period` and `kg:kind` qualify it.
A date is an EDTF literal, with the days it spans on the statement node.
N-Triples text rather than term objects: the store reads it four times as fast.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.dates import DateRange
from kg.model import Observation, Reference
from kg.quantity import plain
from kg.vocabulary import EDTF, OA, RDF, RDFS, SCHEMA, SKOS, XSD, literal, ontology_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from kg.model import Article, Dataset, Entity, Omission, Quote, Statement

UNASSERTED = frozenset({"disputed", "deprecated"})
"""A statement of this status is described, but its plain triple is not claimed."""

TYPE = f"<{RDF}type>"
STATEMENT = f"<{RDF}Statement>"
SUBJECT, PREDICATE, OBJECT = f"<{RDF}subject>", f"<{RDF}predicate>", f"<{RDF}object>"
REIFIES = f"<{RDF}reifies>"


def ntriples(
    dataset: Dataset, statements: Iterable[Statement] | None = None, *, reifiers: bool = True
) -> Iterator[str]:
    """Yield the graph as N-Triples, some lines at a time; without `reifiers` it is plain RDF 1.1.

    `statements` are those of the dataset unless they are given: they may still be on their way.
    """
    yield from ontology_lines(dataset.ontology)
    writer = _Writer(dataset, reifiers=reifiers)
    for article in dataset.articles.values():
        yield writer.article(article)
    for entity in dataset.entities.values():
        yield writer.entity(entity)
    for statement in dataset.statements if statements is None else statements:
        yield writer.statement(statement)
    # Last: where statements are still on their way, so is what is not stated.
    for omission in dataset.omissions:
        yield writer.omission(omission)


def ntriples_between(dataset: Dataset, first: int, last: int) -> Iterator[str]:
    """Yield the same as RDF 1.1, in the same order, from one place to another (of `count_parts`)."""
    writer = _Writer(dataset, reifiers=False)
    parts: list[tuple[Callable[[Any], str], Collection[Any]]] = [
        (str, list(ontology_lines(dataset.ontology))),
        (writer.article, dataset.articles.values()),
        (writer.entity, dataset.entities.values()),
        (writer.statement, dataset.statements),
        (writer.omission, dataset.omissions),
    ]
    position = 0
    for write, things in parts:
        yield from map(write, islice(things, max(first - position, 0), max(last - position, 0)))
        position += len(things)


def count_parts(dataset: Dataset) -> int:
    """Count what the graph is written in: an entity, a statement, an article at a time."""
    things = (dataset.articles, dataset.entities, dataset.statements, dataset.omissions)
    return sum(map(len, things)) + sum(1 for _ in ontology_lines(dataset.ontology))


def statement_hash(subject: str, predicate: str, object_: str, source: str) -> str:
    """Give the local name of a statement's IRI: a hash of its terms in N-Triples (no source: empty).

    >>> statement_hash("<e:班前十分钟>", "<p:organizer>", "<e:浙江省总工会>", "")
    'fc79f233461288a2aa0f'
    """
    return blake2b(f"{subject}\n{predicate}\n{object_}\n{source}".encode(), digest_size=10).hexdigest()


def statement_iris(
    dataset: Dataset, statements: Iterable[Statement] | None = None
) -> Iterator[tuple[str, tuple[str, str, str], Statement]]:
    """Yield each statement with its IRI, and with its subject, predicate and object in N-Triples.

    `statements` are those of the dataset unless they are given.
    """
    writer = _Writer(dataset, reifiers=False)
    for statement in dataset.statements if statements is None else statements:
        terms, _, _, node = writer.terms(statement)
        yield f"{dataset.ontology.prefixes['st']}{node}", terms, statement


class _Writer:
    """Writes the parts of one dataset; holds the IRIs that its ontology configures."""

    def __init__(self, dataset: Dataset, *, reifiers: bool) -> None:
        ontology = dataset.ontology
        self.reifiers = reifiers
        self.prefixes = ontology.prefixes
        self.kg = ontology.prefixes["kg"]
        self.status, self.source = f"<{self.kg}status>", f"<{self.kg}source>"
        self.entities = ontology.prefixes["e"]
        self.predicates = {id_: f"<{property_.iri}>" for id_, property_ in ontology.properties.items()}
        self.types = {id_: f"<{class_.iri}>" for id_, class_ in ontology.classes.items()}

    def article(self, article: Article) -> str:
        iri = self.article_iri(article.id)
        pairs = [
            (TYPE, f"<{SCHEMA}NewsArticle>"),
            (f"<{RDFS}label>", literal(article.title, "@zh")),
            (f"<{SCHEMA}headline>", literal(article.title, "@zh")),
            *((f"<{SCHEMA}author>", literal(author, "@zh")) for author in article.authors),
        ]
        if article.publisher:
            pairs.append((f"<{SCHEMA}publisher>", literal(article.publisher, "@zh")))
        if article.published:
            pairs.append((f"<{SCHEMA}datePublished>", literal(article.published, EDTF)))
        if article.url:
            pairs.append((f"<{SCHEMA}url>", f"<{article.url}>"))
        return _lines(iri, pairs)

    def article_iri(self, id_: str) -> str:
        return f"<{self.prefixes['article']}{id_}>"

    def entity(self, entity: Entity) -> str:
        pairs = [
            (TYPE, self.types[entity.type]),
            (f"<{SKOS}prefLabel>", literal(entity.name, "@zh")),
            (f"<{RDFS}label>", literal(entity.name, "@zh")),
            *((f"<{SKOS}altLabel>", literal(alias, "@zh")) for alias in entity.aliases),
            *((f"<{SCHEMA}sameAs>", f"<{iri}>") for iri in entity.same_as),
        ]
        if entity.description:
            pairs.append((f"<{SCHEMA}description>", literal(entity.description, "@zh")))
        return _lines(f"<{self.entities}{entity.id}>", pairs)

    def terms(self, statement: Statement) -> tuple[tuple[str, str, str], str, str, str]:
        """Give subject, predicate, object; what describes the object; the source; the node's local name."""
        subject = f"<{self.entities}{statement.subject}>"
        predicate = self.predicates[statement.property]
        object_, about_object = self.object(subject, predicate, statement)
        source = self.article_iri(statement.source) if statement.source else ""
        node = statement_hash(subject, predicate, object_, source)
        return (subject, predicate, object_), about_object, source, node

    def statement(self, statement: Statement) -> str:
        (subject, predicate, object_), about_object, source, node = self.terms(statement)
        iri = f"<{self.prefixes['st']}{node}>"
        lines = [
            f"{iri} {TYPE} {STATEMENT} .\n{iri} {SUBJECT} {subject} .\n{iri} {PREDICATE} {predicate} .\n",
            f'{iri} {OBJECT} {object_} .\n{iri} {self.status} "{statement.status}" .\n',
            _lines(iri, self.qualifiers(statement)),
            about_object,
            self.selectors(iri, node, statement.quote),
        ]
        if source:
            lines.append(f"{iri} {self.source} {source} .\n")
        if self.reifiers:
            lines.append(f"{iri} {REIFIES} <<( {subject} {predicate} {object_} )>> .\n")
        if statement.status not in UNASSERTED:
            lines.append(f"{subject} {predicate} {object_} .\n")
        return "".join(lines)

    def omission(self, omission: Omission) -> str:
        """Write a node that has no object and is no statement: whatever counts statements passes it by."""
        class_ = f"<{self.kg}Omission>"
        subject = f"<{self.prefixes['article' if omission.of_article else 'e']}{omission.subject}>"
        predicate = self.predicates[omission.property]
        source = self.article_iri(omission.source) if omission.source else ""
        node = statement_hash(subject, predicate, class_, source)
        iri = f"<{self.prefixes['st']}{node}>"
        pairs = [(TYPE, class_), (SUBJECT, subject), (PREDICATE, predicate)]
        if source:
            pairs.append((self.source, source))
        pairs.append((f"<{self.kg}note>", literal(omission.note, "@zh")))
        phrases = omission.quote.phrases if omission.quote else ()
        pairs += [(f"<{self.kg}quote>", literal(phrase, "@zh")) for phrase in phrases]
        return _lines(iri, pairs) + self.selectors(iri, node, omission.quote)

    def qualifiers(self, statement: Statement) -> Iterator[tuple[str, str]]:
        for phrase in statement.quote.phrases if statement.quote else ():
            yield f"<{self.kg}quote>", literal(phrase, "@zh")
        if statement.when:
            yield f"<{self.kg}when>", literal(statement.when.raw, EDTF)
            yield from self.days(statement.when, "whenStart", "whenEnd")
        if isinstance(statement.object, DateRange):
            yield from self.days(statement.object, "earliest", "latest")
        if statement.role:
            yield f"<{self.kg}role>", literal(statement.role, "@zh")
        if statement.note:
            yield f"<{self.kg}note>", literal(statement.note, "@zh")

    def days(self, dates: DateRange, first: str, last: str) -> Iterator[tuple[str, str]]:
        if dates.earliest:
            yield f"<{self.kg}{first}>", literal(dates.earliest.isoformat(), f"^^<{XSD}date>")
        if dates.latest:
            yield f"<{self.kg}{last}>", literal(dates.latest.isoformat(), f"^^<{XSD}date>")

    def selectors(self, iri: str, node: str, quote: Quote | None) -> str:
        if quote is None or not quote.spans:
            return ""
        lines = []
        for number, (start, end) in enumerate(quote.spans, 1):
            selector = f"<{self.prefixes['st']}{node}-{number}>"
            lines.append(f"{iri} <{OA}hasSelector> {selector} .\n")
            pairs = [
                (TYPE, f"<{OA}TextPositionSelector>"),
                (f"<{OA}start>", literal(str(start), f"^^<{XSD}integer>")),
                (f"<{OA}end>", literal(str(end), f"^^<{XSD}integer>")),
            ]
            lines.append(_lines(selector, pairs))
        return "".join(lines)

    def object(self, subject: str, predicate: str, statement: Statement) -> tuple[str, str]:
        """Write the object, and the lines that describe it if it is a node of its own."""
        object_ = statement.object
        if isinstance(object_, Reference):
            return f"<{self.entities}{object_.id}>", ""
        if isinstance(object_, Observation):
            return self.observation(subject, predicate, object_)
        if isinstance(object_, DateRange):
            return literal(object_.raw, EDTF), ""
        return literal(object_), ""

    def observation(self, subject: str, predicate: str, observation: Observation) -> tuple[str, str]:
        quantity = observation.quantity
        measure = literal(observation.measure, "@zh")
        raw = literal(quantity.raw, "@zh")
        qualifiers = list(self.figure_qualifiers(observation)) if any(observation[2:]) else []
        # The same figure of another scope or period is another one; one without qualifiers keeps its IRI.
        terms = "\n".join([raw, *(f"{name} {term}" for name, term in qualifiers)])
        iri = f"<{self.prefixes['obs']}{statement_hash(subject, predicate, measure, terms)}>"
        pairs = [
            (TYPE, f"<{SCHEMA}Observation>"),
            (f"<{RDFS}label>", measure),
            (f"<{SCHEMA}observationAbout>", subject),
            (f"<{SCHEMA}value>", literal(plain(quantity.number), f"^^<{XSD}decimal>")),
            (f"<{SCHEMA}unitText>", literal(quantity.unit)),
            (f"<{self.kg}raw>", raw),
            (f"<{self.kg}bound>", literal(quantity.bound)),
            *qualifiers,
        ]
        for name, bound in (("minValue", quantity.lowest), ("maxValue", quantity.highest)):
            if bound is not None:
                pairs.append((f"<{SCHEMA}{name}>", literal(plain(bound), f"^^<{XSD}decimal>")))
        return iri, _lines(iri, pairs)

    def figure_qualifiers(self, observation: Observation) -> Iterator[tuple[str, str]]:
        for name, id_ in (("counts", observation.counts), ("scope", observation.scope)):
            if id_:
                yield f"<{self.kg}{name}>", f"<{self.entities}{id_}>"
        if observation.period:
            yield f"<{self.kg}period>", literal(observation.period, "@zh")
        if observation.kind:
            yield f"<{self.kg}kind>", literal(observation.kind)


def _lines(subject: str, pairs: Iterable[tuple[str, str]]) -> str:
    return "".join([f"{subject} {predicate} {object_} .\n" for predicate, object_ in pairs])
