"""Which format of a resource is asked for, by negotiation or by the end of its address; what it links to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.server.failures import fail
from kg.server.message import Response
from kg.server.negotiation import best, content_type
from kg.server.pages.frame import address, remembered
from kg.vocabulary import known_prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.server.message import Request
    from kg.server.state import Served

    Json = dict[str, Any]

HTML = "text/html"
JSON = "application/json"
ENDINGS = {
    HTML: "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    JSON: "json",
}
"""Media types of a resource, the first one for who takes anything; and how addresses of each end."""

ENGINE = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/n-triples": "nt"}
ENGINE["application/rdf+xml"] = "xml"


class Asked(NamedTuple):
    """What a path asks for: a name, and the media type, `None` where none is acceptable."""

    name: str
    type: str | None
    ending: str = ""


def asked(request: Request, start: str) -> Asked:
    """Read a path that begins so. Ids have no dots, so that what is behind one is the ending."""
    name = request.path.removeprefix(start)
    bare, _, ending = name.rpartition(".")
    for type_, known in ENDINGS.items():
        if ending == known and bare:
            return Asked(bare, type_, f".{ending}")
    return Asked(name, best(request.header("accept"), ENDINGS))


def alternates(path: str) -> dict[str, str]:
    """Give the addresses of all formats of a resource by their media types."""
    return {type_: address(f"{path}.{ending}", {}) for type_, ending in ENDINGS.items()}


def link_header(path: str) -> str:
    """Write what a response says of other formats (RFC 8288)."""
    return ", ".join(f'<{way}>; rel="alternate"; type="{type_}"' for type_, way in alternates(path).items())


class Resource(NamedTuple):
    """What can be told: its IRI, the path of its page, and how it is told as JSON and as a page."""

    iri: str
    path: str
    account: Callable[[], Json]
    page: Callable[[], Response]


def told(request: Request, served: Served, type_: str | None, resource: Resource) -> Response:
    """Tell about a resource in the media type that is asked for."""
    links = link_header(resource.path)
    if type_ is None:
        return fail(406, request, "serve-not-acceptable", {"allowed": ", ".join(ENDINGS)})
    if type_ == HTML:
        return resource.page().having(link=links)
    if type_ == JSON:
        body = json.dumps(resource.account(), ensure_ascii=False).encode("utf-8", "replace")
    else:
        body = _in_rdf(served, resource.iri, type_)
    headers = {"content-type": content_type(type_), "vary": "Accept, Accept-Language", "link": links}
    return remembered(request, Response(200, headers, body))


def _in_rdf(served: Served, iri: str, type_: str) -> bytes:
    from kg.query.bounded import write_described

    parts = [served.prefixes[name] for name in ("st", "obs")]
    return write_described(served.store, iri, parts, ENGINE[type_], known_prefixes(served.prefixes))
