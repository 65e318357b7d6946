"""Where a cursor stands in a data file: under which keys, in a key or in a value, and in what word.

While somebody types, the text is hardly ever YAML that can be read. So this looks at indentation, brackets
and quotes only, of just the entity that the cursor is in; what stands after the cursor may be anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.lsp.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KEY = re.compile(r"(?P<key>\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'\[\]{},#][^\n]*?)[ \t]*:(?=[ \t\r\n]|$)[ \t]*")
_DASHES = re.compile(r"(?:-[ \t]+|-(?=[\r\n]|$))*")
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*[ \t]*(?:#.*)?[\r\n]*$")
_PLAIN_END = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\n]*)?[\r\n]*$")
TYPE = re.compile(r"(?:^[ \t]*|[{,][ \t]*)type[ \t]*:[ \t]*[\"']?([^\s,}\"'#]+)", re.MULTILINE)
NO_TOP = {"", " ", "\t", "\r", "\n", "#", "-", "}", "]"}
"""What a line that has no top-level key begins with."""


class Place(NamedTuple):
    """What a cursor stands in; columns are code points from 0, quotes included.

    path: the keys that lead here from the top of the file, without the one that stands here
    role: key or value
    text, before: the word without its quotes, and as much of it as stands before the cursor
    siblings: the other keys of the mapping
    entry: lines of the entity or article, from its head to its end
    """

    path: tuple[str, ...]
    role: str
    text: str
    before: str
    line: int
    start: int
    end: int
    flow: bool
    siblings: frozenset[str]
    has_colon: bool
    entry: tuple[int, int]

    @property
    def key(self) -> str:
        """The innermost key that leads here; empty at the top."""
        return self.path[-1] if self.path else ""


class _Frame(NamedTuple):
    """A key of a block mapping whose value may still go on."""

    indent: int
    key: str
    number: int


def place_at(lines: Sequence[str], line: int, column: int) -> Place | None:
    r"""Tell where a cursor stands; nowhere in particular within comments and block texts.

    >>> place = place_at(["entities:", "  云溪市总工会:", "    partOf: {to: 浙江省总"], 2, 20)
    >>> place.path, place.role, place.text, place.siblings
    (('entities', '云溪市总工会', 'partOf', 'to'), 'value', '浙江省总', frozenset())
    """
    if line >= len(lines):
        return None
    top = _top(lines, line)
    head = _head(lines, top, line)
    return _Scan(lines, (line, column), top, head).place()


def type_of(lines: Sequence[str], place: Place) -> str:
    """Give the type that the entity of a place has in the text; empty where it has none yet."""
    found = TYPE.search("".join(lines[place.entry[0] : place.entry[1]]))
    return found[1] if found else ""


def indent_of(line: str) -> int:
    """Give the number of blanks at the head of a line."""
    return len(line) - len(line.lstrip(" "))


def says_something(line: str) -> bool:
    """Tell whether a line is neither blank nor a comment."""
    inner = line.lstrip(" \t")
    return bool(inner.strip()) and inner[0] != "#"


def _top(lines: Sequence[str], line: int) -> int:
    """Give the line of the top-level key above a line."""
    for number in range(line, -1, -1):
        if lines[number][:1] not in NO_TOP:
            return number
    return 0


def _head(lines: Sequence[str], top: int, line: int) -> int:
    """Give the line at which the entity or article of a line begins."""
    if line == top:
        return top
    first = next((lines[n] for n in range(top + 1, len(lines)) if says_something(lines[n])), "")
    indent = indent_of(first)
    for number in range(line, top, -1):
        if indent_of(lines[number]) <= indent and says_something(lines[number]):
            return number
    return top


def _end(lines: Sequence[str], head: int) -> int:
    indent = indent_of(lines[head])
    for number in range(head + 1, len(lines)):
        if says_something(lines[number]) and indent_of(lines[number]) <= indent:
            return number
    return len(lines)


class _Scan:
    """Reads the lines of one entity up to the cursor."""

    def __init__(self, lines: Sequence[str], cursor: tuple[int, int], top: int, head: int) -> None:
        self.lines = lines
        self.cursor = cursor
        self.head = head
        self.frames: list[_Frame] = []
        self.flow: Flow | None = None
        self.text_below: int | None = None  # lines further in than this belong to a block text
        above = KEY.match(lines[top])
        if above and head != top:
            self.frames.append(_Frame(0, bare(above["key"]), top))

    def place(self) -> Place | None:
        """Give the place of the cursor."""
        line, column = self.cursor
        for number in range(self.head, line):
            self.take(number)
        self.abandon(self.lines[line])
        if self.flow:
            self.flow.take(self.lines[line][:column], line)
            return self.in_flow(self.flow)
        return self.in_block(line, column)

    def take(self, number: int) -> None:
        """Take a whole line above the cursor."""
        text = self.lines[number]
        self.abandon(text)
        if self.flow:
            self.flow.take(text, number)
            self.flow = self.flow if self.flow.stack else None
        elif says_something(text) and not self.is_text(text):
            indent, start = self.open_line(text)
            match = KEY.match(text, start)
            if match:
                self.frames.append(_Frame(indent, bare(match["key"]), number))
            self.value(text, match.end() if match else start, number)

    def abandon(self, text: str) -> None:
        """Take brackets as forgotten where a line is a new entry beside the one that they are in."""
        indent = indent_of(text)
        if self.flow and self.frames and indent <= self.frames[-1].indent and KEY.match(text, indent):
            self.flow = None

    def is_text(self, line: str) -> bool:
        """Tell whether a line belongs to a block text."""
        if self.text_below is not None and indent_of(line) > self.text_below:
            return True
        self.text_below = None
        return False

    def open_line(self, text: str) -> tuple[int, int]:
        """Leave the mappings that a line does not belong to; give its indent and where its words begin."""
        indent = indent_of(text)
        dashes = _DASHES.match(text, indent)
        start = dashes.end() if dashes else indent
        while self.frames and self.frames[-1].indent >= start and self.frames[-1].number >= self.head:
            self.frames.pop()
        return start, start

    def value(self, text: str, start: int, number: int) -> None:
        if text[start : start + 1] in ("{", "["):
            self.flow = Flow()
            self.flow.take(text[start:], number, start)
            self.flow = self.flow if self.flow.stack else None
        elif _BLOCK_TEXT.match(text, start):
            self.text_below = self.frames[-1].indent if self.frames else 0

    def in_block(self, line: int, column: int) -> Place | None:
        text = self.lines[line]
        if self.text_below is not None and (indent_of(text) if text.strip() else column) > self.text_below:
            return None
        if not text.strip():
            text = " " * column
        indent, start = self.open_line(text)
        if column < start:
            return None
        match = KEY.match(text, start)
        if match and column > match.end("key"):
            siblings = frozenset(self.beside(indent)) - {bare(match["key"])}
            self.frames.append(_Frame(indent, bare(match["key"]), line))
            return self.in_value(text, match.end(), line, column, siblings)
        dashed = start > indent_of(text)
        if not match and dashed:
            return self.in_value(text, start, line, column, frozenset())
        return self.word("key", line, (start, match.end("key") if match else _plain_end(text, start)))

    def in_value(
        self, text: str, start: int, line: int, column: int, siblings: frozenset[str]
    ) -> Place | None:
        start = min(start, column)
        if text[start : start + 1] in ("{", "[") and column > start:
            self.flow = Flow()
            self.flow.take(text[start:column], line, start)
            return self.in_flow(self.flow)
        end = _plain_end(text, start)
        if column > end and text[end:column].lstrip().startswith("#"):
            return None
        return self.word("value", line, (start, max(end, column)), siblings)

    def in_flow(self, flow: Flow) -> Place | None:
        """Give the place in brackets, unless they are closed before the cursor."""
        if flow.in_comment or not flow.stack:
            return None
        line, column = self.cursor
        inner = flow.stack[-1]
        start = inner.start if inner.line == line else 0
        text = self.lines[line]
        start = min(start + len(text[start:column]) - len(text[start:column].lstrip()), column)
        role = "value" if inner.bracket == "[" or inner.key is not None else "key"
        end = max(flow.word_end(text, start), column)
        siblings = frozenset(inner.keys) | flow.keys_after(text[end:])
        keys = tuple(frame.key for frame in flow.stack if frame.key is not None)
        found = self.word(role, line, (start, end), siblings - {inner.key or ""}, flow=True)
        return found._replace(path=found.path + keys)

    def word(
        self,
        role: str,
        line: int,
        span: tuple[int, int],
        siblings: frozenset[str] | None = None,
        *,
        flow: bool = False,
    ) -> Place:
        text = self.lines[line]
        start, end = span
        word = text[start:end].rstrip()
        quote = word[:1] if word[:1] in ("'", '"') else ""
        return Place(
            path=tuple(frame.key for frame in self.frames),
            role=role,
            text=bare(word),
            before=text[start : self.cursor[1]].removeprefix(quote),
            line=line,
            start=start,
            end=start + len(word),
            flow=flow,
            siblings=frozenset(self.beside(start)) - {bare(word)} if siblings is None else siblings,
            has_colon=bool(re.match(r"[ \t]*:(?=[ \t\r\n,}]|$)", text[start + len(word) :])),
            entry=(self.head, _end(self.lines, self.head)),
        )

    def beside(self, indent: int) -> Iterator[str]:
        """Give the keys of the block mapping that the cursor's line belongs to."""
        for step in (-1, 1):
            number = self.cursor[0] + (step == 1)
            while self.head <= number < len(self.lines):
                text = self.lines[number]
                number += step
                if not says_something(text):
                    continue
                dashes = _DASHES.match(text, indent_of(text))
                start = dashes.end() if dashes else indent_of(text)
                if start < indent or (step == 1 and start == indent > indent_of(text)):
                    break
                match = KEY.match(text, start)
                if match and start == indent:
                    yield bare(match["key"])
                if start == indent > indent_of(text):
                    break


def _plain_end(text: str, start: int) -> int:
    if text[start : start + 1] in ("'", '"'):
        close = text.find(text[start], start + 1)
        if close > 0:
            return close + 1
    found = re.compile(r"[ \t]+#|[\r\n]").search(text, start)
    return start + len(text[start : found.start() if found else len(text)].rstrip())


def bare(word: str) -> str:
    """Take off the quotes of a word, the second of which may still be missing."""
    if word[:1] in ("'", '"'):
        return word[1:-1] if len(word) > 1 and word[-1] == word[0] else word[1:]
    return word
