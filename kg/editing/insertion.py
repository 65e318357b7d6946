"""New entries of mappings as text edits: entities of a file, properties of an entity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.editing.edits import TextEdit
from kg.problems import KgError, Location, Problem
from kg.yamltree import Mapping
from kg.yamltree.writing import entry_text, flow_text, key_text

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingOf

    from kg.editing.sources import SourceFile
    from kg.yamltree.writing import Value

    Values = MappingOf[str, Value]

STEP = 2
ENTITIES = "entities"

_LOOK_BACK = 5_000
_apart_or_first = re.compile(r"(?:\n[ \t\r]*|(?:^|\n)entities:[^\n]*)\n(?: *#[^\n]*\n)*\Z")


def insert_entities(source: SourceFile, entities: Values) -> list[TextEdit]:
    """Put new entities behind the last one of a file; raises KgError where `entities:` is no mapping."""
    section = source.tree.entries.get(ENTITIES)
    if section is None:
        return [_new_section(source, entities)]
    key, value = section
    if isinstance(value, Mapping) and value.entries:
        last = source.spans.lines.span(list(value.entries.values())[-1].key.line)[0]
        apart = are_apart(source.text, last)
        return [insert_entries(source, value, entities, blocks=1, apart=apart)]
    start, end = source.spans.node(value)
    if source.text[start:end] not in ("", "{}"):
        place = Location(str(source.path), value.line, value.column)
        raise KgError(Problem("mapping-expected", place, {"key": ENTITIES}))
    if source.tree.entries and source.spans.is_flow(source.tree):
        return [TextEdit(start, end, f" {flow_text(entities)}".removeprefix(" " * (start < end)))]
    written = entities_text(entities, key.column - 1 + STEP)
    start = len(source.text[:start].rstrip(" "))
    return [TextEdit(start, end, ""), new_lines(source, source.spans.line_end(end), written)]


def insert_entries(
    source: SourceFile, owner: Mapping, entries: Values, *, blocks: int = 0, apart: bool = False
) -> TextEdit:
    """Put new entries behind the last one of a mapping, in brackets if it is written in them.

    blocks: levels of mappings that are written in lines however short they are
    apart: a blank line stands before each
    """
    if source.spans.is_flow(owner):
        return _in_brackets(source, owner, entries)
    indent = indent_of(owner)
    lines = _lines(entries, indent, _step(source, owner), blocks, between="\n" * apart)
    lines = "\n" * (apart and not source.spans.keeps_empty_lines(owner)) + lines
    return new_lines(source, _end_of_last(source, owner, indent), lines)


def _new_section(source: SourceFile, entities: Values) -> TextEdit:
    if source.tree.entries and source.spans.is_flow(source.tree):
        return _in_brackets(source, source.tree, {ENTITIES: entities})
    lead = "\n" if source.text.strip() and not source.spans.keeps_empty_lines(source.tree) else ""
    at = _end_of_last(source, source.tree, 0) if source.tree.entries else len(source.text)
    return new_lines(source, at, f"{lead}{ENTITIES}:\n{entities_text(entities)}")


def entities_text(entities: Values, indent: int = STEP) -> str:
    """Write entities as they stand under `entities:`, a blank line between them."""
    return _lines(entities, indent, STEP, 1, between="\n")


def indent_of(mapping: Mapping) -> int:
    """Give the columns by which the entries of a block mapping are indented."""
    return next(iter(mapping.entries.values())).key.column - 1


def _lines(entries: Values, indent: int, step: int, blocks: int, between: str = "") -> str:
    return between.join(
        entry_text(key, value, indent, step=step, blocks=blocks) for key, value in entries.items()
    )


def _in_brackets(source: SourceFile, owner: Mapping, entries: Values) -> TextEdit:
    written = ", ".join(
        f"{key_text(key, flow=True)}: {flow_text(value, key, inside=True)}" for key, value in entries.items()
    )
    if owner.entries:
        at = source.spans.node(list(owner.entries.values())[-1].value)[1]
        return TextEdit(at, at, f", {written}")
    at = source.spans.start(owner) + 1
    return TextEdit(at, at, written)


def _step(source: SourceFile, owner: Mapping) -> int:
    """Give the columns by which values are indented further, as the first does that shows it."""
    for key, value in owner.entries.values():
        if isinstance(value, Mapping) and not source.spans.is_flow(value):
            return indent_of(value) - key.column + 1
    return STEP


def are_apart(text: str, last: int) -> bool:
    """Tell whether a blank line stands above the last entity, which begins at an offset; alone, one would."""
    return _apart_or_first.search(text, max(0, last - _LOOK_BACK), last) is not None


def _end_of_last(source: SourceFile, owner: Mapping, indent: int) -> int:
    """Give the end of the last entry's lines, with the comments below that are indented further."""
    spans, text = source.spans, source.text
    end = spans.line_end(spans.node(list(owner.entries.values())[-1].value)[1])
    while end < len(text):
        following = spans.line_end(end)
        line = text[end:following]
        words = line.lstrip(" ")
        if not words.startswith("#") or len(line) - len(words) <= indent:
            break
        end = following
    return end


def new_lines(source: SourceFile, at: int, lines: str) -> TextEdit:
    """Insert whole lines; the last line of a file may have no line break."""
    unfinished = at == len(source.text) and source.text and not source.text.endswith(("\n", "\r"))
    return TextEdit(at, at, "\n" * bool(unfinished) + lines)
