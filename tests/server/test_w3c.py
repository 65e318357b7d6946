"""The W3C SPARQL 1.1 query suite, asked over HTTP of one server.

It serves every data file as a named graph; a test names its dataset as the protocol has it.
"""

import csv
import io
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from servers import serving

SUITE = Path(__file__).parent.parent.parent.parent / "shared" / "w3c" / "sparql11"
BASE = "http://w3c.example/"
EMPTY = f"{BASE}empty"
PARTS = [
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping",
    "json-res", "negation", "project-expression", "property-path", "subquery", "syntax-query",
]  # fmt: skip

KNOWN_FAILURES = {
    "aggregates/agg-empty-group-count-graph",
    "aggregates/agg-groupconcat-04",
    "aggregates/agg-groupconcat-06",
    "bindings/graph",
    "csv-tsv-res/csv03",
    "functions/bnode01",
    "negation/graph-minus",
    "property-path/zero_or_more_set_end",
    "property-path/zero_or_more_set_start",
    "property-path/zero_or_one_set_end",
    "property-path/zero_or_one_set_start",
    "syntax-query/test_4",
}
"""What fails in process just as it does here; of `test_4` the function, which nobody has, is refused."""

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TESTS = f"""
PREFIX mf: <{MF}>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?type ?query ?data ?result (GROUP_CONCAT(STR(?graph); separator=" ") AS ?graphs) WHERE {{
  ?manifest mf:entries/rdf:rest*/rdf:first ?test . ?test a ?type ; mf:action ?action .
  OPTIONAL {{ ?action qt:query ?asked }} BIND(COALESCE(?asked, ?action) AS ?query)
  OPTIONAL {{ ?action qt:data ?data }} OPTIONAL {{ ?action qt:graphData ?graph }}
  OPTIONAL {{ ?test mf:result ?result }}
  FILTER(?type != mf:UpdateEvaluationTest)
}} GROUP BY ?test ?type ?query ?data ?result ORDER BY ?query ?test"""
FORMATS = {
    "srx": ox.QueryResultsFormat.XML,
    "srj": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
}
TYPES = {
    "srx": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "tsv": "text/tab-separated-values",
    "csv": "text/csv",
    "ttl": "application/n-triples",
}


def iri(path):
    return BASE + path.relative_to(SUITE).as_posix()


def local(address):
    return SUITE / address.removeprefix(BASE)


def cases():
    if not SUITE.is_dir():
        return []
    rows = []
    for part in PARTS:
        manifest, store = SUITE / part / "manifest.ttl", ox.Store()
        store.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=iri(manifest))
        for row in store.query(TESTS):
            name = f"{part}/{row['test'].value.rpartition('#')[2]}"
            kind = row["type"].value.removeprefix(MF)
            values = [row[key].value if row[key] else "" for key in ("query", "data", "graphs", "result")]
            rows.append(pytest.param(name, kind, *values, id=name))
    return rows


@pytest.fixture(scope="session")
def suite(tmp_path_factory):
    """A server of all data files, each as the graph that has its address."""
    file = tmp_path_factory.mktemp("w3c") / "suite.nq"
    with file.open("wb") as output:
        for path in sorted(SUITE.glob("*/*")):
            rdf_format = ox.RdfFormat.from_extension(path.suffix[1:])
            if path.parent.name in PARTS and rdf_format and path.name != "manifest.ttl":
                output.write(in_graph(path, rdf_format))
    with serving(file.parent, "--rdf", file) as running:
        yield running


def in_graph(path, rdf_format):
    graph = ox.NamedNode(iri(path))
    try:
        read = list(ox.parse(path=str(path), format=rdf_format, base_iri=iri(path)))
    except SyntaxError:
        return b""
    quads = (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in read)
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS)


def as_dataset(solutions):
    """Give rows as a graph, so that blank nodes and the order of rows do not matter."""
    if isinstance(solutions, ox.QueryBoolean):
        return bool(solutions)
    names = [variable.value for variable in solutions.variables]
    dataset = ox.Dataset()
    for solution in solutions:
        row = ox.BlankNode()
        dataset.add(ox.Quad(row, ox.NamedNode(f"{BASE}row"), ox.Literal("row")))
        for name in names:
            if solution[name] is not None:
                dataset.add(ox.Quad(row, ox.NamedNode(f"{BASE}{name}"), solution[name]))
    return sorted(names), canonical(dataset)


def canonical(dataset):
    """Name blank nodes alike, and write numbers alike: a store keeps their values."""
    store = ox.Store()
    store.extend(dataset)
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def as_read(content, ending):
    """Give an answer, ours or the expected one, in a form that can be compared."""
    if ending == "csv":
        rows = csv.DictReader(io.StringIO(content.decode()))
        return sorted(
            [(key, "_:" if row[key].startswith("_:") else row[key]) for key in sorted(row)] for row in rows
        )
    if ending in FORMATS:
        return as_dataset(ox.parse_query_results(content, format=FORMATS[ending]))
    rdf_format = ox.RdfFormat.N_TRIPLES if ending == "nt" else ox.RdfFormat.TURTLE
    return canonical(ox.Dataset(ox.parse(content, rdf_format, base_iri=BASE)))


def fails(server, kind, query, data, graphs, result):
    text = local(query).read_bytes().decode()
    own = "FROM <" in text  # a query that names its dataset
    named = [("named-graph-uri", graph) for graph in graphs.split()]
    dataset = [] if own else [("default-graph-uri", data or EMPTY), *named]
    ending = result.rpartition(".")[2] if result else "srx"
    body = f"BASE <{query}>\n{text}"
    types = f"{TYPES[ending]}, */*;q=0.1"
    path = f"/sparql?{urlencode(dataset)}"
    headers = {"Content-Type": "application/sparql-query", "Accept": types}
    reply = server.ask("POST", path, headers, body.encode())
    assert reply.status in (200, 400), reply.text
    if "Syntax" in kind:
        return reply.status != (400 if "Negative" in kind else 200)
    if reply.status != 200:
        return True
    if ending == "ttl" and "json" in reply.headers["content-type"]:
        return True  # rows that are expected as RDF: both such tests have other rows than these
    expected = as_read(local(result).read_bytes(), ending)
    return as_read(reply.body, "nt" if ending == "ttl" else ending) != expected


@pytest.mark.skipif(not SUITE.is_dir(), reason="the W3C suite is not on this machine")
@pytest.mark.parametrize(("name", "kind", "query", "data", "graphs", "result"), cases())
def test_w3c_query(suite, name, kind, query, data, graphs, result):
    failed = fails(suite, kind, query, data, graphs, result)
    assert failed == (name in KNOWN_FAILURES), "the engine has changed" if not failed else "wrong"
