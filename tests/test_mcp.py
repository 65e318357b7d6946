"""The graph for assistants: what each message gets, over standard input and output and over HTTP."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from assistants import CALLS, META, RUNAWAY, message, run, text, visit
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client, StdioServerParameters

from kg import load
from kg.mcp.graph import Graph
from kg.mcp.protocol import NEWEST, VERSION, WITH_HANDSHAKE, reply
from kg.mcp.stdio import LONGEST_LINE
from kg.mcp.tools import TOOLS
from kg.options import parser_of
from kg.store import open_files

KG = Path(sys.executable).with_name("kg")


@pytest.fixture(scope="module")
def graph():
    return graph_of(ROOT / "data")


def graph_of(directory):
    loaded = load(directory)
    prefixes = loaded.dataset.ontology.prefixes
    return Graph(loaded.store, prefixes, loaded.dataset, str(ROOT / "queries"))


def call(graph, tool, language="en", **arguments):
    """Give the result of a tool."""
    line = message("tools/call", {"name": tool, "arguments": arguments})
    return reply(line, graph, language)["result"]


def content(graph, tool, **arguments):
    return call(graph, tool, **arguments)["structuredContent"]


# The protocol


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        *((version, version) for version in WITH_HANDSHAKE),
        (NEWEST, "2025-11-25"),
        ("2099-01-01", "2025-11-25"),
    ],
)
def test_the_handshake_agrees_on_a_revision(graph, asked, given):
    result = reply(message("initialize", {"protocolVersion": asked}), graph, "en")["result"]
    assert result["protocolVersion"] == given
    assert result["serverInfo"]["name"] == "gongtu"
    assert "quote" in result["instructions"]


def test_the_newest_revision_needs_no_handshake(graph):
    result = reply(message("server/discover", {"_meta": META}), graph, "zh")["result"]
    assert result["supportedVersions"][0] == NEWEST
    assert result["resultType"] == "complete"
    assert "文中未载" in result["instructions"]


def test_a_revision_that_is_not_spoken_is_answered_with_those_that_are(graph):
    error = reply(message("tools/list", {"_meta": {**META, VERSION: "2099-01-01"}}), graph, "en")["error"]
    assert (error["code"], error["data"]["requested"]) == (-32022, "2099-01-01")
    assert NEWEST in error["data"]["supported"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"not json", -32700),
        (b"\xff\xfe", -32700),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "ping"', -32700),
        (b"[" * 100_000, -32700),
        (b'{"jsonrpc": "2.0", "id": ' + b"9" * 5000 + b', "method": "ping"}', -32700),
        (b"[]", -32600),
        (b'[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]', -32600),
        (b'"ping"', -32600),
        (b"{}", -32600),
        (b'{"jsonrpc": "1.0", "id": 1, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": null, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": true, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": 7}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}', -32602),
        (message("initialize"), -32602),
        (message("server/discover"), -32602),
        (message("tools/list", {"_meta": {VERSION: NEWEST}}), -32602),
        (message("tools/call"), -32602),
        (message("tools/call", {"name": "show", "arguments": "班前十分钟"}), -32602),
        (message("tools/call", {"name": "shwo"}), -32602),
        (message("resources/read"), -32602),
        (message("resources/read", {"uri": "file:///etc/passwd"}), -32602),
        (message("resources/read", {"uri": "gongtu://entity/没有"}), -32602),
        (message("resources/list", {"cursor": "-1"}), -32602),
        (message("tools/delete"), -32601),
        (message("prompts/list"), -32601),
        (message("ping", {"_meta": META}), -32601),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_no_good_message_is_answered_with_its_error(graph, line, code, language):
    answered = reply(line, graph, language)
    assert answered["error"]["code"] == code
    assert answered["error"]["message"]
    assert "result" not in answered


@pytest.mark.parametrize(
    "line",
    [
        b'{"jsonrpc": "2.0", "method": "notifications/initialized"}',
        b'{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}}',
        b'{"jsonrpc": "2.0", "method": "whatever"}',
        b'{"jsonrpc": "2.0", "id": 5, "result": {}}',
    ],
)
def test_what_asks_nothing_gets_no_answer(graph, line):
    assert reply(line, graph, "en") is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries(
        {
            "jsonrpc": st.just("2.0"),
            "method": st.sampled_from(["tools/call", "resources/read", "initialize"]),
        },
        optional={
            "id": VALUES,
            "params": VALUES
            | st.fixed_dictionaries(
                {"name": st.sampled_from([*TOOLS]), "uri": st.text(max_size=5)},
                optional={
                    "_meta": VALUES,
                    "arguments": VALUES
                    | st.dictionaries(
                        st.sampled_from(["entity", "text", "query", "limit", "property", "name"]), VALUES
                    ),
                },
            ),
        },
    )
)
def test_no_message_is_too_strange_for_an_answer(sent):
    answered = reply(json.dumps(sent).encode(), SMALL, "en")
    assert answered is None or ("result" in answered) != ("error" in answered)
    assert (answered is None) == ("id" not in sent)


SMALL = Graph(open_files([]), {}, None, None)


# The tools


def test_tools_are_described_in_both_languages_and_only_read(graph):
    lists = {
        language: reply(message("tools/list"), graph, language)["result"]["tools"]
        for language in ("zh", "en")
    }
    assert [tool["name"] for tool in lists["en"]] == [*TOOLS] == [*CALLS]
    for zh, en in zip(lists["zh"], lists["en"], strict=True):
        assert zh["annotations"]["readOnlyHint"] is en["annotations"]["readOnlyHint"] is True
        assert en["description"].isascii() or "万" in en["description"]
        assert not zh["description"].isascii()
        for kind in ("inputSchema", "outputSchema"):
            jsonschema.Draft202012Validator.check_schema(en[kind])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("tool", CALLS)
def test_each_tool_answers_as_its_schema_says(graph, tool, language):
    result = call(graph, tool, language, **CALLS[tool])
    (described,) = (
        one for one in reply(message("tools/list"), graph, language)["result"]["tools"] if one["name"] == tool
    )
    assert result["isError"] is False, text(result)
    jsonschema.validate(CALLS[tool], described["inputSchema"])
    jsonschema.validate(json.loads(json.dumps(result["structuredContent"])), described["outputSchema"])
    assert text(result)


@pytest.mark.parametrize("searched", ["浙江省总工会", "省总", "zjszgh", "zhejiangsheng zonggonghui"])
def test_search_finds_by_characters_aliases_and_sound(graph, searched):
    assert "浙江省总工会" in [one["id"] for one in content(graph, "search", text=searched)["results"]]


def test_a_search_in_vain_says_so(graph):
    result = call(graph, "search", text="浙江省总公会")
    assert result["structuredContent"]["results"] == []
    assert "did you mean 浙江省总工会?" in text(result)


def test_a_search_that_finds_too_much_says_so(graph):
    result = call(graph, "search", text="工会", limit=2)
    assert len(result["structuredContent"]["results"]) == 2 < result["structuredContent"]["total"]
    assert "only the first 2" in text(result)


def test_an_entity_is_shown_with_quotes_figures_and_what_is_not_stated(graph):
    result = call(graph, "show", entity="班前十分钟")
    shown = result["structuredContent"]
    (figure,) = (one for one in shown["statements"] if one["object"].get("measure") == "组织开展活动的企业")
    assert figure["object"]["figure"] == "2.3万余家"
    assert figure["object"]["meaning"] == {"number": "23000", "bound": "lower", "unit": "家"}
    assert figure["quote"] == ("2.3万余家企业组织开展",)
    assert figure["article"]["id"] == "zj-unions-5y"
    assert {one["property"]["id"] for one in shown["notStated"]} >= {"end"}
    assert "「2.3万余家企业组织开展」" in text(result)
    assert "not stated in the article" in text(result)


def test_an_entity_is_shown_from_both_ends(graph):
    statements = content(graph, "show", entity="浙江省总工会")["statements"]
    ends = {(one["subject"]["id"] == "浙江省总工会") for one in statements}
    assert ends == {True, False}


def test_of_a_large_entity_the_beginning_is_shown(graph):
    result = call(graph, "show", entity="浙江省总工会", limit=3)
    assert len(result["structuredContent"]["statements"]) == 3 < result["structuredContent"]["total"]
    assert "only the first 3" in text(result)


def test_a_path_has_the_evidence_of_each_step(graph):
    found = content(graph, "path", **{"from": "竺士杰", "to": "省总工会"})
    assert found["connected"]
    assert all("quote" in step or "note" in step for step in found["steps"])
    ends = [{step["subject"]["id"], step["object"]["entity"]["id"]} for step in found["steps"]]
    assert "竺士杰" in ends[0]
    assert "浙江省总工会" in ends[-1]


ARTICLE = """
  省总工会:
    type: Union
    aliases: [总工会, 省总]
  省委宣传部: {type: PartyOrgan}
  市总工会: {type: Union, aliases: [总工会]}
  班前十分钟:
    type: Campaign
    organizer: {to: 省总工会, quote: 省总工会联合省委宣传部}
    coorganizer: {to: 省委宣传部, quote: [省总工会, 联合省委宣传部]}
    statistics: {measure: 听众, value: 400万人次, quote: 听众达400万人次}
    notStated: {end: 文中没有写}
"""


@pytest.fixture
def small(data):
    return graph_of(data(ARTICLE))


@pytest.mark.parametrize("named", ["organizer", "主办"])
def test_evidence_says_where_in_the_text_the_words_stand(small, named):
    result = call(small, "evidence", entity="班前十分钟", property=named)
    (statement,) = result["structuredContent"]["statements"]
    assert statement["object"]["entity"]["name"] == "省总工会"
    assert (statement["paragraph"], statement["offsets"]) == (1, ((8, 19),))
    assert "paragraph 1, characters 9–19" in text(result)
    assert result["structuredContent"]["articles"] == [{"id": "a1", "title": "一篇报道"}]


def test_evidence_is_found_from_the_other_end_and_by_value(small):
    assert len(content(small, "evidence", entity="省总工会", property="主办")["statements"]) == 1
    for value, found in (("省总", 1), ("省委宣传部", 0), ("没有", 0)):
        given = {"entity": "班前十分钟", "property": "主办", "value": value}
        assert len(content(small, "evidence", **given)["statements"]) == found
    given = {"entity": "班前十分钟", "property": "statistic", "value": "400万"}
    assert len(content(small, "evidence", **given)["statements"]) == 1


def test_evidence_tells_what_is_not_stated_from_what_nobody_looked_for(small):
    result = call(small, "evidence", entity="班前十分钟", property="结束", language="zh")
    assert result["structuredContent"]["statements"] == []
    assert result["structuredContent"]["notStated"][0]["note"] == "文中没有写"
    assert "文中未载" in text(result)
    other = call(small, "evidence", entity="班前十分钟", property="参与", language="zh")
    assert other["structuredContent"]["notStated"] == []
    assert "有的是 主办、联合主办、统计" in text(other)


def test_two_entities_that_nothing_connects_are_told_apart(small):
    result = call(small, "path", **{"from": "市总工会", "to": "省委宣传部"})
    assert (result["isError"], result["structuredContent"]["connected"]) == (False, False)
    assert "no chain of statements" in text(result)


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("show", {"entity": "班前十分"}, "did you mean 班前十分钟?"),
        ("show", {"entity": "总工会"}, "省总工会、市总工会"),
        ("path", {"from": "班前十分钟", "to": "?"}, "no entity"),
        ("evidence", {"entity": "班前十分钟", "property": "organiser"}, "did you mean organizer?"),
        ("run_saved_query", {"name": "beneficiarys"}, "did you mean beneficiaries?"),
        ("run_saved_query", {"name": "../data/ontology.yaml"}, "no saved query"),
        ("run_saved_query", {"name": "-"}, "no saved query"),
        ("run_saved_query", {"name": "beneficiaries", "parameters": {"grup": "x"}}, "group"),
        ("run_saved_query", {"name": "beneficiaries", "parameters": {"group": "省总工"}}, "省总工会"),
        ("query", {"query": "SELECT * { ?s ?p "}, "query:1:10: error[query-unclosed]"),
        ("query", {"query": "SELECT * { ?s skoss:prefLabel ?o }"}, "did you mean skos"),
        ("query", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, "query:1:12: error"),
        ("query", {"query": "DELETE WHERE { ?s ?p ?o }"}, "error[query-update]"),
        ("query", {"query": "SELECT * " + "{" * 5000}, "error[query-nesting]"),
        ("query", {"query": "ASK {}", "limit": 0}, "an integer from 1 to 1000"),
        ("query", {"query": "ASK {}", "limit": "10"}, "an integer from 1 to 1000"),
        ("query", {"query": "ASK {}", "limit": True}, "an integer from 1 to 1000"),
        ("query", {"query": ["ASK {}"]}, "a text of 1 to"),
        ("query", {"query": "ASK {} # \ud800"}, "a text of 1 to"),
        ("query", {"query": ""}, "a text of 1 to"),
        ("query", {}, "the argument query is missing"),
        ("query", {"sparql": "ASK {}", "query": "ASK {}"}, "there is query, limit"),
        ("run_saved_query", {"name": "beneficiaries", "parameters": {"group": {}}}, "an object whose values"),
    ],
)
def test_what_an_assistant_can_mend_is_a_result_that_says_how(small, tool, arguments, said):
    result = call(small, tool, **arguments)
    assert result["isError"] is True
    assert said in text(result)


def test_rows_are_limited_and_it_is_said(graph):
    result = call(graph, "query", query="SELECT * { ?s ?p ?o }", limit=7)
    assert len(result["structuredContent"]["rows"]) == 7
    assert result["structuredContent"]["more"] is True
    assert "only the first 7" in text(result)


def test_texts_of_any_length_are_cut_and_it_is_said(graph):
    result = call(
        graph, "query", query='SELECT (REPLACE("' + "长" * 3000 + '", "长", "' + "长" * 100 + '") AS ?t) {}'
    )
    assert len(result["structuredContent"]["rows"][0]["t"]) == 100_000
    assert "cut after 100000 characters" in text(result)


def test_an_empty_answer_says_why(graph):
    result = call(graph, "query", query='SELECT * { ?s skos:prefLabel "浙江省总工会" }')
    assert result["structuredContent"]["rows"] == []
    assert "query-untagged" in text(result)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { e:班前十分钟 ?p ?o }", {"boolean": True}),
        (
            "CONSTRUCT WHERE { e:班前十分钟 schema:organizer ?o }",
            {
                "turtle": "@prefix e: <https://gongtu.example/entity/> .\n"
                "@prefix schema: <https://schema.org/> .\n"
                "e:班前十分钟 schema:organizer e:浙江省总工会 .\n",
                "more": False,
            },
        ),
        (
            "SELECT ?o ?no { e:班前十分钟 schema:organizer ?o }",
            {"variables": ["o", "no"], "rows": [{"o": "e:浙江省总工会"}], "more": False},
        ),
    ],
)
def test_each_form_of_a_query_has_its_answer(graph, query, expected):
    assert content(graph, "query", query=query) == expected


def test_entities_are_resources_too(graph):
    listed = reply(message("resources/list"), graph, "en")["result"]
    following = reply(message("resources/list", {"cursor": listed["nextCursor"]}), graph, "en")["result"]
    assert len(listed["resources"]) + len(following["resources"]) == len(graph.dataset.entities)
    assert "nextCursor" not in following
    uri = listed["resources"][0]["uri"]
    (read,) = reply(message("resources/read", {"uri": uri}), graph, "zh")["result"]["contents"]
    assert read["text"].startswith(listed["resources"][0]["name"])


def test_rdf_files_can_only_be_queried(tmp_path):
    file = tmp_path / "one.ttl"
    file.write_text('<http://a.example/s> <http://a.example/p> "默认" .', encoding="utf-8")
    graph = Graph(open_files([str(file)]))
    tools = reply(message("tools/list"), graph, "en")["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["saved_queries", "run_saved_query", "query"]
    assert content(graph, "query", query="SELECT ?o { <http://a.example/s> ?p ?o }")["rows"] == [
        {"o": "默认"}
    ]
    assert "error" in reply(message("tools/call", {"name": "show"}), graph, "en")


# Over standard input and output


class Conversation:
    """A running `kg mcp`, written to and read line by line."""

    def __init__(self, directory, *options):
        self.process = subprocess.Popen(
            [KG, "mcp", "--lang", "en", "--data", str(directory), *map(str, options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )

    def send(self, line):
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, line):
        self.send(line)
        return self.receive()

    def call(self, tool, **arguments):
        return self.ask(message("tools/call", {"name": tool, "arguments": arguments}))["result"]

    def worker(self):
        """Give the id of the worker, when there is one."""
        own = self.process.pid
        while True:
            children = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()
            if children:
                return int(children[-1])
            time.sleep(0.01)


@pytest.fixture
def converse():
    running = []

    def start(directory, *options):
        running.append(Conversation(directory, *options))
        return running[-1]

    yield start
    for conversation in running:
        rest, said = conversation.process.communicate(timeout=20)
        assert rest == b""
        assert b"Traceback" not in said
        assert conversation.process.returncode == 0


def server(*options):
    return StdioServerParameters(command=str(KG), args=["mcp", *options], cwd=str(ROOT))


@pytest.mark.parametrize(("mode", "version"), [("auto", NEWEST), ("legacy", WITH_HANDSHAKE[0])])
def test_the_official_client_is_served_over_stdio(mode, version):
    async def all_of_it():
        async with Client(server(), mode=mode) as client:
            assert client.protocol_version == version
        await visit(server("--lang", "zh"), mode, "没有工具")

    run(all_of_it())


def test_nothing_but_answers_is_written_and_all_bad_lines_are_answered(converse, data):
    directory = data(ARTICLE)
    conversation = converse(directory, "--timeout", 2)
    lines = [b"", b"  ", b"nonsense", b"x" * (LONGEST_LINE + 1), b"\x00\xff", message("ping", id_="七")]
    for line in lines:
        conversation.send(line)
    answers = [conversation.receive() for _ in lines[2:]]
    assert [one["id"] for one in answers] == [None, None, None, "七"]
    assert [one.get("error", {}).get("code") for one in answers] == [-32700, -32700, -32700, None]


def test_a_runaway_query_ends_within_its_limit_and_the_next_message_is_answered(converse):
    conversation = converse(ROOT / "data", "--timeout", 1)
    result = conversation.call("query", query=RUNAWAY)
    assert result["isError"]
    assert "stopped after 1 seconds" in text(result)
    assert conversation.call("query", query="ASK {}")["structuredContent"] == {"boolean": True}


def test_a_worker_that_dies_takes_only_its_message_with_it(converse):
    conversation = converse(ROOT / "data", "--timeout", 20)
    conversation.ask(message("ping"))
    worker = conversation.worker()
    conversation.send(message("tools/call", {"name": "query", "arguments": {"query": RUNAWAY}}))
    os.kill(worker, 9)
    result = conversation.receive()["result"]
    assert result["isError"]
    assert "the engine gave up" in text(result)
    assert conversation.call("query", query="ASK {}")["structuredContent"] == {"boolean": True}


def test_edits_are_seen_and_broken_ones_leave_the_last_good_graph(converse, data):
    directory = data(ARTICLE)
    conversation = converse(directory)
    file = directory / "entities.yaml"
    good = file.read_text(encoding="utf-8")
    assert conversation.call("search", text="技能")["structuredContent"]["total"] == 0
    file.write_text(good + "  技能大赛: {type: Competition}\n", encoding="utf-8")
    assert conversation.call("search", text="技能")["structuredContent"]["total"] == 1
    file.write_text(good + "  技能大赛: {type: Competitionn}\n", encoding="utf-8")
    stale = conversation.call("search", text="技能")
    assert stale["structuredContent"]["total"] == 1
    assert "the data have errors now" in stale["structuredContent"]["warnings"][0]
    file.write_text(good, encoding="utf-8")
    mended = conversation.call("search", text="技能")["structuredContent"]
    assert mended["total"] == 0
    assert "the data have errors now" not in mended["warnings"][0]


def test_data_that_were_never_good_are_told_of_until_they_are(converse, data):
    directory = data("  技能大赛: {type: Competitionn}\n")
    conversation = converse(directory)
    for tool in ("search", "query"):
        result = conversation.call(tool, **CALLS[tool])
        assert result["isError"]
        assert "error[unknown-type]" in text(result)
    assert len(conversation.ask(message("tools/list"))["result"]["tools"]) == len(TOOLS)
    data("  技能大赛: {type: Competition}\n")
    assert conversation.call("show", entity="技能大赛")["isError"] is False


@pytest.mark.parametrize(("language", "said"), [("zh", "没有实体的标识"), ("en", "no entity has the id")])
def test_messages_are_in_the_language_that_is_asked_for(language, said):
    line = message("tools/call", {"name": "show", "arguments": {"entity": "?"}})
    command = [KG, "mcp", "--lang", language]
    done = subprocess.run(command, input=line, capture_output=True, check=True, cwd=ROOT)
    assert said in text(json.loads(done.stdout)["result"])
    assert done.stderr == b""


def test_the_settings_that_the_documentation_shows_are_those_of_the_command():
    shown = re.findall(
        r"```json\n(.*?)```", (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8"), re.DOTALL
    )
    servers = [
        server for block in map(json.loads, shown) for named in block.values() for server in named.values()
    ]
    started = [server for server in servers if "command" in server]
    assert len(started) == 2 < len(servers)
    for one in started:
        assert one["command"].endswith("/.venv/bin/kg")
        assert one["args"][0] == "mcp"
        parser_of("mcp", "en").parse_args(one["args"][1:])
