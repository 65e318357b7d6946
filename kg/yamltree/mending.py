"""Slips and the edits that mend them, so that what follows a slip can still be read and judged."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Edit(NamedTuple):
    """Text to put in the place of `text[start:end]`."""

    start: int
    end: int
    text: str


class Slip(NamedTuple):
    """A problem at an offset; `edits` mend it.

    other: the offset of a second place, whose line becomes the blank `line`
    certain: the edits mend it for sure; otherwise what follows cannot be judged
    """

    code: str
    start: int
    blanks: Mapping[str, str] = {}
    edits: tuple[Edit, ...] = ()
    certain: bool = True
    other: int | None = None


class Mended:
    """A text with edits applied, and where its offsets were before.

    >>> mended = Mended("类型：工会", [Edit(2, 3, ": ")])
    >>> mended.text, mended.original(4)
    ('类型: 工会', 3)
    """

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        pieces = []
        self.anchors = [(0, 0)]  # offsets in the new text and in the old one, from where both run alike
        done = length = 0
        for edit in sorted(edits):
            if edit.start < done:  # inside of what another edit has replaced
                continue
            pieces += [text[done : edit.start], edit.text]
            length += edit.start - done
            self.anchors.append((length, edit.start))
            length += len(edit.text)
            done = edit.end
            self.anchors.append((length, done))
        self.text = "".join([*pieces, text[done:]])
        self.ends = [old for _, old in self.anchors[1:]] + [len(text)]

    def original(self, offset: int) -> int:
        """Give the offset in the text before; what an edit has put in is where the edit begins."""
        index = bisect_right(self.anchors, offset, key=lambda anchor: anchor[0]) - 1
        new, old = self.anchors[index]
        return min(old + offset - new, self.ends[index])
