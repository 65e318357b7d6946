"""The names of all entities, found by any part of them, by pinyin and by initials, in a millisecond."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.model import Entity

LONGEST_SUFFIX = 6


class Named(NamedTuple):
    """An entity as completion needs it; `search` has its names and their sounds, each on a line."""

    entity: Entity
    search: str


@lru_cache(maxsize=1 << 17)
def search_text(names: tuple[str, ...]) -> str:
    r"""Give names, their pinyin and their initials, in lower case, each on a line.

    >>> search_text(("省总工会",))
    '\n省总工会\nshengzonggonghui\nszgh'
    """
    from kg.suggest import initials, pinyin

    sounds = (sound(name) for sound in (pinyin, initials) for name in names)
    return "".join(f"\n{text}" for text in dict.fromkeys((*map(str.casefold, names), *sounds)))


class Names:
    """All names of a dataset."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.all = [
            Named(entity, search_text(tuple(dict.fromkeys((entity.id, entity.name, *entity.aliases)))))
            for entity in entities
        ]

    def matching(self, word: str, types: Collection[str] | None, most: int) -> list[Named]:
        """Give the entities that a word may mean, at most so many: names that begin with it come first.

        types: those that the entities may have; any where it is `None`. Who has no type yet may be meant.
        """
        allowed = None if types is None else {*types, ""}
        word = word.casefold().strip()
        begins, contains = [], []
        for named in self.all:
            if word in named.search and (allowed is None or named.entity.type in allowed):
                if f"\n{word}" not in named.search:
                    contains.append(named)
                else:
                    begins.append(named)
                    if len(begins) >= most:
                        break
        return [*begins, *contains][:most]

    def likely_type(self, name: str) -> str:
        """Guess the type of a name by the longest ending that it shares with others (…总工会); else empty.

        >>> from kg.model import Entity
        >>> Names([Entity("宁波市总工会", "Union", "", None)]).likely_type("台州市总工会")
        'Union'
        """
        for size in range(min(len(name), LONGEST_SUFFIX), 1, -1):
            for named in self.all:
                if named.entity.type and named.entity.id != name and named.entity.id.endswith(name[-size:]):
                    return named.entity.type
        return ""
