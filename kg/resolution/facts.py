"""What is said of two entities: what speaks for their being the same one, and what against."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kg.dates import DateRange
from kg.model import Observation, Reference

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from kg.model import Dataset, Entity, Statement
    from kg.resolution.likeness import NameIndex

RARE, UNCOMMON = 3, 12
"""What so few entities have in common tells much, or something."""

DATES = ("start", "end", "established", "issued", "formulated", "date")
PARENTS = ("partOf", "memberOf", "worksFor")
UNCONTESTED = ("stated", "inferred")


class Reason(NamedTuple):
    """What speaks for two entities being the same (`weight` is how likely it makes it), or against.

    Against it, `weight` is negative: the share of the likelihood that it takes away. `code` names the words.
    """

    code: str
    weight: float
    texts: tuple[str, ...] = ()


class Facts:
    """The statements of a dataset, as far as they tell entities apart."""

    def __init__(self, dataset: Dataset, names: NameIndex) -> None:
        self.dataset = dataset
        self.names = names
        self.holders = Counter(key for each in dataset.statements for key in _keys(each))

    def reasons(self, one: Entity, other: Entity) -> Iterator[Reason]:
        """Give the reasons for and against, besides the names."""
        yield from self._shared(one, other)
        yield from self._types(one, other)
        yield from self._linked(one, other)
        yield from self._listed_together(one, other)
        yield from self._values(one, other)
        yield from self._places(one, other)

    def _shared(self, one: Entity, other: Entity) -> Iterator[Reason]:
        """Find what is said of both; what is said of many counts little, or not at all."""
        ours = {_key(each, one.id): each for each in self._of(one.id)}
        for each in self._of(other.id):
            key = _key(each, other.id)
            mine = ours.pop(key, None)
            if mine and not _same_list(mine, each):
                holders = self.holders[key]
                weight = 0.35 if holders <= RARE else 0.15 if holders <= UNCOMMON else 0.0
                if weight:
                    code = "shared-by" if each.subject != other.id else "shared"
                    yield Reason(code, weight, (each.property, self._text(each, other.id)))

    def _text(self, statement: Statement, id_: str) -> str:
        """Write what a statement says of an entity, which may be its subject or its object."""
        value = statement.object
        if statement.subject != id_:
            return self.dataset.entities[statement.subject].name
        if isinstance(value, Observation):
            return f"{value.measure} {value.quantity.raw}"
        return self._value_text(value)

    def _value_text(self, value: object) -> str:
        if isinstance(value, Reference):
            return self.dataset.entities[value.id].name
        return value.raw if isinstance(value, DateRange) else str(value)

    def _of(self, id_: str) -> list[Statement]:
        said = [*self.dataset.statements_from.get(id_, ()), *self.dataset.statements_to.get(id_, ())]
        return [each for each in said if each.status in UNCONTESTED]

    def _types(self, one: Entity, other: Entity) -> Iterator[Reason]:
        if one.type != other.type:
            ontology = self.dataset.ontology
            related = ontology.is_a(one.type, other.type) or ontology.is_a(other.type, one.type)
            yield Reason("types", -0.05 if related else -0.3, (one.type, other.type))

    def _linked(self, one: Entity, other: Entity) -> Iterator[Reason]:
        """Find a statement between the two: what is part of the other, or organized it, is not the other."""
        for subject, target in ((one.id, other.id), (other.id, one.id)):
            for each in self.dataset.statements_from.get(subject, ()):
                if each.object == Reference(target):
                    yield Reason("linked", -0.85, (each.property,))
                    return

    def _listed_together(self, one: Entity, other: Entity) -> Iterator[Reason]:
        """Find a list that names both: whoever wrote it means two."""
        lists = {
            (each.subject, each.property, each.source) for each in self.dataset.statements_to.get(one.id, ())
        }
        for each in self.dataset.statements_to.get(other.id, ()):
            if (each.subject, each.property, each.source) in lists:
                yield Reason("listed", -0.5, (each.property, self.dataset.entities[each.subject].name))
                return

    def _values(self, one: Entity, other: Entity) -> Iterator[Reason]:
        """Compare what can have one value only, dates and parents."""
        first, second = (self._values_of(entity.id) for entity in (one, other))
        for property_ in filter(second.__contains__, first):
            weight = _contradiction(first[property_], second[property_], property_)
            if weight:
                texts = (
                    property_,
                    *(self._value_text(values[0]) for values in (first[property_], second[property_])),
                )
                yield Reason("contradiction", weight, texts)

    def _values_of(self, id_: str) -> dict[str, list[object]]:
        values: dict[str, list[object]] = {}
        properties = self.dataset.ontology.properties
        for each in self.dataset.statements_from.get(id_, ()):
            single = each.property in properties and not properties[each.property].multivalued
            if each.status in UNCONTESTED and (single or each.property in (*DATES, *PARENTS)):
                values.setdefault(each.property, []).append(each.object)
        return values

    def _places(self, one: Entity, other: Entity) -> Iterator[Reason]:
        """Compare where two institutions are; a place within the other's is no contradiction."""
        if not {one.id, other.id} <= self.names.institutions.keys():
            return
        (near, around), (other_near, other_around) = (
            self.names.places.of(entity, self.names.institutions[entity.id]) for entity in (one, other)
        )
        if near and other_near and not near & other_around and not other_near & around:
            yield Reason("places", -0.8, ("、".join(sorted(near)), "、".join(sorted(other_near))))


def _keys(statement: Statement) -> list[Hashable]:
    """Give what a statement says of its subject, and of its object if that is an entity."""
    ends = [statement.subject]
    if isinstance(statement.object, Reference) and statement.object.id != statement.subject:
        ends.append(statement.object.id)
    return [_key(statement, id_) for id_ in ends]


def _key(statement: Statement, id_: str) -> Hashable:
    """Give what a statement says of one of its ends."""
    value = statement.object
    if statement.subject != id_:
        return "from", statement.property, statement.subject
    if isinstance(value, Observation):
        return "figure", value.measure, value.quantity.raw
    return "to", statement.property, value.raw if isinstance(value, DateRange) else value


def _same_list(one: Statement, other: Statement) -> bool:
    """Tell whether one subject has both as objects of one property, in one article."""
    return one.subject == other.subject and one.source == other.source


def _contradiction(ours: list[object], theirs: list[object], property_: str) -> float:
    """Tell how much it speaks against being the same that two have other values; 0 where they agree."""
    if set(ours) & set(theirs):
        return 0.0
    if property_ in PARENTS:
        return -0.3
    if any(isinstance(value, DateRange) for value in ours):
        return 0.0 if any(_overlap(one, other) for one in ours for other in theirs) else -0.4
    return -0.5


def _overlap(one: object, other: object) -> bool:
    """Tell whether two dates may be the same day: 2022 and 2022-04 may."""
    if not isinstance(one, DateRange) or not isinstance(other, DateRange):
        return False
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: DateRange, other: DateRange) -> bool:
    return one.earliest is None or other.latest is None or one.earliest <= other.latest
