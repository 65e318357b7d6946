"""Answers without a network: requests to `respond` in this process, and a browser that gets them."""

from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from kg.server.message import Request
from kg.server.respond import respond
from kg.server.state import serve_data, serve_files

ROOT = Path(__file__).parent.parent.parent
ORIGIN = "http://localhost:8000"
PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@cache
def article():
    """The project's own graph."""
    return serve_data(str(ROOT / "data"), None)


@cache
def files(*paths):
    """RDF files as they are."""
    return serve_files(paths)


def answer(served, address, method="GET", **headers):
    """Answer a request; `accept="text/turtle"` is a header. The body comes as bytes."""
    path, _, query = address.partition("?")
    named = {"host": "localhost:8000"} | {name.replace("_", "-"): text for name, text in headers.items()}
    response = respond(Request(method, unquote(path), query, named), served)
    if callable(response.body):
        pieces = []
        response.body(pieces.append)
        return response._replace(body=b"".join(pieces))
    return response


def page(served, address, **headers):
    """Give the HTML of a page."""
    response = answer(served, address, **{"accept": PAGE, **headers})
    assert response.headers["content-type"] == "text/html; charset=utf-8", response.headers
    return response.body.decode()


def fulfil(served, route):
    """Let a browser have an answer, with all its headers."""
    asked = urlsplit(route.request.url)
    address = f"{asked.path}?{asked.query}" if asked.query else asked.path
    given = {name.replace("-", "_"): text for name, text in route.request.all_headers().items()}
    response = answer(served, address, **given)
    route.fulfill(status=response.status, headers=dict(response.headers), body=response.body)


def entity(id_):
    """Give where an entity is."""
    return quote(f"/entity/{id_}")
