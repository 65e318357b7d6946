"""What the text of a query tells before it runs: dangers, prefixes, the terms it looks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.problems import KgError
from kg.query.sparql import read, slow_patterns, terms, tokens, untagged_labels

KNOWN = {"e": "https://gongtu.example/entity/", "schema": "https://schema.org/"}

# A query, with ▸ before the place that is wrong -> code.
REFUSED = {
    "service": ("SELECT * {\n  ▸SERVICE <http://x> { ?s ?p ?o } }", "query-service"),
    "service in small letters": ("SELECT * { ▸service ?x {} }", "query-service"),
    "load": ("▸LOAD <http://x>", "query-update"),
    "insert": ("▸insert data { <a> <b> <c> }", "query-update"),
    "update behind a prologue": ("PREFIX e: <http://x>\n▸DELETE WHERE { ?s ?p ?o }", "query-update"),
    "unknown prefix": ("SELECT * { ?s ▸scheme:organizer ?o }", "query-prefix"),
    "deep nesting": ("SELECT * " + "{" * 50 + "▸{" + "}" * 51, "query-nesting"),
    "deep lists": ("ASK { ?s ?p " + "(" * 49 + "▸(" + ")" * 50 + " }", "query-nesting"),
}
ALLOWED = {
    "words in a string": 'SELECT * { ?s ?p "SERVICE { { LOAD" }',
    "words in an IRI": "SELECT * { ?s <http://x/SERVICE> ?LOAD }",
    "words in a comment": "SELECT * { ?s ?p ?o } # SERVICE <x> {{{",
    "words in a name": "SELECT * { ?s e:SERVICE ?o }",
    "long strings": "SELECT * { ?s ?p '''SERVICE ' { ''' }",
    "declared prefixes": "PREFIX x: <http://x/> SELECT * { ?s x:y ?o }",
    "known prefixes": "SELECT * { e:浙江省总工会 schema:organizer ?o }",
    "less than": "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
    "a dash and a dot in a name": "SELECT * { e:中国梦·劳动美 ?p e:a-b.c . }",
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_must_not_run_is_refused_at_its_place(case):
    marked, code = case
    before = marked.partition("▸")[0]
    with pytest.raises(KgError) as error:
        read(marked.replace("▸", ""), "q.rq", KNOWN)
    problem = error.value.problems[0]
    assert problem.code == code
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert problem.location == ("q.rq", *place)


@pytest.mark.parametrize("query", ALLOWED.values(), ids=ALLOWED)
def test_what_only_looks_dangerous_may_run(query):
    read(query, "q.rq", KNOWN)


def test_a_wrong_prefix_is_answered_with_the_nearest():
    with pytest.raises(KgError) as error:
        read("SELECT * { ?s scheme:organizer ?o }", "q.rq", KNOWN)
    assert "schema: (<https://schema.org/>)" in error.value.problems[0].hint()


# A query -> the IRIs that it looks for in the graph.
TERMS = {
    "SELECT * { e:浙江省总工会 schema:organizer <http://x/y> }": {
        "https://gongtu.example/entity/浙江省总工会",
        "https://schema.org/organizer",
        "http://x/y",
    },
    "PREFIX x: <http://x/> BASE <http://b/> SELECT * { ?s x:y ?o }": {"http://x/y"},
    "SELECT * FROM <http://g> { GRAPH <http://h> { ?s ?p '1'^^schema:Number } }": set(),
    "SELECT * { FILTER(schema:cast(?x) = 1) }": set(),
    "CONSTRUCT { ?s e:new ?o } WHERE { ?s schema:old ?o }": {"https://schema.org/old"},
    "CONSTRUCT WHERE { ?s schema:old ?o }": {"https://schema.org/old"},
}


@pytest.mark.parametrize("query", TERMS)
def test_the_terms_a_query_looks_for(query):
    assert set(terms(read(query, "q.rq", KNOWN), KNOWN)) == TERMS[query]


@pytest.mark.parametrize(
    ("query", "warned"),
    [
        ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s ?q ?r . ?r ?t ?u } }", True),
        ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s ?q ?r ; ?t ?u } }", True),
        ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s ?q ?r . } }", False),
        ("SELECT * { ?s ?p ?o FILTER EXISTS { ?s ?q ?r . ?r ?t ?u } }", False),
        ("SELECT * { ?s ?p ?o MINUS { ?s ?q ?r . ?r ?t ?u } }", False),
    ],
)
def test_a_quadratic_pattern_is_pointed_at(query, warned):
    found = [problem.code for problem in slow_patterns(read(query, "q.rq", KNOWN))]
    assert found == ["query-not-exists"] * warned


def test_chinese_strings_without_a_language_are_found():
    reading = read("SELECT * { ?s ?p '甲', '乙'@zh, 'a', '丙'^^schema:Text }", "q.rq", KNOWN)
    assert [token.text for token in untagged_labels(reading)] == ["'甲'"]


@given(st.text(alphabet="SERVICE {}()<>\"'#\\:?@^\n\ta浙1.", max_size=80))
def test_any_text_is_split_without_losing_a_sign_outside_comments(text):
    found = tokens(text)
    assert all(text[token.start : token.start + len(token.text)] == token.text for token in found)
