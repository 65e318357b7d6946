"""CSV and its like to a table, in the encodings and with the delimiters that spreadsheets write."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem
from kg.sheets.table import LARGEST_FILE, Cell, Table, unguarded
from kg.yamltree.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable

DELIMITERS = (",", "\t", ";")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_separator_line = re.compile(r"sep=(.)\r?\n")
_JUDGED_ROWS = 20


def read_delimited(raw: bytes, file: str, headers_in: Callable[[list[str]], int]) -> Table:
    """Read a table from text; `headers_in` counts the headers in a row, and so tells the delimiter.

    Raises KgError for an encoding that is not known for sure, and for quotes that do not close.
    """
    text = _text(raw, file)
    separator = _separator_line.match(text)
    delimiter = separator[1] if separator else _delimiter(text, headers_in)
    rows = [
        [Cell(unguarded(value), row, column) for column, value in enumerate(values, 1) if value.strip()]
        for row, values in enumerate(_rows(text, delimiter, file), 1)
    ]
    return Table(file, "", [row for row in rows if row], [])


def _text(raw: bytes, file: str) -> str:
    if len(raw) > LARGEST_FILE:
        raise KgError(
            Problem("sheet-file-too-large", Location(file), {"limit": str(LARGEST_FILE // 1_000_000)})
        )
    if raw.startswith(UTF16_MARKS):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise KgError(Problem("sheet-not-utf16", Location(file))) from None
    decoded = decode(raw, file)
    if not decoded.problem:
        return decoded.text
    if decoded.problem.code == "gb18030":
        return raw.decode("gb18030")  # it was decoded strictly before, and to Chinese
    if decoded.problem.code == "wide-encoding":
        raise KgError(decoded.problem)
    line = decoded.problem.location.line
    raise KgError(Problem("sheet-encoding", Location(file, line), decoded.problem.blanks))


def _delimiter(text: str, headers_in: Callable[[list[str]], int]) -> str:
    """Give the delimiter with which a row near the top has the most headers."""
    lines = text[:100_000].splitlines(keepends=True)[:_JUDGED_ROWS]

    def most(delimiter: str) -> int:
        return max(map(headers_in, csv.reader(lines, delimiter=delimiter)), default=0)

    return max(DELIMITERS, key=most)


def _rows(text: str, delimiter: str, file: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    start = 1
    try:
        for row in reader:
            rows.append(row)
            start = reader.line_num + 1
    except csv.Error as error:
        raise KgError(Problem("sheet-csv-syntax", Location(file, start), {"reason": str(error)})) from None
    return rows
