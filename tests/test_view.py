import json
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from graphs import dataset, entity, ontology, relation, ring, small
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.view import page_data, part, render_page
from kg.view.builder import build
from kg.view.data import category
from kg.view.forces import Box
from kg.view.layout import place
from kg.view.page import _json
from kg.view.texts import TEXTS

ROOT = Path(__file__).parent.parent
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><b>',
    "\u202eabc",
    "a\u2028b",
]


def by_id(rows):
    return {row["id"]: row for row in rows}


class Reader(HTMLParser):
    """Reads a page into its elements and the texts of its scripts and styles."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.raw, self.current = [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.current = tag

    def handle_data(self, text):
        if self.current in ("script", "style") and text.strip():
            self.raw.append((self.current, self.elements[-1][1], text))

    def handle_endtag(self, _tag):
        self.current = None


# ── page data ───────────────────────────────────────────────


def test_an_entity_is_described_for_the_page():
    union = by_id(page_data(small())["entities"])["省总"]
    assert union | {"keys": None} == {
        "id": "省总",
        "name": "浙江省总工会",
        "type": "Union",
        "category": 1,
        "degree": 2,
        "keys": None,
        "aliases": ("省总工会",),
    }


def test_entities_are_found_by_pinyin_and_initials():
    keys = by_id(page_data(small())["entities"])["竺士杰"]["keys"]
    assert {"zhushijie", "zsj"} <= set(keys)


def test_statements_keep_figures_and_dates_as_written():
    objects = [statement["object"] for statement in page_data(small())["statements"]]
    assert objects[5:] == [
        {"measure": "参加企业", "figure": "2.3万余家"},
        {"date": "2022-04"},
        {"text": "内化于心"},
        {"text": "省级"},
    ]


NOT_STATED = """\
  甲: {type: Union, hasPart: 乙, notStated: {hasPart: {note: 没有列全, quote: 听众不少}, established: 何时}}
  乙: {type: Union, 未载: {level: 没有写明}}
"""


def test_what_is_not_stated_is_no_statement_of_the_page(data):
    page = page_data(kg.load(data(NOT_STATED)).dataset, language="en")
    assert len(page["statements"]) == 1
    assert page["omissions"] == [
        {
            "subject": "甲",
            "property": "hasPart",
            "note": "没有列全",
            "partial": True,
            "source": "a1",
            "quote": ("听众不少",),
        },
        {"subject": "甲", "property": "established", "note": "何时", "partial": False, "source": "a1"},
        {"subject": "乙", "property": "level", "note": "没有写明", "partial": False, "source": "a1"},
    ]
    assert page["properties"]["established"]["title"] == "date established"


def test_a_part_never_says_that_what_it_leaves_out_is_not_stated(data):
    graph = kg.load(data(NOT_STATED)).dataset
    assert [one.property for one in part(graph, ["甲"]).omissions] == ["established"]
    assert [one.property for one in part(graph, ["甲", "乙"]).omissions] == [
        "hasPart",
        "established",
        "level",
    ]


@pytest.mark.parametrize(("language", "kind"), [("zh", "覆盖惠及"), ("en", "reach")])
def test_a_figure_carries_what_qualifies_it(data, language, kind):
    figure = "{measure: 场次, value: 9场, counts: 甲, period: 五年来, kind: reach}"
    graph = kg.load(data(f"  甲: {{type: Union, statistics: {figure}}}\n")).dataset
    (statement,) = page_data(graph, language=language)["statements"]
    assert statement["object"] == {
        "measure": "场次",
        "figure": "9场",
        "kind": kind,
        "counts": "甲",
        "period": "五年来",
    }


def test_a_statement_carries_its_evidence_and_its_marks():
    first, second = page_data(small())["statements"][:2]
    assert first["status"] == "inferred"
    assert first["note"] == "由名称可知"
    assert second["quote"] == ("省总工会组织开展",)
    assert second["when"] == "2022-04"
    assert second["source"] == "review"
    assert "status" not in second


@pytest.mark.parametrize(
    ("class_id", "drawn_as"),
    [("Union", "Organization"), ("Person", "Person"), ("Campaign", "Initiative"), ("Unheard", "Unheard")],
)
def test_colours_follow_the_highest_class_that_is_not_abstract(class_id, drawn_as):
    assert category(ontology(), class_id) == drawn_as


def test_categories_stand_in_the_order_of_the_ontology_with_glyphs_of_their_own():
    categories = page_data(small())["categories"]
    assert [(each["title"], each["glyph"], each["count"]) for each in categories] == [
        ("人物", "人", 2),
        ("机构", "机", 2),
        ("行动", "行", 1),
        ("机制", "制", 1),
        ("荣誉称号", "荣", 1),
    ]


def test_the_page_speaks_english_too():
    data = page_data(small(), language="en")
    assert data["classes"]["Union"] == "Trade union"
    assert data["properties"]["partOf"] == {"title": "part of", "inverse": "has part"}
    assert data["statements"][-1]["object"] == {"text": "provincial"}


def test_both_languages_have_the_same_texts():
    assert TEXTS["zh"].keys() == TEXTS["en"].keys()


def test_page_data_is_json():
    assert json.loads(json.dumps(page_data(small())))["title"] == TEXTS["zh"]["title"]


# ── parts ───────────────────────────────────────────────────


def test_a_part_by_ids_keeps_what_is_said_among_them():
    kept = part(small(), ["班前", "省总"])
    assert list(kept.entities) == ["省总", "班前"]
    assert [s.property for s in kept.statements] == ["organizer", "statistics", "start", "goal", "level"]


def test_a_part_by_statements_keeps_their_ends_and_no_other_relation():
    graph = small()
    kept = part(graph, [graph.statements[4]])
    assert list(kept.entities) == ["班前", "黄金娟"]
    assert [s.property for s in kept.statements][:2] == ["related", "statistics"]


def test_a_focus_shows_the_neighbourhood():
    html = render_page(small(), focus="工匠", depth=1)
    assert "竺士杰" in html
    assert "班前十分钟" not in html


@pytest.mark.parametrize("wish", [{"focus": "无此人"}, {"only": ["无此人"]}, {"language": "fr"}])
def test_an_unknown_wish_is_a_key_error(wish):
    with pytest.raises(KeyError):
        render_page(small(), **wish)


# ── layout ──────────────────────────────────────────────────


def boxes(count):
    return [Box(12, 90, 32)] * count


def overlaps(points):
    pairs = [(a, b) for n, a in enumerate(points) for b in points[n + 1 :]]
    return sum(abs(a[0] - b[0]) < 88 and abs(a[1] - b[1]) < 50 for a, b in pairs)


@pytest.mark.parametrize(
    ("count", "edges"),
    [
        (0, []),
        (1, [(0, 0)]),
        (2, [(0, 1)]),
        (30, []),
        (40, [(0, n) for n in range(1, 40)]),
        (60, [(n, n + 1) for n in range(59)]),
        (60, [(n, n + 1) for n in range(0, 60, 2)]),
        (24, [(a, b) for a in range(24) for b in range(a)]),
    ],
)
def test_labels_lie_beside_each_other(count, edges):
    points = place(boxes(count), edges)
    assert len(set(points)) == count
    assert overlaps(points) <= count // 20


def test_a_hub_of_thousands_of_leaves_is_placed():
    assert len(set(place(boxes(3000), [(0, n) for n in range(1, 3000)]))) == 3000


def test_the_unconnected_stand_in_rows():
    points = place(boxes(50), [])
    rows = {y for _, y in points}
    assert 2 < len(rows) < 12


def test_connected_nodes_are_nearer_than_others():
    points = place(
        boxes(100), [(n, n - n % 20) for n in range(100) if n % 20] + [(0, 20), (40, 60), (60, 80)]
    )
    near = max(abs(points[n][0] - points[0][0]) + abs(points[n][1] - points[0][1]) for n in range(20))
    assert near < max(x for x, _ in points) - min(x for x, _ in points)


def test_the_same_data_gives_the_same_picture_in_every_process():
    code = "from graphs import ring; from kg.view import render_page; print(render_page(ring(120)))"
    pages = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "tests:.", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
            cwd=ROOT,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pages) == 1


# ── the network that pyvis carries ──────────────────────────


def test_nodes_and_edges_are_carried_by_pyvis():
    network = build(page_data(small()))
    assert [node["label"] for node in network.nodes][:2] == ["浙江省总工会", "中华全国总工会"]
    edge = by_id(network.edges)[1]
    assert (edge["from"], edge["to"], edge["arrows"]) == ("班前", "省总", "to")
    assert network.options["physics"] == {"enabled": False}


def test_what_is_not_simply_stated_is_dashed():
    dashed = {edge["id"]: "dashes" in edge for edge in build(page_data(small())).edges}
    assert dashed == {0: True, 1: False, 2: False, 3: True, 4: False}


def test_parallel_relations_are_all_there_and_bend_apart():
    twice = dataset(
        [entity("甲"), entity("乙")], [relation("甲", p, "乙") for p in ("related", "partOf", "hasPart")]
    )
    bends = [edge.get("smooth", {}).get("roundness", 0.1) for edge in build(page_data(twice)).edges]
    assert bends == [0.1, 0.24, 0.38]


def test_pyvis_looks_ids_up_in_constant_time():
    from time import perf_counter

    start = perf_counter()
    network = build(page_data(ring(4000)))
    assert len(network.nodes) == 4000
    assert perf_counter() - start < 8, "pyvis as it comes scans a list for each node and edge"


# ── the file ────────────────────────────────────────────────


def test_the_page_loads_nothing_from_anywhere():
    elements = Reader(render_page(small())).elements
    assert not [
        tag for tag, attributes in elements if {"src", "href", "srcset", "onclick"} & attributes.keys()
    ]
    assert not {tag for tag, _ in elements} & {"link", "iframe", "img", "object", "base"}


def test_the_policy_names_the_hash_of_each_script_and_style():
    page = Reader(render_page(small()))
    (policy,) = [a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    code = [text for _, attributes, text in page.raw if attributes.get("type") != "application/json"]
    assert len(code) == 7
    for text in code:
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    named = dataset(
        [entity("甲", name=text, description=text), entity("乙")], [relation("甲", "related", "乙", text)]
    )
    page = Reader(render_page(named, title=text))
    assert not {tag for tag, _ in page.elements} & {"img", "b"}
    assert sum(tag == "script" for tag, _ in page.elements) == 8
    (block,) = [raw for _, attributes, raw in page.raw if attributes.get("id") == "kg-data"]
    assert by_id(json.loads(block)["entities"])["甲"]["name"] == text


@given(st.text())
def test_embedded_json_is_inert_and_reads_back(text):
    embedded = _json({"text": text})
    assert json.loads(embedded) == {"text": text}
    assert not re.search("[<\u2028\u2029]", embedded)


def test_an_empty_dataset_gives_a_page():
    assert "<main" in render_page(dataset([], []))
