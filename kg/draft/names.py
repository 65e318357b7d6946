"""What the article sets apart itself: 《titles》 of documents, “names” of campaigns, apps, honours."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.draft.mentions import Mention
from kg.draft.people import is_person_name
from kg.draft.tables import head_at_end, pattern, table, type_of_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.draft.chunks import Piece

LONGEST_HEAD = 8
"""Characters of what may stand behind a quoted name and tell its kind: “法律体检”公益服务行动."""


@lru_cache(maxsize=4)
def _types(part: str) -> tuple[re.Pattern[str], dict[str, str]]:
    types = {word: class_ for class_, words in table("titles")[part].items() for word in words.split()}
    return re.compile(pattern(types)), types


def titles(clause: Sequence[Piece]) -> Iterator[Mention]:
    """Yield the 《titles》 of a clause: documents by their head, other works as documents too."""
    for piece in clause:
        if piece.kind == "title":
            name = piece.text[1:-1].strip()
            head = head_at_end().search(name.rstrip("）").split("（")[0])
            type_ = type_of_head()[head[0]] if head else "Document"
            documents = ("Policy", "Regulation", "Plan", "Guideline", "Document")
            type_ = type_ if type_ in documents else "Document"
            yield Mention(piece.start + 1, piece.end - 1, name, type_, 0.95 if head else 0.7)


def quoted(clause: Sequence[Piece]) -> Iterator[Mention]:
    """Yield the “names” of a clause, each with the head behind it (“法律体检”公益服务行动)."""
    for number, piece in enumerate(clause):
        if piece.kind != "quoted":
            continue
        behind = clause[number + 1].text if number + 1 < len(clause) else ""
        before = clause[number - 1].text if number else ""
        mention = _quoted(piece, before, behind)
        if mention:
            yield mention


def _quoted(piece: Piece, before: str, behind: str) -> Mention | None:
    inner = piece.text[1:-1].strip()
    adjective = behind.startswith(("的", "地")) and len(inner) < 4 and not _ends_in_list(inner)
    if len(inner) < 2 or adjective:
        return None
    follows = _types("behind")[0].match(behind)
    type_ = _types("behind")[1][follows[0]] if follows else ""
    if follows and len(inner) <= 3 and type_ not in ("Enterprise", "Honour"):
        return Mention(piece.start, piece.end + len(follows[0]), piece.text + follows[0], type_, 0.85)
    type_, confidence = _kind(inner, before, behind, type_)
    return Mention(piece.start + 1, piece.end - 1, inner, type_, confidence)


def _kind(inner: str, before: str, behind: str, follows: str) -> tuple[str, float]:
    """Tell what a quoted name is: by the words behind it, by its own end, by the verb before it."""
    head = head_at_end().search(behind)
    if head and len(behind) <= LONGEST_HEAD:
        return type_of_head()[head[0]], 0.85
    if is_person_name(behind):
        return "Honour", 0.85
    if follows:
        return follows, 0.85
    if ending := _ends_in_list(inner):
        return _types("list")[1][ending], 0.8
    own = head_at_end().search(inner)
    if own and len(inner) > len(own[0]):
        return type_of_head()[own[0]], 0.8
    led = re.search(f"(?:{_types('before')[0].pattern})$", before)
    return (_types("before")[1][led[0]], 0.7) if led else ("Concept", 0.5)


def _ends_in_list(inner: str) -> str:
    found = re.search(f"(?:{_types('list')[0].pattern})$", inner)
    return found[0] if found else ""
