"""Statements in the words of a page: what a figure means, what qualifies it, how sure a statement is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.problems import Language

    Json = dict[str, Any]

SIGNS = {"lower": "≥ ", "upper": "≤ ", "about": "≈ ", "magnitude": "~ "}

STATUSES = {
    "inferred": ("推断", "inferred"),
    "disputed": ("有争议", "disputed"),
    "deprecated": ("已废弃", "deprecated"),
}
LABELS = {
    "kind": ("性质", "kind"),
    "counts": ("所数", "counts"),
    "scope": ("口径", "scope"),
    "period": ("时段", "period"),
    "role": ("身份", "role"),
    "when": ("时间", "when"),
    "note": ("备注", "note"),
}


class Remark(NamedTuple):
    """Something beside the value: a badge (`status`), or a label and a text."""

    label: str
    text: str = ""
    status: str = ""


def meaning(figure: Json) -> str:
    """Say what a figure means, as a formula; empty where that would say the printed one again.

    >>> meaning({"figure": "2.3万余家", "meaning": {"number": "23000", "bound": "lower", "unit": "家"}})
    '≥ 23,000 家'
    >>> meaning({"figure": "1,200家", "meaning": {"number": "1200", "bound": "exact", "unit": "家"}})
    ''
    """
    meant = figure["meaning"]
    amount = grouped(meant["number"])
    if "maximum" in meant:
        amount += f"–{grouped(meant['maximum'])}"
    said = f"{SIGNS.get(meant['bound'], '')}{amount} {meant['unit']}".rstrip()
    return "" if _bare(said) == _bare(figure["figure"]) else said


def _bare(text: str) -> str:
    return text.replace(" ", "").replace(",", "")


def grouped(decimal: str) -> str:
    """Part the thousands of a decimal; its digits are kept, however many.

    >>> grouped("1234567.50"), grouped("-12")
    ('1,234,567.50', '-12')
    """
    whole, point, rest = decimal.partition(".")
    return f"{int(whole):,}{point}{rest}"


def remarks(statement: Json, language: Language) -> Iterator[Remark]:
    """Yield what qualifies a statement and its figure."""
    object_ = statement["object"]
    if statement["status"] in STATUSES:
        yield Remark(_in(language, STATUSES[statement["status"]]), status=statement["status"])
    if "kind" in object_:
        yield Remark(_in(language, LABELS["kind"]), object_["kind"])
    for key in ("counts", "scope"):
        if key in object_:
            yield Remark(_in(language, LABELS[key]), object_[key]["name"])
    for holder, key in ((object_, "period"), (statement, "role"), (statement, "when"), (statement, "note")):
        if key in holder:
            yield Remark(_in(language, LABELS[key]), holder[key])


def _in(language: Language, words: tuple[str, str]) -> str:
    return words[language == "en"]
