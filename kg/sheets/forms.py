"""Statements and omissions as they are written in YAML, and as they are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Observation, Omission, Reference
from kg.problems import Problem
from kg.sheets.heads import Said

if TYPE_CHECKING:
    from kg.model import Statement
    from kg.yamltree.writing import Value

FIGURE = ("counts", "scope", "period", "kind")


def object_text(statement: Statement) -> str:
    """Give the object as one would write it: an id, a figure, a date, a text."""
    object_ = statement.object
    if isinstance(object_, Reference):
        return object_.id
    if isinstance(object_, Observation):
        return object_.quantity.raw
    return object_ if isinstance(object_, str) else object_.raw


def statement_form(statement: Statement, source: str | None) -> Value:
    """Give a statement in its short form, or the long one where there is more to say.

    source: the article that the file has for what does not name one
    """
    text = object_text(statement)
    object_ = statement.object
    fields: dict[str, Value] = {}
    if isinstance(object_, Observation):
        fields = {"measure": object_.measure, "value": text}
        fields |= {key: value for key in FIGURE if (value := getattr(object_, key))}
    else:
        fields = {"to" if isinstance(object_, Reference) else "value": text}
    fields |= _qualifiers(statement, source)
    return fields if len(fields) > 1 else text


def omission_form(omission: Omission, source: str | None) -> Value:
    """Give what is not stated in its short form, a note, or the long one."""
    fields: dict[str, Value] = {"note": omission.note, **_qualifiers(omission._replace(note=""), source)}
    return fields if len(fields) > 1 else omission.note


def _qualifiers(one: Statement | Omission, source: str | None) -> dict[str, Value]:
    said: dict[str, Value] = dict(qualifiers(one))
    if one.source and one.source != source:
        said = {"source": one.source, **said}
    if one.quote and len(one.quote.phrases) > 1:
        said["quote"] = list(one.quote.phrases)
    return said


def qualifiers(one: Statement | Omission) -> dict[str, str]:
    """Give what is said beside object and source, without what is left open."""
    said = {"quote": " … ".join(one.quote.phrases) if one.quote else ""}
    if not isinstance(one, Omission):
        status = "" if one.status == "stated" else one.status
        said |= {"when": one.when.raw if one.when else "", "status": status, "role": one.role or ""}
    said["note"] = one.note or ""
    return {key: text for key, text in said.items() if text}


def compared(what: str, here: Statement | Omission, there: Statement | Omission, place: str) -> Said:
    """Say that something is there already; what a row leaves open is no difference."""
    ours, theirs = qualifiers(here), qualifiers(there)
    key = next((key for key in ours if theirs.get(key) != ours[key]), None)
    if key is None:
        return Said(what, place)
    blanks = {"key": f"{what} · {key}", "there": theirs.get(key, "–"), "here": ours[key], "place": place}
    return Said(what, place, Problem("import-conflict", here.location, blanks))
