"""Responses that say what went wrong: as a text for people, or as JSON for programs (RFC 9457)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.problems import Location, Problem, render_json, render_text
from kg.server.message import Response
from kg.server.negotiation import best, content_type, language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.server.message import Request

JSON = (
    "application/problem+json",
    "application/json",
    "application/sparql-results+json",
    "application/ld+json",
)


def failure(status: int, request: Request, problems: Sequence[Problem]) -> Response:
    """Say in the client's language what is wrong, and where; a text unless the client asks for JSON."""
    spoken = language(request.header("accept-language"))
    headers = {"vary": "Accept, Accept-Language", "content-language": spoken, "cache-control": "no-store"}
    if best(request.header("accept"), ("text/plain", *JSON)) in JSON:
        return Response(status, {"content-type": JSON[0], **headers}, _json(status, problems, spoken))
    text = render_text(problems, spoken) + "\n"
    return Response(status, {"content-type": content_type("text/plain"), **headers}, text.encode())


def _json(status: int, problems: Sequence[Problem], spoken: str) -> bytes:
    first = problems[0]
    members = {
        "title": first.message(spoken),
        "status": status,
        "detail": render_text(problems, spoken),
        "problems": json.loads(render_json(problems, spoken)),
    }
    return json.dumps(members, ensure_ascii=False).encode()


def fail(status: int, request: Request, code: str, blanks: Mapping[str, str] | None = None) -> Response:
    """Say one thing that is wrong with the whole request."""
    return failure(status, request, [Problem(code, Location(request.path), blanks or {})])
