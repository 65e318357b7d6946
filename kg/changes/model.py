"""Changes as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from kg.dates import DateRange
from kg.model import Observation, Omission, Reference, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Object

Said = TypeVar("Said", Statement, Omission)


class Changed(NamedTuple, Generic[Said]):
    """What was said before, and what is said now in its place."""

    before: Said
    after: Said


class Difference(NamedTuple, Generic[Said]):
    """What came, what went, and what is said differently."""

    added: list[Said]
    removed: list[Said]
    changed: list[Changed[Said]]


class FieldChange(NamedTuple):
    """A change of one field of an entity, an article, a class or a property; its values as texts."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Definitions(NamedTuple):
    """What changed of things that have an id: which came, which went, and what is new about the others."""

    added: list[str]
    removed: list[str]
    changed: Mapping[str, list[FieldChange]]


class Changes(NamedTuple):
    """What changed between two datasets.

    renamed: from the new id of an entity to the one it had
    entities, statements, omissions: compared as if renamed entities had always had their new ids
    terms: classes and properties of the ontology
    """

    renamed: Mapping[str, str]
    entities: Definitions
    articles: Definitions
    terms: Definitions
    statements: Difference[Statement]
    omissions: Difference[Omission]

    def __bool__(self) -> bool:
        """Tell whether anything has changed."""
        return bool(self.renamed) or any(any(difference) for difference in self[1:])


def object_key(value: Object) -> tuple[str, ...]:
    """Give what makes an object the same one in two datasets: an id, a text, a date or figure as printed."""
    if isinstance(value, Reference):
        return "entity", value.id
    if isinstance(value, Observation):
        qualifiers = (value.counts, value.scope, value.period, value.kind)
        return "figure", value.measure, value.quantity.raw, *(text or "" for text in qualifiers)
    if isinstance(value, DateRange):
        return "date", value.raw
    return "text", value
