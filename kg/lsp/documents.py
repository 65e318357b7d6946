"""Open documents as lists of lines, and the columns that editors count in.

A large document is changed in a moment, where pygls would copy and split it whole at every key. Lines end as
the protocol says, at LF, CRLF or CR, and not at what else Python takes for a line break.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from lsprotocol.types import Position, PositionEncodingKind, Range, TextDocumentContentChangePartial
from pygls.workspace import TextDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lsprotocol.types import TextDocumentContentChangeEvent

WIDTHS = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}
"""The codec of each unit of columns, and its bytes."""


class Units:
    """The units in which an editor counts columns, UTF-16 unless the two have agreed on others."""

    def __init__(self, encoding: PositionEncodingKind | str | None = PositionEncodingKind.Utf16) -> None:
        kind = PositionEncodingKind(encoding or PositionEncodingKind.Utf16)
        self.codec, self.width = WIDTHS[kind]

    def count(self, text: str) -> int:
        """Give the units that a text takes.

        >>> Units().count("工会𠮷")
        4
        """
        return len(text) if text.isascii() else len(text.encode(self.codec, "surrogatepass")) // self.width

    def column(self, line: str, units: int) -> int:
        """Give the code points before a column of a line; what lies past its end is its end.

        >>> Units().column("𠮷工会", 3), Units().column("工会", 9)
        (2, 2)
        """
        line = line.rstrip("\r\n")
        if line.isascii():
            return min(units, len(line))
        return len(
            line.encode(self.codec, "surrogatepass")[: units * self.width].decode(self.codec, "ignore")
        )

    def position(self, lines: Sequence[str], line: int, column: int) -> Position:
        """Give an editor's position for a line and a column in code points, both from 0."""
        text = lines[line] if line < len(lines) else ""
        return Position(line, self.count(text[:column]))

    def range(self, lines: Sequence[str], line: int, start: int, end: int) -> Range:
        """Give an editor's range for a part of one line."""
        return Range(self.position(lines, line, start), self.position(lines, line, end))


def split_lines(text: str) -> list[str]:
    r"""Split a text into lines with their ends, as editors do.

    >>> split_lines("工会:\r\n  a: b\u2028c\n"), split_lines("")
    (['工会:\r\n', '  a: b\u2028c\n', ''], [''])
    """
    lines = StringIO(text, newline="").readlines()
    return lines if lines and lines[-1][-1] not in "\r\n" else [*lines, ""]


class Document(TextDocument):
    """An open document; `units` are those of its editor."""

    def __init__(self, document: TextDocument, units: Units) -> None:
        super().__init__(document.uri, document.source, document.version, document.language_id)
        self.units = units
        self._lines = split_lines(document.source)

    @property
    def lines(self) -> Sequence[str]:
        """The lines with their ends; the last one has none."""
        return self._lines

    @property
    def source(self) -> str:
        """The whole text."""
        return "".join(self._lines)

    def apply_change(self, change: TextDocumentContentChangeEvent) -> None:
        """Apply one change as the editor has made it; places outside of the text are its nearest end."""
        if not isinstance(change, TextDocumentContentChangePartial):
            self._lines = split_lines(change.text)
            return
        start, start_column = self.place(change.range.start)
        end, end_column = max(self.place(change.range.end), (start, start_column))
        after = self._lines[end][end_column:]
        changed = split_lines(self._lines[start][:start_column] + change.text + after)
        self._lines[start : end + 1] = changed if end + 1 == len(self._lines) else changed[:-1]

    def place(self, position: Position) -> tuple[int, int]:
        """Give the line and the column in code points, both from 0, of an editor's position."""
        if position.line >= len(self._lines):
            return len(self._lines) - 1, len(self._lines[-1])
        return position.line, self.units.column(self._lines[position.line], position.character)
