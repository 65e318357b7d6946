"""What the saved queries answer: reviewed once, kept in `answers/`, and the same on both engines.

Where an answer has changed, run `.venv/bin/python docs/queries.py`, which writes the answers and
queries/README.md anew, and read `git diff queries tests/answers` against the articles before you commit it.
"""

import re
import runpy

import pytest
from conftest import ROOT

from kg.query.saved import list_queries, parse_query

GENERATOR = runpy.run_path(str(ROOT / "docs" / "queries.py"))
QUERIES = list_queries(str(ROOT / "queries"))
CHANGED = "another answer: if it is right, run `python docs/queries.py` and review its diff"


@pytest.fixture(scope="module")
def library():
    return GENERATOR["Library"]()


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_an_answer_is_the_reviewed_one(library, query, engine):
    reviewed = library.answer_file(query)
    assert reviewed.exists(), CHANGED
    assert library.snapshot(query, engine) == reviewed.read_text(encoding="utf-8"), CHANGED


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_saved_query_has_an_answer_and_leaves_nothing_to_remark(library, query):
    assert library.outcome(query, "table").remarks == []
    assert len(library.snapshot(query).splitlines()) > 1


def test_there_are_no_answers_to_queries_that_are_no_more(library):
    assert set(GENERATOR["ANSWERS"].iterdir()) == set(map(library.answer_file, QUERIES))


def test_the_page_of_the_queries_is_the_current_one(library):
    assert GENERATOR["PAGE"].read_text(encoding="utf-8") == library.page(), CHANGED


def test_the_page_leads_from_every_question_to_its_answer(library):
    page = library.page()
    anchors = re.findall(r"^- \[.*?\]\(#(.*?)\)<br>", page, re.MULTILINE)
    assert anchors == [GENERATOR["slug"](heading) for heading in re.findall(r"^## (.*)$", page, re.MULTILINE)]
    assert len(set(anchors)) == len(QUERIES)


@pytest.mark.parametrize(
    "text", ["SELECT ?a { ?a a ?b }", "ASK { ?a a ?b }", "CONSTRUCT { ?a a ?b } { ?a a ?b }"]
)
def test_the_page_counts_all_rows_and_shows_the_first(library, text):
    shown = library.shown(parse_query(text, "q.rq"))
    if text.startswith("ASK"):
        assert shown == "true\n"
    else:
        assert shown.count("\n| ") == 16
        assert int(re.search(r"\n… 共 (\d+) 行 · \1 rows\n$", shown)[1]) > 15


# What stands in VALUES -> the example on the command line, the defaults in the table.
DEFAULTS = {
    "e:浙江省总工会": ("浙江省总工会", "浙江省总工会"),
    "e:浙江省总工会 e:浙江": ("浙江省总工会", "浙江省总工会、浙江"),
    "<https://gongtu.example/entity/浙江>": ("浙江", "浙江"),
    "UNDEF": ("…", "不限 any"),
    '"人次"': ("人次", "人次"),
    '"人次"@zh': ("人次", "人次"),
    '"两 词"': ("'两 词'", "两 词"),
    '"2022-04-30"^^xsd:date': ("2022-04-30", "2022-04-30"),
    '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>': ("1.5", "1.5"),
    "100": ("100", "100"),
}


@pytest.mark.parametrize("values", DEFAULTS)
def test_a_default_is_shown_as_one_would_type_it(library, values):
    head = "#+ summary: 问\n#+ params:\n#+   x: {type: text, zh: 甲, en: a}\n"
    query = parse_query(f"{head}SELECT ?x {{ VALUES ?x {{ {values} }} }}", "q.rq")
    example, default = DEFAULTS[values]
    assert library.how_to_ask(query) == f"`kg query q -p x={example}` · [q.rq](q.rq)\n"
    assert library.described(query.parameters["x"]) == ("`x`", "甲", "a", "text", default)
