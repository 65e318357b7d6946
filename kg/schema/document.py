"""The ontology and the names of a dataset -> a JSON Schema (draft-07) that editors check and complete with.

What an entity may have depends on its type: that is said by `if` and `then`, one pair for each type, so that
an editor offers the properties of this type and no others. Names that exist are only examples: a new name is
no mistake for who is writing the file that defines it. `kg check` says what a schema cannot.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kg.loading.entities import NOT_STATED
from kg.model import DRAFT
from kg.schema import keys
from kg.schema.values import TEXT, ValueSchemas, list_or_one, reference, with_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Dataset
    from kg.ontology import Class, Property

    Schema = dict[str, Any]

DRAFT_07 = "http://json-schema.org/draft-07/schema#"
SPARQL_LOCAL_NAME = r"^[^\u0000-,./:-@\[-^`{-\u007f，。、：；！？（）《》“”‘’\u3000]+$"
"""What an id is made of, nearly: `\\w` means only ASCII in the regular expressions of JSON Schema."""


def render_schema(dataset: Dataset) -> str:
    """Write the schema of data files as JSON; the same data give the same text."""
    return json.dumps(json_schema(dataset), ensure_ascii=False, separators=(",", ":")) + "\n"


def json_schema(dataset: Dataset) -> Schema:
    """Give the schema of data files (JSON Schema, draft-07)."""
    return {
        "$schema": DRAFT_07,
        "title": "工图数据 Gongtu data",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "status": with_key(keys.TOP["status"], "status", {"enum": [DRAFT]}),
            "source": with_key(keys.TOP["source"], "source", reference("article")),
            "articles": with_key(keys.TOP["articles"], "articles", _by_id("article-form")),
            "entities": with_key(keys.TOP["entities"], "entities", _by_id("entity")),
        },
        "if": {"required": ["status"]},
        "else": {"properties": {"entities": _by_id("typed")}},
        "definitions": _definitions(dataset),
    }


def _by_id(definition: str) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": SPARQL_LOCAL_NAME},
        "additionalProperties": reference(definition),
    }


def _definitions(dataset: Dataset) -> Schema:
    properties = dataset.ontology.properties
    values = ValueSchemas(dataset)
    return {
        "article": {**TEXT, "examples": list(dataset.articles)},
        "article-form": _article(dataset),
        "entity": _entity(dataset),
        "typed": {"type": "object", "required": ["type"]},
        "type": _type(dataset),
        "omission": _omission(),
        "omissions": _omissions(properties.values()),
        **_entity_keys(),
        **values.shared(),
        **{f"property-{id_}": values.of_property(one) for id_, one in properties.items()},
        **{f"type-{id_}": _of_type(dataset, class_) for id_, class_ in _concrete(dataset).items()},
    }


def _concrete(dataset: Dataset) -> Mapping[str, Class]:
    """Give the types that an entity can have."""
    return {id_: class_ for id_, class_ in dataset.ontology.classes.items() if not class_.abstract}


def _labels(one: Class | Property) -> list[str]:
    return list(dict.fromkeys((one.id, *one.titles.values(), *one.aliases)))


def _entity(dataset: Dataset) -> Schema:
    branches = [
        {
            "if": {"properties": {"type": {"enum": _labels(class_)}}, "required": ["type"]},
            "then": reference(f"type-{id_}"),
        }
        for id_, class_ in _concrete(dataset).items()
    ]
    return {
        "type": "object",
        "properties": {key: reference(f"key-{key}") for key in keys.ENTITY},
        "allOf": branches,
    }


def _type(dataset: Dataset) -> Schema:
    labels = {label: class_ for class_ in _concrete(dataset).values() for label in _labels(class_)}
    return {"enum": list(labels), "enumDescriptions": [_hover(class_) for class_ in labels.values()]}


def _of_type(dataset: Dataset, class_: Class) -> Schema:
    """Give what an entity of one type may have, under every label of its properties."""
    properties = [
        one for id_, one in dataset.ontology.properties.items() if id_ in class_.properties
    ]  # in the order of the ontology, which is the one that editors show
    return {
        "properties": {key: reference(f"key-{key}") for key in (*keys.ENTITY, "status", "confidence")}
        | {label: reference(f"property-{one.id}") for one in properties for label in _offered(one)},
        "patternProperties": {
            _any_of(NOT_STATED[1:]): reference("key-notStated"),
            "^quote$": reference("quote"),
        }
        | {_any_of(_others(one)): reference(f"property-{one.id}") for one in properties if _others(one)},
        "additionalProperties": False,
    }


def _offered(one: Property) -> tuple[str, str]:
    """Give the labels that editors offer: one of each language is enough."""
    return one.id, one.titles["zh"]


def _others(one: Property) -> list[str]:
    """Give the labels that are understood without being offered."""
    return [label for label in _labels(one) if label not in _offered(one)]


def _any_of(labels: Iterable[str]) -> str:
    """Write a regular expression for just these keys; a pattern is checked, and never offered."""
    return f"^({'|'.join(map(re.escape, labels))})$"


def _entity_keys() -> Schema:
    schemas = {
        "type": reference("type"),
        "name": reference("string"),
        "aliases": list_or_one(reference("string")),
        "description": reference("string"),
        "sameAs": list_or_one(reference("uri")),
        "notStated": reference("omissions"),
    }
    of_drafts: dict[str, Schema] = {
        "status": {"enum": [DRAFT]},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
    }
    meanings = keys.DRAFT | keys.ENTITY
    return {
        f"key-{key}": with_key(meanings[key], key, schema) for key, schema in (schemas | of_drafts).items()
    }


def _omissions(properties: Iterable[Property]) -> Schema:
    """Give the schema of what is not stated: notes by property, under any label."""
    offered: Schema = {}
    others: Schema = {}
    for one in properties:
        schema = {"description": _hover(one), "allOf": [reference("omission")]}
        offered |= dict.fromkeys(_offered(one), schema)
        if _others(one):
            others[_any_of(_others(one))] = reference("omission")
    return {
        "type": "object",
        "properties": offered,
        "patternProperties": others,
        "additionalProperties": False,
    }


def _omission() -> Schema:
    fields = {"note": reference("string"), "quote": reference("quote"), "source": reference("article")}
    form = {
        "type": "object",
        "required": ["note"],
        "properties": {key: with_key(keys.OMISSION[key], key, schema) for key, schema in fields.items()},
        "additionalProperties": False,
    }
    return list_or_one({"anyOf": [reference("string"), form]})


def _article(dataset: Dataset) -> Schema:
    text = reference("string")
    properties = dataset.ontology.properties
    class_ = dataset.ontology.classes.get("Article")
    own = [one for id_, one in properties.items() if class_ and id_ in class_.properties]
    fields = {
        "title": text,
        "authors": list_or_one(text),
        "publisher": text,
        "published": reference("EdtfDate"),
        "url": reference("uri"),
        "text": {"type": "string", "pattern": r"^(?!/)(?!.*\.\.)"},
        "notStated": _omissions(own),
    }
    described = {key: with_key(keys.ARTICLE[key], key, schema) for key, schema in fields.items()}
    return {
        "type": "object",
        "required": ["title"],
        "properties": described,
        "patternProperties": {_any_of(NOT_STATED[1:]): described["notStated"]},
        "additionalProperties": False,
    }


def _hover(one: Class | Property) -> str:
    """Say what a type or property is called, and what it means."""
    return f"{one.titles['zh']} {one.titles['en']}: {one.description}".rstrip(": ")
