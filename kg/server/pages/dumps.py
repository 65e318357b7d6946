"""`/dumps`: the whole graph, at once or page by page, in the order of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem
from kg.server.failures import fail
from kg.server.message import Response
from kg.server.negotiation import best, content_type, matches
from kg.server.pages.frame import address, parameter
from kg.vocabulary import known_prefixes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.server.message import Request, Write
    from kg.server.state import Served

PAGE = 1_000
"""Entities and statements on a page: about ten times as many triples."""

QUADS_ON_PAGE = 10_000

FORMATS = {"nt": "application/n-triples", "nq": "application/n-quads", "ttl": "text/turtle"}
"""Formats of dumps by the end of their address."""

START = "/dumps/"
NAME = "gongtu"


class Slice(NamedTuple):
    """What of the graph is written, from one place to another; the end is the end."""

    first: int = 0
    last: int | None = None


def formats(served: Served) -> Mapping[str, str]:
    """Give the formats of dumps; files served as they are may have named graphs, which only one can tell."""
    return FORMATS if served.dataset else {"nq": FORMATS["nq"]}


def whole(request: Request, served: Served) -> Response:
    """Give the whole graph in the format that the address ends with."""
    offered = formats(served)
    name, _, ending = request.path.removeprefix(START).rpartition(".")
    if name != NAME or ending not in offered:
        paths = ", ".join(f"{START}{NAME}.{each}" for each in offered)
        return fail(404, request, "serve-nothing-here", {"path": request.path, "paths": paths})
    return _written(request, served, ending, Slice(), {})


def pages(request: Request, served: Served) -> Response:
    """Give a page of the graph, with links to those around it (RFC 8288); raises KgError for no number."""
    offered = formats(served)
    type_ = best(request.header("accept"), offered.values())
    if type_ is None:
        return fail(406, request, "serve-not-acceptable", {"allowed": ", ".join(offered.values())})
    count = pages_of(served)
    text = parameter(request, "page") or "1"
    if not (text.isdecimal() and text.isascii() and 1 <= int(text[:9]) <= count):
        raise KgError(Problem("serve-page", Location("page"), {"page": text, "last": str(count)}))
    number = int(text)
    size = PAGE if served.dataset else QUADS_ON_PAGE
    links = {"first": 1, "prev": number - 1, "next": number + 1, "last": count}
    link = ", ".join(
        f'<{address(request.path, {"page": str(page)})}>; rel="{relation}"'
        for relation, page in links.items()
        if 1 <= page <= count
    )
    ending = next(each for each, offered_type in offered.items() if offered_type == type_)
    between = Slice((number - 1) * size, number * size)
    return _written(request, served, ending, between, {"link": link, "vary": "Accept"})


def pages_of(served: Served) -> int:
    """Count the pages; an empty graph has one too."""
    from kg.rdf import count_parts

    whole, size = (
        (count_parts(served.dataset), PAGE) if served.dataset else (len(served.store), QUADS_ON_PAGE)
    )
    return max(-(-whole // size), 1)


def _written(
    request: Request, served: Served, ending: str, between: Slice, headers: Mapping[str, str]
) -> Response:
    tag = f'W/"{served.version}-{ending}-{between.first}"'
    headers = {
        **headers,
        "content-type": content_type(FORMATS[ending]),
        "cache-control": "no-cache",
        "etag": tag,
    }
    if matches(tag, request.header("if-none-match")):
        return Response(304, headers)
    return Response(200, headers, lambda write: _write(served, ending, between, write))


def _write(served: Served, ending: str, between: Slice, write: Write) -> None:
    from kg.query.dumping import write_lines, write_quads
    from kg.rdf import ntriples, ntriples_between

    if served.dataset is None:
        write_quads(served.store, *between, write)
    elif between.last is None:
        lines = ntriples(served.dataset, reifiers=False)
        write_lines(lines, ending, known_prefixes(served.prefixes), write)
    else:
        lines = ntriples_between(served.dataset, between.first, between.last)
        write_lines(lines, ending, known_prefixes(served.prefixes), write)
