"""The offline page answers SPARQL itself, as `kg query` does."""

import csv
import io

import pytest
from conftest import ROOT
from graphs import small
from pages import drawn, view
from playwright.sync_api import expect

import kg
from kg.files import write_file
from kg.query.groups import grouped
from kg.query.saved import list_queries
from kg.view import render_page

QUERIES = ROOT / "queries"
ANSWERS = ROOT / "tests" / "answers"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The real graph as a page that can be asked."""
    path = tmp_path_factory.mktemp("ask") / "graph.html"
    groups = grouped(list_queries(str(QUERIES)), str(QUERIES))
    write_file(path, render_page(kg.load(ROOT / "data").dataset, sparql=groups))
    return path


def choose(page, name):
    page.locator(f'[data-query="{name}"]').click()
    expect(page.locator(f'[data-query="{name}"]')).to_have_attribute("aria-current", "true")
    expect(page.locator(".run")).to_be_enabled()


KEEP = """() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    globalThis.kept = blob.text();
    return make.call(URL, blob);
  };
}"""


def saved_rows(page):
    page.locator(".ask-answer").get_by_role("button", name="CSV").click()
    return list(csv.reader(io.StringIO(page.evaluate("globalThis.kept").removeprefix("\ufeff"))))


def test_the_page_gives_the_answers_of_the_command_to_every_saved_question(visit, file):
    page = visit(file, "#pane=ask")
    expect(page.locator(".ask-answer table")).to_be_visible(timeout=20_000)
    page.evaluate(KEEP)  # not every download of so many in a row is told of
    different = []
    for answer in sorted(ANSWERS.glob("*.csv")):
        choose(page, answer.stem)
        expect(page.locator(".ask-answer table, .ask-answer .ask-none").first).to_be_visible()
        expected = list(csv.reader(io.StringIO(answer.read_text(encoding="utf-8"))))
        if saved_rows(page) != expected:
            different.append(answer.stem)
    assert different == []


def test_an_answer_lights_its_entities_in_the_graph(visit, file):
    page = visit(file, "#pane=ask")
    expect(page.locator(".ask-answer table")).to_be_visible(timeout=20_000)
    page.locator(".ask-answer").get_by_role("button", name="在图谱中点亮").click()
    assert view(page)["pane"] == "graph"
    assert "班前十分钟" in view(page)["marked"]
    assert set(view(page)["marked"]) <= drawn(page)


def ask(page, text):
    page.locator(".own").click()
    page.locator("textarea.sparql").fill(text)
    page.keyboard.press("Control+Enter")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?n { ?s skos:prefLabel ?n } LIMIT 2", "2 行答案"),
        ("ASK { e:竺士杰 ?p e:大国工匠 }", "是"),
        ("ASK { e:竺士杰 ?p e:浙江 }", "否"),
        ("CONSTRUCT { e:竺士杰 ?p ?o } { e:竺士杰 ?p ?o FILTER(?o = e:大国工匠) }", "1 行答案"),
        ("SELECT ?s { ?s a kg:Nothing }", "没有答案"),
        ("SELECT * { ?s }", "不能回答"),
        ("SELECT * { SERVICE <http://example.invalid/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { e:a e:b e:c }", "不能回答"),
        ("SELECT * { ?s nix:da ?o }", "nix"),
    ],
)
def test_ones_own_query_is_answered_or_told_why_not(visit, file, text, said):
    page = visit(file, "#pane=ask")
    expect(page.locator(".ask-answer table")).to_be_visible(timeout=20_000)
    ask(page, text)
    expect(page.locator(".ask-answer")).to_contain_text(said, timeout=20_000)


def test_a_query_without_end_is_stopped_and_the_next_one_answered(visit, file):
    page = visit(file, "#pane=ask")
    expect(page.locator(".ask-answer table")).to_be_visible(timeout=20_000)
    ask(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    page.get_by_role("button", name="停下").click()
    ask(page, "SELECT (1 + 1 AS ?n) {}")
    expect(page.locator(".ask-answer table")).to_contain_text("2", timeout=20_000)


def test_a_page_without_the_engine_has_no_pane_for_it(opened):
    page = opened(small(), "#pane=ask")
    assert page.locator("#tab-ask").count() == 0
