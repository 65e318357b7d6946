"""One entity instead of two that are the same: `kg merge`."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from kg.editing.changing import LISTS, Change, edits_of
from kg.editing.edits import TextEdit
from kg.editing.heads import Heads
from kg.editing.insertion import insert_entries
from kg.editing.order import Order
from kg.editing.references import entity_entries, entries_of, references, refers
from kg.editing.sources import SourceFile
from kg.editing.values import ValueEditor, items_of, text_of
from kg.loading.entities import ABOUT_THE_NAME, ENTITY_KEYS, NOT_STATED
from kg.problems import KgError, Location, Problem
from kg.yamltree import Mapping, Scalar
from kg.yamltree.writing import flow_text, scalar_text, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.editing.landing import Sources
    from kg.ontology import Ontology
    from kg.yamltree import Entry, Node
    from kg.yamltree.writing import Value

NOTE = "note"


def merge(sources: Sources, keep: str, drop: str) -> tuple[dict[Path, list[TextEdit]], list[Problem]]:
    """Give the edits that make `drop` a part of `keep`, by file, and remarks on what is left out.

    The names of `drop` become aliases of `keep`, its statements and omissions move there with its comments,
    and references to it lead there. Where both say the same in the same article, `keep` is kept. Raises
    KgError where they differ in what can be only one (`merge-differs`), or where a statement relates them
    (`merge-related`).
    """
    merging = Merging(sources, keep, drop)
    merging.run()
    edits = {path: [*_differences(sources[path].text, now.text)] for path, now in merging.files.items()}
    return {path: of_file for path, of_file in edits.items() if of_file}, merging.remarks


class Merging:
    """Two entities on the way to one: each step is made on the files as the one before left them."""

    def __init__(self, sources: Sources, keep: str, drop: str) -> None:
        self.files = {path: sources[path] for path in sources.paths}
        self.heads = Heads(sources, None)
        self.keep, self.drop = keep, drop
        self.remarks: list[Problem] = []

    @property
    def ontology(self) -> Ontology:
        """The ontology of the data."""
        return self.heads.ontology

    def run(self) -> None:
        """Take all the steps."""
        self.require_mergeable()
        for path, source in list(self.files.items()):
            found = list(references(source.tree, self.ontology, self.drop))
            new = scalar_text(self.keep, flow=True)
            self.edit(path, [TextEdit(*source.spans.scalar(scalar), new) for scalar in found])
            self.say_once(path)
        path, dropped = self.find(self.drop)
        comments = _comments(self.files[path], dropped)
        self.edit(path, [_without(self.files[path], dropped)])
        for alias in dict.fromkeys([self.drop, *_names(dropped.value)]):
            if alias not in (self.keep, *_names(self.find(self.keep)[1].value)):
                self.change(Change("aliases", alias))
        for entry in entries_of(dropped.value):
            self.take(entry, path)
        self.comment(comments)

    def find(self, id_: str) -> tuple[Path, Entry]:
        """Give the file and the entry of an entity as they are now."""
        for path, source in self.files.items():
            if id_ in entity_entries(source.tree):
                return path, entity_entries(source.tree)[id_]
        raise KgError(Problem("unknown-name", Location(id_), {"name": id_, "suggestion": ""}))

    def edit(self, path: Path, edits: Iterable[TextEdit]) -> None:
        """Let a file become what edits make of it."""
        self.files[path] = SourceFile(path, self.files[path].edited(edits))

    def change(self, change: Change) -> None:
        """Say something more of the entity that is kept."""
        path, entry = self.find(self.keep)
        if isinstance(entry.value, Mapping):
            self.edit(path, edits_of(change, self.files[path], entry.value, self.heads))

    def require_mergeable(self) -> None:
        """Refuse entities of different types, and two that a statement relates to each other."""
        kept, dropped = self.find(self.keep), self.find(self.drop)
        types = [self.ontology.class_ids.get(_text(entry, "type"), "") for _, entry in (kept, dropped)]
        if types[0] != types[1]:
            raise self.conflict(dropped[0], dropped[1].key, "type", *types)
        for (path, entry), other in ((kept, self.drop), (dropped, self.keep)):
            alone = Mapping({"entities": type(entry)(entry.key, Mapping({entry.key.text: entry}))})
            related = next(references(alone, self.ontology, other), None)
            if related:
                place = Location(str(path), related.line, related.column)
                raise KgError(Problem("merge-related", place, {"keep": self.keep, "drop": self.drop}))

    def conflict(self, path: Path, node: Node, key: str, kept: str, dropped: str) -> KgError:
        """Say what only one of the two can be."""
        blanks = {"key": key, "keep": self.keep, "kept": kept, "drop": self.drop, "dropped": dropped}
        return KgError(Problem("merge-differs", Location(str(path), node.line, node.column), blanks))

    def say_once(self, path: Path) -> None:
        """Leave out one of two values of a third entity that have come to be the same."""
        while found := self._repeated(self.files[path]):
            owner, entry, item = found
            self.leave_out(path, item)
            self.edit(path, ValueEditor(self.files[path], owner, entry).remove(item))

    def _repeated(self, source: SourceFile) -> tuple[Mapping, Entry, Node] | None:
        for owner in (entity.value for entity in entity_entries(source.tree).values()):
            for entry in entries_of(owner):
                items = items_of(entry.value) if entry.key.text not in ENTITY_KEYS else []
                for number, item in enumerate(items):
                    same = text_of(item) == self.keep and _like(value_of(item), items[:number])
                    if same and isinstance(owner, Mapping):
                        return owner, entry, item
        return None

    def take(self, entry: Entry, path: Path) -> None:
        """Let the kept entity say what an entry of the other one says."""
        key = entry.key.text
        if key in ("type", "name", "aliases"):
            return
        kept_in, kept = self.find(self.keep)
        mine = next((one for one in entries_of(kept.value) if self._same_key(one, key)), None)
        if mine is None and isinstance(kept.value, Mapping):
            new = {key: self.moved(key, entry.value, path)}
            self.edit(kept_in, Order(self.ontology).insert(self.files[kept_in], kept.value, new))
        elif mine and key in NOT_STATED:
            self.take_omissions(entry, mine, path)
        elif mine:
            for item in items_of(entry.value):
                self.take_value(key, item, items_of(mine.value), path)

    def _same_key(self, entry: Entry, key: str) -> bool:
        """Tell whether an entry has a key, in whatever language."""
        ids, other = self.ontology.property_ids, entry.key.text
        return ids.get(other, other) == ids.get(key, key) or {other, key} <= set(NOT_STATED)

    def take_value(self, key: str, item: Node, mine: list[Node], path: Path) -> None:
        """Add one value, unless the kept entity says the same; raises KgError where it says another."""
        value = self.moved(key, item, path)
        known = _like(value, mine)
        property_ = self.ontology.properties.get(self.ontology.property_ids.get(key, ""))
        if known:
            if value_of(known) != value_of(item):
                self.leave_out(path, item)
        elif key in LISTS or (property_ and property_.multivalued):
            self.change(Change(key, value))
        else:
            raise self.conflict(path, item, key, text_of(mine[0]) or "", text_of(item) or "")

    def take_omissions(self, entry: Entry, mine: Entry, dropped_in: Path) -> None:
        """Add what the other one's article does not state of it, property by property."""
        path, _ = self.find(self.keep)
        known = {self.ontology.property_ids.get(key.text, key.text) for key, _ in entries_of(mine.value)}
        for key, value in entries_of(entry.value):
            if self.ontology.property_ids.get(key.text, key.text) not in known:
                _, kept = self.find(self.keep)
                owner = next(one.value for one in entries_of(kept.value) if one.key.text == mine.key.text)
                if isinstance(owner, Mapping):
                    new = {key.text: self.moved(NOTE, value, dropped_in)}
                    self.edit(path, [insert_entries(self.files[path], owner, new)])

    def moved(self, key: str, node: Node, path: Path) -> Value:
        """Give what is said in a file as the file of the kept entity must say it: from the same article."""
        value, ontology = value_of(node), self.ontology
        source, here = (_source(self.files[one]) for one in (path, self.find(self.keep)[0]))
        if key in ABOUT_THE_NAME or source in ("", here):
            return value
        if key in NOT_STATED and isinstance(value, dict):
            return {name: _sourced(one, source, NOTE) for name, one in value.items()}
        return _sourced(value, source, key if key == NOTE else "to" if refers(key, ontology) else "value")

    def leave_out(self, path: Path, item: Node) -> None:
        """Note that a value is left out because the same is said already, perhaps in other words."""
        place = Location(str(path), item.line, item.column)
        self.remarks.append(Problem("merge-left-out", place, {"value": flow_text(value_of(item))}))

    def comment(self, comments: list[str]) -> None:
        """Put the comments of the other entity above the one that is kept."""
        path, kept = self.find(self.keep)
        source = self.files[path]
        start = source.spans.lines.span(kept.key.line)[0]
        indent = " " * (kept.key.column - 1)
        self.edit(path, [TextEdit(start, start, "".join(f"{indent}{comment}\n" for comment in comments))])


def _text(entity: Entry, key: str) -> str:
    return next(
        (
            value.text
            for name, value in entries_of(entity.value)
            if name.text == key and isinstance(value, Scalar)
        ),
        "",
    )


def _names(entity: Node) -> list[str]:
    """Give the name and the aliases of an entity, as far as they are written."""
    found = [value for key, value in entries_of(entity) if key.text in ("name", "aliases")]
    return [text for node in found for item in items_of(node) if (text := text_of(item))]


def _source(source: SourceFile) -> str:
    """Give the article that a file is about; empty where it names none."""
    entry = source.tree.entries.get("source")
    return entry.value.text if entry and isinstance(entry.value, Scalar) else ""


def _sourced(value: Value, source: str, short: str) -> Value:
    """Say of each value which article it is from; `short` is the field that a short form stands for."""
    if isinstance(value, list):
        return [_sourced(one, source, short) for one in value]
    long = value if isinstance(value, dict) else {short: value}
    return long if "source" in long else {**long, "source": source}


def _like(value: Value, others: list[Node]) -> Node | None:
    """Find a value that says the same in the same article."""
    return next((other for other in others if _said(value_of(other)) == _said(value)), None)


def _said(value: Value) -> tuple[Value | None, ...]:
    more = value if isinstance(value, dict) else {}
    return more.get("to", more.get("value")) if more else value, *(
        more.get(key) for key in ("source", "measure", "counts", "scope", "period", "kind")
    )


def _comments(source: SourceFile, entity: Entry) -> list[str]:
    """Give the comments above an entity and in it, on lines of their own or behind a value."""
    start, end = source.spans.lines_of(entity)
    ends = {source.spans.node(node)[1] for node in (entity.key, *_nodes(entity.value))}
    found = []
    for line in source.text[start:end].splitlines(keepends=True):
        behind = [source.text[at : start + len(line)] for at in ends if start <= at <= start + len(line)]
        words = min(behind, key=len, default=line).lstrip(": ")
        if words.startswith("#"):
            found.append(words.strip())
        start += len(line)
    return found


def _nodes(node: Node) -> Iterator[Node]:
    """Yield a node and all that is in it."""
    yield node
    for inner in (value for _, value in entries_of(node)) if isinstance(node, Mapping) else items_of(node):
        if inner is not node:
            yield from _nodes(inner)


def _without(source: SourceFile, entity: Entry) -> TextEdit:
    """Take an entity away, with the blank lines below it."""
    start, end = source.spans.lines_of(entity)
    while end < len(source.text) and not source.text[end : source.spans.line_end(end)].strip():
        end = source.spans.line_end(end)
    return TextEdit(start, end, "")


def _differences(old: str, new: str) -> Iterator[TextEdit]:
    """Yield the edits that make one text of another, in whole lines."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    offsets = [0, *accumulate(map(len, before))]
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield TextEdit(offsets[start], offsets[end], "".join(after[first:last]))
