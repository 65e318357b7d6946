"""`/` and `/graph`: the explorer, of the whole graph or of a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.describe import find_entity
from kg.network import neighbourhood
from kg.problems import KgError, Location, Problem
from kg.server.failures import failure
from kg.server.message import Response
from kg.server.negotiation import content_type
from kg.server.pages.frame import LANGUAGES, address, header, parameter, remembered, spoken_language
from kg.server.pages.once import once
from kg.server.pages.only import only_an_endpoint
from kg.view.builder import build, drawing
from kg.view.data import page_data
from kg.view.page import write_page
from kg.view.part import part

if TYPE_CHECKING:
    from kg.model import Dataset, Statement
    from kg.server.message import Request
    from kg.server.state import Served

    Json = dict[str, Any]

MOST_ENTITIES = 20_000
"""An explorer of more could not be drawn within the limits of a request: searching comes first there."""

DEEPEST = 9
APP = '<div id="app">'
OURS = '<div id="app" data-entities="/entity/">'
"""What the page takes for the beginning of the addresses of entities, and leads to."""

POLICY = "frame-ancestors 'self'"
"""What the page cannot say of itself: who may frame it. All else stands in its own policy, with hashes."""


def home(request: Request, served: Served) -> Response:
    """Give the explorer of the whole graph; it is drawn once for each version of the graph."""
    dataset = served.dataset
    if dataset is None or len(dataset.entities) > MOST_ENTITIES:
        return Response(303, {"location": address("/search" if dataset else "/query", {})})
    pages = once(served.version, LANGUAGES, lambda: _whole(dataset, served.version))
    return _explorer(request, pages[spoken_language(request)])


def graph(request: Request, served: Served) -> Response:
    """Give the explorer of what is around an entity (`focus`, `depth`), or of what a `query` finds."""
    if served.dataset is None:
        return only_an_endpoint(request, served)
    query, focus = parameter(request, "query"), parameter(request, "focus")
    if not query and not focus:
        return home(request, served)
    try:
        id_ = find_entity(served.dataset, focus) if focus else None
    except KgError as error:
        return failure(404, request, error.problems)
    shown = part(served.dataset, _found(served, served.dataset, query)) if query else served.dataset
    if id_ is not None and id_ in shown.entities:
        shown = part(shown, neighbourhood(shown, id_, _depth(request)))
    data = page_data(shown, language=spoken_language(request))
    return _explorer(request, _written(data, drawing(build(data), focus=id_), served.version))


def _depth(request: Request) -> int:
    text = parameter(request, "depth") or "1"
    if not (text.isdecimal() and int(text) <= DEEPEST):
        raise KgError(Problem("serve-depth", Location("depth"), {"depth": text, "most": str(DEEPEST)}))
    return int(text)


def _found(served: Served, dataset: Dataset, query: str) -> list[str | Statement]:
    """Answer a query; raises KgError for what is wrong with it, or where it finds nothing to show."""
    from kg.graph import KnowledgeGraph
    from kg.query.found import found
    from kg.query.saved import Query

    graph = KnowledgeGraph(dataset, [])
    graph.store = served.store
    return found(graph, Query("query", "query", query, {}, {}))


def _whole(dataset: Dataset, version: str) -> dict[str, bytes]:
    """Draw the graph once, and write it in each language."""
    data = page_data(dataset)
    drawn = drawing(build(data))
    return {language: _written(data | {"language": language}, drawn, version) for language in LANGUAGES}


def _written(data: Json, drawn: Json, version: str) -> bytes:
    """Write the explorer as a page of this server: it follows the data."""
    return write_page(data, drawn, version=version).encode("utf-8", "replace")


def _explorer(request: Request, page: bytes) -> Response:
    """Give the explorer below the navigation, unless it is framed in a page that has its own."""
    above = header(request) if request.header("sec-fetch-dest") != "iframe" else ""
    page = page.replace(APP.encode(), (above + OURS).encode(), 1)
    headers = {
        "content-type": content_type("text/html"),
        "content-language": spoken_language(request),
        "content-security-policy": POLICY,
        "vary": "Accept-Language, Sec-Fetch-Dest",
    }
    return remembered(request, Response(200, headers, page))
