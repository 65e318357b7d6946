"""A query and a store -> the answer as bytes, with remarks on what may be wrong with the query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem
from kg.query.guard import Outcome
from kg.query.sparql import place, slow_patterns, terms, unclosed, untagged_labels
from kg.vocabulary import XSD, longest_first, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store
    from rdflib import Graph

    from kg.query.sparql import Reading

    Result = QuerySolutions | QueryBoolean | QueryTriples

ROWS = ("table", "csv", "tsv", "json", "xml", "md")
"""Formats of the rows of a SELECT and of the yes or no of an ASK."""

TRIPLES = {
    "table": "TURTLE",
    "md": "TURTLE",
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "nq": "N_QUADS",
    "trig": "TRIG",
    "xml": "RDF_XML",
    "jsonld": "JSON_LD",
    "json": "JSON_LD",
}
"""Formats of the triples of a CONSTRUCT, and what Oxigraph calls them."""

FORMATS = tuple(dict.fromkeys((*ROWS, *TRIPLES)))
EMPTY_ROWS = {"json": b'"bindings":[]', "xml": b"<results></results>"}
"""How an answer without rows shows in these formats; in the others there is just the line of the header."""

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


class Style(NamedTuple):
    """How an answer is written: its format, and the prefixes that shorten IRIs in tables and Turtle."""

    format: str
    prefixes: Mapping[str, str]


def answer(store: Store, reading: Reading, style: Style) -> Outcome:
    """Evaluate on Oxigraph; raises KgError for a syntax error, at its place."""
    output, empty = write(evaluate(store, reading, style.prefixes), reading, style)
    return Outcome(output, _remarks(store, reading, style.prefixes, empty=empty))


def _remarks(store: Store, reading: Reading, prefixes: Mapping[str, str], *, empty: bool) -> list[Problem]:
    remarks = [*slow_patterns(reading), *_unknown_terms(store, reading, prefixes)]
    if empty:
        remarks.extend(_why_empty(store, reading, prefixes, told=bool(remarks)))
    return remarks


def evaluate(store: Store, reading: Reading, prefixes: Mapping[str, str]) -> Result:
    """Ask Oxigraph; raises KgError for a syntax error, at its place."""
    try:
        return store.query(reading.query, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise KgError(_syntax_problem(reading, str(error))) from None


def answer_with_rdflib(graph: Graph, reading: Reading, style: Style, store: Store | None = None) -> Outcome:
    """Evaluate on rdflib, and write the answer just as if Oxigraph had given it.

    The store that the graph was made of, if any, tells what may be wrong with the query.
    """
    import rdflib.plugins.sparql
    from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse_query_results

    # FROM would make rdflib fetch web addresses and read local files; without that, it means nothing to it.
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    graphs = next((token for token in reading.tokens if token.is_word("FROM")), None)
    if graphs:
        raise KgError(Problem("query-from", reading.place(graphs)))
    try:
        result = graph.query(reading.query, initNs=dict(style.prefixes))
        if result.type in ("CONSTRUCT", "DESCRIBE"):
            made = Store()
            made.load((result.serialize(format="nt") or b""), RdfFormat.N_TRIPLES)
            converted: Result = made.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        else:
            converted = parse_query_results(result.serialize(format="json") or b"", QueryResultsFormat.JSON)
    except Exception as error:  # noqa: BLE001  rdflib raises whatever its parser and functions raise
        raise KgError(_syntax_problem(reading, str(error))) from None
    output, empty = write(converted, reading, style)
    if store is None:
        return Outcome(output, list(slow_patterns(reading)))
    return Outcome(output, _remarks(store, reading, style.prefixes, empty=empty))


def write(result: Result, reading: Reading, style: Style) -> tuple[bytes, bool]:
    """Write a result, and tell whether it is empty; raises KgError for a format it cannot have."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, serialize

    if isinstance(result, QueryTriples):
        if style.format not in TRIPLES:
            raise KgError(_format_problem(reading, style.format, TRIPLES))
        rdf_format = getattr(RdfFormat, TRIPLES[style.format])
        shortened = {name: iri for name, iri in style.prefixes.items() if f"{name}:" in reading.query}
        triples = list(result)
        return serialize(triples, format=rdf_format, prefixes=shortened) or b"", not triples
    if style.format not in ROWS:
        raise KgError(_format_problem(reading, style.format, ROWS))
    if style.format in ("table", "md"):
        if isinstance(result, QueryBoolean):
            return (b"true\n" if result else b"false\n"), False
        return _table(result, reading, style)
    output = result.serialize(format=getattr(QueryResultsFormat, style.format.upper())) or b""
    empty = EMPTY_ROWS[style.format] in output if style.format in EMPTY_ROWS else output.count(b"\n") == 1
    return output.rstrip(b"\n") + b"\n" if style.format in EMPTY_ROWS else output, empty


def _table(solutions: QuerySolutions, reading: Reading, style: Style) -> tuple[bytes, bool]:
    from kg.query.tables import markdown_table, text_table

    shorten = Shortener({**style.prefixes, **reading.declared})
    header = [variable.value for variable in solutions.variables]
    rows = [[shorten.term(term) for term in solution] for solution in solutions]
    render = markdown_table if style.format == "md" else text_table
    return render(header, rows).encode(), not rows


class Shortener:
    """Writes terms for people: IRIs with their prefix, literals as their text."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = longest_first(prefixes)

    def term(self, term: object) -> str:
        """Write a term; nothing for an unbound one."""
        value = getattr(term, "value", None)
        if value is None:
            return "" if term is None else str(term)
        return self.iri(value) if type(term).__name__ == "NamedNode" else str(value)

    def iri(self, iri: str) -> str:
        """Write an IRI with its prefix if it has one, else in full."""
        return shortened(iri, self.prefixes)


def _syntax_problem(reading: Reading, message: str) -> Problem:
    """Place an engine's complaint: Oxigraph's `error at 3:14: …`, rdflib's `(line:3, col:14)`."""
    match = re.search(r"(?:error at |line:)(\d+)(?::|, col:)(\d+)(?:\)|: *)(.*)", message, re.DOTALL)
    if not match:
        return Problem("query-failed", Location(reading.file, 1, 1), {"reason": message.strip()})
    line, column = int(match[1]), int(match[2])
    lines = reading.query.splitlines()[line - 1 :] or [""]
    near = lines[0][column - 1 : column + 30].strip()
    where = Location(reading.file, line, column)
    expected = match[3].strip().removeprefix("expected ").removeprefix("one of ")
    sentence = re.search(
        r"[A-Z][a-z]*(?: \w+){4,}", expected
    )  # SPARQL's words for what is grammatical and still wrong
    if sentence:
        return Problem("query-failed", where, {"reason": sentence[0]})
    if near or any(text.strip() for text in lines[1:]):
        return Problem("query-syntax", where, {"near": near or "⏎", "expected": _words(expected)})
    bracket = unclosed(reading)
    if bracket:
        return Problem("query-unclosed", reading.place(bracket), {"bracket": bracket.text})
    return Problem("query-parts", where)


def _words(expected: str) -> str:
    """Give what the engine expected in words for people; none where it has patterns of its grammar."""
    parts = re.findall(r'"(?:\\.|[^"\\])+"|[^,"]+', expected)
    words = [part.strip() for part in parts if part.strip() and not re.search(r"\[|\\|LATERAL|SERVICE", part)]
    return ", ".join(words) if len(words) < 8 else ""


def _format_problem(reading: Reading, format_: str, allowed: Iterable[str]) -> Problem:
    return Problem("query-format", Location(reading.file), {"format": format_, "allowed": ", ".join(allowed)})


def _unknown_terms(store: Store, reading: Reading, prefixes: Mapping[str, str]) -> Iterator[Problem]:
    """Point at every IRI of the query that stands nowhere in the graph: it can only match nothing."""
    for iri, token in terms(reading, prefixes).items():
        if not iri.startswith(XSD) and not _occurs(store, iri):
            blanks = {"name": token.text, "suggestion": _nearest_term(store, iri, prefixes)}
            yield Problem("query-unknown-term", reading.place(token), blanks)


def _occurs(store: Store, iri: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        node = NamedNode(iri)
    except ValueError:
        return True  # a relative IRI: the engine will say what it thinks of it
    patterns = ((node, None, None), (None, node, None), (None, None, node), (None, None, None, node))
    return any(next(store.quads_for_pattern(*pattern), None) for pattern in patterns)


def _nearest_term(store: Store, iri: str, prefixes: Mapping[str, str]) -> str:
    """Look for a term of that name or label, in any of the namespaces: kg:organiser -> schema:organizer."""
    from kg.suggest import nearest

    local = re.split(r"[/#:]", iri)[-1]
    labels = "SELECT ?term ?label WHERE { ?term <" + LABEL + "> ?label FILTER(isIRI(?term)) }"
    named: dict[str, str] = {}
    for solution in _rows(store, labels):
        term, label = solution["term"].value, solution["label"].value
        named.setdefault(re.split(r"[/#]", term)[-1], term)
        named.setdefault(label, term)
    found = nearest(local, named)
    return Shortener(prefixes).iri(named[found[0]]) if found else ""


def _rows(store: Store, query: str) -> QuerySolutions:
    from typing import cast

    return cast("QuerySolutions", store.query(query))


def _why_empty(
    store: Store, reading: Reading, prefixes: Mapping[str, str], *, told: bool
) -> Iterator[Problem]:
    """Say what is known to make an answer empty, each at its place; else that the parts do not meet."""
    found = [*_untagged(store, reading), *_abstract_classes(store, reading, prefixes)]
    yield from found
    if not found and not told:
        yield Problem("query-empty", place(reading.query, 0, reading.file))


def _untagged(store: Store, reading: Reading) -> Iterator[Problem]:
    from pyoxigraph import Literal

    for token in untagged_labels(reading):
        text = token.text.strip("\"'")
        if next(store.quads_for_pattern(None, None, Literal(text, language="zh")), None):
            yield Problem("query-untagged", reading.place(token), {"text": text})


def _abstract_classes(store: Store, reading: Reading, prefixes: Mapping[str, str]) -> Iterator[Problem]:
    """Point at classes with subclasses: `a` alone finds no entity of those."""
    from pyoxigraph import NamedNode

    for iri, token in terms(reading, prefixes).items():
        try:
            below = next(store.quads_for_pattern(None, NamedNode(SUBCLASS), NamedNode(iri)), None)
        except ValueError:
            continue
        if below:
            yield Problem("query-subclasses", reading.place(token), {"name": token.text})
