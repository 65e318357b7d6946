"""Where an article names its entities, also by 该公司, 本届竞赛, 驿站: the head of one before."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.draft.tables import any_head, pattern, table, type_of_head

if TYPE_CHECKING:
    from kg.draft.entities import Found, Survey
    from kg.draft.reading import Span


def places_of(survey: Survey) -> dict[Span, Found]:
    """Lead from each stretch of the joined text that names an entity to that entity."""
    places: dict[Span, Found] = {}
    for one in survey.entities:
        for mention in one.mentions:
            places.setdefault((mention.start, mention.end), one)
    return places | _again(survey, places)


def _again(survey: Survey, places: dict[Span, Found]) -> dict[Span, Found]:
    """Find the bare heads that stand for what was named before."""
    named = sorted(places.items())
    found: dict[Span, Found] = {}
    for piece in (piece for sentence in survey.sentences for clause in sentence for piece in clause):
        match = _bare().match(piece.text) if piece.kind == "name" else None
        if match:
            span = (piece.start, piece.start + match.end())
            head = match["head"]
            earlier = [one for place, one in named if place[1] <= piece.start and _has(one, head)]
            if earlier and span not in places:
                found[span] = earlier[-1]
    return found


@lru_cache(maxsize=1)
def _bare() -> re.Pattern[str]:
    words = pattern(table("heads")["generic"]["words"].split())
    return re.compile(
        f"(?:{words})*(?P<head>{pattern(_general())}|{any_head().pattern})(?=$|[^\\u4e00-\\u9fff])"
    )


@lru_cache(maxsize=1)
def _general() -> dict[str, list[str]]:
    classes: dict[str, list[str]] = {}
    for class_, words in table("heads")["general"].items():
        for word in words.split():
            classes.setdefault(word, []).append(class_)
    return classes


def _has(one: Found, head: str) -> bool:
    if one.type in _general().get(head, ()):
        return True
    names = (one.name, *one.aliases)
    return type_of_head().get(head) == one.type and any(
        name.strip("“”").endswith(head) and name != head for name in names
    )
