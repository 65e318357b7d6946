"""The page as a file: it loads nothing, runs nothing but its own scripts, and what it holds stays text."""

import json
import re
from base64 import b64decode, b64encode
from gzip import decompress
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from conftest import ROOT
from graphs import dataset, entity, relation, ring, small
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.problems import KgError
from kg.query.groups import grouped
from kg.query.saved import list_queries
from kg.view import page, page_data, render, render_page
from kg.view.blocks import as_json, zipped

QUERIES = str(ROOT / "queries")
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><b>',
    "\u202eabc",
    "a\u2028b",
]


class Reader(HTMLParser):
    """Reads a page into its elements and the texts of its scripts and styles."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.raw, self.current = [], [], None
        self.feed(html)
        self.blocks = {attributes["id"]: (attributes["type"], text) for attributes, text in self.data()}

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.current = tag

    def handle_data(self, text):
        if self.current in ("script", "style") and text.strip():
            self.raw.append((self.current, self.elements[-1][1], text))

    def handle_endtag(self, _tag):
        self.current = None

    def data(self):
        return [(attributes, text) for _, attributes, text in self.raw if "id" in attributes]

    def code(self):
        return [text for _, attributes, text in self.raw if "id" not in attributes]

    def policy(self):
        meta = [a["content"] for _, a in self.elements if a.get("http-equiv") == "Content-Security-Policy"]
        (content,) = meta
        return dict(part.strip().split(" ", 1) for part in content.split(";"))

    def block(self, name):
        type_, text = self.blocks[name]
        return json.loads(decompress(b64decode(text)) if type_ == "application/gzip" else text)


@pytest.fixture(scope="module")
def asked():
    """A page of the project's data that answers SPARQL."""
    graph = kg.load(ROOT / "data").dataset
    return Reader(render_page(graph, sparql=grouped(list_queries(QUERIES), QUERIES)))


def built(name):
    return (page.BUILT / name).read_text(encoding="utf-8").strip()


def hashed(text):
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_page_loads_nothing_from_anywhere():
    elements = Reader(render_page(small())).elements
    assert not [
        tag for tag, attributes in elements if {"src", "href", "srcset", "onclick"} & attributes.keys()
    ]
    assert not {tag for tag, _ in elements} & {"link", "iframe", "img", "object", "base"}


def test_a_page_consists_of_its_data_the_style_and_the_explorer():
    read = Reader(render_page(small(), focus="省总", title="工会"))
    assert read.code() == [built("explorer_style.css"), built("explorer.js")]
    assert read.blocks.keys() == {"kg-data", "kg-drawing"}
    assert read.block("kg-data")["title"] == "工会"
    assert read.block("kg-drawing")["focus"] == "省总"
    assert ("div", {"id": "app"}) in read.elements
    assert {type_ for type_, _ in read.blocks.values()} == {"application/json"}


def test_the_policy_names_the_hash_of_each_script_and_style_and_allows_nothing_else(asked):
    for read, wasm in ((Reader(render_page(small())), []), (asked, ["'wasm-unsafe-eval'"])):
        style, *scripts = [hashed(text) for text in read.code()]
        assert read.policy() == {
            "default-src": "'none'",
            "script-src": " ".join([*scripts, *wasm]),
            "style-src": style,
            "img-src": "blob: data:",
            **({"worker-src": "blob:"} if wasm else {}),
            "base-uri": "'none'",
            "form-action": "'none'",
        }


@pytest.mark.parametrize("name", ["explorer.js", "webgl.js", "ask.js", "explorer_style.css"])
def test_nothing_in_what_was_built_ends_its_element(name):
    assert not re.search(r"</(script|style)|<!--|<script", built(name), re.IGNORECASE)


@pytest.mark.parametrize(("language", "lang"), [("zh", "zh-Hans"), ("en", "en")])
def test_the_page_opens_in_a_language_and_has_all_of_both(language, lang):
    html = render_page(small(), language=language)
    assert f'<html lang="{lang}">' in html
    assert all(f'lang="{each}"' in html for each in ("zh-Hans", "en"))
    same = json.loads(json.dumps(page_data(small())))
    assert Reader(html).block("kg-data") == same | {"language": language}


def test_a_focus_shows_the_neighbourhood():
    html = render_page(small(), focus="工匠", depth=1)
    assert "竺士杰" in html
    assert "班前十分钟" not in html


@pytest.mark.parametrize("wish", [{"focus": "无此人"}, {"only": ["无此人"]}, {"language": "fr"}])
def test_an_unknown_wish_is_a_key_error(wish):
    with pytest.raises(KeyError):
        render_page(small(), **wish)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    named = dataset(
        [entity("甲", name=text, description=text), entity("乙")], [relation("甲", "related", "乙", text)]
    )
    read = Reader(render_page(named, title=text))
    assert not {tag for tag, _ in read.elements} & {"img", "b"}
    assert sum(tag == "script" for tag, _ in read.elements) == 3
    assert read.block("kg-data")["entities"][0]["name"] == text


@given(st.text())
def test_embedded_json_is_inert_and_reads_back(text):
    _, embedded = as_json({"text": text})
    assert json.loads(embedded) == {"text": text}
    assert not re.search("[<\u2028\u2029]", embedded)


def test_an_empty_dataset_gives_a_page():
    assert Reader(render_page(dataset([], []))).block("kg-data")["entities"] == []


# ── large pages ─────────────────────────────────────────────


def test_a_large_page_is_compressed_and_a_very_large_one_brings_another_renderer(monkeypatch):
    monkeypatch.setattr(page, "MANY_ENTITIES", 20)
    monkeypatch.setattr(page, "MANY_NODES", 30)
    small_one, large, very_large = (Reader(render_page(ring(count))) for count in (20, 21, 31))
    assert {type_ for type_, _ in small_one.blocks.values()} == {"application/json"}
    assert {type_ for type_, _ in large.blocks.values()} == {"application/gzip"}
    assert len(large.block("kg-data")["entities"]) == len(large.block("kg-drawing")["nodes"]) == 21
    assert large.code()[1:] == [built("explorer.js")]
    assert very_large.code()[1:] == [built("webgl.js"), built("explorer.js")]


def test_the_same_data_are_compressed_to_the_same_bytes():
    assert zipped({"a": "工"}) == zipped({"a": "工"})
    assert b64decode(zipped({})[1])[4:8] == bytes(4), "no time stands in it"


# ── SPARQL ──────────────────────────────────────────────────


def test_a_page_that_answers_sparql_carries_the_engine_and_the_graph(asked):
    import pyoxigraph

    assert asked.code()[1:] == [built("ask.js"), built("explorer.js")]
    type_, wasm = asked.blocks["kg-wasm"]
    assert (type_, decompress(b64decode(wasm))[:4]) == ("application/gzip", b"\0asm")
    ask = asked.block("kg-ask")
    store = pyoxigraph.Store()
    store.load(ask["triples"].encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert store.query("ASK { ?s rdf:reifies ?triple }", prefixes=ask["prefixes"])
    assert len(ask["queries"]) >= 32
    for query in ask["queries"]:
        store.query(query["text"])  # all prefixes are declared in it
        for parameter in query["parameters"]:
            values = rf"VALUES \?{parameter['name']} \{{ *{re.escape(parameter['preset'])} *\}}"
            assert re.search(values, query["text"])


def test_the_saved_queries_come_in_groups_with_titles_in_both_languages(asked):
    first = asked.block("kg-ask")["queries"][0]
    assert first["name"] == "organised-by"
    assert first["group"] == {"zh": "谁做了什么", "en": "Who did what"}
    assert first["question"].keys() == {"zh", "en"}
    assert first["parameters"] == [
        {
            "name": "org",
            "kind": "entity",
            "preset": "e:浙江省总工会",
            "about": {"zh": "主办单位", "en": "the organizer"},
        }
    ]


# ── the front end ───────────────────────────────────────────


def test_a_page_that_was_not_built_is_a_problem_with_a_way_out(monkeypatch, tmp_path):
    monkeypatch.setattr(page, "BUILT", tmp_path)
    with pytest.raises(KgError) as error:
        render(page_data(small()))
    (problem,) = error.value.problems
    assert problem.code == "page-not-built"
    assert all("make graph" in problem.hint(language) for language in ("zh", "en"))
