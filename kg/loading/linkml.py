"""Reads the ontology from `data/ontology.yaml`, and reports its mistakes at its own lines.

The file is a LinkML schema (https://w3id.org/linkml/), so that LinkML's own tools make documentation, OWL or
JSON Schema of it. What is read here is the subset that gives meaning to data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.loading.entities import ENTITY_KEYS, is_web_address
from kg.loading.nodes import NodeReader
from kg.ontology import VALUE_TYPES, Class, Enumeration, Ontology, Property, expand
from kg.problems import Problem
from kg.vocabulary import OWN_PREFIXES
from kg.yamltree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingOf

    from kg.yamltree import Entry, Node

    Fields = MappingOf[str, Node]

    Definition = Class | Property

LANGUAGES = ("zh", "en")

# What LinkML lets every definition carry; documentation that this reader leaves to LinkML's own tools.
DOCUMENTATION = {"exact_mappings", "close_mappings", "broad_mappings", "narrow_mappings", "related_mappings"}
DOCUMENTATION |= {"comments", "see_also", "notes", "examples"}
DEFINITION_KEYS = {"title", "description", "aliases", "annotations"} | DOCUMENTATION
SCHEMA_KEYS = {"id", "name", "license", "version", "prefixes", "default_prefix", "default_range", "imports"}
SCHEMA_KEYS |= {"types", "enums", "slots", "classes"} | DEFINITION_KEYS
CLASS_KEYS = {"class_uri", "is_a", "abstract", "slots"} | DEFINITION_KEYS
SLOT_KEYS = {"slot_uri", "range", "any_of", "multivalued", "required", "inverse", "transitive", "symmetric"}
SLOT_KEYS |= {"asymmetric", "irreflexive"} | DEFINITION_KEYS
ENUM_KEYS = {"permissible_values"} | DEFINITION_KEYS


def read_ontology(tree: Mapping, file: str) -> tuple[Ontology, list[Problem]]:
    """Read a LinkML schema that was parsed from `file`; what is wrong with it comes beside what was right."""
    reader = SchemaReader(file, [])
    return reader.ontology(tree), reader.problems


class SchemaReader(NodeReader):
    """Reads one schema."""

    prefixes: MappingOf[str, str] = {}

    def ontology(self, tree: Mapping) -> Ontology:
        """Read the whole, then check what its parts say of each other."""
        schema = self.known_entries(tree, "ontology.yaml", SCHEMA_KEYS)
        prefixes = self.entries(schema.get("prefixes"), "prefixes")
        self.prefixes = {entry.key.text: self.address(entry.value, "prefixes") for entry in prefixes}
        for prefix in OWN_PREFIXES:
            if prefix not in self.prefixes:
                self.complain("ontology-prefix-missing", schema.get("prefixes", tree), prefix=prefix)
        enumerations = map(self.enumeration, self.entries(schema.get("enums"), "enums"))
        slots = {entry.key.text: entry for entry in self.entries(schema.get("slots"), "slots")}
        types = {entry.key.text: entry for entry in self.entries(schema.get("classes"), "classes")}
        properties = {id_: self.property(entry) for id_, entry in slots.items()}
        classes = {id_: self.class_(entry) for id_, entry in types.items()}
        ontology = Ontology(
            prefixes=dict(self.prefixes),
            classes=classes,
            properties=properties,
            enumerations={enumeration.id: enumeration for enumeration in enumerations},
            class_ids=self.by_name(classes),
            property_ids=self.by_name(properties),
        )
        for entry in slots.values():
            self.check_property(ontology, entry)
        for entry in types.values():
            self.check_class(ontology, entry)
        return ontology._replace(classes={id_: _inherit(ontology, id_) for id_ in classes})

    def class_(self, entry: Entry) -> Class:
        fields = self.known_entries(entry.value, entry.key.text, CLASS_KEYS)
        return Class(
            parent=self.text(fields.get("is_a"), "is_a"),
            abstract=self.flag(fields, "abstract"),
            properties=frozenset(self.texts(fields.get("slots"), "slots")),
            **self.definition(entry.key, fields, "class_uri"),
        )

    def property(self, entry: Entry) -> Property:
        fields = self.known_entries(entry.value, entry.key.text, SLOT_KEYS)
        return Property(
            ranges=tuple(scalar.text for scalar in self.ranges(fields)) or ("string",),
            multivalued=self.flag(fields, "multivalued"),
            required=self.flag(fields, "required"),
            acyclic=self.flag(fields, "transitive") and self.flag(fields, "asymmetric"),
            symmetric=self.flag(fields, "symmetric"),
            inverse=self.text(fields.get("inverse"), "inverse"),
            **self.definition(entry.key, fields, "slot_uri"),
        )

    def enumeration(self, entry: Entry) -> Enumeration:
        fields = self.known_entries(entry.value, entry.key.text, ENUM_KEYS)
        values = self.entries(fields.get("permissible_values"), "permissible_values")
        return Enumeration(entry.key.text, {value.key.text: self.value_title(value) for value in values})

    def value_title(self, entry: Entry) -> str:
        titles = [
            field.value for field in self.entries(entry.value, entry.key.text) if field.key.text == "title"
        ]
        return (titles and self.text(titles[0], "title")) or entry.key.text

    def definition(self, key: Scalar, fields: Fields, iri_key: str) -> dict[str, Any]:
        """Read what classes and properties share: IRI, titles, aliases, description."""
        annotations = self.entries(fields.get("annotations"), "annotations")
        english = [entry.value for entry in annotations if entry.key.text == "title_en"]
        titles = {
            "zh": self.text(fields.get("title"), "title"),
            "en": self.text(english[0], "title_en") if english else None,
        }
        for language, title in titles.items():
            if not title:
                self.complain("ontology-title-missing", key, id=key.text, language=language)
        return {
            "id": key.text,
            "iri": self.iri(key, fields.get(iri_key), iri_key),
            "titles": {language: title or key.text for language, title in titles.items()},
            "location": self.place(key),
            "aliases": self.texts(fields.get("aliases"), "aliases"),
            "description": self.text(fields.get("description"), "description") or "",
        }

    def iri(self, key: Scalar, node: Node | None, iri_key: str) -> str:
        curie = self.text(node, iri_key) or f"kg:{key.text}"
        try:
            iri = expand(curie, self.prefixes)
        except KeyError:
            self.complain("ontology-prefix-unknown", node or key, curie=curie, known=", ".join(self.prefixes))
            return curie
        if node and not is_web_address(iri):
            self.complain("bad-uri", node, value=iri)
        return iri

    def address(self, node: Node, key: str) -> str:
        text = self.text(node, key) or ""
        if text and not is_web_address(text):
            self.complain("bad-uri", node, value=text)
        return text

    def ranges(self, fields: Fields) -> list[Scalar]:
        choices = fields.get("any_of")
        if not isinstance(choices, Sequence):
            return self.scalars(fields.get("range"), "range")
        ranges = [self.known_entries(choice, "any_of", {"range"}).get("range") for choice in choices.items]
        return [scalar for range_ in ranges for scalar in self.scalars(range_, "range")]

    def check_property(self, ontology: Ontology, entry: Entry) -> None:
        definition = ontology.properties[entry.key.text]
        for name in (definition.id, *definition.titles.values(), *definition.aliases):
            if name in ENTITY_KEYS:
                self.complain("ontology-name-reserved", entry.key, id=definition.id, name=name)
        fields = {field.key.text: field.value for field in self.entries(entry.value, entry.key.text)}
        allowed = (*ontology.classes, *ontology.enumerations, *VALUE_TYPES)
        for range_ in self.ranges(fields):
            if range_.text not in allowed:
                self.unknown("ontology-range-unknown", range_, allowed)
        for inverse in self.scalars(fields.get("inverse"), "inverse"):
            other = ontology.properties.get(inverse.text)
            if other is None:
                self.unknown("ontology-slot-unknown", inverse, ontology.properties)
            elif other.inverse != entry.key.text:
                self.complain("ontology-inverse-one-way", inverse, id=entry.key.text, inverse=inverse.text)

    def check_class(self, ontology: Ontology, entry: Entry) -> None:
        fields = {field.key.text: field.value for field in self.entries(entry.value, entry.key.text)}
        for slot in self.scalars(fields.get("slots"), "slots"):
            if slot.text not in ontology.properties:
                self.unknown("ontology-slot-unknown", slot, ontology.properties)
        for parent in self.scalars(fields.get("is_a"), "is_a"):
            if parent.text not in ontology.classes:
                self.unknown("ontology-parent-unknown", parent, ontology.classes)
            elif entry.key.text in ontology.lineage(parent.text):
                self.complain("ontology-parent-cycle", parent, id=entry.key.text, parent=parent.text)

    def by_name(self, definitions: MappingOf[str, Definition]) -> dict[str, str]:
        """Lead from every key, title and alias to the id; a name that two definitions claim is a mistake."""
        ids: dict[str, str] = {}
        iris: dict[str, str] = {}
        for definition in definitions.values():
            for name in (definition.id, *definition.titles.values(), *definition.aliases):
                if ids.setdefault(name, definition.id) != definition.id:
                    self.clash("ontology-name-taken", definition, name, ids[name])
            if iris.setdefault(definition.iri, definition.id) != definition.id:
                self.clash("ontology-iri-taken", definition, definition.iri, iris[definition.iri])
        return ids

    def clash(self, code: str, definition: Definition, name: str, other: str) -> None:
        blanks = {"id": definition.id, "name": name, "other": other}
        self.problems.append(Problem(code, definition.location, blanks))

    def flag(self, fields: Fields, key: str) -> bool:
        text = self.text(fields.get(key), key) or "false"
        if text not in ("true", "false"):
            self.complain("ontology-flag-expected", fields[key], key=key, name=text)
        return text == "true"


def _inherit(ontology: Ontology, class_id: str) -> Class:
    lineage = [ontology.classes[ancestor] for ancestor in ontology.lineage(class_id)]
    return lineage[0]._replace(properties=frozenset().union(*(step.properties for step in lineage)))
