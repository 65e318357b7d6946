"""Every mistake in data files is found in one run, at its place, with the likely fix."""

import pytest
from conftest import HEAD, TEXT

from kg.loading.load import load

UNION = """\
  省总工会:
    type: Union
    aliases: [省总]
  省委宣传部:
    type: PartyOrgan
"""
CAMPAIGN = UNION + "  班前十分钟:\n    type: Campaign\n"


def statement(more):
    return CAMPAIGN + f"    organizer: {{to: 省总, {more}}}\n"


def quote(phrases):
    return statement(f"quote: {phrases}")


def figure(value):
    return CAMPAIGN + f"    statistics: {{measure: 企业, value: {value}}}\n"


# What stands under `entities:`, with ▸ before the place that is wrong -> code, and words of message or hint.
CASES = {
    "unknown type": ("  甲:\n    type: ▸Unoin\n", "unknown-type", "Union"),
    "abstract type": ("  甲:\n    type: ▸Agent\n", "abstract-type", "Agent"),
    "no type": ("  ▸甲:\n    name: 甲\n", "type-missing", "甲"),
    "unknown property": (UNION + "    ▸organiser: 省总\n", "unknown-property", "organizer"),
    "unknown reference": (CAMPAIGN + "    organizer: ▸省总公会\n", "unknown-reference", "省总工会"),
    "ambiguous reference": (
        CAMPAIGN.replace("PartyOrgan", "PartyOrgan\n    aliases: [省总]") + "    organizer: ▸省总\n",
        "ambiguous-reference",
        "省委宣传部",
    ),
    "wrong range": (CAMPAIGN + "    organizer: ▸班前十分钟\n", "wrong-range", "Organization"),
    "misplaced property": (UNION + "    ▸holder: 省总\n", "property-misplaced", "Honour"),
    "Chinese date": (CAMPAIGN + "    start: ▸2022年4月\n", "date-not-edtf", "2022-04"),
    "no such day": (CAMPAIGN + "    start: ▸2024-02-30\n", "date-no-such-date", "2024-02-30"),
    "date order": (CAMPAIGN + "    start: 2023\n    end: ▸2022\n", "date-order", "2022"),
    "figure with a comma": (figure("▸'2,3万余家'"), "quantity-grouping", "2,3万余家"),
    "unknown unit": (figure("▸2.3万余佳"), "unknown-unit", "佳"),
    "no measure": (CAMPAIGN + "    statistics: ▸2.3万余家\n", "measure-missing", "2.3万余家"),
    "unknown thing counted": (figure("2.3万余家, counts: ▸省总公会"), "unknown-reference", "省总工会"),
    "ambiguous scope": (
        figure("2.3万余家, scope: ▸省总").replace("PartyOrgan", "PartyOrgan\n    aliases: [省总]"),
        "ambiguous-reference",
        "省委宣传部",
    ),
    "unknown kind": (figure("2.3万余家, kind: ▸reech"), "unknown-value", "reach"),
    "unknown kind in Chinese": (figure("2.3万余家, kind: ▸覆盖会及"), "unknown-value", "覆盖惠及"),
    "period that is a list": (figure("2.3万余家, period: ▸[五年来]"), "text-expected", "period"),
    "scope without a value": (figure("2.3万余家, scope: ▸''"), "missing-value", "scope"),
    "measure of an entity": (statement("▸measure: 企业"), "measure-misplaced", "measure"),
    "scope of an entity": (statement("▸scope: 省总"), "measure-misplaced", "scope"),
    "kind of a date": (
        CAMPAIGN + "    start: {value: 2022-04, ▸kind: reach}\n",
        "measure-misplaced",
        "start",
    ),
    "misspelt counts": (figure("2.3万余家, ▸count: 省总"), "unknown-qualifier", "counts"),
    "figure said twice": (
        CAMPAIGN + "    statistics:\n"
        "      - {measure: 企业, value: 2.3万余家, counts: 省总}\n"
        "      - {measure: 企业, value: ▸2.3万余家, counts: 省总工会}\n",
        "duplicate-statement",
        "entities.yaml:13:30",
    ),
    "figure cut": (figure("▸3万余家, quote: 2.3万余家企业"), "quantity-not-in-quote", "3万余家"),
    "wrong organizer": (quote("▸省总工会联合省委组织部"), "quote-not-found", "省委宣传部"),
    "wrong digit": (figure("40万人次, quote: ▸听众达40万人次"), "quote-not-found", "400万人次"),
    "phrases in the wrong order": (
        quote("[办起班前十分钟, ▸省总工会联合]"),
        "quote-out-of-order",
        "省总工会联合",
    ),
    "quote twice": (quote("▸省总工会"), "quote-ambiguous", "2"),
    "short quote": (quote("▸省"), "quote-short", "省"),
    "cut number": (figure("3万余家, quote: ▸3万余家企业"), "quote-cuts-number", "2.3万余家企业"),
    "long quote": (quote(f'▸"{TEXT[:41]}"'), "quote-long", "40"),
    "unknown source": (statement("source: ▸a2"), "unknown-source", "a1"),
    "unknown qualifier": (statement("▸quota: 甲"), "unknown-qualifier", "quote"),
    "unknown status": (statement("status: ▸infered"), "unknown-value", "inferred"),
    "two objects": (CAMPAIGN + "    organizer: ▸{to: 省总, value: 省总}\n", "two-objects", "value"),
    "no object": (CAMPAIGN + "    organizer: ▸{quote: 省总工会联合}\n", "object-missing", "to"),
    "empty value": (CAMPAIGN + "    organizer:▸\n", "missing-value", "organizer"),
    "list in list": (CAMPAIGN + "    organizer: [▸[省总]]\n", "nested-list", "organizer"),
    "said twice": (
        CAMPAIGN + "    organizer: [省总, ▸省总工会]\n",
        "duplicate-statement",
        "entities.yaml:12:17",
    ),
    "cycle": (
        UNION + "    partOf: 甲\n  甲:\n    type: Union\n    partOf: ▸省委宣传部\n",
        "cycle",
        "省委宣传部 → 甲 → 省委宣传部",
    ),
    "own part": (UNION + "    partOf: ▸省委宣传部\n", "cycle", "省委宣传部 → 省委宣传部"),
    "unknown property not stated": (
        UNION + "    notStated: {▸etsablished: 何时成立}\n",
        "unknown-property",
        "established",
    ),
    "property of other types not stated": (
        UNION + "    未载: {▸holder: 谁获得}\n",
        "property-misplaced",
        "Honour",
    ),
    "not stated, and no word on it": (UNION + "    notStated: {established: ▸''}\n", "missing-value", "est"),
    "not stated, without a note": (
        UNION + "    notStated: {partOf: ▸{quote: 听众不少}}\n",
        "omission-without-note",
        "partOf",
    ),
    "not stated, with a value": (
        UNION + "    notStated: {partOf: {note: 不详, ▸to: 省总}}\n",
        "unknown-key",
        "partOf",
    ),
    "not stated: a list": (UNION + "    notStated: ▸[established]\n", "mapping-expected", "notStated"),
    "not stated: a list in a list": (
        UNION + "    notStated: {established: [▸[何时]]}\n",
        "nested-list",
        "established",
    ),
    "not stated, by a wrong quote": (
        UNION + "    notStated: {hasPart: {note: 没有列全, quote: ▸听众达40万人次}}\n",
        "quote-not-found",
        "400万人次",
    ),
    "not stated twice": (
        UNION + "    notStated: {hasPart: 没有列全, 包括: ▸没有列全}\n",
        "duplicate-statement",
        "entities.yaml:10:26",
    ),
    "stated and not stated": (
        CAMPAIGN + "    start: 2022-04\n    notStated: {start: ▸没有说何时开始}\n",
        "stated-and-not-stated",
        "entities.yaml:12:12",
    ),
    "space in id": ("  ▸甲 乙:\n    type: Union\n", "bad-id", "甲乙"),
    "no entity": ("  甲: ▸乙\n", "mapping-expected", "甲"),
    "full-width colon": ("  甲: 类型▸：Union\n", "fullwidth-punctuation", "："),
    "bad address": (UNION + "    sameAs: ▸javascript:alert(1)\n", "bad-uri", "https://"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_is_reported_at_its_place_with_the_likely_fix(data, case):
    marked, code, words = case
    _, problems = load(data(marked.replace("▸", "")))
    before = (HEAD + marked).partition("▸")[0]
    assert [(problem.code, *problem.location[1:]) for problem in problems] == [
        (code, before.count("\n") + 1, len(before) - before.rfind("\n"))
    ]
    for language in ("en", "zh"):
        assert words in problems[0].message(language) + problems[0].hint(language)


def test_good_data_has_no_problem(data):
    good = (
        CAMPAIGN
        + "    organizer: {to: 省总, quote: 省总工会联合}\n    start: {value: 2022-04, quote: 2022年4月}\n"
    )
    dataset, problems = load(data(good))
    assert problems == []
    assert [statement.property for statement in dataset.statements] == ["organizer", "start"]
    assert [statement.quote.spans for statement in dataset.statements] == [((8, 14),), ((0, 7),)]


def test_all_mistakes_are_found_in_one_run(data):
    many = "".join(f"  甲{number}:\n    type: Unoin\n" for number in range(300))
    _, problems = load(data(many))
    assert len(problems) == 300
    assert {problem.location.line for problem in problems} == set(range(6, 606, 2))


def test_properties_may_be_written_by_their_chinese_or_english_label(data):
    text = CAMPAIGN + "    主办: 省总\n    co-organizer: 省委宣传部\n"
    dataset, problems = load(data(text))
    assert problems == []
    assert [statement.property for statement in dataset.statements] == ["organizer", "coorganizer"]


def test_what_qualifies_a_figure_may_be_written_by_any_name(data):
    text = figure("2.3万余家, counts: 省总, scope: 省委宣传部, period: 一年下来, kind: 覆盖惠及")
    dataset, problems = load(data(text))
    assert problems == []
    (statement,) = dataset.statements
    assert statement.object[2:] == ("省总工会", "省委宣传部", "一年下来", "reach")


def test_the_same_figure_of_another_scope_is_another_one(data):
    text = (
        CAMPAIGN
        + "    statistics:\n"
        + "".join(
            f"      - {{measure: 企业, value: 2.3万余家, {more}}}\n"
            for more in ("kind: reach", "scope: 省总", "scope: 省委宣传部", "period: 五年来")
        )
    )
    dataset, problems = load(data(text))
    assert problems == []
    assert len({statement.object for statement in dataset.statements}) == 4


@pytest.mark.parametrize("key", ["notStated", "未载", "not stated"])
def test_what_the_article_does_not_say_is_no_statement(data, key):
    long_form = "{note: 没有列全, quote: 听众不少}"
    text = CAMPAIGN + f"    partOf: 省总\n    {key}: {{包括: {long_form}, partOf: 另有几项, start: 何时}}\n"
    dataset, problems = load(data(text))
    assert problems == []
    assert [statement.property for statement in dataset.statements] == ["partOf"]
    assert [(one.property, one.note, one.source) for one in dataset.omissions] == [
        ("hasPart", "没有列全", "a1"),
        ("partOf", "另有几项", "a1"),
        ("start", "何时", "a1"),
    ]
    assert dataset.omissions[0].quote.spans == ((44, 48),)
    assert [dataset.is_partial(one) for one in dataset.omissions] == [False, True, False]


def test_values_from_the_other_end_make_a_list_that_is_not_full(data):
    text = CAMPAIGN + "    partOf: 省总\n  甲:\n    type: Union\n    未载: {包括: 哪几家}\n"
    dataset, _ = load(data(text + "  乙: {type: Union, partOf: 甲}\n"))
    assert dataset.is_partial(dataset.omissions[0])


def test_one_article_may_say_what_another_does_not(data):
    head = HEAD.replace("entities:", "  a2: {title: 另一篇}\nentities:")
    text = CAMPAIGN + "    start: 2022-04\n    notStated: {start: {note: 没有说何时, source: a2}}\n"
    _, problems = load(data(text, head=head))
    assert problems == []


ARTICLE_CASES = {
    "notStated: {published: 没有注明日期, url: 没有}": [],
    "authors: [甲], notStated: {authors: 署名之外还有几人}": [],
    "notStated: {publised: 没有注明日期}": ["unknown-property"],
    "notStated: {holder: 谁获得}": ["property-misplaced"],
    "published: 2024, notStated: {published: 没有注明日期}": ["stated-and-not-stated"],
    "notStated: 日期": ["mapping-expected"],
    "notStated: {published: {quote: 听众不少}}": ["omission-without-note"],
    "notStated: {published: {note: 没有注明日期, quote: 听众很多}}": ["quote-not-found"],
}


@pytest.mark.parametrize("more", ARTICLE_CASES)
def test_an_article_may_not_say_something_about_itself(data, more):
    head = HEAD.replace("a1.txt}", f"a1.txt, {more}}}")
    dataset, problems = load(data(UNION, head=head))
    assert [problem.code for problem in problems] == ARTICLE_CASES[more]
    assert all((one.subject, one.source, one.of_article) == ("a1", "a1", True) for one in dataset.omissions)
    assert ARTICLE_CASES[more] or dataset.omissions


def test_scalars_are_what_they_look_like(data):
    text = "  '007':\n    type: Union\n    name: no\n    aliases: [1.50, ~, 2022-04-01]\n"
    dataset, problems = load(data(text))
    assert problems == []
    assert dataset.entities["007"].name == "no"
    assert dataset.entities["007"].aliases == ("1.50", "~", "2022-04-01")


def test_an_id_is_defined_once_over_all_files(data):
    directory = data(UNION)
    (directory / "more.yaml").write_text("entities:\n  省总工会: {type: Union}\n", encoding="utf-8")
    _, problems = load(directory)
    assert [problem.code for problem in problems] == ["duplicate-id"]
    assert str(problems[0].location).endswith("more.yaml:2:3")
    assert "entities.yaml:5:3" in problems[0].message("zh")


def test_a_statement_may_come_from_an_article_of_another_file(data):
    directory = data(CAMPAIGN)
    more = "entities:\n  乙: {type: Campaign, organizer: {to: 省总, source: a1}}\n"
    (directory / "more.yaml").write_text(more, encoding="utf-8")
    dataset, problems = load(directory)
    assert problems == []
    assert dataset.statements[-1].source == "a1"


def test_without_the_text_quotes_are_counted_as_not_checked(data):
    text = CAMPAIGN + "    notStated: {start: {note: 何时, quote: 不在文中}}\n"
    _, problems = load(data(text, text=None))
    assert [problem.code for problem in problems] == ["quotes-unchecked"]
    text = CAMPAIGN + "    organizer: {to: 省总, quote: 不在文中}\n"
    _, problems = load(data(text, text=None))
    assert [(problem.code, problem.severity) for problem in problems] == [("quotes-unchecked", "warning")]
    assert "1" in problems[0].message()


def test_texts_may_stand_in_another_directory(data, tmp_path):
    directory = data(CAMPAIGN + "    organizer: {to: 省总, quote: 不在文中}\n", text=None)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a1.txt").write_text("文中没有。", encoding="utf-8")
    _, problems = load(directory, elsewhere)
    assert [problem.code for problem in problems] == ["quote-not-found"]


@pytest.mark.parametrize("path", ["../a1.txt", "/etc/passwd"])
def test_a_text_outside_the_data_is_refused(data, path):
    head = "source: a1\narticles:\n  a1: {title: 报道, text: PATH}\nentities:\n".replace("PATH", path)
    _, problems = load(data(UNION, head=head))
    assert [problem.code for problem in problems] == ["text-outside"]


def test_a_missing_directory_and_one_without_data_are_problems(tmp_path):
    assert [problem.code for problem in load(tmp_path / "nothing")[1]] == ["no-directory"]
    assert [problem.code for problem in load(tmp_path)[1]] == ["no-data"]


def test_a_broken_link_and_a_directory_named_like_a_file_are_problems(data):
    directory = data(UNION)
    (directory / "broken.yaml").symlink_to("nowhere")
    (directory / "folder.yaml").mkdir()
    _, problems = load(directory)
    assert [problem.code for problem in problems] == ["broken-link", "unreadable"]


def test_data_without_an_ontology_says_so_once(data):
    directory = data(UNION)
    (directory / "ontology.yaml").unlink()
    _, problems = load(directory)
    assert [problem.code for problem in problems] == ["ontology-missing"]


def test_what_may_stand_in_a_file_that_cannot_be_read_is_not_called_unknown(data):
    directory = data(CAMPAIGN + "    organizer: [市总工会]\n    start: 2024-02-30\n")
    (directory / "towns.yaml").write_text("entities:\n  市总工会: {type: Union\n", encoding="utf-8")
    _, problems = load(directory)
    assert [problem.code for problem in problems] == ["date-no-such-date", "unclosed-bracket"]


def test_an_ontology_that_cannot_be_read_is_not_called_missing(data):
    directory = data(UNION)
    (directory / "ontology.yaml").write_text("classes:\n\tUnion: {}\n", encoding="utf-8")
    _, problems = load(directory)
    assert {problem.location.file for problem in problems} == {str(directory / "ontology.yaml")}


@pytest.mark.parametrize(
    ("article", "code", "column"),
    [("▸a 1: {title: 甲}", "bad-id", 3), ("a1: {title: 甲, url: ▸example.com}", "bad-uri", 23)],
)
def test_what_would_make_no_iri_of_an_article_is_refused(data, article, code, column):
    head = f"articles:\n  {article.replace('▸', '')}\nentities:\n"
    _, problems = load(data(UNION, head=head))
    assert [(problem.code, *problem.location[1:]) for problem in problems] == [(code, 2, column)]
