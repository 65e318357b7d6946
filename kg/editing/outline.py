"""The lines of a file that say which entities there are and what they are called.

They are read in a fifth of the time. All other lines of `entities:` are left empty, so that line numbers
stay. Where the layout is not the usual one, the outline is the whole text: it is never a guess.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import NamedTuple

from kg.yamltree.encoding import LineIndex
from kg.yamltree.lexer import lex

# Patterns begin with the line break before a line: a search for that is ten times as fast as one for `^`.
_SECTION = re.compile(r"\nentities:[ ]*(?:#[^\n]*)?(?=\r?\n)")
_NEXT_SECTION = re.compile(r"\n(?=[^ #\r\n])")
_EXPLICIT_KEY = re.compile(r"\n[ -]*\?(?=\s)")
_EMPTY = r"(?:\n[ ]*+(?:#[^\n]*+)?+(?=\r?\n))*+"
_FIRST = re.compile(rf"\r?{_EMPTY}\n( +)[^ #\r\n][^\n]*{_EMPTY}\n( *)")
_WORDS = r"[^\"'\[\]{}\n]*+"
_LIST = rf"\[{_WORDS}\]{_WORDS}"
_CLOSED = re.compile(rf"(?:\n{_WORDS}(?:{_LIST}|\{{{_WORDS}(?:{_LIST})*+\}}{_WORDS})?+(?=\n))*+")
"""Lines without quotes whose brackets are closed: what is in them ends with them."""


class _Section(NamedTuple):
    """Where the entities stand, and by how many columns ids and properties are indented."""

    start: int
    end: int
    indent: int
    inner: int


class Outline:
    """A text reduced to its heads."""

    def __init__(self, text: str) -> None:
        self._text = f"\n{text}"
        self._section = _section(self._text)

    @cached_property
    def text(self) -> str:
        """The heads, for the ordinary loader."""
        text, section = self._text, self._section
        if section is None:
            return text[1:]
        pieces, done = [text[1 : section.start]], section.start
        for match in _heads(section.indent, section.inner).finditer(text, section.start, section.end):
            pieces += ["\n" * text.count("\n", done, match.start()), match[0]]
            done = match.end()
        return "".join([*pieces, "\n" * text.count("\n", done, section.end), text[section.end :]])

    @cached_property
    def last(self) -> tuple[int, int] | None:
        """The lines from the last entity to the end of the section; `None` in an unusual layout."""
        if self._section is None:
            return None
        start, end, indent, _ = self._section
        return [match.start() for match in _entity(indent).finditer(self._text, start, end)][-1], end

    def entity_at(self, line: int) -> tuple[int, int] | None:
        """Give the lines from an id to the next entity; `None` where no entity is seen at that line."""
        if self._section is None:
            return None
        _, end, indent, _ = self._section
        start = LineIndex(self._text[1:]).span(line)[0]
        this = _entity(indent).match(self._text, start, end)
        following = _entity(indent).search(self._text, this.end(), end) if this else None
        return (start, following.start() if following else end) if this else None


def _section(text: str) -> _Section | None:
    """Find the entities, if the layout is the usual one."""
    unusual = "\\" in text or "\t" in text or text.count("\r") != text.count("\r\n")
    head = _SECTION.search(text)
    if head is None or unusual or _EXPLICIT_KEY.search(text) or text.count("\nentities:") > 1:
        return None
    following = _NEXT_SECTION.search(text, head.end())
    end = following.start() if following else len(text)
    first = _FIRST.match(text, head.end(), end)
    if first is None or len(first[2]) <= len(first[1]):
        return None
    section = _Section(head.end(), end, len(first[1]), len(first[2]))
    is_usual = not _otherwise(section.indent, section.inner).search(text, section.start, end)
    return section if is_usual and _is_closed(text, section.start, end) else None


def _is_closed(text: str, start: int, end: int) -> bool:
    """Tell whether no quote or bracket runs on into the next line, where it could hide an entity."""
    start = text.find("\n", start, end)
    while 0 <= start < end:
        match = _CLOSED.match(text, start, end)
        start = match.end() if match else start
        line_end = text.find("\n", start + 1, end)
        line = text[start + 1 : line_end if line_end > 0 else end]
        if any(token.kind == "unclosed" for token in lex(line)):
            return False
        start = line_end
    return True


@cache
def _entity(indent: int) -> re.Pattern[str]:
    return re.compile(rf"\n {{{indent}}}[^ #\r\n]")


@cache
def _heads(indent: int, inner: int) -> re.Pattern[str]:
    """Match the lines of ids, and of the keys that the loader reads first, with all that is theirs."""
    more = rf"\n(?: {{{inner + 1},}}| {{{inner}}}-|[ ]*(?:#|\r?(?=\n|\Z)))[^\n]*"
    key = rf" {{{inner}}}[\"']?(?:type|name|aliases|status)[\"']?[ ]*:[^\n]*(?:{more})*"
    return re.compile(rf"\n(?: {{0,{indent}}}[^ \n][^\n]*|{key})")


@cache
def _otherwise(indent: int, inner: int) -> re.Pattern[str]:
    """Match the line of an id below which no property is indented as those of the first entity are."""
    return re.compile(
        rf"\n {{{indent}}}[^ #\r\n][^\n]*+{_EMPTY}\n?(?! {{{inner}}}[^ ]| {{0,{indent}}}[^ ]|\s*\Z)"
    )
