"""One entity out of a large file: its lines are read, changed and checked, and all others left unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.editing.changing import edits_of, entity_node
from kg.editing.effects import may_be_used
from kg.editing.landing import problems_added
from kg.editing.sources import SourceFile
from kg.yamltree import parse

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingOf
    from pathlib import Path

    from kg.editing.changing import Change
    from kg.editing.edits import TextEdit
    from kg.editing.heads import Heads
    from kg.editing.landing import Sources
    from kg.problems import Problem
    from kg.yamltree import Entry

CONCERN_OTHERS = frozenset({"type", "name", "aliases"})
"""What statements elsewhere may depend on."""


class EntityPart:
    """The lines of one entity, or the whole file where the layout is not the usual one."""

    def __init__(self, sources: Sources, path: Path, id_: str, heads: Heads) -> None:
        self.whole = source = sources[path]
        self.texts = [sources[one].text for one in sources.paths]
        self.id = id_
        self.heads = heads
        found = heads.outlines[path].entity_at(heads.entities[id_].location.line)
        self.start, self.end = found or (0, len(source.text))
        self.text = source.text[self.start : self.end]
        self.old = self._read(self.text) if found else None
        self.is_alone = False

    def edits(self, change: Change) -> list[TextEdit]:
        """Give the edits of a change, in the whole file; raises KgError as `edits_of` does."""
        self.is_alone = bool(self.old) and not self._concerns_others(change)
        if not self.old:
            return edits_of(change, self.whole, entity_node(self.whole, self.id), self.heads)
        part = SourceFile(self.whole.path, self.text.encode())
        edits = edits_of(change, part, entity_node(part, self.id, within=False), self.heads)
        return [edit._replace(start=edit.start + self.start, end=edit.end + self.start) for edit in edits]

    def _concerns_others(self, change: Change) -> bool:
        key = self.heads.ontology.property_ids.get(change.property, change.property)
        if key == "aliases" and change.old is None and isinstance(change.form, str):
            return change.form in self.heads.ids_of_name or may_be_used({change.form}, self.texts)
        property_ = self.heads.ontology.properties.get(key)
        return key in CONCERN_OTHERS or (property_ is not None and property_.acyclic)

    def problems(self, contents: MappingOf[Path, bytes]) -> list[Problem] | None:
        """Give what a change brings; `None` where it may concern other entities, and all must be loaded."""
        after = SourceFile(self.whole.path, contents[self.whole.path]).text
        end = self.end + len(after) - len(self.whole.text)
        new = self._read(after[self.start : end]) if self.is_alone else None
        if new is None or self.old is None:
            return None
        was, now = (self.heads.problems_of([one], str(self.whole.path)) for one in (self.old, new))
        return problems_added(was, now)

    def _read(self, text: str) -> Entry | None:
        """Read the entity on the lines where it stands; nothing where it cannot be read by itself."""
        above = "\n" * self.whole.text.count("\n", 0, self.start)
        tree, problems = parse(f"{above}{text}".encode(), str(self.whole.path))
        return tree.entries[self.id] if list(tree.entries) == [self.id] and not problems else None
