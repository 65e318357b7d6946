"""`kg merge` makes one entity of two: nothing that was said of either is lost in silence."""

import pytest
from conftest import run_kg

from kg.loading.load import load

ENTITIES = """\
  省总工会:
    type: Union
    aliases: [省总]
    level: provincial
    uses: {to: 职工之家, note: 一}

  # 又一处写到
  浙江省总工会:
    type: 工会
    name: 浙江省总
    aliases: [省总会]
    description: 省一级工会   # 说明
    # 用什么
    使用:
      - {to: 职工之家, note: 二}
      - 班前十分钟
    notStated: {partOf: 没有写上级}

  职工之家:
    type: Application
  班前十分钟:
    type: Application
  开讲:
    type: Campaign
    organizer: [省总工会, 浙江省总工会]
    coorganizer: {to: 浙江省总工会, role: 支持}
    statistics: {measure: 企业, value: 2.3万余家, counts: 浙江省总工会}
"""
MERGED = """\
  # 又一处写到
  # 说明
  # 用什么
  省总工会:
    type: Union
    aliases: [省总, 浙江省总工会, 浙江省总, 省总会]
    description: 省一级工会
    level: provincial
    uses:
      - {to: 职工之家, note: 一}
      - 班前十分钟
    notStated: {partOf: 没有写上级}

  职工之家:
    type: Application
  班前十分钟:
    type: Application
  开讲:
    type: Campaign
    organizer: [省总工会]
    coorganizer: {to: 省总工会, role: 支持}
    statistics: {measure: 企业, value: 2.3万余家, counts: 省总工会}
"""


def entities(directory):
    return (directory / "entities.yaml").read_text(encoding="utf-8").split("entities:\n")[1]


def test_names_statements_omissions_and_references_become_those_of_one(data):
    directory = data(ENTITIES)
    done = run_kg("merge", "省总", "浙江省总", "--data", directory)
    assert done.returncode == 0, done.stderr
    assert entities(directory) == MERGED


def test_what_is_left_out_is_told_with_its_place(data):
    directory = data(ENTITIES)
    done = run_kg("merge", "省总工会", "浙江省总工会", "--data", directory)
    told = [line.removeprefix(f"{directory / 'entities.yaml'}:") for line in done.stderr.splitlines()]
    assert [(line.split(": ")[0], line.partition("same: ")[2]) for line in told[:2]] == [
        ("29:23", "省总工会"),
        ("19:9", "{to: 职工之家, note: 二}"),
    ]


def test_statements_of_two_files_come_together_and_line_ends_stay(data):
    directory = data("  省总工会:\n    type: Union\n")
    other = directory / "more.yaml"
    other.write_bytes(
        "entities:\r\n  浙江省总工会:\r\n    type: Union\r\n    level: provincial\r\n"
        "  甲:\r\n    type: Union\r\n".encode()
    )
    assert run_kg("merge", "省总工会", "浙江省总工会", "--data", directory).returncode == 0
    assert other.read_bytes() == "entities:\r\n  甲:\r\n    type: Union\r\n".encode()
    found, problems = load(directory)
    assert [statement.object for statement in found.statements_from["省总工会"]] == ["provincial"]
    assert problems == []


def test_what_comes_from_another_article_says_so(data):
    directory = data(
        "  省总工会:\n    type: Union\n    uses: 班前十分钟\n  班前十分钟:\n    type: Application\n"
    )
    (directory / "articles" / "b1.txt").write_text("省总工会用上了班前十分钟。", encoding="utf-8")
    (directory / "b1.yaml").write_text(
        "source: b1\narticles:\n  b1: {title: 又一篇, text: articles/b1.txt}\nentities:\n"
        "  省总:\n    type: Union\n    level: provincial\n"
        "    uses: {to: 班前十分钟, quote: 用上了班前十分钟}\n    notStated: {partOf: 没有写上级}\n",
        encoding="utf-8",
    )
    before, _ = load(directory)
    assert run_kg("merge", "省总工会", "省总", "--data", directory).returncode == 0
    after, problems = load(directory)
    assert problems == []
    assert sorted((one.property, one.source) for one in after.statements) == sorted(
        (one.property, one.source) for one in before.statements
    )
    assert [one.source for one in after.omissions] == ["b1"]


REFUSED = {
    "different types": ("  甲:\n    type: Union\n  乙:\n    type: Campaign\n", "merge-differs", "kg set"),
    "different single values": (
        "  甲:\n    type: Campaign\n    start: 2022\n  乙:\n    type: Campaign\n    start: 2023\n",
        "merge-differs",
        "2023",
    ),
    "a relation between them": (
        "  甲:\n    type: Union\n  乙:\n    type: Union\n    partOf: 甲\n",
        "merge-related",
        "",
    ),
    "the same entity twice": ("  甲:\n    type: Union\n    aliases: [乙]\n", "merge-itself", "甲"),
    "an entity that is not there": ("  省总工会:\n    type: Union\n", "unknown-name", ""),
}


@pytest.mark.parametrize(("given", "code", "word"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_one_is_refused_and_nothing_written(data, given, code, word):
    directory = data(given)
    before = entities(directory)
    done = run_kg("merge", "甲", "乙", "--data", directory)
    assert (done.returncode, code in done.stderr, word in done.stderr) == (1, True, True), done.stderr
    assert entities(directory) == before
