"""Changes as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.changes.figures import figure_change
from kg.dates import DateRange
from kg.model import Observation, Reference
from kg.quantity import plain

if TYPE_CHECKING:
    from kg.changes.model import Changed, Changes, Definitions, Difference
    from kg.model import Object, Omission, Statement

    Json = dict[str, Any]


def as_record(changes: Changes) -> Json:
    """Give the changes as plain values: ids of what came and went, statements with all they say.

    A changed statement or omission is `{"before": …, "after": …}`; of a figure, `change` says by how much.
    """
    return {
        "entities": {
            **_definitions(changes.entities),
            "renamed": [{"before": before, "after": id_} for id_, before in changes.renamed.items()],
        },
        "statements": _difference(changes.statements),
        "omissions": _difference(changes.omissions),
        "articles": _definitions(changes.articles),
        "terms": _definitions(changes.terms),
    }


def _definitions(definitions: Definitions) -> Json:
    changed = [
        {"id": id_, "field": field, "before": list(before), "after": list(after)}
        for id_, changes in definitions.changed.items()
        for field, before, after in changes
    ]
    return {"added": definitions.added, "removed": definitions.removed, "changed": changed}


def _difference(difference: Difference[Statement] | Difference[Omission]) -> Json:
    return {
        "added": [_said(each) for each in difference.added],
        "removed": [_said(each) for each in difference.removed],
        "changed": [_changed(pair) for pair in difference.changed],
    }


def _changed(pair: Changed[Statement] | Changed[Omission]) -> Json:
    record: Json = {"before": _said(pair.before), "after": _said(pair.after)}
    one, other = (getattr(each, "object", None) for each in pair)
    if isinstance(one, Observation) and isinstance(other, Observation):
        change = figure_change(one.quantity, other.quantity)
        if change:
            record["change"] = {
                "number": plain(other.quantity.number - one.quantity.number),
                "unit": other.quantity.unit,
                "text": change,
            }
    return record


def _said(said: Statement | Omission) -> Json:
    """Give all that is set; numbers of figures are texts, since JSON has no decimals."""
    record = {field: value for field, value in said._asdict().items() if value and field != "location"}
    if said.quote:
        record["quote"] = list(said.quote.phrases)
    for field in ("when", "object"):
        if field in record:
            record[field] = _object(record[field])
    return record


def _object(value: Object) -> Json | str:
    if isinstance(value, Reference):
        return {"entity": value.id}
    if isinstance(value, Observation):
        figure = value._asdict() | value.quantity._asdict()
        numbers = {name: plain(figure[name]) for name in ("number", "maximum") if figure[name] is not None}
        rest = {name: text for name, text in figure.items() if isinstance(text, str) and text}
        return {**rest, **numbers}
    return value.raw if isinstance(value, DateRange) else value
