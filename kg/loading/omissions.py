"""`notStated:` of an entity or an article -> what its article does not say, or problems at their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.loading.entities import NOT_STATED
from kg.loading.values import ValueReader
from kg.model import Omission
from kg.yamltree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Entity
    from kg.ontology import Class, Property

OMISSION_FORM = ("note", "quote", "source")
ARTICLE = "Article"
"""The class whose properties an article has."""


class OmissionReader(ValueReader):
    """Reads what is not stated according to one file."""

    def of_entity(self, entity: Entity, node: Mapping) -> Iterator[Omission]:
        """Yield what the article does not say of an entity."""
        yield from self.omissions(entity.id, self.context.ontology.classes.get(entity.type), node)

    def of_article(self, id_: str, node: Mapping) -> Iterator[Omission]:
        """Yield what an article does not say of itself."""
        for omission in self.omissions(id_, self.context.ontology.classes.get(ARTICLE), node):
            yield omission._replace(of_article=True)

    def omissions(self, subject: str, class_: Class | None, node: Mapping) -> Iterator[Omission]:
        for name in NOT_STATED:
            entry = node.entries.get(name)
            for key, value in self.entries(entry and entry.value, name):
                property_ = self.property(key, class_)
                for item in value.items if isinstance(value, Sequence) else (value,):
                    omission = property_ and self.omission(subject, property_, item)
                    if omission:
                        yield omission

    def omission(self, subject: str, property_: Property, node: Node) -> Omission | None:
        if isinstance(node, Scalar):
            note = self.text(node, property_.id)
            return Omission(subject, property_.id, self.place(node), self.source, note) if note else None
        if isinstance(node, Mapping):
            return self.long_form(subject, property_, node)
        self.complain("nested-list", node, property=property_.id)
        return None

    def long_form(self, subject: str, property_: Property, node: Mapping) -> Omission | None:
        fields = self.known_entries(node, property_.id, OMISSION_FORM)
        source = self.article(fields.get("source"))
        quote = self.quote(fields.get("quote"), source)
        note = self.text(fields.get("note"), "note")
        if "note" not in fields:
            self.complain("omission-without-note", node, property=property_.id)
        return Omission(subject, property_.id, self.place(node), source, note, quote) if note else None
