"""Where the nodes of the page are, and the pyvis network that carries them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from graphs import dataset, entity, relation, ring, small

from kg.network import communities
from kg.view import page_data
from kg.view.builder import build, drawing
from kg.view.forces import Box
from kg.view.layout import SETTLED_TOGETHER, place

ROOT = Path(__file__).parent.parent


def by_id(rows):
    return {row["id"]: row for row in rows}


def boxes(count):
    return [Box(12, 90, 32)] * count


def placed(count, edges):
    names = [str(node) for node in range(count)]
    found = communities(names, [(names[source], names[target]) for source, target in edges])
    group_of = {int(name): number for number, group in enumerate(found) for name in group.members}
    return place(boxes(count), edges, [group_of[node] for node in range(count)])


def overlaps(points):
    pairs = [(a, b) for n, a in enumerate(points) for b in points[n + 1 :]]
    return sum(abs(a[0] - b[0]) < 88 and abs(a[1] - b[1]) < 50 for a, b in pairs)


@pytest.mark.parametrize(
    ("count", "edges"),
    [
        (0, []),
        (1, [(0, 0)]),
        (2, [(0, 1)]),
        (30, []),
        (40, [(0, n) for n in range(1, 40)]),
        (60, [(n, n + 1) for n in range(59)]),
        (60, [(n, n + 1) for n in range(0, 60, 2)]),
        (24, [(a, b) for a in range(24) for b in range(a)]),
    ],
)
def test_labels_lie_beside_each_other(count, edges):
    points = placed(count, edges)
    assert len(set(points)) == count
    assert overlaps(points) <= count // 20


def test_a_hub_of_thousands_of_leaves_is_placed():
    assert len(set(placed(3000, [(0, n) for n in range(1, 3000)]))) == 3000


def test_the_unconnected_stand_in_rows():
    points = placed(50, [])
    rows = {y for _, y in points}
    assert 2 < len(rows) < 12


def test_connected_nodes_are_nearer_than_others():
    hubs = [(0, 20), (40, 60), (60, 80)]
    points = placed(100, [(n, n - n % 20) for n in range(100) if n % 20] + hubs)
    near = max(abs(points[n][0] - points[0][0]) + abs(points[n][1] - points[0][1]) for n in range(20))
    assert near < max(x for x, _ in points) - min(x for x, _ in points)


def middle(points):
    return [sum(axis) / len(points) for axis in zip(*points, strict=True)]


def test_the_communities_that_are_given_lie_apart():
    edges = [(n, n + 1) for n in range(59)]
    points = place(boxes(60), edges, [n // 20 for n in range(60)])
    groups = [points[first : first + 20] for first in (0, 20, 40)]
    for group in groups:
        others = [middle(other) for other in groups if other is not group]
        for x, y in group:
            own_x, own_y = middle(group)
            near = (x - own_x) ** 2 + (y - own_y) ** 2
            assert all(near < (x - a) ** 2 + (y - b) ** 2 for a, b in others)


def test_a_large_community_is_cut_into_discs_of_its_own():
    size = SETTLED_TOGETHER + 200
    edges = [(n, n - n % 20) for n in range(size) if n % 20] + [
        (n, (n + 20) % size) for n in range(0, size, 20)
    ]
    points = place(boxes(size), edges, [0] * size)
    assert len(set(points)) == size
    spread = max(x for x, _ in points) - min(x for x, _ in points)
    for hub in range(0, size, 20):
        assert max(abs(points[n][0] - points[hub][0]) for n in range(hub, hub + 20)) < spread / 3


def test_the_same_data_gives_the_same_picture_in_every_process():
    code = "from graphs import ring; from kg.view import render_page; print(render_page(ring(120)))"
    pages = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "tests:.", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
            cwd=ROOT,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pages) == 1


def test_nodes_and_edges_are_carried_by_pyvis():
    network = build(page_data(small()))
    assert [node["label"] for node in network.nodes][:2] == ["浙江省总工会", "中华全国总工会"]
    edge = by_id(network.edges)[1]
    assert (edge["from"], edge["to"], edge["arrows"]) == ("班前", "省总", "to")
    assert network.options["physics"] == {"enabled": False}


def test_what_is_not_simply_stated_is_dashed():
    dashed = {edge["id"]: "dashes" in edge for edge in build(page_data(small())).edges}
    assert dashed == {0: True, 1: False, 2: False, 3: True, 4: False}


def test_parallel_relations_are_all_there_and_bend_apart():
    twice = dataset(
        [entity("甲"), entity("乙")], [relation("甲", p, "乙") for p in ("related", "partOf", "hasPart")]
    )
    bends = [edge.get("smooth", {}).get("roundness", 0.1) for edge in build(page_data(twice)).edges]
    assert bends == [0.1, 0.24, 0.38]


def test_pyvis_looks_ids_up_in_constant_time():
    from time import perf_counter

    start = perf_counter()
    network = build(page_data(ring(4000)))
    assert len(network.nodes) == 4000
    assert perf_counter() - start < 8, "pyvis as it comes scans a list for each node and edge"


def test_the_drawing_holds_what_the_page_needs_and_no_more():
    drawn = drawing(build(page_data(small())), focus="省总")
    assert drawn["nodes"][0].keys() == {"id", "x", "y", "size"}
    edges = by_id(drawn["edges"])
    assert (edges[0]["from"], edges[0]["to"], edges[0]["dashes"]) == ("省总", "全总", [7, 5])
    assert edges[1].keys() == {"id", "from", "to"}
    assert drawn["focus"] == "省总"
    assert json.loads(json.dumps(drawn)) == drawn
