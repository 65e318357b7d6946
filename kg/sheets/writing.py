"""The data as a table for spreadsheets: what `kg import` reads back as the same data.

A text that a spreadsheet would take for a formula stands behind an apostrophe in CSV, and in a cell that is
marked as text in a workbook (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.dates import DateRange
from kg.model import Observation, Reference
from kg.problems import KgError, Location, Problem
from kg.sheets.layouts import HEADERS
from kg.sheets.table import CARRIAGE_RETURN, guarded, joined_list, joined_quote, unguarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Dataset, Entity, Omission, Statement
    from kg.problems import Language

    Line = tuple[str, ...]

COLUMNS = (
    *("subject", "subject_name", "property", "property_label", "object", "object_name", "measure"),
    *("number", "bound", "unit", "counts", "scope", "period", "kind"),
    *("when", "role", "status", "source", "quote", "note"),
)
"""The columns of a statement."""

HEAD_COLUMNS = ("subject_type", "subject_aliases", "subject_description", "subject_sameAs")
"""The columns of an entity behind those of a statement; all but its type only in its first row."""

ENTITY_COLUMNS = ("id", "name", "type", "aliases", "description", "sameAs")
NOT_STATED = "notStated"

_NO_FIGURE = ("",) * 8
_KEYS = {name: key for key, names in HEADERS.items() for name in (key, *names)}
_WRAPPED = {"quote", "note", "description", "aliases", "value", "sameAs"}
_HEADER_FILL = "FFE8EEF7"
_WIDEST = 44
_LONGEST = 32_767
"""Characters of a cell of a workbook (Excel specifications and limits)."""


def csv_table(dataset: Dataset) -> bytes:
    """Write a row per statement, and per entity without any (RFC 4180, marked as UTF-8 for Excel).

    What is not stated has a row of the status `notStated`, with a note and no object.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow((*COLUMNS, *HEAD_COLUMNS))
    for entity, found in _rows(dataset):
        rows = found or [(entity.id, entity.name, *[""] * (len(COLUMNS) - 2))]
        head: Line = (entity.type, *_about(entity))
        for row in rows:
            writer.writerow([guarded(text) for text in (*row, *head)])
            head = (entity.type, "", "", "")
    return text.getvalue().encode("utf-8-sig")


def workbook(dataset: Dataset, language: Language) -> bytes:
    """Write a sheet of entities and a sheet of statements (Office Open XML), with headers in a language."""
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    entities = (
        (one.id, "" if one.name == one.id else one.name, one.type, *_about(one))
        for one in dataset.entities.values()
    )
    statements = (row for _, rows in _rows(dataset) for row in rows)
    _sheet(book, ("实体", "entities")[language == "en"], ENTITY_COLUMNS, entities, language)
    _sheet(book, ("陈述", "statements")[language == "en"], COLUMNS, statements, language)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _about(entity: Entity) -> Line:
    return joined_list(entity.aliases), entity.description or "", joined_list(entity.same_as)


def _rows(dataset: Dataset) -> Iterator[tuple[Entity, list[Line]]]:
    """Yield each entity with the rows of what is stated and not stated of it."""
    omissions: defaultdict[str, list[Omission]] = defaultdict(list)
    for omission in dataset.omissions:
        if not omission.of_article:
            omissions[omission.subject].append(omission)
    for entity in dataset.entities.values():
        rows = [_row(dataset, one) for one in dataset.statements_from.get(entity.id, ())]
        yield entity, rows + [_omission(dataset, one) for one in omissions[entity.id]]


def _row(dataset: Dataset, statement: Statement) -> Line:
    return (
        *_start(dataset, statement),
        *_object(dataset, statement),
        statement.when.raw if statement.when else "",
        statement.role or "",
        statement.status,
        *_end(statement),
    )


def _omission(dataset: Dataset, omission: Omission) -> Line:
    return *_start(dataset, omission), "", "", *_NO_FIGURE, "", "", NOT_STATED, *_end(omission)


def _start(dataset: Dataset, one: Statement | Omission) -> Line:
    label = dataset.ontology.properties[one.property].titles["zh"]
    return one.subject, dataset.entities[one.subject].name, one.property, label


def _end(one: Statement | Omission) -> Line:
    return one.source or "", joined_quote(one.quote.phrases) if one.quote else "", one.note or ""


def _object(dataset: Dataset, statement: Statement) -> Line:
    """Give object, its name, and for a figure the measure, number, bound, unit and what qualifies it."""
    object_ = statement.object
    if isinstance(object_, Observation):
        quantity = object_.quantity
        number = (object_.measure, f"{quantity.number:f}", quantity.bound, quantity.unit)
        return quantity.raw, "", *number, *(qualifier or "" for qualifier in object_[2:])
    if isinstance(object_, Reference):
        return object_.id, dataset.entities[object_.id].name, *_NO_FIGURE
    return object_.raw if isinstance(object_, DateRange) else object_, "", *_NO_FIGURE


def _sheet(book: Any, title: str, columns: Iterable[str], rows: Iterable[Line], language: Language) -> None:
    """Write one sheet: headers that stay in sight and filter, and columns as wide as what is in them."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    keys = [_KEYS[column] for column in columns]
    sheet.append([HEADERS[key][0] if language == "zh" else key for key in keys])
    widths = [8] * len(keys)
    for number, row in enumerate(rows, 2):
        for column, text in enumerate(row, 1):
            if text:
                _write(sheet.cell(number, column), text, wrapped=keys[column - 1] in _WRAPPED)
                widths[column - 1] = max(widths[column - 1], _width(text))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_HEADER_FILL)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(cell: Any, text: str, *, wrapped: bool) -> None:
    """Write a text as text, whatever it looks like; raises KgError for one that no cell can hold."""
    if unguarded(text) != text:  # blanks around it, or an apostrophe before a sign
        text = guarded(text)
    if len(text) > _LONGEST:
        blanks = {"length": str(len(text)), "limit": str(_LONGEST)}
        raise KgError(Problem("export-cell-too-long", Location(cell.coordinate), blanks))
    cell.value = text.replace("\r", CARRIAGE_RETURN)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _alignment(wrapped=wrapped)


@cache
def _alignment(*, wrapped: bool) -> Any:
    from openpyxl.styles import Alignment

    return Alignment(vertical="top", wrap_text=wrapped)


def _width(text: str) -> int:
    """Give the columns that a text takes; a Chinese character takes two."""
    line = max(text.splitlines(), key=len, default="")
    return sum(1 + (character > "\u2e80") for character in line)
