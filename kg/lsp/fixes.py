"""What a problem's hint suggests, as a replacement of just the text that is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.yamltree.writing import key_text, scalar_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.lsp.names import Names
    from kg.problems import Language, Problem

WRONG = ("found", "name", "value", "phrase", "id", "property", "type")
"""The blanks that may hold the text that is wrong, as it is written."""

REPLACEMENTS = {
    "curly-quotes": ("found", "inner"),
    "not-nfc": ("name", "normal"),
    "quote-not-found": ("phrase", "nearest"),
    "quote-cuts-number": ("phrase", "nearest"),
}
"""Which blank is to be replaced by which, where it is not by `suggestion`."""

UNSEEN = {"invisible-character", "bidi-control", "control-character", "noncharacter"}
"""What is deleted."""

_word = re.compile(r"\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s,\[\]{}:]+(?::[^\s,\[\]{}]+)*|[^\r\n]")


class Fix(NamedTuple):
    """Text to put in the place of a part of one line; line and columns from 0, in code points."""

    title: str
    line: int
    start: int
    end: int
    text: str
    preferred: bool = True


def span(problem: Problem, line: str) -> tuple[int, int]:
    """Give the columns of what a problem is about; of the word there if the problem does not say."""
    start = max(problem.location.column - 1, 0)
    for blank in WRONG:
        found = _find(line, problem.blanks.get(blank, ""), start)
        if found:
            return found
    word = _word.match(line, start)
    return start, word.end() if word else start


def _find(line: str, text: str, start: int) -> tuple[int, int] | None:
    """Give the columns of a text that stands at a column, or within the quotes there."""
    for column in (start, start + 1):
        if text and line.startswith(text, column) and (column == start or line[start] in "'\""):
            return column, column + len(text)
    return None


class Fixer:
    """Makes fixes of problems, titled in one language."""

    def __init__(self, names: Names, language: Language) -> None:
        self.names = names
        self.language = language

    def fixes(self, problem: Problem, lines: Sequence[str]) -> Iterator[Fix]:
        """Yield what may mend a problem, the best first; nothing where its text is not there any more."""
        number = problem.location.line - 1
        if not 0 <= number < len(lines):
            return
        line = lines[number]
        blanks = problem.blanks
        if blanks.get("fix") and problem.code not in {"tab-indentation", "merge-conflict"}:
            yield from self.whole_line(problem, line, number)
        elif problem.code in UNSEEN:
            start = problem.location.column - 1
            yield self.fix(number, start, start + 1, "")
        elif problem.code == "type-missing":
            yield from self.type(problem, line, number)
        elif problem.code == "ambiguous-reference":
            for candidate in blanks["candidates"].split("、"):
                yield from self.replacement(problem, line, blanks["name"], candidate)
        else:
            wrong, right = REPLACEMENTS.get(problem.code, ("", "suggestion"))
            texts = [blanks[wrong]] if wrong else [blanks[blank] for blank in WRONG if blanks.get(blank)]
            if blanks.get(right) and texts:
                yield from self.replacement(problem, line, texts[0], blanks[right])
        if problem.code == "unknown-reference":
            yield from self.definition(blanks["name"], lines)

    def fix(self, line: int, start: int, end: int, text: str, *, preferred: bool = True) -> Fix:
        """Make a fix that says what it puts there."""
        words = {"zh": (f"改为“{text.strip()}”", "删除"), "en": (f"Change to “{text.strip()}”", "Delete")}
        return Fix(words[self.language][not text], line, start, end, text, preferred)

    def whole_line(self, problem: Problem, line: str, number: int) -> Iterator[Fix]:
        """Put the line as it should be; what the problem has found must still stand in it."""
        found = problem.blanks.get("found", "")
        if found in line:
            start = len(line) - len(line.lstrip(" "))
            yield self.fix(number, start, len(line.rstrip()), problem.blanks["fix"])

    def replacement(self, problem: Problem, line: str, wrong: str, right: str) -> Iterator[Fix]:
        """Put `right` in the place of `wrong`, a whole value or, as the unit of a figure, a part of one."""
        start = problem.location.column - 1
        found = _find(line, wrong, start)
        if found is None:
            inside = line.find(wrong, start)
            found = (inside, inside + len(wrong)) if inside >= 0 else None
        if found is None:
            return
        quoted = line[max(found[0] - 1, 0)] in "'\""
        if not quoted:
            right = scalar_text(right, flow="{" in line[: found[0]] or "[" in line[: found[0]])
        elif "\\" in right or line[found[0] - 1] in right:
            return
        yield self.fix(problem.location.line - 1, *found, right, preferred=problem.code != "bad-id")

    def type(self, problem: Problem, line: str, number: int) -> Iterator[Fix]:
        """Add the type that entities of such a name have."""
        likely = self.names.likely_type(problem.blanks["id"])
        end = len(line.rstrip())
        if not likely:
            return
        title = {"zh": f"添加 type: {likely}", "en": f"Add type: {likely}"}[self.language]
        brace = re.search(r":[ \t]*\{", line)
        if brace:
            separator = "" if line[brace.end() :].lstrip().startswith("}") else ", "
            yield Fix(title, number, brace.end(), brace.end(), f"type: {likely}{separator}")
        elif line[:end].endswith(":"):
            indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
            yield Fix(title, number, end, end, f"\n{indent}type: {likely}")

    def definition(self, name: str, lines: Sequence[str]) -> Iterator[Fix]:
        """Define an entity that is referred to, at the end of a file that ends with its entities."""
        written = [line for line in lines if line.strip() and line.lstrip()[0] != "#"]
        section = next((n for n, line in enumerate(written) if line.strip() == "entities:"), len(written))
        following = written[section + 1 :]
        if not following or any(line[0] not in " \t" for line in following):
            return
        indent = len(following[0]) - len(following[0].lstrip(" "))
        last = len(lines) - 1
        head = f"{' ' * indent}{key_text(name)}:\n{' ' * 2 * indent}type: {self.names.likely_type(name)}"
        text = "\n" * (1 + bool(lines[last])) + head.rstrip() + "\n"
        title = {"zh": f"新建实体“{name}”", "en": f"Define the entity “{name}”"}[self.language]
        yield Fix(title, last, len(lines[last]), len(lines[last]), text, preferred=False)
