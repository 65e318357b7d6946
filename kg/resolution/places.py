"""Where an institution is: by the places its names begin with, and by what is stated."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Reference
from kg.resolution.names import everyday, folded, without_level

if TYPE_CHECKING:
    from kg.model import Dataset, Entity

_LEVELS = "自治区|自治州|自治县|街道|省|市|县|区|镇|乡"
_place = re.compile(f"([^省市县区]{{1,7}}?|[^省]{{2,7}}?)({_LEVELS})(?!(?:市(?!场)|县|区|镇|乡))")
_bare = re.compile(f"({_LEVELS})(?=.)").match
_league = "共青团"
WHERE = ("locatedIn", "coverage", "partOf")
"""The properties that say where an institution is, if they lead to a place."""


class Institution(NamedTuple):
    """A name taken apart: `places` from the largest, without their levels; the level of the last; the rest.

    The places of a short name such as 省总工会 are empty; those of 浙江总工会 have no level.
    """

    places: tuple[str, ...]
    level: str
    body: str


class Places:
    """What the data know of places."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        ontology = dataset.ontology
        self.ids: dict[str, str] = {}
        for entity in dataset.entities.values():
            if ontology.is_a(entity.type, "Place"):
                for name in (entity.name, entity.id, *entity.aliases):
                    self.ids.setdefault(without_level(folded(name)), entity.id)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.ids), default=0)

    def institution(self, name: str) -> Institution:
        """Take a folded name apart.

        浙江省总工会 has the place 浙江 and the level 省, the rest is 总工会; so for 共青团浙江省委, where the
        place stands within: the rest is 共青团委.
        """
        name = everyday(name)
        prefix = _league if name.startswith(_league) else ""
        rest = name[len(prefix) :]
        places: list[str] = []
        level = ""
        while found := self._first(rest):
            place, level, rest = found
            places.append(place)
        if not places and (match := _bare(rest)):
            level, rest = match[1], rest[match.end() :]
        return Institution(tuple(places), level, prefix + rest)

    def without_place(self, name: str) -> str:
        """Give a folded name without the place it begins with."""
        found = self._first(name)
        return found[2] if found else name

    def _first(self, text: str) -> tuple[str, str, str] | None:
        """Give the place that a text begins with, its level and what follows."""
        for size in range(min(self._longest, len(text) - 1), 1, -1):
            if text[:size] in self.ids:
                match = _bare(text[size:])
                level = match[1] if match else ""
                return text[:size], level, text[size + len(level) :]
        match = _place.match(text)
        if match is None or match.end() == len(text):
            return None
        return match[1], match[2], text[match.end() :]

    def of(self, entity: Entity, names: list[Institution]) -> tuple[set[str], set[str]]:
        """Give the places an entity is in, and those that they are in; both without levels."""
        nearest = {one.places[-1] for one in names if one.places}
        around = {place for one in names for place in one.places}
        stated = self._stated(entity.id)
        nearest |= {self._name(id_) for id_ in stated}
        for id_ in [*stated, *(self.ids[place] for place in around if place in self.ids)]:
            around |= {self._name(above) for above in self._above(id_)}
        return nearest, around | nearest

    def _stated(self, id_: str) -> list[str]:
        return [
            each.object.id
            for each in self.dataset.statements_from.get(id_, ())
            if each.property in WHERE
            and isinstance(each.object, Reference)
            and self._is_place(each.object.id)
        ]

    def _is_place(self, id_: str) -> bool:
        entity = self.dataset.entities.get(id_)
        return entity is not None and self.dataset.ontology.is_a(entity.type, "Place")

    def _above(self, id_: str) -> list[str]:
        """Give a place and the places it is part of."""
        line = [id_]
        for place in line:
            line += [above for above in self._stated(place) if above not in line]
        return line

    def _name(self, id_: str) -> str:
        return without_level(folded(self.dataset.entities[id_].name))
