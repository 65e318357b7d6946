"""Entities in data files, and where they are referred to by their id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.loading.entities import ENTITY_KEYS
from kg.loading.linkml import read_ontology
from kg.loading.load import ONTOLOGY_FILE, raise_errors
from kg.problems import KgError, Location, Problem
from kg.yamltree import Mapping, Scalar
from kg.yamltree import Sequence as List

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.editing.landing import Sources
    from kg.ontology import Ontology
    from kg.yamltree import Entry, Node

OBJECT = ("to", "value")
QUALIFIERS = ("counts", "scope")
"""The fields of a long form that may name an entity."""


def ontology_of(sources: Sources) -> Ontology:
    """Read the ontology of a data directory; raises KgError with its errors."""
    path = sources.directory / ONTOLOGY_FILE
    if path not in sources.paths:
        raise KgError(Problem("ontology-missing", Location(str(path))))
    ontology, problems = read_ontology(sources[path].tree, str(path))
    raise_errors(problems)
    return ontology


def entity_entries(tree: Mapping) -> dict[str, Entry]:
    """Give the entities of a file by id."""
    entities = tree.entries.get("entities")
    return entities.value.entries if entities and isinstance(entities.value, Mapping) else {}


def entries_of(node: Node) -> list[Entry]:
    """Give the entries of a mapping; none of anything else."""
    return list(node.entries.values()) if isinstance(node, Mapping) else []


def references(tree: Mapping, ontology: Ontology, id_: str) -> Iterator[Scalar]:
    """Yield the values that refer to an entity by its id, drafts among them.

    A reference by name or alias is none: whoever reads it looks the name up.
    """
    for _, entity in entity_entries(tree).values():
        for key, value in entries_of(entity):
            if key.text not in ENTITY_KEYS:
                fields = OBJECT + QUALIFIERS if refers(key.text, ontology) else QUALIFIERS
                yield from (scalar for scalar in _scalars(value, fields) if scalar.text == id_)


def _scalars(value: Node, fields: Sequence[str]) -> Iterator[Scalar]:
    """Yield the scalars in these fields of the long forms, and the short forms too if `to` is among them."""
    for item in value.items if isinstance(value, List) else (value,):
        if isinstance(item, Mapping):
            given = (item.entries[key].value for key in fields if key in item.entries)
            yield from (node for node in given if isinstance(node, Scalar))
        elif isinstance(item, Scalar) and "to" in fields:
            yield item


def refers(key: str, ontology: Ontology) -> bool:
    """Tell whether a property, by any of its names, leads to entities."""
    property_ = ontology.properties.get(ontology.property_ids.get(key, ""))
    return property_ is not None and any(range_ in ontology.classes for range_ in property_.ranges)
