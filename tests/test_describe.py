"""What a terminal says of an entity, a search, a path and the counts, in both languages."""

import pytest
from conftest import HEAD
from graphs import dataset, entity, relation, small

from kg.describe import Describer, find_entity
from kg.loading.load import load
from kg.network import shortest_path, statistics
from kg.problems import KgError


@pytest.fixture
def chinese():
    return Describer(small(), "zh")


@pytest.fixture
def english():
    return Describer(small(), "en")


CAMPAIGN = {
    "zh": """\
班前十分钟活动  [活动]  班前
  班前会上的宣讲。
  — 主办 → 浙江省总工会
      (2022-04)  「省总工会组织开展」 —《工会工作回眸》
  — 统计 → 参加企业: 2.3万余家
      「2.3万余家企业」 —《工会工作回眸》
  — 开始 → 2022-04
      无引文 —《工会工作回眸》
  — 目标 → 内化于心
      「内化于心」 —《工会工作回眸》
  — 级别 → 省级
      无引文
  ← 相关 — 黄金娟
      「黄金娟 … 班前会」 —《工会工作回眸》
""",
    "en": """\
班前十分钟活动  [Campaign]  班前
  班前会上的宣讲。
  — organizer → 浙江省总工会
      (2022-04)  「省总工会组织开展」 —《工会工作回眸》
  — statistic → 参加企业: 2.3万余家
      「2.3万余家企业」 —《工会工作回眸》
  — start → 2022-04
      no quote —《工会工作回眸》
  — goal → 内化于心
      「内化于心」 —《工会工作回眸》
  — level → provincial
      no quote
  ← related to — 黄金娟
      「黄金娟 … 班前会」 —《工会工作回眸》
""",
}


@pytest.mark.parametrize("language", CAMPAIGN)
def test_an_entity_is_shown_with_its_evidence(language):
    lines = Describer(small(), language).entity("班前")
    assert "".join(f"{line}\n" for line in lines) == CAMPAIGN[language]


def test_names_status_and_note_are_shown(chinese, english):
    assert list(chinese.entity("省总"))[:5] == [
        "浙江省总工会  [工会]  省总",
        "  又名: 省总工会",
        "  — 隶属 → 中华全国总工会",
        "      (推断)  无引文 —《工会工作回眸》",
        "      由名称可知",
    ]
    assert "      (inferred)  no quote —《工会工作回眸》" in list(english.entity("省总"))
    assert "      (disputed)  no quote —《工会工作回眸》" in list(english.entity("工匠"))


def test_an_entity_that_nothing_is_said_of_has_one_line(chinese):
    assert list(chinese.entity("孤例")) == ["没有关系的机制  [机制]  孤例"]


def test_a_web_address_of_the_same_thing_is_shown():
    one = dataset([entity("甲", same_as=("https://example.org/a",))], [])
    assert "  另见: https://example.org/a" in list(Describer(one, "zh").entity("甲"))
    assert "  same as: https://example.org/a" in list(Describer(one, "en").entity("甲"))


def test_a_path_is_told_step_by_step_with_the_direction_of_each_statement(chinese, english):
    steps = shortest_path(english.dataset, "黄金娟", "全总")
    assert list(english.path("黄金娟", steps)) == [
        "黄金娟",
        "  — related to → 班前十分钟活动",
        "      「黄金娟 … 班前会」 —《工会工作回眸》",
        "  — organizer → 浙江省总工会",
        "      (2022-04)  「省总工会组织开展」 —《工会工作回眸》",
        "  — part of → 中华全国总工会",
        "      (inferred)  no quote —《工会工作回眸》",
        "      由名称可知",
    ]
    back = shortest_path(chinese.dataset, "全总", "黄金娟")
    assert [line for line in chinese.path("全总", back) if "—《" not in line] == [
        "中华全国总工会",
        "  ← 隶属 — 浙江省总工会",
        "      由名称可知",
        "  ← 主办 — 班前十分钟活动",
        "  ← 相关 — 黄金娟",
    ]


def test_the_path_from_an_entity_to_itself_is_the_entity(chinese):
    assert list(chinese.path("竺士杰", [])) == ["竺士杰"]


def test_the_counts_are_tables(chinese, english):
    told = "\n".join(chinese.statistics(statistics(chinese.dataset)))
    assert told.startswith("总计          数量\n------------  ----\n实体          7\n陈述          9\n")
    assert "带引文的陈述  5\n" in told
    assert "连接最多的实体" in told
    assert told.endswith("没有连接的实体: 没有关系的机制\n")
    told = "\n".join(english.statistics(statistics(english.dataset)))
    assert told.startswith("total                    count\n")
    assert "Trade union  2" in told
    assert told.endswith("entities without connections: 没有关系的机制\n")


def test_entities_of_the_same_name_are_counted_apart():
    twins = dataset(
        [entity("甲", name="班前会"), entity("乙", name="班前会"), entity("丙")],
        [relation("甲", "related", "丙"), relation("乙", "related", "丙")],
    )
    told = "\n".join(Describer(twins, "en").statistics(statistics(twins)))
    assert told.split("most connected entity")[1].split("community")[0].count("班前会") == 2


def test_an_empty_graph_has_counts_and_no_empty_tables():
    nothing = dataset([], [])
    told = list(Describer(nothing, "zh").statistics(statistics(nothing)))
    assert told[0].startswith("总计")
    assert "".join(told[1:]) == ""


SEARCHES = {
    "班前": ["班前"],
    "banqian": ["班前"],
    "bqsfz": ["班前"],
    "省总工会": ["省总"],
    "总工会": ["省总", "全总"],
    "大国工匠": [],
    "没有": ["孤例"],
}


@pytest.mark.parametrize("text", SEARCHES)
def test_a_search_gives_type_name_and_id_best_first(chinese, text):
    found = chinese.matches(text)
    if SEARCHES[text]:
        assert [id_ for _, _, id_ in found] == SEARCHES[text]
        assert found[0][0] == {"班前": "活动", "省总": "工会", "孤例": "机制"}[SEARCHES[text][0]]
    else:
        assert found == [("荣誉称号", "大国工匠", "工匠")]


def test_a_search_without_result_names_the_nearest(chinese):
    problem = chinese.nothing_found("浙江省总公会")
    assert problem.message("zh") == "没有名称与“浙江省总公会”相近的实体"
    assert problem.hint("zh") == "是不是“浙江省总工会”？"
    assert problem.hint("en") == "did you mean 浙江省总工会?"
    assert chinese.nothing_found("xyz").hint("zh") == ""


@pytest.mark.parametrize("name", ["省总", "浙江省总工会", "省总工会"])
def test_an_entity_is_found_by_any_of_its_names(name):
    assert find_entity(small(), name) == "省总"


def problem_of(graph, name):
    with pytest.raises(KgError) as error:
        find_entity(graph, name)
    (problem,) = error.value.problems
    return problem


def test_an_unknown_name_is_answered_with_the_nearest():
    problem = problem_of(small(), "竺世杰")
    assert (problem.code, problem.location.file) == ("unknown-name", "竺世杰")
    assert problem.message("zh") == "没有实体的标识、名称或别名是“竺世杰”"
    assert problem.hint("zh") == "是不是“竺士杰”？"
    assert problem.hint("en") == "did you mean 竺士杰?"
    assert problem_of(small(), "xyz").hint("en") == ""


def test_an_ambiguous_name_is_answered_with_all_that_have_it():
    twins = dataset([entity("甲", aliases=("班前会",)), entity("乙", name="班前会")], [])
    problem = problem_of(twins, "班前会")
    assert problem.code == "ambiguous-name"
    assert problem.message("zh") == "“班前会”可能指 甲、乙"
    assert problem.message("en") == "班前会 may be any of 甲、乙"


def test_an_id_is_never_ambiguous():
    twins = dataset([entity("班前会"), entity("乙", name="班前会")], [])
    assert find_entity(twins, "班前会") == "班前会"


def test_what_is_not_stated_is_said_so(data):
    text = """\
  甲: {type: Union, partOf: 乙, 未载: {partOf: {note: 以“等”收尾, quote: 听众不少}, established: 没有说何时}}
  乙: {type: Union}
"""
    graph, problems = load(data(text))
    assert problems == []
    assert statistics(graph).omissions == 2
    assert list(Describer(graph, "zh").entity("甲"))[3:] == [
        "  — 属于 → 没有列全 (以“等”收尾)",
        "      「听众不少」 —《一篇报道》",
        "  — 成立日期 → 文中未载 (没有说何时)",
    ]
    assert list(Describer(graph, "en").entity("甲"))[-1] == (
        "  — date established → not stated in the article (没有说何时)"
    )
    assert "  — part of → not listed in full (以“等”收尾)" in list(Describer(graph, "en").entity("甲"))


def test_an_article_is_shown_by_its_id_unless_an_entity_is_called_so(data):
    more = "authors: [甲乙, 丙丁], publisher: 云溪日报, notStated: {published: 没有注明日期}"
    head = HEAD.replace("a1.txt}", f"a1.txt, {more}}}")
    graph, _ = load(data("  甲: {type: Union}\n", head=head))
    assert list(Describer(graph, "zh").about("a1")) == [
        "一篇报道  a1",
        "  作者: 甲乙、丙丁",
        "  云溪日报",
        "  — 刊发日期 → 文中未载 (没有注明日期)",
    ]
    assert list(Describer(graph, "zh").about("甲")) == ["甲  [工会]"]
    with pytest.raises(KgError):
        Describer(graph, "zh").about("a2")
    graph, _ = load(data("  甲: {type: Union, aliases: [a1]}\n", head=head))
    assert next(Describer(graph, "zh").about("a1")) == "甲  [工会]"


def test_what_qualifies_a_figure_stands_in_parentheses(data):
    figures = (
        "{measure: 补贴, value: 3亿元, kind: payout, counts: 乙, scope: 甲, period: 五年来}",
        "{measure: 场次, value: 9场, period: 五年来}",
        "{measure: 场次, value: 7场}",
    )
    text = f"  甲: {{type: Union, statistics: [{', '.join(figures)}]}}\n  乙: {{type: Union, name: 乙工会}}\n"
    graph, _ = load(data(text))
    assert [line for line in Describer(graph, "zh").entity("甲") if "统计" in line] == [
        "  — 统计 → 补贴: 3亿元 (发放 · 乙工会 · 甲 · 五年来)",
        "  — 统计 → 场次: 9场 (五年来)",
        "  — 统计 → 场次: 7场",
    ]
    assert "  — statistic → 补贴: 3亿元 (payout · 乙工会 · 甲 · 五年来)" in list(
        Describer(graph, "en").entity("甲")
    )


def test_the_values_of_an_enumeration_have_their_chinese_titles(data):
    graph, _ = load(data("  甲: {type: Union, level: provincial}\n"))
    assert "  — 级别 → 省级" in list(Describer(graph, "zh").entity("甲"))
    assert "  — level → provincial" in list(Describer(graph, "en").entity("甲"))
