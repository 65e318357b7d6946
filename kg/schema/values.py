"""What the value of a property looks like, short and long, as JSON Schema.

An editor reads 2022 as a number and no as a truth value where our reader keeps the text: both are accepted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.loading.quotes import LONGEST
from kg.loading.statements import CONFIDENCE, LONG_FORM, STATUSES
from kg.loading.values import FIGURE_KEYS
from kg.model import DRAFT, FIGURE_KINDS
from kg.schema.keys import QUALIFIERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Dataset
    from kg.ontology import Property
    from kg.schema.keys import Key

    Schema = dict[str, Any]

TEXT: Schema = {"type": ["string", "number", "boolean"]}
DATE: Schema = {
    "type": ["string", "number"],
    "pattern": r"^[-0-9XY?~%./]+$",
    "patternErrorMessage": "日期用 EDTF 写法 dates are in EDTF: 2022-04, 2018/2023, 2023-04/.., 2022?",
    "examples": ["2022-04", "2022-04-30", "2018/2023", "2023-04/.."],
}
ADDRESS: Schema = {
    "type": "string",
    "pattern": r'^https?://[^\s<>"{}|\\^`]+$',
    "patternErrorMessage": "网址以 https:// 开头 a web address starts with https://",
}
AFTER_UNIT = "以上|以下|以内|之内|左右|上下|有余|余|多"
NUMERAL = r"[0-9０-９%％‰一二两三四五六七八九十百千万亿几数半]"


def reference(definition: str) -> Schema:
    """Refer to a definition of the same schema."""
    return {"$ref": f"#/definitions/{definition}"}


def list_or_one(schema: Schema) -> Schema:
    """Take a list, or the one that stands for a list of one."""
    return {"anyOf": [schema, {"type": "array", "minItems": 1, "items": schema}]}


def with_key(key: Key, name: str, schema: Schema) -> Schema:
    """Add what a key means, in both languages; beside `$ref`, draft-07 would not read it."""
    hover = {
        "description": f"{key.title} {name}: {key.zh} / {key.en}",
        "markdownDescription": f"**{key.title}** `{name}`\n\n{key.zh}\n\n{key.en}",
    }
    return {**hover, **({"allOf": [schema]} if "$ref" in schema else schema)}


class ValueSchemas:
    """Makes the schemas of values, with the names that a dataset has as examples."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.ontology = dataset.ontology

    def of_property(self, property_: Property) -> Schema:
        """Give the schema of all that may stand under a property: one value, or a list where it takes one."""
        titles, description = property_.titles, property_.description
        value = {"anyOf": [self.short(property_.ranges), self.long(property_)]}
        items: Schema = {"type": "array", "minItems": 1, "items": value}
        if not property_.multivalued:
            items["maxItems"] = 1
        return {
            "description": f"{titles['zh']} {property_.id}: {description} ({titles['en']})",
            "markdownDescription": f"**{titles['zh']}** `{property_.id}` {titles['en']}\n\n{description}",
            "anyOf": [*value["anyOf"], items],
        }

    def short(self, ranges: Iterable[str]) -> Schema:
        """Give the schema of a value that is a plain text, by its ranges."""
        choices = [self.range(range_) for range_ in ranges]
        return choices[0] if len(choices) == 1 else {"anyOf": choices}

    def range(self, range_: str) -> Schema:
        """Give the schema of a value by one range."""
        return reference(f"name-{range_}" if range_ in self.ontology.classes else range_)

    def long(self, property_: Property) -> Schema:
        """Give the schema of a mapping with `to:` or `value:`, and what qualifies it."""
        figures = "Quantity" in property_.ranges
        allowed = [key for key in LONG_FORM if figures or key not in FIGURE_KEYS]
        entities = any(range_ in self.ontology.classes for range_ in property_.ranges)
        fields: Schema = {key: reference(f"qualifier-{key}") for key in allowed}
        fields[CONFIDENCE] = reference(f"key-{CONFIDENCE}")
        value = self.short(property_.ranges)
        for key, offered in (("to", entities), ("value", not entities or len(property_.ranges) > 1)):
            fields[key] = {
                **with_key(QUALIFIERS[key], key, value),
                **({} if offered else {"doNotSuggest": True}),
            }
        return {
            "type": "object",
            "properties": fields,
            "additionalProperties": False,
            "oneOf": [{"required": ["to"]}, {"required": ["value"]}],
            **({"required": ["measure"]} if property_.ranges == ("Quantity",) else {}),
        }

    def shared(self) -> Schema:
        """Give the definitions that properties refer to: value types, enumerations, names, qualifiers."""
        classes = dict.fromkeys(
            range_
            for property_ in self.ontology.properties.values()
            for range_ in property_.ranges
            if range_ in self.ontology.classes
        )
        classes.setdefault("Entity")
        return {
            "string": TEXT,
            "uri": ADDRESS,
            "EdtfDate": DATE,
            "Quantity": self.quantity(),
            "quote": list_or_one({**TEXT, "maxLength": LONGEST}),
            **{id_: self.enumeration(one.values) for id_, one in self.ontology.enumerations.items()},
            **{f"name-{class_}": {**TEXT, "examples": self.names(class_)} for class_ in classes},
            **{f"qualifier-{key}": self.qualifier(key) for key in LONG_FORM if key not in ("to", "value")},
        }

    def qualifier(self, key: str) -> Schema:
        """Give the schema of what qualifies a statement."""
        special: Schema = {
            "source": reference("article"),
            "quote": reference("quote"),
            "when": reference("EdtfDate"),
            "status": {"enum": [*STATUSES, DRAFT]},
            "kind": reference(FIGURE_KINDS),
            "counts": reference("name-Entity"),
            "scope": reference("name-Entity"),
        }
        return with_key(QUALIFIERS[key], key, special.get(key, reference("string")))

    def enumeration(self, values: dict[str, str]) -> Schema:
        """Give the schema of a closed list: its values and their titles, each described by the other."""
        titles = {title: key for key, title in values.items()}
        choices = values | {title: key for title, key in titles.items() if title not in values}
        return {"enum": list(choices), "enumDescriptions": list(choices.values())}

    def names(self, class_: str) -> list[str]:
        """Give the ids and names of the entities that are of a class."""
        return list(
            dict.fromkeys(
                name
                for entity in self.dataset.entities.values()
                if self.ontology.is_a(entity.type, class_)
                for name in (entity.id, entity.name)
            )
        )

    def quantity(self) -> Schema:
        """Give the schema of a figure as printed; its unit is one that the ontology has."""
        enumeration = self.ontology.enumerations.get("Unit")
        units = sorted(enumeration.values, key=lambda unit: (-len(unit), unit)) if enumeration else []
        known = "|".join(map(re.escape, units))
        return {
            "type": ["string", "number"],
            "pattern": f"{NUMERAL}.*?({NUMERAL}|{AFTER_UNIT}|{known})$|^{NUMERAL}$",
            "patternErrorMessage": "照原文写数字和单位 a figure as printed, with a known unit: 2.3万余家",
            "examples": ["2.3万余家", "超过220万人", "50%以上"],
        }
