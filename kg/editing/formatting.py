"""The standard order and layout of a data file: what `kg fmt` writes.

Lines are moved and indented, keys renamed, blank lines evened out. Values, quotes and comments stay as they
were written; a text that would not say the same afterwards is refused.

- An entity begins with its type, name, aliases, description and sameAs; its properties follow in the order of
  the ontology; what is not stated comes last. Entities and articles keep their order.
- Two columns for each level, the items of a list too; one blank line between entities.
- A comment stays above the line that it stands above.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.editing.edits import TextEdit, apply
from kg.editing.order import HEAD, Order
from kg.editing.references import entity_entries, entries_of
from kg.loading.entities import NOT_STATED
from kg.problems import KgError, Location, Problem
from kg.yamltree import Mapping, Node, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingOf
    from typing import Literal

    from kg.editing.sources import SourceFile
    from kg.ontology import Class, Ontology, Property

    Keys = Literal["zh", "en"]

STEP = "  "
ENTITIES = "entities"
SECTIONS = ("articles", ENTITIES)
"""The keys at the top whose entries stand apart by a blank line."""

_break = re.compile(r"\r\n?|\n")


def formatted(source: SourceFile, ontology: Ontology, keys: Keys | None = None) -> str:
    """Give the text of a file in standard order and layout, its keys in one language if `keys` names one.

    Its lines end as LF does. Raises KgError (`not-formatted`) where it would not say the same afterwards.
    """
    renamed = apply(source.text, list(_renamings(source, ontology, keys))) if keys else source.text
    tree = _tree(renamed, source)
    if not tree.entries:
        return source.text
    text = Formatter(renamed, ontology).document(tree)
    if _content(_tree(text, source)) != _content(tree):
        raise KgError(Problem("not-formatted", Location(str(source.path))))
    return text


def _tree(text: str, source: SourceFile) -> Mapping:
    tree, problems = parse(text.encode(), str(source.path))
    if problems:
        raise KgError(Problem("not-formatted", Location(str(source.path))))
    return tree


def _content(node: Node) -> object:
    """Give what a node says, without its place; the order of a mapping says nothing."""
    if isinstance(node, Scalar):
        return node.text, node.style
    if isinstance(node, Sequence):
        return [_content(item) for item in node.items]
    return {name: _content(entry.value) for name, entry in node.entries.items()}


def _renamings(source: SourceFile, ontology: Ontology, keys: Keys) -> Iterator[TextEdit]:
    """Yield the edits that put types and properties in one language."""
    classes = _names(ontology.classes, ontology.class_ids, keys)
    properties = _names(ontology.properties, ontology.property_ids, keys)
    for _, entity in entity_entries(source.tree).values():
        for key, value in entries_of(entity):
            if key.text == "type" and isinstance(value, Scalar):
                yield from _renamed(source, value, classes)
            elif key.text in NOT_STATED:
                yield TextEdit(*source.spans.scalar(key), NOT_STATED[keys == "zh"])
                for inner, _ in entries_of(value):
                    yield from _renamed(source, inner, properties)
            elif key.text not in HEAD:
                yield from _renamed(source, key, properties)


def _names(
    definitions: MappingOf[str, Class] | MappingOf[str, Property], ids: MappingOf[str, str], keys: Keys
) -> dict[str, str]:
    """Lead from every name of a type or property to the one in the language."""
    return {name: definitions[id_].titles["zh"] if keys == "zh" else id_ for name, id_ in ids.items()}


def _renamed(source: SourceFile, scalar: Scalar, names: MappingOf[str, str]) -> Iterator[TextEdit]:
    if scalar.text in names:
        yield TextEdit(*source.spans.scalar(scalar), names[scalar.text])


class Chunk(NamedTuple):
    """The lines of an entry or item, from the comments above it to where the next one begins.

    start, first, end: the first comment, the key or dash, and the line behind the last one; from 0
    column: of the key or dash, from 0
    """

    start: int
    first: int
    end: int
    column: int
    node: Node


class Formatter:
    """Lays out one text."""

    def __init__(self, text: str, ontology: Ontology) -> None:
        self.lines = _break.split(text)
        self.order = Order(ontology)

    def document(self, tree: Mapping) -> str:
        """Give the whole text."""
        return "\n".join(self._document(tree)).strip("\n") + "\n"

    def _document(self, tree: Mapping) -> Iterator[str]:
        for number, (name, chunk) in enumerate(self.entries(tree, 0, len(self.lines))):
            yield from self.opening(chunk, "", apart=number > 0)
            if name in SECTIONS and self.is_block(chunk.node) and isinstance(chunk.node, Mapping):
                yield from self.section(chunk.node, chunk, ranked=name == ENTITIES)
            else:
                yield from self.value(chunk, "")

    def section(self, node: Mapping, outer: Chunk, *, ranked: bool) -> Iterator[str]:
        """Give the entities or articles of a file."""
        end = self.above(outer.end, outer.column, outer.first + 1)
        for number, (_, chunk) in enumerate(self.entries(node, outer.first + 1, end)):
            yield from self.opening(chunk, STEP, apart=number > 0)
            yield from self.value(chunk, STEP, ranked=ranked)
        yield from self.comments(end, self.filled(outer.end), "", None)

    def opening(self, chunk: Chunk, indent: str, *, apart: bool = False) -> Iterator[str]:
        """Give the comments above a key, and its line; `apart` begins with a blank line in any case."""
        if apart:
            yield ""
        yield from self.comments(chunk.start, chunk.first, indent, "" if apart else None)
        yield (indent + self.lines[chunk.first][chunk.column :]).rstrip(" ")

    def comments(self, start: int, end: int, indent: str, before: str | None) -> Iterator[str]:
        """Give comments and single blank lines; none behind a line before that is blank."""
        for comment in (line.strip(" ") for line in self.lines[start:end]):
            if comment or before != "":
                yield indent + comment if comment else ""
            before = comment

    def value(self, chunk: Chunk, indent: str, *, ranked: bool = False) -> Iterator[str]:
        """Give the lines below the line of a key."""
        if not self.is_block(chunk.node):
            yield from self.shifted(chunk, indent)
            return
        start, inner = chunk.first + 1, indent + STEP
        end = self.above(chunk.end, chunk.column, start)  # comments at the end, no further in than the key
        if isinstance(chunk.node, Mapping):
            yield from self.mapping(chunk.node, start, end, inner, ranked=ranked)
        elif isinstance(chunk.node, Sequence):
            for item in self.items(chunk.node, start, end):
                yield from self.item(item, inner)
        yield from self.comments(end, self.filled(chunk.end), indent, None)

    def mapping(
        self, node: Mapping, start: int, end: int, indent: str, *, ranked: bool = False
    ) -> Iterator[str]:
        """Give the lines of a block mapping."""
        entries = self.entries(node, start, end)
        for _, chunk in sorted(entries, key=lambda one: self.order.rank(one[0])) if ranked else entries:
            yield from self.opening(chunk, indent)
            yield from self.value(chunk, indent)

    def item(self, chunk: Chunk, indent: str) -> Iterator[str]:
        """Give the lines of an item of a block list."""
        yield from self.comments(chunk.start, chunk.first, indent, None)
        if isinstance(chunk.node, Mapping) and self.is_block(chunk.node):
            first, *rest = self.mapping(chunk.node, chunk.first, chunk.end, indent + STEP)
            yield f"{indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{indent}- {self.lines[chunk.first][chunk.node.column - 1 :]}".rstrip(" ")
            yield from self.shifted(chunk, indent)

    def shifted(self, chunk: Chunk, indent: str) -> Iterator[str]:
        """Give the further lines of a value that is laid out freely, moved sideways as far as its key."""
        for line in self.lines[chunk.first + 1 : chunk.end]:
            blanks = len(line) - len(line.lstrip(" "))
            moved = blanks + len(indent) - chunk.column
            if not line.lstrip(" ").startswith("#"):
                moved = max(moved, len(indent + STEP))
            yield " " * moved + line[blanks:] if line.strip(" ") else ""

    def is_block(self, node: Node) -> bool:
        """Tell whether a mapping or list is written without brackets."""
        return not isinstance(node, Scalar) and self.lines[node.line - 1][node.column - 1] not in "{["

    def entries(self, node: Mapping, start: int, end: int) -> list[tuple[str, Chunk]]:
        """Cut the lines of a mapping into its entries, by key."""
        keys = [(key.line - 1, key.column - 1, value) for key, value in node.entries.values()]
        return list(zip(node.entries, self.chunks(keys, start, end), strict=True))

    def items(self, node: Sequence, start: int, end: int) -> list[Chunk]:
        """Cut the lines of a list into its items."""
        dashes = [
            (item.line - 1, self.lines[item.line - 1].rindex("-", 0, item.column - 1), item)
            for item in node.items
        ]
        return self.chunks(dashes, start, end)

    def chunks(self, heads: list[tuple[int, int, Node]], start: int, end: int) -> list[Chunk]:
        """Cut the lines from `start` to `end` where each of these keys begins, with the comments above."""
        starts = [self.above(line, column, start) for line, column, _ in heads]
        starts[:1] = [min(start, heads[0][0])]
        ends = [*starts[1:], self.filled(end)]
        return [
            Chunk(begin, line, stop, column, node)
            for begin, stop, (line, column, node) in zip(starts, ends, heads, strict=True)
        ]

    def filled(self, end: int) -> int:
        """Give the end of the last of the lines before this one that is not blank."""
        while not self.lines[end - 1].strip(" "):
            end -= 1
        return end

    def above(self, line: int, column: int, start: int) -> int:
        """Give the first of the lines above a key that are blank, or comments no further in than the key."""
        while line > start and self._stands_free(self.lines[line - 1], column):
            line -= 1
        return line

    def _stands_free(self, line: str, column: int) -> bool:
        inner = line.lstrip(" ")
        return not inner or (inner[0] == "#" and len(line) - len(inner) <= column)
