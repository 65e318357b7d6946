"""Where nodes begin and end in the text they were read from, for edits that change nothing else.

Nodes know their beginning only; the ends are found by reading the events once more, when first asked for.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from kg.yamltree.encoding import LineIndex
from kg.yamltree.nodebuilder import Entry, Mapping, Node, Scalar, Sequence
from kg.yamltree.rawtext import without_unreadable

Event = Any
Span = tuple[int, int]


class Spans:
    """The spans of the nodes of one text that can be read: offsets in code points, the end excluded."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lines(self) -> LineIndex:
        """The lines of the text."""
        return LineIndex(self.text)

    def scalar(self, node: Scalar) -> Span:
        """Give the span of a scalar with its quotes; of a block scalar to the end of its last line."""
        start = self.start(node)
        return start, self._ends.scalars[start]

    def node(self, node: Node) -> Span:
        """Give the span from a node's first to its last character, never with the comments behind it."""
        if isinstance(node, Scalar):
            return self.scalar(node)
        start = self.start(node)
        return start, self._ends.collections[start]

    def start(self, node: Node) -> int:
        """Give the offset at which a node begins."""
        return self.lines.offset(node.line, node.column)

    def is_flow(self, node: Node) -> bool:
        """Tell whether a mapping or sequence is written in brackets."""
        return not isinstance(node, Scalar) and self.text[self.start(node)] in "{["

    def lines_of(self, part: Entry | Node) -> Span:
        """Give the whole lines of an entry of a block mapping, or of an item of a block list.

        The comment lines directly above, as far indented as it is, belong to it.
        """
        first, last = (part.key, part.value) if isinstance(part, Entry) else (part, part)
        number = self.lines.place(self.start(first))[0]
        indent = self.indentation(number)
        while number > 1 and self._is_comment(number - 1, indent):
            number -= 1
        end = self.node(last)[1]
        return self.lines.span(number)[0], self.line_end(end)

    def keeps_empty_lines(self, node: Node) -> bool:
        """Tell whether empty lines behind a node belong to it, as they do to a block scalar `|+`."""
        while not isinstance(node, Scalar):
            inner = (
                [entry.value for entry in node.entries.values()] if isinstance(node, Mapping) else node.items
            )
            if not inner or self.is_flow(node):
                return False
            node = inner[-1]
        return node.style in ("|", ">") and _keeps_empty_lines(self.text[slice(*self.scalar(node))])

    def line_end(self, offset: int) -> int:
        """Give the end of the line that an offset is in, behind its line break."""
        return self.lines.span(self.lines.place(offset)[0])[1]

    def indentation(self, line: int) -> int:
        """Give the number of blanks at the head of a line."""
        words = self.text[slice(*self.lines.span(line))]
        return len(words) - len(words.lstrip(" "))

    def _is_comment(self, line: int, indent: int) -> bool:
        words = self.text[slice(*self.lines.span(line))]
        return words.startswith("#", indent) and not words[:indent].strip(" ")

    @cached_property
    def _ends(self) -> _Ends:
        return _Ends(self.text)


def _keeps_empty_lines(block_scalar: str) -> bool:
    return "+" in block_scalar.partition("\n")[0].partition("#")[0]


class _Ends:
    """The ends of scalars and of collections, by where they begin: a mapping begins with its first key."""

    def __init__(self, text: str) -> None:
        from yaml._yaml import CParser

        self.scalars: dict[int, int] = {}
        self.collections: dict[int, int] = {}
        self._open: list[Event] = []
        self._last = 0  # where what was read last ends
        self._text = text
        parser = CParser(without_unreadable(text))
        while event := parser.get_event():
            self._take(event)

    def _take(self, event: Event) -> None:
        from yaml import events

        kind = type(event)
        if kind is events.ScalarEvent:
            start, end = event.start_mark.index, event.end_mark.index
            if event.style in ("|", ">"):
                words = self._text[start:end]
                if _keeps_empty_lines(words):
                    end = start + len(words.removesuffix("\n").removesuffix("\r"))
                else:
                    end = start + len(words.rstrip())
            self._last = self.scalars[start] = end
        elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
            self._open.append(event)
        elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
            opened = self._open.pop()
            if opened.flow_style:
                self._last = event.end_mark.index
            self.collections[opened.start_mark.index] = self._last


def last_line(node: Node) -> int:
    """Give the last line that a node has something on."""
    inner = node.items if isinstance(node, Sequence) else []
    if isinstance(node, Mapping):
        inner = [entry.value for entry in node.entries.values()]
    return max(map(last_line, inner), default=node.line)
