"""What can be told of a query by reading it: dangers to the engine, unknown prefixes, the terms it names.

Text in, problems and names out; nothing is evaluated. Strings, IRIs and comments are read as one token each,
so that a word in them is never mistaken for a keyword (SPARQL 1.1, section 19.8).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DEEPEST_NESTING = 50
"""Brackets within brackets: a hundred can take minutes, some thousands overflow the engine's stack."""

QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")

TOKEN = re.compile(
    r'''(?P<comment>\#[^\n\r]*)
    |(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<variable>[?$]\w+)
    |(?P<tag>@[A-Za-z][\w-]*)
    |(?P<blank>_:\w[\w.·-]*)
    |(?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:·-]))*)
    |(?P<word>[^\W\d]\w*)
    |(?P<number>\d[\d.eE]*)
    |(?P<open>[{(\[])
    |(?P<close>[})\]])
    |(?P<sign>\S)''',
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a query: its kind (a group of `TOKEN`), text and offset."""

    kind: str
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        """Tell whether it is one of these keywords, written in capitals here."""
        return self.kind == "word" and self.text.upper() in words


def tokens(query: str) -> list[Token]:
    """Split a query; comments and white space are left out.

    >>> [token.text for token in tokens('ASK { ?s e:主办 "LOAD {" } # SERVICE')]
    ['ASK', '{', '?s', 'e:主办', '"LOAD {"', '}']
    """
    return [
        Token(match.lastgroup or "", match[0], match.start())
        for match in TOKEN.finditer(query)
        if match.lastgroup != "comment"
    ]


def place(query: str, offset: int, file: str) -> Location:
    """Give the line and column of an offset."""
    before = query[:offset]
    return Location(file, before.count("\n") + 1, offset - before.rfind("\n"))


class Reading(NamedTuple):
    """A query that is safe to hand to an engine, with the prefixes it declares."""

    query: str
    file: str
    tokens: list[Token]
    declared: dict[str, str]

    def place(self, token: Token) -> Location:
        """Give the place of a token."""
        return place(self.query, token.start, self.file)


def read(query: str, file: str, known_prefixes: Mapping[str, str]) -> Reading:
    """Read a query; raises KgError for what must not run, and for prefixes that nothing declares."""
    reading = Reading(query, file, tokens(query), {})
    reading.declared.update(_declared(reading.tokens))
    problems = [
        *_forbidden(reading),
        *(_no_query(reading) or _unknown_prefixes(reading, known_prefixes)),
        *_too_deep(reading),
    ]
    if problems:
        raise KgError(*problems)
    return reading


def _declared(found: list[Token]) -> Iterator[tuple[str, str]]:
    for word, name, iri in zip(found, found[1:], found[2:], strict=False):
        if word.is_word("PREFIX") and name.kind == "name" and iri.kind == "iri":
            yield name.text[:-1], iri.text[1:-1]


def _no_query(reading: Reading) -> list[Problem]:
    """Tell what is no query at all by what stands behind the prologue, where its form should be."""
    rest = iter(reading.tokens)
    for token in rest:
        if token.is_word("PREFIX", "BASE"):
            next((part for part in rest if part.kind == "iri"), None)
        elif token.is_word(*QUERIES, *UPDATES):
            return []
        else:
            from kg.suggest import nearest

            blanks = {"near": token.text, "suggestion": "".join(nearest(token.text.upper(), QUERIES))}
            return [Problem("query-form", reading.place(token), blanks)]
    return [Problem("query-nothing", Location(reading.file, 1, 1))]


def _forbidden(reading: Reading) -> Iterator[Problem]:
    """SERVICE makes the engine do HTTP, and nothing here is ever written through SPARQL."""
    for token in reading.tokens:
        if token.is_word("SERVICE"):
            yield Problem("query-service", reading.place(token))
    first = next((token for token in reading.tokens if token.is_word(*QUERIES, *UPDATES)), None)
    if first and first.is_word(*UPDATES):
        yield Problem("query-update", reading.place(first), {"keyword": first.text.upper()})


def _too_deep(reading: Reading) -> Iterator[Problem]:
    depth = 0
    for token in reading.tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth > DEEPEST_NESTING:
            yield Problem("query-nesting", reading.place(token), {"limit": str(DEEPEST_NESTING)})
            return


def _unknown_prefixes(reading: Reading, known: Mapping[str, str]) -> Iterator[Problem]:
    found = {name.text.partition(":")[0]: name for name in reversed(list(_names(reading.tokens)))}
    for prefix, name in reversed(found.items()):
        if prefix not in reading.declared and prefix not in known:
            blanks = {"prefix": prefix, **_nearest_prefix(prefix, {**known, **reading.declared})}
            yield Problem("query-prefix", reading.place(name), blanks)


def _nearest_prefix(prefix: str, known: Mapping[str, str]) -> dict[str, str]:
    from kg.suggest import nearest

    found = nearest(prefix, known)
    return {"suggestion": found[0], "iri": known[found[0]]} if found else {}


def _names(found: list[Token]) -> Iterator[Token]:
    """Yield the prefixed names, without those that a PREFIX declares."""
    for before, token in zip([None, *found], found, strict=False):
        if token.kind == "name" and not (before and before.is_word("PREFIX")):
            yield token


def terms(reading: Reading, prefixes: Mapping[str, str]) -> dict[str, Token]:
    """Give the IRIs that the query looks for in the graph, with the token that names each.

    Left out: functions and datatypes, graph names, and what a CONSTRUCT makes itself.
    """
    known = {**prefixes, **reading.declared}
    found = reading.tokens[_after_template(reading.tokens) :]
    named: dict[str, Token] = {}
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        if token.kind not in ("iri", "name") or (after and after.text == "("):
            continue
        if before and (before.text == "^" or before.is_word("PREFIX", "BASE", "FROM", "NAMED", "GRAPH")):
            continue
        if before and before.kind == "name" and before.text.endswith(":") and token.kind == "iri":
            continue
        named.setdefault(expand(token, known), token)
    return named


def expand(token: Token, prefixes: Mapping[str, str]) -> str:
    """Give the IRI that a token of kind `iri` or `name` stands for."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, "") + local.replace("\\", "")


def _after_template(found: list[Token]) -> int:
    """Give the index behind the template of a CONSTRUCT, 0 for other queries."""
    start = next((index for index, token in enumerate(found) if token.is_word("CONSTRUCT")), None)
    if start is None or start + 1 >= len(found) or found[start + 1].text != "{":
        return 0
    return _closing(found, start + 1) + 1


def _closing(found: list[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(found)):
        depth += (found[index].kind == "open") - (found[index].kind == "close")
        if depth == 0:
            return index
    return len(found) - 1


def slow_patterns(reading: Reading) -> Iterator[Problem]:
    """Point at NOT EXISTS with two or more triple patterns, which the engine evaluates in quadratic time."""
    found = reading.tokens
    for index, token in enumerate(found[:-2]):
        if token.is_word("NOT") and found[index + 1].is_word("EXISTS") and found[index + 2].text == "{":
            inside = found[index + 3 : _closing(found, index + 2)]
            if sum(part.text in (".", ";") for part in _without_last_dot(inside)):
                yield Problem("query-not-exists", reading.place(token))


def _without_last_dot(found: list[Token]) -> Iterable[Token]:
    return found[:-1] if found and found[-1].text == "." else found


def unclosed(reading: Reading) -> Token | None:
    """Give the innermost bracket that is opened and never closed, or a quotation mark that has no partner."""
    opened: list[Token] = []
    for token in reading.tokens:
        if token.text in ("'", '"'):
            return token
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close" and opened:
            opened.pop()
    return opened[-1] if opened else None


def untagged_labels(reading: Reading) -> list[Token]:
    """Give the Chinese strings that carry no language tag where the graph's labels have one."""
    followers = [*reading.tokens[1:], None]
    return [
        token
        for token, after in zip(reading.tokens, followers, strict=True)
        if token.kind == "string" and not token.text.isascii() and not (after and after.text in ("^", "@"))
        if not (after and after.kind == "tag")
    ]
