"""Entities as resources: `gongtu://entity/浙江省总工会` is what the tool `show` says, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from kg.mcp.graph import Call
from kg.mcp.telling import show
from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from kg.mcp.graph import Graph
    from kg.problems import Language

    Json = dict[str, Any]

START = "gongtu://entity/"
TYPE = "text/plain"
PAGE = 200
CACHING = {"ttlMs": 0, "cacheScope": "private"}


def list_resources(params: Json, graph: Graph, language: Language) -> Json:
    """Answer `resources/list`: entities in the order of the data, so many at a time."""
    entities = list(graph.dataset.entities.values()) if graph.dataset else []
    cursor = params.get("cursor", "0")
    if not isinstance(cursor, str) or not (cursor.isascii() and cursor.isdecimal()) or len(cursor) > 9:
        raise KgError(Problem("mcp-params", Location("message"), {"missing": "cursor"}))
    start = int(cursor)
    index = language
    classes = graph.dataset.ontology.classes if graph.dataset else {}
    listed = [
        {
            "uri": START + quote(entity.id),
            "name": entity.name,
            "description": classes[entity.type].titles[index],
            "mimeType": TYPE,
        }
        for entity in entities[start : start + PAGE]
    ]
    more = {"nextCursor": str(start + PAGE)} if start + PAGE < len(entities) else {}
    return {"resources": listed, **more, **CACHING}


def list_templates(params: Json, graph: Graph, language: Language) -> Json:  # noqa: ARG001  as all methods
    """Answer `resources/templates/list`."""
    name, about = (
        ("实体", "一个实体的陈述与引文") if language == "zh" else ("entity", "an entity, with quotes")
    )
    template = {"uriTemplate": START + "{id}", "name": name, "description": about, "mimeType": TYPE}
    return {"resourceTemplates": [template] if graph.dataset else [], **CACHING}


def read_resource(params: Json, graph: Graph, language: Language) -> Json:
    """Answer `resources/read`."""
    uri = params.get("uri")
    if not isinstance(uri, str):
        raise KgError(Problem("mcp-params", Location("message"), {"missing": "uri"}))
    id_ = unquote(uri.removeprefix(START))
    if not uri.startswith(START) or graph.dataset is None or id_ not in graph.dataset.entities:
        raise KgError(Problem("mcp-resource", Location("message"), {"uri": uri}))
    told = show(Call(graph, language, {"entity": id_}))
    return {"contents": [{"uri": uri, "mimeType": TYPE, "text": told.text}], **CACHING}
