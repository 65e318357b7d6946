"""Assistants over HTTP: what the transport demands, and that it is as guarded as all else."""

import json

import pytest
from assistants import META, RUNAWAY, message, run, text, visit
from servers import ROOT, serving

from kg.mcp.protocol import NEWEST, VERSION


@pytest.fixture(scope="module")
def http(tmp_path_factory):
    directory = tmp_path_factory.mktemp("served")
    options = ("--data", ROOT / "data", "--queries", ROOT / "queries", "--timeout", 1)
    with serving(directory, *options) as running:
        yield running


def post(http, body, **headers):
    given = {"content-type": "application/json"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return http.ask("POST", "/mcp", {name: value for name, value in given.items() if value}, body)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client_is_served_over_http(http, mode):
    run(visit(f"http://127.0.0.1:{http.port}/mcp", mode, "no tool"))


def test_pages_of_other_sites_are_refused(http):
    own = f"http://127.0.0.1:{http.port}"
    line = message("ping")
    assert post(http, line).status == post(http, line, origin=own).status == 200
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1", f"{own}.evil.example", ""):
        answered = http.ask("POST", "/mcp", {"content-type": "application/json", "origin": origin}, line)
        assert answered.status == 403, origin
        assert json.loads(answered.body)["id"] is None


def modern(method, version=NEWEST, **params):
    body = message(method, {**params, "_meta": {**META, VERSION: version}})
    headers = {"mcp_protocol_version": version, "mcp_method": method, "mcp_name": params.get("name")}
    return body, headers


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({}, 200, None),
        ({"mcp_name": "=?base64?c2hvdw==?="}, 200, None),
        ({"mcp_name": "search"}, 400, -32020),
        ({"mcp_name": "=?base64?!?="}, 400, -32020),
        ({"mcp_name": None}, 400, -32020),
        ({"mcp_method": "tools/list"}, 400, -32020),
        ({"mcp_method": None}, 400, -32020),
        ({"mcp_protocol_version": None}, 400, -32020),
        ({"mcp_protocol_version": "2025-11-25"}, 400, -32020),
        ({"mcp_protocol_version": "2099-01-01"}, 400, -32022),
        ({"accept": "application/json, text/event-stream"}, 200, None),
        ({"accept": "text/event-stream"}, 406, -32600),
        ({"content_type": "text/plain"}, 415, -32600),
        ({"content_type": None}, 415, -32600),
    ],
)
def test_headers_must_be_what_the_message_says(http, changed, status, code):
    body, headers = modern("tools/call", name="show", arguments={"entity": "班前十分钟"})
    answered = post(http, body, **{**headers, **changed})
    assert (answered.status, json.loads(answered.body).get("error", {}).get("code")) == (status, code)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b'{"jsonrpc": "2.0", "method": "notifications/initialized"}', {}, 202),
        (b'{"jsonrpc": "2.0", "id": 1, "result": {}}', {}, 202),
        (b"[]", {}, 400),
        (b"nonsense", {}, 400),
        (message("ping"), {}, 200),
        (message("ping"), {"mcp_protocol_version": "2025-06-18"}, 200),
        (message("ping"), {"mcp_protocol_version": "2099-01-01"}, 400),
        (message("nothing"), {"mcp_protocol_version": "2025-06-18"}, 200),
        (message("tools/list"), {"mcp_protocol_version": NEWEST, "mcp_method": "tools/list"}, 400),
        (*modern("nothing"), 404),
        (*modern("tools/list", version="2099-01-01"), 400),
        (*modern("tools/call", name="nothing"), 400),
    ],
)
def test_the_status_is_what_the_revision_wants(http, body, headers, status):
    answered = post(http, body, **headers)
    assert answered.status == status
    assert (answered.body == b"") == (status == 202)


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_there_are_no_streams_and_no_sessions(http, method):
    answered = http.ask(method, "/mcp")
    assert (answered.status, answered.headers["allow"]) == (405, "POST, OPTIONS")


def test_over_http_a_runaway_query_ends_as_a_result_and_the_next_is_answered(http):
    for headers in ({}, {"accept_language": "zh"}):
        line = message("tools/call", {"name": "query", "arguments": {"query": RUNAWAY}}, id_="七")
        answered = post(http, line, **headers)
        result = json.loads(answered.body)
        assert (answered.status, result["id"], result["result"]["isError"]) == (200, "七", True)
        assert ("终止" if headers else "stopped after 1 seconds") in text(result["result"])
    assert post(http, message("ping")).status == 200


def test_the_language_is_that_of_the_client(http):
    tools = json.loads(post(http, message("tools/list"), accept_language="zh-CN").body)["result"]["tools"]
    assert tools[0]["title"] == "查找实体"
