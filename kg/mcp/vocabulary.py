"""The tool that tells what a query can name: prefixes, classes and properties."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.mcp.graph import Told
from kg.query.answers import Shortener

if TYPE_CHECKING:
    from kg.mcp.graph import Call
    from kg.ontology import Class, Property

    Json = dict[str, Any]

HEADINGS = {"zh": ("类（实体数）", "属性（陈述数）"), "en": ("classes (entities)", "properties (statements)")}


def vocabulary(call: Call) -> Told:
    """List the prefixes, the classes that entities have, and the properties that are used."""
    dataset, ontology = call.dataset, call.dataset.ontology
    types = Counter(entity.type for entity in dataset.entities.values())
    used = Counter(statement.property for statement in dataset.statements)
    content: Json = {
        "prefixes": dict(call.graph.prefixes),
        "classes": [_term(call, ontology.classes[id_], count) for id_, count in types.most_common()],
        "properties": [_term(call, ontology.properties[id_], count) for id_, count in used.most_common()],
    }
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in call.graph.prefixes.items()]
    for heading, kind in zip(HEADINGS[call.language], ("classes", "properties"), strict=True):
        lines += [
            "",
            heading,
            *(f"- {one['term']}  {one['title']}  ({one['count']})" for one in content[kind]),
        ]
    return Told(content, "\n".join(lines))


def _term(call: Call, definition: Class | Property, count: int) -> Json:
    term = Shortener(call.graph.prefixes).iri(definition.iri)
    return {"term": term, "id": definition.id, "title": definition.titles[call.language], "count": count}
