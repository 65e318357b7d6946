"""The tools that assistants are offered, all of which only read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.mcp import schemas
from kg.mcp.arguments import Argument, input_schema, wrong
from kg.mcp.asking import query, run_saved_query, saved_queries
from kg.mcp.evidence import evidence
from kg.mcp.graph import Call
from kg.mcp.telling import path, search, show
from kg.mcp.vocabulary import vocabulary
from kg.problems import KgError, Location, Problem, render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.mcp.graph import Graph, Told
    from kg.problems import Language

    Json = dict[str, Any]

READ_ONLY = {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}


class Tool(NamedTuple):
    """A tool: how it answers, its arguments, and what is in its answer. Its words stand in `words.toml`.

    Some need no more than a store, so they are there for RDF files too.
    """

    answer: Callable[[Call], Told]
    arguments: Mapping[str, Argument]
    content: Json
    of_store: bool = False


TEXT, LIMIT = Argument("text"), Argument("limit", required=False)
STATEMENTS, OMISSIONS = schemas.a_list(schemas.STATEMENT), schemas.a_list(schemas.OMISSION)
TERMS = schemas.a_list(schemas.TERM)

TOOLS: Mapping[str, Tool] = {
    "search": Tool(
        search,
        {"text": TEXT, "limit": LIMIT},
        schemas.an_object(results=schemas.a_list(schemas.ENTITY), total=schemas.COUNT),
    ),
    "show": Tool(
        show,
        {"entity": TEXT, "limit": LIMIT},
        schemas.an_object(
            entity=schemas.ENTITY, statements=STATEMENTS, notStated=OMISSIONS, total=schemas.COUNT
        ),
    ),
    "evidence": Tool(
        evidence,
        {"entity": TEXT, "property": TEXT, "value": Argument("text", required=False)},
        schemas.an_object(
            statements=STATEMENTS, notStated=OMISSIONS, articles=schemas.a_list(schemas.ARTICLE)
        ),
    ),
    "path": Tool(
        path,
        {"from": TEXT, "to": TEXT},
        schemas.an_object(
            **{"from": schemas.NAMED, "to": schemas.NAMED}, connected=schemas.TRUTH, steps=STATEMENTS
        ),
    ),
    "saved_queries": Tool(
        saved_queries, {}, schemas.an_object(queries=schemas.a_list(schemas.QUERY)), of_store=True
    ),
    "run_saved_query": Tool(
        run_saved_query,
        {"name": TEXT, "parameters": Argument("values", required=False), "limit": LIMIT},
        schemas.ANSWER,
        of_store=True,
    ),
    "vocabulary": Tool(
        vocabulary,
        {},
        schemas.an_object(prefixes=schemas.a_map(schemas.TEXT), classes=TERMS, properties=TERMS),
    ),
    "query": Tool(query, {"query": TEXT, "limit": LIMIT}, schemas.ANSWER, of_store=True),
}


@cache
def _words() -> Json:
    import tomllib
    from pathlib import Path

    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def instructions(language: Language) -> str:
    """Give what an assistant should know before it uses the tools."""
    words: str = _words()["instructions"][language]
    return words.strip()


def list_tools(params: Json, graph: Graph, language: Language) -> Json:  # noqa: ARG001  as all methods
    """Answer `tools/list`."""
    tools = [_described(name, tool, language) for name, tool in _offered(graph).items()]
    return {"tools": tools, "ttlMs": 0, "cacheScope": "private"}


def _offered(graph: Graph) -> Mapping[str, Tool]:
    return {name: tool for name, tool in TOOLS.items() if tool.of_store or not graph.has_only_a_store}


def _described(name: str, tool: Tool, language: Language) -> Json:
    words = {key: said[language] for key, said in _words()[name].items()}
    properties = {**tool.content["properties"], "warnings": schemas.a_list(schemas.TEXT)}
    return {
        "name": name,
        "title": words["title"],
        "description": words["about"],
        "inputSchema": input_schema(tool.arguments, words),
        "outputSchema": {**tool.content, "properties": properties},
        "annotations": {"title": words["title"], **READ_ONLY},
    }


def call_tool(params: Json, graph: Graph, language: Language) -> Json:
    """Answer `tools/call`: what is wrong with its arguments is a result too, which an assistant can mend."""
    name, given = params.get("name"), params.get("arguments") or {}
    if not isinstance(name, str) or not isinstance(given, dict):
        missing = "arguments" if isinstance(name, str) else "name"
        raise KgError(Problem("mcp-params", Location("message"), {"missing": missing}))
    tools = _offered(graph)
    if name not in tools:
        from kg.suggest import nearest

        blanks = {"name": name, "suggestion": "".join(nearest(name, tools))}
        raise KgError(Problem("mcp-tool", Location("message"), blanks))
    problems = list(wrong(tools[name].arguments, given, language))
    if problems:
        return unable(problems, language)
    try:
        return _result(tools[name].answer(Call(graph, language, given)), graph, language)
    except KgError as error:
        return unable(error.problems, language)


def unable(problems: Sequence[Problem], language: Language) -> Json:
    """Give the result of a tool that has none: what is wrong, where, and what would be right."""
    return {"content": [_text(render_text(problems, language))], "isError": True}


def _result(told: Told, graph: Graph, language: Language) -> Json:
    stale = [Problem("mcp-stale", Location("data"))] if graph.stale else []
    said = [render_text([problem], language) for problem in (*stale, *told.remarks)]
    content = {**told.content, "warnings": said} if said else told.content
    text = "\n\n".join(filter(None, (told.text.strip("\n"), *said)))
    return {"content": [_text(text)], "structuredContent": content, "isError": False}


def _text(text: str) -> Json:
    return {"type": "text", "text": text}
