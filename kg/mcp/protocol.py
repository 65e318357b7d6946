"""One JSON-RPC message and the graph -> the reply (Model Context Protocol, revision 2026-07-28).

In that revision each message says all there is to know of it, its version included. Clients of earlier
revisions begin with `initialize`; their messages are answered alike, since nothing is remembered of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.mcp.resources import list_resources, list_templates, read_resource
from kg.mcp.tools import call_tool, instructions, list_tools, unable
from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.mcp.graph import Graph
    from kg.problems import Language

    Json = dict[str, Any]
    Method = Callable[[Json, Graph, Language], Json]

NEWEST = "2026-07-28"
WITH_HANDSHAKE = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
VERSIONS = (NEWEST, *WITH_HANDSHAKE)

META = "io.modelcontextprotocol/"
VERSION, CAPABILITIES = f"{META}protocolVersion", f"{META}clientCapabilities"

ERRORS = {
    "mcp-not-json": -32700,
    "mcp-too-long": -32700,
    "mcp-not-a-message": -32600,
    "mcp-origin": -32600,
    "mcp-accept": -32600,
    "serve-body-type": -32600,
    "mcp-method": -32601,
    "mcp-params": -32602,
    "mcp-tool": -32602,
    "mcp-resource": -32602,
    "mcp-header": -32020,
    "mcp-version": -32022,
}
"""JSON-RPC's number for each of our problems; any other one is an internal error."""

INTERNAL = -32603
CALL = "tools/call"


def reply(line: bytes, graph: Graph, language: Language) -> Json | None:
    """Answer a message as it came; `None` where it wants no answer."""
    try:
        message = parsed(line)
    except KgError as error:
        return failure(None, error.problems[0], language)
    return answer(message, graph, language)


def parsed(line: bytes) -> Any:
    """Read a message; raises KgError (`mcp-not-json`)."""
    try:
        return json.loads(line.decode())
    except (ValueError, RecursionError) as error:  # a bracket too many is Python's RecursionError
        reason = str(error) or type(error).__name__
        raise KgError(Problem("mcp-not-json", Location("message"), {"reason": reason})) from None


def answer(message: Any, graph: Graph, language: Language) -> Json | None:
    """Answer a message that is JSON; notifications, and responses to what was never asked, get none."""
    try:
        if not _is_request(message):
            return None
        result = _method(message)(_params(message), graph, language)
    except KgError as error:
        return failure(message, error.problems[0], language)
    return _response(message, {"result": _complete(result)})


def failure(message: Any, problem: Problem, language: Language) -> Json | None:
    """Say why a message has no proper answer; a tool says it as its result, for the assistant to read."""
    if isinstance(message, dict) and "method" in message and "id" not in message:
        return None
    if isinstance(message, dict) and message.get("method") == CALL and problem.code not in ERRORS:
        return _response(message, {"result": _complete(unable([problem], language))})
    return _error(message, problem, language)


def _error(message: Any, problem: Problem, language: Language) -> Json:
    words = " — ".join(filter(None, (problem.message(language), problem.hint(language))))
    error: Json = {"code": ERRORS.get(problem.code, INTERNAL), "message": words}
    if problem.code == "mcp-version":
        error["data"] = {"supported": VERSIONS, "requested": problem.blanks["version"]}
    return _response(message, {"error": error})


def _response(message: Any, content: Json) -> Json:
    return {"jsonrpc": "2.0", "id": _id(message), **content}


def _complete(result: Json) -> Json:
    """Add what the newest revision wants in each result; older clients pass it by."""
    server = {"name": "gongtu", "title": "工图 Gongtu", "version": __version__}
    return {**result, "resultType": "complete", "_meta": {f"{META}serverInfo": server}}


def _id(message: Any) -> str | int | None:
    given = message.get("id") if isinstance(message, dict) else None
    return given if isinstance(given, str | int) and not isinstance(given, bool) else None


def _is_request(message: Any) -> bool:
    """Tell a request from what wants no answer; raises KgError for what is neither."""
    if not isinstance(message, dict):
        reason = "batches are not part of the protocol" if isinstance(message, list) else "it is no object"
        raise _not_a_message(reason)
    if message.get("jsonrpc") != "2.0":
        raise _not_a_message('jsonrpc is not "2.0"')
    if "method" not in message and ("result" in message or "error" in message):
        return False
    if not isinstance(message.get("method"), str):
        raise _not_a_message("method is no text")
    if "id" in message and _id(message) is None:
        raise _not_a_message("id is neither a text nor an integer")
    return "id" in message


def _not_a_message(reason: str) -> KgError:
    return KgError(Problem("mcp-not-a-message", Location("message"), {"reason": reason}))


def _params(message: Json) -> Json:
    params = message.get("params", {})
    if not isinstance(params, dict):
        raise _lacking("params")
    return params


def _lacking(missing: str) -> KgError:
    return KgError(Problem("mcp-params", Location("message"), {"missing": missing}))


def declared_version(message: Any) -> str | None:
    """Give the revision that a message declares; `None` of an earlier one, which did so only at the start."""
    params = message.get("params") if isinstance(message, dict) else None
    meta = params.get("_meta") if isinstance(params, dict) else None
    version = meta.get(VERSION) if isinstance(meta, dict) else None
    return str(version) if version is not None else None


def _method(message: Json) -> Method:
    """Find what answers a message; raises KgError for a method or a revision that there is not."""
    version = declared_version(message)
    if version is not None and version != NEWEST:
        raise KgError(Problem("mcp-version", Location("message"), {"version": version}))
    if version is None and message["method"] == DISCOVER:
        raise _lacking(VERSION)
    if version and not isinstance(message["params"]["_meta"].get(CAPABILITIES), dict):
        raise _lacking(CAPABILITIES)
    methods = {**SHARED, **(NEW if version else OLD)}
    if message["method"] not in methods:
        raise KgError(Problem("mcp-method", Location("message"), {"method": message["method"]}))
    return methods[message["method"]]


def _discover(params: Json, graph: Graph, language: Language) -> Json:  # noqa: ARG001  as all methods
    return {
        "supportedVersions": VERSIONS,
        "capabilities": {"tools": {}, "resources": {}},
        "instructions": instructions(language),
        "ttlMs": 0,
        "cacheScope": "private",
    }


def _initialize(params: Json, graph: Graph, language: Language) -> Json:  # noqa: ARG001  as all methods
    asked = params.get("protocolVersion")
    if not isinstance(asked, str):
        raise _lacking("protocolVersion")
    return {
        "protocolVersion": asked if asked in WITH_HANDSHAKE else WITH_HANDSHAKE[0],
        "capabilities": {"tools": {}, "resources": {}},
        "serverInfo": {"name": "gongtu", "title": "工图 Gongtu", "version": __version__},
        "instructions": instructions(language),
    }


def _pong(params: Json, graph: Graph, language: Language) -> Json:  # noqa: ARG001  as all methods
    return {}


DISCOVER = "server/discover"
SHARED: Mapping[str, Method] = {
    "tools/list": list_tools,
    CALL: call_tool,
    "resources/list": list_resources,
    "resources/templates/list": list_templates,
    "resources/read": read_resource,
}
NEW: Mapping[str, Method] = {DISCOVER: _discover}
OLD: Mapping[str, Method] = {"initialize": _initialize, "ping": _pong}
