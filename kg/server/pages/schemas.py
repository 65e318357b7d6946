"""What the JSON of the server looks like, as JSON Schema 2020-12 (which OpenAPI 3.1 takes as it is)."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
IRI: Json = {"type": "string", "format": "iri"}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(of: Json, description: str = "") -> Json:
    return {"type": "array", "items": of, **({"description": description} if description else {})}


def _object(required: Json, optional: Json | None = None, **more: object) -> Json:
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
        **more,
    }


_NAMED = _object({"id": TEXT, "name": TEXT})
_TITLED = _object({"id": TEXT, "title": TEXT})
_EVIDENCE: Json = {
    "article": _TITLED,
    "quote": _list(TEXT, "The words that carry it; several where the sentence is interrupted"),
    "paragraph": {"type": "integer", "minimum": 1, "description": "Where the article's text is at hand"},
}

SCHEMAS: Json = {
    "Problem": {
        "type": "object",
        "description": "Problem Details (RFC 9457)",
        "required": ["title", "status"],
        "properties": {
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "problems": _list({"type": "object"}),
        },
    },
    "Search": _object({"results": _list(_ref("Hit"))}),
    "Hit": _object(
        {"id": TEXT, "name": TEXT, "type": TEXT, "iri": IRI, "matched": TEXT},
        description="`matched` is the name that the text fits best",
    ),
    "Entity": _object(
        {
            "entity": _object(
                {"iri": IRI, "id": TEXT, "name": TEXT, "type": _TITLED},
                {"aliases": _list(TEXT), "description": TEXT, "sameAs": _list(IRI)},
            ),
            "statements": _list(_ref("Statement")),
            "incoming": _list(_ref("Statement")),
            "notStated": _list(_ref("Omission")),
        }
    ),
    "Article": _object(
        {
            "article": _object(
                {"iri": IRI, "id": TEXT, "title": TEXT},
                {
                    "authors": _list(TEXT),
                    "publisher": TEXT,
                    "published": TEXT,
                    "url": IRI,
                    "notStated": _list(_ref("Omission")),
                },
            ),
            "statements": _list(_ref("Statement"), "What is cited from it"),
        }
    ),
    "Statement": _object(
        {
            "iri": IRI,
            "subject": _NAMED,
            "property": _TITLED,
            "object": {
                "oneOf": [
                    _object({"entity": _NAMED}),
                    _ref("Figure"),
                    _object({"date": {"type": "string", "description": "EDTF"}}),
                    _object({"text": TEXT}),
                ]
            },
            "status": {"enum": ["stated", "inferred", "disputed", "deprecated"]},
        },
        {
            **_EVIDENCE,
            "offsets": _list(
                _list({"type": "integer"}), "Where the quote stands in the article, in code points"
            ),
            "when": {"type": "string", "description": "EDTF"},
            "days": _list(
                {"type": ["string", "null"], "format": "date"},
                "The first and the last day of a date; null is open",
            ),
            "role": TEXT,
            "note": TEXT,
        },
    ),
    "Figure": _object(
        {
            "measure": TEXT,
            "figure": {"type": "string", "description": "As printed: 2.3万余家"},
            "meaning": _object(
                {
                    "number": {"type": "string", "description": "A decimal, exact"},
                    "bound": {"enum": ["exact", "lower", "upper", "about", "range", "magnitude"]},
                    "unit": TEXT,
                },
                {"maximum": TEXT},
            ),
        },
        {"kind": TEXT, "counts": _NAMED, "scope": _NAMED, "period": TEXT},
    ),
    "Omission": _object(
        {"property": _TITLED, "note": TEXT, "partial": {"type": "boolean"}},
        _EVIDENCE,
        description="What the article does not say; `partial`: there are values, but not all",
    ),
}
