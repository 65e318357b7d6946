"""The tools that ask in SPARQL: a query of the assistant's own, or a saved one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.mcp.graph import Told
from kg.problems import KgError, Location, Problem
from kg.query.answers import Shortener, remarks
from kg.query.beginning import MOST_CHARACTERS, beginning
from kg.query.engine import here
from kg.query.evaluation import entity_iri
from kg.query.saved import list_queries, with_values
from kg.query.serving import Graphs, solved
from kg.query.sparql import read
from kg.query.tables import markdown_table
from kg.vocabulary import known_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.mcp.graph import Call
    from kg.query.beginning import Beginning
    from kg.query.saved import Query

    Json = dict[str, Any]

MOST_ROWS = 100
"""Rows or triples that are given unless more are asked for."""


def query(call: Call) -> Told:
    """Answer a query."""
    return _answered(call, call.given["query"], "query")


def saved_queries(call: Call) -> Told:
    """List the saved queries: the question, the parameters, what these stand for."""
    found = _saved(call)
    content: list[Json] = [
        {
            "name": each.name,
            "question": each.summaries[call.language],
            "parameters": [
                {"name": one.name, "type": one.type, "about": one.titles[call.language]}
                for one in each.parameters.values()
            ],
        }
        for each in found.values()
    ]
    lines = (
        f"- {one['name']}({', '.join(each['name'] for each in one['parameters'])}): {one['question']}"
        for one in content
    )
    return Told({"queries": content}, "\n".join(lines))


def run_saved_query(call: Call) -> Told:
    """Answer a saved query, its parameters filled in."""
    name, found = call.given["name"], _saved(call)
    if name not in found:
        from kg.suggest import nearest

        blanks = {"name": name, "suggestion": "".join(nearest(name, found))}
        raise KgError(Problem("mcp-query", Location(name), blanks))
    base = call.graph.prefixes.get("e", "")
    given = list(_parameters(call.given.get("parameters", {})))
    text = with_values(found[name], given, lambda entity: entity_iri(here(call.store), entity, base))
    told = _answered(call, text, f"{name}.rq")
    return told._replace(text=f"{found[name].summaries[call.language]}\n\n{told.text}")


def _saved(call: Call) -> Mapping[str, Query]:
    directory = call.graph.queries
    return {each.name: each for each in list_queries(directory)} if directory is not None else {}


def _parameters(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each name with each of its values."""
    for name, values in given.items():
        for value in values if isinstance(values, list) else [values]:
            yield name, str(value)


def _answered(call: Call, text: str, file: str) -> Told:
    prefixes = known_prefixes(call.graph.prefixes)
    reading = read(text, file, prefixes)
    result = solved(call.store, reading, prefixes, Graphs())
    most, shown = call.given.get("limit", MOST_ROWS), {**prefixes, **reading.declared}
    found = beginning(result, most, Shortener(shown), shown)
    said = remarks(here(call.store), reading, prefixes, empty=found.is_empty)
    if found.cut:
        said.append(Problem("mcp-cut", Location(file), {"limit": str(MOST_CHARACTERS)}))
    elif found.more:
        said.append(Problem("mcp-more", Location(file), {"shown": str(most)}))
    return Told(_content(found), _text(found), said)


def _content(found: Beginning) -> Json:
    if found.yes is not None:
        return {"boolean": found.yes}
    if found.turtle is not None:
        return {"turtle": found.turtle, "more": found.more}
    return {"variables": found.variables, "rows": found.rows, "more": found.more}


def _text(found: Beginning) -> str:
    if found.yes is not None:
        return "true" if found.yes else "false"
    if found.turtle is not None:
        return found.turtle
    return markdown_table(
        found.variables, [[row.get(name, "") for name in found.variables] for row in found.rows]
    )
