"""Saved queries: documented, checked, filled in safely. Their answers stand in `test_answers.py`."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.problems import KgError, Location
from kg.query.answers import FORMATS, Style, answer
from kg.query.ask import Question
from kg.query.engine import TRIPLES, here
from kg.query.evaluation import answer_question
from kg.query.groups import grouped
from kg.query.guard import Limits, within
from kg.query.rdflib_engine import evaluate as evaluate_with_rdflib
from kg.query.saved import list_queries, parse_query, with_values
from kg.query.sparql import read
from kg.query.worker import Worker
from kg.vocabulary import known_prefixes

ROOT = Path(__file__).parent.parent
QUERIES = list_queries(str(ROOT / "queries"))
NAMES = [query.name for query in QUERIES]


@pytest.fixture(scope="module")
def graph():
    return kg.load(ROOT / "data")


@pytest.fixture(scope="module")
def prefixes(graph):
    return known_prefixes(graph.dataset.ontology.prefixes)


def ask_here(graph, text, format_="csv"):
    prefixes = known_prefixes(graph.dataset.ontology.prefixes)
    return answer(here(graph.store), read(text, "q.rq", prefixes), Style(format_, prefixes))


def ask_apart(graph, question, limits=Limits()):  # noqa: B008  a frozen value
    worker = Worker(lambda: (graph.store, graph.dataset.ontology.prefixes))
    ask = within(limits, worker, Location(question.query.file))
    try:
        return answer_question(ask, worker.prefixes(), question)
    finally:
        worker.end()


def codes(error):
    return [problem.code for problem in error.value.problems]


def test_there_are_saved_queries_with_a_question_in_both_languages():
    assert len(QUERIES) >= 32
    for query in QUERIES:
        assert query.summaries["zh"] != query.name
        assert query.summaries["en"] != query.name


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_a_saved_query_is_plain_sparql_that_any_engine_runs(graph, query):
    list(graph.store.query(query.text))


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_written_or_refused_with_the_ones_there_are(graph, query, format_):
    construct = "CONSTRUCT" in query.text
    if (format_ in TRIPLES) if construct else (format_ in ("table", "csv", "tsv", "json", "xml", "md")):
        assert ask_here(graph, query.text, format_).output.strip()
    else:
        with pytest.raises(KgError) as error:
            ask_here(graph, query.text, format_)
        assert codes(error) == ["query-format"]


def test_rows_are_the_same_in_every_format(graph):
    text = "SELECT ?e ?name { VALUES ?e { e:竺士杰 } ?e skos:prefLabel ?name }"
    rows = list(csv.reader(io.StringIO(ask_here(graph, text).output.decode())))
    assert rows[1] == ["https://gongtu.example/entity/竺士杰", "竺士杰"]
    bindings = json.loads(ask_here(graph, text, "json").output)["results"]["bindings"]
    assert bindings[0]["name"] == {"type": "literal", "value": "竺士杰", "xml:lang": "zh"}
    table = "e         name\n--------  ------\ne:竺士杰  竺士杰\n"
    assert ask_here(graph, text, "table").output.decode() == table
    assert ask_here(graph, text, "md").output.decode().endswith("| e:竺士杰 | 竺士杰 |\n")


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv", "table"])
def test_yes_and_no_are_answers_too(graph, format_):
    assert b"true" in ask_here(graph, "ASK { ?s ?p ?o }", format_).output


# A query, with ▸ before the place -> code of the remark, words of message or hint.
REMARKS = {
    "unknown property": ("SELECT * { ?s ▸kg:organiser ?o }", "query-unknown-term", "schema:organizer"),
    "unknown entity": ("SELECT * { ▸e:浙江省总公会 ?p ?o }", "query-unknown-term", "e:浙江省总工会"),
    "unknown qualifier": ("SELECT * { ?s ▸kg:count ?o }", "query-unknown-term", "kg:counts"),
    "unknown class of our own": ("SELECT * { ?s a ▸kg:Omision }", "query-unknown-term", "kg:Omission"),
    "a label as property": ("SELECT * { ?s ▸kg:主办 ?o }", "query-unknown-term", "schema:organizer"),
    "no language": ("SELECT * { ?s skos:prefLabel ▸'竺士杰' }", "query-untagged", '"竺士杰"@zh'),
    "no subclass": ("SELECT * { ?s a ▸org:Organization }", "query-subclasses", "rdfs:subClassOf*"),
    "nothing known": ("▸SELECT * { e:竺士杰 schema:organizer ?o }", "query-empty", "never together"),
    "quadratic": (
        "SELECT * { ?s schema:organizer ?o FILTER ▸NOT EXISTS { ?s kg:status ?r . ?r kg:status ?t } }",
        "query-not-exists",
        "MINUS",
    ),
}


@pytest.mark.parametrize("case", REMARKS.values(), ids=REMARKS)
def test_a_doubtful_query_is_answered_with_a_remark(graph, case):
    marked, code, words = case
    outcome = ask_here(graph, marked.replace("▸", ""))
    assert [problem.code for problem in outcome.remarks] == [code]
    assert outcome.remarks[0].location.column == marked.index("▸") + 1
    assert words in outcome.remarks[0].message() + outcome.remarks[0].hint()


# A query, with ▸ before the place that is wrong.
SYNTAX = ["SELECT * {\n  ?s ?p ▸}", "SELECT * { ?s ▸<a b> ?o }", "SELECT (COUNT(?x) AS ?n) ▸{ ?x ?p ?o"]


@pytest.mark.parametrize("marked", SYNTAX)
def test_a_syntax_error_is_placed(graph, marked):
    with pytest.raises(KgError) as error:
        ask_here(graph, marked.replace("▸", ""))
    assert codes(error)[0] in ("query-syntax", "query-parts", "query-unclosed")
    line, column = error.value.problems[0].location[1:]
    before = marked.partition("▸")[0]
    assert line == before.count("\n") + 1
    assert abs(column - (len(before) - before.rfind("\n"))) <= 6


def test_rdflib_places_its_syntax_errors_too(graph, prefixes):
    reading = read("SELECT * {\n ?s ?p }", "q.rq", prefixes)
    with pytest.raises(KgError) as error:
        answer(here(graph.store), reading, Style("csv", {}), evaluate_with_rdflib)
    assert error.value.problems[0].location.line == 2


HEADED = """\
#+ summary: 问题
#+ summary_en: A question
#+ params:
#+   org: {type: entity, zh: 单位, en: the organisation}
#+   text: {type: text, zh: 词, en: a word}
#+   since: {type: date, zh: 自, en: from}
#+   least: {type: number, zh: 至少, en: at least}
SELECT * { VALUES ?org { e:浙江省总工会 } VALUES ?text { "甲" } VALUES ?since { UNDEF } VALUES ?least { 1 } }
"""


def fill(given):
    return with_values(
        parse_query(HEADED, "q.rq"), given, lambda name: f"https://gongtu.example/entity/{name}"
    )


def test_a_parameter_replaces_the_default_in_its_values():
    assert "VALUES ?org { <https://gongtu.example/entity/甲> <https://gongtu.example/entity/乙> }" in fill(
        [("org", "甲"), ("org", "乙")]
    )
    assert 'VALUES ?since { "2022-04-01"^^<http://www.w3.org/2001/XMLSchema#date> }' in fill(
        [("since", "2022-04-01")]
    )
    assert fill([]) == HEADED


@given(st.text(max_size=30))
def test_a_text_parameter_never_becomes_syntax(value):
    from pyoxigraph import Store

    query = parse_query(HEADED, "q.rq")._replace(text='SELECT ?text { VALUES ?text { "甲" } }')
    text = with_values(query, [("text", value.replace("\x00", ""))], str)
    (row,) = Store().query(text)
    assert row["text"].value == value.replace("\x00", "")


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ([("orgs", "甲")], "parameter-unknown"),
        ([("since", "2022-04")], "parameter-value"),
        ([("least", "1 } ?s ?p ?o {")], "parameter-value"),
    ],
)
def test_a_wrong_parameter_is_refused(given_, code):
    with pytest.raises(KgError) as error:
        fill(given_)
    assert codes(error) == [code]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("VALUES ?org", "VALUES ?orgs", "parameter-unused"),
        ("type: text", "type: txt", "parameter-malformed"),
        ("{type: text, zh: 词, en: a word}", "text", "parameter-malformed"),
    ],
)
def test_a_wrong_head_is_reported_at_its_line(old, new, code):
    with pytest.raises(KgError) as error:
        parse_query(HEADED.replace(old, new), "q.rq")
    assert codes(error) == [code]
    assert error.value.problems[0].location.line in (4, 5)


def test_a_runaway_query_is_stopped(graph):
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    question = Question(parse_query(text, "q.rq"))
    with pytest.raises(KgError) as error:
        ask_apart(graph, question, Limits(seconds=0.5))
    assert codes(error) == ["query-too-long"]


def test_a_memory_bomb_is_stopped(graph):
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    question = Question(parse_query(f"SELECT ?x40 {{ BIND('0123456789' AS ?x0) {doubled} }}", "q.rq"))
    with pytest.raises(KgError) as error:
        ask_apart(graph, question, Limits(memory=300 << 20))
    assert codes(error) == ["query-crashed"]


def test_an_entity_is_found_by_any_of_its_names_and_suggested_when_not(graph):
    evidence = next(query for query in QUERIES if query.name == "evidence")

    def answer_about(name):
        return ask_apart(graph, Question(evidence, [("entity", name)], "csv")).output

    assert answer_about("守好红色根脉·班前十分钟活动") == answer_about("班前十分钟")
    with pytest.raises(KgError) as error:
        answer_about("班前十分中")
    assert codes(error) == ["unknown-name"]
    assert "班前十分钟" in error.value.problems[0].hint()


# Files of groups -> the names in each group.
GROUPS = {
    "two groups": (
        '[[group]]\nzh="一"\nen="1"\nqueries="b a"\n[[group]]\nzh="二"\nen="2"\nqueries="c"',
        ["ba", "c"],
    ),
    "the rest comes last": ('[[group]]\nzh="一"\nen="1"\nqueries="b"', ["b", "ac"]),
    "names of no query": (
        '[[group]]\nzh="一"\nen="1"\nqueries="x b"\n[[group]]\nzh="二"\nen="2"\nqueries="y"',
        ["b", "ac"],
    ),
    "no file": (None, ["abc"]),
}


@pytest.mark.parametrize("case", GROUPS)
def test_queries_are_put_into_groups(tmp_path, case):
    text, names = GROUPS[case]
    if text:
        (tmp_path / "groups.toml").write_text(text, encoding="utf-8")
    groups = grouped([parse_query("ASK {}", f"{name}.rq") for name in "abc"], str(tmp_path))
    assert ["".join(query.name for query in group.queries) for group in groups] == names


@pytest.mark.parametrize("text", ["[[group", "x = 1", "group = 1", "[[group]]\nzh = 1", "group = [1]"])
def test_a_file_of_groups_that_cannot_be_read_is_a_problem(tmp_path, text):
    (tmp_path / "groups.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KgError) as error:
        grouped([], str(tmp_path))
    assert codes(error) == ["unreadable"]


def test_every_saved_query_of_the_project_has_a_group():
    groups = grouped(QUERIES, str(ROOT / "queries"))
    assert groups[-1].titles["en"] != "Others"
    assert sum(len(group.queries) for group in groups) == len(QUERIES)


def test_rdflib_does_not_fetch_what_from_names(graph):
    query = parse_query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "q.rq")
    with pytest.raises(KgError) as error:
        ask_apart(graph, Question(query, engine="rdflib"))
    assert codes(error) == ["query-from"]
