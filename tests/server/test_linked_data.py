"""Entities, articles and the whole graph as data: by negotiation, by the end of an address, page by page."""

import json
import re
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

import pyoxigraph
import pytest
from answers import ORIGIN, PAGE, answer, article, entity, files
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from servers import serving

from kg.rdf import ntriples
from kg.server.pages.openapi import DESCRIBED
from kg.server.respond import ROUTES
from kg.server.state import serve_data
from kg.server.work import work

ROOT = Path(__file__).parent.parent.parent
FORMATS = {
    "text/turtle": ("ttl", pyoxigraph.RdfFormat.TURTLE),
    "application/ld+json": ("jsonld", pyoxigraph.RdfFormat.JSON_LD),
    "application/n-triples": ("nt", pyoxigraph.RdfFormat.N_TRIPLES),
    "application/rdf+xml": ("rdf", pyoxigraph.RdfFormat.RDF_XML),
}
CAMPAIGN = "班前十分钟"
UNION = "浙江省总工会"
KG = "https://gongtu.example/schema#"
E = "https://gongtu.example/entity/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def triples(body, format_=pyoxigraph.RdfFormat.TURTLE):
    return {quad.triple for quad in pyoxigraph.parse(body, format_)}


def canonical(body, format_):
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(body, format_))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


# Negotiation


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        (PAGE, "text/html; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/json", "application/json"),
        ("text/turtle;q=0.5, application/ld+json", "application/ld+json"),
        ("text/html;q=0.5, text/turtle", "text/turtle; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("address", [entity(CAMPAIGN), "/article/zj-unions-5y"])
def test_a_resource_comes_in_the_type_that_is_liked_best(address, accept, type_):
    response = answer(article(), address, accept=accept)
    assert (response.status, response.headers["content-type"]) == (200, type_)
    assert "Accept" in response.headers["vary"]


def test_a_type_that_there_is_not_is_not_acceptable():
    assert answer(article(), entity(CAMPAIGN), accept="image/png").status == 406


@pytest.mark.parametrize("address", [entity(CAMPAIGN), entity("竺士杰"), "/article/zj-unions-5y"])
def test_all_formats_say_the_same(address):
    graphs = [
        canonical(answer(article(), f"{address}.{ending}").body, format_)
        for ending, format_ in FORMATS.values()
    ]
    assert graphs[0]
    assert all(graph == graphs[0] for graph in graphs)
    for type_, (ending, _) in FORMATS.items():
        assert answer(article(), f"{address}.{ending}").body == answer(article(), address, accept=type_).body


def test_a_response_links_to_the_other_formats_and_each_is_there():
    response = answer(article(), entity(CAMPAIGN), accept=PAGE)
    links = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', response.headers["link"])
    assert {type_ for _, type_ in links} >= {*FORMATS, "application/json"}
    for address, type_ in links:
        assert answer(article(), address).headers["content-type"].partition(";")[0] == type_


def test_who_has_it_already_gets_it_not_again():
    for address in (
        entity(CAMPAIGN),
        f"{entity(CAMPAIGN)}.ttl",
        "/void",
        "/search",
        "/dumps",
        "/openapi.json",
    ):
        first = answer(article(), address, accept="*/*")
        again = answer(article(), address, accept="*/*", if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b""), address
    other = answer(article(), entity("竺士杰"), if_none_match=first.headers["etag"])
    assert other.status == 200


def test_head_has_no_body():
    response = answer(article(), f"{entity(CAMPAIGN)}.ttl", "HEAD")
    assert (response.status, response.body) == (200, b"")


# What is said


def test_a_description_has_the_statements_whole_with_their_evidence():
    found = triples(answer(article(), f"{entity(CAMPAIGN)}.ttl").body)
    store = article().store
    about = pyoxigraph.NamedNode(E + CAMPAIGN)
    own = {quad.triple for quad in store.quads_for_pattern(about, None, None)}
    assert own <= found
    for end in ("subject", "object"):
        nodes = [
            quad.subject for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(f"{RDF}{end}"), about)
        ]
        assert nodes
        for node in nodes:
            whole = {
                quad.triple
                for quad in store.quads_for_pattern(node, None, None)
                if quad.predicate.value != f"{RDF}reifies"
            }
            assert whole <= found
    predicates = {triple.predicate.value for triple in found}
    assert {f"{KG}quote", f"{KG}raw", f"{KG}source", "https://schema.org/minValue"} <= predicates
    assert f"{RDF}reifies" not in predicates


def test_a_description_stops_at_the_neighbours():
    found = triples(answer(article(), f"{entity(CAMPAIGN)}.ttl").body)
    described = {triple.subject.value for triple in found if triple.subject.value.startswith(E)}
    names = {triple.subject.value for triple in found if triple.predicate.value.endswith("prefLabel")}
    assert names == {E + CAMPAIGN}
    assert len(described) > 1  # what leads here is said of others


def test_turtle_declares_the_prefixes_that_it_uses_and_no_other():
    text = answer(article(), f"{entity('竺士杰')}.ttl").body.decode()
    heads = re.findall(r"^@prefix (\w+):.*\n", text, re.MULTILINE)
    rest = re.sub(r"^@prefix .*\n", "", text, flags=re.MULTILINE)
    assert heads
    assert all(re.search(rf"(^|\s){prefix}:", rest) for prefix in heads)
    assert "<http" not in rest


def test_json_of_everything_is_as_openapi_says():
    described = json.loads(answer(article(), "/openapi.json").body)

    def validator(name):
        return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **described})

    entities, articles = validator("Entity"), validator("Article")
    for id_ in article().dataset.entities:
        entities.validate(json.loads(answer(article(), f"{entity(id_)}.json").body))
    for id_ in article().dataset.articles:
        articles.validate(json.loads(answer(article(), f"/article/{id_}.json").body))
    found = answer(article(), "/search?q=gonghui", accept="application/json")
    validator("Search").validate(json.loads(found.body))
    problem = answer(article(), "/entity/nobody", accept="application/json")
    validator("Problem").validate(json.loads(problem.body))


def test_json_has_figures_as_printed_and_as_meant():
    told = json.loads(answer(article(), f"{entity(CAMPAIGN)}.json").body)
    figures = [each["object"] for each in told["statements"] if "figure" in each["object"]]
    held = next(each for each in figures if each["figure"] == "2.3万余家")
    assert held["meaning"] == {"number": "23000", "bound": "lower", "unit": "家"}
    quoted = next(each for each in told["statements"] if each["object"].get("entity", {}).get("id") == UNION)
    assert quoted["quote"] == ["浙江省总工会联合省委宣传部"]
    assert pyoxigraph.NamedNode(quoted["iri"]) in {
        triple.subject for triple in triples(answer(article(), f"{entity(CAMPAIGN)}.ttl").body)
    }


def test_where_the_text_is_at_hand_a_quote_says_where_it_stands(data):
    entities = """\
  省总工会: {type: Union}
  班前十分钟:
    type: Campaign
    organizer: {to: 省总工会, quote: 省总工会联合省委宣传部}
    start: {value: 2022-04, quote: 2022年4月}
    notStated: {funder: 没有写由谁出资}
"""
    served = serve_data(str(data(entities)), None)
    told = json.loads(answer(served, f"{entity(CAMPAIGN)}.json").body)
    organised, started = told["statements"]
    assert (organised["paragraph"], organised["offsets"]) == (1, [[8, 19]])
    assert started["days"] == ["2022-04-01", "2022-04-30"]
    described = json.loads(answer(served, "/openapi.json").body)
    Draft202012Validator({"$ref": "#/components/schemas/Entity", **described}).validate(told)
    assert "第 1 段" in re.sub(
        "<[^>]+>", "", answer(served, f"{entity(CAMPAIGN)}?lang=zh", accept=PAGE).body.decode()
    )


# Other names


@pytest.mark.parametrize(
    ("address", "status", "location"),
    [
        (entity("省总工会"), 303, entity(UNION)),
        (f"{entity('省总工会')}.ttl", 303, f"{entity(UNION)}.ttl"),
        (f"{entity('省总工会')}?lang=en", 303, f"{entity(UNION)}?lang=en"),
        (entity("守好红色根脉·班前十分钟活动"), 303, entity(CAMPAIGN)),
    ],
)
def test_a_name_or_an_alias_leads_to_the_entity(address, status, location):
    response = answer(article(), address)
    assert (response.status, response.headers["location"]) == (status, location)


@pytest.fixture
def accented(data):
    entities = """\
  é工会: {type: Union, aliases: [双胞胎]}
  乙工会: {type: Union, aliases: [双胞胎]}
"""
    return serve_data(str(data(entities)), None)


def test_decomposed_characters_lead_to_composed_ones(accented):
    decomposed = normalize("NFD", "é工会")
    assert decomposed != "é工会"
    response = answer(accented, entity(decomposed))
    assert (response.status, response.headers["location"]) == (308, entity("é工会"))


def test_a_name_that_several_have_leads_to_a_choice(accented):
    response = answer(accented, entity("双胞胎"), accept=PAGE)
    assert response.status == 300
    assert entity("é工会") in response.body.decode()
    assert entity("乙工会") in response.body.decode()
    assert answer(accented, entity("双胞胎"), accept="application/json").status == 404


def test_who_is_not_there_is_suggested_somebody_like_it():
    response = answer(article(), entity("浙江省总公会"), accept=PAGE)
    assert response.status == 404
    assert entity(UNION) in response.body.decode()
    problem = json.loads(answer(article(), entity("浙江省总公会"), accept="application/json").body)
    assert UNION in problem["detail"]
    assert "zj-unions-5y" in answer(article(), "/article/zj-unions").body.decode()


# Search


@pytest.mark.parametrize(
    ("text", "id_", "matched"),
    [
        ("竺士杰", "竺士杰", "竺士杰"),
        ("zsj", "竺士杰", "竺士杰"),
        ("zhushi", "竺士杰", "竺士杰"),
        ("省总工会", UNION, "省总工会"),
        ("好红色根脉", CAMPAIGN, "守好红色根脉·班前十分钟活动"),
    ],
)
def test_search_finds_by_name_alias_pinyin_and_initials(text, id_, matched):
    response = answer(article(), f"/search?q={quote(text)}", accept="application/json")
    first = json.loads(response.body)["results"][0]
    assert (first["id"], first["matched"], first["iri"]) == (id_, matched, E + id_)


def test_search_tells_types_in_the_language_of_who_asks():
    for language, title in (("zh", "人物"), ("en", "Person")):
        response = answer(article(), "/search?q=zsj", accept="application/json", accept_language=language)
        assert json.loads(response.body)["results"][0]["type"] == title


def test_search_for_what_is_not_there_finds_nothing():
    for text in ("xyzzy", "", "%20", "%ff"):
        response = answer(article(), f"/search?q={text}", accept="application/json")
        assert (response.status, json.loads(response.body)) == (200, {"results": []})


# The whole graph


def test_pages_together_are_the_whole_graph_in_the_order_of_the_data():
    address, pages = "/dumps?page=1", []
    while address:
        response = answer(article(), address, accept="application/n-triples")
        pages.append(response.body)
        following = re.search(r'<([^>]+)>; rel="next"', response.headers["link"])
        address = following and following[1]
    whole = answer(article(), "/dumps/gongtu.nt")
    assert len(pages) == 2
    assert b"".join(pages) == whole.body
    assert whole.body.decode() == "".join(ntriples(article().dataset, reifiers=False))


def test_pages_link_to_each_other():
    link = answer(article(), "/dumps?page=2").headers["link"]
    assert link == '</dumps?page=1>; rel="first", </dumps?page=1>; rel="prev", </dumps?page=2>; rel="last"'


@pytest.mark.parametrize("number", ["0", "3", "-1", "x", "²", "9" * 400])
def test_a_page_that_there_is_not_says_which_there_are(number):
    response = answer(article(), f"/dumps?page={quote(number)}")
    assert response.status == 400
    assert "1 to 2" in response.body.decode()


@pytest.mark.parametrize(
    ("ending", "format_"),
    [
        ("nt", pyoxigraph.RdfFormat.N_TRIPLES),
        ("nq", pyoxigraph.RdfFormat.N_QUADS),
        ("ttl", pyoxigraph.RdfFormat.TURTLE),
    ],
)
def test_the_whole_graph_comes_in_each_format(ending, format_):
    response = answer(article(), f"/dumps/gongtu.{ending}")
    expected = triples("".join(ntriples(article().dataset, reifiers=False)), pyoxigraph.RdfFormat.N_TRIPLES)
    assert triples(response.body, format_) == expected


@pytest.mark.parametrize("name", ["gongtu.csv", "other.nt", "../../etc/passwd", ""])
def test_no_other_dump_is_there(name):
    assert answer(article(), f"/dumps/{name}").status == 404


def test_the_description_of_the_dataset_counts_what_there_is():
    graphs = [
        canonical(answer(article(), "/void", accept=type_).body, format_)
        for type_, (_, format_) in FORMATS.items()
    ]
    assert all(graph == graphs[0] for graph in graphs)
    store = pyoxigraph.Store()
    store.load(answer(article(), "/void").body, pyoxigraph.RdfFormat.TURTLE, base_iri=f"{ORIGIN}/void")
    query = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX schema: <https://schema.org/>
    SELECT ?triples ?entities ?people ?organised ?endpoint WHERE {
      ?set a void:Dataset ; void:triples ?triples ; void:entities ?entities ; void:sparqlEndpoint ?endpoint ;
        void:classPartition [ void:class schema:Person ; void:entities ?people ] ;
        void:propertyPartition [ void:property schema:organizer ; void:triples ?organised ] }"""
    (row,) = store.query(query)
    organised = len(
        list(
            article().store.quads_for_pattern(
                None, pyoxigraph.NamedNode("https://schema.org/organizer"), None
            )
        )
    )
    counted = [str(len(article().store)), str(len(article().dataset.entities)), "7", str(organised)]
    assert [row[name].value for name in ("triples", "entities", "people", "organised")] == counted
    assert row["endpoint"].value == f"{ORIGIN}/sparql"


def test_each_dump_of_the_description_is_there():
    body = answer(article(), "/void", accept="application/n-triples").body
    dumps = [
        triple.object.value
        for triple in triples(body, pyoxigraph.RdfFormat.N_TRIPLES)
        if triple.predicate.value.endswith("void#dataDump")
    ]
    assert len(dumps) == 3
    assert all(answer(article(), urlsplit(dump).path, "HEAD").status == 200 for dump in dumps)


def test_the_usual_place_leads_to_the_description():
    response = answer(article(), "/.well-known/void")
    assert (response.status, response.headers["location"]) == (303, "/void")


# OpenAPI


def test_openapi_is_valid_and_describes_every_route():
    described = json.loads(answer(article(), "/openapi.json").body)
    validate(described)
    assert set(DESCRIBED) == set(ROUTES)
    assert described["servers"] == [{"url": ORIGIN}]


def test_openapi_names_each_media_type_that_is_answered():
    described = json.loads(answer(article(), "/openapi.json").body)["paths"]
    for path, operations in described.items():
        address = path.replace("/entity/{id}", entity(CAMPAIGN)).replace("{id}", "zj-unions-5y")
        responses = operations.get("get", {}).get("responses", {})
        if path in ("/events", "/assets/{name}") or "200" not in responses:
            continue
        for type_ in responses["200"]["content"]:
            query = "?query=ASK%7B%7D" if path in ("/sparql", "/query/remarks") else ""
            response = answer(article(), address + query, accept=type_)
            if path != "/sparql" or response.status == 200:
                assert response.headers["content-type"].partition(";")[0] == type_, (path, type_)


# RDF files as they are


def test_files_have_an_endpoint_and_no_pages(quads):
    served = files(str(quads))
    assert answer(served, "/").headers["location"] == "/query"
    for address in ("/entity/x", "/article/x", "/search?q=x", "/graph?focus=x"):
        told = answer(served, address, accept=PAGE, accept_language="zh")
        assert told.status == 404
        assert "这里只有 SPARQL 端点" in told.body.decode()
        problem = answer(served, address, accept="application/json")
        assert problem.status == 404
        assert problem.headers["content-type"] == "application/problem+json"


def test_dumps_of_files_keep_their_named_graphs(quads):
    served = files(str(quads))
    response = answer(served, "/dumps/gongtu.nq")
    assert set(pyoxigraph.parse(response.body, pyoxigraph.RdfFormat.N_QUADS)) == set(served.store)
    assert answer(served, "/dumps").body == response.body
    assert answer(served, "/dumps/gongtu.nt").status == 404
    assert answer(served, "/dumps", accept="text/turtle").status == 406
    assert answer(served, "/data", accept=PAGE).status == 200
    assert len(triples(answer(served, "/void").body)) > 5


# A running server


def test_a_large_dump_is_compressed_on_its_way():
    messages = []
    run = work(article(), "GET", "/dumps/gongtu.nt", "", {"accept-encoding": "gzip", "host": "x"}, b"")
    last = run(messages.append)
    head = messages[0][0]
    assert (b"content-encoding", b"gzip") in head[1]
    import zlib

    body = b"".join(piece for _, piece, _ in [*messages, last])
    assert zlib.decompress(body, wbits=31) == answer(article(), "/dumps/gongtu.nt").body


def test_the_client_of_the_documentation_runs(tmp_path, capsys):
    text = (ROOT / "docs" / "server-clients.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```py\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (expected,) = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    with serving(tmp_path, "--data", ROOT / "data") as server:
        assert "http://127.0.0.1:8000" in program
        exec(program.replace(":8000", f":{server.port}"), {})  # noqa: S102  it is ours
    assert capsys.readouterr().out == expected


def test_ids_are_encoded_in_addresses_and_not_in_iris():
    told = json.loads(answer(article(), f"{entity(CAMPAIGN)}.json").body)
    assert told["entity"]["iri"] == E + CAMPAIGN
    assert unquote(entity(CAMPAIGN)) == f"/entity/{CAMPAIGN}"
