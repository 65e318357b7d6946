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
