"""Where RDF files are served as they are, there are no pages but the workbench: it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.server.failures import fail
from kg.server.negotiation import best
from kg.server.pages.frame import framed

if TYPE_CHECKING:
    from kg.server.message import Request, Response
    from kg.server.state import Served


def only_an_endpoint(request: Request, served: Served) -> Response:
    """Say that there is only the endpoint, and where."""
    if best(request.header("accept"), ("application/json", "text/html")) == "text/html":
        return framed(request, served, "only.html", {}, status=404)
    return fail(404, request, "serve-only-endpoint")
