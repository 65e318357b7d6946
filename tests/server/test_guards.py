"""Who may ask, and what happens to queries that run away, while others are answered."""

import http.client
import os
import select
import socket
import subprocess
import sys
import threading
from base64 import b64encode
from pathlib import Path

import pytest
from servers import KG, ROOT, serving

RUNAWAYS = {
    "a cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "in order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l ?a",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>|^!<x:x>)* ?b . ?c (!<x:y>|^!<x:z>)* ?d . ?e !<x:q>* ?f }",
    "a string that doubles": (
        "SELECT (STRLEN(?z) AS ?n) { BIND('" + "工" * 1000 + "' AS ?a0) "
        + "".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1}) " for n in range(40))
        + "BIND(?a40 AS ?z) }"
    ),
}  # fmt: skip


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_runaway_ends_with_an_error_while_others_are_answered(server, query):
    replies = []
    thread = threading.Thread(target=lambda: replies.append(server.query(query)))
    thread.start()
    while thread.is_alive():
        assert server.query("ASK { ?s ?p ?o }", timeout=10).status == 200
    thread.join()
    assert replies[0].status in (500, 503, 504, 507), replies[0].text
    assert server.process.poll() is None
    assert server.query("ASK {}").status == 200


def test_twenty_at_once_do_not_keep_another_client_waiting_for_long(server):
    deep = "SELECT * { " + "{ " * 45 + "?a ?b ?c . ?d ?e ?f . ?g ?h ?i" + " }" * 45 + " }"
    wide = " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"] * 100)
    queries = [*RUNAWAYS.values(), deep, f"SELECT (COUNT(*) AS ?n) {{ {wide} }}"] * 4
    replies = []
    threads = [
        threading.Thread(target=lambda query=query: replies.append(status(server, query)))
        for query in queries
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert server.query("ASK { ?s ?p ?o }", timeout=10).status == 200
    assert len(replies) == len(queries)
    assert set(replies) <= {"broken", 500, 503, 504, 507}
    assert server.process.poll() is None


def status(server, query):
    try:
        return server.query(query).status
    except http.client.IncompleteRead:
        return "broken"


def test_no_query_reaches_the_network_or_a_file(server, tmp_path):
    file = tmp_path / "secret.nt"
    file.write_text('<http://a.example/x> <http://a.example/y> "secret" .\n', encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for iri in (f"http://127.0.0.1:{listener.getsockname()[1]}/x.nt", file.as_uri()):
            for query in (
                f"SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}",
                f"SELECT * {{ SERVICE SILENT <{iri}> {{ ?s ?p ?o }} }}",
                f"SELECT * {{ VALUES ?g {{ <{iri}> }} SERVICE ?g {{ ?s ?p ?o }} }}",
                f"LOAD <{iri}>",
                f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}",
                f"SELECT * FROM NAMED <{iri}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
                f"SELECT * {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}",
                f"DESCRIBE <{iri}>",
            ):
                assert b"secret" not in server.query(query).body.replace(b"secret.nt", b"")
            for graph in ("default-graph-uri", "named-graph-uri"):
                query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
                assert b"secret" not in server.query(query, graphs=[(graph, iri)]).body
        assert not select.select([listener], [], [], 0.2)[0]


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is of Linux")
def test_workers_cannot_open_sockets(server):
    confined = [Path(f"/proc/{one}/status").read_text("utf-8") for one in server.processes()]
    assert sum("Seccomp:\t2" in status for status in confined) >= 16


def test_a_large_graph_is_asked_on_disk(tmp_path):
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    answers = []
    for command in ((KG, "serve", "--port", "0"), (sys.executable, Path(__file__).with_name("on_disk.py"))):
        with serving(tmp_path, "--data", ROOT / "data", "--timeout", 2, command=command) as one:
            answers.append(one.query(query, "text/csv").body)
            assert one.query(RUNAWAYS["a string that doubles"]).status in (504, 507)
            assert one.query(query, "text/csv").body == answers[0]
    assert list((tmp_path / "cache").glob("*/*.sst"))
    assert answers[0] == answers[1]


def test_only_names_of_this_server_are_answered(server):
    assert server.ask(path="/sparql?query=ASK%7B%7D", headers={"Host": "evil.example"}).status == 421
    assert server.ask(path="/sparql?query=ASK%7B%7D", headers={"Host": "localhost:1"}).status == 200
    assert server.raw(b"GET /sparql HTTP/1.1\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 400")


def test_another_name_can_be_allowed(quads):
    with serving(quads.parent, "--rdf", quads, "--allow-host", "graph.example") as one:
        assert one.ask(path="/sparql?query=ASK%7B%7D", headers={"Host": "graph.example"}).status == 200


def basic(credentials):
    return f"Basic {b64encode(credentials.encode()).decode()}"


CREDENTIALS = {
    "Bearer secret": 200,
    "bearer  secret ": 200,
    basic("anybody:secret"): 200,
    basic("工会:secret"): 200,
    basic(":secret"): 200,
    "Bearer wrong": 401,
    "Bearer": 401,
    "Bearer sécret": 401,
    "secret": 401,
    "Digest secret": 401,
    basic("anybody:wrong"): 401,
    basic("secret"): 401,
    basic("secret:"): 401,
    "Basic secret": 401,
    "Basic \xff": 401,
}


def test_who_does_not_know_the_token_gets_nothing(quads):
    with serving(quads.parent, "--rdf", quads, environment={"KG_TOKEN": "secret"}) as one:
        path = "/sparql?query=ASK%7B%7D"
        refused = one.ask(path=path)
        assert refused.status == 401
        assert refused.headers["www-authenticate"].startswith('Basic realm="gongtu"')
        assert 'Bearer realm="gongtu"' in refused.headers["www-authenticate"]
        for path_ in ("/", "/events", "/query", "/assets/x", "/nothing"):
            assert one.ask(path=path_).status == 401
        for given, status in CREDENTIALS.items():
            assert one.ask(path=path, headers={"Authorization": given}).status == status, given


ASKED_BY_A_PAGE = """async () => {
  const answer = await fetch("/sparql?query=ASK%7B%7D");
  const told = new EventSource("/events");
  const heard = await new Promise((resolve) => {
    for (const kind of ["open", "error"]) told.addEventListener(kind, () => resolve(kind));
  });
  told.close();
  return [answer.status, heard];
}"""


def test_a_browser_sends_the_token_as_a_password(quads, browser):
    with serving(quads.parent, "--rdf", quads, "--token", "密码 secret") as one:
        for password, status in (("密码 secret", 200), ("wrong", 401)):
            credentials = {"username": "anybody", "password": password}
            context = browser.new_context(http_credentials=credentials)
            page = context.new_page()
            assert page.goto(f"http://127.0.0.1:{one.port}/query").status == status
            if status == 200:
                assert page.evaluate(ASKED_BY_A_PAGE) == [200, "open"]
            context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_open_to_others_unless_that_is_said(quads, language):
    environment = {name: value for name, value in os.environ.items() if name != "KG_TOKEN"}
    command = [KG, "serve", "--host", "0.0.0.0", "--port", "0", "--rdf", quads, "--lang", language]  # noqa: S104
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert "KG_TOKEN=" in run.stderr


def test_what_is_too_long_is_refused(server):
    assert server.ask(path="/sparql?query=" + "a" * 20_000).status == 414
    assert server.ask(path="/sparql", headers={"X-Long": "a" * 20_000}).status == 431


def test_hundreds_of_questions_leave_no_descriptor_or_process_behind(server):
    def opened():
        return sum(1 for process in server.processes() for _ in Path(f"/proc/{process}/fd").iterdir())

    for _ in range(20):
        server.query("ASK {}")
    before = len(server.processes()), opened()
    for _ in range(300):
        assert server.query("SELECT * { ?s ?p ?o }").status == 200
    assert len(server.processes()) == before[0]
    assert opened() <= before[1] + 2  # a connection may still be closing
