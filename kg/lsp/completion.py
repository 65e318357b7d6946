"""What may stand where the cursor is: keys, types, entities, values of enumerations, units, articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.loading.entities import NOT_STATED
from kg.loading.statements import LONG_FORM, STATUSES
from kg.loading.values import FIGURE_KEYS
from kg.lsp.names import search_text
from kg.lsp.place import type_of
from kg.model import FIGURE_KINDS
from kg.schema import keys
from kg.yamltree.writing import scalar_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.lsp.place import Place
    from kg.lsp.reading import Known
    from kg.ontology import Class, Ontology, Property
    from kg.problems import Language
    from kg.schema.keys import Key

MOST = 100
"""So many proposals are shown; who does not see what is meant types on."""

_han = re.compile("[\u3400-\u9fff]").search
_number_end = re.compile(r".*[0-9０-９一二两三四五六七八九十百千万亿几数余多](?=[^0-9]*$)").match


class Proposal(NamedTuple):
    """One thing that may be written.

    kind: property, key, class, entity, value, unit or article
    search: what is found by, each on a line; the label if empty
    text: what is written, YAML already
    start: columns behind the beginning of the word from which it is written
    """

    label: str
    kind: str
    detail: str = ""
    search: str = ""
    text: str = ""
    documentation: str = ""
    start: int = 0


class Completer:
    """Proposes what may stand at a place, in one language."""

    def __init__(self, known: Known, language: Language) -> None:
        self.known = known
        self.ontology: Ontology = known.dataset.ontology
        self.language = language

    def proposals(self, lines: Sequence[str], place: Place) -> tuple[list[Proposal], bool]:
        """Give what fits the word before the cursor, best first, and whether there is more."""
        word = place.before.casefold().strip()
        found = [
            one for one in self.all(lines, place) if word in (one.search or one.label.casefold()) or one.start
        ]
        found.sort(key=lambda one: f"\n{word}" not in f"\n{one.search or one.label.casefold()}")
        return found[:MOST], len(found) >= MOST

    def all(self, lines: Sequence[str], place: Place) -> Iterator[Proposal]:
        """Give whatever may stand at a place; of entities only those that fit the word."""
        path = place.path
        section, depth = path[0] if path else "", len(path)
        if place.role == "key":
            yield from self.keys(lines, place, section, depth)
        elif path == ("source",) or (section == "entities" and place.key == "source"):
            yield from self.articles()
        elif section == "entities" and depth == 3 and place.key == "type":
            yield from self.types()
        elif section == "entities" and depth in (3, 4):
            yield from self.values(place)

    def keys(self, lines: Sequence[str], place: Place, section: str, depth: int) -> Iterator[Proposal]:
        """Give the keys that may stand in a mapping."""
        if depth == 0:
            yield from self.fixed(keys.TOP, place)
        elif section == "articles" and depth == 2:
            yield from self.fixed(keys.ARTICLE, place)
        elif section == "entities" and depth == 2:
            yield from self.fixed(keys.ENTITY, place)
            yield from self.properties(place, self.properties_of(lines, place))
        elif depth == 3 and place.key in NOT_STATED:
            class_ = "Article" if section == "articles" else type_of(lines, place)
            yield from self.properties(place, self.properties_of(lines, place, class_))
        elif depth == 4 and place.path[2] in NOT_STATED:
            yield from self.fixed(keys.OMISSION, place)
        elif section == "entities" and depth == 3:
            yield from self.fixed(self.qualifiers(place), place)

    def fixed(self, known: Mapping[str, Key], place: Place) -> Iterator[Proposal]:
        """Give keys of the data format that are not there yet."""
        for name, key in known.items():
            if name not in place.siblings:
                search = search_text((name, key.title))
                yield Proposal(
                    name, "key", key.title, search, self.key(name, place), key.meaning(self.language)
                )

    def key(self, name: str, place: Place) -> str:
        """Write a key, with its colon unless that is there."""
        return name if place.has_colon else f"{name}: "

    def qualifiers(self, place: Place) -> dict[str, Key]:
        """Give what a statement of this property may have: `to` or `value`, and of figures only their own."""
        property_ = self.property(place.key)
        figure = property_ is None or "Quantity" in property_.ranges
        entity = property_ is None or any(range_ in self.ontology.classes for range_ in property_.ranges)
        entity_only = property_ is not None and all(one in self.ontology.classes for one in property_.ranges)
        left_out = {"value"} if entity_only else set() if entity else {"to"}
        if place.siblings & {"to", "value"}:
            left_out = {"to", "value"}
        allowed = [key for key in LONG_FORM if (figure or key not in FIGURE_KEYS) and key not in left_out]
        return {key: keys.QUALIFIERS[key] for key in allowed}

    def properties_of(self, lines: Sequence[str], place: Place, type_: str | None = None) -> list[Property]:
        """Give the properties that the type of the entity at a place has; all where it has no type yet."""
        name = type_of(lines, place) if type_ is None else type_
        class_ = self.ontology.classes.get(self.ontology.class_ids.get(name, ""))
        properties = self.ontology.properties
        return [one for id_, one in properties.items() if class_ is None or id_ in class_.properties]

    def properties(self, place: Place, allowed: Iterable[Property]) -> Iterator[Proposal]:
        """Give properties that are not there yet, under any of their labels; in Chinese to who types it."""
        given = {self.ontology.property_ids.get(key) for key in place.siblings}
        chinese = bool(_han(place.before))
        for one in allowed:
            if one.id not in given:
                label, other = (one.titles["zh"], one.id) if chinese else (one.id, one.titles["zh"])
                yield Proposal(
                    label, "property", other, self.search(one), self.key(label, place), one.description
                )

    def search(self, one: Class | Property) -> str:
        """Give what a type or property is found by."""
        return search_text((one.id, *one.titles.values(), *one.aliases))

    def property(self, key: str) -> Property | None:
        """Give the property that a key names."""
        return self.ontology.properties.get(self.ontology.property_ids.get(key, ""))

    def types(self) -> Iterator[Proposal]:
        """Give the types that an entity can have."""
        for one in self.ontology.classes.values():
            if not one.abstract:
                yield Proposal(one.id, "class", one.titles["zh"], self.search(one), one.id, one.description)

    def articles(self) -> Iterator[Proposal]:
        """Give the ids of the articles."""
        for id_, one in self.known.dataset.articles.items():
            search = search_text((id_, one.title))
            yield Proposal(id_, "article", one.title, search, scalar_text(id_, flow=True))

    def values(self, place: Place) -> Iterator[Proposal]:
        """Give what a property or what qualifies it may be."""
        property_ = self.property(place.path[2])
        qualifier = place.path[3] if len(place.path) == 4 else ""
        if qualifier == "status":
            yield from self.enumerated("Status", STATUSES)
        elif qualifier == "kind":
            yield from self.enumerated(FIGURE_KINDS)
        elif qualifier in ("counts", "scope"):
            yield from self.entities(place, None)
        elif property_ and qualifier in ("", "to", "value"):
            for range_ in property_.ranges:
                yield from self.of_range(range_, place)

    def of_range(self, range_: str, place: Place) -> Iterator[Proposal]:
        """Give what a value of one range may be."""
        if range_ in self.ontology.classes:
            yield from self.entities(place, range_)
        elif range_ in self.ontology.enumerations:
            yield from self.enumerated(range_)
        elif range_ == "Quantity":
            yield from self.units(place)

    def enumerated(self, enumeration: str, values: Iterable[str] = ()) -> Iterator[Proposal]:
        """Give the values of an enumeration, or those of them that are allowed."""
        found = self.ontology.enumerations.get(enumeration)
        titles = found.values if found else {}
        for value in values or titles:
            title = titles.get(value, value)
            yield Proposal(value, "value", title, search_text((value, title)), value)

    def units(self, place: Place) -> Iterator[Proposal]:
        """Give the units that begin with what stands behind the number."""
        number = _number_end(place.before)
        found = self.ontology.enumerations.get("Unit")
        if number and found:
            begun = place.before[number.end() :]
            for unit in found.values:
                if unit.startswith(begun):
                    yield Proposal(unit, "unit", text=unit, start=number.end())

    def entities(self, place: Place, class_: str | None) -> Iterator[Proposal]:
        """Give the entities of a class that the word may mean, by their ids, which are never ambiguous."""
        types = None if class_ is None else self.types_of(class_)
        for named in self.known.names.matching(place.before, types, MOST):
            one = named.entity
            title = self.title(one.type)
            names = "、".join(dict.fromkeys(name for name in (one.name, *one.aliases) if name != one.id))
            text = scalar_text(one.id, flow=place.flow)
            documentation = "\n".join(filter(None, (names, one.description)))
            yield Proposal(one.id, "entity", title, named.search, text, documentation)

    def types_of(self, class_: str) -> set[str]:
        """Give a class and those below it."""
        return {type_ for type_ in self.ontology.classes if self.ontology.is_a(type_, class_)}

    def title(self, type_: str) -> str:
        """Give what a type is called."""
        class_ = self.ontology.classes.get(type_)
        return class_.titles[self.language] if class_ else ""
