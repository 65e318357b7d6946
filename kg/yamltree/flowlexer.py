"""What stands in brackets and quotes of a YAML file, to tokens: what `lexer` finds run over lines."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of the text.

    kind: plain, quoted, block (a block scalar with its header), comment, dash, property (`&a *a !t`),
        marker (`---`, `...`, `%YAML`), unclosed (a quote or bracket left open; `end` is where its end is due)
    role: of a plain or quoted scalar: key, value, more (a further line of a plain scalar),
        stray (nothing may stand here), broken (followed by what cannot follow it),
        lone (a key of a flow mapping without a value), only (the one item of a flow sequence);
        of a bracket: mismatched (closed by a bracket of the other kind)
    context: "[" or "{" inside of brackets, else ""
    """

    kind: str
    start: int
    end: int
    role: str = ""
    context: str = ""


class _Open:
    """An open bracket, and how far its current entry has got."""

    __slots__ = ("commas", "scalar", "start", "valued")

    def __init__(self, start: int) -> None:
        self.start = start
        self.commas = 0
        self.next_entry()

    def next_entry(self) -> None:
        self.scalar: int | None = None  # index of the token that the current entry ends with so far
        self.valued = False  # the colon of the entry has been passed


CLOSERS = {"[": "]", "{": "}"}

_DOUBLE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SINGLE = re.compile(r"'[^']*(?:''[^']*)*'")
_TO_COMMENT = re.compile(r"(?:[^\n \t]|[ \t]+(?![ \t\n#]))+")
_DEEPEST = 100  # brackets that are told apart; no file that has more is read anyway
_TO_ENTRY_END = re.compile(r"[^\n,\]}]*")
_FLOW = re.compile(
    r"[ \t]*(?:(?P<question>\?(?=[ \t\n]))|(?P<line>\n)|(?P<comment>(?<=[ \t\n])#[^\n]*)"
    r"|(?P<open>[\[{])|(?P<close>[\]}])"
    r"|(?P<comma>,)|(?P<colon>:(?=[ \t\n,\[\]{}])|(?<=[\"']):)|(?P<quote>[\"'])"
    r"|(?P<property>[&*!][^ \t\n,\[\]{}]*)"
    r"|(?P<plain>(?:[^ \t\n,\[\]{}:]|:(?![ \t\n,\[\]{}])|[ \t]+(?=[^ \t\n,\[\]{}:#]))+))"
)


@cache
def _outdented_entry(indent: int) -> re.Pattern[str]:
    """Match a line break and, no further to the right than `indent`, what starts an entry of a block."""
    return re.compile(rf"\n {{0,{max(indent, 0)}}}(?:- |[^ \t\n#\"'\[\]{{}},:][^\n:]*:[ \n])")


def to_comment(text: str, start: int) -> int:
    """Give the end of plain text that runs to a comment or the end of its line."""
    match = _TO_COMMENT.match(text, start)
    return match.end() if match else start + 1


def lex_quoted(text: str, start: int, indent: int, *, recover: bool, in_brackets: bool = False) -> Token:
    """Take a quoted scalar; where it is unclosed, as much of its line as can be meant."""
    match = (_DOUBLE if text[start] == '"' else _SINGLE).match(text, start)
    if match and not (recover and _outdented_entry(indent).search(text, start, match.end())):
        return Token("quoted", start, match.end())
    rest = _TO_ENTRY_END.match(text, start) if in_brackets else None
    return Token("unclosed", start, rest.end() if rest else to_comment(text, start))


def lex_brackets(text: str, start: int, indent: int, *, recover: bool) -> tuple[list[Token], int]:
    r"""Take what stands in brackets, over as many lines as it does; give its tokens and its end.

    >>> tokens, end = lex_brackets("{to: 工会, quote}\n", 0, indent=0, recover=False)
    >>> [(token.role, token.start) for token in tokens], end
    ([('key', 1), ('value', 5), ('lone', 9)], 15)
    """
    return _BracketLexer(text, indent, recover=recover).run(start)


class _BracketLexer:
    def __init__(self, text: str, indent: int, *, recover: bool) -> None:
        self.text = text
        self.indent = indent
        self.recover = recover
        self.tokens: list[Token] = []
        self.stack: list[_Open] = []

    def run(self, start: int) -> tuple[list[Token], int]:
        position = start
        while position < len(self.text):
            match = _FLOW.match(self.text, position)
            if not match:
                position += 1
                continue
            kind = match.lastgroup or ""
            start, end = match.span(kind)
            if kind == "line" and self.abandoned(start):
                break
            position = self.take(kind, start, end)
            if not self.stack:
                return self.tokens, position
        position = min(position, len(self.text) - 1)  # the last line ends with a line break
        self.leave_open(self.stack, position)
        return self.tokens, position

    def abandoned(self, position: int) -> bool:
        return self.recover and _outdented_entry(self.indent).match(self.text, position) is not None

    def leave_open(self, brackets: list[_Open], end: int) -> None:
        while self.text[end - 1] in " \t\n,":
            end -= 1
        for bracket in reversed(brackets):
            self.tokens.append(Token("unclosed", bracket.start, end))

    def take(self, kind: str, start: int, end: int) -> int:
        """Take one lexeme and give its end."""
        if kind == "open":
            if len(self.stack) < _DEEPEST:
                self.stack.append(_Open(start))
        elif kind == "close":
            self.close(start)
        elif kind == "comma":
            self.end_entry()
            self.stack[-1].commas += 1
        elif kind == "colon":
            self.colon()
        elif kind in {"plain", "quote"}:
            return self.scalar(kind, start, end)
        elif kind in {"comment", "property"}:
            self.tokens.append(Token(kind, start, end))
        return end

    def context(self) -> str:
        return self.text[self.stack[-1].start]

    def scalar(self, kind: str, start: int, end: int) -> int:
        entry = self.stack[-1]
        context = self.context()
        if kind == "quote":
            token = lex_quoted(self.text, start, self.indent, recover=self.recover, in_brackets=True)
            kind, end = token.kind, token.end
        goes_on = entry.scalar is not None and not self.passed_colon(entry)
        role = "more" if goes_on else "key" if context == "{" and not entry.valued else "value"
        if not goes_on:
            entry.scalar = len(self.tokens)
        self.tokens.append(Token(kind, start, end, role, context))
        return end

    def passed_colon(self, entry: _Open) -> bool:
        return entry.valued and entry.scalar is not None and self.tokens[entry.scalar].role == "key"

    def set_role(self, entry: _Open, role: str) -> None:
        token = None if entry.scalar is None else self.tokens[entry.scalar]
        if entry.scalar is not None and token and token.role != role and token.kind != "unclosed":
            self.tokens[entry.scalar] = token._replace(role=role)

    def colon(self) -> None:
        entry = self.stack[-1]
        self.set_role(entry, "broken" if entry.valued else "key")
        entry.valued = True

    def end_entry(self) -> None:
        entry = self.stack[-1]
        if self.context() == "{" and not entry.valued:
            self.set_role(entry, "lone")
        entry.next_entry()

    def close(self, position: int) -> None:
        """Close the innermost bracket of this kind; those inside of it were left open."""
        closer = self.text[position]
        depth = next((i for i, b in enumerate(self.stack) if CLOSERS[self.text[b.start]] == closer), None)
        if depth is None:  # most likely typed for the other kind
            bracket = self.stack.pop()
            self.tokens.append(Token("unclosed", bracket.start, position + 1, "mismatched"))
            return
        while CLOSERS[self.context()] != closer:
            self.leave_open([self.stack.pop()], position)
        entry = self.stack[-1]
        if closer == "]" and not entry.commas and not entry.valued:
            self.set_role(entry, "only")
        self.end_entry()
        self.stack.pop()
