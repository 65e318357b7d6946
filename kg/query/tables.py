"""Rows as a text table or a Markdown table; Chinese characters are two columns wide on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def width(text: str) -> int:
    """Give the columns a text takes on a terminal (Unicode Standard Annex 11).

    >>> width("浙江kg")
    6
    """
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    wide = sum(east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(map(bool, map(combining, text)))


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Render for a terminal: columns aligned, two spaces between them.

    >>> print(text_table(["名称", "n"], [["浙江省总工会", "3"]]), end="")
    名称          n
    ------------  -
    浙江省总工会  3
    """
    rows = [[_one_line(cell) for cell in row] for row in rows]
    columns = list(zip(header, *rows, strict=True))
    widths = [max(map(width, column)) for column in columns]
    lines = [header, ["-" * size for size in widths], *rows]
    return "".join(_line(line, widths) for line in lines)


def _one_line(cell: str) -> str:
    """Escape line breaks, and what else a terminal may take for a command."""
    if cell.isprintable():
        return cell
    return "".join(
        character if ord(character) >= 160 or character.isprintable() else repr(character)[1:-1]
        for character in cell
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    filled = (padded(cell, size) for cell, size in zip(cells, widths, strict=True))
    return "  ".join(filled).rstrip() + "\n"


def padded(cell: str, size: int) -> str:
    """Fill a cell up to so many columns."""
    return cell + " " * (size - width(cell))


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    r"""Render as a GitHub-flavoured Markdown table.

    >>> print(markdown_table(["名称"], [["a|b"]]), end="")
    | 名称 |
    | --- |
    | a\|b |
    """
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(_escaped(cell) for cell in line) + " |\n" for line in lines)


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
