"""Workbooks of Excel to tables, with what is hidden, merged, calculated or broken in them.

This is all that knows openpyxl, but for `writing`.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from kg.problems import KgError, Location, Problem
from kg.sheets.formats import date_edtf, date_parts, date_shown, number_text
from kg.sheets.table import CARRIAGE_RETURN, LARGEST_FILE, Cell, Table, unguarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

ZIP_MARK = b"PK"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

LARGEST_CONTENT = 400_000_000
"""Bytes of a workbook once it is unpacked."""

MOST_CELLS = 5_000_000
"""Rows times columns of a sheet, empty ones included."""

_PARTS = {
    "xl/workbook.bin": "sheet-xlsb",
    "content.xml": "sheet-ods",
    "Index/Document.iwa": "sheet-numbers",
}
_SHOWN_ROWS = 5


def is_workbook(raw: bytes) -> bool:
    """Tell whether a file is a workbook of some kind rather than text."""
    return raw.startswith((ZIP_MARK, OLE_MARK))


def read_workbook(raw: bytes, file: str, sheet: str | None = None) -> list[Table]:
    """Read the sheets that are not hidden, or the one that is named; raises KgError."""
    code = _refusal(raw)
    if code:
        raise KgError(Problem(code, Location(file), {"limit": str(LARGEST_CONTENT // 1_000_000)}))
    book = _opened(raw, file, values=False)
    chosen = _chosen(book, file, sheet)
    calculated = any(cell.data_type == "f" for one in chosen for row in one.iter_rows() for cell in row)
    values = _opened(raw, file, values=True) if calculated else book
    tables = [_table(file, one, values[one.title]) for one in chosen]
    hidden = [] if sheet else [one.title for one in book.worksheets if one.sheet_state != "visible"]
    if hidden and tables:
        tables[0].warnings.append(Problem("sheet-hidden", Location(file), {"sheets": "、".join(hidden)}))
    return tables


def _refusal(raw: bytes) -> str:
    """Give the code of why a file is not even opened, if there is a reason."""
    if raw.startswith(OLE_MARK):
        return "sheet-encrypted" if "EncryptedPackage".encode("utf-16-le") in raw else "sheet-xls"
    if len(raw) > LARGEST_FILE:
        return "sheet-file-too-large"
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "sheet-broken"
    if any(part.flag_bits & 1 for part in parts):
        return "sheet-encrypted"
    if sum(part.file_size for part in parts) > LARGEST_CONTENT or len(parts) > 10_000:
        return "sheet-too-much-content"
    names = {part.filename for part in parts}
    return next((code for name, code in _PARTS.items() if name in names), "")


def _opened(raw: bytes, file: str, *, values: bool) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on what it leaves out of a workbook that nobody writes back
            return load_workbook(io.BytesIO(raw), data_only=values, keep_links=False)
    except Exception as error:  # noqa: BLE001 - a broken part raises whatever its reader stumbled over
        raise KgError(Problem("sheet-broken", Location(file), {"reason": type(error).__name__})) from None


def _chosen(book: Any, file: str, sheet: str | None) -> list[Worksheet]:
    names = [one.title for one in book.worksheets]
    if sheet is not None and sheet not in names:
        from kg.suggest import nearest

        blanks = {"name": sheet, "sheets": "、".join(names), "suggestion": "".join(nearest(sheet, names))}
        raise KgError(Problem("sheet-unknown", Location(file), blanks))
    chosen = [
        one
        for one in book.worksheets
        if (one.title == sheet if sheet is not None else one.sheet_state == "visible")
    ]
    for one in chosen:
        if one.max_row * one.max_column > MOST_CELLS:
            blanks = {"rows": str(one.max_row), "columns": str(one.max_column)}
            raise KgError(Problem("sheet-too-large", Location(one.title), blanks))
    return chosen


def _table(file: str, sheet: Worksheet, values: Worksheet) -> Table:
    table = Table(file, sheet.title, [], [])
    table.warnings.extend(_hidden(table, sheet))
    wide = {cell for merged in sheet.merged_cells.ranges if merged.size["columns"] > 1 for cell in merged.top}
    for row, of_values in zip(sheet.iter_rows(), values.iter_rows(), strict=True):
        cells = [_cell(cell, value.value) for cell, value in zip(row, of_values, strict=True)]
        table.rows.append(
            [
                one._replace(problem="cell-merged-across") if (one.row, one.column) in wide else one
                for one in cells
                if one
            ]
        )
    _fill_down(table, sheet)
    table.rows[:] = [row for row in table.rows if row]
    return table


def _fill_down(table: Table, sheet: Worksheet) -> None:
    """Give what was merged over several rows to each of them."""
    for merged in sheet.merged_cells.ranges:
        first = [cell for cell in table.rows[merged.min_row - 1] if cell.column == merged.min_col]
        for row in range(merged.min_row + 1, merged.max_row + 1):
            cells = [*table.rows[row - 1], *(cell._replace(row=row) for cell in first)]
            table.rows[row - 1] = sorted(cells, key=lambda cell: cell.column)


def _hidden(table: Table, sheet: Worksheet) -> Iterator[Problem]:
    rows = sorted(row for row, dimension in sheet.row_dimensions.items() if dimension.hidden)
    if rows:
        shown = "、".join(map(str, rows[:_SHOWN_ROWS])) + ("…" if len(rows) > _SHOWN_ROWS else "")
        yield table.problem("sheet-hidden-rows", rows=shown, count=str(len(rows)))
    columns = "、".join(name for name, dimension in sheet.column_dimensions.items() if dimension.hidden)
    if columns:
        yield table.problem("sheet-hidden-columns", columns=columns)


def _cell(cell: Any, value: Any) -> Cell | None:
    """Read one cell; `value` is what it shows where it holds a formula."""
    if value is None:
        formula = cell.data_type == "f"
        return Cell("=", cell.row, cell.column, problem="cell-not-calculated") if formula else None
    place = cell.row, cell.column
    if isinstance(value, str):
        if value.startswith("#") and cell.data_type in {"e", "f"}:
            return Cell(value, *place, problem="cell-error")
        return Cell(unguarded(value.replace(CARRIAGE_RETURN, "\r")), *place) if value.strip() else None
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _date(value, cell.number_format, place)
    if isinstance(value, bool):
        return Cell(str(value).upper(), *place)
    return Cell(number_text(value, cell.number_format), *place)


def _date(value: Any, number_format: str, place: tuple[int, int]) -> Cell:
    if not isinstance(value, dt.date):
        return Cell(str(value), *place)  # a time or a duration, which no date is
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    parts = date_parts(number_format)
    problem = "" if "y" in parts else "cell-date-without-year"
    return Cell(date_edtf(moment, parts), *place, date_shown(moment, number_format), problem)
