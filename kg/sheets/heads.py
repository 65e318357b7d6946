"""What rows say of an entity itself, beside what is there: its type, its names, what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.loading.entities import EntityReader
from kg.model import Entity
from kg.problems import Location, Problem

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.sheets.rows import Row
    from kg.yamltree import Node


class Said(NamedTuple):
    """Something a row says that is there already, where, and in which words if they differ."""

    what: str
    place: str
    conflict: Problem | None = None


class Head:
    """An entity's head as it grows: of the data first, then what rows add in `added`."""

    def __init__(self, row: Row, id_: str, entity: Entity | None) -> None:
        self.id = id_
        self.is_new = entity is None
        self.entity = entity or Entity(id_, "", "", Location(row.table.name, row.number, row.subject.column))
        self.places = dict.fromkeys(("type", "name", "description"), str(self.entity.location))
        self.added: dict[str, list[str]] = {}

    @property
    def finished(self) -> Entity:
        """The entity with what was left out of it."""
        return self.entity._replace(name=self.entity.name or self.id)


def read_heads(row: Row, head: Head, problems: list[Problem], ontology: Ontology) -> list[Said]:
    """Add what a row says to a head; give what was there already, or was there otherwise."""
    reader = EntityReader(row.table.name, problems, ontology)
    said: list[Said] = []
    for key, (scalar, node) in row.heads.items():
        if key == "aliases":
            said += _listed(head, key, reader.texts(node, key))
        elif key == "sameAs":
            said += _listed(head, key, reader.iris(node))
        else:
            text = reader.type(scalar, node) if key == "type" else reader.text(node, key)
            if text:
                said += _single(row, head, key, text, node)
    return said


def _listed(head: Head, key: str, given: tuple[str, ...]) -> list[Said]:
    entity = head.entity
    there = set(entity.aliases if key == "aliases" else entity.same_as)
    if key == "aliases" and not head.is_new:
        there |= {head.id, entity.name}
    new = tuple(text for text in dict.fromkeys(given) if text not in there)
    head.added.setdefault(key, []).extend(new)
    if key == "aliases":
        head.entity = entity._replace(aliases=(*entity.aliases, *new))
    else:
        head.entity = entity._replace(same_as=(*entity.same_as, *new))
    return [Said(f"{key} {text}", head.places["name"]) for text in given if text in there]


def _single(row: Row, head: Head, key: str, text: str, node: Node) -> list[Said]:
    there = getattr(head.entity, key) or ("" if key != "name" or head.is_new else head.id)
    if not there:
        head.entity = Entity(**{**head.entity._asdict(), key: text})
        head.places[key] = row.table.address(node.line, node.column)
        if key != "name" or text != head.id:
            head.added[key] = [text]
        return []
    if there == text:  # repeated in every row of an export: worth a word only where it is all that a row says
        return [] if row.statements or row.omissions else [Said(f"{key} {text}", head.places[key])]
    blanks = {"key": key, "there": there, "here": text, "place": head.places[key]}
    place = Location(row.table.name, node.line, node.column)
    return [Said(key, head.places[key], Problem("import-conflict", place, blanks))]
