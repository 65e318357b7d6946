"""Where in an entity a property stands: the order that `kg fmt` makes, and that changes keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.editing.insertion import insert_entries
from kg.loading.entities import NOT_STATED

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingOf

    from kg.editing.edits import TextEdit
    from kg.editing.sources import SourceFile
    from kg.ontology import Ontology
    from kg.yamltree import Mapping
    from kg.yamltree.writing import Value

HEAD = ("type", "name", "aliases", "description", "sameAs")


class Order:
    """The standard order of the keys of an entity: its head, then properties as in the ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._places = {id_: number for number, id_ in enumerate(ontology.properties)}
        self._ids = ontology.property_ids

    def rank(self, key: str) -> int:
        """Tell where a key belongs; what is not stated comes last."""
        if key in HEAD:
            return HEAD.index(key) - len(HEAD)
        last = len(self._places)
        return self._places.get(self._ids.get(key, ""), last + (key in NOT_STATED))

    def insert(
        self, source: SourceFile, entity: Mapping, properties: MappingOf[str, Value]
    ) -> list[TextEdit]:
        """Put new properties each behind the last one that comes before it, or else behind all."""
        if not entity.entries:
            return [insert_entries(source, entity, properties)] if properties else []
        return [
            insert_entries(source, self._before(key, entity), {key: properties[key]})
            for key in sorted(properties, key=self.rank)
        ]

    def _before(self, key: str, entity: Mapping) -> Mapping:
        names = list(entity.entries)
        before = [number for number, name in enumerate(names) if self.rank(name) <= self.rank(key)]
        first = names[: before[-1] + 1] if before else names
        return entity._replace(entries={name: entity.entries[name] for name in first})
