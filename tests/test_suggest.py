import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.suggest import initials, match_rank, nearest, pinyin

NAMES = [
    "浙江省总工会",
    "中华全国总工会",
    "桐乡市总工会",
    "埭溪镇总工会",
    "杭州市总工会",
    "温州市总工会",
    "湖州市总工会",
    "台州市总工会",
    "浙江省委宣传部",
    "竺士杰",
    "黄金娟",
    "钱海军",
    "李刚",
    "守好红色根脉·班前十分钟活动",
    "妈咪暖心小屋",
    "organizer",
    "coorganizer",
    "statistics",
    "partOf",
    "Union",
    "Campaign",
    "Person",
]

# text | the suggestion, or nothing
SUGGESTED = """
浙江省总公会 | 浙江省总工会
折江省总公会 | 浙江省总工会
浙江总工会 | 浙江省总工会
浙江省工总会 | 浙江省总工会
省总工会 | 浙江省总工会
浙江省总工会委员会 | 浙江省总工会
全国总工会 | 中华全国总工会
胡州市总工会 | 湖州市总工会
抗州市总工会 | 杭州市总工会
埭西镇总工会 | 埭溪镇总工会
桐乡总工会 | 桐乡市总工会
竺世杰 | 竺士杰
竺土杰 | 竺士杰
祝世界 | 竺士杰
祝斯杰 | 竺士杰
黄金捐 | 黄金娟
李钢 | 李刚
守好红色根脉班前十分钟活动 | 守好红色根脉·班前十分钟活动
班前十分钟活动 | 守好红色根脉·班前十分钟活动
妈眯暖心小屋 | 妈咪暖心小屋
organiser | organizer
orgnaizer | organizer
Organizer | organizer
co-organizer | coorganizer
statistic | statistics
part_of | partOf
unoin | Union
PERSON | Person
李强 |
王刚 |
江苏省总工会 |
浙江大学 |
工会 |
工 |
竺 |
type |
xyz |
or |
？ |
"""


def rows(table):
    return [[field.strip() for field in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "suggestion"), rows(SUGGESTED), ids=lambda value: value)
def test_suggests_what_was_meant_and_nothing_unrelated(text, suggestion):
    assert nearest(text, NAMES) == ([suggestion] if suggestion else [])


def test_gives_as_many_as_asked_for_best_first():
    assert nearest("胡州市总工会", NAMES, limit=2)[0] == "湖州市总工会"
    assert len(nearest("胡州市总工会", NAMES, limit=2)) == 2
    assert nearest("竺士杰", ["竺土杰", "竺士杰"], limit=5) == ["竺士杰", "竺土杰"]


def test_suggests_nothing_where_there_is_nothing():
    assert nearest("", NAMES) == nearest("浙江", []) == nearest("", []) == nearest("工会", [""]) == []


def test_takes_candidates_from_anywhere_and_twice():
    assert nearest("organiser", iter(["organizer", "organizer"]), limit=3) == ["organizer"]


@settings(deadline=None)  # the first call imports a library
@given(st.sampled_from(NAMES), st.data())
def test_one_edit_of_a_long_name_is_undone(name, data):
    at = data.draw(st.integers(0, len(name) - 1))
    slip = data.draw(st.sampled_from(["", name[at] * 2, "口"]))
    typed = name[:at] + slip + name[at + 1 :]
    if len(typed) > 3:
        assert name in nearest(typed, NAMES, limit=20)


@settings(deadline=None)  # the first call imports a library
@given(st.text(), st.lists(st.text()), st.integers(1, 3))
def test_any_text_may_be_compared(text, candidates, limit):
    suggestions = nearest(text, candidates, limit)
    assert len(suggestions) <= limit
    assert set(suggestions) <= set(candidates)


@pytest.mark.parametrize("text", ["浙江省总公会", "甲乙丙丁戊己", "organiser"])
def test_is_quick_among_100_000_names(text):
    names = [f"{city}市第{number}职工服务中心" for city in "杭湖温台衢" for number in range(20_000)]
    nearest(text, names)
    start = time.perf_counter()
    nearest(text, names)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("text", "sound", "letters"),
    [
        ("竺士杰", "zhushijie", "zsj"),
        ("浙江省总工会", "zhejiangshengzonggonghui", "zjszgh"),
        ("吕布", "lvbu", "lb"),
        ("女职工", "nvzhigong", "nzg"),
        ("重庆", "chongqing", "cq"),
        ("重点", "zhongdian", "zd"),
        ("银行业", "yinhangye", "yhy"),
        ("行动", "xingdong", "xd"),
        ("长三角", "changsanjiao", "csj"),
        ("班组长", "banzuzhang", "bzz"),
        ("乐清市", "yueqingshi", "yqs"),
        ("曾国藩", "zengguofan", "zgf"),
        ("翟志刚", "zhaizhigang", "zzg"),
        ("嵊州", "shengzhou", "sz"),
        ("5G+工会", "5ggonghui", "5ggh"),
        ("“守好 红色·根脉”", "shouhaohongsegenmai", "shhsgm"),
        ("Trade Union", "tradeunion", "tradeunion"),
        ("", "", ""),
    ],
)
def test_reads_names_aloud(text, sound, letters):
    assert (pinyin(text), initials(text)) == (sound, letters)


# query | name | rank
RANKED = """
浙江省总工会 | 浙江省总工会 | 0
浙江 | 浙江省总工会 | 1
总工会 | 浙江省总工会 | 2
union | Trade Union | 2
TRADE UNION | Trade Union | 0
守好红色根脉班前 | 守好红色根脉·班前十分钟活动 | 1
zjszgh | 浙江省总工会 | 3
zjs | 浙江省总工会 | 3
z | 浙江省总工会 | 3
zhejiang | 浙江省总工会 | 4
Zhe Jiang | 浙江省总工会 | 4
zhejiangsh | 浙江省总工会 | 4
zgh | 浙江省总工会 | 5
zonggonghui | 浙江省总工会 | 5
h | 浙江省总工会 | None
hejiang | 浙江省总工会 | None
onggong | 浙江省总工会 | None
zhejiangb | 浙江省总工会 | None
chongqing | 重庆 | 4
yinhang | 银行 | 4
lv | 绿色工会 | 4
lü | 绿色工会 | 4
5ggh | 5G+工会 | 3
江苏 | 浙江省总工会 | None
… | 浙江省总工会 | None
"""


@pytest.mark.parametrize(("query", "name", "rank"), rows(RANKED), ids=lambda value: value)
def test_ranks_a_search(query, name, rank):
    assert str(match_rank(query, [name])) == rank


def test_ranks_by_the_best_of_several_names():
    assert match_rank("省总", ["浙江省总工会", "省总"]) == 0
    assert match_rank("szgh", ["浙江省总工会", "省总工会"]) == 3
    assert match_rank("省总", []) is None


@settings(deadline=None)  # the first call imports a library
@given(st.sampled_from(NAMES))
def test_every_name_is_found_by_its_sound_and_initials(name):
    for query in (name, name[:2], pinyin(name), initials(name), pinyin(name)[:-1]):
        assert match_rank(query, [name]) is not None


@settings(deadline=None)  # the first call imports a library
@given(st.text(), st.lists(st.text()))
def test_any_text_may_be_searched(query, names):
    assert match_rank(query, names) in {None, 0, 1, 2, 3, 4, 5}


def imports(statement):
    script = f"import sys, os\nfrom kg.suggest import *\n{statement}\nprint(*sys.modules, *os.environ)"
    return subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()


@pytest.mark.parametrize(
    "statement",
    [
        "match_rank('工会', ['浙江省总工会'])",
        "nearest('organiser', ['工会'])",
        "nearest('浙江省总公会', ['浙江省总工会'])",
    ],
)
def test_loads_pypinyin_only_where_sounds_are_needed(statement):
    assert "pypinyin" not in imports(statement)


def test_loads_pypinyin_without_its_phrases_and_leaves_no_trace():
    loaded = imports("pinyin('工会')")
    assert "pypinyin" in loaded
    assert "pypinyin.phrases_dict" not in loaded
    assert "PYPINYIN_NO_PHRASES" not in loaded
