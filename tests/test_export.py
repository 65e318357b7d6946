"""Every export is read back by somebody else's parser, and says the same as the data."""

import csv
import io
import json

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

import kg
from kg.export import FORMATS, export, export_store
from kg.problems import KgError
from kg.sheets.writing import COLUMNS, HEAD_COLUMNS
from kg.store import open_files

ENTITIES = """\
  省总工会: {type: Union, aliases: [省总], description: 全省的“工会”, sameAs: https://example.org/省总}
  班前十分钟:
    type: Campaign
    name: 守好红色根脉·班前十分钟
    organizer:
      {to: 省总, quote: [2022年4月, 省总工会联合], when: 2022-04/.., role: 牵头, note: "见首段，\\"原话\\""}
    coorganizer: {to: 省总, status: disputed}
    start: {value: 2022-04, quote: 2022年4月}
    statistics:
      {measure: 组织开展的企业, value: 2.3万余家, quote: 2.3万余家企业,
       scope: 省总, period: 一年下来, kind: reach}
    goal: "讲好故事\\n; 说\\t话, <b>&"
"""
RDF = {
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "nq": "N_QUADS",
    "trig": "TRIG",
    "jsonld": "JSON_LD",
    "rdf12": "TURTLE",
}
RDFLIB = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld"}
GRAPHS = [format_ for format_ in FORMATS if format_ not in {"shacl", "xlsx"}]
REIFIES = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")


@pytest.fixture
def graph(data):
    return kg.load(data(ENTITIES))


def quads(content, format_):
    rdf_format = getattr(pyoxigraph.RdfFormat, RDF[format_])
    return set(pyoxigraph.parse(content, format=rdf_format))


def plain(graph):
    """Give what RDF 1.1 can say of a graph."""
    return {quad for quad in graph.store if quad.predicate != REIFIES}


def test_there_are_the_formats_that_are_promised():
    assert set(GRAPHS) == {"ttl", "nt", "nq", "trig", "jsonld", "rdf12", "graphml", "gexf", "csv"}
    assert set(FORMATS) - set(GRAPHS) == {"shacl", "xlsx"}  # they are in test_shapes.py and test_sheets.py


@pytest.mark.parametrize("format_", RDFLIB)
def test_rdf_says_just_what_the_store_says(graph, format_):
    assert quads(export(graph.dataset, format_), format_) == plain(graph)


@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")  # rdflib's own doing
@pytest.mark.parametrize("format_", RDFLIB)
def test_rdflib_reads_it_and_finds_the_same(graph, format_):
    read = rdflib.Dataset(default_union=True)
    read.parse(data=export(graph.dataset, format_), format=RDFLIB[format_])
    flat = rdflib.Graph()
    for triple in read.triples((None, None, None)):
        flat.add(triple)
    assert isomorphic(flat, graph.to_rdflib())


def test_only_rdf_1_2_holds_triples_within_triples(graph):
    for format_ in RDF:
        held = [
            quad
            for quad in quads(export(graph.dataset, format_), format_)
            if isinstance(quad.object, pyoxigraph.Triple)
        ]
        assert len(held) == (len(graph.dataset.statements) if format_ == "rdf12" else 0)
    assert quads(export(graph.dataset, "rdf12"), "rdf12") == set(graph.store)


@pytest.mark.parametrize("format_", ["ttl", "trig", "rdf12"])
def test_turtle_is_for_people(graph, format_):
    text = export(graph.dataset, format_).decode()
    assert "@prefix e: <https://gongtu.example/entity/> ." in text
    assert "\ne:班前十分钟 a kg:Campaign" in text
    assert "schema:organizer e:省总工会" in text
    body = [line for line in text.splitlines() if not line.startswith("@prefix")]
    assert not [line for line in body if "<http" in line and "example.org" not in line]


@pytest.mark.parametrize("format_", GRAPHS)
def test_chinese_stays_as_it_is(graph, format_):
    text = export(graph.dataset, format_).decode()
    for word in ("守好红色根脉·班前十分钟", "省总工会", "2022年4月"):
        assert word in text
    assert "\\u" not in text


@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_is_the_same_every_time(data, format_):
    first = export(kg.load(data(ENTITIES)).dataset, format_)
    again = export(kg.load(data(ENTITIES)).dataset, format_)
    if format_ == "gexf":  # it holds the day on which it was written
        first, again = (text.split(b"<graph", 1)[1] for text in (first, again))
    assert first == again


@pytest.mark.parametrize(("format_", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networks_are_read_back(graph, format_, reader):
    read = reader(io.BytesIO(export(graph.dataset, format_)))
    assert {id_: attributes["label"] for id_, attributes in read.nodes(data=True)} == {
        entity.id: entity.name for entity in graph.dataset.entities.values()
    }
    assert read.nodes["省总工会"]["type_label"] == "工会"
    edges = [attributes for _, _, attributes in read.edges(data=True)]
    assert len(edges) == graph.to_networkx().number_of_edges() == 2
    assert {edge["label"] for edge in edges} == {"主办", "联合主办"}
    assert "2022年4月 … 省总工会联合" in {edge["quote"] for edge in edges}


def rows(graph):
    text = export(graph.dataset, "csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_has_a_row_for_every_statement(graph):
    table = rows(graph)
    assert tuple(table[0]) == (*COLUMNS, *HEAD_COLUMNS)
    alone, *table = table
    assert (alone["subject"], alone["property"], alone["subject_type"]) == ("省总工会", "", "Union")
    assert len(table) == len(graph.dataset.statements) == 5
    first, figure, goal = table[0], table[3], table[4]
    assert first["subject_name"] == "守好红色根脉·班前十分钟"
    assert (first["object"], first["role"], first["when"]) == ("省总工会", "牵头", "2022-04/..")
    assert first["note"] == '见首段，"原话"'
    assert (figure["object"], figure["number"], figure["unit"], figure["bound"]) == (
        "2.3万余家",
        "23000",
        "家",
        "lower",
    )
    assert [figure[key] for key in ("counts", "scope", "period", "kind")] == [
        "",
        "省总工会",
        "一年下来",
        "reach",
    ]
    assert goal["object"] == "讲好故事\n; 说\t话, <b>&"


def test_the_table_opens_as_utf8_in_a_spreadsheet(graph):
    content = export(graph.dataset, "csv")
    assert content.startswith(b"\xef\xbb\xbfsubject,")
    assert b"\r\n" in content


@pytest.mark.parametrize("format_", GRAPHS)
def test_a_graph_without_entities_is_written_too(data, format_):
    dataset = kg.load(data("", head="entities: {}\n")).dataset
    content = export(dataset, format_)
    if format_ in RDF:
        assert quads(content, format_)
    elif format_ == "csv":
        assert content.count(b"\n") == 1
    else:
        reader = nx.read_graphml if format_ == "graphml" else nx.read_gexf
        assert len(reader(io.BytesIO(content))) == 0


@pytest.mark.parametrize("format_", RDF)
def test_rdf_files_are_written_as_they_are(tmp_path, format_):
    (tmp_path / "a.ttl").write_text('<a:a> <a:b> "甲"@zh, _:x . _:x <a:b> 1 .', encoding="utf-8")
    store = open_files([str(tmp_path / "a.ttl")])
    assert len(quads(export_store(store, format_), format_)) == 3


@pytest.mark.parametrize("format_", RDF)
def test_named_graphs_are_written_or_refused_but_never_lost(tmp_path, format_):
    (tmp_path / "a.trig").write_text("<a:g> { <a:a> <a:b> <a:c> } <a:a> <a:b> <a:d> .", encoding="utf-8")
    store = open_files([str(tmp_path / "a.trig")])
    if format_ in ("nq", "trig", "jsonld"):
        assert quads(export_store(store, format_), format_) == set(store)
    else:
        with pytest.raises(KgError) as error:
            export_store(store, format_)
        assert error.value.problems[0].code == "export-graphs"


def test_json_ld_is_json(graph):
    assert json.loads(export(graph.dataset, "jsonld"))
