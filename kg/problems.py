"""What can be wrong with the input: a problem is a value with a place, rendered only at the edge.

Messages live in `messages/*.toml`, one table per code, in English and Chinese. A code is declared there once,
with its severity; code elsewhere only names it and fills the blanks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Language = str
"""`"en"` or `"zh"`."""


class Location(NamedTuple):
    """A place in a text file: line and column from 1, in code points; line 0 is the file itself."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Give `file:line:column`, as compilers do; just `file` for the file itself."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(NamedTuple):
    """One thing that is wrong, where it stands, and the blanks of its message; `code` names the message."""

    code: str
    location: Location
    blanks: Mapping[str, str] = {}
    strict: bool = False

    @property
    def severity(self) -> str:
        """`"error"` or `"warning"`; with `strict`, there are only errors."""
        return "error" if self.strict else catalogue()[self.code].get("severity", "error")

    def message(self, language: Language = "en") -> str:
        """Say what is wrong, in one sentence."""
        return catalogue()[self.code][language].format_map(self.blanks)

    def hint(self, language: Language = "en") -> str:
        """Say the likely fix; empty where there is none or where one of its blanks has no value."""
        template = catalogue()[self.code].get(f"hint_{language}", "")
        try:
            return template.format_map({name: value for name, value in self.blanks.items() if value})
        except KeyError:
            return ""


class KgError(Exception):
    """Input that cannot be used; `problems` says what is wrong with it, and where."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        """Render as `kg check` does."""
        return render_text(self.problems)


_catalogue: dict[str, dict[str, str]] = {}


def catalogue() -> dict[str, dict[str, str]]:
    """Give the messages by code, read when the first problem is rendered: good input never pays for them."""
    if not _catalogue:
        import tomllib
        from pathlib import Path

        for file in sorted((Path(__file__).parent / "messages").glob("*.toml")):
            _catalogue.update(tomllib.loads(file.read_text(encoding="utf-8")))
    return _catalogue


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by place, and drop what was found twice."""
    unique = {(problem.code, problem.location): problem for problem in problems}
    return sorted(unique.values(), key=lambda problem: (problem.location, problem.code))


def render_text(problems: Iterable[Problem], language: Language = "en") -> str:
    """Render for people: `file:line:col: error[code]: message`, then the hint on a line of its own."""
    return "\n".join(_text_lines(problem, language) for problem in problems)


def _text_lines(problem: Problem, language: Language) -> str:
    line = f"{problem.location}: {problem.severity}[{problem.code}]: {problem.message(language)}"
    hint = problem.hint(language)
    return f"{line}\n    {'提示' if language == 'zh' else 'hint'}: {hint}" if hint else line


def render_json(problems: Iterable[Problem], language: Language = "en") -> str:
    """Render for programs: a JSON list of objects with place, severity, code, message and hint."""
    import json

    rows = [
        {
            **problem.location._asdict(),
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message(language),
            "hint": problem.hint(language),
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def render_github(problems: Iterable[Problem], language: Language = "en") -> str:
    """Render as workflow commands, which a pull request shows beside the line they name."""
    return "\n".join(_github_line(problem, language) for problem in problems)


def _github_line(problem: Problem, language: Language) -> str:
    place = problem.location
    text = " ".join(filter(None, (problem.message(language), problem.hint(language))))
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    properties = f"file={_property(place.file)},line={max(place.line, 1)},col={max(place.column, 1)}"
    return f"::{problem.severity} {properties},title={problem.code}::{escaped}"


def _property(value: str) -> str:
    """Escape what ends a property of a workflow command."""
    for character, escape in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        value = value.replace(character, escape)
    return value


RENDERINGS = {"text": render_text, "json": render_json, "github": render_github}
