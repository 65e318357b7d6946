"""`kg view`: what its options put into the page."""

import json
import re

import pytest
from conftest import ROOT

from kg.options import run

UNIONS = """\
  甲: {type: Union, name: 甲工会, goal: {value: 讲故事, quote: 请老师傅在车间里讲一讲}}
  乙: {type: Union, partOf: {to: 甲, status: inferred, note: 由名称可知}}
  丙: {type: Union, partOf: 乙, hasPart: 丁}
  丁: {type: Union}
"""


@pytest.fixture
def view(data, tmp_path, monkeypatch):
    """Make a page of a small data directory: the status, and the data of the page (None: not written)."""
    monkeypatch.chdir(tmp_path)
    directory = data(UNIONS)

    def make(*options):
        status = run(["view", "--data", str(directory), "-o", "page.html", *options])
        page = tmp_path / "page.html"
        html = page.read_text(encoding="utf-8") if page.exists() else None
        return status, html and json.loads(re.search(r'id="kg-data">(.*?)</script>', html)[1])

    return make


# A query -> the ids of the entities, and the subjects of the relations, that the page shows.
FOUND = {
    "statements as triples": ("CONSTRUCT WHERE { e:丙 dcterms:isPartOf ?b }", "乙丙", "丙"),
    "a description": ("DESCRIBE e:丙", "乙丙丁", "丙丙"),
    "triples that are no statements": (
        "CONSTRUCT { e:甲 kg:x ?e } WHERE { ?e dcterms:isPartOf e:甲 }",
        "甲乙",
        "乙",
    ),
    "statement nodes": ("SELECT ?st { ?st kg:status 'inferred' }", "甲乙", "乙"),
    "entities": ("SELECT ?e { VALUES ?e { e:甲 e:乙 e:丁 } }", "甲乙丁", "乙"),
    "entities and statements": (
        "SELECT ?st ?e { VALUES ?e { e:丁 } ?st kg:status 'inferred' }",
        "甲乙丁",
        "乙",
    ),
    "a triple in a row": ("SELECT ?t { ?st kg:status 'inferred' ; rdf:reifies ?t }", "甲乙", "乙"),
    "names": ("SELECT ?n { e:甲 skos:prefLabel ?n }", "甲", ""),
}


@pytest.mark.parametrize("case", FOUND)
def test_the_page_shows_what_a_query_finds(view, tmp_path, case):
    query, entities, subjects = FOUND[case]
    (tmp_path / "q.rq").write_text(query, encoding="utf-8")
    status, page = view("--query", "q.rq")
    assert status == 0
    assert "".join(each["id"] for each in page["entities"]) == entities
    relations = [each["subject"] for each in page["statements"] if "entity" in each["object"]]
    assert "".join(relations) == subjects


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "SELECT ?x { ?x a kg:None }", "SELECT (1 AS ?x) {}"])
def test_an_answer_that_shows_nothing_is_said_to(view, tmp_path, query, capfd):
    (tmp_path / "q.rq").write_text(query, encoding="utf-8")
    assert view("--query", "q.rq") == (1, None)
    assert "query-shows-nothing" in capfd.readouterr().err


def test_a_title_is_that_of_the_page(view):
    assert view("--title", "工会")[1]["title"] == "工会"


def test_sentences_are_shown_where_they_are_wanted_and_at_hand(view, tmp_path, capfd):
    sentence = [
        "2022年4月，省总工会联合省委宣传部办起班前十分钟，",
        "请老师傅在车间里讲一讲",
        "自己的故事，听众不少。",
    ]
    assert view("--with-text")[1]["statements"][0]["sentence"] == sentence
    assert "sentence" not in view()[1]["statements"][0]
    assert capfd.readouterr().err.count("warning") == 0
    (tmp_path / "data" / "articles" / "a1.txt").unlink()
    status, page = view("--with-text")
    assert (status, "sentence" in page["statements"][0]) == (0, False)
    assert "warning[view-no-text]" in capfd.readouterr().err


def test_a_page_may_answer_sparql_with_saved_queries_or_without(view, tmp_path, capfd):
    assert view("--sparql")[0] == 0
    without = (tmp_path / "page.html").stat().st_size
    assert view("--sparql", "--queries", str(ROOT / "queries"))[0] == 0
    assert (tmp_path / "page.html").stat().st_size > without + 10_000
    assert view("--sparql", "--queries", "nowhere")[0] == 1
    assert "no-queries" in capfd.readouterr().err
