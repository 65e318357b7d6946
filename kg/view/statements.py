"""Statements, and what is not stated, as `Statement` and `Omission` of `web/src/types.ts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.dates import DateRange
from kg.model import FIGURE_KINDS, Observation, Reference
from kg.quantity import plain
from kg.view.passages import Passages

if TYPE_CHECKING:
    from kg.model import Dataset, Object, Omission, Quote, Statement
    from kg.quantity import Quantity

    Json = dict[str, Any]


class StatementWriter:
    """Writes the statements of a dataset, with the sentences around their quotes where that is wanted."""

    def __init__(self, dataset: Dataset, *, with_text: bool) -> None:
        self.dataset = dataset
        self.ontology = dataset.ontology
        self.with_text = with_text
        articles = dataset.articles.values()
        self.passages = {one.id: Passages(one.text) for one in articles if one.text is not None}

    def statement(self, statement: Statement) -> Json:
        """Write a statement."""
        return without_empty(
            {
                "subject": statement.subject,
                "property": statement.property,
                "object": self._object(statement.property, statement.object),
            },
            {
                **self._evidence(statement.source, statement.quote),
                "when": statement.when and statement.when.raw,
                "days": _days(statement),
                "status": None if statement.status == "stated" else statement.status,
                "role": statement.role,
                "note": statement.note,
            },
        )

    def omission(self, omission: Omission) -> Json:
        """Write what is not stated."""
        return without_empty(
            {
                "subject": omission.subject,
                "property": omission.property,
                "note": omission.note,
                "partial": self.dataset.is_partial(omission),
            },
            self._evidence(omission.source, omission.quote),
        )

    def _evidence(self, source: str | None, quote: Quote | None) -> Json:
        evidence: Json = {"source": source, "quote": quote and quote.phrases}
        if quote and quote.spans and source in self.passages:
            passages = self.passages[source]
            evidence["paragraph"] = passages.paragraph(quote.spans)
            if self.with_text:
                evidence["sentence"] = passages.sentence(quote.spans)
        return evidence

    def _object(self, property_id: str, value: Object) -> Json:
        if isinstance(value, Reference):
            return {"entity": value.id}
        if isinstance(value, Observation):
            return self._figure(value)
        if isinstance(value, DateRange):
            return {"date": value.raw}
        properties = self.ontology.properties
        ranges = properties[property_id].ranges if property_id in properties else ()
        return {"text": {"zh": self.ontology.title_of_value(value, ranges), "en": value}}

    def _figure(self, figure: Observation) -> Json:
        kind = figure.kind
        return without_empty(
            {
                "measure": figure.measure,
                "figure": figure.quantity.raw,
                "meaning": _meaning(figure.quantity),
            },
            {
                "kind": kind and {"zh": self.ontology.title_of_value(kind, (FIGURE_KINDS,)), "en": kind},
                "counts": figure.counts,
                "scope": figure.scope,
                "period": figure.period,
            },
        )


def _meaning(quantity: Quantity) -> Json:
    return without_empty(
        {"number": plain(quantity.number), "bound": quantity.bound, "unit": quantity.unit},
        {"maximum": None if quantity.maximum is None else plain(quantity.maximum)},
    )


def _days(statement: Statement) -> list[str | None] | None:
    """Give the first and last day of a date, or of when a statement holds; `None` where there is neither."""
    dates = statement.object if isinstance(statement.object, DateRange) else statement.when
    if dates is None or dates.earliest is dates.latest is None:
        return None
    return [day.isoformat() if day else None for day in (dates.earliest, dates.latest)]


def without_empty(required: Json, optional: Json) -> Json:
    """Give both, without those optional ones that are empty."""
    return required | {key: value for key, value in optional.items() if value}
