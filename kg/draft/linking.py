"""Entities that the data already has, found in an article by name or alias."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.draft.mentions import Mention, plain
from kg.model import ids_of_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.draft.entities import Found
    from kg.model import Entity

SHORTEST = 2


class Known:
    """The entities of the data, by every name that only one of them has."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self.entities = entities
        ids = ids_of_name(entities.values())
        self.id_of_name = {name: found[0] for name, found in ids.items() if len(found) == 1}
        self._id_of_plain = {plain(name): id_ for name, id_ in self.id_of_name.items() if plain(name)}
        self._lengths = sorted({len(name) for name in self.id_of_name if len(name) >= SHORTEST}, reverse=True)

    def mentions(self, text: str) -> Iterable[Mention]:
        """Find the known names in a text, the longest at each place."""
        start = 0
        while start < len(text):
            name = next(
                (
                    text[start : start + size]
                    for size in self._lengths
                    if text[start : start + size] in self.id_of_name
                ),
                "",
            )
            if name:
                entity = self.entities[self.id_of_name[name]]
                yield Mention(start, start + len(name), name, entity.type, 0.95, full=entity.name)
            start += len(name) or 1

    def id_of(self, found: Found) -> str | None:
        """Give the id of the known entity that an entity of the article is; `None` where it is new."""
        for name in (found.name, *found.aliases):
            id_ = self._id_of_plain.get(plain(name))
            if id_ and (self.entities[id_].type == found.type or plain(found.name) == plain(name)):
                return id_
        return None
