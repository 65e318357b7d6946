"""What became of each row, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from kg.problems import Location, Problem, render_text
from kg.sheets.judging import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.problems import Language
    from kg.sheets.judging import Verdict

WORDS = {"new": "新增", "known": "已有", "conflicting": "矛盾", "wrong": "有误"}


def render_verdicts(verdicts: Iterable[Verdict], language: Language) -> str:
    """Write a line for each row, and below it what is there already and what is wrong."""
    return "".join(f"{line}\n" for verdict in verdicts for line in _lines(verdict, language))


def _lines(verdict: Verdict, language: Language) -> list[str]:
    row = verdict.row
    what = [row.subject.text]
    if verdict.id not in ("", row.subject.text):
        what.append(f"= {verdict.id}")
    what += [key.text for key, _ in (*row.statements, *row.omissions)]
    word = WORDS[verdict.kind] if language == "zh" else verdict.kind
    lines = [f"{row.table.address(row.number)}: {word}: {' '.join(what)}"]
    there = "已有" if language == "zh" else "already there"
    lines += [f"    {there}: {said.what} ({said.place})" for said in verdict.said if not said.conflict]
    rendered = render_text(problems_of(verdict), language)
    return [*lines, *(f"    {line}" for line in rendered.splitlines())]


def problems_of(verdict: Verdict) -> list[Problem]:
    """Give what is wrong with a row and what it contradicts, at the addresses of its cells."""
    conflicts = [said.conflict for said in verdict.said if said.conflict]
    return [_at_cell(verdict, problem) for problem in (*verdict.problems, *conflicts)]


def _at_cell(verdict: Verdict, problem: Problem) -> Problem:
    _, line, column = problem.location
    return problem._replace(location=Location(verdict.row.table.address(line, column)))


def render_json(verdicts: Iterable[Verdict], language: Language) -> str:
    """Write a list of rows: where, what verdict, about whom, what is there already, what is wrong."""
    rows = [
        {
            "row": verdict.row.table.address(verdict.row.number),
            "verdict": verdict.kind,
            "entity": verdict.id,
            "known": [{"what": said.what, "place": said.place} for said in verdict.said],
            "problems": [
                {
                    "cell": problem.location.file,
                    "severity": problem.severity,
                    "code": problem.code,
                    "message": problem.message(language),
                    "hint": problem.hint(language),
                }
                for problem in problems_of(verdict)
            ],
        }
        for verdict in verdicts
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def counted(verdicts: Sequence[Verdict], language: Language) -> str:
    """Say how many rows are new, known, conflicting and wrong."""
    counts = Counter(verdict.kind for verdict in verdicts)
    if language == "zh":
        return f"{len(verdicts)} 行：" + "，".join(f"{counts[kind]} {WORDS[kind]}" for kind in VERDICTS)
    rows = "row" if len(verdicts) == 1 else "rows"
    return f"{len(verdicts)} {rows}: " + ", ".join(f"{counts[kind]} {kind}" for kind in VERDICTS)
