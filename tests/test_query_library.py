"""What the saved queries keep to, whatever the data: derived numbers, parameters, words of the ontology.

What they answer from the project's own data stands in `test_answers.py`.
"""

import re
import shutil

import pyoxigraph
import pytest
from conftest import HEAD, ROOT

import kg
from kg.query.engine import evaluate
from kg.query.rdflib_engine import evaluate as evaluate_with_rdflib
from kg.query.saved import list_queries, with_values
from kg.vocabulary import known_prefixes

QUERIES = {query.name: query for query in list_queries(str(ROOT / "queries"))}

SAME_PEOPLE = "可能重复计入同一批人或机构，不能相加"

# Figures -> what `sum` gives. A figure: value, kind, scope.
SUMS = {
    "exact figures": (["100个 stock 浙江", "64个 stock 浙江"], "164 个", "计算"),
    "a lower bound is carried": (["1.2万余个 stock 浙江", "6100余个 stock 浙江"], "≥ 18100 个", "计算"),
    "and prevails over exact": (["64个 stock 浙江", "100余个 stock 浙江"], "≥ 164 个", "计算"),
    "an upper bound": (["近200个 stock 浙江", "100个 stock 浙江"], "≤ 300 个", "计算"),
    "bounds of both sides": (["近200个 stock 浙江", "100余个 stock 浙江"], "约 300 个", "计算"),
    "about": (["约100个 stock 浙江", "64个 stock 浙江"], "约 164 个", "计算"),
    "an order of magnitude": (["千万人次 reach 浙江", "4万人次 reach 浙江"], "约 10040000 人次", "计算"),
    "a range": (["3至5个 stock 浙江", "10个 stock 浙江"], "13～15 个", "计算"),
    "a range and a lower bound": (["3至5个 stock 浙江", "10余个 stock 浙江"], "≥ 13 个", "计算"),
    "money": (["3.61亿元 expenditure 浙江", "1.2亿元 expenditure 浙江"], "4.81亿元", "计算"),
    "little money": (["1200.5元 payout 浙江", "800元 payout 浙江"], "2000.5 元", "计算"),
    "attendances": (["400万人次 reach 浙江", "20余万人次 reach 浙江"], "≥ 4200000 人次", "计算"),
    "one alone": (["6100余个 stock 浙江"], "≥ 6100 个", "只有一个数，没有相加"),
    "other units": (["100个 stock 浙江", "64家 stock 浙江"], "", "单位不同，不能相加"),
    "people and attendances": (["4万人 reach 浙江", "4万人次 reach 浙江"], "", "单位不同，不能相加"),
    "relief of two kinds": (["65.9亿元 deferral 浙江", "10.2亿元 refund 浙江"], "", "性质不同，不能相加"),
    "induced and spent": (["120亿元 induced 浙江", "1.2亿元 expenditure 浙江"], "", "性质不同，不能相加"),
    "one without a kind": (["100个 stock 浙江", "64个 - 浙江"], "", "性质不同，不能相加"),
    "none has a kind": (["100个 - 浙江", "64个 - 浙江"], "", "性质没有写明，不能相加"),
    "other scopes": (["100个 stock 浙江", "64个 stock 杭州"], "", "范围不同，不能相加"),
    "one without a scope": (["100个 stock 浙江", "64个 stock -"], "", "范围不同，不能相加"),
    "shares": (["50%以上 share 浙江", "20% share 浙江"], "", "比例、时长、名称中的数不能相加"),
    "names with numbers": (["六大 list 浙江", "四大 list 浙江"], "", "比例、时长、名称中的数不能相加"),
    "the same people": (["258万名 reach 浙江", "4万名 reach 浙江"], "", SAME_PEOPLE),
}

ROUGHLY = "计算，概数相减，只是大概"
DIFFERENCES = {
    "exact": ("15.7亿元 payout 浙江", "2.9亿元 payout 浙江", "12.8亿元", "计算"),
    "below nothing": ("64个 stock 浙江", "100个 stock 浙江", "-36 个", "计算"),
    "lower less exact": ("100余个 stock 浙江", "64个 stock 浙江", "≥ 36 个", "计算"),
    "exact less lower": ("100个 stock 浙江", "60余个 stock 浙江", "≤ 40 个", "计算"),
    "lower less lower": ("100余个 stock 浙江", "60余个 stock 浙江", "约 40 个", ROUGHLY),
    "lower less upper": ("100余个 stock 浙江", "近60个 stock 浙江", "≥ 40 个", "计算"),
    "about": ("约100个 stock 浙江", "60个 stock 浙江", "约 40 个", ROUGHLY),
    "a range": ("10个 stock 浙江", "3至5个 stock 浙江", "5～7 个", "计算"),
    "units": ("100个 stock 浙江", "64家 stock 浙江", "", "单位不同，不能相减"),
    "kinds": ("65.9亿元 deferral 浙江", "10.2亿元 refund 浙江", "", "性质不同，不能相减"),
    "scopes": ("100个 stock 浙江", "64个 stock 杭州", "", "范围不同，不能相减"),
}

# Two figures of one thing: value, scope and period of each -> what `ratio` gives.
RATIOS = {
    "exact": ("2.9亿元 浙江 五年来", "38.2万户 浙江 五年来", "≈ 759.16 元/户"),
    "of a lower bound, rounded down": ("20余万场次 浙江 -", "3家 浙江 -", "≥ 66666.66 场次/家"),
    "for a lower bound, rounded up": ("400万人次 浙江 -", "2.3万余家 浙江 -", "≤ 173.92 人次/家"),
    "of a range": ("400人次 浙江 -", "3至5家 浙江 -", "80～133.34 人次/家"),
    "of two lower bounds": ("20余万场次 浙江 -", "2.3万余家 浙江 -", "约 8.7 场次/家"),
    "scopes": ("400万人次 浙江 -", "2万家 杭州 -", ""),
    "periods": ("400万人次 浙江 五年来", "2万家 浙江 一年多来", ""),
}

PLACES = """\
  浙江: {type: Place}
  杭州: {type: Place}
"""


def figure(text, measure, *keys):
    value, *rest = text.split(" ")
    given = {"measure": measure, "value": value, **dict(zip(keys, rest, strict=True))}
    return "{" + ", ".join(f"{key}: {word}" for key, word in given.items() if word != "-") + "}"


def entities_of_the_tables():
    yield PLACES
    for number, (figures, _, _) in enumerate(SUMS.values()):
        for place, text in enumerate(figures):
            line = figure(text, f"第{place}项", "kind", "scope")
            yield f"  和{number}之{place}: {{type: Service, statistics: [{line}]}}\n"
    for number, (one, other, _, _) in enumerate(DIFFERENCES.values()):
        for name, text in (("减", one), ("被", other)):
            line = figure(text, "一项", "kind", "scope")
            yield f"  {name}{number}: {{type: Service, statistics: [{line}]}}\n"
    for number, (one, other, _) in enumerate(RATIOS.values()):
        lines = [figure(text, name, "scope", "period") for name, text in (("分子", one), ("分母", other))]
        yield f"  比{number}: {{type: Service, statistics: [{', '.join(lines)}]}}\n"


class Engines:
    """One graph on both engines, which must agree on every answer."""

    def __init__(self, directory):
        self.graph = kg.load(directory)
        self.rdflib = self.graph.to_rdflib()
        self.prefixes = known_prefixes(self.graph.dataset.ontology.prefixes)

    def rows(self, name, *given):
        """Answer a saved query as dicts of texts; a triple is a row of three."""
        text = with_values(QUERIES[name], given, lambda id_: f"{self.prefixes['e']}{id_}")
        result = self.graph.query(text)
        if isinstance(result, pyoxigraph.QueryTriples):
            header, rows = "spo", sorted([str(term) for term in triple] for triple in result)
            others = self.rdflib.query(text, initNs=self.prefixes)
            assert len(rows) == len(others)
        else:
            header = [variable.value for variable in result.variables]
            rows = [["" if term is None else term.value for term in solution] for solution in result]
            others = self.rdflib.query(text, initNs=self.prefixes)
            assert rows == [["" if term is None else str(term) for term in row] for row in others]
        return [dict(zip(header, row, strict=True)) for row in rows]


def engines_of(directory, entities, head=HEAD):
    directory.mkdir()
    shutil.copy(ROOT / "data" / "ontology.yaml", directory)
    (directory / "entities.yaml").write_text(head + entities, encoding="utf-8")
    return Engines(directory)


@pytest.fixture
def engines(tmp_path):
    return lambda entities, head=HEAD: engines_of(tmp_path / "data", entities, head)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return engines_of(tmp_path_factory.mktemp("tables") / "data", "".join(entities_of_the_tables()))


@pytest.fixture(scope="module")
def project():
    return Engines(ROOT / "data")


@pytest.mark.parametrize("case", SUMS)
def test_a_sum_carries_bounds_and_is_refused_across_units_kinds_and_scopes(tables, case):
    number = list(SUMS).index(case)
    figures, total, computed = SUMS[case]
    (row,) = tables.rows("sum", *(("entity", f"和{number}之{place}") for place in range(len(figures))))
    assert (row["total"], row["computed"]) == (total, computed)
    assert all(text.split(" ")[0] in row["items"] for text in figures)


@pytest.mark.parametrize("case", DIFFERENCES)
def test_a_difference_carries_bounds_and_is_refused_likewise(tables, case):
    number = list(DIFFERENCES).index(case)
    (row,) = tables.rows("difference", ("one", f"减{number}"), ("other", f"被{number}"))
    assert (row["difference"], row["computed"]) == DIFFERENCES[case][2:]


@pytest.mark.parametrize("case", RATIOS)
def test_a_ratio_carries_bounds_and_is_refused_across_scopes_and_periods(tables, case):
    number = list(RATIOS).index(case)
    (row,) = tables.rows("ratio", ("entity", f"比{number}"), ("measure", "分子"), ("per", "分母"))
    assert row["ratio"] == RATIOS[case][2]
    assert row["computed"].startswith("计算") == bool(row["ratio"])


def test_a_sum_of_the_figures_of_one_measure_only(engines):
    lines = [figure(text, name, "kind") for text, name in (("3个 stock", "站点"), ("5家 stock", "单位"))]
    asked = engines(f"  甲: {{type: Service, statistics: [{', '.join(lines)}]}}\n")
    assert [row["total"] for row in asked.rows("sum", ("entity", "甲"), ("measure", "站点"))] == ["3 个"]
    assert asked.rows("sum", ("entity", "甲"))[0]["computed"] == "单位不同，不能相加"


MONEY = {
    "投入甲": "3亿元 expenditure 浙江",
    "投入乙": "1亿余元 expenditure 浙江",
    "投入丙": "2亿元 expenditure 杭州",
    "投入丁": "500美元 expenditure 浙江",
    "缓减甲": "60亿元 deferral 浙江",
    "返还甲": "10亿元 refund 浙江",
    "发放甲": "3亿元 payout 浙江",
    "发放乙": "1亿元 payout 浙江",
    "不明甲": "7亿元 - 浙江",
    "不明乙": "8亿元 - 浙江",
}


@pytest.fixture
def money(engines):
    lines = [
        f"  {name}: {{type: Fund, statistics: [{figure(text, '金额', 'kind', 'scope')}]}}\n"
        for name, text in MONEY.items()
    ]
    return engines(PLACES + "".join(lines))


def test_money_is_added_within_one_kind_unit_and_scope_only(money):
    rows = money.rows("money-totals")
    totals = {(row["kindName"], row["scope"], row["unit"]): row["total"] for row in rows}
    assert totals == {
        ("投入", "浙江", "元"): "≥ 4亿元",
        ("投入", "杭州", "元"): "2亿元",
        ("投入", "浙江", "美元"): "0.000005亿美元",
        ("缓减", "浙江", "元"): "60亿元",
        ("返还", "浙江", "元"): "10亿元",
        ("发放", "浙江", "元"): "4亿元",
        ("没有写明性质", "浙江", "元"): "",
    }
    for row in rows:
        names = [item.split(" ")[0] for item in row["items"].split(" + ")]
        assert len({name[:2] for name in names}) == 1
        assert row["computed"].startswith("计算") == (len(names) > 1 and row["kindName"] != "没有写明性质")


def test_shares_of_money_are_of_exact_amounts_of_one_kind(money):
    shares = {row["about"]: row["share"] for row in money.rows("money-shares")}
    assert shares == {"发放甲": "≈ 75%", "发放乙": "≈ 25%"}


def test_money_of_one_kind_is_found_by_its_name_and_by_its_key(money):
    rows = money.rows("money", ("kind", "发放"))
    assert [row["about"] for row in rows] == ["发放甲", "发放乙"]
    assert rows == money.rows("money", ("kind", "payout"))
    assert len(money.rows("money")) == len(MONEY)


COMPUTING = [name for name, query in QUERIES.items() if "?computed" in query.text]


@pytest.mark.parametrize("name", COMPUTING)
def test_a_computed_number_says_so_on_every_row(project, name):
    for row in project.rows(name):
        assert re.match("计算|只有一|.+不能相", row["computed"])


def test_in_the_project_relief_of_two_kinds_and_spending_stay_apart(project):
    kinds = [row["kindName"] for row in project.rows("money-totals")]
    assert sorted(kinds) == sorted({row["kindName"] for row in project.rows("money")})
    refused = project.rows("sum", ("entity", "缓减企业工会经费"), ("entity", "返还小微企业工会经费"))
    assert [(row["total"], row["computed"]) for row in refused] == [("", "性质不同，不能相加")]


CONTRADICTING = """\
  浙江: {type: Place}
  活动:
    type: Campaign
    start: 2022-04
    organizer: {to: 甲, status: disputed, note: 存疑}
    statistics:
      - {measure: 场次, value: 20余万场次, scope: 浙江}
      - {measure: 场次, value: 30万场次, scope: 浙江, source: a2}
      - {measure: 场次, value: 7场次, scope: 浙江, period: 一年来}
  甲: {type: Union}
"""
TWO_ARTICLES = HEAD.replace("entities:", "  a2: {title: 另一篇}\nentities:")
ANOTHER_START = """\
<https://gongtu.example/statement/x> a rdf:Statement ; rdf:subject e:活动 ; rdf:predicate schema:startDate ;
  rdf:object "2023-04" ; kg:status "stated" .
e:活动 schema:startDate "2023-04" .
"""


def test_contradictions_are_values_that_differ_and_disputed_statements(engines):
    asked = engines(CONTRADICTING, TWO_ARTICLES)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in asked.prefixes.items())
    asked.graph.store.load((prefixes + ANOTHER_START).encode(), pyoxigraph.RdfFormat.TURTLE)
    asked.rdflib.parse(data=prefixes + ANOTHER_START, format="turtle")
    assert [(row["problem"], row["object"], row["other"]) for row in asked.rows("contradictions")] == [
        ("单值属性有不同的值", "2022-04", "2023-04"),
        ("同一指标数字不同", "20余万场次", "30万场次"),
        ("陈述有争议", "甲", ""),
    ]


def test_where_nothing_contradicts_there_are_no_contradictions(engines):
    asked = engines("  甲: {type: Union, level: provincial}\n")
    assert asked.rows("contradictions") == []


def test_what_two_did_together_names_who_leads_and_whether_it_is_dated(engines):
    asked = engines("""\
  甲: {type: Union}
  乙: {type: Union}
  活动: {type: Campaign, organizer: 甲, coorganizer: 乙, start: 2022-04}
  文件:
    type: Policy
    issuer: {to: 甲, status: inferred, note: 承上}
    coissuer: 乙
    notStated: {issued: 没有写日期}
""")
    found = [
        [row[column] for column in ("what", "lead", "leadStatus", "joint", "date", "undated")]
        for row in asked.rows("joint-actions")
    ]
    assert found == [
        ["文件", "甲", "inferred", "乙", "", "没有写日期"],
        ["活动", "甲", "stated", "乙", "2022-04", ""],
    ]
    assert {row["certainty"] for row in asked.rows("partners", ("org", "甲"))} == {"stated", "inferred"}


# Query, parameter -> a value, and words of the answer that the project's data gives to it.
EXAMPLES = {
    ("beneficiaries", "group"): ("困难职工家庭", "38.2万户"),
    ("degrees", "least"): ("20", "浙江工会"),
    ("difference", "one"): ("医疗互助补助金", "12.8亿元"),
    ("difference", "other"): ("困难职工帮扶资金", "12.8亿元"),
    ("documents", "verb"): ("修订", "浙江省工会送温暖资金使用管理办法"),
    ("done-by", "org"): ("吴兴区总工会", "心植工"),
    ("evidence", "entity"): ("竺士杰", "“大国工匠”竺士杰"),
    ("figures", "bound"): ("lower", "2.3万余家"),
    ("figures", "entity"): ("能级工资集体协商", "超过220万人"),
    ("figures", "unit"): ("场次", "20余万场次"),
    ("figures-by-kind", "kind"): ("投入", "3.61亿元"),
    ("figures-counting", "counted"): ("困难职工家庭", "38.2万户"),
    ("figures-of-theme", "theme"): ("疫情防控", "3.61亿元"),
    ("goals", "aim"): ("杭州亚运会", "六大行动"),
    ("group", "group"): ("产业工人", "3747家"),
    ("honours", "level"): ("国家级", "全国爱心托育用人单位"),
    ("included", "programme"): ("浙有善育", "爱心托班"),
    ("initiatives", "type"): ("竞赛", "系列主题立功竞赛活动"),
    ("joint-actions", "org"): ("浙江省委组织部", "县级工会建设"),
    ("lists", "list"): ("四大行动", "素质技能大提升"),
    ("mentions", "entity"): ("埭溪镇总工会", "埭溪镇总工会给出的答案"),
    ("money", "kind"): ("refund", "10.2亿元"),
    ("most-described", "least"): ("20", "守好红色根脉·班前十分钟活动"),
    ("neighbourhood", "entity"): ("竺士杰", "大国工匠"),
    ("not-stated", "entity"): ("群帮惠", "没有写由谁开发"),
    ("not-stated", "property"): ("开发", "产改工福"),
    ("organised-by", "org"): ("浙江省总工会", "2022-04"),
    ("partners", "org"): ("吴兴区总工会", "埭溪镇总工会"),
    ("people", "person"): ("李刚", "四川"),
    ("places", "top"): ("湖州市", "埭溪镇"),
    ("properties-of-types", "type"): ("人物", "荣誉"),
    ("quotes", "word"): ("樱桃", "骑手送来的新鲜樱桃"),
    ("ratio", "entity"): ("班前十分钟", "≤ 20 人次/场次"),
    ("ratio", "measure"): ("活动场次", "约 8.7 场次/家"),
    ("ratio", "per"): ("活动场次", "≤ 20 人次/场次"),
    ("roles", "thing"): ("心植工", "吴兴区总工会"),
    ("sum", "entity"): ("疫情防控专项资金", "3.61亿元"),
    ("sum", "measure"): ("建成的妈咪暖心小屋", "≥ 6100 个"),
    ("theme", "theme"): ("杭州亚运会", "100支"),
    ("timeline", "since"): ("2022-05-01", "2022-10"),
    ("unions", "top"): ("吴兴区总工会", "埭溪镇总工会"),
    ("unions-of-places", "top"): ("湖州市", "吴兴区总工会"),
    ("without-evidence", "status"): ("inferred", "由词义可知"),
}
PARAMETERS = [(name, parameter) for name, query in QUERIES.items() for parameter in query.parameters]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_parameter_narrows_the_answer_and_both_engines_agree(project, name, parameter):
    value, shown = EXAMPLES[name, parameter]
    rows = project.rows(name, (parameter, value))
    assert any(shown in text for row in rows for text in row.values())
    if QUERIES[name].parameters[parameter].default == "UNDEF":
        assert len(rows) <= len(project.rows(name))


def pairs(text, variables):
    """Give what a query says of each key in its VALUES (?kindKey ?kindName …)."""
    block = re.search(rf"VALUES \(\?{variables}[^)]*\) \{{(.*?)\}}", text, re.DOTALL)
    return dict(re.findall(r'\("(\w+)" "(\w+)"', block[1])) if block else None


@pytest.mark.parametrize("name", QUERIES)
def test_the_words_for_levels_and_kinds_are_those_of_the_ontology(project, name):
    enumerations = project.graph.dataset.ontology.enumerations
    text = QUERIES[name].text
    assert pairs(text, r"(?:levelKey|o) \?") in (None, enumerations["AdministrativeLevel"].values)
    assert pairs(text, r"kindKey \?kindName") in (None, enumerations["FigureKind"].values)


def named_in(name, variable):
    pattern = rf"VALUES \?{variable} \{{(.*?)\}}|\?{variable} IN \((.*?)\)"
    block = re.search(pattern, QUERIES[name].text, re.DOTALL)
    return set((block[1] or block[2]).replace(",", " ").split())


def shortened(ontology, iri):
    return next(
        f"{prefix}:{iri.removeprefix(namespace)}"
        for prefix, namespace in sorted(ontology.prefixes.items(), key=lambda pair: -len(pair[1]))
        if iri.startswith(namespace)
    )


def test_contradictions_are_sought_in_all_properties_with_a_single_value(project):
    ontology = project.graph.dataset.ontology
    of_articles = ontology.classes["Article"].properties - ontology.classes["Document"].properties
    single = [
        shortened(ontology, property_.iri)
        for id_, property_ in ontology.properties.items()
        if not property_.multivalued and id_ not in of_articles
    ]
    assert named_in("contradictions", "p") == set(single)


def test_the_undated_are_sought_in_all_properties_that_are_dates(project):
    ontology = project.graph.dataset.ontology
    dates = [property_.iri for property_ in ontology.properties.values() if property_.ranges == ("EdtfDate",)]
    assert named_in("undated", "p") == {shortened(ontology, iri) for iri in dates}


# rdflib gives a row of nothing where there is nothing to group, unless HAVING says otherwise.
@pytest.mark.parametrize("name", QUERIES)
def test_both_engines_agree_on_a_graph_that_says_nothing(nothing, name):
    query = QUERIES[name]
    format_ = "nt" if "CONSTRUCT" in query.text else "csv"
    asked = (query.text, known_prefixes(nothing.dataset.ontology.prefixes), format_, {})
    ours, theirs = evaluate(nothing.store, *asked), evaluate_with_rdflib(nothing.store, *asked)
    assert sorted(ours[1].splitlines()) == sorted(theirs[1].splitlines())


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nothing")
    shutil.copy(ROOT / "data" / "ontology.yaml", folder)
    (folder / "one.yaml").write_text("entities:\n  甲: {type: Union}\n", encoding="utf-8")
    return kg.load(folder)
