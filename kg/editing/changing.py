"""A change of what is said of one entity: `kg set`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.editing.order import Order
from kg.editing.references import entity_entries
from kg.editing.values import ValueEditor, items_of, text_of
from kg.loading.entities import ABOUT_THE_NAME
from kg.problems import KgError, Location, Problem
from kg.yamltree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.editing.edits import TextEdit
    from kg.editing.heads import Heads
    from kg.editing.sources import SourceFile
    from kg.yamltree import Node
    from kg.yamltree.writing import Value

LISTS = frozenset({"aliases", "sameAs"})
"""The keys about the name that may have several values."""


class Change(NamedTuple):
    """A new value of a property; without one, what there is of it is removed.

    old: the value of several that is replaced or removed
    """

    property: str
    form: Value | None
    old: str | None = None


def entity_node(source: SourceFile, id_: str, *, within: bool = True) -> Mapping:
    """Give what is written under an id, within `entities:` or at the top; raises KgError if no mapping."""
    node = (entity_entries(source.tree) if within else source.tree.entries)[id_].value
    if not isinstance(node, Mapping):
        place = Location(str(source.path), node.line, node.column)
        raise KgError(Problem("mapping-expected", place, {"key": id_}))
    return node


def edits_of(change: Change, source: SourceFile, node: Mapping, heads: Heads) -> list[TextEdit]:
    """Give the edits of a change of an entity; raises KgError where it has no such property or value."""
    ids = heads.ontology.property_ids
    key = ids.get(change.property, change.property)
    if key not in heads.ontology.properties and key not in ABOUT_THE_NAME:
        raise _unknown("unknown-property", change.property, (*ids, *ABOUT_THE_NAME))
    entry = next((one for name, one in node.entries.items() if ids.get(name, name) == key), None)
    if entry is None:
        new = {change.property: _first_value(change, key)}
        return Order(heads.ontology).insert(source, node, new)
    editor = ValueEditor(source, node, entry)
    items = items_of(entry.value)
    if change.form is None:
        return editor.remove_all() if change.old is None else editor.remove(_one_of(items, change, heads))
    if change.old is None and _takes_several(key, heads):
        return editor.add(change.form)
    return editor.replace(_one_of(items, change, heads), change.form)


def _first_value(change: Change, key: str) -> Value:
    if change.form is None or change.old is not None:
        raise _unknown("no-such-value", change.old or "—", (), property=change.property)
    return [change.form] if key in LISTS else change.form


def _takes_several(key: str, heads: Heads) -> bool:
    property_ = heads.ontology.properties.get(key)
    return property_.multivalued if property_ else key in LISTS


def _one_of(items: list[Node], change: Change, heads: Heads) -> Node:
    """Find the value that is meant, by any name of the entity that it is."""
    texts = [text_of(item) or "" for item in items]
    found = items
    if change.old is not None:
        same = heads.same(change.old)
        found = [item for item, text in zip(items, texts, strict=True) if heads.same(text) == same]
    if not found:
        raise _unknown("no-such-value", change.old or "—", texts, property=change.property)
    if len(found) > 1:
        blanks = {"count": str(len(found)), "property": change.property}
        raise KgError(Problem("several-values", Location("kg set"), blanks))
    return found[0]


def _unknown(code: str, name: str, candidates: Iterable[str], **blanks: str) -> KgError:
    from kg.suggest import nearest

    suggestion = "".join(nearest(name, candidates))
    return KgError(Problem(code, Location("kg set"), {"name": name, "suggestion": suggestion, **blanks}))
