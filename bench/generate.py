"""Write a data directory of any size, in the shape of our graph: `python bench/generate.py 10000 DIR`.

Seeded: the same number of entities gives the same bytes. Twelve lines each: 40 % trade unions (a tree), 40 %
campaigns, 10 % people, 10 % policies. As dense as our real data: 0.45 statements to a line, every seventh of
them a figure. Every reference leads to an entity and every figure stands in its quote; articles have no text.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ONTOLOGY = Path(__file__).parent.parent / "data" / "ontology.yaml"
SEED = 20220430
ENTITIES_PER_ARTICLE = 100

PROPAGANDA = "浙江省委宣传部"
CITIES = [
    "杭州市",
    "宁波市",
    "温州市",
    "嘉兴市",
    "湖州市",
    "绍兴市",
    "金华市",
    "衢州市",
    "舟山市",
    "台州市",
    "丽水市",
]
CHARACTERS = "文新江海云山和平安康宁远清溪石桥古荡翠苑转塘良渚东西南北长兴永嘉德龙泉松阳玉环青田景象金银湖港"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
)
MEASURES = {
    "组织开展活动的企业": "家",
    "活动场次": "场次",
    "宣讲覆盖职工": "人次",
    "会员": "人",
    "职工之家": "个",
    "帮扶职工": "户",
    "发放慰问金": "元",
    "技能培训": "期",
    "劳动竞赛": "场",
    "调解争议": "件",
}
FIGURES = (
    "{whole}{unit}",
    "{whole}余{unit}",
    "{tenths}万{unit}",
    "{tenths}万余{unit}",
    "超过{whole}万{unit}",
    "近{whole}{unit}",
)
THEMES = [
    "守好红色根脉",
    "班前十分钟",
    "浙工匠心",
    "送清凉",
    "职工读书",
    "技能比武",
    "劳动竞赛",
    "安康杯",
    "春送岗位",
    "金秋助学",
]
JOBS = ["钳工", "焊工", "电工", "护士", "教师", "快递员", "货车司机", "工会主席", "社区工作者", "高级技师"]

HEAD = f"""\
  {PROPAGANDA}:
    type: PartyOrgan
    aliases: [省委宣传部]
  一线职工:
    type: OccupationalGroup
    aliases: [生产一线职工]
  浙江省劳动模范:
    type: Honour
    aliases: [省劳模]
""" + "".join(f"  {place}:\n    type: AdministrativeArea\n" for place in ("浙江省", *CITIES))
UNION = """\
  {id}:
    type: Union
    name: {id}
    aliases: [{area}工会]
    description: {area}的地方工会组织，成立于{spoken}
    sameAs: https://zjgh.example/union/{number}
    {belongs}
    established: {{value: {date}, quote: {spoken}成立}}
    level: {level}
    coverage: {{to: {city}, quote: 在{city}}}
    statistics:
      - {figure}
"""
CAMPAIGN = """\
  {id}:
    type: Campaign
    name: {id}活动
    aliases: [{id}专项行动]
    description: {union}于{spoken}启动的活动
    organizer: {{to: {union}, quote: {union}组织开展}}
    coorganizer: {{to: {other}, quote: 联合{other}, source: {article}}}
    participant: {{to: {third}, quote: {third}, role: 试点单位}}
    start: {{value: {date}, quote: {spoken}}}
    goal: {{value: 团结引领职工听党话跟党走, quote: 团结引领职工}}
    statistics:
      - {figure}
"""
PERSON = """\
  {id}:
    type: Person
    name: {id}
    aliases: [{id}同志]
    description: {union}的{job}
    worksFor: {{to: {union}, quote: {union}的{id}}}
    memberOf:
      to: {other}
      when: {year}/..
      status: inferred
    jobTitle: {{value: {job}, quote: {job}{id}}}
    holdsHonour: {{to: 浙江省劳动模范, quote: 浙江省劳动模范{id}, note: {spoken}授予}}
"""
POLICY = """\
  {id}:
    type: Policy
    name: {id}
    aliases: [{id}试行]
    description: {union}出台的文件
    issuer: {{to: {union}, quote: {union}出台}}
    coissuer: {{to: {other}, quote: 联合{other}, source: {article}}}
    issued: {{value: {date}, quote: {spoken}出台}}
    beneficiary: {{to: 一线职工, quote: 惠及一线职工}}
    content:
      value: 完善服务职工的各项举措
      quote: 服务职工的各项举措
"""


def articles(entities: int) -> Iterator[str]:
    for number in range(max(entities // ENTITIES_PER_ARTICLE, 1)):
        yield f"  bench-{number}:\n    title: 浙江工会工作回眸之{number}\n    authors: [王文, 李新]\n"


def figure(random: Random) -> dict[str, str]:
    """Give one statistic, in one of the ways newspapers print figures."""
    measure, unit = random.choice(list(MEASURES.items()))
    whole, tenths = random.randrange(2, 900), random.randrange(11, 99) / 10
    value = random.choice(FIGURES).format(whole=whole, tenths=tenths, unit=unit)
    return {"figure": f"{{measure: {measure}, value: {value}, quote: {measure}{value}}}"}


def day(random: Random) -> dict[str, str]:
    year, month = random.randrange(1985, 2024), random.randrange(1, 13)
    return {"date": f"{year}-{month:02}", "spoken": f"{year}年{month}月", "year": str(year)}


def new_name(random: Random, taken: set[str], pattern: str) -> str:
    """Fill two or three characters into a pattern so that no other entity has the name."""
    while True:
        middle = "".join(random.choices(CHARACTERS, k=2 + random.randrange(2)))
        name = pattern.format(middle)
        if name not in taken:
            taken.add(name)
            return name


def areas(random: Random, count: int) -> Iterator[tuple[str, str, str]]:
    """Yield (area, the area above it, level): the province, its cities, their counties and towns."""
    taken: set[str] = set()
    yield "浙江省", "", "provincial"
    counties = []
    for number in range(count - 1):
        if number < len(CITIES):
            yield CITIES[number], "浙江省", "municipal"
        elif number < 9 * len(CITIES):
            city = CITIES[number % len(CITIES)]
            counties.append(new_name(random, taken, city + "{}县"))
            yield counties[-1], city, "county"
        else:
            above = random.choice(counties)
            yield new_name(random, taken, above + "{}镇"), above, "township"


def unions(random: Random, count: int) -> Iterator[tuple[str, str]]:
    """Yield (id, YAML) of the unions, from the top of the tree down."""
    for number, (area, above, level) in enumerate(areas(random, count)):
        id_ = f"{area}总工会"
        belongs = (
            f"partOf: {{to: {above}总工会, quote: 隶属于{above}总工会}}"
            if above
            else "website: https://zjgh.example/"
        )
        fields = {"id": id_, "area": area, "level": level, "belongs": belongs, "number": number}
        fields["city"] = area[:3] if above else area
        yield id_, UNION.format(**fields, **day(random), **figure(random))


def entities(random: Random, count: int) -> Iterator[str]:
    """Yield the YAML of all entities; organizations high in the tree are referred to more often."""
    above = dict(unions(random, max(count * 4 // 10, 1)))
    yield from above.values()
    ids = list(above)
    taken: set[str] = set()

    def one(template: str, pattern: str, id_: str = "") -> str:
        union, other, third = (ids[int(len(ids) * random.random() ** 2)] for _ in range(3))
        fields = {"id": id_ or new_name(random, taken, pattern), "union": union, "third": third}
        fields["other"] = other if other != union and random.random() < 0.7 else PROPAGANDA
        fields["article"] = f"bench-{random.randrange(max(count // ENTITIES_PER_ARTICLE, 1))}"
        fields["job"] = random.choice(JOBS)
        return template.format(**fields, **day(random), **figure(random))

    yield one(CAMPAIGN, "", "班前十分钟")  # saved queries ask about it, and about 浙江省总工会
    for number in range(count - len(ids) - 1):
        if number % 6 == 4:
            yield one(PERSON, random.choice(SURNAMES) + "{}")
        elif number % 6 == 5:
            yield one(POLICY, "关于推进{}" + random.choice(THEMES) + "的意见")
        else:
            yield one(CAMPAIGN, "{}" + random.choice(THEMES))


def generate(count: int, directory: Path) -> Path:
    """Write `entities.yaml` with `count` entities, and a copy of the ontology beside it."""
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copy(ONTOLOGY, directory)
    with (directory / "entities.yaml").open("w", encoding="utf-8") as file:
        file.write("source: bench-0\n\narticles:\n")
        file.writelines(articles(count))
        file.write("\nentities:\n" + HEAD)
        file.writelines(entities(Random(SEED), count))
    return directory


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
