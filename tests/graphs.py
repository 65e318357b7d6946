"""Small graphs for tests, made by hand: what they say is not taken from any article."""

from kg.dates import parse_date
from kg.model import Article, Dataset, Entity, Observation, Quote, Reference, Statement
from kg.ontology import Class, Enumeration, Ontology, Property
from kg.problems import Location
from kg.quantity import parse_quantity

HERE = Location("data/entities.yaml", 1, 1)
CLASSES = {
    "Entity": ("实体", "Entity", None, True),
    "Agent": ("行动者", "Agent", "Entity", True),
    "Person": ("人物", "Person", "Agent", False),
    "Organization": ("机构", "Organization", "Agent", False),
    "Union": ("工会", "Trade union", "Organization", False),
    "Initiative": ("行动", "Initiative", "Entity", False),
    "Campaign": ("活动", "Campaign", "Initiative", False),
    "Mechanism": ("机制", "Mechanism", "Entity", False),
    "Honour": ("荣誉称号", "Honour", "Entity", False),
}
PROPERTIES = {
    "organizer": ("主办", "organizer", "Organization", None),
    "partOf": ("隶属", "part of", "Entity", "hasPart"),
    "hasPart": ("包括", "has part", "Entity", "partOf"),
    "holdsHonour": ("荣誉", "holds honour", "Honour", None),
    "related": ("相关", "related to", "Entity", None),
    "start": ("开始", "start", "EdtfDate", None),
    "statistics": ("统计", "statistic", "Quantity", None),
    "goal": ("目标", "goal", "string", None),
    "level": ("级别", "level", "Level", None),
}


def ontology():
    classes = {
        id_: Class(id_, f"kg:{id_}", {"zh": zh, "en": en}, HERE, parent, abstract)
        for id_, (zh, en, parent, abstract) in CLASSES.items()
    }
    properties = {
        id_: Property(id_, f"kg:{id_}", {"zh": zh, "en": en}, HERE, (range_,), inverse=inverse)
        for id_, (zh, en, range_, inverse) in PROPERTIES.items()
    }
    levels = {"Level": Enumeration("Level", {"provincial": "省级"})}
    return Ontology({}, classes, properties, levels, {}, {})


def entity(id_, type_="Campaign", name=None, **more):
    return Entity(id_, type_, name or id_, HERE, **more)


def relation(subject, property_, target, *quote, **more):
    return Statement(
        subject, property_, Reference(target), HERE, "review", Quote(quote) if quote else None, **more
    )


def dataset(entities, statements, articles=()):
    return Dataset(
        ontology(),
        {each.id: each for each in entities},
        list(statements),
        {
            "review": Article("review", "工会工作回眸", HERE, ("甲记者",)),
            **{each.id: each for each in articles},
        },
    )


def small():
    """Two unions, a campaign with a figure and a date, two people who share an honour, and a loner."""
    quantity = Observation("参加企业", parse_quantity("2.3万余家"))
    return dataset(
        [
            entity("省总", "Union", "浙江省总工会", aliases=("省总工会",)),
            entity("全总", "Union", "中华全国总工会"),
            entity("班前", "Campaign", "班前十分钟活动", description="班前会上的宣讲。"),
            entity("竺士杰", "Person"),
            entity("黄金娟", "Person"),
            entity("工匠", "Honour", "大国工匠"),
            entity("孤例", "Mechanism", "没有关系的机制"),
        ],
        [
            relation("省总", "partOf", "全总", status="inferred", note="由名称可知"),
            relation("班前", "organizer", "省总", "省总工会组织开展", when=parse_date("2022-04")),
            relation("竺士杰", "holdsHonour", "工匠", "“大国工匠”竺士杰"),
            relation("黄金娟", "holdsHonour", "工匠", status="disputed"),
            relation("黄金娟", "related", "班前", "黄金娟", "班前会"),
            Statement("班前", "statistics", quantity, HERE, "review", Quote(("2.3万余家企业",))),
            Statement("班前", "start", parse_date("2022-04"), HERE, "review"),
            Statement("班前", "goal", "内化于心", HERE, "review", Quote(("内化于心",))),
            Statement("班前", "level", "provincial", HERE),
        ],
    )


def ring(count, spokes=3):
    """A graph of `count` campaigns in groups of 20 around a hub, every hub connected to the next one."""
    entities = [entity(f"活动{number}", name=f"主题立功竞赛第{number}号") for number in range(count)]
    statements = [
        relation(f"活动{number}", "partOf", f"活动{number - number % 20}")
        for number in range(count)
        if number % 20
    ]
    statements += [
        relation(f"活动{hub}", "related", f"活动{(hub + 20 * step) % count}")
        for hub in range(0, count, 20)
        for step in range(1, spokes)
        if (hub + 20 * step) % count != hub
    ]
    return dataset(entities, statements)
