"""`kg rename` changes an id wherever it stands, and nothing else."""

import pytest
from conftest import run_kg

ENTITIES = """\
  省总工会:   # 省一级
    type: Union
    aliases: [省总]
  'A市总工会':
    type: Union
    partOf: "省总工会"
  班前十分钟:
    type: Campaign
    description: 省总工会的活动
    主办: {to: 省总工会, quote: 省总工会联合省委宣传部, note: 省总工会}
    coorganizer: [A市总工会,   省总]
    statistics: {measure: 企业, value: 2.3万余家, counts: 省总工会, quote: 2.3万余家企业}
  五年方案:
    type: Plan
    issuer:
      - to: 省总工会 # 发文
      - A市总工会
"""


@pytest.fixture
def directory(data):
    return data(ENTITIES)


def changed_lines(before, after):
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [new for old, new in pairs if old != new]


def test_the_id_and_every_reference_change_and_nothing_else(directory, tmp_path):
    path = directory / "entities.yaml"
    before = path.read_text(encoding="utf-8")
    done = run_kg("rename", "省总", "浙江省总工会", "--data", directory, "--queries", tmp_path)
    assert done.returncode == 0, done.stderr
    assert changed_lines(before, path.read_text(encoding="utf-8")) == [
        "  浙江省总工会:   # 省一级",
        "    partOf: 浙江省总工会",
        "    主办: {to: 浙江省总工会, quote: 省总工会联合省委宣传部, note: 省总工会}",
        "    statistics: {measure: 企业, value: 2.3万余家, counts: 浙江省总工会, quote: 2.3万余家企业}",
        "      - to: 浙江省总工会 # 发文",
    ]
    places = [line.removeprefix(f"{path}:") for line in done.stdout.splitlines()]
    assert places == ["5:3", "10:13", "14:14", "16:54", "20:13"]


def test_saved_queries_ask_for_the_new_id(directory, tmp_path):
    query = tmp_path / "who.rq"
    query.write_text(
        "SELECT * { VALUES ?org { e:省总工会 e:省总工会联合会 } ?x ?p e:省总工会 }", encoding="utf-8"
    )
    assert run_kg("rename", "省总工会", "总工会", "--data", directory, "--queries", tmp_path).returncode == 0
    assert query.read_text(encoding="utf-8") == (
        "SELECT * { VALUES ?org { e:总工会 e:省总工会联合会 } ?x ?p e:总工会 }"
    )


REFUSED = {
    "an id that is taken": ("省总工会", "A市总工会", "id-taken", "kg merge"),
    "an id that SPARQL cannot name": ("省总工会", "省 总", "bad-id", ""),
    "an entity that is not there": ("省总公会", "总工会", "unknown-name", "省总工会"),
}


@pytest.mark.parametrize(("old", "new", "code", "word"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_renamed_is_refused_and_nothing_written(directory, old, new, code, word):
    before = (directory / "entities.yaml").read_bytes()
    done = run_kg("rename", old, new, "--data", directory)
    assert done.returncode == 1
    assert code in done.stderr
    assert word in done.stderr
    assert (directory / "entities.yaml").read_bytes() == before
