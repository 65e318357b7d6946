"""One value of one property in YAML -> one statement, or problems at the value's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.loading.entities import ENTITY_KEYS
from kg.loading.quotes import contains
from kg.loading.values import FIGURE_KEYS, ValueReader
from kg.model import DRAFT, Observation, Quote, Statement
from kg.yamltree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.dates import DateRange
    from kg.loading.values import Context, Fields
    from kg.model import Entity
    from kg.ontology import Property
    from kg.problems import Problem

LONG_FORM = ("to", "value", *FIGURE_KEYS, "source", "quote", "when", "status", "role", "note")
STATUSES = ("stated", "inferred", "disputed", "deprecated")

CONFIDENCE = "confidence"
"""How sure a proposal is, from 0 to 1: of drafts only."""

_figure_form = frozenset((*LONG_FORM, CONFIDENCE))
_other_form = _figure_form - set(FIGURE_KEYS)


class StatementReader(ValueReader):
    """Reads the statements of one file; all of them have the status `draft` where `draft` says so."""

    def __init__(
        self,
        file: str,
        problems: list[Problem],
        context: Context,
        source: str | None,
        *,
        draft: bool = False,
    ) -> None:
        super().__init__(file, problems, context, source)
        self.draft = self.is_draft = draft

    def statements_of(self, entity: Entity, node: Mapping) -> Iterator[Statement]:
        """Yield the statements of one entity, in the order they are written; a wrong value yields none."""
        class_ = self.context.ontology.classes.get(entity.type)
        for name, (key, value) in node.entries.items():
            property_ = None if name in ENTITY_KEYS else self.property(key, class_, ENTITY_KEYS)
            if property_:
                yield from self.statements(entity.id, property_, value)

    def statements(self, subject: str, property_: Property, value: Node) -> Iterator[Statement]:
        items = value.items if isinstance(value, Sequence) else (value,)
        if len(items) > 1 and not property_.multivalued:
            self.complain("single-value", value, property=property_.id, count=str(len(items)))
        for item in items:
            statement = self.statement(subject, property_, item)
            if statement is not None:
                yield statement

    def statement(self, subject: str, property_: Property, node: Node) -> Statement | None:
        self.is_draft = self.draft
        if isinstance(node, Scalar):
            object_ = self.object(property_, node)
            if object_ is None:
                return None
            status = DRAFT if self.draft else "stated"
            return Statement(subject, property_.id, object_, self.place(node), self.source, status=status)
        if isinstance(node, Mapping):
            return self.long_form(subject, property_, node)
        self.complain("nested-list", node, property=property_.id)
        return None

    def long_form(self, subject: str, property_: Property, node: Mapping) -> Statement | None:
        fields = self.fields(property_, node)
        status = self.status(fields)
        self.is_draft = status == DRAFT
        value = self.object_field(property_, node, fields)
        object_ = None if value is None else self.object(property_, value, fields)
        source = self.article(fields.get("source"))
        quote = self.quote(fields.get("quote"), source)
        when = self.when(fields.get("when"))
        role, note = self.text(fields.get("role"), "role"), self.text(fields.get("note"), "note")
        if value is None or object_ is None:
            return None
        if quote and isinstance(object_, Observation):
            self.check_figure(value, quote)
        place = self.place(value)
        return Statement(subject, property_.id, object_, place, source, quote, when, status, role, note)

    def fields(self, property_: Property, node: Mapping) -> dict[str, Node]:
        takes_figures = "Quantity" in self.context.ranges[property_.id][1]
        known = _figure_form if takes_figures else _other_form
        for key, entry in node.entries.items():
            if key in known:
                continue
            if key in FIGURE_KEYS:
                self.complain("measure-misplaced", entry.key, key=key, property=property_.id)
            else:
                names = LONG_FORM if takes_figures else [name for name in LONG_FORM if name in known]
                self.unknown("unknown-qualifier", entry.key, names)
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

    def check_figure(self, value: Scalar, quote: Quote) -> None:
        if not contains(quote.phrases, value.text):
            self.complain("quantity-not-in-quote", value, value=value.text, quote=" … ".join(quote.phrases))

    def when(self, node: Node | None) -> DateRange | None:
        return self.date(node) if self.text(node, "when") and isinstance(node, Scalar) else None

    def status(self, fields: Fields) -> str:
        node = fields.get("status")
        status = self.text(node, "status") or "stated"
        if node is not None and status not in (*STATUSES, DRAFT):
            self.unknown("unknown-value", node, (*STATUSES, DRAFT), name=status, enumeration="status")
        status = DRAFT if self.draft else status
        if CONFIDENCE in fields:
            self.confidence(fields[CONFIDENCE])
            if status != DRAFT:
                self.complain("draft-only", fields[CONFIDENCE], key=CONFIDENCE)
        return status
