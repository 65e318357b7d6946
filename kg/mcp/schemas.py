"""What tools answer, in JSON Schema (2020-12)."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer"}
TRUTH: Json = {"type": "boolean"}


def a_list(of: Json) -> Json:
    """Describe a list."""
    return {"type": "array", "items": of}


def an_object(*optional: str, **properties: Json) -> Json:
    """Describe an object; all of its properties are there, but for those that are named as optional."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def a_map(of: Json) -> Json:
    """Describe an object whose keys are not known before."""
    return {"type": "object", "additionalProperties": of}


NAMED = an_object(id=TEXT, name=TEXT)
TITLED = an_object(id=TEXT, title=TEXT)
ENTITY = an_object(
    "aliases",
    "description",
    "sameAs",
    "matched",
    id=TEXT,
    name=TEXT,
    type=TITLED,
    aliases=a_list(TEXT),
    description=TEXT,
    sameAs=a_list(TEXT),
    matched=TEXT,
)
MEANING = an_object("maximum", number=TEXT, bound=TEXT, unit=TEXT, maximum=TEXT)
OBJECT = an_object(
    *("entity", "text", "date", "measure", "figure", "meaning", "kind", "counts", "scope", "period"),
    entity=NAMED,
    text=TEXT,
    date=TEXT,
    measure=TEXT,
    figure=TEXT,
    meaning=MEANING,
    kind=TEXT,
    counts=NAMED,
    scope=NAMED,
    period=TEXT,
)
EVIDENCE: Json = {
    "quote": a_list(TEXT),
    "article": TITLED,
    "paragraph": COUNT,
    "offsets": a_list(a_list(COUNT)),
}
STATEMENT = an_object(
    *EVIDENCE,
    *("when", "days", "role", "note", "forward"),
    subject=NAMED,
    property=TITLED,
    object=OBJECT,
    status=TEXT,
    when=TEXT,
    days=a_list({"type": ["string", "null"]}),
    role=TEXT,
    note=TEXT,
    forward=TRUTH,
    **EVIDENCE,
)
OMISSION = an_object(*EVIDENCE, property=TITLED, note=TEXT, partial=TRUTH, **EVIDENCE)
ARTICLE = an_object(
    "authors",
    "publisher",
    "published",
    "url",
    "notStated",
    id=TEXT,
    title=TEXT,
    authors=a_list(TEXT),
    publisher=TEXT,
    published=TEXT,
    url=TEXT,
    notStated=a_list(OMISSION),
)
TERM = an_object(term=TEXT, id=TEXT, title=TEXT, count=COUNT)
PARAMETER = an_object(name=TEXT, type=TEXT, about=TEXT)
QUERY = an_object(name=TEXT, question=TEXT, parameters=a_list(PARAMETER))
ANSWER = an_object(
    *("variables", "rows", "boolean", "turtle", "more"),
    variables=a_list(TEXT),
    rows=a_list(a_map(TEXT)),
    boolean=TRUTH,
    turtle=TEXT,
    more=TRUTH,
)
