"""The graph on other SPARQL servers, for real: Oxigraph over HTTP, and Virtuoso where it can be installed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from kg.remote.addresses import addresses
from kg.remote.http import Server
from kg.remote.publishing import count, publish
from kg.remote.state import Names

ROOT = Path(__file__).parent.parent
KG = Path(sys.executable).with_name("kg")
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
INI = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(url):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5).close()  # noqa: S310  loopback
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"{url} does not answer")


def start(command, directory, url):
    process = subprocess.Popen(
        command, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for(url)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory):
    directory, port = tmp_path_factory.mktemp("oxigraph"), free_port()
    command = [OXIGRAPH, "serve", "--location", directory / "db", "--bind", f"127.0.0.1:{port}"]
    yield from start(command, directory, f"http://127.0.0.1:{port}/query")


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory):
    if not VIRTUOSO:
        assert not Path("/etc/debian_version").exists(), "tests/install-virtuoso.sh installs it"
        pytest.skip("Virtuoso is only installed on Debian")
    directory, http = tmp_path_factory.mktemp("virtuoso"), free_port()
    (directory / "v.ini").write_text(INI.format(sql=free_port(), http=http))
    command = [VIRTUOSO, "+configfile", "v.ini", "+foreground"]
    yield from start(command, directory, f"http://127.0.0.1:{http}/sparql")


@pytest.fixture(params=["oxigraph", "virtuoso"])
def url(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def graph(request):
    """A graph of the test's own: what others publish is not there."""
    return f"https://gongtu.example/test/{request.node.name.partition('[')[0]}"


def kg(*arguments, user="dba", password="dba", data=ROOT / "data", code=0):  # noqa: S107  Virtuoso's own
    environment = os.environ | {"KG_ENDPOINT_USER": user, "KG_ENDPOINT_PASSWORD": password}
    command = [KG, *map(str, arguments), "--data", data, "--lang", "en"]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr
    return run


@pytest.fixture
def edited(tmp_path):
    """The data, with one figure more."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    with (data / "places.yaml").open("a", encoding="utf-8") as file:
        file.write("  绍兴:\n    type: Place\n")
    return data


def test_a_graph_is_published_once_and_then_only_what_has_changed(url, graph, edited):
    assert "in place of 0" in kg("publish", url, "--graph", graph).stderr
    assert "nothing to do" in kg("publish", url, "--graph", graph).stderr
    planned = kg("publish", url, "--graph", graph, "--dry-run", data=edited).stderr
    added, removed = (int(word) for word in planned.split() if word.isdecimal())
    assert (0 < added < 20, removed) == (True, 0)
    kg("publish", url, "--graph", graph, data=edited)
    question = edited.parent / "new.rq"
    question.write_text('SELECT ?new { ?new skos:prefLabel "绍兴"@zh }', encoding="utf-8")
    asked = ("query", question, "--endpoint", url, "--graph", graph)
    assert "绍兴" in kg(*asked).stdout
    kg("publish", url, "--graph", graph)
    assert "绍兴" not in kg(*asked).stdout
    assert "nothing to do" in kg("publish", url, "--graph", graph).stderr


def test_oxigraph_answers_all_saved_queries_as_we_do(oxigraph, graph):
    kg("publish", oxigraph, "--graph", graph)
    done = kg("publish", oxigraph, "--graph", graph, "--verify")
    assert len(done.stdout.splitlines()) == len(list((ROOT / "queries").glob("*.rq")))


def test_what_virtuoso_answers_wrongly_is_named(virtuoso, graph):
    kg("publish", virtuoso, "--graph", graph)
    done = kg("publish", virtuoso, "--graph", graph, "--verify", code=1)
    wrong = {line.partition(":")[0] for line in done.stderr.splitlines() if "error[verify-" in line}
    right = {line.partition(" ")[0] for line in done.stdout.splitlines()}
    assert wrong | right == {query.stem for query in (ROOT / "queries").glob("*.rq")}
    assert wrong
    assert right


def test_queries_are_answered_elsewhere_as_here(url, graph):
    kg("publish", url, "--graph", graph)
    for question in (["organised-by", "-p", "org=省总工会"], ["neighbourhood", "--format", "nt"]):
        there = kg("query", *question, "--endpoint", url, "--graph", graph).stdout
        assert sorted(there.splitlines()) == sorted(kg("query", *question).stdout.splitlines())


@pytest.mark.parametrize("seconds", [0.35, 0.45, 0.6])
def test_one_that_is_killed_is_mended_by_the_next(url, graph, seconds):
    kg("publish", url, "--graph", graph)
    command = [KG, "publish", url, "--graph", graph, "--whole"]
    environment = os.environ | {"KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": "dba"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.kill()
    process.wait()
    assert "四大行动" in kg("query", "organised-by", "--endpoint", url, "--graph", graph).stdout
    kg("publish", url, "--graph", graph)
    assert "nothing to do" in kg("publish", url, "--graph", graph).stderr


def test_two_at_once_end_with_one_graph(url, graph, edited):
    kg("publish", url, "--graph", graph)
    environment = os.environ | {"KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": "dba"}
    both = [
        subprocess.Popen(
            [KG, "publish", url, "--graph", graph, "--data", edited],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    assert [process.wait() for process in both] == [0, 0]
    assert "nothing to do" in kg("publish", url, "--graph", graph, data=edited).stderr


def test_a_wrong_password_is_said(virtuoso, graph):
    done = kg("publish", virtuoso, "--graph", graph, "--whole", password="wrong", code=1)  # noqa: S106
    assert "error[remote-unauthorized]" in done.stderr
    assert "wrong" not in done.stderr.replace("password is wrong", "")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:1/query", "remote-unreachable"),
        ("file:///etc/passwd", "remote-url"),
        ("nowhere", "remote-url"),
    ],
)
def test_what_is_no_server_is_said(address, said):
    assert f"error[{said}]" in kg("publish", address, code=1).stderr
    assert f"error[{said}]" in kg("query", "types", "--endpoint", address, code=1).stderr


def test_mistakes_are_found_before_anything_is_sent(oxigraph):
    done = kg("query", "types", "--endpoint", oxigraph, "--engine", "rdflib", code=2)
    assert "error[remote-engine]" in done.stderr
    assert "error[publish-graph]" in kg("publish", oxigraph, "--graph", "no iri", code=1).stderr


def test_a_million_triples_are_published_and_changed(url, graph):
    lines = {
        f'<https://a.example/{n // 4}> <https://a.example/p{n % 4}> "工会{n}"@zh .\n'
        for n in range(1_000_000)
    }
    environment = {"KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": "dba"}
    server = Server(addresses(url, environment=environment), 300)
    server.identify()
    names = Names(graph)
    plans = []
    publish(server, names, frozenset(lines), plans.append)
    gone = next(iter(lines))
    publish(server, names, frozenset(lines - {gone}), plans.append)
    assert [(each.kind, len(each.added), len(each.removed)) for each in plans] == [
        ("whole", 0, 0),
        ("difference", 0, 1),
    ]
    assert count(server, names.holding("?s ?p ?o")) == 999_999
