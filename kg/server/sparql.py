"""`/sparql`: the SPARQL 1.1 Protocol, for reading."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from kg.query.sparql import QUERIES, read
from kg.server.description import description
from kg.server.failures import fail
from kg.server.message import Response, decoded
from kg.server.negotiation import GRAPHS, ROWS, best, content_type, matches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.query.sparql import Reading
    from kg.server.message import Request
    from kg.server.state import Served

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
UNREPEATABLE = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")
"""Functions whose answers differ from one time to the next: they get no ETag."""

REMEMBERED = 10_000
"""Characters up to which a query that was read is remembered."""


class Operation(NamedTuple):
    """What a request asks for: a query over a dataset."""

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def sparql(request: Request, served: Served) -> Response:
    """Answer a query; without one, describe the service. Raises KgError for what is wrong with the query."""
    try:
        found = _operation(request)
    except ValueError:
        return fail(400, request, "serve-not-utf8")
    if isinstance(found, Response):
        return found
    return _described(request, served) if found is None else _answered(request, served, found)


def _operation(request: Request) -> Operation | Response | None:
    """Find the query in the address or the body (Protocol, 2.1.1 to 2.1.3)."""
    given = request.parameters()
    if request.method == "POST":
        type_, _, parameter = request.header("content-type").lower().partition(";")
        charset = parameter.partition("charset=")[2].strip('" ')
        if type_.strip() not in (FORM, QUERY) or charset not in ("", "utf-8", "utf8"):
            code = "serve-update" if type_.strip() == UPDATE else "serve-body-type"
            return fail(415, request, code, {"type": type_ or "–", "allowed": f"{FORM}, {QUERY}"})
        body = request.body.decode()
        given += decoded(body) if type_.strip() == FORM else [("query", body)]
    values = [[value for name, value in given if name == wanted] for wanted in PARAMETERS]
    return _one_query(request, *values) if given or request.method == "POST" else None


PARAMETERS = ("query", "default-graph-uri", "named-graph-uri", "update")


def _one_query(
    request: Request,
    queries: Sequence[str],
    default: Sequence[str],
    named: Sequence[str],
    updates: Sequence[str],
) -> Operation | Response:
    if updates:
        return fail(403, request, "serve-update")
    if len(queries) != 1:
        return fail(400, request, "serve-many-queries" if queries else "serve-no-query")
    return Operation(queries[0], tuple(default), tuple(named))


def _described(request: Request, served: Served) -> Response:
    type_ = best(request.header("accept"), GRAPHS)
    if type_ is None:
        return _not_acceptable(request, GRAPHS)
    return Response(200, _headers(type_), description(request.address(), GRAPHS[type_], served))


def _answered(request: Request, served: Served, asked: Operation) -> Response:
    from kg.query.serving import Graphs, solved, write_result

    reading = _read(asked.query, served)
    types = ROWS if _form(reading) in ("SELECT", "ASK") else GRAPHS
    type_ = best(request.header("accept"), types)
    if type_ is None:
        return _not_acceptable(request, types)
    base = request.address()
    tag = _tag(served.version, base, asked, type_) if _repeatable(reading) else ""
    headers = {**_headers(type_), **({"etag": tag} if tag else {})}
    if tag and matches(tag, request.header("if-none-match")):
        return Response(304, headers)
    graphs = Graphs(asked.default, asked.named)
    result = solved(served.store, reading, served.prefixes, graphs, base)
    shown = {name: iri for name, iri in served.prefixes.items() if f"{name}:" in asked.query}
    return Response(200, headers, lambda write: write_result(result, types[type_], shown, write))


def _read(query: str, served: Served) -> Reading:
    if len(query) > REMEMBERED:
        return read(query, "query", served.prefixes)
    return _read_before(query, tuple(served.prefixes.items()))


@lru_cache(maxsize=256)
def _read_before(query: str, prefixes: tuple[tuple[str, str], ...]) -> Reading:
    return read(query, "query", dict(prefixes))


def _form(reading: Reading) -> str:
    return next(token.text.upper() for token in reading.tokens if token.is_word(*QUERIES))


def _repeatable(reading: Reading) -> bool:
    return not any(token.is_word(*UNREPEATABLE) for token in reading.tokens)


def _tag(version: str, base: str, asked: Operation, type_: str) -> str:
    """Give a weak ETag: the same rows, though perhaps in another order, or compressed."""
    digest = blake2b(digest_size=12)
    for part in (version, base, asked.query, *asked.default, "", *asked.named, "", type_):
        digest.update(f"{part}\0".encode())
    return f'W/"{digest.hexdigest()}"'


def _headers(type_: str) -> Mapping[str, str]:
    return {"content-type": content_type(type_), "vary": "Accept", "cache-control": "no-cache"}


def _not_acceptable(request: Request, types: Mapping[str, str]) -> Response:
    return fail(406, request, "serve-not-acceptable", {"allowed": ", ".join(types)})
