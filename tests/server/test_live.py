"""`kg serve` while its data are edited: what it serves, tells and keeps, and that no request is lost."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from servers import serving
from watching import PATIENCE, SAVES, in_place

from kg.server.limits import Limits
from kg.server.pool import NICE, SPARE

UNIONS = """\
  甲: {type: Union, name: 甲工会, goal: {value: 讲故事, quote: 请老师傅在车间里讲一讲}}
"""
MORE = "  乙: {type: Union, partOf: 甲}\n"
WRONG = "  丙: {type: Onion}\n"
UNION_COUNT = "SELECT (COUNT(?s) AS ?n) { ?s a schema:WorkersUnion }"
LOG = (
    r"\d\d:\d\d:\d\d  (entities: \d+, statements: \d+|\d+ 个实体，\d+ 条陈述)"
    r"|.*: error\[[a-z-]+\]: .*|    (hint|提示): .*"
)
"""What the server says while data are edited."""

ALL = 1 + 2 + Limits().workers + SPARE
"""Processes: the server, the keepers of this graph and of the next, and the workers."""


@pytest.fixture
def live(tmp_path, data):
    """Serve a directory that holds one union."""
    directory = data(UNIONS)
    with serving(tmp_path, "--data", directory, may_say=LOG) as server:
        yield server


def until(found, wanted):
    """Wait until a function gives what is wanted; give that."""
    deadline = time.monotonic() + PATIENCE
    while (now := found()) != wanted:
        assert time.monotonic() < deadline, f"still {now!r}, not {wanted!r}"
        time.sleep(0.02)
    return now


def unions(server, **options):
    reply = server.query(UNION_COUNT, "text/csv", **options)
    assert reply.status == 200, reply.text
    return int(reply.text.split()[1])


class Stream:
    """What `/events` tells."""

    def __init__(self, server, path="/events", **headers):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self.connection.request("GET", path, headers=headers)
        self.response = self.connection.getresponse()

    def next(self):
        while (line := self.response.readline()) and not line.startswith(b"data: "):
            pass
        return json.loads(line.removeprefix(b"data: ")) if line else None

    def until(self, **wanted):
        """Read on until a state has these values."""
        while not wanted.items() <= (state := self.next()).items():
            pass
        return state


@contextlib.contextmanager
def listening(server, **headers):
    stream = Stream(server, **headers)
    with contextlib.closing(stream.connection):
        yield stream


@pytest.mark.parametrize("save", SAVES)
def test_an_edit_is_served_however_an_editor_saves(live, tmp_path, save):
    path = tmp_path / "data" / "entities.yaml"
    with listening(live) as stream:
        before = stream.next()["version"]
        save(path, path.read_text(encoding="utf-8") + MORE)
        assert stream.next()["version"] != before
        assert unions(live) == 2, "what is told is served"


def test_texts_of_articles_and_the_ontology_are_followed_too(live, data, tmp_path):
    ontology = tmp_path / "data" / "ontology.yaml"
    with listening(live) as stream:
        stream.next()
        (tmp_path / "data" / "articles" / "a1.txt").write_text("没有这句话。", encoding="utf-8")
        assert "quote-" in stream.until(errors=1)["problems"]["en"]
        data(UNIONS)
        stream.until(errors=0)
        in_place(
            ontology, ontology.read_text(encoding="utf-8").replace("title: 工会\n", "title: 工人组织\n", 1)
        )
        stream.next()
    labels = live.query('ASK { ?c rdfs:label "工人组织"@zh }', "text/csv")
    assert "true" in labels.text


def test_a_broken_edit_keeps_the_last_good_graph_until_it_is_mended(live, data):
    etag = live.query(UNION_COUNT).headers["etag"]
    with listening(live) as stream:
        version = stream.next()["version"]
        data(UNIONS + MORE + WRONG)
        told = stream.next()
        assert (told["version"], told["errors"]) == (version, 1)
        assert "did you mean Union?" in told["problems"]["en"]
        assert "是不是“Union”" in told["problems"]["zh"]
        assert unions(live) == 1
        assert live.query(UNION_COUNT).headers["etag"] == etag
        page = live.ask(path="/search?q=x", headers={"Accept": "text/html", "Accept-Language": "en"})
        assert "did you mean Union?" in page.text
        data(UNIONS)
        assert stream.next() == {"version": version, "errors": 0, "problems": {"zh": "", "en": ""}}
        page = live.ask(path="/search?q=x", headers={"Accept": "text/html", "Accept-Language": "en"})
        assert "did you mean" not in page.text
        data(UNIONS + MORE)
        assert stream.next()["version"] != version
        assert live.query(UNION_COUNT).headers["etag"] != etag


def test_what_changes_no_byte_changes_nothing(live, tmp_path):
    with listening(live) as stream:
        first = stream.next()
        os.utime(tmp_path / "data" / "entities.yaml", ns=(1, 1))
        assert stream.next() == first


def test_data_that_are_broken_from_the_start_are_not_served(data, tmp_path):
    from conftest import run_kg

    run = run_kg("serve", "--port", "0", "--data", data(WRONG), "--lang", "en")
    assert (run.returncode, run.stdout) == (1, "")
    assert "unknown-type" in run.stderr
    assert "http" not in run.stderr
    assert "no-directory" in run_kg("serve", "--port", "0", "--data", tmp_path / "nowhere").stderr


def test_no_request_is_lost_while_data_change(live, data):
    """Fifty clients ask all the time on connections that stay open, each edit is seen, and none goes back."""
    failures, seen, stop = [], set(), threading.Event()

    def ask():
        connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=PATIENCE)
        last = 0
        try:
            while not stop.is_set():
                connection.request(
                    "GET", f"/sparql?query={quote(UNION_COUNT)}", headers={"Accept": "text/csv"}
                )
                response = connection.getresponse()
                text = response.read().decode()
                assert response.status == 200, text
                count = int(text.split()[1])
                assert count >= last, "an older graph after a newer one"
                last = count
                seen.add(count)
        except (AssertionError, OSError, http.client.HTTPException) as error:
            failures.append(repr(error))
        finally:
            connection.close()

    clients = [threading.Thread(target=ask) for _ in range(50)]
    for client in clients:
        client.start()
    for number in range(2, 8):
        data(UNIONS + "".join(f"  乙{n}: {{type: Union}}\n" for n in range(1, number)))
        until(lambda number=number: number in seen or len(failures) > 0, wanted=True)
    stop.set()
    for client in clients:
        client.join(PATIENCE)
    assert failures == []
    assert seen == set(range(1, 8))


def test_a_question_that_takes_long_ends_on_the_graph_on_which_it_began(live, data):
    size = int(
        live.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STR(?o) != '-') }", "text/csv").text.split()[1]
    )
    longer = """SELECT (COUNT(*) AS ?n) {
        ?a ?b ?c . ?d ?e ?f . { SELECT * { ?g ?h ?i } LIMIT 15 } FILTER(CONCAT(STR(?c), STR(?f)) != "x") }"""
    replies = []
    threads = [
        threading.Thread(target=lambda: replies.append(live.query(longer, "text/csv", timeout=60)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    until(lambda: sum(is_long(process) for process in live.processes()), 2)
    data(UNIONS + MORE)
    until(lambda: unions(live), 2)
    for thread in threads:
        thread.join()
    assert [(reply.status, reply.text.split()[-1]) for reply in replies] == [(200, str(size**2 * 15))] * 2


def is_long(process):
    """Tell whether a worker has been at its work for so long that others go first."""
    with contextlib.suppress(OSError):
        return os.getpriority(os.PRIO_PROCESS, process) >= NICE
    return False


def test_a_hundred_quick_edits_end_with_the_last(live, tmp_path):
    path = tmp_path / "data" / "entities.yaml"
    head = path.read_text(encoding="utf-8")
    for number in range(100):
        in_place(path, head + "".join(f"  乙{n}: {{type: Union}}\n" for n in range(number)))
        assert unions(live) >= 1
    until(lambda: unions(live), 100)


def test_many_edits_leave_no_memory_descriptor_or_process_behind(live, data):
    def edited(number):
        data(UNIONS + f"  乙{number}: {{type: Union}}\n")
        until(
            lambda: f"乙{number}" in live.query("SELECT * { ?s a schema:WorkersUnion }", "text/csv").text,
            wanted=True,
        )
        data(UNIONS + WRONG)
        stream.until(errors=1)

    def settled():
        until(lambda: len(live.processes()), ALL)

    with listening(live) as stream:
        for number in range(5):
            edited(number)
        settled()
        before = (opened(live), memory(live.process.pid))
        for number in range(5, 25):
            edited(number)
        settled()
        after = (opened(live), memory(live.process.pid))
    assert after[0] <= before[0] + 2  # a connection may still be closing
    assert after[1] < before[1] + (2 << 20)


def opened(server):
    return sum(1 for process in server.processes() for _ in Path(f"/proc/{process}/fd").iterdir())


def memory(process):
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize(("how", "status"), [(signal.SIGTERM, -15), (signal.SIGINT, 130)])
def test_it_ends_at_once_while_pages_listen(tmp_path, data, how, status):
    with serving(tmp_path, "--data", data(UNIONS), status=status) as server:
        streams = [Stream(server) for _ in range(5)]
        for stream in streams:
            assert stream.next()["errors"] == 0
        processes = server.processes()
        server.process.send_signal(how)
        assert server.process.wait(PATIENCE) == status
        for stream in streams:
            assert stream.next() is None, "the stream ended as it should, not in the middle"
            stream.connection.close()
        until(lambda: [process for process in processes[1:] if Path(f"/proc/{process}").exists()], [])


def test_nothing_outlives_a_server_that_was_killed(tmp_path, data):
    with serving(tmp_path, "--data", data(UNIONS), status=-signal.SIGKILL) as server:
        until(lambda: len(server.processes()), ALL)
        processes = server.processes()
        server.process.kill()
        server.process.wait(PATIENCE)
        until(lambda: [process for process in processes[1:] if is_alive(process)], [])


def is_alive(process):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def children(process):
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.parametrize("which", ["the graph", "the next one"])
def test_a_keeper_that_is_killed_is_replaced(live, data, which):
    until(lambda: len(live.processes()), ALL)
    keepers = children(live.process.pid)
    victim = next(one for one in keepers if bool(children(one)) == (which == "the graph"))
    with listening(live) as stream:
        stream.next()
        os.kill(victim, signal.SIGKILL)
        assert "may have run out of memory" in stream.until(errors=1)["problems"]["en"]
        if which == "the graph":
            stream.until(errors=0)
        assert unions(live) == 1
        until(lambda: len(children(live.process.pid)), 2)
        data(UNIONS + MORE)
        stream.until(errors=0)
        assert unions(live) == 2


def test_streams_are_for_those_who_may_ask(live, tmp_path):
    assert live.ask(path="/events", headers={"Host": "evil.example"}).status == 421
    assert live.ask("POST", "/events").status == 405
    assert live.ask("HEAD", "/events").headers["content-type"] == "text/event-stream; charset=utf-8"
    with serving(tmp_path, "--data", tmp_path / "data", environment={"KG_TOKEN": "secret"}) as server:
        assert server.ask(path="/events").status == 401
        with listening(server, Authorization="Bearer secret") as stream:
            assert stream.next()["errors"] == 0


def test_there_is_an_end_to_streams_and_a_beginning_after_it(live):
    streams = [Stream(live) for _ in range(200)]
    assert {stream.response.status for stream in streams} == {200}
    refused = live.ask(path="/events")
    assert (refused.status, refused.headers["retry-after"]) == (503, "60")
    assert unions(live) == 1
    for stream in streams:
        stream.response.close()
        stream.connection.close()

    def status():
        with listening(live) as stream:
            return stream.response.status

    until(status, 200)


def test_rdf_files_are_served_as_they_were(quads, tmp_path):
    copied = Path(shutil.copy(quads, tmp_path / "quads.nq"))
    with serving(tmp_path, "--rdf", copied) as server:
        with listening(server) as stream:
            assert stream.next()["errors"] == 0
        copied.write_text("nonsense", encoding="utf-8")
        assert server.query("ASK { ?s ?p ?o }").text.count("true") == 1


@pytest.fixture
def page(browser):
    """A page that must not complain of anything."""
    complaints = []
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", reduced_motion="reduce"
    )
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [text for text in complaints if "ERR_" not in text] == []


def test_the_explorer_shows_an_edit_in_the_same_view_and_trouble_in_a_banner(live, data, page):
    page.goto(f"http://127.0.0.1:{live.port}/#e=甲")
    page.wait_for_selector("#app[data-ready]")
    data(UNIONS + MORE)
    page.wait_for_function("() => globalThis.gongtu?.app.graph.entities.has('乙')")
    assert page.url.endswith("#e=%E7%94%B2")
    trouble = page.locator(".trouble")
    expect(trouble).to_be_hidden()
    data(UNIONS + MORE + WRONG)
    expect(trouble).to_contain_text("数据有 1 处错误")
    expect(trouble).to_contain_text("是不是“Union”")
    assert page.evaluate("gongtu.app.graph.entities.has('丙')") is False
    data(UNIONS + MORE)
    expect(trouble).to_be_hidden()


def test_a_page_of_an_entity_tells_of_trouble(live, data, page):
    address = f"http://127.0.0.1:{live.port}/entity/甲"
    page.goto(address)
    trouble = page.locator("details.trouble")
    expect(trouble).to_have_count(0)
    with listening(live) as stream:
        data(UNIONS + WRONG)
        stream.until(errors=1)
        page.reload()
        expect(trouble).to_contain_text("数据有错误")
        expect(trouble).to_contain_text("是不是“Union”")
        data(UNIONS.replace("甲工会", "甲地工会"))
        stream.until(errors=0)
        page.reload()
        expect(trouble).to_have_count(0)
        expect(page.locator("h1")).to_contain_text("甲地工会")
