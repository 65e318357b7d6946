"""libyaml's events to located nodes, one at a time: linear, and however deep it is, without recursion.

This and `kg.yamltree.yamlerrors` are all that knows the YAML library.
"""

from __future__ import annotations

from functools import cached_property
from sys import intern
from typing import Any, NamedTuple

from kg.yamltree.encoding import LineIndex
from kg.yamltree.mending import Slip

Event = Any
"""An event of libyaml; the stubs of PyYAML leave open whether it has marks, it always does."""

DEEPEST = 30
"""Nesting that no file of this project comes near; a deeper one is refused before it costs anything."""


class Scalar(NamedTuple):
    """A text as written, `""` where a value is left out.

    line, column: of its first character or quote, from 1, in code points
    style: `"'"`, `'"'`, `"|"` or `">"`, `""` for a plain scalar
    """

    text: str
    line: int
    column: int
    style: str = ""


class Entry(NamedTuple):
    """A key of a mapping and its value."""

    key: Scalar
    value: Node


class Mapping(NamedTuple):
    """Entries by the text of their key, in the order they were written."""

    entries: dict[str, Entry]
    line: int = 1
    column: int = 1


class Sequence(NamedTuple):
    """Items of a list."""

    items: list[Node]
    line: int
    column: int


Node = Scalar | Mapping | Sequence

_new = tuple.__new__  # half the time of calling the class, and a large file has 400,000 scalars
# For the same reason scalars have no offsets, and keys, mostly the same few, share their text.


class NodeBuilder:
    """Takes the events of one text; then has its nodes, the slips beside them, and what stopped it.

    doubtful: a key in brackets has no value, as in `{to:工会}`
    whole: every node stands for what is written
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.roots: list[Node] = []
        self.slips: list[Slip] = []
        self.failure: Slip | None = None
        self.doubtful = False
        self.whole = True
        self.too_deep = False
        self._reading = True
        self._outer: list[tuple[Node, dict[str, Entry] | None, list[Node], Scalar | None]] = []
        self._entries: dict[str, Entry] | None = None  # of the open mapping; in a sequence, `_items` are open
        self._items = self.roots
        self._key: Scalar | None = None
        self._key_end: Event = None  # the mark of where the last key that is a scalar ends

    @cached_property
    def lines(self) -> LineIndex:
        """The lines of the text, in which the offset of a node is found where there is a slip."""
        return LineIndex(self.text)

    def build(self) -> NodeBuilder:
        """Take the events of the text until its end or the first thing that libyaml refuses."""
        from yaml import YAMLError, events
        from yaml._yaml import CParser  # the parser alone: no loader, no resolver

        from kg.yamltree.yamlerrors import failure_slip

        handlers = {
            events.StreamStartEvent: _ignored,
            events.DocumentStartEvent: self._document,
            events.MappingStartEvent: self._mapping,
            events.SequenceStartEvent: self._sequence,
            events.ScalarEvent: self._scalar,
            events.AliasEvent: self._alias,
            events.MappingEndEvent: self._end,
            events.SequenceEndEvent: self._end,
            events.DocumentEndEvent: _ignored,
            events.StreamEndEvent: self._finish,
        }
        next_event = CParser(self.text).get_event
        try:
            while self._reading:
                event: Event = next_event()
                handlers[type(event)](event)
        except YAMLError as error:
            self.failure = failure_slip(error, self.text)
        return self

    def offset(self, scalar: Scalar) -> int:
        """Give the offset of a scalar in the text."""
        return self.lines.offset(scalar.line, scalar.column)

    def _scalar(self, event: Event) -> None:
        mark = event.start_mark
        text = event.value
        if event.anchor or event.tag:
            self._properties(event)
        if self._key is None and self._entries is not None:
            self._key = _new(Scalar, (intern(text), mark.line + 1, mark.column + 1, event.style))
            self._key_end = event.end_mark
            return
        if not text and self._key is not None and mark.index == self._key_end.index:
            self.doubtful = True
        self._add(_new(Scalar, (text, mark.line + 1, mark.column + 1, event.style)))

    def _mapping(self, event: Event) -> None:
        mark = event.start_mark
        entries: dict[str, Entry] = {}
        self._open(event, _new(Mapping, (entries, mark.line + 1, mark.column + 1)))
        self._entries = entries

    def _sequence(self, event: Event) -> None:
        if not self._outer:
            self._stop("top-level", event)
        mark = event.start_mark
        items: list[Node] = []
        self._open(event, _new(Sequence, (items, mark.line + 1, mark.column + 1)))
        self._entries, self._items = None, items

    def _open(self, event: Event, node: Node) -> None:
        if event.anchor or event.tag:
            self._properties(event)
        if self._key is None and self._entries is not None:
            self._refuse("complex-key", event)
            self._key = Scalar("", *_place(event))
        self._outer.append((node, self._entries, self._items, self._key))
        self._key = None
        if len(self._outer) > DEEPEST:
            self._stop("too-deep", event, limit=str(DEEPEST))
            self.too_deep = True

    def _end(self, _event: Event) -> None:
        node, self._entries, self._items, self._key = self._outer.pop()
        self._add(node)

    def _add(self, node: Node) -> None:
        """Put a node where it belongs: under the key that waits for it, or into the open sequence."""
        entries = self._entries
        key = self._key
        if entries is None or key is None:
            self._items.append(node)
            return
        self._key = None
        name = key[0]
        if name in entries:
            other = self.offset(entries[name].key)
            self.slips.append(Slip("duplicate-key", self.offset(key), {"name": name}, other=other))
        else:
            entries[name] = _new(Entry, (key, node))
        if name == "<<" and not key.style:
            self.slips.append(Slip("yaml-merge-key", self.offset(key)))
            self.whole = False

    def _alias(self, event: Event) -> None:
        self._refuse("yaml-alias", event, name=f"*{event.anchor}")
        scalar = Scalar("", *_place(event))
        if self._key is None and self._entries is not None:
            self._key = scalar
            self._key_end = event.end_mark
        else:
            self._add(scalar)

    def _properties(self, event: Event) -> None:
        if event.anchor:
            self._refuse("yaml-anchor", event, name=f"&{event.anchor}")
        if event.tag:
            self._refuse("yaml-tag", event, name=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _document(self, event: Event) -> None:
        if event.version or event.tags:
            self._refuse("yaml-directive", event)
        if self.roots:
            self._stop("second-document", event)

    def _refuse(self, code: str, event: Event, **blanks: str) -> None:
        """Note what this project does not use of YAML: it reads on, but the nodes are not what is written."""
        self.slips.append(Slip(code, event.start_mark.index, blanks))
        self.whole = False

    def _stop(self, code: str, event: Event, **blanks: str) -> None:
        self.failure = Slip(code, event.start_mark.index, blanks)
        self._reading = False

    def _finish(self, _event: Event) -> None:
        self._reading = False


def _ignored(_event: Event) -> None:
    """Take the events that make no nodes."""


def _place(event: Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
