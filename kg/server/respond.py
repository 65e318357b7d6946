"""A request and the graph -> a response: the table of routes, and what holds for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError
from kg.server.failures import fail, failure
from kg.server.message import Response
from kg.server.pages.frame import asset
from kg.server.sparql import sparql

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.server.message import Request
    from kg.server.state import Served


class Route(NamedTuple):
    """What answers at a path: raises KgError for what the client did wrong. HEAD is GET without a body."""

    answer: Callable[[Request, Served], Response]
    methods: tuple[str, ...] = ("GET", "HEAD")


ROUTES: Mapping[str, Route] = {
    "/sparql": Route(sparql, ("GET", "HEAD", "POST")),
    "/assets/": Route(asset),
}
"""By path; one that ends with `/` is the beginning of a path."""

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
        (ROUTES[start] for start in ROUTES if start[-1] == "/" and path.startswith(start)), None
    )


def _preflight(allowed: str) -> dict[str, str]:
    return {
        "access-control-allow-methods": allowed,
        "access-control-allow-headers": "Accept, Authorization, Content-Type",
        "access-control-max-age": "86400",
    }
