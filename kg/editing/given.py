"""New entities as they are given on a command line or as JSON, in the shape they have under `entities:`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.loading.statements import LONG_FORM
from kg.problems import KgError, Location, Problem
from kg.yamltree.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ontology import Ontology
    from kg.yamltree.writing import Value

QUALIFIERS = tuple(key for key in LONG_FORM if key not in {"to", "value"})
"""What may be said of a statement beside its object."""


def read_json(raw: bytes, file: str = "<stdin>") -> dict[str, Value]:
    """Read entities by id from JSON; numbers stay what they look like. Raises KgError."""
    decoded = decode(raw, file)
    if decoded.problem:
        raise KgError(decoded.problem)

    def refuse(code: str, line: int = 0, column: int = 0, **blanks: str) -> KgError:
        return KgError(Problem(code, Location(file, line, column), blanks))

    def mapping(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        keys = [key for key, _ in pairs]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise refuse("json-duplicate-key", name=twice)
        return dict(pairs)

    try:
        given = json.loads(
            decoded.text, object_pairs_hook=mapping, parse_int=str, parse_float=str, parse_constant=str
        )
    except json.JSONDecodeError as error:
        raise refuse("json-syntax", error.lineno, error.colno, reason=error.msg) from None
    except RecursionError:
        raise refuse("json-syntax", reason="too deep") from None
    if not isinstance(given, dict) or not given:
        raise refuse("json-entities")
    _require_text(given, file)
    return given


def _require_text(node: Any, file: str) -> None:
    """Refuse what is no text in the data: `null`, `true`, half a character."""
    if isinstance(node, dict | list):
        for item in [*node, *node.values()] if isinstance(node, dict) else node:
            _require_text(item, file)
    elif not isinstance(node, str) or any("\ud800" <= character <= "\udfff" for character in node):
        raise KgError(Problem("json-not-text", Location(file), {"value": json.dumps(node)}))


def statement_form(ontology: Ontology, name: str, value: str, qualifiers: dict[str, Value]) -> Value:
    """Give the short form of a value, or the long one where there is more to say.

    A property that nobody knows has a `value:`; that it is unknown is found later.
    """
    if not qualifiers:
        return value
    property_ = ontology.properties.get(ontology.property_ids.get(name, ""))
    leads = property_ is not None and any(range_ in ontology.classes for range_ in property_.ranges)
    measure = {key: qualifiers[key] for key in qualifiers if key == "measure"}
    return {**measure, "to" if leads else "value": value, **qualifiers}


def split_qualifiers(words: Iterable[str]) -> dict[str, Value]:
    """Read `quote=…` and its like, the same one several times as a list; raises ValueError for another word.

    >>> split_qualifiers(["quote=组织开展", "status=inferred", "quote=联合"])
    {'quote': ['组织开展', '联合'], 'status': 'inferred'}
    """
    found: dict[str, list[str]] = {}
    for word in words:
        key, sign, text = word.partition("=")
        if not sign or key not in QUALIFIERS:
            raise ValueError(word)
        found.setdefault(key, []).append(text)
    return {key: texts[0] if len(texts) == 1 else texts for key, texts in found.items()}


def put(entity: dict[str, Value], ontology: Ontology, name: str, form: Value) -> None:
    """Add a statement to an entity, beside those of the same property, whatever its name."""
    ids = ontology.property_ids
    key = next((key for key in entity if ids.get(key, key) == ids.get(name, name)), name)
    if key not in entity:
        entity[key] = form
    else:
        others = entity[key]
        entity[key] = [*others, form] if isinstance(others, list) else [others, form]
