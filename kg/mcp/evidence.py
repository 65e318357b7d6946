"""The tool that gives the words behind what is said of an entity by one property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.describe import Describer, find_entity
from kg.mcp.graph import Told
from kg.mcp.telling import omissions_of
from kg.model import Reference, ids_of_name
from kg.problems import KgError, Location, Problem
from kg.view.plain import PlainWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.mcp.graph import Call
    from kg.model import Dataset, Statement

PLACE = {"zh": "第 {} 段，第 {}–{} 字", "en": "paragraph {}, characters {}–{}"}


def evidence(call: Call) -> Told:
    """Give the words behind statements, whichever end of them the entity is at; or what is not stated."""
    dataset, language, value = call.dataset, call.language, call.given.get("value")
    id_, property_id = find_entity(dataset, call.given["entity"]), _property(dataset, call.given["property"])
    either = {property_id, dataset.ontology.properties[property_id].inverse}
    describer, writer = Describer(dataset, language), PlainWriter(dataset, language)
    around = [*dataset.statements_from.get(id_, ()), *dataset.statements_to.get(id_, ())]
    found = [one for one in around if one.property in either and _means(describer, one, id_, value)]
    omissions = [one for one in omissions_of(dataset, id_) if one.property in either]
    sources = [source for source in dict.fromkeys(one.source for one in (*found, *omissions)) if source]
    content = {
        "statements": [writer.statement(one) for one in found],
        "notStated": [writer.omission(one) for one in omissions],
        "articles": [writer.article(source) for source in sources],
    }
    lines = [line for one in found for line in _with_place(describer, writer, one)]
    lines += [line for one in omissions for line in describer.omission(one)]
    lines += [line for source in sources for line in describer.article(source)]
    nothing = [] if found or omissions else [_nothing(describer, id_, property_id, around)]
    return Told(content, "\n".join(lines), nothing)


def _nothing(describer: Describer, id_: str, property_id: str, around: Iterable[Statement]) -> Problem:
    """Say that nothing is stated, and which properties have something."""
    known = dict.fromkeys(describer.title("properties", one.property) for one in around)
    blanks = {"entity": describer.name(id_), "property": describer.title("properties", property_id)}
    return Problem("mcp-nothing-stated", Location(id_), {**blanks, "known": "、".join(known)})


def _property(dataset: Dataset, name: str) -> str:
    """Find a property by key, title or alias; raises KgError."""
    ids = dataset.ontology.property_ids
    if name in ids:
        return ids[name]
    from kg.suggest import nearest

    blanks = {"name": name, "suggestion": "".join(nearest(name, ids))}
    raise KgError(Problem("unknown-property", Location(name), blanks))


def _means(describer: Describer, statement: Statement, id_: str, value: str | None) -> bool:
    """Tell whether a value is at the other end: an entity by any of its names, or a part of the text."""
    if value is None or value in describer.object(statement):
        return True
    other = {statement.subject}
    if isinstance(statement.object, Reference):
        other.add(statement.object.id)
    return bool(other - {id_} & {*ids_of_name(describer.dataset.entities.values()).get(value, ())})


def _with_place(describer: Describer, writer: PlainWriter, statement: Statement) -> Iterator[str]:
    """Say a statement and its quote, and where in the text the quote stands."""
    yield describer.name(statement.subject)
    yield from describer.leaving(statement)
    written = writer.statement(statement)
    if "paragraph" in written:
        spans = written["offsets"]
        place = PLACE[describer.language].format(written["paragraph"], spans[0][0] + 1, spans[-1][1])
        yield f"      {place}"
