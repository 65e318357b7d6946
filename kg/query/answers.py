"""A query and a store -> the answer as bytes, with remarks on what may be wrong with the query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem
from kg.query.engine import ROWS, TRIPLES, evaluate, labels, missing, tagged, with_subclasses
from kg.query.sparql import place, slow_patterns, terms, unclosed, untagged_labels
from kg.vocabulary import XSD, longest_first, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Store

    from kg.query.engine import Answer, Ask, Result
    from kg.query.sparql import Reading

FORMATS = tuple(dict.fromkeys((*ROWS, *TRIPLES)))


class Outcome(NamedTuple):
    """What an answer is: bytes for standard output, and what is worth saying about them."""

    output: bytes
    remarks: list[Problem]


class Style(NamedTuple):
    """How an answer is written: its format, and the prefixes that shorten IRIs in tables and Turtle."""

    format: str
    prefixes: Mapping[str, str]


def answer(
    ask: Ask, reading: Reading, style: Style, evaluated_by: Callable[..., Answer] = evaluate
) -> Outcome:
    """Have a query evaluated by an engine; raises KgError for a syntax error, at its place."""
    shown = {name: iri for name, iri in style.prefixes.items() if f"{name}:" in reading.query}
    found = ask(evaluated_by, reading.query, dict(style.prefixes), style.format, shown)
    output, empty = _output(found, reading, style)
    return Outcome(output, remarks(ask, reading, style.prefixes, empty=empty))


def remarks(ask: Ask, reading: Reading, prefixes: Mapping[str, str], *, empty: bool) -> list[Problem]:
    """Say what may be wrong with a query that was answered, and why the answer is empty if it is."""
    found = [*slow_patterns(reading), *_unknown_terms(ask, reading, prefixes)]
    return [*found, *_why_empty(ask, reading, prefixes, told=bool(found))] if empty else found


def _output(found: Answer, reading: Reading, style: Style) -> tuple[bytes, bool]:
    kind, value, more = found
    if kind == "error":
        raise KgError(syntax_problem(reading, value))
    if kind == "refused":
        raise KgError(_format_problem(reading, style.format, value))
    return _table(value, more, reading, style) if kind == "rows" else (value, more)


def solve(store: Store, reading: Reading, prefixes: Mapping[str, str]) -> Result:
    """Give what Oxigraph finds as it is; raises KgError for a syntax error, at its place."""
    try:
        return store.query(reading.query, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise KgError(syntax_problem(reading, str(error))) from None


def _table(
    header: Sequence[str], rows: Iterable[Iterable[tuple[bool, str]]], reading: Reading, style: Style
) -> tuple[bytes, bool]:
    from kg.query.tables import markdown_table, text_table

    shorten = Shortener({**style.prefixes, **reading.declared})
    cells = [[shorten.cell(*cell) for cell in row] for row in rows]
    render = markdown_table if style.format == "md" else text_table
    return render(header, cells).encode(), not cells


class Shortener:
    """Writes terms for people: IRIs with their prefix, literals as their text."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = longest_first(prefixes)

    def cell(self, is_iri: bool, text: str) -> str:  # noqa: FBT001  as `engine.cell` gives it
        """Write a term."""
        return self.iri(text) if is_iri else text

    def iri(self, iri: str) -> str:
        """Write an IRI with its prefix if it has one, else in full."""
        return shortened(iri, self.prefixes)


def syntax_problem(reading: Reading, message: str) -> Problem:
    """Place an engine's complaint: Oxigraph's `error at 3:14: …`, rdflib's `(line:3, col:14)`."""
    match = re.search(r"(?:error at |line:)(\d+)(?::|, col:)(\d+)(?:\)|: *)(.*)", message, re.DOTALL)
    if not match:
        return Problem("query-failed", Location(reading.file, 1, 1), {"reason": message.strip()})
    expected = match[3].strip().removeprefix("expected ").removeprefix("one of ")
    where = _where(reading, int(match[1]), int(match[2]), expected)
    lines = reading.query.splitlines()[where.line - 1 :] or [""]
    near = lines[0][where.column - 1 : where.column + 30].strip()
    sentence = re.search(
        r"[A-Z][a-z]*(?: \w+){4,}", expected
    )  # SPARQL's words for what is grammatical and still wrong
    if sentence:
        return Problem("query-failed", where, {"reason": sentence[0]})
    if near or any(text.strip() for text in lines[1:]):
        fitting = _keyword(reading, where) or _words(expected)
        return Problem("query-syntax", where, {"near": near or "⏎", "expected": fitting})
    bracket = unclosed(reading)
    if bracket:
        return Problem("query-unclosed", reading.place(bracket), {"bracket": bracket.text})
    return Problem("query-parts", where)


def _where(reading: Reading, line: int, column: int, expected: str) -> Location:
    """Give the place of what an engine cannot read: the token that its own place is in.

    Oxigraph compares a keyword with as many characters as it has, and gives the place behind them.
    """
    starts = [match.end() for match in re.finditer(r"^|\n", reading.query)]
    if line > len(starts):
        return Location(reading.file, line, column)
    offset = starts[line - 1] + column - 1
    compared = max(offset - len(expected), starts[line - 1]) if re.fullmatch(r"[A-Z]+", expected) else offset
    around = (token for token in reading.tokens if token.start < compared < token.start + len(token.text))
    token = next(around, None)
    if token:
        return reading.place(token)
    blank = re.compile(r"\s*").match(reading.query, compared)
    return place(reading.query, blank.end() if blank else compared, reading.file)


KEYWORDS = (
    *(
        "SELECT",
        "DISTINCT",
        "WHERE",
        "FILTER",
        "OPTIONAL",
        "UNION",
        "MINUS",
        "BIND",
        "VALUES",
        "GRAPH",
        "EXISTS",
    ),
    *("NOT", "GROUP", "ORDER", "BY", "HAVING", "LIMIT", "OFFSET", "ASC", "DESC", "AS"),
)


def _keyword(reading: Reading, where: Location) -> str:
    """Give the keyword that a word at a place was probably meant to be: `FILTR` is FILTER."""
    from kg.suggest import nearest

    found = (token for token in reading.tokens if token.kind == "word" and reading.place(token) == where)
    token = next(found, None)
    if token is None or token.is_word(*KEYWORDS):
        return ""
    return "".join(nearest(token.text.upper(), KEYWORDS))


def _words(expected: str) -> str:
    """Give what the engine expected in words for people; none where it has patterns of its grammar."""
    parts = re.findall(r'"(?:\\.|[^"\\])+"|[^,"]+', expected)
    words = [part.strip() for part in parts if part.strip() and not re.search(r"\[|\\|LATERAL|SERVICE", part)]
    return ", ".join(words) if len(words) < 8 else ""


def _format_problem(reading: Reading, format_: str, allowed: Iterable[str]) -> Problem:
    return Problem("query-format", Location(reading.file), {"format": format_, "allowed": ", ".join(allowed)})


def _unknown_terms(ask: Ask, reading: Reading, prefixes: Mapping[str, str]) -> Iterator[Problem]:
    """Point at every IRI of the query that stands nowhere in the graph: it can only match nothing."""
    named = {iri: token for iri, token in terms(reading, prefixes).items() if not iri.startswith(XSD)}
    for iri in ask(missing, [*named]):
        blanks = {"name": named[iri].text, "suggestion": _nearest_term(ask, iri, prefixes)}
        yield Problem("query-unknown-term", reading.place(named[iri]), blanks)


def _nearest_term(ask: Ask, iri: str, prefixes: Mapping[str, str]) -> str:
    """Look for a term of that name or label, in any of the namespaces: kg:organiser -> schema:organizer."""
    from kg.suggest import nearest

    local = re.split(r"[/#:]", iri)[-1]
    named: dict[str, str] = {}
    for term, label in ask(labels):
        named.setdefault(re.split(r"[/#]", term)[-1], term)
        named.setdefault(label, term)
    found = nearest(local, named)
    return Shortener(prefixes).iri(named[found[0]]) if found else ""


def _why_empty(ask: Ask, reading: Reading, prefixes: Mapping[str, str], *, told: bool) -> Iterator[Problem]:
    """Say what is known to make an answer empty, each at its place; else that the parts do not meet."""
    found = [*_untagged(ask, reading), *_abstract_classes(ask, reading, prefixes)]
    yield from found
    if not found and not told:
        yield Problem("query-empty", place(reading.query, 0, reading.file))


def _untagged(ask: Ask, reading: Reading) -> Iterator[Problem]:
    """Point at Chinese strings without a language: the graph's labels have one."""
    strings = {token.text.strip("\"'"): token for token in untagged_labels(reading)}
    for text in ask(tagged, [*strings]):
        yield Problem("query-untagged", reading.place(strings[text]), {"text": text})


def _abstract_classes(ask: Ask, reading: Reading, prefixes: Mapping[str, str]) -> Iterator[Problem]:
    """Point at classes with subclasses: `a` alone finds no entity of those."""
    named = terms(reading, prefixes)
    for iri in ask(with_subclasses, [*named]):
        yield Problem("query-subclasses", reading.place(named[iri]), {"name": named[iri].text})
