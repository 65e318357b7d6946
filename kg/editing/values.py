"""Values of a property as text edits: replaced, added beside others, removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.editing.edits import TextEdit
from kg.editing.insertion import STEP, insert_entries, new_lines
from kg.editing.references import OBJECT
from kg.yamltree import Mapping, Scalar, Sequence
from kg.yamltree.writing import WIDTH, entry_text, flow_text, item_text, key_text

if TYPE_CHECKING:
    from kg.editing.sources import SourceFile
    from kg.yamltree import Entry, Node
    from kg.yamltree.spans import Span
    from kg.yamltree.writing import Value


def items_of(node: Node) -> list[Node]:
    """Give the values of a property, of which a list has several."""
    return node.items if isinstance(node, Sequence) else [node]


def text_of(item: Node) -> str | None:
    """Give what a value says, in its short or its long form; `None` where it says nothing."""
    if isinstance(item, Mapping):
        found = next((item.entries[key].value for key in OBJECT if key in item.entries), None)
        return found.text if isinstance(found, Scalar) else None
    return item.text if isinstance(item, Scalar) else None


class ValueEditor:
    """Edits the values of one entry of an entity, in the style they are written in."""

    def __init__(self, source: SourceFile, owner: Mapping, entry: Entry) -> None:
        self.source = source
        self.spans = source.spans
        self.owner = owner
        self.entry = entry
        self.key = entry.key.text

    def replace(self, item: Node, form: Value) -> list[TextEdit]:
        """Put another value in the place of one; of a long form, what is not given again stays."""
        if isinstance(item, Mapping):
            return self._replace_in_long_form(item, form)
        start, end = self.spans.node(item)
        node = self.entry.value
        if isinstance(node, Sequence) and self.spans.is_flow(node) and len(node.items) == 1:
            return [TextEdit(start, end, _alone(form, self.key))]
        if isinstance(form, str) or self._is_in_list():
            return [self._over(start, end, flow_text(form, self.key, inside=self._is_in_brackets()))]
        indent = self.entry.key.column - 1
        written = entry_text(self.key, form, indent, step=STEP).removeprefix(
            f"{' ' * indent}{key_text(self.key)}"
        )
        return [TextEdit(self.spans.scalar(self.entry.key)[1], end, written.rstrip("\n"))]

    def add(self, form: Value) -> list[TextEdit]:
        """Put one more value behind the others; a single one becomes the first of a list."""
        node = self.entry.value
        if not isinstance(node, Sequence):
            return self._make_list(node, form)
        if not self.spans.is_flow(node):
            end = self.spans.line_end(self.spans.node(node)[1])
            return [new_lines(self.source, end, item_text(form, node.column - 1))]
        if not node.items:
            return [insertion(self.spans.start(node) + 1, _alone(form, self.key))]
        written = flow_text(form, self.key, inside=True)
        return [insertion(self.spans.node(node.items[-1])[1], f", {written}")]

    def remove(self, item: Node) -> list[TextEdit]:
        """Take one value away, and the whole entry with the last one."""
        node = self.entry.value
        if not isinstance(node, Sequence) or len(node.items) == 1:
            return self.remove_all()
        if not self.spans.is_flow(node):
            return [self._without_lines(self.source.text.rindex("-", 0, self.spans.start(item)), item)]
        return [self._without([self.spans.node(one) for one in node.items], node.items.index(item))]

    def remove_all(self) -> list[TextEdit]:
        """Take the entry away."""
        if not self.spans.is_flow(self.owner):
            return [self._without_lines(self.spans.start(self.entry.key), self.entry.value)]
        entries = list(self.owner.entries.values())
        spans = [(self.spans.start(key), self.spans.node(value)[1]) for key, value in entries]
        return [self._without(spans, entries.index(self.entry))]

    def _is_in_list(self) -> bool:
        return self.spans.is_flow(self.owner) or isinstance(self.entry.value, Sequence)

    def _is_in_brackets(self) -> bool:
        return self.spans.is_flow(self.owner) or self.spans.is_flow(self.entry.value)

    def _over(self, start: int, end: int, written: str) -> TextEdit:
        """Write over a value; where none was, the colon is followed by a blank."""
        return TextEdit(start, end, f" {written}" if start == end else written)

    def _replace_in_long_form(self, item: Mapping, form: Value) -> list[TextEdit]:
        given = form if isinstance(form, dict) else {"value": form}
        old = next((key for key in OBJECT if key in item.entries), "value")
        fields = {old if key in OBJECT else key: value for key, value in given.items()}
        inside = self.spans.is_flow(item)
        edits = [
            self._over(*self.spans.node(item.entries[key].value), flow_text(value, key, inside=inside))
            for key, value in fields.items()
            if key in item.entries
        ]
        new = {key: value for key, value in fields.items() if key not in item.entries}
        return [*edits, insert_entries(self.source, item, new)] if new else edits

    def _make_list(self, node: Node, form: Value) -> list[TextEdit]:
        start, end = self.spans.node(node)
        if self.spans.is_flow(self.owner) and not isinstance(node, Scalar):
            return [insertion(start, "["), insertion(end, f", {flow_text(form, self.key, inside=True)}]")]
        if isinstance(node, Scalar):
            written = flow_text([node.text, form], self.key)
            short = isinstance(form, str) and node.column + len(written) <= WIDTH
            if short or self.spans.is_flow(self.owner):
                return [self._over(start, end, written)]
        return self._make_block_list(start, end, form)

    def _make_block_list(self, start: int, end: int, form: Value) -> list[TextEdit]:
        """Put dashes before the old value and the new one; what it has of further lines moves with it."""
        text = self.source.text
        before = text[:start].rstrip(" \t")
        indent = self.entry.key.column - 1 + STEP
        if before.endswith(("\n", "\r")):
            indent = start - len(before)
            first = insertion(start, "- ")
        else:
            first = TextEdit(len(before), start, f"\n{' ' * indent}- ")
        moved = [
            insertion(start + match.end(), "  ") for match in re.finditer(r"\n(?![\r\n])", text[start:end])
        ]
        item = new_lines(self.source, self.spans.line_end(end), item_text(form, indent))
        return [first, *moved, item]

    def _without(self, spans: list[Span], index: int) -> TextEdit:
        """Take one of several out of brackets, with the comma that parts it from its neighbour."""
        start, end = spans[index]
        if index + 1 < len(spans):
            return TextEdit(start, spans[index + 1][0], "")
        return TextEdit(spans[index - 1][1] if index else start, end, "")

    def _without_lines(self, start: int, node: Node) -> TextEdit:
        first = self.spans.lines.place(start)[0]
        return TextEdit(self.spans.lines.span(first)[0], self.spans.line_end(self.spans.node(node)[1]), "")


def _alone(form: Value, key: str) -> str:
    """Write the one item of a list in brackets."""
    return flow_text([form], key)[1:-1]


def insertion(at: int, text: str) -> TextEdit:
    """Insert a text at an offset."""
    return TextEdit(at, at, text)
