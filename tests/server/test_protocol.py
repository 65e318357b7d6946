"""SPARQL 1.1 Protocol, Service Description and HTTP as they are written, one behaviour a line."""

import gzip
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest
from servers import serving

ASK = "ASK {}"
SELECT = "SELECT ?o { ?s <http://a.example/p> ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s <http://a.example/p> ?o }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
G1, G2 = "http://a.example/g1", "http://a.example/g2"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

ROWS = [
    ("", "application/sparql-results+json"),
    ("*/*", "application/sparql-results+json"),
    ("application/sparql-results+json", "application/sparql-results+json"),
    ("application/json", "application/json"),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("application/xml", "application/xml"),
    ("text/csv", "text/csv; charset=utf-8"),
    ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ("TEXT/CSV", "text/csv; charset=utf-8"),
    ("text/csv;charset=utf-8", "text/csv; charset=utf-8"),
    ("text/csv;q=0.5,application/sparql-results+xml", "application/sparql-results+xml"),
    ("text/csv;q=0.2, */*;q=0.1", "text/csv; charset=utf-8"),
    ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ("text/*", "text/csv; charset=utf-8"),
    ("image/png, text/csv;q=0.1", "text/csv; charset=utf-8"),
    ("text/csv; q=high, application/xml", "application/xml"),
    (BROWSER, "application/xml"),
]
GRAPHS = [
    ("", "text/turtle; charset=utf-8"),
    ("text/turtle", "text/turtle; charset=utf-8"),
    ("application/n-triples", "application/n-triples"),
    ("application/rdf+xml", "application/rdf+xml"),
    ("application/ld+json", "application/ld+json"),
    ("application/trig", "application/trig"),
    ("application/n-quads", "application/n-quads"),
    ("application/rdf+xml;q=0.1, application/ld+json;q=0.2", "application/ld+json"),
]
PARSED = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/trig": pyoxigraph.RdfFormat.TRIG,
    "application/n-quads": pyoxigraph.RdfFormat.N_QUADS,
}


@pytest.mark.parametrize(("accept", "type_"), ROWS)
@pytest.mark.parametrize("query", [SELECT, ASK])
def test_rows_come_in_the_type_that_is_liked_best(server, query, accept, type_):
    reply = server.query(query, accept)
    assert (reply.status, reply.headers["content-type"]) == (200, type_)
    assert "Accept" in reply.headers["vary"]
    assert ("默认" if query == SELECT else "true") in reply.text or "csv" in type_ or "tab" in type_


@pytest.mark.parametrize(("accept", "type_"), GRAPHS)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <http://a.example/s>"])
def test_graphs_come_in_the_type_that_is_liked_best(server, query, accept, type_):
    reply = server.query(query, accept)
    assert (reply.status, reply.headers["content-type"]) == (200, type_)
    parsed = list(pyoxigraph.parse(reply.body, PARSED[type_.partition(";")[0]]))
    assert [quad.object.value for quad in parsed] == ["默认"]


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, "image/png"),
        (SELECT, "text/turtle"),
        (CONSTRUCT, "text/csv"),
        (ASK, "text/html"),
        ("", "text/html"),
    ],
)
def test_what_cannot_be_given_is_not_acceptable(server, query, accept):
    reply = server.query(query, accept) if query else server.ask(headers={"Accept": accept})
    assert reply.status == 406
    assert "application/" in reply.text


def form(**parameters):
    return urlencode(parameters).encode()


ASKED = [
    ("GET", "?query=ASK%20%7B%7D", "", b""),
    ("GET", "?query=ASK+%7B%7D", "", b""),
    ("GET", f"/?query={quote(ASK)}", "", b""),
    ("GET", f"?x=1&query={quote(ASK)}&y", "", b""),
    ("POST", "", FORM, form(query=ASK)),
    ("POST", "", f"{FORM}; charset=UTF-8", form(query=ASK)),
    ("POST", "", QUERY, ASK.encode()),
    ("POST", "", f'{QUERY}; charset="utf-8"', ASK.encode()),
    ("POST", "", "Application/SPARQL-Query", ASK.encode()),
    ("POST", f"?default-graph-uri={quote(G1)}", QUERY, ASK.encode()),
    ("POST", f"?default-graph-uri={quote(G1)}", FORM, form(query=ASK)),
]


@pytest.mark.parametrize(("method", "path", "type_", "body"), ASKED)
def test_a_query_is_asked_in_three_ways(server, method, path, type_, body):
    reply = server.ask(method, f"/sparql{path}", {"Content-Type": type_} if type_ else {}, body or None)
    assert reply.status == 200
    assert json.loads(reply.body)["boolean"] is True


REFUSED = [
    ("PUT", "", QUERY, b"", 405),
    ("DELETE", "", "", b"", 405),
    ("PATCH", "", QUERY, ASK.encode(), 405),
    ("POST", "", "", b"", 415),
    ("POST", "", "text/plain", ASK.encode(), 415),
    ("POST", "", "application/json", b"{}", 415),
    ("POST", "", f"{QUERY}; charset=utf-16", ASK.encode("utf-16"), 415),
    ("POST", "", "application/sparql-update", b"CLEAR ALL", 415),
    ("POST", "", FORM, form(update="CLEAR ALL"), 403),
    ("GET", "?update=CLEAR%20ALL", "", b"", 403),
    ("POST", "", FORM, b"", 400),
    ("POST", "", FORM, form(quer=ASK), 400),
    ("POST", "", QUERY, b"", 400),
    ("POST", "", QUERY, "ASK { ?s ?p '浙'}".encode("gb18030"), 400),
    ("POST", "", FORM, b"query=ASK%7B%3Fs%3Fp%27%D5%E3%27%7D", 400),
    ("POST", f"?query={quote(ASK)}", QUERY, ASK.encode(), 400),
    ("GET", f"?query={quote(ASK)}&query={quote(ASK)}", "", b"", 400),
    ("GET", "?query=ASK%7B%3Fs%3Fp%27%D5%E3%27%7D", "", b"", 400),
    ("GET", "?query=", "", b"", 400),
    ("GET", f"?default-graph-uri={quote(G1)}", "", b"", 400),
    ("GET", f"?query={quote(ASK)}&default-graph-uri=relative", "", b"", 400),
    ("GET", f"?query={quote('SELECT * {')}", "", b"", 400),
    ("GET", f"?query={quote('CLEAR ALL')}", "", b"", 400),
    ("GET", f"?query={quote('ASK {} ASK {}')}", "", b"", 400),
    ("GET", f"?query={quote('LOAD <http://127.0.0.1:1/>')}", "", b"", 400),
    ("GET", f"?query={quote('ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }')}", "", b"", 400),
    ("GET", f"?query={quote('ASK { ' + '{' * 60 + '}' * 61)}", "", b"", 400),
]


@pytest.mark.parametrize(("method", "path", "type_", "body", "status"), REFUSED)
def test_what_is_no_query_is_refused(server, method, path, type_, body, status):
    reply = server.ask(method, f"/sparql{path}", {"Content-Type": type_} if type_ else {}, body or None)
    assert reply.status == status
    assert "error[" in reply.text
    assert "Traceback" not in reply.text
    assert ("allow" in reply.headers) == (status == 405)


DATASETS = [
    ((), ["默认"], []),
    ([("default-graph-uri", G1)], ["一"], []),
    ([("default-graph-uri", G1), ("default-graph-uri", G2)], ["一", "二"], []),
    ([("named-graph-uri", G1)], [], ["一"]),
    ([("default-graph-uri", G1), ("named-graph-uri", G2)], ["一"], ["二"]),
    ([("default-graph-uri", "http://a.example/none")], [], []),
]


@pytest.mark.parametrize(("graphs", "default", "named"), DATASETS)
def test_the_dataset_of_the_protocol_wins_over_from(server, graphs, default, named):
    asked = "SELECT ?o {} {{ {} }} ORDER BY ?o"
    arms = [
        ("{ ?s <http://a.example/p> ?o }", default),
        ("{ GRAPH ?g { ?s <http://a.example/p> ?o } }", named),
    ]
    for pattern, expected in arms:
        for source in ("", f"FROM <{G2}> FROM NAMED <{G2}>") if graphs else ("",):
            reply = server.query(asked.format(source, pattern), "text/csv", graphs=graphs)
            if graphs or pattern is arms[0][0]:
                assert sorted(reply.text.split()[1:]) == sorted(expected)


def test_from_names_a_graph_of_the_store_and_is_never_fetched(server):
    assert server.query(f"SELECT ?o FROM <{G1}> {{ ?s ?p ?o }}", "text/csv").text.split() == ["o", "一"]
    for iri in ("file:///etc/passwd", "http://127.0.0.1:1/"):
        assert server.query(f"SELECT ?o FROM <{iri}> {{ ?s ?p ?o }}", "text/csv").text.split() == ["o"]


def test_a_mistake_is_placed_in_both_languages_and_as_json(server):
    query = "SELECT ?s {\n  ?s kg:organizer ?o }"
    assert server.query(query).text.startswith(
        "query:2:6: error[query-prefix]: the prefix kg: is not declared"
    )
    path = f"/sparql?{urlencode({'query': query})}"
    zh = server.ask(path=path, headers={"Accept-Language": "zh-CN,en;q=0.5", "Accept": "application/json"})
    assert (zh.status, zh.headers["content-type"]) == (400, "application/problem+json")
    assert zh.headers["content-language"] == "zh"
    problem = json.loads(zh.body)["problems"][0]
    assert (problem["line"], problem["column"], problem["code"]) == (2, 6, "query-prefix")
    assert "没有声明" in problem["message"]


def test_head_is_get_without_a_body(server):
    for path in (f"/sparql?query={quote(SELECT)}", "/sparql"):
        get, head = server.ask("GET", path), server.ask("HEAD", path)
        assert (head.status, head.body) == (200, b"")
        for name in ("content-type", "vary", "access-control-allow-origin"):
            assert head.headers[name] == get.headers[name]
    assert server.ask("HEAD", "/sparql?query=x").status == 400


def test_any_page_may_read_without_credentials(server):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    preflight = server.ask("OPTIONS", headers=asked)
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "POST" in preflight.headers["allow"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    for reply in (
        preflight,
        server.ask(path=f"/sparql?query={quote(ASK)}", headers=asked),
        server.query("x"),
    ):
        assert reply.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in reply.headers
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["referrer-policy"] == "no-referrer"


def test_an_answer_that_is_known_is_not_sent_again(server):
    first = server.query(SELECT)
    tag = first.headers["etag"]
    path = f"/sparql?{urlencode({'query': SELECT})}"
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = server.ask(path=path, headers={"If-None-Match": given})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert "vary" in again.headers
    assert server.ask(path=path, headers={"If-None-Match": '"other"'}).status == 200
    assert server.query(SELECT, "text/csv").headers["etag"] != tag
    assert server.query(SELECT, graphs=[("default-graph-uri", G1)]).headers["etag"] != tag
    assert "etag" not in server.query("SELECT (NOW() AS ?now) {}").headers


def test_long_answers_are_compressed_for_those_who_can(server):
    many = "SELECT ?o ?u { ?s <http://a.example/q> ?o . ?t <http://a.example/q> ?u }"
    path = f"/sparql?{urlencode({'query': many})}"
    plain = server.ask(path=path)
    zipped = server.ask(path=path, headers={"Accept-Encoding": "br, gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in zipped.headers["vary"]
    assert len(zipped.body) < len(plain.body) / 5
    assert gzip.decompress(zipped.body) == plain.body
    for accepted in ("gzip;q=0", "identity", "br"):
        assert "content-encoding" not in server.ask(path=path, headers={"Accept-Encoding": accepted}).headers


def test_a_large_answer_comes_in_chunks_and_whole(server):
    many = "SELECT ?o ?u { ?s <http://a.example/q> ?o . ?t <http://a.example/q> ?u }"
    reply = server.query(many)
    assert reply.headers["transfer-encoding"] == "chunked"
    assert len(json.loads(reply.body)["results"]["bindings"]) == 200 * 200
    assert len(ET.fromstring(server.query(many, "application/xml").body)[1]) == 200 * 200


def test_the_service_describes_itself(server):
    reply = server.ask(headers={"Accept": "application/n-triples"})
    triples = list(pyoxigraph.parse(reply.body, pyoxigraph.RdfFormat.N_TRIPLES))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    told = {quad.predicate.value.removeprefix(sd): quad.object for quad in triples}
    assert told["endpoint"].value == f"http://127.0.0.1:{server.port}/sparql"
    assert told["supportedLanguage"].value == f"{sd}SPARQL11Query"
    assert server.ask("POST", headers={"Content-Type": FORM}).status == 400


def test_other_paths_are_not_found(server):
    for path in ("/nothing", "/sparqlx", "/sparql/x", "/../etc/passwd", "/%2e%2e/etc/passwd"):
        assert server.ask(path=path).status == 404


MANIFEST = (
    Path(__file__).parent.parent.parent.parent / "shared" / "w3c" / "sparql11" / "protocol" / "manifest.ttl"
)
W3C_TESTS = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX cnt: <http://www.w3.org/2011/content#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT (REPLACE(STR(?test), '^.*#', '') AS ?name) ?path ?method ?chars ?encoding ?type ?boolean
  (GROUP_CONCAT(STR(?status)) AS ?expected)
WHERE {
  ?test a mf:ProtocolTest ; mf:action/ht:requests/rdf:rest*/rdf:first ?request .
  ?request ht:absolutePath ?path ; ht:methodName ?method ; ht:resp ?response .
  ?response mf:expectedStatus ?status .
  OPTIONAL { ?response mf:expectedBoolean ?boolean }
  OPTIONAL {
    ?request ht:body/cnt:chars ?chars
    OPTIONAL { ?request ht:body/cnt:characterEncoding ?encoding }
  }
  OPTIONAL { ?request ht:headers/rdf:rest*/rdf:first ?h . ?h ht:fieldName ?field ; ht:fieldValue ?type
             FILTER(LCASE(?field) = "content-type") }
} GROUP BY ?test ?request ?path ?method ?chars ?encoding ?type ?boolean ORDER BY ?name"""


@pytest.fixture(scope="session")
def of_the_manifest(tmp_path_factory):
    """A server of the graphs that the manifest's queries name."""
    file = tmp_path_factory.mktemp("w3c") / "data.nq"
    lines = []
    for number in (1, 2, 3):
        graph = f"<http://kasei.us/2009/09/sparql/data/data{number}.rdf>"
        text = (MANIFEST.parent / f"data{number}.nt").read_text(encoding="utf-8")
        lines += [
            line.rstrip().removesuffix(".") + f" {graph} .\n" for line in text.splitlines() if line.strip()
        ]
    file.write_text("".join(lines), encoding="utf-8")
    with serving(file.parent, "--rdf", file) as running:
        yield running


def w3c_requests():
    if not MANIFEST.exists():
        return []
    store = pyoxigraph.Store()
    store.load(path=str(MANIFEST), format=pyoxigraph.RdfFormat.TURTLE, base_iri=MANIFEST.as_uri())
    names = ("name", "path", "method", "chars", "encoding", "type", "boolean", "expected")
    rows = [
        {name: row[name].value if row[name] else None for name in names} for row in store.query(W3C_TESTS)
    ]
    return [pytest.param(row, id=row["name"]) for row in rows]


def is_update(row):
    return row["type"] == "application/sparql-update" or "update=" in f"{row['path']}{row['chars']}"


@pytest.mark.skipif(not MANIFEST.exists(), reason="the W3C suite is not on this machine")
@pytest.mark.parametrize("row", w3c_requests())
def test_w3c_protocol(of_the_manifest, row):
    """As the manifest has it; updates are refused, and what is asked after them is not as it says."""
    body = (row["chars"] or "").encode(row["encoding"] or "utf-8") if row["chars"] else None
    headers = {"Content-Type": row["type"]} if row["type"] else {}
    reply = of_the_manifest.ask(row["method"], row["path"], headers, body)
    assert reply.status < 500
    if is_update(row) or "4xx" in row["expected"]:
        assert 400 <= reply.status < 500
    elif "update" not in row["name"]:
        assert reply.status == 200
        if row["boolean"]:
            assert json.loads(reply.body)["boolean"] is (row["boolean"] == "true")
