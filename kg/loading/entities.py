"""The head of an entity in YAML: its id, type, names and description. Its statements are read later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.loading.nodes import NodeReader
from kg.model import DRAFT, Entity
from kg.yamltree import Mapping

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.problems import Problem
    from kg.yamltree import Entry, Node, Scalar

ABOUT_THE_NAME = frozenset({"type", "name", "aliases", "description", "sameAs"})
"""The keys of an entity that say what it is and what it is called."""

NOT_STATED = ("notStated", "未载", "not stated")
"""The key, in three languages, under which stands what the article does not say."""

DRAFT_KEYS = frozenset({"status", "confidence", "quote"})
"""The keys of an entity that only a draft has; its `quote` is where the article names it."""

ENTITY_KEYS = ABOUT_THE_NAME | DRAFT_KEYS | set(NOT_STATED)
"""The keys of an entity that are no properties of the ontology."""


class EntityReader(NodeReader):
    """Reads the heads of the entities of one file."""

    def __init__(self, file: str, problems: list[Problem], ontology: Ontology) -> None:
        super().__init__(file, problems)
        self.ontology = ontology

    def entity(self, entry: Entry, known: Entity | None = None) -> Entity:
        """Read one entity, of one that is known only a new head; `type` is empty where it is wrong."""
        key, node = entry
        if known and isinstance(node, Mapping) and "type" not in node.entries:
            return known
        self.check_id(key)
        if not isinstance(node, Mapping):
            self.no_mapping(node, key.text)
            return Entity(key.text, "", key.text, self.place(key))
        fields = {name: node.entries[name].value for name in ABOUT_THE_NAME if name in node.entries}
        return Entity(
            id=key.text,
            type=self.type(key, fields.get("type")),
            name=self.text(fields.get("name"), "name") or key.text,
            location=self.place(key),
            aliases=self.texts(fields.get("aliases"), "aliases"),
            description=self.text(fields.get("description"), "description"),
            same_as=self.iris(fields.get("sameAs")),
        )

    def is_draft(self, node: Mapping, *, draft: bool) -> bool:
        """Tell whether an entity is a draft, by its head or, as `draft` says, by its file."""
        status, confidence = (node.entries.get(key) for key in ("status", "confidence"))
        said = self.text(status.value, "status") if status else None
        if status and said not in (None, DRAFT):
            self.unknown("unknown-value", status.value, (DRAFT,), enumeration="status")
        draft = draft or said == DRAFT
        for key in DRAFT_KEYS - {"status"}:
            if key in node.entries and not draft:
                self.complain("draft-only", node.entries[key].key, key=key)
        if confidence:
            self.confidence(confidence.value)
        return draft

    def type(self, key: Scalar, node: Node | None) -> str:
        if node is None:
            self.complain("type-missing", key, id=key.text)
            return ""
        name = self.text(node, "type") or ""
        type_ = self.ontology.class_ids.get(name, "")
        if name and not type_:
            self.unknown("unknown-type", node, self.ontology.class_ids)
        elif type_ and self.ontology.classes[type_].abstract:
            self.complain("abstract-type", node, type=name)
        return type_

    def iris(self, node: Node | None) -> tuple[str, ...]:
        scalars = self.scalars(node, "sameAs")
        for scalar in scalars:
            if not is_web_address(scalar.text):
                self.complain("bad-uri", scalar, value=scalar.text)
        return tuple(scalar.text for scalar in scalars)


def is_web_address(text: str) -> bool:
    """Tell whether a text can stand as an IRI in RDF and as a link on a page.

    >>> is_web_address("https://zh.wikipedia.org/wiki/浙江省总工会"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    return re.fullmatch(r'https?://[^\s<>"{}|\\^`\x00-\x20]+', text) is not None
