"""The proposals of a draft file, one by one, and their removal from it as text edits."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from kg.draft.acting import WITHOUT_SUBJECT
from kg.editing.edits import TextEdit
from kg.editing.references import entity_entries
from kg.editing.sources import SourceFile
from kg.editing.values import ValueEditor, items_of
from kg.loading.entities import ABOUT_THE_NAME, DRAFT_KEYS, ENTITY_KEYS
from kg.yamltree import Mapping, Scalar
from kg.yamltree.spans import last_line
from kg.yamltree.writing import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.yamltree import Node
    from kg.yamltree.writing import Value

LEFT_BEHIND = ("status", "confidence")
"""What a statement loses when it is accepted; the head of an entity loses its quote too."""

UNSURE = 0.5
"""The confidence of what does not say it."""


class Item(NamedTuple):
    """A proposal: a statement, or with an empty key the head of a new entity.

    form: what would be written, without what only drafts have
    lines: the first and the last line it stands on
    """

    subject: str
    key: str
    form: Value
    confidence: float
    quote: tuple[str, ...]
    lines: tuple[int, int]

    @property
    def identity(self) -> str:
        """Tell it from all others, also when the file has changed elsewhere."""
        return json.dumps([self.subject, self.key, self.form], ensure_ascii=False)

    @property
    def to(self) -> str:
        """Give what a statement says: an id, a figure, a text."""
        if isinstance(self.form, dict):
            return str(self.form.get("to", self.form.get("value", "")))
        return str(self.form)


def items_in(source: SourceFile) -> list[Item]:
    """Give all proposals of a file: of each entity its head first, then its statements, the surest first."""
    return [
        item
        for id_, (_, node) in entity_entries(source.tree).items()
        if isinstance(node, Mapping)
        for item in sorted(_of_entity(id_, node), key=lambda item: (bool(item.key), -item.confidence))
    ]


def _of_entity(id_: str, node: Mapping) -> Iterator[Item]:
    if "type" in node.entries:
        head = {key: entry for key, entry in node.entries.items() if key in ABOUT_THE_NAME}
        form = {key: value_of(entry.value) for key, entry in head.items()}
        lines = (node.line - 1, max(last_line(entry.value) for entry in head.values()))
        yield Item(id_, "", form, _confidence(node), _quote(node), lines)
    for name, (key, value) in node.entries.items():
        if name not in ENTITY_KEYS:
            for one in items_of(value):
                lines = (key.line if one is value else one.line, last_line(one))
                yield Item(id_, name, _form(one), _confidence(one), _quote(one), lines)


def _form(node: Node) -> Value:
    """Give what would be written; who is only supposed to act makes an inferred statement."""
    form = value_of(node)
    if not isinstance(form, dict):
        return form
    supposed = form.get("note") == WITHOUT_SUBJECT
    kept = {key: value for key, value in form.items() if key not in (*LEFT_BEHIND, "note" * supposed)}
    return kept | {"status": "inferred", "note": WITHOUT_SUBJECT} if supposed else kept


def _confidence(node: Node) -> float:
    entry = node.entries.get("confidence") if isinstance(node, Mapping) else None
    try:
        return float(entry.value.text) if entry and isinstance(entry.value, Scalar) else UNSURE
    except ValueError:
        return UNSURE


def _quote(node: Node) -> tuple[str, ...]:
    entry = node.entries.get("quote") if isinstance(node, Mapping) else None
    phrases = items_of(entry.value) if entry else []
    return tuple(one.text for one in phrases if isinstance(one, Scalar))


def without(source: SourceFile, item: Item, *, whole: bool = False) -> SourceFile:
    """Take a proposal out of a file; `whole`: with a head goes all of its entity, and what leads to it."""
    found = next((one for one in items_in(source) if one.identity == item.identity), None)
    if found is None:
        return source
    item = found
    if whole and not item.key:
        for other in items_in(source):
            if other.key and other.subject != item.subject and other.to == item.subject:
                source = without(source, other)
        return _without_entity(source, item.subject)
    node = entity_entries(source.tree)[item.subject].value
    if not isinstance(node, Mapping):
        return source
    if item.key:
        return _cleared(_without_statement(source, node, item), item.subject)
    for key in (*ABOUT_THE_NAME, *DRAFT_KEYS):
        node = entity_entries(source.tree)[item.subject].value
        if isinstance(node, Mapping) and key in node.entries:
            if len(node.entries) == 1:
                return _without_entity(source, item.subject)
            edits = ValueEditor(source, node, node.entries[key]).remove_all()
            source = SourceFile(source.path, source.edited(edits))
    return source


def _without_statement(source: SourceFile, node: Mapping, item: Item) -> SourceFile:
    entry = node.entries[item.key]
    for one in items_of(entry.value):
        if _form(one) == item.form:
            if len(node.entries) == 1 and len(items_of(entry.value)) == 1:
                return _without_entity(source, item.subject)
            edits = ValueEditor(source, node, entry).remove(one)
            return SourceFile(source.path, source.edited(edits))
    return source


def _cleared(source: SourceFile, id_: str) -> SourceFile:
    """Take an entity away of which only what a draft has is left."""
    entry = entity_entries(source.tree).get(id_)
    if entry and isinstance(entry.value, Mapping) and entry.value.entries.keys() <= DRAFT_KEYS:
        return _without_entity(source, id_)
    return source


def _without_entity(source: SourceFile, id_: str) -> SourceFile:
    entry = entity_entries(source.tree)[id_]
    start, end = source.spans.lines_of(entry)
    if blank := re.match(r"\r?\n", source.text[end:]):
        end += blank.end()
    elif blank := re.search(r"(?<=\n)\r?\n\Z", source.text[:start]):
        start = blank.start()
    return SourceFile(source.path, source.edited([TextEdit(start, end, "")]))
