import subprocess
import sys

import pytest
from graphs import dataset, entity, relation, ring, small

from kg.network import Step, communities, neighbourhood, pagerank, shortest_path, statistics, to_networkx


def told(path):
    return [(step.source, step.statement.property, step.target, step.forward) for step in path]


def test_entities_are_nodes_and_relations_are_edges():
    graph = to_networkx(small())
    assert graph.nodes["省总"] == {"name": "浙江省总工会", "type": "Union"}
    assert next(iter(graph.edges(keys=True))) == ("省总", "全总", "partOf")
    edge = graph.edges["黄金娟", "工匠", "holdsHonour"]
    assert (edge["property"], edge["status"]) == ("holdsHonour", "disputed")
    assert edge["statement"].subject == "黄金娟"
    assert (len(graph), graph.number_of_edges()) == (7, 5), "figures, dates and texts are no edges"


def test_the_same_relation_from_two_sources_is_two_edges():
    twice = dataset([entity("甲"), entity("乙")], [relation("甲", "related", "乙")] * 2)
    assert list(to_networkx(twice).edges(keys=True)) == [("甲", "乙", "related"), ("甲", "乙", "related 2")]


def test_a_path_walks_statements_in_both_directions():
    assert told(shortest_path(small(), "全总", "黄金娟")) == [
        ("全总", "partOf", "省总", False),
        ("省总", "organizer", "班前", False),
        ("班前", "related", "黄金娟", False),
    ]


def test_a_path_carries_the_evidence():
    (step,) = shortest_path(small(), "班前", "省总")
    assert step.statement.quote.phrases == ("省总工会组织开展",)


def test_what_is_disputed_carries_no_path():
    assert shortest_path(small(), "竺士杰", "黄金娟") == []


@pytest.mark.parametrize("end", ["省总", "孤例"])
def test_there_is_no_path_to_oneself_or_to_the_unconnected(end):
    assert shortest_path(small(), "省总", end) == []


@pytest.mark.parametrize("ends", [("省总", "无此人"), ("无此人", "省总")])
def test_a_path_from_nowhere_is_a_key_error(ends):
    with pytest.raises(KeyError, match="无此人"):
        shortest_path(small(), *ends)


def test_of_equally_short_paths_the_one_written_first_wins():
    entities = [entity(name) for name in "甲乙丙丁"]
    first, second = relation("甲", "related", "丙"), relation("甲", "related", "乙")
    ends = [relation("乙", "partOf", "丁"), relation("丙", "partOf", "丁")]
    path = shortest_path(dataset(entities, [first, second, *ends]), "甲", "丁")
    assert path == [Step(first, forward=True), Step(ends[1], forward=True)]


def test_paths_are_as_short_as_networkx_finds_them():
    import networkx as nx

    graph = ring(200)
    lengths = nx.single_source_shortest_path_length(to_networkx(graph).to_undirected(), "活动7")
    assert {end: len(shortest_path(graph, "活动7", end)) for end in lengths} == lengths


@pytest.mark.parametrize(
    ("depth", "found"),
    [(0, {"工匠"}), (1, {"工匠", "竺士杰", "黄金娟"}), (2, {"工匠", "竺士杰", "黄金娟", "班前"})],
)
def test_a_neighbourhood_grows_with_depth(depth, found):
    assert neighbourhood(small(), "工匠", depth) == found


def test_communities_are_named_by_their_most_central_member():
    groups = communities(["甲", "乙", "丙", "丁", "戊", "己"], [("甲", "乙"), ("丙", "乙"), ("丁", "戊")])
    assert [group.members for group in groups] == [("乙", "甲", "丙"), ("丁", "戊"), ("己",)]
    assert groups[0].name == "乙"


def test_communities_are_found_where_they_were_made():
    graph = ring(100)
    edges = [(s.subject, s.object.id) for s in graph.statements]
    assert [group.name for group in communities(list(graph.entities), edges)] == [
        f"活动{hub}" for hub in range(0, 100, 20)
    ]


def test_communities_do_not_depend_on_the_order_of_sets():
    code = (
        "from graphs import ring; from kg.network import statistics;"
        "print([group.members for group in statistics(ring(200)).communities])"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "tests:.", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1


def test_statistics_count_what_there_is():
    counts = statistics(small())
    assert (counts.entities, counts.statements, counts.quoted, counts.articles) == (7, 9, 5, 1)
    assert counts.types == {"Union": 2, "Person": 2, "Campaign": 1, "Honour": 1, "Mechanism": 1}
    assert counts.properties["holdsHonour"] == 2
    assert counts.statuses == {"stated": 7, "inferred": 1, "disputed": 1}
    assert counts.degrees == {"省总": 2, "班前": 2, "工匠": 2, "黄金娟": 2, "全总": 1, "竺士杰": 1}
    assert counts.isolated == ["孤例"]
    assert sum(len(group.members) for group in counts.communities) == 6


def test_an_empty_dataset_has_empty_statistics():
    counts = statistics(dataset([], []))
    assert (counts.entities, counts.degrees, counts.communities, counts.isolated) == (0, {}, [], [])


RANKS = {
    "nothing": (0, [], []),
    "no edges": (3, [], [1, 1, 1]),
    "two alike, and one alone": (3, [(0, 1)], [1.3953, 1.3953, 0.2093]),
    "the direction is no matter": (3, [(1, 0)], [1.3953, 1.3953, 0.2093]),
    "loops are no matter": (3, [(0, 1), (2, 2)], [1.3953, 1.3953, 0.2093]),
    "a star": (4, [(1, 0), (2, 0), (3, 0)], [1.9189, 0.6937, 0.6937, 0.6937]),
    "parallel edges count": (3, [(0, 1), (0, 1), (0, 2)], [1.4595, 0.9770, 0.5635]),
}


@pytest.mark.parametrize("case", RANKS)
def test_nodes_are_ranked_by_a_random_walk(case):
    count, edges, ranks = RANKS[case]
    assert pagerank(count, edges).tolist() == pytest.approx(ranks, abs=1e-4)
