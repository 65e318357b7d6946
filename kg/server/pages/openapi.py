"""`/openapi.json`: what programs can ask, as OpenAPI 3.1, made of the table of routes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.server.message import Response
from kg.server.negotiation import GRAPHS, ROWS
from kg.server.pages.dumps import FORMATS
from kg.server.pages.formats import ENDINGS
from kg.server.pages.frame import remembered
from kg.server.pages.schemas import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.server.message import Request
    from kg.server.state import Served

    Json = dict[str, Any]


def openapi(request: Request, served: Served) -> Response:  # noqa: ARG001  as all routes
    """Describe all routes; raises KeyError for one that `DESCRIBED` forgets."""
    from kg.server.respond import ROUTES

    described = {
        "openapi": "3.1.1",
        "info": {
            "title": "工图 Gongtu",
            "version": __version__,
            "description": "A knowledge graph whose statements lead to the words that support them.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": request._replace(path="").address()}],
        "paths": dict(path for route in ROUTES for path in _paths(route, ROUTES[route].methods)),
        "components": {"schemas": SCHEMAS},
    }
    body = json.dumps(described, ensure_ascii=False).encode()
    return remembered(request, Response(200, {"content-type": "application/json"}, body))


def _paths(route: str, methods: Iterable[str]) -> Iterable[tuple[str, Json]]:
    for path, operation in DESCRIBED[route].items():
        offered = [method.lower() for method in methods if method != "HEAD"]
        yield path, {method: _operation(operation, path, method) for method in offered}


def _operation(operation: Json, path: str, method: str) -> Json:
    """Complete an operation; a POST has in its body what a GET has in its address."""
    words = [word for word in path.replace("{", "/").replace("}", "/").replace(".", "/").split("/") if word]
    named = {**operation, "operationId": "-".join([method, *(words or ["home"])])}
    body = named.pop("body", {})
    if method == "post":
        fields = {each["name"]: each["schema"] for each in named.pop("parameters", ())}
        form = {FORM: {"schema": {"type": "object", "properties": fields}}}
        named["requestBody"] = {"required": True, "content": body or form}
    return named


def _text(name: str, description: str, **more: object) -> Json:
    """Describe a parameter of the address."""
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string", **more}}


def _id(description: str) -> Json:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string"},
    }


def _answers(
    description: str,
    types: Iterable[str],
    *,
    schemas: Mapping[str, str] | None = None,
    others: Mapping[str, str] | None = None,
) -> Json:
    """Describe the answers: the good one with its media types, and those that say what went wrong."""
    content: Json = {type_: {} for type_ in types}
    for type_, schema in (schemas or {}).items():
        content[type_] = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    wrong = {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        "text/plain": {},
    }
    told = {code: {"description": said} for code, said in (others or {}).items()}
    return {
        "200": {"description": description, "content": content},
        **{code: one | ({"content": wrong} if code >= "400" else {}) for code, one in told.items()},
        "default": {"description": "What went wrong, in English or Chinese", "content": wrong},
    }


HTML = "text/html"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
LANG = _text("lang", "The language of a page, instead of Accept-Language", enum=["zh", "en"])
QUERY = _text("query", "A query in SPARQL 1.1")
NO_ENTITY = "No entity has this id, name or alias"

DESCRIBED: Mapping[str, Mapping[str, Json]] = {
    "/": {
        "/": {
            "summary": "The explorer of the whole graph",
            "parameters": [LANG],
            "responses": _answers("A page", [HTML]),
        }
    },
    "/graph": {
        "/graph": {
            "summary": "The explorer of a part of the graph",
            "parameters": [
                _text("focus", "An id, name or alias of an entity: what is around it"),
                {
                    "name": "depth",
                    "in": "query",
                    "description": "How many statements around it",
                    "schema": {"type": "integer", "minimum": 0, "maximum": 9, "default": 1},
                },
                _text("query", "A SPARQL query: the entities and statements it finds"),
                LANG,
            ],
            "responses": _answers("A page", [HTML], others={"404": NO_ENTITY}),
        }
    },
    "/search": {
        "/search": {
            "summary": "The entities that a text may mean, best first",
            "parameters": [_text("q", "Chinese, an alias, pinyin or its initials"), LANG],
            "responses": _answers("At most 100 entities", [HTML], schemas={JSON: "Search"}),
        }
    },
    "/entity/": {
        "/entity/{id}": {
            "summary": "All that is said of an entity, with evidence",
            "description": "Also by ending: /entity/{id}.json, .ttl, .jsonld, .nt, .rdf, .html",
            "parameters": [_id("The id of the entity; a name or alias leads to it"), LANG],
            "responses": _answers(
                "The entity",
                ENDINGS,
                schemas={JSON: "Entity"},
                others={
                    "300": "Several entities have this name",
                    "303": "The entity that has this name or alias",
                    "308": "The same characters, composed (NFC)",
                    "404": NO_ENTITY,
                },
            ),
        }
    },
    "/article/": {
        "/article/{id}": {
            "summary": "What the graph knows of an article, and what is cited from it",
            "parameters": [_id("The id of the article"), LANG],
            "responses": _answers(
                "The article",
                ENDINGS,
                schemas={JSON: "Article"},
                others={"404": "No article has this id"},
            ),
        }
    },
    "/data": {
        "/data": {
            "summary": "What there is, for people",
            "parameters": [LANG],
            "responses": _answers("A page", [HTML]),
        }
    },
    "/void": {
        "/void": {
            "summary": "A description of the dataset (VoID, DCAT)",
            "responses": _answers("RDF", GRAPHS),
        }
    },
    "/.well-known/void": {
        "/.well-known/void": {
            "summary": "Leads to /void",
            "responses": {"303": {"description": "The description of the dataset"}},
        }
    },
    "/dumps": {
        "/dumps": {
            "summary": "A page of the whole graph, in a stable order",
            "parameters": [
                {
                    "name": "page",
                    "in": "query",
                    "schema": {"type": "integer", "minimum": 1, "default": 1},
                }
            ],
            "responses": _answers("Triples; the header Link leads on", FORMATS.values()),
        }
    },
    "/dumps/": {
        f"/dumps/gongtu.{ending}": {
            "summary": f"The whole graph as {type_}",
            "responses": _answers("Triples", [type_]),
        }
        for ending, type_ in FORMATS.items()
    },
    "/sparql": {
        "/sparql": {
            "summary": "SPARQL 1.1 Protocol, for reading; without a query, the service description",
            "parameters": [
                QUERY,
                _text("default-graph-uri", "The graph that is asked, instead of the default one"),
                _text("named-graph-uri", "A graph that GRAPH finds"),
            ],
            "body": {
                "application/sparql-query": {"schema": {"type": "string"}},
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {"query": {"type": "string"}},
                    }
                },
            },
            "responses": _answers(
                "Rows of SELECT and ASK, or triples of CONSTRUCT and DESCRIBE",
                dict.fromkeys([*ROWS, *GRAPHS]),
                others={
                    "400": "What is wrong with the query, and where",
                    "503": "Too much is being asked at the moment",
                    "504": "Stopped at the limit of time",
                    "507": "Stopped at the limit of memory, or of the size of answers",
                },
            ),
        }
    },
    "/query": {
        "/query": {
            "summary": "The workbench",
            "parameters": [QUERY, LANG],
            "responses": _answers("A page", [HTML]),
        }
    },
    "/query/remarks": {
        "/query/remarks": {
            "summary": "What may be wrong with a query that is valid: the remarks of the workbench",
            "parameters": [QUERY, _text("empty", "Whether its answer was empty"), LANG],
            "responses": _answers("Remarks", [JSON]),
        }
    },
    "/mcp": {
        "/mcp": {
            "summary": "Model Context Protocol over HTTP: one JSON-RPC message a request",
            "body": {JSON: {"schema": {"type": "object"}}},
            "responses": {
                "200": {"description": "The answer", "content": {JSON: {"schema": {"type": "object"}}}},
                "202": {"description": "A notification was taken"},
                "default": {
                    "description": "An error of JSON-RPC",
                    "content": {JSON: {"schema": {"type": "object"}}},
                },
            },
        },
    },
    "/events": {
        "/events": {
            "summary": "Server-sent events: which version of the graph is served",
            "responses": _answers("A stream without an end", ["text/event-stream"]),
        }
    },
    "/openapi.json": {
        "/openapi.json": {"summary": "This description", "responses": _answers("OpenAPI 3.1", [JSON])}
    },
    "/assets/": {
        "/assets/{name}": {
            "summary": "Scripts and styles of the pages",
            "parameters": [_id("The name of a file") | {"name": "name"}],
            "responses": _answers("A file", ["text/javascript", "text/css"]),
        }
    },
}
"""The operations by route, and there by path as OpenAPI writes it."""
