"""One value of one property in YAML -> one statement, or problems at the value's place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.dates import DateError, DateRange, parse_date
from kg.loading.entities import ABOUT_THE_NAME, is_web_address
from kg.loading.nodes import NodeReader
from kg.loading.quotes import check_quote, contains
from kg.model import Observation, Quote, Reference, Statement
from kg.quantity import QuantityError, parse_quantity
from kg.yamltree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.evidence import Text
    from kg.model import Article, Entity, Object
    from kg.ontology import Class, Ontology, Property
    from kg.problems import Problem

LONG_FORM = ("to", "value", "measure", "source", "quote", "when", "status", "role", "note")
STATUSES = ("stated", "inferred", "disputed", "deprecated")
SHOWN_CANDIDATES = 6
FIGURE_PROBLEMS = {
    "empty": "quantity-empty",
    "number": "quantity-number",
    "grouping": "quantity-grouping",
    "numeral": "quantity-numeral",
    "fraction": "quantity-fraction",
    "unit": "quantity-unit",
    "range": "quantity-range",
}


class Context(NamedTuple):
    """What values are checked against; `ranges` are a property's classes, and what else it takes."""

    ontology: Ontology
    ranges: dict[str, tuple[list[str], list[str]]]
    types: dict[str, str]
    ids_of_name: dict[str, list[str]]
    articles: dict[str, Article]
    texts: dict[str, Text]


class StatementReader(NodeReader):
    """Reads the values of one file; `source` is the file's default article."""

    def __init__(self, file: str, problems: list[Problem], context: Context, source: str | None) -> None:
        super().__init__(file, problems)
        self.context = context
        self.source = source

    def statements_of(self, entity: Entity, node: Mapping) -> Iterator[Statement]:
        """Yield the statements of one entity, in the order they are written; a wrong value yields none."""
        ontology = self.context.ontology
        class_ = ontology.classes.get(entity.type)
        for name, (key, value) in node.entries.items():
            if name in ABOUT_THE_NAME:
                continue
            property_ = ontology.properties.get(ontology.property_ids.get(name, ""))
            if property_ is None:
                self.unknown("unknown-property", key, (*ontology.property_ids, *ABOUT_THE_NAME))
                continue
            if class_ and property_.id not in class_.properties:
                self.misplaced(key, property_, class_)
            yield from self.statements(entity.id, property_, value)

    def misplaced(self, key: Scalar, property_: Property, class_: Class) -> None:
        having = [
            other for other in self.context.ontology.classes.values() if property_.id in other.properties
        ]
        shown = "、".join(f"{other.id} {other.titles['zh']}" for other in having[:SHOWN_CANDIDATES])
        self.complain("property-misplaced", key, property=key.text, type=class_.id, having=shown)

    def statements(self, subject: str, property_: Property, value: Node) -> Iterator[Statement]:
        items = value.items if isinstance(value, Sequence) else (value,)
        if len(items) > 1 and not property_.multivalued:
            self.complain("single-value", value, property=property_.id, count=str(len(items)))
        for item in items:
            statement = self.statement(subject, property_, item)
            if statement is not None:
                yield statement

    def statement(self, subject: str, property_: Property, node: Node) -> Statement | None:
        if isinstance(node, Scalar):
            object_ = self.object(property_, node)
            if object_ is None:
                return None
            return Statement(subject, property_.id, object_, self.place(node), self.source)
        if isinstance(node, Mapping):
            return self.long_form(subject, property_, node)
        self.complain("nested-list", node, property=property_.id)
        return None

    def long_form(self, subject: str, property_: Property, node: Mapping) -> Statement | None:
        fields = self.fields(node)
        value = self.object_field(property_, node, fields)
        object_ = None if value is None else self.object(property_, value, fields.get("measure"))
        source = self.article(fields.get("source"))
        quote = self.quote(fields.get("quote"), source)
        when, status = self.when(fields.get("when")), self.status(fields.get("status"))
        role, note = self.text(fields.get("role"), "role"), self.text(fields.get("note"), "note")
        if value is None or object_ is None:
            return None
        if quote and isinstance(object_, Observation):
            self.check_figure(value, quote)
        place = self.place(value)
        return Statement(subject, property_.id, object_, place, source, quote, when, status, role, note)

    def fields(self, node: Mapping) -> dict[str, Node]:
        for key, entry in node.entries.items():
            if key not in LONG_FORM:
                self.unknown("unknown-qualifier", entry.key, LONG_FORM)
        return {key: entry.value for key, entry in node.entries.items()}

    def object_field(self, property_: Property, node: Mapping, fields: dict[str, Node]) -> Scalar | None:
        """Pick `to:` or `value:`; there must be just one of them, and it must be text."""
        given = [fields[key] for key in ("to", "value") if key in fields]
        if len(given) != 1:
            code = "two-objects" if given else "object-missing"
            self.complain(code, node, property=property_.id)
            return None
        if isinstance(given[0], Scalar):
            return given[0]
        self.complain("text-expected", given[0], key="to / value")
        return None

    def object(self, property_: Property, value: Scalar, measure: Node | None = None) -> Object | None:
        """Read a value as the first of the property's ranges that takes it."""
        if not value.text.strip():
            self.complain("missing-value", value, key=property_.id)
            return None
        classes, others = self.context.ranges[property_.id]
        if classes and (not others or value.text in self.context.ids_of_name):
            return self.reference(property_, value, classes)
        if measure is not None and "Quantity" not in others:
            self.complain("measure-misplaced", measure, property=property_.id)
        return self.literal(others[0], value, measure)

    def literal(self, range_: str, value: Scalar, measure: Node | None) -> Object | None:
        if range_ == "Quantity":
            return self.observation(value, measure)
        if range_ == "EdtfDate":
            return self.date(value)
        if range_ in self.context.ontology.enumerations:
            return self.enumerated(range_, value)
        if range_ == "uri" and not is_web_address(value.text):
            self.complain("bad-uri", value, value=value.text)
            return None
        return value.text

    def reference(self, property_: Property, value: Scalar, classes: list[str]) -> Reference | None:
        name, ontology = value.text, self.context.ontology
        found = [name] if name in self.context.types else self.context.ids_of_name.get(name, [])
        if not found:
            self.unknown("unknown-reference", value, self.context.ids_of_name)
            return None
        if len(found) > 1:
            shown = "、".join(found[:SHOWN_CANDIDATES])
            self.complain("ambiguous-reference", value, name=name, candidates=shown)
            return None
        type_ = self.context.types[found[0]]
        if type_ and not any(ontology.is_a(type_, class_) for class_ in classes):
            wanted = " / ".join(f"{class_} {ontology.classes[class_].titles['zh']}" for class_ in classes)
            self.complain("wrong-range", value, name=name, type=type_, property=property_.id, wanted=wanted)
            return None
        return Reference(found[0])

    def observation(self, value: Scalar, measure: Node | None) -> Observation | None:
        try:
            quantity = parse_quantity(value.text)
        except QuantityError as error:
            self.complain(FIGURE_PROBLEMS[error.code], value, value=value.text, reason=str(error))
            return None
        units = self.context.ontology.enumerations.get("Unit")
        if units and quantity.unit and quantity.unit not in units.values:
            self.unknown("unknown-unit", value, units.values, name=quantity.unit)
        if measure is None:
            self.complain("measure-missing", value, value=value.text)
            return None
        return Observation(self.text(measure, "measure") or "", quantity)

    def date(self, value: Scalar) -> DateRange | None:
        try:
            return parse_date(value.text)
        except DateError as error:
            self.wrong_date(value, error)
            return None

    def enumerated(self, enumeration: str, value: Scalar) -> str | None:
        values = self.context.ontology.enumerations[enumeration].values
        if value.text in values:
            return value.text
        by_title = {title: key for key, title in values.items()}
        if value.text not in by_title:
            self.unknown("unknown-value", value, (*values, *by_title), enumeration=enumeration)
        return by_title.get(value.text)

    def article(self, node: Node | None) -> str | None:
        source = self.text(node, "source") or self.source
        if source is not None and node is not None and source not in self.context.articles:
            known = "、".join(list(self.context.articles)[:SHOWN_CANDIDATES])
            self.unknown("unknown-source", node, self.context.articles, name=source, known=known)
        return source

    def quote(self, node: Node | None, source: str | None) -> Quote | None:
        if node is None:
            return None
        scalars = self.scalars(node, "quote")
        if not scalars:
            return None
        if source is None:
            self.complain("quote-without-source", node)
        quote, problems = check_quote(scalars, self.context.texts.get(source or ""), self.file)
        self.problems.extend(problems)
        return quote

    def check_figure(self, value: Scalar, quote: Quote) -> None:
        if not contains(quote.phrases, value.text):
            self.complain("quantity-not-in-quote", value, value=value.text, quote=" … ".join(quote.phrases))

    def when(self, node: Node | None) -> DateRange | None:
        return self.date(node) if self.text(node, "when") and isinstance(node, Scalar) else None

    def status(self, node: Node | None) -> str:
        status = self.text(node, "status") or "stated"
        if node is not None and status not in STATUSES:
            self.unknown("unknown-value", node, STATUSES, name=status, enumeration="status")
        return status
