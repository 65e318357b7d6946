"""The `kg` command as its users meet it: real processes, real files, right and wrong in both languages."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT
from test_files import full_disk

from kg.commands.query import ANSWER_FORMATS
from kg.query.answers import FORMATS

PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
QUERIES = ["--queries", str(ROOT / "queries")]
ALL = "SELECT * { ?s ?p ?o }"


def kg(*arguments, cwd=ROOT, stdin="", **environment):
    """Run `kg`; whatever was asked, it must not end in a traceback, nor take the language of this machine."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=cwd,
        input=stdin if isinstance(stdin, bytes) else stdin.encode(),
        capture_output=True,
        timeout=60,
        check=False,
        env={**PLAIN, "KG_CACHE": os.environ["KG_CACHE"], "PYTHONPATH": str(ROOT), **environment},
    )
    assert b"Traceback" not in done.stderr + done.stdout, done.stderr.decode()
    assert b"internal-error" not in done.stderr + done.stdout, done.stderr.decode()
    return done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "surrogateescape")


@pytest.fixture(scope="module")
def cache_of_the_project(tmp_path_factory):
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True)
def own_cache(cache_of_the_project, monkeypatch):
    """Let these tests share a cache: most of them ask the project's own data."""
    monkeypatch.setenv("KG_CACHE", cache_of_the_project)


# ── every command, right and wrong ──────────────────────────────────────────────────────────────────────

# A command line -> exit status, words of standard output, words of standard error ("": must be empty).
RUNS = {
    "": (0, "kg export", ""),
    "--help": (0, "kg check", ""),
    "help": (0, "kg check", ""),
    "help query": (0, "--timeout", ""),
    "query --help": (0, "--timeout", ""),
    "--version": (0, "gongtu ", ""),
    "chekc": (2, "", "did you mean kg check?"),
    "--data data": (2, "", "there is no command --data"),
    "check": (0, None, " entities, "),
    "query": (0, "organised-by", ""),
    "query types": (0, "职业群体", ""),
    "query typse": (1, "", "did you mean types?"),
    "query types --engine rdflib": (0, "职业群体", ""),
    "query types --engine sqlite": (2, "", "sqlite"),
    "query types --format xyz": (2, "", "xyz"),
    "query types --format ttl": (1, "", "query-format"),
    "query types --timeout 0": (2, "", "--timeout"),
    "query types --timeout nan": (2, "", "--timeout"),
    "query types --timeout inf": (2, "", "--timeout"),
    "query types --timeout soon": (2, "", "--timeout"),
    "query types honours": (2, "", "honours"),
    "query queries/types.rq": (0, "职业群体", ""),
    "query nosuch.rq": (1, "", "nosuch.rq: error[unknown-query]"),
    "query queries": (1, "", "queries: error[unknown-query]"),
    "query evidence -p entity=竺士杰": (0, "大国工匠", ""),
    "query evidence -p entity=省总工会": (0, "“四型”社会", ""),
    "query evidence -p entity=竺世杰": (1, "", "did you mean 竺士杰?"),
    "query evidence -p entity=": (1, "", "unknown-name"),
    "query evidence -p 竺士杰": (1, "", "-p: error[parameter-without-value]"),
    "query evidence -p entty=竺士杰": (1, "", "did you mean entity?"),
    "query figures -p unit=人次": (0, "人次", ""),
    "query -p unit=人次": (2, "", "no query is named"),
    "query --rdf a.nt types": (2, "", "no query is named"),
    "query types --rdf a.nt": (1, "", "a.nt: error[unreadable]"),
    "query types --queries nosuch": (1, "", "nosuch/"),
    "query --queries nosuch": (1, "", "nosuch: error[no-queries]"),
    "query types --data nosuch": (1, "", "nosuch: error[no-directory]"),
    "query types --articles nosuch": (1, "", "nosuch: error[no-articles]"),
    "show 竺士杰": (0, "[Person]", ""),
    "show 竺世杰": (1, "", "did you mean 竺士杰?"),
    "show": (2, "", "ENTITY"),
    "search 省总工会": (0, "浙江省总工会", ""),
    "search zhushijie": (0, "竺士杰", ""),
    "search zsj": (0, "竺士杰", ""),
    "search 浙江省总公会": (1, "", "did you mean 浙江省总工会?"),
    "path 浙江省总工会 黄金娟": (0, "黄金娟", ""),
    "path 黄金娟 黄金娟": (0, "黄金娟", ""),
    "path 黄金娟": (2, "", "B"),
    "path 黄金娟 nosuch": (1, "", "nosuch: error[unknown-name]"),
    "stats": (0, "Occupational group", ""),
    "stats stats": (2, "", "stats"),
    "view -o -": (0, "<!doctype html>", ""),
    "view -o - --focus 竺士杰 --depth 2": (0, "竺士杰", ""),
    "view -o - --query honours": (0, "大国工匠", ""),
    "view -o - --focus nosuch": (1, "", "nosuch: error[unknown-name]"),
    "view -o - --query nosuch": (1, "", "nosuch: error[unknown-query]"),
    "view --depth -1": (2, "", "--depth"),
    "view --depth many": (2, "", "--depth"),
    "view -o nosuch/graph.html": (1, "", "nosuch/graph.html: error[file-not-written]"),
    "view -o .": (1, "", "error[file-not-written]"),
    "export --format nt": (0, "班前十分钟", ""),
    "export --format nt -o -": (0, "班前十分钟", ""),
    "export --format shacl": (0, "sh:targetClass schema:WorkersUnion", ""),
    "export --format shacl --rdf a.nt": (2, "", "made from YAML data only"),
    "export": (2, "", "--format"),
    "export --format xls": (2, "", "xls"),
    "export --format csv --rdf a.nt": (2, "", "made from YAML data only"),
    "export --format ttl --rdf a.xls": (1, "", "a.xls: error[rdf-format-unknown]"),
    "export --format ttl -o nosuch/a.ttl": (1, "", "nosuch/a.ttl: error[file-not-written]"),
    "check nosuch.yaml": (1, "nosuch.yaml: error[path-not-data]", "1 error,"),
    "check README.md": (1, "README.md: error[path-not-data]", "1 error,"),
    "check --format yaml": (2, "", "yaml"),
    "check --coverage": (0, "not at hand", "warning[coverage-no-text]"),
    "check --coverage --format json": (0, '"coverage": [', "warning[coverage-no-text]"),
    "check --coverage --format github": (2, "", "--coverage: error[coverage-format]"),
    "check --coverage data": (2, "", "--coverage: error[coverage-paths]"),
}


@pytest.mark.parametrize("line", RUNS)
def test_a_command_line_gives_its_status_with_results_apart_from_all_else(line):
    status, words, aside = RUNS[line]
    found = kg(*line.split())
    assert found[0] == status, found
    assert found[1] == "" if words == "" else (words or "") in found[1]
    assert found[2] == "" if aside == "" else aside in found[2]


def test_the_script_and_the_module_are_the_same():
    script = Path(sys.executable).parent / "kg"
    if not script.exists():
        pytest.skip("the package is not installed here")
    done = subprocess.run([script, "query", "types"], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode() == kg("query", "types")[1]


def test_the_formats_of_the_option_are_those_that_answers_have():
    assert set(ANSWER_FORMATS) == set(FORMATS)


# ── languages and encodings ─────────────────────────────────────────────────────────────────────────────

LANGUAGES = {
    "the option": (["check", "--lang", "zh"], {}, True),
    "the option as one word": (["check", "--lang=zh"], {}, True),
    "the option first": (["--lang", "zh", "check"], {}, True),
    "the option first as one word": (["--lang=zh", "check"], {}, True),
    "the locale": (["check"], {"LANG": "zh_CN.UTF-8"}, True),
    "the more special locale": (["check"], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, True),
    "an empty locale": (["check"], {"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, True),
    "the option above the locale": (["check", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}, False),
    "the C locale": (["check"], {"LC_ALL": "C"}, False),
    "another language": (["check"], {"LANG": "fr_FR.UTF-8"}, False),
    "nothing": (["check"], {}, False),
}


@pytest.mark.parametrize("case", LANGUAGES.values(), ids=LANGUAGES)
def test_the_language_is_that_of_the_option_or_else_of_the_locale(case):
    arguments, environment, chinese = case
    status, _, aside = kg(*arguments, **environment)
    assert status == 0
    assert ("个实体" in aside, "entities" in aside) == (chinese, not chinese)


@pytest.mark.parametrize("line", ["--lang zh", "--lang=zh --help", "--lang zh help", "help --lang zh"])
def test_help_is_given_in_chinese(line):
    assert "检查数据" in kg(*line.split())[1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("show 竺世杰", "是不是“竺士杰”？"),
        ("query typse", "是不是 types？"),
        ("chekc", "没有“chekc”这个命令"),
        ("query types --data nosuch", "没有这个目录"),
        ("check nosuch.yaml", "不属于数据目录"),
        ("search 竺世杰", "是不是“竺士杰”？"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(line, words):
    found = kg(*line.split(), LANG="zh_CN.UTF-8")
    assert words in found[1] + found[2]


@pytest.mark.parametrize(
    "environment",
    [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "gbk"}, {"PYTHONIOENCODING": "ascii"}],
    ids=str,
)
def test_results_are_utf8_whatever_the_terminal(environment):
    for arguments in (["show", "竺士杰"], ["query", "types", "--format", "csv"], ["query", "-"]):
        status, output, _ = kg(*arguments, stdin='SELECT ("浙江" AS ?name) {}', **environment)
        assert status == 0
        assert any(name in output for name in ("竺士杰", "职业群体", "浙江"))


def test_messages_are_in_the_encoding_of_the_terminal():
    done = subprocess.run(
        [sys.executable, "-m", "kg", "show", "竺世杰", "--lang", "zh"],
        cwd=ROOT,
        capture_output=True,
        env={**PLAIN, "PYTHONIOENCODING": "gbk"},
        check=False,
    )
    assert "是不是“竺士杰”？" in done.stderr.decode("gbk")


# ── check ───────────────────────────────────────────────────────────────────────────────────────────────

BROKEN = "  甲: {type: Unoin}\n  乙:\n    type: Union\n    organiser: 甲\n"


@pytest.fixture
def broken(data):
    directory = data(BROKEN)
    (directory / "more.yaml").write_text("entities: {丙: {type: Union, partOf: 丁}}\n", encoding="utf-8")
    return directory


def test_all_problems_are_given_at_once_with_their_places(broken):
    status, output, aside = kg("check", "--data", str(broken))
    assert status == 1
    lines = [line for line in output.splitlines() if "error[" in line]
    file, more = broken / "entities.yaml", broken / "more.yaml"
    assert [line.split(": ")[0] for line in lines] == [f"{file}:5:13", f"{file}:8:5", f"{more}:1:37"]
    assert "3 errors, 0 warnings" in aside
    assert output.count("hint: ") == 2


def test_problems_can_be_read_by_programs(broken):
    status, output, _ = kg("check", "--data", str(broken), "--format", "json")
    problems = json.loads(output)
    assert status == 1
    assert [problem["code"] for problem in problems] == [
        "unknown-type",
        "unknown-property",
        "unknown-reference",
    ]
    assert problems[0]["line"], problems[0]["column"] == (5, 13)
    assert "Union" in problems[0]["hint"]


def test_no_problem_is_an_empty_list_for_programs(data):
    status, output, _ = kg("check", "--data", str(data("  甲: {type: Union}\n")), "--format", "json")
    assert (status, json.loads(output)) == (0, [])


def test_problems_are_shown_beside_their_lines_in_a_pull_request(broken):
    status, output, _ = kg("check", "--data", str(broken), "--format", "github")
    assert status == 1
    assert len(output.splitlines()) == 3
    assert output.startswith(f"::error file={broken}/entities.yaml,line=5,col=13,title=unknown-type::")


@pytest.mark.parametrize(
    ("paths", "count"),
    [
        (["more.yaml"], 1),
        (["entities.yaml"], 2),
        (["entities.yaml", "more.yaml"], 3),
        (["."], 3),
        ([".."], 3),
        (["ontology.yaml"], 0),
        (["articles"], 0),
        (["nosuch.yaml"], 1),
        (["more.yaml", "nosuch.yaml"], 2),
    ],
)
def test_only_the_files_that_are_named_are_reported_on(broken, paths, count):
    status, output, _ = kg("check", "--data", ".", *paths, cwd=broken, PYTHONPATH=str(ROOT))
    assert (status, output.count(" error[")) == (int(count > 0), count)


def test_a_linked_file_is_found_by_either_of_its_names(broken, tmp_path):
    (tmp_path / "elsewhere.yaml").write_text("entities: {戊: {type: Unoin}}\n", encoding="utf-8")
    (broken / "link.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    for name in (broken / "link.yaml", tmp_path / "elsewhere.yaml"):
        assert "link.yaml:1:" in kg("check", "--data", str(broken), str(name))[1]


def test_that_there_is_no_data_is_said_whatever_file_is_asked_about(tmp_path):
    status, output, _ = kg("check", "--data", str(tmp_path), "entities.yaml")
    assert status == 1
    assert f"{tmp_path}: error[no-data]" in output


def test_strict_makes_errors_of_warnings_and_of_what_was_not_checked(data):
    directory = data("  甲: {type: Union, partOf: {to: 乙, quote: 甲乙}}\n  乙: {type: Union}\n", text=None)
    status, output, _ = kg("check", "--data", str(directory))
    assert (status, "warning[quotes-unchecked]" in output) == (0, True)
    status, output, aside = kg("check", "--data", str(directory), "--strict")
    assert (status, "error[quotes-unchecked]" in output) == (1, True)
    assert "1 error, 0 warnings" in aside


def test_articles_may_stand_elsewhere(data, tmp_path):
    directory = data(
        "  甲: {type: Union, partOf: {to: 乙, quote: 甲属于乙}}\n  乙: {type: Union}\n", text=None
    )
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a1.txt").write_text("听说甲属于丙。", encoding="utf-8")
    status, output, _ = kg("check", "--data", str(directory), "--articles", str(texts), "--strict")
    assert (status, "quote-not-found" in output) == (1, True)
    (texts / "a1.txt").write_text("听说甲属于乙。", encoding="utf-8")
    assert kg("check", "--data", str(directory), "--articles", str(texts), "--strict")[:2] == (0, "")


# ── query ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_query_may_come_from_a_name_a_file_or_standard_input(tmp_path):
    text = (ROOT / "queries" / "honours.rq").read_text(encoding="utf-8")
    (tmp_path / "mine.rq").write_text(text, encoding="utf-8-sig")
    answers = {
        kg("query", "honours")[1],
        kg("query", str(tmp_path / "mine.rq"))[1],
        kg("query", "-", stdin=text)[1],
        kg("query", "-", stdin=text.encode("utf-8-sig"))[1],
        kg("query", "-", stdin=text.replace("\n", "\r\n"))[1],
    }
    assert len(answers) == 1


def test_a_parameter_may_be_given_more_than_once():
    one = kg("query", "figures", "-p", "unit=家", "--format", "csv")[1].splitlines()
    two = kg("query", "figures", "-p", "unit=人次", "--format", "csv")[1].splitlines()
    both = kg("query", "figures", "-p", "unit=家", "-p", "unit=人次", "--format", "csv")[1].splitlines()
    assert sorted(both[1:]) == sorted(one[1:] + two[1:])


def test_a_parameter_stays_a_value():
    status, output, aside = kg(
        "query", "figures", "-p", 'unit=家" } INSERT DATA { <a:a> <a:b> "', "--format", "csv"
    )
    assert (status, len(output.splitlines())) == (0, 1)
    assert "query-empty" in aside


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_answers_are_written_in_every_format(engine):
    answers = {
        name: kg("query", "honours", "--format", name, "--engine", engine)[1]
        for name in ("table", "csv", "tsv", "json", "xml", "md")
    }
    rows = list(csv.DictReader(io.StringIO(answers["csv"])))
    assert len(rows) == 7
    assert json.loads(answers["json"])["results"]["bindings"][0]["honour"]["value"] == rows[0]["honour"]
    assert all(row["holder"] in answer for row in rows for answer in answers.values())


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_an_empty_answer_is_explained_apart_from_it(engine):
    text = "SELECT ?s { ?s schema:organiser ?o }"
    status, output, aside = kg("query", "-", "--format", "csv", "--engine", engine, stdin=text)
    assert (status, output) == (0, "s\r\n")
    assert "<stdin>:1:16: warning[query-unknown-term]" in aside
    assert "did you mean schema:organizer?" in aside


# A query from standard input -> where what is wrong with it, code, words.
WRONG_QUERIES = {
    "": ("1:1", "query-nothing", "empty"),
    "# nothing but a comment": ("1:1", "query-nothing", "empty"),
    "SELEC ?x { ?x ?y ?z }": ("1:1", "query-form", "did you mean SELECT?"),
    "浙江省总工会": ("1:1", "query-form", "浙江省总工会"),
    "PREFIX a: <b:>\n浙江": ("2:1", "query-form", "浙江"),
    "SELECT * { ?s scheme:a ?o, scheme:b }": ("1:15", "query-prefix", "schema:"),
    "SELECT * { ?s ?p ?o ": ("1:10", "query-unclosed", "{"),
    'SELECT * { ?s ?p "a }': ("1:18", "query-unclosed", '"'),
    "SELECT * { ?s ?p }": ("1:19", "query-parts", "three parts"),
    "SELECT * { ?s ?p ?o } LIMIT x": ("1:29", "query-syntax", "x"),
    "SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }": ("1:40", "query-failed", "unbound"),
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }": ("1:12", "query-service", "another server"),
    "INSERT DATA { <a:a> <a:b> <a:c> }": ("1:1", "query-update", "only read"),
    "ASK {" + "{" * 60 + "}" * 61: ("1:55", "query-nesting", "50"),
    b"ASK { ?s ?p '\xff' }": ("1:14", "not-utf8", "0xff"),
    "ASK {\n ?s ?p '浙江'@zh ; ?q '江苏 }".encode("gbk"): ("2:9", "not-utf8", "UTF-8"),
    b"\x7fELF\x02\x01\x01\x00": ("1:1", "query-form", "SELECT"),
}


@pytest.mark.parametrize("text", WRONG_QUERIES)
def test_a_wrong_query_is_pointed_at(text):
    place, code, words = WRONG_QUERIES[text]
    status, output, aside = kg("query", "-", stdin=text)
    assert (status, output) == (1, "")
    assert aside.startswith(f"<stdin>:{place}: error[{code}]")
    assert aside.count("error[") == 1
    assert words in aside


def test_a_file_that_is_no_query_is_told_in_one_line():
    status, _, aside = kg("query", "data/entities.yaml")
    assert (status, aside.count("error[")) == (1, 1)


def test_other_peoples_text_commands_no_terminal(tmp_path):
    (tmp_path / "a.nt").write_text('<a:a> <a:b> "a\\u001B[2J\\nb\\u009B2J" .\n', encoding="utf-8")
    status, output, _ = kg("query", "-", "--rdf", str(tmp_path / "a.nt"), stdin="SELECT ?o { ?s ?p ?o }")
    assert (status, output.splitlines()[2]) == (0, r"a\x1b[2J\nb\x9b2J")


def test_rdf_files_are_asked_and_exported_as_they_are(tmp_path):
    quads = '<a:a> <a:b> "甲"@zh <a:g> .\n<a:a> <a:b> "乙"@zh .\n'
    (tmp_path / "a.nq").write_text(quads, encoding="utf-8")
    file = str(tmp_path / "a.nq")
    graph = "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }"
    assert kg("query", "-", "--rdf", file, "--format", "csv", stdin=graph)[1].split() == ["g,o", "a:g,甲"]
    status, output, _ = kg("export", "--format", "nq", "--rdf", file)
    assert (status, sorted(output.splitlines())) == (0, sorted(quads.splitlines()))
    status, output, aside = kg("export", "--format", "ttl", "--rdf", file)
    assert (status, output, "named graphs, such as <a:g>" in aside) == (1, "", True)
    (tmp_path / "b.nt").write_text("<a:c> <a:b> <a:d> .\n", encoding="utf-8")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    both = kg("query", "-", "--rdf", file, str(tmp_path / "b.nt"), "--format", "csv", stdin=count)[1]
    assert both.split() == ["n", "2"]


RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?f && ?c != ?i && ?d != ?b) }"
)


def test_a_query_that_runs_away_is_stopped():
    started = time.monotonic()
    status, output, aside = kg("query", "-", "--timeout", "0.5", stdin=RUNAWAY)
    assert (status, output) == (1, "")
    assert "<stdin>: error[query-too-long]: stopped after 0.5 seconds" in aside
    assert time.monotonic() - started < 10


def worker_of(process):
    """Wait until a command evaluates its query, and give the process that does."""
    while process.poll() is None:
        with suppress(FileNotFoundError):
            for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
                ticks = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11]
                if int(ticks) > 0.1 * os.sysconf("SC_CLK_TCK"):
                    return int(child)
        time.sleep(0.01)
    return pytest.fail(process.communicate()[1].decode())


def running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def ends(process):
    deadline = time.monotonic() + 20
    while running(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not running(process)


@pytest.fixture
def runaway(tmp_path):
    """Give a command that evaluates a query without end, and its worker."""
    if not Path("/proc/self/task/").exists():
        pytest.skip("looks into /proc")
    (tmp_path / "runaway.rq").write_text(RUNAWAY, encoding="utf-8")
    command = [sys.executable, "-m", "kg", "query", str(tmp_path / "runaway.rq"), "--timeout"]

    def start(seconds):
        process = subprocess.Popen(
            [*command, seconds],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        return process, worker_of(process)

    return start


def test_a_query_ends_even_where_the_command_was_killed(runaway):
    process, worker = runaway("2")
    process.kill()
    assert ends(worker)
    process.communicate()


def test_an_interrupted_query_ends_and_says_nothing(runaway):
    process, worker = runaway("60")
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=20) == (b"", b"")
    assert process.returncode == 130
    assert ends(worker)


# ── standard streams ────────────────────────────────────────────────────────────────────────────────────


def shell(script):
    command = f'kg() {{ "{sys.executable}" -m kg "$@"; }}; {script}'
    done = subprocess.run(["/bin/bash", "-c", command], cwd=ROOT, capture_output=True, check=False, env=PLAIN)
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


# A script with $STATUS of kg at its end -> that status, standard output, words of standard error.
STREAMS = {
    "a reader that has seen enough": ("kg export --format nt | head -1 | cut -c1", 0, "<\n", ""),
    "a closed input": ("kg query - <&-", 1, "", "query-nothing"),
    "a closed output": ("kg query types >&-", 1, "", "<stdout>: error[output-not-written]"),
    "closed messages": ("kg show nosuch 2>&-", 1, "", ""),
    "closed messages of check": (
        "kg check --strict --data tests 2>&- | head -1 | cut -d: -f1",
        0,
        "tests\n",
        "",
    ),
    "a full disk for an answer": ("kg query types >/dev/full", 1, "", "No space left"),
    "a full disk for problems": ("kg check --data tests >/dev/full", 1, "", "No space left"),
    "a full disk for an export": ("kg export --format nt >/dev/full", 1, "", "No space left"),
    "a full disk for a page": ("kg view -o - >/dev/full", 1, "", "No space left"),
    "a full disk for help": ("kg --help >/dev/full", 1, "", "No space left"),
    "a full disk for messages": ("kg show nosuch 2>/dev/full", 1, "", ""),
    "a full device": ("kg export --format nt -o /dev/full", 1, "", "/dev/full: error[file-not-written]"),
    "a pipe with a name": ("kg export --format nt -o >(tail -1 | cut -c1)", 0, "<\n", "wrote /dev/fd/"),
    "all closed": ("kg query types <&- >&- 2>&-", 1, "", ""),
}


@pytest.mark.parametrize("case", STREAMS.values(), ids=STREAMS)
def test_streams_that_fail_are_no_surprise(case):
    script, status, output, aside = case
    found = shell(f"{script}; STATUS=$?; wait; exit $STATUS")
    assert found[:2] == (status, output)
    assert found[2] == "" if aside == "" else aside in found[2]


def test_an_entity_is_named_in_files_of_others_too(tmp_path):
    file = tmp_path / "x.nt"
    file.write_text('<https://x.example/a> <http://www.w3.org/2000/01/rdf-schema#label> "甲"@zh .\n', "utf-8")
    query = tmp_path / "q.rq"
    head = "#+ summary: 问\n#+ params:\n#+   x: {type: entity, zh: 甲, en: a}\n"
    query.write_text(f"{head}SELECT * {{ VALUES ?x {{ UNDEF }} ?x ?p ?name }}", "utf-8")
    asked = ("query", str(query), "--rdf", str(file), "--format", "csv", "-p")
    assert "https://x.example/a" in kg(*asked, "x=甲")[1]
    status, _, aside = kg(*asked, "x=乙")
    assert (status, "unknown-name" in aside) == (1, True)


@pytest.mark.parametrize("limit", ["-t 20", "-v 6000000"])
def test_stricter_limits_of_the_user_are_kept(limit):
    status, output, aside = shell(f"ulimit {limit}; kg query types --format csv | head -1")
    assert (status, output.strip(), aside) == (0, "type,count", "")


# ── hostile arguments ───────────────────────────────────────────────────────────────────────────────────

HOSTILE = {
    "not UTF-8": (["show", b"\xff"], 2),
    "not UTF-8 for a query": (["query", "evidence", "-p", b"entity=\xff\xfe"], 2),
    "not UTF-8 for a command": ([b"\xff"], 2),
    "not UTF-8 for data": (["query", "types", "--data", b"\xff"], 2),
    "empty": (["show", ""], 1),
    "an empty search": (["search", ""], 1),
    "an empty query": (["query", ""], 1),
    "an empty path": (["check", ""], 0),
    "an empty output": (["export", "--format", "nt", "-o", ""], 1),
    "an option for a name": (["show", "--", "--help"], 1),
    "very long": (["show", "工" * 20_000], 1),
    "very long for a file": (["query", "工" * 20_000], 1),
    "very long for a search": (["search", "工" * 2_000], 1),
    "an IRI's end": (["query", "evidence", "-p", "entity=a> <b:b> <c:c"], 1),
    "a line break": (["show", "a\nb"], 1),
    "a format string": (["show", "{name} {0} %s"], 1),
    "a brace": (["query", "{"], 1),
    "a regular expression": (["search", "(.*)*["], 1),
    "a terminal's escape": (["show", "\x1b[2J"], 1),
    "a directory for a query": (["query", "/"], 1),
    "a device for a query": (["query", "/dev/null"], 1),
    "a file for data": (["check", "--data", "README.md"], 1),
    "a file for articles": (["check", "--articles", "README.md"], 1),
    "an abbreviated option": (["check", "--stric"], 2),
    "an option twice": (["query", "types", "--data", "nosuch", "--data", "data"], 0),
}


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE)
def test_no_argument_brings_it_down(case):
    arguments, expected = case
    status, output, aside = kg(*arguments)
    assert status in ((0, 1, 2) if expected is None else (expected,)), (output, aside)
    assert "\x1b" not in aside


# ── bad input ───────────────────────────────────────────────────────────────────────────────────────────


def put(directory, name, content):
    (directory / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def without(*names):
    def remove(directory):
        for name in names:
            (directory / name).unlink()

    return remove


def linked(name, target):
    return lambda directory: (directory / name).symlink_to(target)


def written(name, content):
    return lambda directory: put(directory, name, content)


# What is wrong with a data directory -> the file that is named, its line if it has one, code.
BAD_DATA = {
    "a directory without data": (without("entities.yaml", "ontology.yaml"), "", None, "no-data"),
    "no directory": (shutil.rmtree, "", None, "no-directory"),
    "no ontology": (without("ontology.yaml"), "ontology.yaml", None, "ontology-missing"),
    "a directory named like a file": (
        lambda directory: (directory / "x.yaml").mkdir(),
        "x.yaml",
        None,
        "unreadable",
    ),
    "a file that cannot be read": (linked("x.yaml", "/proc/self/mem"), "x.yaml", None, "unreadable"),
    "a pipe": (lambda directory: os.mkfifo(directory / "x.yaml"), "x.yaml", None, "unreadable"),
    "a device without end": (linked("x.yaml", "/dev/zero"), "x.yaml", None, "unreadable"),
    "a broken link": (linked("x.yaml", "nowhere"), "x.yaml", None, "broken-link"),
    "a link to itself": (linked("x.yaml", "x.yaml"), "x.yaml", None, "broken-link"),
    "an article that is a pipe": (
        lambda directory: [
            (directory / "articles/a1.txt").unlink(),
            os.mkfifo(directory / "articles/a1.txt"),
        ],
        "articles/a1.txt",
        None,
        "unreadable",
    ),
    "an article that is a directory": (
        lambda directory: [(directory / "articles/a1.txt").unlink(), (directory / "articles/a1.txt").mkdir()],
        "articles/a1.txt",
        None,
        "unreadable",
    ),
    "an article in another encoding": (
        written("articles/a1.txt", "省总工会".encode("gbk")),
        "entities.yaml",
        3,
        "text-not-utf8",
    ),
    "binary garbage": (written("x.yaml", bytes(range(256)) * 40), "x.yaml", 3, "not-utf8"),
    "compressed": (written("x.yaml", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" * 9), "x.yaml", None, None),
    "zeros": (written("x.yaml", bytes(4096)), "x.yaml", None, None),
    "GBK": (
        written("x.yaml", "entities:\n  省总工会: {type: Union}\n".encode("gbk")),
        "x.yaml",
        2,
        "gb18030",
    ),
    "UTF-16": (written("x.yaml", "entities: {}\n".encode("utf-16")), "x.yaml", None, "wide-encoding"),
    "a tab": (written("x.yaml", "entities:\n\t甲: {type: Union}\n"), "x.yaml", 2, "tab-indentation"),
    "deep nesting": (written("x.yaml", "a: " + "[" * 100_000), "x.yaml", 1, None),
    "deep indentation": (
        written("x.yaml", "".join(f"{' ' * depth}a:\n" for depth in range(2000))),
        "x.yaml",
        None,
        None,
    ),
    "a file that is cut off": (
        written("x.yaml", 'entities:\n  甲: {type: Union, name: "'),
        "x.yaml",
        2,
        None,
    ),
    "a merge conflict": (
        written("x.yaml", "entities:\n<<<<<<< HEAD\n  甲: {type: Union}\n=======\n>>>>>>> b\n"),
        "x.yaml",
        2,
        None,
    ),
    "a JSON file": (written("x.yaml", '{"type": "FeatureCollection"}'), "x.yaml", 1, "unknown-key"),
    "a list": (written("x.yaml", "- a\n- b\n"), "x.yaml", 1, None),
    "an error of the data": (
        written("x.yaml", "entities: {甲: {type: Unoin}}\n"),
        "x.yaml",
        1,
        "unknown-type",
    ),
}
COMMANDS = [
    "show 省总工会",
    "search 省总",
    "path 省总工会 省总工会",
    "stats",
    "view -o graph.html",
    "export --format nt",
    "export --format csv -o graph.html",
]


@pytest.mark.parametrize("case", BAD_DATA.values(), ids=BAD_DATA)
def test_bad_input_is_located_and_ends_the_command_without_output(data, case):
    spoil, name, line, code = case
    directory = data("  省总工会: {type: Union}\n")
    spoil(directory)
    status, output, aside = kg("query", "-", "--data", str(directory), stdin=ALL)
    assert (status, output) == (1, "")
    place = f"{directory / name if name else directory}{f':{line}:' if line else ''}"
    located = [row for row in aside.splitlines() if row.startswith(place) and "error[" in row]
    assert any(f"error[{code}]" in row for row in located) if code else located


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_works_with_half_the_data(data, tmp_path, command):
    directory = data("  省总工会: {type: Union}\n")
    (directory / "x.yaml").write_text("entities: {甲: {type: Unoin}}\n", encoding="utf-8")
    old = tmp_path / "graph.html"
    old.write_text("old", encoding="utf-8")
    status, output, aside = kg(*command.split(), "--data", str(directory), cwd=tmp_path)
    assert (status, output, old.read_text(encoding="utf-8")) == (1, "", "old")
    assert f"{directory}/x.yaml:1:" in aside


def test_a_file_whose_name_is_no_text_is_named_all_the_same(data):
    directory = data("  省总工会: {type: Union}\n")
    Path(os.fsdecode(os.fsencode(directory) + b"/\xff.yaml")).write_text("a: b\n")
    for format_ in ("text", "json", "github"):
        status, output, _ = kg("check", "--data", str(directory), "--format", format_)
        assert (status, "udcff" in output) == (1, True)
    assert kg("query", "-", "--data", str(directory), stdin=ALL)[0] == 1


NOTHING = {
    "an empty file": "",
    "a comment": "# 还没有实体\n",
    "no entities": "entities:\n",
    "an empty mapping": "entities: {}\n",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_data_without_entities_is_poor_but_not_wrong(data, text):
    directory = data("", head=text)
    assert kg("check", "--data", str(directory))[:2] == (0, "")
    assert kg("query", "-", "--data", str(directory), stdin="ASK { ?s a owl:Class }")[:2] == (0, "true\n")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("stats", 0),
        ("search 甲", 1),
        ("show 甲", 1),
        ("path 甲 乙", 1),
        ("view -o -", 0),
        *[(f"export --format {name}", 0) for name in ("ttl", "jsonld", "graphml", "gexf", "csv")],
    ],
)
def test_every_command_takes_data_without_entities(data, line, status):
    found = kg(*line.split(), "--data", str(data("", head="entities: {}\n")))
    assert found[0] == status
    assert bool(found[1]) == (status == 0)


# ── full disks ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("line", ["view -o graph.html", "export --format nt -o graph.html"])
def test_a_full_disk_leaves_the_old_file_whole(tmp_path, line):
    with full_disk(tmp_path) as disk:
        (disk / "graph.html").write_text("old", encoding="utf-8")
        status, output, aside = kg(*line.split(), "--data", str(ROOT / "data"), cwd=disk)
        assert (status, output) == (1, "")
        assert aside.startswith("graph.html: error[file-not-written]")
        assert (disk / "graph.html").read_text(encoding="utf-8") == "old"
        assert [path.name for path in disk.iterdir()] == ["graph.html"]


def test_a_full_disk_for_the_cache_costs_time_only(tmp_path):
    with full_disk(tmp_path) as disk:
        found = kg("query", "types", KG_CACHE=str(disk / "cache"))
        assert found == kg("query", "types")
        assert not list((disk / "cache").iterdir())


def test_it_is_said_where_the_page_is(tmp_path):
    data = str(ROOT / "data")
    assert kg("view", "--data", data, cwd=tmp_path) == (0, "", "wrote graph.html\n")
    assert (tmp_path / "graph.html").stat().st_size > 100_000
    found = kg("export", "--format", "nt", "-o", "图谱.nt", "--lang", "zh", "--data", data, cwd=tmp_path)
    assert found == (0, "", "图谱.nt 已写好\n")


def test_the_page_script_does_as_the_command_does(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    command = [sys.executable, str(ROOT / "visualize.py")]
    environment = {**PLAIN, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (0, b"")
    page = (tmp_path / "graph.html").read_bytes()
    assert kg("view", "--data", "data", "--lang", "zh", "-o", "-", cwd=tmp_path)[1].encode() == page
    put(tmp_path / "data", "x.yaml", "entities: {甲: {type: Unoin}}\n")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"x.yaml:1:" in done.stderr
    assert (tmp_path / "graph.html").read_bytes() == page
