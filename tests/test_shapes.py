"""The graph keeps to the SHACL shapes of its ontology, and two engines find the same where it does not.

`shacl` is fast and young; pySHACL is slow, and what `shacl` says is checked against it.
"""

import re

import pyshacl
import pytest
import rdflib
import shacl
from conftest import ROOT
from rdflib.namespace import SH

import kg
from kg.loading.load import load
from kg.rdf import ntriples
from kg.shapes import shapes

pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")  # rdflib within pySHACL

ENTITIES = """\
  省总工会: {type: Union, aliases: [省总], description: 全省的工会, sameAs: https://example.org/省总}
  老张: {type: Person, worksFor: 省总工会}
  班前十分钟:
    type: Campaign
    organizer: {to: 省总工会, quote: [2022年4月, 省总工会联合], when: 2022-04/2023, role: 牵头, note: 首段}
    coorganizer: {to: 省总工会, status: disputed}
    participant: 老张
    start: {value: 2022-04, quote: 2022年4月}
    statistics:
      {measure: 组织的企业, value: 2.3万余家, quote: 2.3万余家企业, scope: 省总工会, period: 一年下来}
    goal: 讲一讲自己的故事
    level: provincial
    website: https://example.org/十分钟
    notStated: {end: {note: 没有说何时结束, quote: 听众不少}}
"""


def triples(dataset):
    return "".join(ntriples(dataset, reifiers=False))


def findings(shapes_text, data):
    """Validate with both engines: (focus node, path, component, value) of each result, as IRIs or texts."""
    report = shacl.Shapes.from_text(shapes_text).validate_text(data, format="ntriples")
    fast = sorted(
        (plain(one.focus_node), plain(one.path), one.component, plain(one.value)) for one in report.results
    )
    graph, shape_graph = (
        rdflib.Graph().parse(data=data, format="nt"),
        rdflib.Graph().parse(data=shapes_text, format="turtle"),
    )
    conforms, results, _ = pyshacl.validate(graph, shacl_graph=shape_graph)
    slow = sorted(
        (
            text(results.value(node, SH.focusNode)),
            text(results.value(node, SH.resultPath)),
            text(results.value(node, SH.sourceConstraintComponent)).removeprefix(str(SH)),
            text(results.value(node, SH.value)),
        )
        for node in results.subjects(rdflib.RDF.type, SH.ValidationResult)
    )
    assert report.conforms == conforms
    return fast, slow


def plain(term):
    """Give a term of `shacl`, in N-Triples, as rdflib gives it."""
    return text(rdflib.util.from_n3(term) if term else None)


def text(term):
    return "" if term is None else str(term)


@pytest.fixture(scope="module")
def ontology():
    return load(ROOT / "data")[0].ontology


@pytest.fixture(scope="module")
def shape_text(ontology):
    return shapes(ontology)


@pytest.fixture
def graph(data):
    """A small graph that holds every kind of node, with the text of its article at hand."""
    dataset = kg.load(data(ENTITIES)).dataset
    graph = rdflib.Graph().parse(data=triples(dataset), format="nt")
    for prefix, iri in dataset.ontology.prefixes.items():
        graph.bind(prefix, iri)
    return graph


def test_the_shapes_are_well_formed(shape_text):
    graph = rdflib.Graph().parse(data=shape_text, format="turtle")
    conforms, _, report = pyshacl.validate(rdflib.Graph(), shacl_graph=graph, meta_shacl=True)
    assert conforms, report


def test_the_shapes_are_the_same_every_time(ontology, shape_text):
    assert shapes(ontology) == shape_text


def test_every_property_has_a_message_in_both_languages(shape_text):
    graph = rdflib.Graph().parse(data=shape_text, format="turtle")
    named = set(graph.subjects(SH.name))
    assert named
    for node in named:
        assert sorted(message.language for message in graph.objects(node, SH.message)) == ["en", "zh"]


def test_the_graph_of_the_project_conforms(shape_text):
    data = triples(kg.load(ROOT / "data").dataset)
    assert findings(shape_text, data) == ([], [])


def test_the_graph_of_the_project_with_its_quotes_in_place_conforms(shape_text, articles):
    data = triples(kg.load(ROOT / "data", articles).dataset)
    report = shacl.Shapes.from_text(shape_text).validate_text(data, format="ntriples")
    assert report.conforms, report.turtle


def test_a_graph_of_every_kind_of_node_conforms(shape_text, graph):
    kinds = {str(kind) for kind in graph.objects(None, rdflib.RDF.type)}
    assert {"https://schema.org/Observation", "http://www.w3.org/ns/oa#TextPositionSelector"} <= kinds
    assert findings(shape_text, graph.serialize(format="nt")) == ([], [])


# What is broken: triples that are taken away, triples that are added -> what both engines must find:
# the path (none: the node itself) and the component, in the order of the paths.
# ?statement, ?omission, ?figure, ?selector stand for nodes of the graph: see NODES.
BREAKAGES = {
    "an organizer that is a person": ("", "e:班前十分钟 schema:organizer e:老张", ["schema:organizer Class"]),
    "an organizer that is a word": ("", "e:班前十分钟 schema:organizer '省总'", ["schema:organizer Class"]),
    "an organizer from nowhere": ("", "e:班前十分钟 schema:organizer e:无", ["schema:organizer Class"]),
    "a level that is none": (
        "e:班前十分钟 kg:level 'provincial'",
        "e:班前十分钟 kg:level 'galactic'",
        ["kg:level In"],
    ),
    "two levels": ("", "e:班前十分钟 kg:level 'national'", ["kg:level MaxCount"]),
    "a date that is no EDTF": (
        "e:班前十分钟 schema:startDate '2022-04'^^edtf:EDTF",
        "e:班前十分钟 schema:startDate '2022-04'",
        ["schema:startDate Datatype"],
    ),
    "a goal with a language": ("", "e:班前十分钟 kg:goal 'a goal'@en", ["kg:goal Datatype"]),
    "a website that is no address": (
        "",
        "e:班前十分钟 foaf:homepage 'javascript:alert(1)'",
        ["foaf:homepage Pattern"],
    ),
    "a figure that is a bare number": ("", "e:班前十分钟 kg:statistic 23000", ["kg:statistic Class"]),
    "a person who has an organizer": ("", "e:老张 schema:organizer e:省总工会", [" Or"]),
    "an employer of a campaign": ("", "e:班前十分钟 schema:worksFor e:省总工会", [" Class"]),
    "a property from elsewhere": ("", "e:老张 foaf:nick '老张'", ["foaf:nick Closed"]),
    "an entity without a name": ("e:老张 skos:prefLabel '老张'@zh", "", [" Or"]),
    "an entity with two names": ("", "e:老张 skos:prefLabel '张师傅'@zh", ["skos:prefLabel MaxCount"]),
    "a name without a language": ("", "e:老张 skos:altLabel '张师傅'", ["skos:altLabel Datatype"]),
    "an abstract type": (
        "e:老张 a schema:Person . e:老张 schema:worksFor e:省总工会",
        "e:老张 a prov:Agent",
        ["rdf:type In"],
    ),
    "a second type": ("", "e:省总工会 a kg:Institution", ["rdf:type MaxCount"]),
    "a type of another ontology": (
        "e:老张 a schema:Person",
        "e:老张 a foaf:Person",
        [" Class", "rdf:subject Class", "rdf:type In", "schema:participant Class"],
    ),
    "a statement of no status": ("?statement kg:status 'stated'", "", ["kg:status MinCount"]),
    "a statement of an unknown status": (
        "?statement kg:status 'stated'",
        "?statement kg:status 'maybe'",
        ["kg:status In"],
    ),
    "a statement without an object": ("?statement rdf:object e:省总工会", "", ["rdf:object MinCount"]),
    "a statement of an unknown property": (
        "?statement rdf:predicate schema:organizer",
        "?statement rdf:predicate schema:organiser",
        ["rdf:predicate In"],
    ),
    "a statement of two subjects": ("", "?statement rdf:subject e:老张", ["rdf:subject MaxCount"]),
    "a statement from an entity": (
        "?statement kg:source article:a1",
        "?statement kg:source e:老张",
        ["kg:source Class"],
    ),
    "a quote without a source": ("?statement kg:source article:a1", "", [" Or"]),
    "a quote without a language": ("", "?statement kg:quote '省总工会联合'", ["kg:quote Datatype"]),
    "a period that ends before it begins": (
        "?statement kg:whenEnd '2023-12-31'^^xsd:date",
        "?statement kg:whenEnd '2021-12-31'^^xsd:date",
        ["kg:whenStart LessThanOrEquals"],
    ),
    "a statement of more than a statement": ("", "?statement foaf:nick '一'", ["foaf:nick Closed"]),
    "a thing not stated that has a value": ("", "?omission rdf:object '2023'", ["rdf:object Closed"]),
    "a thing not stated without a reason": (
        "?omission kg:note '没有说何时结束'@zh",
        "",
        ["kg:note MinCount"],
    ),
    "a thing not stated of nothing": ("?omission rdf:subject e:班前十分钟", "", ["rdf:subject MinCount"]),
    "a figure of no scope of ours": (
        "?figure kg:scope e:省总工会",
        "?figure kg:scope '浙江'",
        ["kg:scope Class"],
    ),
    "a figure of an unknown kind": ("", "?figure kg:kind 'rumour'", ["kg:kind In"]),
    "a figure without a number": ("?figure schema:value '23000'^^xsd:decimal", "", ["schema:value MinCount"]),
    "a figure whose number is text": (
        "?figure schema:value '23000'^^xsd:decimal",
        "?figure schema:value '2.3万'",
        ["schema:value Datatype"],
    ),
    "a figure without a unit": ("?figure schema:unitText '家'", "", ["schema:unitText MinCount"]),
    "a figure of an unknown bound": (
        "?figure kg:bound 'lower'",
        "?figure kg:bound 'some'",
        ["kg:bound In"],
    ),
    "a range upside down": (
        "",
        "?figure schema:maxValue 100.0",
        ["schema:minValue LessThanOrEquals"],
    ),
    "a figure of two figures": ("", "?figure kg:raw '3万家'@zh", ["kg:raw MaxCount"]),
    "a place that ends before it begins": (
        "",
        "?selector oa:start 9999",
        ["oa:start LessThanOrEquals", "oa:start MaxCount"],
    ),
    "a place before the text": (
        "",
        "?selector oa:end -1",
        ["oa:end MaxCount", "oa:end MinInclusive", "oa:start LessThanOrEquals"],
    ),
    "an article without a headline": (
        "article:a1 schema:headline '一篇报道'@zh",
        "",
        ["schema:headline MinCount"],
    ),
}
NODES = {
    "statement": "?statement rdf:predicate schema:organizer ; rdf:object e:省总工会",
    "omission": "?omission a kg:Omission",
    "figure": "?figure a schema:Observation",
    "selector": "?statement rdf:predicate schema:startDate ; oa:hasSelector ?selector",
}


def parsed(graph, turtle):
    """Read triples, with the nodes of this graph in the place of ?statement and the others."""
    for name in set(re.findall(r"\?(\w+)", turtle)):
        (row,) = graph.query(f"SELECT DISTINCT ?{name} {{ {NODES[name]} }}")
        turtle = turtle.replace(f"?{name}", row[0].n3())
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in graph.namespaces())
    return rdflib.Graph().parse(data=f"{prefixes}{turtle} ." if turtle else "", format="turtle")


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_graph_is_found_out_by_both_engines(shape_text, graph, breakage):
    taken, added, expected = BREAKAGES[breakage]
    away, more = parsed(graph, taken), parsed(graph, added)
    assert all(triple in graph for triple in away)
    broken = graph - away + more
    fast, slow = findings(shape_text, broken.serialize(format="nt"))
    assert fast == slow
    short = graph.namespace_manager
    found = {
        f"{path and short.normalizeUri(path)} {component.removesuffix('ConstraintComponent')}"
        for _, path, component, _ in fast
    }
    assert sorted(found) == expected
