"""What quotes cover of an article, and what in it no statement uses yet; all texts here are invented."""

import json
import re

import pytest
from graphs import HERE, dataset, entity
from hypothesis import given
from hypothesis import strategies as st
from test_cli import kg

from kg.coverage.measure import KINDS, absent_texts, coverage, totals
from kg.coverage.report import render_json, render_text
from kg.evidence import Text, find
from kg.model import Article, Omission, Quote, Statement
from kg.ontology import Enumeration

UNITS = Enumeration("Unit", dict.fromkeys(["年", "月", "天", "家", "名", "大", "项", "元", "人", "人次"], ""))


def measured(text, *quotes):
    """Measure a text, of which each quote (phrases, joined by …) carries a statement."""
    found = [find(Text(text), quote.split("…")) for quote in quotes]
    statements = [
        Statement("甲", "goal", "乙", HERE, "a1", Quote(tuple(quote.split("…")), place.spans))
        for quote, place in zip(quotes, found, strict=True)
    ]
    assert all(place.spans for place in found), quotes
    data = dataset([entity("甲")], statements, [Article("a1", "车间里的书屋", HERE, text=text)])
    data.ontology.enumerations["Unit"] = UNITS
    return next(one for one in coverage(data) if one.article.id == "a1").paragraphs


def uncovered(paragraphs):
    return [sentence.text for part in paragraphs for sentence in part.sentences if not sentence.quoted]


def unused(paragraphs, kind):
    return [
        mention.text
        for part in paragraphs
        for mention in part.mentions
        if mention.kind == kind and not mention.used
    ]


# ── sentences ───────────────────────────────────────────────────────────────────────────────────────────

# A text -> its sentences, parted by |.
SENTENCES = {
    "书屋建成。职工来了。": "书屋建成。|职工来了。",
    "书屋建成;职工来了！好不好？好": "书屋建成;|职工来了！|好不好？|好",
    "老张说：“好。”他笑了。": "老张说：“好。”|他笑了。",
    "老张说：“好！大家来。”（完。）": "老张说：“好！|大家来。”|（完。）",
    "读《书屋往哪里去？答问》有感。": "读《书屋往哪里去？答问》有感。",
    "读《书屋没有写完。职工来了。": "读《书屋没有写完。|职工来了。",
    "职工来了……书屋满了。": "职工来了……书屋满了。",
    "标题没有句号\n\n书屋建成。": "标题没有句号|书屋建成。",
    "花了3.5万元。": "花了3.5万元。",
    "。。！——": "",
    "": "",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_a_text_is_parted_into_sentences(text):
    assert "|".join(uncovered(measured(text))) == SENTENCES[text]


# A text, quotes, then the sentences that no quote lies in.
COVERED = [
    ("书屋建成。职工来了。", ["建成"], "职工来了。"),
    ("书屋建成。职工来了。", ["建成。职工"], ""),
    ("书屋建成。职工来了。大家读书。", ["书屋…读书"], "职工来了。"),
    ("书屋\n\n建成。职工来了。", ["书屋建成"], "职工来了。"),
    ("书屋建成。书屋建成了吗？", ["建成了"], "书屋建成。"),
]


@pytest.mark.parametrize(("text", "quotes", "left"), COVERED)
def test_a_sentence_is_covered_where_a_quote_lies_in_it(text, quotes, left):
    assert "|".join(uncovered(measured(text, *quotes))) == left


def test_shares_count_letters_digits_and_chinese_characters_only():
    counts = totals(measured("书屋 2 家，\n“读书”。OK！", "2 家", "读书"))
    assert (counts.characters, counts.covered, counts.quoted) == (8, 6, 4)


def test_a_quote_counts_once_however_many_statements_share_it():
    text = "书屋建成。职工来了。"
    assert totals(measured(text, "建成", "建成", "屋建")) == totals(measured(text, "建成", "屋建"))


def test_what_is_said_of_what_is_not_stated_covers_too():
    text = "书屋建成。职工来了。大家读书。"
    of_entity = Omission("甲", "start", HERE, "a1", "没有说何时", Quote(("书屋",), ((0, 2),)))
    of_article = Omission("a1", "level", HERE, "a1", "没有写", Quote(("职工",), ((5, 7),)), of_article=True)
    data = dataset([entity("甲")], [], [Article("a1", "书屋", HERE, text=text)])
    data.omissions = [of_entity, of_article]
    assert uncovered(coverage(data)[1].paragraphs) == ["大家读书。"]


# ── figures, titles, names ──────────────────────────────────────────────────────────────────────────────

# A text and its quotes -> what of each kind is not used, parted by spaces.
UNUSED = {
    ("建成1200余家，花3.5万元。", ""): {"numbers": "1200余家 3.5万元"},
    ("建成1200余家，花3.5万元。", "建成1200余家"): {"numbers": "3.5万元"},
    ("增长50%，占2‰。", "增长50%"): {"numbers": "2‰"},
    ("2023年5月，来了2,300人，3、4人。", "5月"): {"numbers": "2023年 2,300人 3 4人"},
    ("惠及２０万人次。", ""): {"numbers": "２０万人次"},
    ("惠及5亿多人,10.2万余家。", ""): {"numbers": "5亿多人 10.2万余家"},
    ("第一批四大行动，二十项，千方百计，一家，五年。", "五年"): {"numerals": "四大 二十项"},
    ("读《书屋指南》《工会\n\n 手册》。", ""): {"titles": "《书屋指南》 《工会手册》"},
    ("读《书屋指南》《工会\n\n 手册》。", "工会手册"): {"titles": "《书屋指南》"},
    ("办《书屋指南》。再读《书屋指南》。", "再读《书屋指南》"): {},
    ("办“四型书屋”，“好书\n榜”。", ""): {"names": "“四型书屋” “好书榜”"},
    ("办“四型书屋”，“好书\n榜”。", "四型书屋"): {"names": "“好书榜”"},
    ("老张说“书屋好不好？”“好！”", ""): {},
    (f"老张说“{'好' * 31}”", ""): {},
    (f"老张说“{'好' * 30}”", ""): {"names": f"“{'好' * 30}”"},
    ("《关于“四型书屋”的意见》", ""): {"titles": "《关于“四型书屋”的意见》", "names": "“四型书屋”"},
    ("“四型\n图片说明书屋”", "四型…书屋"): {"names": "“四型图片说明书屋”"},
}


@pytest.mark.parametrize(("text", "quote"), UNUSED)
def test_what_no_statement_uses_is_found(text, quote):
    paragraphs = measured(text, *filter(None, [quote]))
    found = {kind: " ".join(unused(paragraphs, kind)) for kind in KINDS}
    assert {kind: texts for kind, texts in found.items() if texts} == UNUSED[text, quote]


def test_a_mention_belongs_to_the_paragraph_it_begins_in_at_its_line_and_column():
    first, second = measured("书屋。\r\n\r\n　　办“四型\r\n\r\n书屋”2家。")[:2]
    assert first.mentions == ()
    (name,) = second.mentions
    assert (name.text, name.place.line, name.place.column) == ("“四型书屋”", 3, 4)


@given(st.text(alphabet="书屋家万余0123456789.,，。《》“”？ \n", max_size=60))
def test_every_digit_is_in_a_number_and_every_letter_in_a_sentence(text):
    paragraphs = measured(text)
    numbers = [mention for part in paragraphs for mention in part.mentions if mention.kind == "numbers"]
    digits = "".join(re.findall("[0-9]", "".join(number.text for number in numbers)))
    assert digits == "".join(re.findall("[0-9]", text))
    assert totals(paragraphs).characters == sum(map(str.isalnum, text))


@given(st.text(alphabet="书屋家2。《》“”\n", min_size=1, max_size=40), st.data())
def test_a_quote_of_everything_leaves_nothing_and_no_quote_leaves_all(text, data):
    end = data.draw(st.integers(0, len(text)))
    some = Statement("甲", "goal", "乙", HERE, "a1", Quote(("书",), ((0, end),)))
    graph = dataset([entity("甲")], [some], [Article("a1", "书屋", HERE, text=text)])
    counts = totals(coverage(graph)[1].paragraphs)
    assert 0 <= counts.quoted <= counts.covered <= counts.characters
    assert counts.quoted == sum(map(str.isalnum, text[:end]))
    if end == len(text):
        assert counts.used == counts.found
        assert counts.covered == counts.characters


# ── reports ─────────────────────────────────────────────────────────────────────────────────────────────

ARTICLE = """\
2024年，云溪市总工会启动“职工书屋”项目。

有人说：“书屋办得真不错，我们下班以后天天都去那里读书看报。”
"""
ENTITIES = "  书屋: {type: Programme, start: {value: 2024, quote: 2024年}}\n"

REPORTS = {
    "zh": """\
a1《一篇报道》

  段    行  有引文  引文内  开头
   1     1    100%     26%  2024年，云溪市总工…
        未用名称    “职工书屋” 1:15
   2     3      0%      0%  有人说：“书屋办得真不…
        无引文的句  有人说：“书屋办得真不错，我们下班以后… 3:1

合计：45 字，42.2% 在有引文的句子里，11.1% 在引文里
已用：数字 1/1，《》标题 0/0，“”名称 0/1，汉字数 0/0
""",
    "en": """\
a1《一篇报道》

para  line  covered  quoted  begins
   1     1     100%     26%  2024年，云溪市总工…
        unused names     “职工书屋” 1:15
   2     3       0%      0%  有人说：“书屋办得真不…
        without quotes   有人说：“书屋办得真不错，我们下班以后… 3:1

total: 45 characters, 42.2% in sentences with a quote, 11.1% in quotes
used: numbers 1/1, 《》 titles 0/0, “” names 0/1, Chinese numerals 0/0
""",
}


@pytest.mark.parametrize("language", REPORTS)
def test_the_report_says_paragraph_by_paragraph_what_is_missing(data, language):
    status, out, aside = kg(
        "check", "--coverage", "--lang", language, "--data", str(data(ENTITIES, text=ARTICLE))
    )
    assert status == 0
    assert out.startswith(REPORTS[language])
    assert ("1 个实体" if language == "zh" else "1 entity") in aside


def test_problems_come_first_and_decide_the_status(data):
    directory = str(data(f"{ENTITIES}  坏: {{type: Nothing}}\n", text=ARTICLE))
    plain = kg("check", "--data", directory)
    found = kg("check", "--coverage", "--data", directory)
    assert found[0] == plain[0] == 1
    assert found[1].startswith(f"{plain[1]}\na1《")
    report = json.loads(kg("check", "--coverage", "--format", "json", "--data", directory)[1])
    assert report["problems"] == json.loads(kg("check", "--format", "json", "--data", directory)[1])


def test_the_report_for_programs_says_the_same(data):
    directory = str(data(ENTITIES, text=ARTICLE))
    (article,) = json.loads(kg("check", "--coverage", "--format", "json", "--data", directory)[1])["coverage"]
    first, second = article["paragraphs"]
    assert (article["article"], article["text"], article["characters"], article["covered"]) == (
        "a1",
        True,
        45,
        19,
    )
    assert first["unused"] == {
        "numbers": [],
        "titles": [],
        "names": [{"line": 1, "column": 15, "text": "“职工书屋”"}],
        "numerals": [],
    }
    assert second["uncovered"] == [{"line": 3, "column": 1, "text": "有人说：“书屋办得真不错，我们下班以后…"}]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_article_without_its_text_is_named(data, language):
    found = kg("check", "--coverage", "--lang", language, "--data", str(data(ENTITIES, text=None)))
    assert found[0] == 0
    assert ("没有文本" if language == "zh" else "not at hand") in found[1]
    assert "entities.yaml:3:3: warning[coverage-no-text]" in found[2]


def test_no_more_of_a_sentence_is_shown_than_its_beginning():
    article = Article("a1", "书屋", HERE, text="。".join(["好" * 100] * 3))
    found = coverage(dataset([], [], [article]))
    for language in ("zh", "en"):
        for report in (render_text(found, [], language), render_json(found, [], language)):
            assert max(map(len, re.findall("好+", report))) < 20


def test_absent_texts_are_those_of_articles_that_have_none():
    found = coverage(dataset([], [], [Article("a1", "书屋", HERE, text="")]))
    assert [problem.blanks["id"] for problem in absent_texts(found)] == ["review"]
