"""`/mcp`: the Model Context Protocol over HTTP (Streamable HTTP), a message a request, without sessions."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from kg.mcp.graph import Graph
from kg.mcp.protocol import NEWEST, VERSIONS, answer, declared_version, failure, parsed
from kg.problems import KgError, Location, Problem
from kg.server.message import Response
from kg.server.negotiation import best, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.server.message import Request
    from kg.server.state import Served

    Json = dict[str, Any]

PATH = "/mcp"
TYPE = "application/json"
VERSION, METHOD, NAME = "mcp-protocol-version", "mcp-method", "mcp-name"
NAMED_BY = {"tools/call": "name", "resources/read": "uri"}
"""By method, the parameter that the header `Mcp-Name` repeats."""

STATUS = {-32700: 400, -32600: 400, -32602: 400, -32020: 400, -32022: 400, -32601: 404}
"""What the newest revision wants for JSON-RPC's errors; before, all that was understood was 200."""

UNDERSTOOD = (-32602, -32601)


def mcp(request: Request, served: Served) -> Response:
    """Answer a message. Pages of other sites get none: a browser would let them ask on behalf of its user."""
    refused = _refused(request)
    if refused:
        return _said(request, *refused)
    try:
        message = parsed(request.body)
        problem = next(_mismatches(request, message), None)
    except KgError as error:
        message, problem = None, error.problems[0]
    spoken = language(request.header("accept-language"))
    graph = Graph(served.store, served.prefixes, served.dataset, served.queries, stale=bool(request.trouble))
    reply = failure(message, problem, spoken) if problem else answer(message, graph, spoken)
    return Response(202) if reply is None else _replied(reply, modern=_is_modern(request, message))


def unanswered_message(request: Request, problem: Problem) -> Response:
    """Say as the protocol does why a message got no answer: it took too long, or too much memory."""
    try:
        message = parsed(request.body)
    except KgError:
        message = None
    reply = failure(message, problem, language(request.header("accept-language")))
    return _replied(reply or {}, modern=_is_modern(request, message))


def _refused(request: Request) -> tuple[int, Problem] | None:
    """Tell why the headers are not acceptable, if so."""
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != request.header("host").lower():
        return 403, Problem("mcp-origin", Location(PATH), {"origin": origin})
    if best(request.header("accept"), [TYPE]) is None:
        return 406, Problem("mcp-accept", Location(PATH))
    type_ = request.header("content-type").partition(";")[0].strip().lower()
    if type_ != TYPE:
        return 415, Problem("serve-body-type", Location(PATH), {"type": type_ or "–", "allowed": TYPE})
    return None


def _mismatches(request: Request, message: Any) -> Iterator[Problem]:
    """Find headers that are not what the message says: something between may have relied on them."""
    version = request.headers.get(VERSION)
    declared = declared_version(message)
    if version is not None and version not in VERSIONS:
        yield Problem("mcp-version", Location(PATH), {"version": version})
    if declared is None and version != NEWEST:
        return  # an earlier revision, which repeats nothing
    if declared is not None and version != declared:
        yield _mismatch(VERSION, version)
    if not isinstance(message, dict) or "id" not in message:
        return
    params = message["params"] if isinstance(message.get("params"), dict) else {}
    wanted = {METHOD: message.get("method")}
    if message.get("method") in NAMED_BY:
        wanted[NAME] = params.get(NAMED_BY[message["method"]])
    for header, value in wanted.items():
        given = request.headers.get(header)
        if given is None or (_decoded(given) if header == NAME else given) != value:
            yield _mismatch(header, given)
    if declared is None:
        yield Problem("mcp-params", Location(PATH), {"missing": "_meta"})


def _mismatch(header: str, value: str | None) -> Problem:
    return Problem("mcp-header", Location(PATH), {"header": header, "value": "–" if value is None else value})


def _decoded(value: str) -> str | None:
    """Give a header's value, which may be in Base64; `None` if that is broken.

    >>> _decoded("search"), _decoded("=?base64?5p+l5om+?="), _decoded("=?base64?!?=")
    ('search', '查找', None)
    """
    if not (value.startswith("=?base64?") and value.endswith("?=")):
        return value
    try:
        return b64decode(value[9:-2], validate=True).decode()
    except ValueError:
        return None


def _is_modern(request: Request, message: Any) -> bool:
    return declared_version(message) is not None or request.header(VERSION) == NEWEST


def _said(request: Request, status: int, problem: Problem) -> Response:
    reply = failure(None, problem, language(request.header("accept-language")))
    return _replied(reply or {}, modern=True)._replace(status=status)


def _replied(reply: Json, *, modern: bool) -> Response:
    code = reply.get("error", {}).get("code")
    status = 200 if code in UNDERSTOOD and not modern else STATUS.get(code, 200)
    headers = {"content-type": TYPE, "cache-control": "no-store", "vary": "Accept, Accept-Language, Origin"}
    return Response(status, headers, json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace"))
