"""Data files as they are read for editing."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.editing.edits import TextEdit, apply
from kg.loading.load import raise_errors
from kg.loading.nodes import read_file
from kg.problems import KgError, Location, Problem
from kg.yamltree import Mapping, parse
from kg.yamltree.encoding import UTF8_MARK, decode
from kg.yamltree.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class SourceFile:
    r"""One file, read once: its bytes, its text without a byte order mark, and how its lines end.

    newline: `"\r\n"` where the first line ends so, else `"\n"`
    """

    def __init__(self, path: Path, raw: bytes) -> None:
        self.path = path
        self.raw = raw
        decoded = decode(raw, str(path))
        if decoded.problem:
            raise KgError(decoded.problem)
        self.text = decoded.text
        self.newline = "\r\n" if self.text.partition("\n")[0].endswith("\r") else "\n"

    @classmethod
    def read(cls, path: Path) -> SourceFile:
        """Read a file; raises KgError with its problems where it cannot be read as text."""
        try:
            return cls(path, read_file(path))
        except OSError as error:
            reason = error.strerror or str(error)
            raise KgError(Problem("unreadable", Location(str(path)), {"reason": reason})) from error

    @cached_property
    def tree(self) -> Mapping:
        """The nodes of the file; raises KgError with its errors, since then nothing in it can be found."""
        tree, problems = parse(self.raw, str(self.path))
        raise_errors(problems)
        return tree

    @cached_property
    def spans(self) -> Spans:
        """Where the nodes begin and end in `text`."""
        return Spans(self.text)

    def encode(self, text: str) -> bytes:
        """Give the bytes of a text in this file: with a byte order mark where the file has one."""
        mark = UTF8_MARK if self.raw.startswith(UTF8_MARK) else b""
        return mark + text.encode()

    def edited(self, edits: Iterable[TextEdit]) -> bytes:
        """Give the bytes of the file after edits, whose lines then end as those of the file."""
        return self.encode(apply(self.text, [edit._replace(text=self.lines(edit.text)) for edit in edits]))

    def lines(self, text: str) -> str:
        """End the lines of a text as those of the file end."""
        return text.replace("\r\n", "\n").replace("\n", self.newline)
