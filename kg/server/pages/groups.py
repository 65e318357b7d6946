"""An account in the order in which people read it: by property, one's own statements first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.server.pages.shown import Shown, shown
from kg.server.pages.words import Remark, meaning, remarks

if TYPE_CHECKING:
    from kg.model import Dataset
    from kg.problems import Language

    Json = dict[str, Any]

AT_ONCE = 8
"""So many statements of a property are seen; the others are folded."""

MOST = 400
"""So many of a property are on a page at all; the data formats have every one."""


class Evidence(NamedTuple):
    """The words of an article, its id and title, and the number of the paragraph where its text is known."""

    words: str
    source: str
    title: str
    paragraph: int | None


class Row(NamedTuple):
    """One statement, or what is not stated: exactly one of `end`, `figure`, `text` and `absence` is there."""

    evidence: Evidence
    remarks: list[Remark]
    end: Shown | None = None
    figure: tuple[str, str, str] | None = None
    text: str = ""
    absence: str = ""


class Group(NamedTuple):
    """What is said by one property, in one direction."""

    title: str
    incoming: bool
    seen: list[Row]
    folded: list[Row]
    left_out: int


def groups(dataset: Dataset, account: Json, language: Language) -> list[Group]:
    """Give what is said of an entity by property: its statements, what is not stated, and the others'."""
    rows: dict[tuple[str, bool], list[Row]] = {}
    for statement in account["statements"]:
        key = statement["property"]["title"], False
        rows.setdefault(key, []).append(row(dataset, statement, language))
    for omission in account["notStated"]:
        key = omission["property"]["title"], False
        rows.setdefault(key, []).append(absence(omission, language))
    for statement in account["incoming"]:
        key = statement["property"]["title"], True
        rows.setdefault(key, []).append(row(dataset, statement, language, incoming=True))
    return [_group(*key, each) for key, each in rows.items()]


def _group(title: str, incoming: bool, rows: list[Row]) -> Group:  # noqa: FBT001
    at_once = AT_ONCE if len(rows) > AT_ONCE + 2 else len(rows)  # nobody opens a fold for one or two
    return Group(title, incoming, rows[:at_once], rows[at_once:MOST], max(len(rows) - MOST, 0))


def row(dataset: Dataset, statement: Json, language: Language, *, incoming: bool = False) -> Row:
    """Give what is shown of a statement, seen from its subject or (`incoming`) from its object."""
    object_ = statement["object"]
    shared = evidence(statement), list(remarks(statement, language))
    if incoming or "entity" in object_:
        other = statement["subject"] if incoming else object_["entity"]
        return Row(*shared, end=shown(dataset, dataset.entities[other["id"]], language))
    if "figure" in object_:
        return Row(*shared, figure=(object_["measure"], object_["figure"], meaning(object_)))
    return Row(*shared, text=object_["date"] if "date" in object_ else object_["text"])


def absence(omission: Json, language: Language) -> Row:
    """Give what is shown of what is not stated."""
    partial, absent = (("没有列全", "文中未载"), ("not listed in full", "not stated"))[language == "en"]
    said = partial if omission["partial"] else absent
    return Row(evidence(omission), [Remark("", omission["note"])], absence=said)


def evidence(said: Json) -> Evidence:
    """Give the words that support a statement, and where they stand."""
    article = said.get("article", {"id": "", "title": ""})
    return Evidence(" … ".join(said.get("quote", ())), article["id"], article["title"], said.get("paragraph"))
