"""Text of a YAML file to tokens that know their context, without ever giving up.

libyaml stops at the first mistake and often blames the line after it. This lexer reads on: it tells keys
from values, and comments from quoted, block and plain scalars, so that `rawtext` can judge what stands
where. It builds nothing; nodes are made from libyaml's events only.
"""

from __future__ import annotations

import re
from functools import cache

from kg.yamltree.flowlexer import Token, lex_brackets, lex_quoted, to_comment

_BLANKS = re.compile(r"[ \t]*")
_EMPTY = re.compile(r"[ \t]*(#[^\n]*)?\n")
_END_OF_LINE = re.compile(r"[ \t]*(?:(?<![^ \t\n])(#[^\n]*))?(?=\n)")
_MARKER = re.compile(r"(?:---|\.\.\.)(?=[ \t\n])|%[^\n]*")
_DASH = re.compile(r"[-?:](?=[ \t\n])")
_PROPERTY = re.compile(r"[&*!][^ \t\n,\[\]{}]*")
_COLON = re.compile(r"[ \t]*:(?=[ \t\n])")
_COLON_INSIDE = re.compile(r":(?=[ \t\n])")
_HEADER = re.compile(r"[|>](?:[-+]?([1-9])?[-+]?)[ \t]*(?:(?<=[ \t])#[^\n]*)?\n")
_FIRST_TEXT = re.compile(r"(?:[ \t]*\n)*( *)(?=[^ \n])")
_TO_COLON = re.compile(r"(?:[^\n: \t]|:(?![ \t\n])|[ \t]+(?![ \t\n#:]|$)|[ \t]+:(?![ \t\n]))+")


@cache
def _block_text(indent: int) -> re.Pattern[str]:
    return re.compile(rf"(?: {{{indent}}}[^\n]*\n|[ \t]*\n)*")


def lex(text: str, *, recover: bool = False) -> list[Token]:
    """Split a text, whose lines end with LF, into tokens.

    With `recover`, a quote or bracket is taken to be unclosed where it runs over a line that looks like the
    next entry. Without it the text is trusted to be what libyaml accepts.

    >>> [(token.role, token.start) for token in lex("名称: 工会 # 简称")]
    [('key', 0), ('value', 4), ('', 7)]
    """
    return _Lexer(text, recover=recover).run()


class _Lexer:
    def __init__(self, text: str, *, recover: bool) -> None:
        self.text = text if text.endswith("\n") else text + "\n"
        self.recover = recover
        self.tokens: list[Token] = []
        self.position = 0
        self.line_start = 0
        self.indent = -1  # column of the innermost block collection
        self.value_due = True  # a value may stand on the next line
        self.head: int | None = None  # index of the plain scalar that the next line may go on with

    def run(self) -> list[Token]:
        while self.position < len(self.text):
            self.line()
        return self.tokens

    def add(self, kind: str, start: int, end: int, role: str = "", context: str = "") -> int:
        self.tokens.append(Token(kind, start, end, role, context))
        return len(self.tokens) - 1

    def set_role(self, index: int, role: str) -> None:
        self.tokens[index] = self.tokens[index]._replace(role=role)

    def line(self) -> None:
        """Take one line, or as many as its last scalar or brackets run over."""
        self.line_start = self.position
        empty = _EMPTY.match(self.text, self.position)
        if empty:
            self.empty_line(empty)
            return
        start = self.after_blanks(self.position)
        marker = _MARKER.match(self.text, start) if start == self.line_start else None
        if marker:
            self.marker(marker)
        elif self.head is not None and start - self.line_start > self.indent:
            self.continuation(start)
        else:
            self.head = None
            self.node(start)

    def empty_line(self, match: re.Match[str]) -> None:
        if match[1]:
            self.add("comment", match.start(1), match.end(1))
            self.head = None
        self.position = match.end()

    def marker(self, match: re.Match[str]) -> None:
        self.add("marker", match.start(), match.end())
        self.indent, self.value_due, self.head = -1, True, None
        self.node(self.after_blanks(match.end()))

    def after_blanks(self, position: int) -> int:
        match = _BLANKS.match(self.text, position)
        return match.end() if match else position

    def continuation(self, start: int) -> None:
        end = to_comment(self.text, start)
        if self.head is not None and _COLON_INSIDE.search(self.text, start, end + 1):
            self.set_role(self.head, "broken")
            self.head = None
            self.node(start)
        else:
            self.add("plain", start, end, "more")
            self.rest_of_line(end, self.head)

    def to_colon(self, start: int) -> int:
        match = _TO_COLON.match(self.text, start)
        return match.end() if match else start + 1

    def node(self, start: int) -> None:
        """Take the rest of a line of block context: dashes, a key, a value."""
        key_allowed = True
        while not _END_OF_LINE.match(self.text, start):
            if key_allowed and _DASH.match(self.text, start):
                self.add("dash", start, start + 1)
                self.indent, self.value_due = start - self.line_start, True
                start = self.after_blanks(start + 1)
                continue
            prefix = _PROPERTY.match(self.text, start)
            if prefix:
                self.add("property", start, prefix.end())
                start = self.after_blanks(prefix.end())
                continue
            if self.value_due and self.block_scalar(start):
                return
            kind, end = self.scalar_or_brackets(start, key_allowed=key_allowed)
            colon = _COLON.match(self.text, end) if key_allowed else None
            if not colon:
                self.value(kind, start, end)
                return
            if kind:
                self.add(kind, start, end, "key")
            self.indent, self.value_due, key_allowed = start - self.line_start, True, False
            start = self.after_blanks(colon.end())
        self.rest_of_line(start, None)

    def scalar_or_brackets(self, start: int, *, key_allowed: bool) -> tuple[str, int]:
        """Give the kind of what starts here, and its end; no kind where its tokens are made already."""
        first = self.text[start]
        if first in "\"'":
            token = lex_quoted(self.text, start, self.indent, recover=self.recover)
            if token.kind == "quoted":
                return token.kind, token.end
            self.tokens.append(token)
            return "", token.end
        if first in "[{":
            tokens, end = lex_brackets(self.text, start, self.indent, recover=self.recover)
            self.tokens += tokens
            return "", end
        return "plain", self.to_colon(start) if key_allowed else to_comment(self.text, start)

    def value(self, kind: str, start: int, end: int) -> None:
        index = None
        if kind:
            broken = kind == "plain" and _COLON_INSIDE.search(self.text, start, end + 1)
            index = self.add(kind, start, end, "broken" if broken else "value" if self.value_due else "stray")
        self.value_due = False
        self.rest_of_line(end, index if kind == "plain" else None)

    def rest_of_line(self, position: int, head: int | None) -> None:
        """Go to the next line; `head` is the plain scalar that may go on there."""
        self.head = head
        match = _END_OF_LINE.match(self.text, position)
        if match and match[1]:
            self.add("comment", match.start(1), match.end(1))
            self.head = None
        elif not match:
            start = self.after_blanks(position)
            self.add("plain", start, self.line_end(start), "stray")
            self.head = None
        self.position = self.line_end(position) + 1

    def line_end(self, position: int) -> int:
        return self.text.index("\n", position)

    def block_scalar(self, start: int) -> bool:
        header = _HEADER.match(self.text, start)
        if not header:
            return False
        first = _FIRST_TEXT.match(self.text, header.end())
        found = len(first[1]) if first else 0
        indent = max(self.indent, 0) + int(header[1]) if header[1] else max(found, self.indent + 1)
        text = _block_text(indent).match(self.text, header.end())
        self.position = text.end() if text else header.end()
        self.add("block", start, self.position)
        self.value_due, self.head = False, None
        return True
