"""What the columns of a table hold, told by its headers: statements (*long*), or entities (*wide*).

A header is a name of `HEADERS`, or in a wide table any key, label or alias of a property in the ontology.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.ontology import Ontology
    from kg.sheets.table import Cell, Table

HEADERS = {
    "id": ("标识", "实体", "subject", "entity"),
    "name": ("名称", "实体名称", "subject_name"),
    "type": ("类型", "实体类型", "subject_type"),
    "aliases": ("别名", "alias", "subject_aliases"),
    "description": ("说明", "描述", "subject_description"),
    "sameAs": ("同一实体", "等同于", "subject_sameAs", "same as"),
    "property": ("属性", "属性键"),
    "property_label": ("属性名",),
    "value": ("值", "对象", "object", "to"),
    "object_name": ("值的名称", "对象名称"),
    "measure": ("指标", "统计指标"),
    "number": ("数值",),
    "bound": ("界限",),
    "unit": ("单位",),
    "counts": ("计数对象",),
    "scope": ("统计范围", "范围"),
    "period": ("时段",),
    "kind": ("统计种类", "种类"),
    "when": ("时间", "有效时间"),
    "role": ("角色",),
    "status": ("状态",),
    "source": ("来源", "文章", "出处"),
    "quote": ("引文", "原文"),
    "note": ("备注",),
}
"""The columns that are no properties, by key, with what else they may be called."""

HEAD_KEYS = ("type", "name", "aliases", "description", "sameAs")
QUALIFIERS = (
    "measure",
    "counts",
    "scope",
    "period",
    "kind",
    "source",
    "quote",
    "when",
    "status",
    "role",
    "note",
)
DERIVED = frozenset({"property_label", "object_name", "number", "bound", "unit"})
"""Columns of an export that say again, for people and programs, what others say; they are not read."""

NOT_READ = "#"
"""A header that begins so belongs to a column that is none of our business."""

_SEARCHED_ROWS = 20


class Column(NamedTuple):
    """A column that is read: the cell of its header, and its key; a property has `is_property`."""

    header: Cell
    key: str
    is_property: bool = False


class Layout(NamedTuple):
    """The columns of a table by their number, and the rows below its headers."""

    is_long: bool
    columns: dict[int, Column]
    rows: list[list[Cell]]


def normal(header: str) -> str:
    """Give a header without what does not matter of it.

    >>> normal(" Subject Name"), normal("实体类型 *")
    ('subject_name', '实体类型')
    """
    return "_".join(header.strip().strip("*＊ ").casefold().split())


_keys = {normal(name): key for key, names in HEADERS.items() for name in (key, *names)}


class HeaderReader:
    """Knows the headers that an ontology allows."""

    def __init__(self, ontology: Ontology) -> None:
        self.properties = {normal(name): id_ for name, id_ in ontology.property_ids.items()}
        self.candidates = [*_keys, *ontology.property_ids]

    def count(self, values: Iterable[str]) -> int:
        """Tell how many different headers a row has; 0 if it says less than whom it is about and what."""
        known = {key for key in map(self._key, values) if key}
        about = known & {"id", "name"}
        return len(known) if about and len(known) > 1 else 0

    def layout(self, table: Table) -> Layout | None:
        """Find the headers, and say what the columns are; `None` if there are no headers.

        Raises KgError with every header that is unknown or stands there twice.
        """
        rows = table.rows[:_SEARCHED_ROWS]
        counts = [self.count(cell.text for cell in row) for row in rows]
        if not any(counts):
            return None
        index = counts.index(max(counts))
        headers, rows = table.rows[index], table.rows[index + 1 :]
        is_long = {"property", "value"} <= {_keys.get(normal(cell.text)) for cell in headers}
        columns = {
            cell.column: self._column(cell, is_long=is_long) for cell in headers if not _is_aside(cell)
        }
        problems = list(self._problems(table, columns, rows, headers))
        if problems:
            raise KgError(*problems)
        return Layout(is_long, {number: column for number, column in columns.items() if column.key}, rows)

    def _key(self, header: str) -> str | None:
        return _keys.get(normal(header)) or self.properties.get(normal(header))

    def _column(self, header: Cell, *, is_long: bool) -> Column:
        """Read one header; a table of entities may have a property of the name of a qualifier."""
        own, property_ = _keys.get(normal(header.text)), self.properties.get(normal(header.text))
        if property_ and not is_long and own not in ("id", *HEAD_KEYS):
            return Column(header, property_, is_property=True)
        return Column(header, own or "")

    def _problems(
        self, table: Table, columns: dict[int, Column], rows: list[list[Cell]], headers: list[Cell]
    ) -> Iterator[Problem]:
        seen: dict[str, Column] = {}
        for column in columns.values():
            row, number = column.header.row, column.header.column
            if not column.key:
                yield self._unknown(table, column.header)
            elif column.is_property or column.key not in QUALIFIERS or {"property", "value"} & seen.keys():
                other = seen.setdefault(column.key, column)
                if other is not column:
                    blanks = {"name": column.header.text, "other": other.header.text, "key": column.key}
                    yield table.problem("header-twice", row, number, **blanks)
        named = {cell.column for cell in headers}
        for cell in {cell.column: cell for row in reversed(rows) for cell in row}.values():
            if cell.column not in named:
                yield table.problem("header-missing", cell.row, cell.column, value=cell.text)

    def _unknown(self, table: Table, header: Cell) -> Problem:
        from kg.suggest import nearest

        suggestion = "".join(nearest(header.text, self.candidates))
        return table.problem(
            "header-unknown", header.row, header.column, name=header.text, suggestion=suggestion
        )


def _is_aside(header: Cell) -> bool:
    return header.text.startswith(NOT_READ)
