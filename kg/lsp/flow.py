"""Brackets in YAML up to a cursor: which are open, under which key, and where the word begins."""

from __future__ import annotations

import re

_MARK = re.compile(r"[{}\[\],:#'\"]")
_WORD_END = re.compile(r"[,\]}\r\n]|:(?=[ \t\r\n,\]}]|$)|[ \t]+#")
_KEYS = re.compile(r"(?:^|,)[ \t]*[\"']?([^\s,:{}\[\]\"']+)[\"']?[ \t]*:(?=[ \t]|$)")


class Bracket:
    """An open bracket: its keys so far, the one whose value is due, and where the current word begins."""

    def __init__(self, bracket: str, line: int, start: int) -> None:
        self.bracket = bracket
        self.key: str | None = None
        self.keys: list[str] = []
        self.line = line
        self.start = start


class Flow:
    """Reads brackets, one mark after the other; when `stack` is empty again, they are closed."""

    def __init__(self) -> None:
        self.stack: list[Bracket] = []
        self.in_comment = False
        self._quote = ""

    def take(self, text: str, line: int, offset: int = 0) -> None:
        """Take a line, or the part of one that begins at column `offset`."""
        self.in_comment = False
        word = 0  # where the current word begins
        for match in _MARK.finditer(text):
            at = match.start()
            if self._quote:
                self._quote = "" if match[0] == self._quote else self._quote
            elif match[0] in "'\"":
                self._quote = "" if text[word:at].strip() else match[0]
            elif match[0] == "#":
                self.in_comment = text[at - 1 : at] in (" ", "\t", "")
            elif match[0] != ":" or text[at + 1 : at + 2] in " \t\r\n,}":
                self._take(match[0], text[word:at], line, offset + at + 1)
                word = at + 1
            if self.in_comment or not self.stack:
                return

    def _take(self, mark: str, word: str, line: int, after: int) -> None:
        """Take a mark with the word before it; `after` is the column behind it."""
        if mark in "{[":
            self.stack.append(Bracket(mark, line, after))
        elif mark in "}]":
            self.stack.pop()
        elif mark == ",":
            self.stack[-1].key = None
        elif self.stack[-1].bracket == "{":
            self.stack[-1].key = word.strip().strip("'\"")
            self.stack[-1].keys.append(self.stack[-1].key)
        if self.stack and mark in "{[,:":
            self.stack[-1].line, self.stack[-1].start = line, after

    def word_end(self, text: str, start: int) -> int:
        """Give the end of the word that begins at a column of a line."""
        if text[start : start + 1] in ("'", '"'):
            close = text.find(text[start], start + 1)
            if close > 0:
                return close + 1
        found = _WORD_END.search(text, start)
        return start + len(text[start : found.start() if found else len(text)].rstrip())

    def keys_after(self, text: str) -> frozenset[str]:
        """Give the keys that follow in the same brackets, on the same line."""
        depth = 0
        kept = []
        for character in text:
            depth += (character in "{[") - (character in "}]")
            if depth < 0:
                break
            kept.append(character if depth == 0 else "")
        return frozenset(_KEYS.findall("".join(kept)))
