"""The graph as RDF: easy questions stay easy, and every answer can be traced."""

import pytest

import kg

ENTITIES = """\
  省总工会: {type: Union, aliases: [省总], description: 全省的工会}
  班前十分钟:
    type: Campaign
    organizer: {to: 省总, quote: [2022年4月, 省总工会联合], when: 2022-04/.., role: 牵头, note: 见首段}
    coorganizer: {to: 省总, status: disputed}
    start: {value: 2022-04, quote: 2022年4月}
    statistics: {measure: 组织开展的企业, value: 2.3万余家, quote: 2.3万余家企业}
"""
STATEMENT = "?st rdf:subject e:班前十分钟 ; rdf:predicate schema:organizer ; rdf:object e:省总工会"

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
    "no upper bound": "?q a schema:Observation FILTER NOT EXISTS { ?q schema:maxValue ?max }",
    "labels of classes": "?class rdfs:label '工会'@zh, 'Trade union'@en",
    "superclasses": "?class rdfs:label '工会'@zh ; rdfs:subClassOf+/rdfs:label '实体'@zh",
    "inverse properties": "dcterms:isPartOf owl:inverseOf dcterms:hasPart",
    "what is disputed is described": "?st rdf:predicate kg:coorganizer ; kg:status 'disputed'",
}
NO = {
    "what is disputed is not claimed": "?s kg:coorganizer ?o",
}


@pytest.fixture
def graph(data):
    return kg.load(data(ENTITIES))


@pytest.mark.parametrize("pattern", YES.values(), ids=YES)
def test_the_graph_says(graph, pattern):
    assert graph.query(f"ASK {{ {pattern} }}")


@pytest.mark.parametrize("pattern", NO.values(), ids=NO)
def test_the_graph_does_not_say(graph, pattern):
    assert not graph.query(f"ASK {{ {pattern} }}")


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
