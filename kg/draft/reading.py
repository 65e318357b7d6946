"""An article's text -> one line for each paragraph, with marks folded, and what stands around the body.

Texts that were cut to a page's width are joined again, so a name never ends at the end of a line. Every
character keeps its offset in the original text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from kg.evidence import sentences

Span = tuple[int, int]

_MARKS = str.maketrans(",;:?!()", "，；：？！（）")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_number_mark = re.compile("(?<=[0-9])[,:](?=[0-9])")
_closed = re.compile("[。！？；：…!?;:.”’」』）)】》]$")
_marked = re.compile("[，。；：！？、]")
_byline = re.compile(
    "(?:本报|本网|本刊|[\u4e00-\u9fff]{2,6}[报网社])?(?:首席|实习|特约|见习)?(记者|通讯员|评论员|撰稿人?|作者|编辑)"
)
CONTINUED = 30
"""Letters from which a line without a mark at its end goes on in the next one."""


class Paragraph(NamedTuple):
    """A paragraph in the joined text; `kind` is title, heading, byline, caption or body."""

    start: int
    end: int
    kind: str


class Reading:
    """An article as it is read: `text` is joined and folded, `original` is untouched."""

    def __init__(self, original: str) -> None:
        self.original = original
        lines = _joined([(m.start(), m[0].rstrip()) for m in re.finditer(r"\S.*", original)])
        self.text, self._offsets = _laid_out(lines)
        self.paragraphs = _kinds(self.text, _spans(self.text))

    def original_offset(self, offset: int) -> int:
        """Lead from an offset in the joined text to the original one."""
        return self._offsets[offset] if offset < len(self._offsets) else len(self.original)

    def offset(self, original: int) -> int:
        """Lead from an offset in the original text to the nearest one at or before it in the joined text."""
        return max(bisect_right(self._offsets, original) - 1, 0)

    def of_kind(self, *kinds: str) -> list[Paragraph]:
        """Give the paragraphs of some kinds."""
        return [paragraph for paragraph in self.paragraphs if paragraph.kind in kinds]

    def sentences(self, *kinds: str) -> list[Span]:
        """Give the sentences of the paragraphs of some kinds."""
        found = self.of_kind(*kinds)
        return [span for one in found for span in sentences(self.text, (one.start, one.end))]

    def title(self) -> str:
        """Give the headline: what stands before the body, up to the first line of another kind."""
        return "".join(
            f"{'' if self.text[one.start] == '—' or not number else ' '}{self.text[one.start : one.end]}"
            for number, one in enumerate(self.of_kind("title"))
        )


def _joined(lines: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Put lines together that were one: a long one that ends in no mark goes on, unless a heading follows."""
    groups: list[list[tuple[int, str]]] = []
    for number, (start, line) in enumerate(lines):
        before = lines[number - 1][1] if number else ""
        goes_on = len(before) >= CONTINUED and not _closed.search(before) and _marked.search(line[:-1])
        if goes_on and not _byline.match(line):
            groups[-1].append((start, line))
        else:
            groups.append([(start, line)])
    return groups


def _laid_out(groups: list[list[tuple[int, str]]]) -> tuple[str, list[int]]:
    characters: list[str] = []
    offsets: list[int] = []
    for group in groups:
        for start, line in group:
            folded = _folded(line)
            kept = [number for number, character in enumerate(folded) if not INVISIBLE.match(character)]
            characters += [folded[number] for number in kept]
            offsets += [start + number for number in kept]
        characters.append("\n")
        offsets.append(group[-1][0] + len(group[-1][1]))
    return "".join(characters), offsets


def _folded(line: str) -> str:
    """Make Chinese marks of ASCII ones, but those in numbers, and paired quotation marks of straight ones."""
    numbers = {match.start() for match in _number_mark.finditer(line)}
    opened = False
    characters = []
    for number, character in enumerate(line.replace("\u3000", " ").replace("\t", " ")):
        if character in '"＂':
            opened = not opened
            characters.append("“" if opened else "”")
        else:
            characters.append(character if number in numbers else character.translate(_MARKS))
    return "".join(characters)


def _spans(text: str) -> list[Span]:
    return [match.span() for match in re.finditer("[^\n]+", text)]


def _kinds(text: str, spans: list[Span]) -> list[Paragraph]:
    body = next((number for number, span in enumerate(spans) if _is_body(text[slice(*span)])), 0)
    found: list[Paragraph] = []
    for number, span in enumerate(spans):
        following = text[slice(*spans[number + 1])] if number + 1 < len(spans) else ""
        kind = _kind(text[slice(*span)], following, behind=number - body)
        if kind == "caption" and number < body and all(one.kind == "title" for one in found):
            plain_line = not re.search("[，。；：]$|，", text[slice(*span)])
            kind = "title" if (number < 2 and plain_line) or text[span[0]] == "—" else kind
        found.append(Paragraph(*span, kind))
    return found


def _is_body(line: str) -> bool:
    return len(line) > CONTINUED and bool(_marked.search(line)) and not line.startswith(("—", "《"))


def _kind(line: str, following: str, behind: int) -> str:
    """Tell what a line is; `behind` counts from the first paragraph of the body."""
    if _byline.match(line) and len(line) <= CONTINUED and "，" not in line and "。" not in line:
        return "byline"
    if len(line) > CONTINUED or (behind >= 0 and _marked.search(line) and len(line) > 10):
        return "body" if behind >= 0 or _is_body(line) else "caption"
    if behind > 0 and not _closed.search(line) and len(following) > CONTINUED and len(line) >= 4:
        return "heading"
    return "caption"
