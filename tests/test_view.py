"""What the page is told of a dataset: entities, statements, what they mean, and where their words stand."""

import json
import re

import pytest
from graphs import HERE, dataset, entity, ontology, small

import kg
from kg.dates import parse_date
from kg.model import Article, Observation, Quote, Statement
from kg.quantity import parse_quantity
from kg.view import page_data, part
from kg.view.data import category
from kg.view.passages import CUT, LEAST, LONGEST, Passages


def by_id(rows):
    return {row["id"]: row for row in rows}


def said(object_, **more):
    """Give the only statement of a page, as it is written there."""
    statement = Statement("甲", "level", object_, HERE, **more)
    return page_data(dataset([entity("甲")], [statement]))["statements"][0]


def test_an_entity_is_described_for_the_page():
    union = by_id(page_data(small())["entities"])["省总"]
    assert union | {"keys": None} == {
        "id": "省总",
        "name": "浙江省总工会",
        "type": "Union",
        "category": 1,
        "degree": 2,
        "rank": union["rank"],
        "community": 0,
        "keys": None,
        "aliases": ("省总工会",),
    }


def test_entities_are_found_by_pinyin_and_initials():
    keys = by_id(page_data(small())["entities"])["竺士杰"]["keys"]
    assert {"zhushijie", "zsj"} <= set(keys)


def test_statements_keep_figures_and_dates_as_written():
    objects = [statement["object"] for statement in page_data(small())["statements"]]
    assert objects[5:] == [
        {
            "measure": "参加企业",
            "figure": "2.3万余家",
            "meaning": {"number": "23000", "bound": "lower", "unit": "家"},
        },
        {"date": "2022-04"},
        {"text": {"zh": "内化于心", "en": "内化于心"}},
        {"text": {"zh": "省级", "en": "provincial"}},
    ]


MEANINGS = {
    "65.90亿元": {"number": "6590000000", "bound": "exact", "unit": "元"},
    "50%以上": {"number": "50", "bound": "lower", "unit": "%"},
    "0.50元": {"number": "0.5", "bound": "exact", "unit": "元"},
    "3至5家": {"number": "3", "bound": "range", "unit": "家", "maximum": "5"},
    "百万志愿者": {"number": "1000000", "bound": "magnitude", "unit": "志愿者"},
    "12": {"number": "12", "bound": "exact", "unit": ""},
}


@pytest.mark.parametrize("figure", MEANINGS)
def test_a_figure_says_what_it_means(figure):
    assert said(Observation("数", parse_quantity(figure)))["object"]["meaning"] == MEANINGS[figure]


DAYS = {
    "2022-04": ["2022-04-01", "2022-04-30"],
    "2018/2023-04": ["2018-01-01", "2023-04-30"],
    "2018/..": ["2018-01-01", None],
    "../2018": [None, "2018-12-31"],
    "Y12345": None,
}


@pytest.mark.parametrize("date", DAYS)
def test_a_date_says_which_days_it_covers_and_so_does_when(date):
    assert said(parse_date(date)).get("days") == DAYS[date]
    assert said("省级", when=parse_date(date)).get("days") == DAYS[date]


def test_a_date_goes_before_when_it_was_so():
    assert said(parse_date("2022"), when=parse_date("2018"))["days"] == ["2022-01-01", "2022-12-31"]


NOT_STATED = """\
  甲: {type: Union, hasPart: 乙, notStated: {hasPart: {note: 没有列全, quote: 听众不少}, established: 何时}}
  乙: {type: Union, 未载: {level: 没有写明}}
"""


def test_what_is_not_stated_is_no_statement_of_the_page(data):
    page = page_data(kg.load(data(NOT_STATED)).dataset)
    assert len(page["statements"]) == 1
    assert page["omissions"] == [
        {
            "subject": "甲",
            "property": "hasPart",
            "note": "没有列全",
            "partial": True,
            "source": "a1",
            "quote": ("听众不少",),
            "paragraph": 1,
        },
        {"subject": "甲", "property": "established", "note": "何时", "partial": False, "source": "a1"},
        {"subject": "乙", "property": "level", "note": "没有写明", "partial": False, "source": "a1"},
    ]
    assert page["properties"]["established"]["title"] == {"zh": "成立日期", "en": "date established"}


def test_a_part_never_says_that_what_it_leaves_out_is_not_stated(data):
    graph = kg.load(data(NOT_STATED)).dataset
    assert [one.property for one in part(graph, ["甲"]).omissions] == ["established"]
    assert [one.property for one in part(graph, ["甲", "乙"]).omissions] == [
        "hasPart",
        "established",
        "level",
    ]


def test_a_figure_carries_what_qualifies_it(data):
    figure = "{measure: 场次, value: 9场, counts: 甲, period: 五年来, kind: reach}"
    graph = kg.load(data(f"  甲: {{type: Union, statistics: {figure}}}\n")).dataset
    (statement,) = page_data(graph)["statements"]
    assert statement["object"] == {
        "measure": "场次",
        "figure": "9场",
        "meaning": {"number": "9", "bound": "exact", "unit": "场"},
        "kind": {"zh": "覆盖惠及", "en": "reach"},
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
    assert [(each["title"]["zh"], each["glyph"], each["count"]) for each in categories] == [
        ("人物", "人", 2),
        ("机构", "机", 2),
        ("行动", "行", 1),
        ("机制", "制", 1),
        ("荣誉称号", "荣", 1),
    ]


def test_everything_has_a_title_in_both_languages():
    data = page_data(small(), language="en")
    assert data["language"] == "en"
    assert data["classes"]["Union"] == {"title": {"zh": "工会", "en": "Trade union"}, "category": 1}
    assert "Agent" not in data["classes"], "no entity is of an abstract class"
    assert data["properties"]["partOf"] == {
        "title": {"zh": "隶属", "en": "part of"},
        "inverse": {"zh": "包括", "en": "has part"},
    }


def test_entities_carry_their_rank_and_their_community():
    data = page_data(small())
    entities = by_id(data["entities"])
    assert sum(each["rank"] for each in data["entities"]) / 7 == pytest.approx(1, abs=0.001)
    assert entities["班前"]["rank"] > entities["全总"]["rank"] > entities["孤例"]["rank"]
    assert entities["省总"]["community"] == entities["全总"]["community"]
    sizes = [group["size"] for group in data["communities"]]
    assert sizes == sorted(sizes, reverse=True)
    for number, group in enumerate(data["communities"]):
        members = [each["id"] for each in data["entities"] if each["community"] == number]
        assert group["name"] in members
        assert group["size"] == len(members)


def test_page_data_is_json_and_has_a_title_only_where_one_is_given():
    assert "title" not in json.loads(json.dumps(page_data(small())))
    assert page_data(small(), title="工会")["title"] == "工会"


# ── where the words stand ───────────────────────────────────

LONG = "，".join(["这一句话说得很长"] * 60)
ARTICLE = f"""\
车间里的书屋

  2024年4月，云溪市总工会启动项目。一年间建成1200余家！书香满车间。
{LONG}，而书屋就在其中，{LONG}。
"""
SENTENCES = {
    "in one": (["云溪市总工会"], 2, ["2024年4月，", "云溪市总工会", "启动项目。"]),
    "at its ends": (["一年间", "家！"], 2, ["", "一年间", "建成1200余", "家！", ""]),
    "in two": (
        ["启动", "一年"],
        2,
        ["2024年4月，云溪市总工会", "启动", "项目。", "一年", "间建成1200余家！"],
    ),
    "with one left out": (
        ["启动", "书香"],
        2,
        ["2024年4月，云溪市总工会", "启动", f"项目。{CUT}", "书香", "满车间。"],
    ),
    "across two": (["项目。一年间"], 2, ["2024年4月，云溪市总工会启动", "项目。一年间", "建成1200余家！"]),
    "in the title": (["书屋"], 1, ["车间里的", "书屋", ""]),
}


def spans_of(phrases):
    """Give the places of the phrases, each behind the one before."""
    end = 0
    for phrase in phrases:
        start = ARTICLE.index(phrase, end)
        end = start + len(phrase)
        yield start, end


@pytest.mark.parametrize("case", SENTENCES)
def test_a_quote_stands_in_its_sentences(case):
    phrases, paragraph, sentence = SENTENCES[case]
    passages, spans = Passages(ARTICLE), list(spans_of(phrases))
    assert passages.sentence(spans) == sentence
    assert passages.paragraph(spans) == paragraph


@pytest.mark.parametrize("phrases", [["而书屋"], ["而书屋", "其中"], ["话说", "而书屋", "其中"], [LONG]])
def test_a_long_sentence_is_cut_around_its_phrases(phrases):
    sentence = Passages(ARTICLE).sentence(list(spans_of(phrases)))
    assert sentence[1::2] == phrases
    shown = "".join(sentence).replace(CUT, "")
    assert len(shown) <= max(LONGEST, len("".join(phrases)) + 2 * LEAST * len(phrases))
    assert sentence[-1].endswith(CUT)
    for piece in re.split(CUT, "".join(sentence)):
        assert piece in ARTICLE


def quoted(text):
    quote = Quote(("云溪市总工会",), tuple(spans_of(["云溪市总工会"])) if text else None)
    return dataset(
        [entity("甲")],
        [Statement("甲", "goal", "书屋", HERE, "a", quote)],
        [Article("a", "车间里的书屋", HERE, text=text)],
    )


EVIDENCE = {
    "with the text at hand": (ARTICLE, False, {"paragraph": 2}),
    "where it is wanted": (ARTICLE, True, {"paragraph": 2, "sentence": SENTENCES["in one"][2]}),
    "without the text": (None, True, {}),
}


@pytest.mark.parametrize("case", EVIDENCE)
def test_the_page_holds_sentences_only_where_they_are_wanted(case):
    text, with_text, evidence = EVIDENCE[case]
    page = page_data(quoted(text), with_text=with_text)
    assert page["statements"][0].items() >= evidence.items()
    assert ("启动项目" in json.dumps(page, ensure_ascii=False)) == ("sentence" in evidence)


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
