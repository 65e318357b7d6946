"""What may be said, of what: the classes, properties and value types of the graph, as frozen values.

They are read from `data/ontology.yaml` by `linkml.py`; a new type or property needs no Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.problems import Location

ROOT = "Entity"
"""The class that all others descend from."""

VALUE_TYPES = ("string", "uri", "Quantity", "EdtfDate")
"""The ranges that are neither a class nor an enumeration."""


class Class(NamedTuple):
    """A type of entity; `properties` are the keys its entities may have, inherited ones included."""

    id: str
    iri: str
    titles: dict[str, str]
    location: Location
    parent: str | None = None
    abstract: bool = False
    aliases: tuple[str, ...] = ()
    description: str = ""
    properties: frozenset[str] = frozenset()


class Property(NamedTuple):
    """A kind of statement; `ranges` are classes, enumerations or value types, any of which will do."""

    id: str
    iri: str
    titles: dict[str, str]
    location: Location
    ranges: tuple[str, ...] = ("string",)
    aliases: tuple[str, ...] = ()
    description: str = ""
    multivalued: bool = False
    required: bool = False
    acyclic: bool = False
    symmetric: bool = False
    inverse: str | None = None


class Enumeration(NamedTuple):
    """A closed list of values, each with its Chinese title."""

    id: str
    values: dict[str, str]


class Ontology(NamedTuple):
    """What may be said, of what; `class_ids`, `property_ids`: from every key, label and alias to the id."""

    prefixes: dict[str, str]
    classes: dict[str, Class]
    properties: dict[str, Property]
    enumerations: dict[str, Enumeration]
    class_ids: dict[str, str]
    property_ids: dict[str, str]

    def lineage(self, class_id: str) -> list[str]:
        """Give a class and its ancestors, nearest first; empty for an unknown class."""
        line: list[str] = []
        step: str | None = class_id
        while step in self.classes and step not in line:
            line.append(step)
            step = self.classes[step].parent
        return line

    def is_a(self, class_id: str, ancestor: str) -> bool:
        """Tell whether a class is another one or descends from it."""
        return ancestor in self.lineage(class_id)

    def title_of_value(self, value: str, ranges: Iterable[str]) -> str:
        """Give the Chinese title of an enumerated value (`provincial`: 省级); any other text as it is."""
        enumerations = [self.enumerations[range_] for range_ in ranges if range_ in self.enumerations]
        return next((found.values[value] for found in enumerations if value in found.values), value)

    def iri(self, curie: str) -> str:
        """Expand `prefix:local`; raises KeyError for an undeclared prefix."""
        return expand(curie, self.prefixes)


EMPTY = Ontology({}, {}, {}, {}, {}, {})


def expand(curie: str, prefixes: Mapping[str, str]) -> str:
    """Expand `prefix:local` to an IRI; raises KeyError for an undeclared prefix."""
    prefix, colon, local = curie.partition(":")
    if not colon or local.startswith("//"):
        return curie
    return prefixes[prefix] + local
