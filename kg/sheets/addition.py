"""What rows bring to one file: new entities, and more of those that are there, as one text edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.editing.changing import LISTS, entity_node
from kg.editing.edits import TextEdit
from kg.editing.insertion import insert_entities
from kg.editing.order import Order
from kg.editing.sources import SourceFile
from kg.editing.values import ValueEditor
from kg.loading.entities import NOT_STATED
from kg.sheets.forms import omission_form, statement_form
from kg.yamltree import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.sheets.heads import Head
    from kg.sheets.judging import Judge
    from kg.sheets.known import Known
    from kg.yamltree.writing import Value

    Forms = dict[str, list[Value]]
    """New values by key."""

OMITTED = NOT_STATED[0]


class FileAddition:
    """What the entities of one file get; `heads` are those that stand, or are to stand, in it."""

    def __init__(self, source: SourceFile, known: Known, judge: Judge, heads: dict[str, Head]) -> None:
        self.source = source
        self.order = Order(known.ontology)
        self.ids = {**known.ontology.property_ids, **dict.fromkeys(NOT_STATED, OMITTED)}
        self.judge = judge
        self.heads = heads
        self.default = known.sources.get(str(source.path)) if source.raw else self._only_source()

    def edits(self) -> list[TextEdit]:
        """Give one edit of the whole text, made of steps of which each reads what the one before wrote."""
        old = {id_: self._forms(id_) for id_, head in self.heads.items() if not head.is_new}
        new = {id_: self._entity(head) for id_, head in self.heads.items() if head.is_new}
        text = self.source
        if self.default and not text.raw:
            text = _after(text, [TextEdit(0, 0, f"source: {self.default}\n")])
        while any(any(forms) for forms in old.values()):
            edits: list[TextEdit] = []
            old = {
                id_: self._add(text, entity_node(text, id_), *forms, edits)
                for id_, forms in old.items()
                if any(forms)
            }
            text = _after(text, edits)
        if new:
            text = _after(text, insert_entities(text, new))
        return [TextEdit(0, len(self.source.text), text.text)]

    def _only_source(self) -> str | None:
        """Give the article that all that a new file will hold comes from, if it is one."""
        by_id = (self.judge.statements, self.judge.omissions)
        found = {one.source for id_ in self.heads for said in by_id for one in said.get(id_, ())}
        return found.pop() if len(found) == 1 else None

    def _forms(self, id_: str) -> tuple[Forms, Forms]:
        """Give what is added to an entity, and what is added to what is not stated of it."""
        forms: Forms = {key: list(texts) for key, texts in self.heads[id_].added.items() if texts}
        omitted: Forms = {}
        for statement in self.judge.statements.get(id_, ()):
            forms.setdefault(statement.property, []).append(statement_form(statement, self.default))
        for omission in self.judge.omissions.get(id_, ()):
            omitted.setdefault(omission.property, []).append(omission_form(omission, self.default))
        return forms, omitted

    def _entity(self, head: Head) -> dict[str, Value]:
        forms, omitted = self._forms(head.id)
        entity = _joined({"type": [head.entity.type], **forms})
        return {**entity, OMITTED: _joined(omitted)} if omitted else entity

    def _add(
        self, text: SourceFile, node: Mapping, forms: Forms, omitted: Forms, edits: list[TextEdit]
    ) -> tuple[Forms, Forms]:
        """Add what can be added at once, and give the rest; at one place, what is deeper comes first."""
        left: Forms = {}
        below = next((node.entries[key].value for key in NOT_STATED if key in node.entries), None)
        if isinstance(below, Mapping):
            left = self._add_values(text, below, omitted, edits)
            return self._add_values(text, node, forms, edits), left
        if omitted:
            forms = {**forms, OMITTED: [_joined(omitted)]}
        return self._add_values(text, node, forms, edits), left

    def _add_values(self, text: SourceFile, owner: Mapping, forms: Forms, edits: list[TextEdit]) -> Forms:
        """Put values beside those of the same property, and properties that are new in their standard place.

        What was a single value takes one more at first, and is a list then.
        """
        entries = {self.ids.get(name, name): entry for name, entry in owner.entries.items()}
        left: Forms = {}
        for key, values in forms.items():
            if key in entries:
                several = isinstance(entries[key].value, Sequence)
                now, later = (values, []) if several else (values[:1], values[1:])
                editor = ValueEditor(text, owner, entries[key])
                edits.extend(edit for value in now for edit in editor.add(value))
                left |= {key: later} if later else {}
        new = _joined({key: values for key, values in forms.items() if key not in entries})
        edits.extend(self.order.insert(text, owner, new))
        return left


def _joined(forms: Forms) -> dict[str, Value]:
    """Write one value as it is, and several as a list."""
    return {key: values if key in LISTS or len(values) > 1 else values[0] for key, values in forms.items()}


def _after(source: SourceFile, edits: Iterable[TextEdit]) -> SourceFile:
    return SourceFile(source.path, source.edited(edits))
