"""The rows of a table to what they claim: nodes as the loader reads them, whose places are cells.

A node's line is a row and its column a column, so that what the loader finds is found in a cell.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from kg.loading.nodes import SPARQL_LOCAL_NAME
from kg.problems import Location, Problem
from kg.sheets.layouts import DERIVED, HEAD_KEYS, QUALIFIERS
from kg.sheets.table import split_list, split_quote
from kg.yamltree import Entry, Mapping, Node, Scalar, Sequence
from kg.yamltree.rawtext import hidden_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.ontology import Ontology
    from kg.sheets.layouts import Column, Layout
    from kg.sheets.table import Cell, Table

LISTS = frozenset({"aliases", "sameAs"})
NOT_STATED = frozenset({"notstated", "未载", "not stated"})
"""What the column of the status says where the article does not say something."""


class Row(NamedTuple):
    """What one row claims: of whom, what it is and is called, and what is stated or not stated of it."""

    table: Table
    number: int
    subject: Scalar
    heads: dict[str, Entry]
    statements: list[Entry]
    omissions: list[Entry]


class RowReader:
    """Reads the rows of one table; what is wrong with a cell itself is put into `problems`."""

    def __init__(
        self, table: Table, layout: Layout, ontology: Ontology, problems: list[Problem], source: str | None
    ) -> None:
        self.table = table
        self.layout = layout
        self.ontology = ontology
        self.problems = problems
        self.source = source

    def rows(self) -> Iterator[Row]:
        """Yield the rows in which something of what is read stands."""
        for cells in self.layout.rows:
            found = {
                cell.column: cell
                for cell in cells
                if cell.column in self.layout.columns and self.layout.columns[cell.column].key not in DERIVED
            }
            if found:
                for cell in found.values():
                    self._check(cell)
                yield self._row(found)

    def _check(self, cell: Cell) -> None:
        """Find what no text of the data may have, whatever it is meant to say."""
        hidden = None if cell.text.isascii() and cell.text.isprintable() else hidden_in(cell.text)
        if cell.problem:
            self._complain(cell.problem, cell, value=cell.shown or cell.text)
        elif hidden:
            self._complain(hidden[0], cell, **hidden[1])

    def _complain(self, code: str, cell: Cell, **blanks: str) -> None:
        self.problems.append(Problem(code, Location(self.table.name, cell.row, cell.column), blanks))

    def _row(self, cells: dict[int, Cell]) -> Row:
        first = next(iter(cells.values()))
        columns = [(self.layout.columns[number], cell) for number, cell in cells.items()]
        by_key = {column.key: cell for column, cell in columns if not column.is_property}
        subject = self._subject(by_key, first)
        heads = {key: _entry(key, by_key[key]) for key in HEAD_KEYS if key in by_key}
        row = Row(self.table, first.row, subject, heads, [], [])
        if not self.layout.is_long:
            row.statements.extend(self._of_wide(columns))
        elif by_key.keys() & {"property", "value"}:
            self._of_long(row, by_key, first)
        return row

    def _subject(self, cells: dict[str, Cell], first: Cell) -> Scalar:
        """Give the id; of a name alone, the id is what of it can be one."""
        if "id" in cells:
            return _scalar(cells["id"])
        if "name" not in cells:
            self._complain("row-without-entity", first)
            return Scalar("", first.row, first.column)
        cell = cells["name"]
        name = unicodedata.normalize("NFC", cell.text)
        if not SPARQL_LOCAL_NAME.fullmatch(name):
            name = "".join(character for character in name if SPARQL_LOCAL_NAME.fullmatch(character)).lstrip(
                "-"
            )
        return Scalar(name or cell.text, cell.row, cell.column)

    def _of_long(self, row: Row, cells: dict[str, Cell], first: Cell) -> None:
        if "property" not in cells:
            self._complain("row-without-property", cells["value"])
            return
        key = _scalar(cells["property"])
        qualifiers = self._qualifiers((name, cells[name]) for name in QUALIFIERS if name in cells)
        status = cells.get("status")
        if status and status.text.casefold() in NOT_STATED:
            fields = {name: entry for name, entry in qualifiers.items() if name != "status"}
            row.omissions.append(Entry(key, Mapping(fields, first.row, key.column)))
        elif "value" in cells:
            row.statements.append(
                Entry(key, self._value(cells["value"].text, cells["value"], key, qualifiers))
            )
        else:
            self._complain("row-without-value", cells["property"])

    def _of_wide(self, columns: list[tuple[Column, Cell]]) -> Iterator[Entry]:
        """Yield the values of each property; qualifiers to its right are its own, left of all of all."""
        given = {column.header.column for column, _ in columns}
        cells = {column.header.column: cell for column, cell in columns}
        common: list[tuple[str, Cell]] = []
        owner: Column | None = None
        own: dict[int, list[tuple[str, Cell]]] = {}
        for number, column in sorted(self.layout.columns.items()):
            if column.is_property:
                owner = column
                own[number] = []
            elif column.key in QUALIFIERS and number in given:
                (own[owner.header.column] if owner else common).append((column.key, cells[number]))
        for number, qualifiers in own.items():
            if number in cells:
                yield from self._values(self.layout.columns[number], cells[number], [*common, *qualifiers])
            elif qualifiers:
                self._complain(
                    "qualifier-without-value", qualifiers[0][1], property=self.layout.columns[number].key
                )

    def _values(self, column: Column, cell: Cell, qualifiers: list[tuple[str, Cell]]) -> Iterator[Entry]:
        property_ = self.ontology.properties[column.key]
        for text in split_list(cell.text) if property_.multivalued else [cell.text]:
            key = Scalar(property_.id, cell.row, cell.column)
            yield Entry(key, self._value(text, cell, key, self._qualifiers(qualifiers)))

    def _qualifiers(self, cells: Iterable[tuple[str, Cell]]) -> dict[str, Entry]:
        fields = {name: _entry(name, cell) for name, cell in cells}
        if self.source and "source" not in fields:
            fields["source"] = Entry(Scalar("source", 0, 0), Scalar(self.source, 0, 0))
        return fields

    def _value(self, text: str, cell: Cell, key: Scalar, qualifiers: dict[str, Entry]) -> Node:
        value = Scalar(text, cell.row, cell.column)
        if not qualifiers:
            return value
        fields = {"value": Entry(Scalar("value", cell.row, cell.column), value), **qualifiers}
        return Mapping(fields, cell.row, key.column)


def _scalar(cell: Cell, text: str | None = None) -> Scalar:
    return Scalar(cell.text if text is None else text, cell.row, cell.column)


def _entry(key: str, cell: Cell) -> Entry:
    node: Node
    if key in LISTS:
        node = Sequence([_scalar(cell, text) for text in split_list(cell.text)], cell.row, cell.column)
    elif key == "quote":
        phrases = split_quote(cell.shown or cell.text)
        node = Sequence([_scalar(cell, text) for text in phrases], cell.row, cell.column)
    else:
        node = _scalar(cell)
    return Entry(Scalar(key, cell.row, cell.column), node)
