"""Cells with their places, and how texts stand in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST_FILE = 50_000_000
"""Bytes of a file that is read; a table of 100,000 statements has a third of them."""

CARRIAGE_RETURN = "_x000D_"
"""How a workbook writes what XML would make a line feed of (ECMA-376, 22.9.2.19)."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_item = re.compile(r"(?:\\.|[^\\;；\r\n]|\\\Z)+", re.DOTALL)
_outer_blanks = re.compile(r"\s*((?:\\.|[^\\]|\\\Z)*?)\s*", re.DOTALL)
_separators = re.compile(r"[\\;；\r\n]|^\s|\s\Z")
_lone_ellipsis = re.compile(r"\\|(?<![^ ])…(?![^ ])")
_escaped = re.compile(r"\\(.)", re.DOTALL)


class Cell(NamedTuple):
    """What stands in a cell; row and column from 1.

    text: without the blanks around it; a date as EDTF
    shown: a date or a number as it is shown, for quotes
    problem: the code of what is wrong with it, if it is used
    """

    text: str
    row: int
    column: int
    shown: str = ""
    problem: str = ""


class Table(NamedTuple):
    """The rows of a sheet that have cells with something in them; `sheet` is empty for a text file."""

    file: str
    sheet: str
    rows: list[list[Cell]]
    warnings: list[Problem]

    @property
    def name(self) -> str:
        """What tells its places from those in other sheets and files."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file

    def address(self, row: int, column: int = 0) -> str:
        """Give a cell's address, or that of a row: `人物!C7`, `a.csv:7:C`."""
        letters = column_letters(column) if column else ""
        if self.sheet:
            return f"{self.sheet}!{letters}{row}"
        return f"{self.file}:{row}:{letters}" if column else f"{self.file}:{row}"

    def problem(self, code: str, row: int = 0, column: int = 0, **blanks: str) -> Problem:
        """Give a problem at the address of a cell, a row or the sheet as a whole."""
        place = self.address(row, column) if row else self.sheet or self.file
        return Problem(code, Location(place), blanks)


def column_letters(column: int) -> str:
    """Give the letters of a column, counted from 1.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def guarded(text: str) -> str:
    """Give a text as it may stand in a cell: behind an apostrophe if it would be run, or stripped.

    >>> guarded("=1+1"), guarded("浙江省总工会"), guarded("'=1+1"), guarded("'十四五'")
    ("'=1+1", '浙江省总工会', "''=1+1", "'十四五'")
    """
    return f"'{text}" if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """Give the text that a cell holds: behind the apostrophe that guards it, else without blanks around it.

    >>> unguarded("'=1+1"), unguarded(" 浙江省总工会 "), unguarded("'十四五'")
    ('=1+1', '浙江省总工会', "'十四五'")
    """
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text.strip()


def _needs_guard(text: str) -> bool:
    behind = text.lstrip("'")
    return behind.startswith(_FORMULA) or behind[:1].isspace() or text[-1:].isspace()


def split_list(text: str) -> list[str]:
    r"""Give the items of a cell, which `;`, `；` or a line break parts, but none behind a backslash.

    >>> split_list("省总工会；省总; 甲\\;乙")
    ['省总工会', '省总', '甲;乙']
    """
    items = (_outer_blanks.fullmatch(item) for item in _item.findall(text))
    return [_escaped.sub(r"\1", item[1]) for item in items if item and item[1]]


def joined_list(items: Iterable[str]) -> str:
    r"""Write items into one cell, so that `split_list` gives them back.

    >>> joined_list(["省总工会", "甲;乙"])
    '省总工会; 甲\\;乙'
    """
    return "; ".join(_separators.sub(r"\\\g<0>", item) for item in items)


def split_quote(text: str) -> list[str]:
    r"""Give the phrases of a quote, which ` … ` parts.

    >>> split_quote("2022年4月 … 联合省委宣传部")
    ['2022年4月', '联合省委宣传部']
    """
    return [re.sub(r"\\([\\…])", r"\1", phrase) for phrase in text.split(" … ")]


def joined_quote(phrases: Iterable[str]) -> str:
    r"""Write the phrases of a quote into one cell, so that `split_quote` gives them back.

    >>> joined_quote(["等多个", "a … b"])
    '等多个 … a \\… b'
    """
    return " … ".join(_lone_ellipsis.sub(r"\\\g<0>", phrase) for phrase in phrases)
