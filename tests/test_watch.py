"""`kg watch`: what it prints and serves while data are edited in all the ways that editors save."""

import http.client
import os
import signal
import socket

import pytest
from watching import PATIENCE, SAVES, watching

from kg.options import run
from kg.watching.files import Files

UNIONS = """\
  甲: {type: Union, goal: {value: 讲故事, quote: 请老师傅在车间里讲一讲}}
"""
MORE = "  乙: {type: Union, partOf: 甲}\n"
WRONG = "  乙: {type: Onion}\n"


@pytest.mark.parametrize("save", SAVES)
def test_a_save_is_one_new_state_however_an_editor_saves(data, save):
    directory = data(UNIONS)
    with watching(directory) as one:
        path = directory / "entities.yaml"
        save(path, path.read_text(encoding="utf-8") + MORE)
        assert one.until("2 entities").count("entit") == 1
        status, said = one.end()
    assert (status, said) == (0, "")


def test_problems_are_those_of_now(data):
    directory = data(UNIONS + WRONG)
    with watching(directory, language="zh") as one:
        assert "提示: 是不是“Union”？" in one.until("提示")
        data(UNIONS + MORE)
        assert "error[" not in one.until("0 个错误")
        data(UNIONS + "  丙: {type: Unoin}\n")
        assert "Onion" not in one.until("提示")


def test_files_come_and_go(data):
    directory = data(UNIONS)
    with watching(directory) as one:
        more = directory / "deeper" / "more.yaml"
        more.parent.mkdir()
        more.write_text("entities:\n" + MORE, encoding="utf-8")
        one.until("2 entities, 2 statements, 0 errors")
        more.unlink()
        one.until("1 entity, 1 statement, 0 errors")
        (directory / "entities.yaml").rename(directory / "entities.old")
        one.until("0 entities")
        (directory / "ontology.yaml").unlink()
        one.until("no-data")


def test_the_text_of_an_article_is_followed_too(data, tmp_path):
    directory = data(UNIONS)
    elsewhere = tmp_path / "texts"
    elsewhere.mkdir()
    with watching(directory) as one:
        (directory / "articles" / "a1.txt").write_text("没有这句话。", encoding="utf-8")
        one.until("error[quote-")
    with watching(directory, "--articles", elsewhere) as one:
        one.until("not on this machine")
        (elsewhere / "a1.txt").write_text("请老师傅在车间里讲一讲。", encoding="utf-8")
        one.until("1 statement, 0 errors, 0 warnings")


def test_data_may_be_missing_at_first(tmp_path, data):
    with watching(tmp_path / "data") as one:
        one.until("error[no-directory]")
        data(UNIONS)
        one.until("1 entity, 1 statement, 0 errors")


def fetch(one, path="/", **headers):
    connection = http.client.HTTPConnection(one.url.split("/")[2], timeout=PATIENCE)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body


def test_the_page_of_the_last_good_graph_is_served_and_nothing_else(data):
    directory = data(UNIONS + MORE)
    with watching(directory) as one:
        status, page = fetch(one)
        assert (status, '"id":"乙"' in page, "connect-src" in page) == (200, True, True)
        data(UNIONS + WRONG)
        one.until("error[unknown-type]")
        assert fetch(one) == (200, page)
        for path in (
            "/entities.yaml",
            "/data/entities.yaml",
            "/../entities.yaml",
            "/index.html",
        ):
            assert fetch(one, path)[0] == 404
        for host in ("evil.example", "127.0.0.1", "evil.example:80", ""):
            for path in ("/", "/events"):
                assert fetch(one, path, Host=host)[0] == 403
        assert fetch(one, Host=one.url.split("/")[2].replace("127.0.0.1", "localhost"))[0] == 200


def test_the_page_is_also_written_where_that_is_asked_for(data, tmp_path):
    directory = data(UNIONS)
    page = tmp_path / "page.html"
    with watching(directory, "-o", page) as one:
        data(UNIONS + WRONG)
        one.until("error[unknown-type]")
        written = page.read_text(encoding="utf-8")
        assert '"id":"甲"' in written
        assert "connect-src" not in written, "as a file it has no server to ask"
        page.unlink()
        page.mkdir()
        data(UNIONS + MORE)
        one.until("error[file-not-written]")
        one.end()


def test_ctrl_c_ends_it_also_while_a_browser_listens(data):
    with watching(data(UNIONS)) as one:
        connection = http.client.HTTPConnection(one.url.split("/")[2], timeout=PATIENCE)
        connection.request("GET", "/events")
        assert connection.getresponse().readline().startswith(b"data: ")
        assert one.end(signal.SIGINT) == (0, "")
        connection.close()


@pytest.mark.parametrize(("language", "said"), [("zh", "打不开"), ("en", "could not be opened")])
def test_a_port_that_is_taken_is_a_problem(data, capsys, language, said):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["watch", "--data", str(data(UNIONS)), "--port", port, "--lang", language]) == 1
    problem = capsys.readouterr().err
    assert said in problem
    assert port in problem


@pytest.mark.parametrize("port", ["-1", "65536", "http", ""])
def test_what_is_no_port_is_wrong_usage(data, capsys, port):
    with pytest.raises(SystemExit) as ended:
        run(["watch", "--data", str(data(UNIONS)), f"--port={port}"])
    assert ended.value.code == 2
    assert "port" in capsys.readouterr().err


def test_hidden_files_and_links_to_nowhere_are_not_looked_at(tmp_path):
    files = Files(tmp_path, None)
    (tmp_path / "a.yaml").touch()
    seen = files.look()
    (tmp_path / ".b.yaml").touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.yaml").touch()
    (tmp_path / "d.yaml").symlink_to(tmp_path / "nowhere")
    assert files.look() == seen
    os.utime(tmp_path / "a.yaml", ns=(1, 1))
    assert files.look() != seen
