"""A request and the graph -> a response: the table of routes, and what holds for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError
from kg.server.events import PATH, events
from kg.server.failures import fail, failure
from kg.server.mcp import mcp, unanswered_message
from kg.server.message import Response
from kg.server.pages.article import article
from kg.server.pages.data import data, void, well_known
from kg.server.pages.dumps import pages, whole
from kg.server.pages.entity import entity
from kg.server.pages.frame import asset
from kg.server.pages.graph import graph, home
from kg.server.pages.openapi import openapi
from kg.server.pages.search import search
from kg.server.pages.workbench import query_remarks, workbench
from kg.server.sparql import sparql

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.problems import Problem
    from kg.server.message import Request
    from kg.server.state import Served


class Route(NamedTuple):
    """What answers at a path: raises KgError for what the client did wrong. HEAD is GET without a body.

    `unanswered` says in its own way why a request got no answer, where its clients want that.
    """

    answer: Callable[[Request, Served], Response]
    methods: tuple[str, ...] = ("GET", "HEAD")
    unanswered: Callable[[Request, Problem], Response] | None = None


ROUTES: Mapping[str, Route] = {
    "/": Route(home),
    "/graph": Route(graph),
    "/search": Route(search),
    "/entity/": Route(entity),
    "/article/": Route(article),
    "/data": Route(data),
    "/void": Route(void),
    "/.well-known/void": Route(well_known),
    "/dumps": Route(pages),
    "/dumps/": Route(whole),
    "/openapi.json": Route(openapi),
    "/sparql": Route(sparql, ("GET", "HEAD", "POST")),
    "/query": Route(workbench),
    "/query/remarks": Route(query_remarks),
    "/mcp": Route(mcp, ("POST",), unanswered_message),
    PATH: Route(events),
    "/assets/": Route(asset),
}
"""By path; one that ends with `/`, but for the root, is the beginning of a path."""

EVERYWHERE = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Retry-After",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""Headers of each response, unless it has its own. Anybody may read, and nothing is ever sent by cookie."""


def respond(request: Request, served: Served) -> Response:
    """Answer a request from the graph, and nothing else."""
    response = _routed(request, served)
    response = response._replace(headers={**EVERYWHERE, **response.headers})
    return response._replace(body=b"") if request.method == "HEAD" else response


def unanswered(status: int, request: Request, problem: Problem) -> Response:
    """Say why a request that took too long, or too much, has no answer."""
    route = _route(request.path)
    if route and route.unanswered and request.method in route.methods:
        return route.unanswered(request, problem)
    return failure(status, request, [problem])


def _routed(request: Request, served: Served) -> Response:
    route = _route(request.path)
    if route is None:
        return fail(404, request, "serve-nothing-here", {"path": request.path, "paths": ", ".join(ROUTES)})
    allowed = ", ".join((*route.methods, "OPTIONS"))
    if request.method == "OPTIONS":
        return Response(204, {"allow": allowed, **_preflight(allowed)})
    if request.method not in route.methods:
        blanks = {"method": request.method, "allowed": allowed}
        return fail(405, request, "serve-method", blanks).having(allow=allowed)
    try:
        return route.answer(request, served)
    except KgError as error:
        return failure(400, request, error.problems)


def _route(path: str) -> Route | None:
    found = ROUTES.get(path) or ROUTES.get(path.removesuffix("/"))
    return found or next(
        (ROUTES[start] for start in ROUTES if start[1:].endswith("/") and path.startswith(start)), None
    )


def _preflight(allowed: str) -> dict[str, str]:
    return {
        "access-control-allow-methods": allowed,
        "access-control-allow-headers": "Accept, Authorization, Content-Type",
        "access-control-max-age": "86400",
    }
