"""What one value says: an entity, a figure, a date, a text; and which words of which article say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.dates import DateError, DateRange, parse_date
from kg.loading.entities import is_web_address
from kg.loading.nodes import NodeReader
from kg.loading.quotes import check_quote
from kg.model import FIGURE_KINDS, Observation, Quote, Reference
from kg.quantity import QuantityError, parse_quantity
from kg.yamltree import Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as MappingOf

    from kg.evidence import Text
    from kg.model import Article, Object
    from kg.ontology import Class, Ontology, Property
    from kg.problems import Problem

    Fields = MappingOf[str, Node]

FIGURE_QUALIFIERS = ("counts", "scope", "period", "kind")
FIGURE_KEYS = ("measure", *FIGURE_QUALIFIERS)
"""The keys that only a figure may have."""

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

_no_fields: Fields = {}
_qualifiers = frozenset(FIGURE_QUALIFIERS)


class Context(NamedTuple):
    """What values are checked against; `ranges` are a property's classes, and what else it takes.

    `drafts` and `draft_articles` are the ids that only drafts may refer to.
    """

    ontology: Ontology
    ranges: dict[str, tuple[list[str], list[str]]]
    types: dict[str, str]
    ids_of_name: dict[str, list[str]]
    articles: dict[str, Article]
    texts: dict[str, Text]
    drafts: frozenset[str] = frozenset()
    draft_articles: frozenset[str] = frozenset()


class ValueReader(NodeReader):
    """Reads the values of one file; `source` is the article they come from unless they say otherwise."""

    def __init__(self, file: str, problems: list[Problem], context: Context, source: str | None) -> None:
        super().__init__(file, problems)
        self.context = context
        self.source = source
        self.is_draft = False

    def property(self, key: Scalar, class_: Class | None, other_keys: Iterable[str] = ()) -> Property | None:
        """Give the property that a key names, also if the class has none such; `other_keys` may be meant."""
        ontology = self.context.ontology
        property_ = ontology.properties.get(ontology.property_ids.get(key.text, ""))
        if property_ is None:
            self.unknown("unknown-property", key, (*ontology.property_ids, *other_keys))
        elif class_ and property_.id not in class_.properties:
            self.misplaced(key, property_, class_)
        return property_

    def misplaced(self, key: Scalar, property_: Property, class_: Class) -> None:
        having = [
            other for other in self.context.ontology.classes.values() if property_.id in other.properties
        ]
        shown = "、".join(f"{other.id} {other.titles['zh']}" for other in having[:SHOWN_CANDIDATES])
        self.complain("property-misplaced", key, property=key.text, type=class_.id, having=shown)

    def object(self, property_: Property, value: Scalar, fields: Fields = _no_fields) -> Object | None:
        """Read a value as the first of the property's ranges that takes it."""
        if not value.text.strip():
            self.complain("missing-value", value, key=property_.id)
            return None
        classes, others = self.context.ranges[property_.id]
        if classes and (not others or value.text in self.context.ids_of_name):
            return self.reference(property_, value, classes)
        return self.literal(others[0], value, fields)

    def literal(self, range_: str, value: Scalar, fields: Fields) -> Object | None:
        if range_ == "Quantity":
            return self.observation(value, fields)
        if range_ == "EdtfDate":
            return self.date(value)
        if range_ in self.context.ontology.enumerations:
            return self.enumerated(range_, value)
        if range_ == "uri" and not is_web_address(value.text):
            self.complain("bad-uri", value, value=value.text)
            return None
        return value.text

    def reference(self, property_: Property, value: Scalar, classes: list[str]) -> Reference | None:
        ontology = self.context.ontology
        id_ = self.referred(value)
        if id_ is None:
            return None
        type_ = self.context.types[id_]
        if type_ and not any(ontology.is_a(type_, class_) for class_ in classes):
            wanted = " / ".join(f"{class_} {ontology.classes[class_].titles['zh']}" for class_ in classes)
            blanks = {"name": value.text, "type": type_, "property": property_.id, "wanted": wanted}
            self.complain("wrong-range", value, **blanks)
            return None
        return Reference(id_)

    def referred(self, value: Scalar) -> str | None:
        """Give the id of the entity that a name refers to, if it is just one."""
        name = value.text
        found = [name] if name in self.context.types else self.context.ids_of_name.get(name, [])
        if not self.is_draft and self.context.drafts:
            accepted = [id_ for id_ in found if id_ not in self.context.drafts]
            if found and not accepted:
                self.complain("refers-to-draft", value, name=name)
                return None
            found = accepted
        if not found:
            self.unknown("unknown-reference", value, self.context.ids_of_name)
            return None
        if len(found) > 1:
            shown = "、".join(found[:SHOWN_CANDIDATES])
            self.complain("ambiguous-reference", value, name=name, candidates=shown)
            return None
        return found[0]

    def observation(self, value: Scalar, fields: Fields) -> Observation | None:
        try:
            quantity = parse_quantity(value.text)
        except QuantityError as error:
            self.complain(FIGURE_PROBLEMS[error.code], value, value=value.text, reason=str(error))
            return None
        units = self.context.ontology.enumerations.get("Unit")
        if units and quantity.unit and quantity.unit not in units.values:
            self.unknown("unknown-unit", value, units.values, name=quantity.unit)
        if "measure" not in fields:
            self.complain("measure-missing", value, value=value.text)
            return None
        figure = Observation(self.text(fields["measure"], "measure") or "", quantity)
        return figure if _qualifiers.isdisjoint(fields) else self.qualified(figure, fields)

    def qualified(self, figure: Observation, fields: Fields) -> Observation:
        counts, scope, kind = (self.name(fields.get(key), key) for key in ("counts", "scope", "kind"))
        return figure._replace(
            counts=counts and self.referred(counts),
            scope=scope and self.referred(scope),
            period=self.text(fields.get("period"), "period"),
            kind=kind and self.enumerated(FIGURE_KINDS, kind),
        )

    def name(self, node: Node | None, key: str) -> Scalar | None:
        return node if self.text(node, key) and isinstance(node, Scalar) else None

    def date(self, value: Scalar) -> DateRange | None:
        try:
            return parse_date(value.text)
        except DateError as error:
            self.wrong_date(value, error)
            return None

    def enumerated(self, enumeration: str, value: Scalar) -> str | None:
        found = self.context.ontology.enumerations.get(enumeration)
        values = found.values if found else {}
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
        elif source in self.context.draft_articles and node is not None and not self.is_draft:
            self.complain("refers-to-draft", node, name=source)
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
