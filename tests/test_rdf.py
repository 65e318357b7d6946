"""The graph as RDF: easy questions stay easy, and every answer can be traced."""

from collections import Counter
from functools import cache

import pytest
from conftest import HEAD, ROOT
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.graph import KnowledgeGraph
from kg.loading.linkml import read_ontology
from kg.model import Dataset, Observation, Statement
from kg.problems import Location
from kg.quantity import parse_quantity
from kg.yamltree import parse

ENTITIES = """\
  省总工会:
    {type: Union, aliases: [省总], description: 全省的工会,
     notStated: {partOf: {note: 不详, quote: 听众不少}}}
  班前十分钟:
    type: Campaign
    organizer: {to: 省总, quote: [2022年4月, 省总工会联合], when: 2022-04/.., role: 牵头, note: 见首段}
    coorganizer: {to: 省总, status: disputed}
    start: {value: 2022-04, quote: 2022年4月}
    statistics:
      - {measure: 组织开展的企业, value: 2.3万余家, quote: 2.3万余家企业}
      - {measure: 组织开展的企业, value: 2.3万余家, counts: 省总, scope: 班前十分钟,
         period: 一年下来, kind: 覆盖惠及}
"""
STATEMENT = "?st rdf:subject e:班前十分钟 ; rdf:predicate schema:organizer ; rdf:object e:省总工会"

ENTITY = "https://gongtu.example/entity/"

# A question whose answer must be yes.
YES = {
    "the plain triple": "e:班前十分钟 schema:organizer e:省总工会",
    "labels": 'e:省总工会 skos:prefLabel "省总工会"@zh ; rdfs:label "省总工会"@zh ; skos:altLabel "省总"@zh',
    "the type": "e:班前十分钟 a ?t . ?t rdfs:label '活动'@zh",
    "the statement node": f"{STATEMENT} ; a rdf:Statement ; kg:status 'stated'",
    "the source in one hop": f"{STATEMENT} ; kg:source article:a1 . article:a1 a schema:NewsArticle",
    "the source is provenance": "kg:source rdfs:subPropertyOf prov:wasDerivedFrom",
    "each phrase in one hop": f"{STATEMENT} ; kg:quote '2022年4月'@zh, '省总工会联合'@zh",
    "when": f"{STATEMENT} ; kg:whenStart '2022-04-01'^^xsd:date FILTER NOT EXISTS {{ ?st kg:whenEnd ?end }}",
    "role and note": f"{STATEMENT} ; kg:role '牵头'@zh ; kg:note '见首段'@zh",
    "selectors with offsets": f"{STATEMENT} ; oa:hasSelector ?sel . ?sel oa:start 0 ; oa:end 7",
    "RDF 1.2": "?st rdf:reifies <<( e:班前十分钟 schema:organizer e:省总工会 )>> ; a rdf:Statement",
    "a date": "?st rdf:predicate schema:startDate ; kg:latest '2022-04-30'^^xsd:date",
    "a figure": "e:班前十分钟 kg:statistic ?q . ?q schema:value ?n ; schema:unitText '家' FILTER(?n = 23000)",
    "as printed": "?q kg:raw '2.3万余家'@zh ; rdfs:label '组织开展的企业'@zh",
    "its bound": "?q kg:bound 'lower' ; schema:minValue ?min FILTER(?min = 23000)",
    "what a figure counts": "?q kg:counts e:省总工会 ; kg:scope e:班前十分钟 ; schema:unitText '家'",
    "its span and kind": "?q kg:period '一年下来'@zh ; kg:kind 'reach'",
    "one with a scope is another one": "?q kg:scope ?e . ?r rdfs:label '组织开展的企业'@zh FILTER(?r != ?q)",
    "labels of qualifiers": "kg:counts rdfs:label ?l . kg:scope rdfs:label ?m . kg:kind rdfs:label ?n",
    "no upper bound": "?q a schema:Observation FILTER NOT EXISTS { ?q schema:maxValue ?max }",
    "labels of classes": "?class rdfs:label '工会'@zh, 'Trade union'@en",
    "superclasses": "?class rdfs:label '工会'@zh ; rdfs:subClassOf+/rdfs:label '实体'@zh",
    "inverse properties": "dcterms:isPartOf owl:inverseOf dcterms:hasPart",
    "what is disputed is described": "?st rdf:predicate kg:coorganizer ; kg:status 'disputed'",
}
OMISSION = "?x a kg:Omission ; rdf:subject e:省总工会 ; rdf:predicate dcterms:isPartOf"
YES |= {
    "what is not stated": f"{OMISSION} ; kg:source article:a1 ; kg:note '不详'@zh",
    "by which words": f"{OMISSION} ; kg:quote '听众不少'@zh ; oa:hasSelector/oa:start 44",
    "of an article too": "?x a kg:Omission ; rdf:subject article:a1 ; rdf:predicate schema:datePublished",
    "labels of what is not stated": "kg:Omission a owl:Class ; rdfs:label '文中未载'@zh, 'not stated'@en",
}
NO = {
    "what is not stated is claimed": "e:省总工会 dcterms:isPartOf ?o",
    "what is not stated is a statement": "?x a kg:Omission, rdf:Statement",
    "what is not stated has an object": "?x a kg:Omission ; rdf:object ?o",
    "what is not stated reifies": "?x a kg:Omission ; rdf:reifies ?triple",
    "what is not stated has a status": "?x a kg:Omission ; kg:status ?status",
    "what is disputed is not claimed": "?s kg:coorganizer ?o",
}


@pytest.fixture
def graph(data):
    head = HEAD.replace("a1.txt}", "a1.txt, notStated: {published: 没有注明}}")
    return kg.load(data(ENTITIES, head=head))


@pytest.mark.parametrize("pattern", YES.values(), ids=YES)
def test_the_graph_says(graph, pattern):
    assert graph.query(f"ASK {{ {pattern} }}")


@pytest.mark.parametrize("pattern", NO.values(), ids=NO)
def test_the_graph_does_not_say(graph, pattern):
    assert not graph.query(f"ASK {{ {pattern} }}")


@cache
def ontology():
    return read_ontology(parse((ROOT / "data" / "ontology.yaml").read_bytes(), "")[0], "")[0]


ids = st.none() | st.sampled_from(["甲", "乙"])
kinds = st.none() | st.sampled_from(["reach", "payout"])
qualifiers = st.tuples(ids, ids, st.none() | st.text(min_size=1), kinds)


@given(st.lists(qualifiers, unique=True, max_size=6))
def test_each_figure_is_a_node_that_says_what_qualifies_it(written):
    figures = [Observation("人数", parse_quantity("3人"), *one) for one in written]
    statements = [Statement("甲", "statistics", figure, Location("")) for figure in figures]
    graph = KnowledgeGraph(Dataset(ontology(), {}, statements, {}), [])
    rows = graph.query(
        """SELECT ?counts ?scope ?period ?kind { ?q a schema:Observation
           OPTIONAL { ?q kg:counts ?counts } OPTIONAL { ?q kg:scope ?scope }
           OPTIONAL { ?q kg:period ?period } OPTIONAL { ?q kg:kind ?kind } }""",
    )
    read = [tuple(term and term.value.removeprefix(ENTITY) for term in row) for row in rows]
    assert Counter(read) == Counter(written)


def test_rdflib_has_the_same_graph_but_for_the_reifiers(graph):
    plain = graph.to_rdflib()
    reifiers = list(graph.query("SELECT * { ?st rdf:reifies ?triple }"))
    assert len(plain) == len(graph.store) - len(reifiers)
    assert len(reifiers) == len(graph.dataset.statements)


def test_a_statement_keeps_its_iri_whatever_else_changes(graph, data):
    def iri(graph):
        (row,) = graph.query(f"SELECT ?st {{ {STATEMENT} }}")
        return row["st"].value

    before = iri(graph)
    assert before.startswith("https://gongtu.example/statement/")
    more = "  甲: {type: Union}\n" + ENTITIES.replace(
        "quote: [2022年4月, 省总工会联合]", "quote: 省总工会联合"
    )
    assert iri(kg.load(data(more))) == before
    other_source = ENTITIES.replace("role: 牵头", "source: a2").replace(
        "quote: [2022年4月, 省总工会联合], ", ""
    )
    head = "source: a1\narticles: {a1: {title: 甲, text: articles/a1.txt}, a2: {title: 乙}}\nentities:\n"
    assert iri(kg.load(data(other_source, head=head))) != before


def test_hostile_text_stays_text(data):
    text = '  甲: {type: Union, name: "a\\"\\\\ \\n> . <x> <y>", description: "<script>"}\n'
    graph = kg.load(data(text))
    (row,) = graph.query("SELECT ?name ?text { e:甲 skos:prefLabel ?name ; schema:description ?text }")
    assert row["name"].value == 'a"\\ \n> . <x> <y>'
    assert row["text"].value == "<script>"
