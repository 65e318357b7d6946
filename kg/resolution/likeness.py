"""Entities with a name in common, in some way of reading it: the pairs that are looked at at all.

Each way gives a key for a name; names with the same key are likely the same, as likely as the way is telling.
Nobody compares all with all.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kg.model import Reference
from kg.resolution.names import folded, is_telling, marks_dropped, without_level, without_role, without_suffix
from kg.resolution.places import Institution, Places
from kg.suggest import loose_sound, pinyin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.model import Dataset, Entity

    Pair = tuple[str, str]
    Named = tuple[str, str]
    """An entity's id, and one of its names as written."""

Member = TypeVar("Member")

LARGE = 30
"""In a larger block each is compared with its neighbours only: a name that so many have tells little."""

SHORTEST_TYPO = 5
"""Shorter names that differ in a character are mostly different names."""


class Likeness(NamedTuple):
    """Why two names are alike: how (see `words.py`), how likely that makes it, and the names."""

    code: str
    weight: float
    names: tuple[str, str]


class NameIndex:
    """The names of a dataset, and the pairs of entities that have similar ones."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.ontology = dataset.ontology
        self.places = Places(dataset)
        self.names = {
            entity.id: list(dict.fromkeys((entity.name, *entity.aliases, entity.id)))
            for entity in dataset.entities.values()
        }
        self.institutions = {
            entity.id: [self.places.institution(folded(name)) for name in self.names[entity.id]]
            for entity in dataset.entities.values()
            if self.is_a(entity, "Organization")
        }
        self.roles = frozenset(self._roles())

    def is_a(self, entity: Entity, class_id: str) -> bool:
        """Tell whether an entity is of a class or a subclass."""
        return self.ontology.is_a(entity.type, class_id)

    def pairs(self) -> dict[Pair, Likeness]:
        """Give the pairs of ids whose names are alike, each with the best reason."""
        found: dict[Pair, Likeness] = {}
        order = {id_: number for number, id_ in enumerate(self.dataset.entities)}
        for first, second, likeness in self._alike():
            pair = (first, second) if order[first] < order[second] else (second, first)
            names = likeness.names if pair[0] == first else likeness.names[::-1]
            if first != second and (pair not in found or likeness.weight > found[pair].weight):
                found[pair] = likeness._replace(names=names)
        return found

    def _alike(self) -> Iterator[tuple[str, str, Likeness]]:
        for block in self._blocks(self._written).values():
            crowd = len(block) > 2 and all(self._is_bare(*named) for named in block)
            for one, other in _pairs(block):
                likeness = _same(one[1], other[1])
                yield one[0], other[0], likeness._replace(weight=0.45) if crowd else likeness
        for block in self._blocks(self._stripped).values():
            yield from ((one[0], other[0], self._short(one, other)) for one, other in _pairs(block))
        yield from self._institutions()
        yield from self._addresses()
        for keys, judged in ((self._sounds, self._sound), (self._with_a_gap, self._typo)):
            for block in self._blocks(keys).values():
                for one, other in _pairs(block):
                    if found := judged(one, other):
                        yield one[0], other[0], found

    def _blocks(self, keys: Callable[[Entity, str], Iterable[str]]) -> dict[str, list[Named]]:
        """Gather names by their keys; only those keys matter that several entities have."""
        blocks: defaultdict[str, list[Named]] = defaultdict(list)
        for id_, names in self.names.items():
            seen: set[str] = set()
            for name in names:
                for key in keys(self.dataset.entities[id_], name):
                    if key not in seen:
                        seen.add(key)
                        blocks[key].append((id_, name))
        return {key: block for key, block in blocks.items() if len(block) > 1}

    def _is_bare(self, id_: str, name: str) -> bool:
        """Tell whether a name leaves out where the institution is: each province has a 省总工会."""
        if id_ not in self.institutions:
            return False
        institution = self.institutions[id_][self.names[id_].index(name)]
        return bool(institution.level) and not institution.places

    def _written(self, _entity: Entity, name: str) -> Iterable[str]:
        return [folded(name)]

    def _stripped(self, entity: Entity, name: str) -> Iterable[str]:
        """Give a name without a person's roles, a place's level, or the word for the kind of thing."""
        plain = folded(name)
        if self.is_a(entity, "Person"):
            return [without_role(plain, self.roles)]
        if self.is_a(entity, "Place"):
            return [without_level(plain)]
        if self.is_a(entity, "Organization"):
            return []
        short = without_suffix(plain)
        if self.is_a(entity, "Document"):
            return [short, self.places.without_place(short)]
        return [short]

    def _short(self, one: Named, other: Named) -> Likeness:
        names = folded(one[1]), folded(other[1])
        person = self.is_a(self.dataset.entities[one[0]], "Person")
        place = self.is_a(self.dataset.entities[one[0]], "Place")
        keys = self._stripped(self.dataset.entities[one[0]], one[1])
        both = all(name not in keys for name in names)
        weight = 0.8 if person or place else 0.55 if both else 0.75
        code = "role" if person else "level" if place else "suffix"
        return Likeness(code, weight, (one[1], other[1]))

    def _roles(self) -> Iterator[str]:
        """Give what people are called by: honours, groups and job titles."""
        for entity in self.dataset.entities.values():
            if self.is_a(entity, "Honour") or self.is_a(entity, "OccupationalGroup"):
                yield from map(folded, self.names[entity.id])
        for statement in self.dataset.statements:
            if statement.property == "jobTitle" and isinstance(statement.object, str):
                yield folded(statement.object)

    def _institutions(self) -> Iterator[tuple[str, str, Likeness]]:
        """Pair institutions by what they are, then by where."""
        blocks: defaultdict[tuple[str, str], list[tuple[str, str, Institution]]] = defaultdict(list)
        bare: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        located: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for id_, institutions in self.institutions.items():
            for name, one in zip(self.names[id_], institutions, strict=True):
                if one.places:
                    blocks[one.places[-1], one.body].append((id_, name, one))
                    located[one.level, one.body].append((id_, name))
                elif one.level:
                    bare[one.level, one.body].append((id_, name))
                else:
                    blocks["", one.body].append((id_, name, one))
        for block in blocks.values():
            for first, second in _pairs(block):
                likeness = _institution(first, second)
                if likeness:
                    yield first[0], second[0], likeness
        for key, short in bare.items():
            for id_, name in short:
                yield from self._spelled_out(id_, name, located.get(key, []))

    def _spelled_out(
        self, id_: str, name: str, candidates: list[tuple[str, str]]
    ) -> Iterator[tuple[str, str, Likeness]]:
        """Pair 市总工会 with 杭州市总工会: surely if it is the only one, else with those nearby."""
        ids = {other for other, _ in candidates}
        if id_ in ids:
            return  # 省总工会 is an alias of one of them
        if len(ids) > 1:
            near = self._near(id_)
            candidates = [one for one in candidates if one[0] in near]
        for other, full in candidates:
            yield id_, other, Likeness("place-dropped", 0.7 if len(ids) == 1 else 0.5, (name, full))

    def _near(self, id_: str) -> set[str]:
        """Give what is two statements away; a hub joins everything and counts for nothing."""
        near: set[str] = set()
        for step in self._neighbours(id_):
            further = self._neighbours(step)
            if len(further) <= LARGE * 2:
                near |= further
        return near

    def _neighbours(self, id_: str) -> set[str]:
        said = self.dataset.statements_from.get(id_, ())
        heard = self.dataset.statements_to.get(id_, ())
        return {each.object.id for each in said if isinstance(each.object, Reference)} | {
            each.subject for each in heard
        }

    def _addresses(self) -> Iterator[tuple[str, str, Likeness]]:
        blocks: defaultdict[str, list[Named]] = defaultdict(list)
        for entity in self.dataset.entities.values():
            for address in entity.same_as:
                blocks[address.rstrip("/")].append((entity.id, address))
        for block in blocks.values():
            for one, other in _pairs(block):
                yield one[0], other[0], Likeness("same-as", 0.9, (one[1], other[1]))

    def _sounds(self, _entity: Entity, name: str) -> Iterable[str]:
        plain = folded(name)
        return [loose_sound(plain)] if len(plain) > 1 else []

    def _sound(self, one: Named, other: Named) -> Likeness | None:
        """Tell how telling it is that two names sound the same: the longer they are, the more."""
        first, second = folded(one[1]), folded(other[1])
        different = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
        if (
            not different
            or len(first) != len(second)
            or any(is_telling(char) for pair in different for char in pair)
        ):
            return None
        weight = {2: 0.3, 3: 0.42}.get(len(first), 0.7)
        exact = pinyin(first) == pinyin(second)
        return Likeness("sound", weight if exact else weight * 0.6, (one[1], other[1]))

    def _with_a_gap(self, _entity: Entity, name: str) -> Iterable[str]:
        plain = folded(name)
        if len(plain) < SHORTEST_TYPO:
            return []
        return [f"{plain[:at]}?{plain[at + 1 :]}" for at in range(len(plain)) if not is_telling(plain[at])]

    def _typo(self, one: Named, other: Named) -> Likeness | None:
        """Tell how telling it is that two names differ in one character, which is not that of a place."""
        first, second = folded(one[1]), folded(other[1])
        entities = self.dataset.entities
        if first == second or any(
            is_telling(second[at]) for at in range(len(first)) if first[at] != second[at]
        ):
            return None
        if self.is_a(entities[one[0]], "Organization"):
            parts = [self.places.institution(name) for name in (first, second)]
            if parts[0].places != parts[1].places or parts[0].level != parts[1].level:
                return None
        return Likeness("typo", 0.3 if len(first) < 8 else 0.4, (one[1], other[1]))


def _pairs(block: Sequence[Member]) -> Iterator[tuple[Member, Member]]:
    """Pair all in a block; in a large one only neighbours."""
    yield from combinations(block, 2) if len(block) <= LARGE else pairwise(block)


def _same(one: str, other: str) -> Likeness:
    """Tell in what two names differ that are the same when folded."""
    if one == other:
        return Likeness("name", 0.9, (one, other))
    if marks_dropped(one) == marks_dropped(other):
        return Likeness("marks", 0.9, (one, other))
    return Likeness("script", 0.9, (one, other))


def _institution(one: tuple[str, str, Institution], other: tuple[str, str, Institution]) -> Likeness | None:
    """Compare institutions of the same kind at places of the same name."""
    first, second = one[2], other[2]
    names = one[1], other[1]
    if first.level and second.level and first.level != second.level:
        return None
    if first.level != second.level:
        return Likeness("level", 0.6, names)
    if first.places == second.places:
        return Likeness("abbreviation", 0.85, names)
    longer, shorter = sorted((first.places, second.places), key=len, reverse=True)
    within = longer[-len(shorter) :] == shorter
    return Likeness("place-dropped", 0.75, names) if within else None
