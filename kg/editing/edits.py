"""Replacements in a text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class TextEdit(NamedTuple):
    """Text to put in the place of `text[start:end]`; offsets count code points, lines end with LF."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[TextEdit]) -> str:
    """Apply edits that do not overlap; those that insert at one place keep their order. Raises ValueError.

    >>> apply("类型: 工会", [TextEdit(4, 6, "活动"), TextEdit(0, 0, "- ")])
    '- 类型: 活动'
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for one, other in pairwise(ordered):
        if one.end > other.start:
            raise ValueError(f"edits overlap: {one} and {other}")
    if ordered and (ordered[0].start < 0 or ordered[-1].end > len(text)):
        raise ValueError("an edit lies outside of the text")
    pieces, done = [], 0
    for edit in ordered:
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, text[done:]])
