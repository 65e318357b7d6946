"""The tools that tell of the graph: what there is, what is said of it, how two entities are connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.describe import Describer, find_entity, matches
from kg.mcp.graph import Told
from kg.network import shortest_path
from kg.problems import Location, Problem
from kg.view.plain import PlainWriter

if TYPE_CHECKING:
    from kg.mcp.graph import Call
    from kg.model import Dataset, Omission

MOST_FOUND = 20
MOST_STATEMENTS = 200
"""So many are given unless more are asked for."""


def search(call: Call) -> Told:
    """Find entities by a part of a name, pinyin or initials."""
    most, text = call.given.get("limit", MOST_FOUND), call.given["text"]
    found = matches(call.dataset, text)
    writer = PlainWriter(call.dataset, call.language)
    results = [{**writer.entity(match.entity.id), "matched": match.name} for match in found[:most]]
    lines = (f"- {one['name']}  [{one['type']['title']}]  id: {one['id']}" for one in results)
    remarks = [_more(most)] if len(found) > most else []
    if not found:
        remarks.append(Describer(call.dataset, call.language).nothing_found(text))
    return Told({"results": results, "total": len(found)}, "\n".join(lines), remarks)


def _more(shown: int) -> Problem:
    return Problem("mcp-more", Location("limit"), {"shown": str(shown)})


def show(call: Call) -> Told:
    """Give all about an entity, in both directions."""
    dataset, most = call.dataset, call.given.get("limit", MOST_STATEMENTS)
    id_ = find_entity(dataset, call.given["entity"])
    leaving, arriving = dataset.statements_from.get(id_, []), dataset.statements_to.get(id_, [])
    omissions = omissions_of(dataset, id_)
    writer, describer = PlainWriter(dataset, call.language), Describer(dataset, call.language)
    own, others = leaving[:most], arriving[: max(most - len(leaving), 0)]
    content = {
        "entity": writer.entity(id_),
        "statements": [writer.statement(one) for one in (*own, *others)],
        "notStated": [writer.omission(one) for one in omissions],
        "total": len(leaving) + len(arriving),
    }
    lines = [
        *describer.heading(id_),
        *(line for one in own for line in describer.leaving(one)),
        *(line for one in omissions for line in describer.omission(one)),
        *(line for one in others for line in describer.arriving(one)),
    ]
    return Told(content, "\n".join(lines), [_more(most)] if content["total"] > most else [])


def omissions_of(dataset: Dataset, id_: str) -> list[Omission]:
    """Give what is not stated of an entity."""
    return [one for one in dataset.omissions if one.subject == id_ and not one.of_article]


def path(call: Call) -> Told:
    """Find how two entities are connected."""
    dataset = call.dataset
    start, end = find_entity(dataset, call.given["from"]), find_entity(dataset, call.given["to"])
    steps = shortest_path(dataset, start, end)
    writer = PlainWriter(dataset, call.language)
    content = {
        "from": writer.named(start),
        "to": writer.named(end),
        "connected": bool(steps) or start == end,
        "steps": [{**writer.statement(step.statement), "forward": step.forward} for step in steps],
    }
    lines = Describer(dataset, call.language).path(start, steps)
    blanks = {"start": start, "end": end}
    remarks = [] if content["connected"] else [Problem("no-path", Location(start), blanks)]
    return Told(content, "\n".join(lines) if content["connected"] else "", remarks)
