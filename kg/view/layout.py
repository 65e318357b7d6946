"""Where each node goes: communities first, each settled by forces, then packed side by side.

Forces over the whole graph make a hairball of anything above a hundred nodes. So the graph is cut into
communities (those that the page colours), each of these settles alone (quadratic, but small), and the discs
that come out are packed with the ones they are connected to. What is not connected stands in rows below. The
same data gives the same picture: nothing is random but Louvain's seeded order.
"""

from __future__ import annotations

from math import pi, sqrt
from typing import TYPE_CHECKING

from kg.network import communities
from kg.view.forces import separate, settle, sunflower

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.view.forces import Box, Edge, Points

ROOM = 1.6
"""A component gets so many times the area that its nodes and labels cover."""

LARGE_UNIT = 1.8
"""The length of an edge in components without room for all labels, in diameters of a dot."""

STRETCH = 1.3
"""Labels are wider than they are high, and so are screens."""

MARGIN = 0.4
"""Free space around a community, in lengths of an edge."""

GAP = 40.0
"""Free space between components and between rows, in pixels."""

SETTLED_TOGETHER = 400
"""Larger communities are cut into their own communities: forces are quadratic."""

LABELLED = 600
"""Up to this many nodes all labels show at once, so their boxes are kept apart."""


def place(boxes: Sequence[Box], edges: Sequence[Edge], groups: Sequence[int]) -> list[tuple[int, int]]:
    """Give each node its place, in pixels around the origin.

    Edges are pairs of node numbers; `groups` holds the number of each node's community.
    """
    import numpy as np

    points = np.zeros((len(boxes), 2))
    parts = _components(len(boxes), edges)
    for members, inner in parts:
        own = [boxes[node] for node in members]
        spread = _component(members, inner, groups) * (STRETCH, 1)
        filled = _fill(spread, own)
        points[members] = separate(filled, own) if len(members) <= LABELLED else filled
    _into_rows(points, [members for members, _ in parts], boxes)
    return [(round(x), round(y)) for x, y in points.tolist()]


def _components(count: int, edges: Sequence[Edge]) -> list[tuple[list[int], list[Edge]]]:
    """Cut the graph into connected components, largest first, each with its edges."""
    leader = list(range(count))

    def find(node: int) -> int:
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for source, target in edges:
        leader[find(source)] = find(target)
    members: dict[int, list[int]] = {}
    inner: dict[int, list[Edge]] = {}
    for node in range(count):
        members.setdefault(find(node), []).append(node)
    for edge in edges:
        inner.setdefault(find(edge[0]), []).append(edge)
    ranked = sorted(members, key=lambda root: (-len(members[root]), members[root][0]))
    return [(members[root], inner.get(root, [])) for root in ranked]


def _component(members: list[int], edges: list[Edge], groups: Sequence[int]) -> Points:
    """Lay out connected nodes, with edges of length 1: communities first, then these beside each other."""
    local = {node: number for number, node in enumerate(members)}
    renumbered = [(local[source], local[target]) for source, target in edges if source != target]
    inside: dict[int, list[int]] = {}
    for node in members:
        inside.setdefault(groups[node], []).append(local[node])
    if len(inside) == 1:
        return _disc(inside.popitem()[1], renumbered)
    return _pack(len(members), renumbered, [inside[group] for group in sorted(inside)])


def _pack(count: int, edges: list[Edge], groups: list[list[int]]) -> Points:
    import numpy as np

    group_of = {node: number for number, group in enumerate(groups) for node in group}
    inner: list[list[Edge]] = [[] for _ in groups]
    bonds = np.zeros((len(groups), len(groups)))
    outer: list[Edge] = []
    for edge in edges:
        a, b = group_of[edge[0]], group_of[edge[1]]
        if a == b:
            inner[a].append(edge)
        else:
            bonds[a, b] += 1
            bonds[b, a] += 1
            outer.append(edge)
    discs = [_disc(group, part) for group, part in zip(groups, inner, strict=True)]
    radii = np.array([np.hypot(*disc.T).max() + MARGIN for disc in discs])
    centres = _centres(radii, bonds)
    points = np.zeros((count, 2))
    for group, disc, centre in zip(groups, discs, centres, strict=True):
        points[group] = disc + centre
    _turn(points, groups, centres, outer)
    return points


def _disc(group: list[int], edges: list[Edge]) -> Points:
    """Lay out one community, by forces; a large one is cut into its own communities, if it has any."""
    count = len(group)
    local = {node: number for number, node in enumerate(group)}
    renumbered = [(local[source], local[target]) for source, target in edges]
    if count <= SETTLED_TOGETHER:
        return settle(count, renumbered)
    names = [str(node) for node in range(count)]
    inner = communities(names, ((names[source], names[target]) for source, target in renumbered))
    if len(inner) == 1:
        return sunflower(count, renumbered)
    return _pack(count, renumbered, [[int(name) for name in part.members] for part in inner])


def _centres(radii: Points, bonds: Points) -> Points:
    """Put discs side by side, each as near as it can be to those it is connected to and to the middle."""
    import numpy as np

    centres = np.zeros((len(radii), 2))
    placed = [int(radii.argmax())]
    while len(placed) < len(radii):
        attraction = bonds[:, placed].sum(axis=1) + radii * 1e-6
        attraction[placed] = -1
        disc = int(attraction.argmax())
        anchors = centres[placed]
        free = _free_places(anchors, radii[placed], radii[disc])
        pull = bonds[disc, placed] / max(bonds[disc, placed].sum(), 1)
        distances = np.hypot(*(free[:, None] - anchors).transpose(2, 0, 1))
        cost = distances @ pull + 0.7 * np.hypot(free[:, 0], free[:, 1] * STRETCH)
        centres[disc] = free[cost.argmin()]
        placed.append(disc)
    return centres


def _free_places(anchors: Points, radii: Points, radius: float) -> Points:
    """Give the places where a disc touches one of the placed discs and overlaps none."""
    import numpy as np

    angles = np.arange(24) * (2 * pi / 24)
    directions = np.column_stack((np.cos(angles), np.sin(angles)))
    ring = anchors[:, None] + directions * (radii + radius)[:, None, None]
    places = ring.reshape(-1, 2)
    distances = np.hypot(*(places[:, None] - anchors).transpose(2, 0, 1))
    free: Points = places[(distances >= radii + radius - 1e-6).all(axis=1)]
    return free


def _turn(points: Points, groups: list[list[int]], centres: Points, outer: list[Edge]) -> None:
    """Turn each disc so that its nodes face the nodes they are connected to elsewhere."""
    import numpy as np

    partners: dict[int, list[int]] = {}
    for source, target in outer:
        partners.setdefault(source, []).append(target)
        partners.setdefault(target, []).append(source)
    for group, centre in [*zip(groups, centres, strict=True)] * 2:
        pairs = [(node, other) for node in group for other in partners.get(node, ())]
        if not pairs:
            continue
        own, other = (points[list(side)] - centre for side in zip(*pairs, strict=True))
        cross = (own[:, 0] * other[:, 1] - own[:, 1] * other[:, 0]).sum()
        angle = np.arctan2(cross, (own * other).sum())
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        points[group] = (points[group] - centre) @ turn + centre


def _fill(points: Points, boxes: list[Box]) -> Points:
    """Scale a component so that it is as large as its nodes need: neither lost in space nor crowded."""
    import numpy as np

    if len(boxes) == 1:
        return points
    if len(boxes) > LABELLED:
        return points * LARGE_UNIT * 2 * sum(box.radius for box in boxes) / len(boxes)
    wanted = ROOM * sum((box.width + 10) * (box.height + 2 * box.radius + 10) for box in boxes)
    extent = np.maximum(np.ptp(points, axis=0), 0.6)
    return points * sqrt(wanted / float(extent.prod()))


def _into_rows(points: Points, parts: list[list[int]], boxes: Sequence[Box]) -> None:
    """Move components into rows, the largest one on top; single nodes get cells of one width."""
    import numpy as np

    singles = [boxes[part[0]] for part in parts if len(part) == 1]
    cell = max((max(box.width, 2 * box.radius) for box in singles), default=0.0)
    sizes = [_centred(points, part, [boxes[node] for node in part], cell) for part in parts]
    area = sum(width * height for width, height in sizes)
    top = 0.0
    for row in _rows([width for width, _ in sizes], max([sqrt(area * 1.7), *(width for width, _ in sizes)])):
        height = max(sizes[number][1] for number in row)
        left = -sum(sizes[number][0] for number in row) / 2
        for number in row:
            points[parts[number]] += np.array([left + sizes[number][0] / 2, top + height / 2])
            left += sizes[number][0]
        top += height
    points[:, 1] -= top / 2


def _centred(points: Points, part: list[int], boxes: list[Box], cell: float) -> tuple[float, float]:
    """Move a component to the origin, and give the width and height that it needs."""
    low, high = points[part].min(axis=0), points[part].max(axis=0)
    points[part] -= (low + high) / 2
    width = cell if len(part) == 1 else float(high[0] - low[0]) + max(box.width for box in boxes)
    height = float(high[1] - low[1]) + max(2 * box.radius + box.height for box in boxes)
    return width + GAP / 2, height + GAP / 2


def _rows(widths: list[float], row_width: float) -> list[list[int]]:
    """Fill rows in order, none wider than `row_width` unless by its only member."""
    rows: list[list[int]] = []
    used = row_width
    for part, width in enumerate(widths):
        if used + width > row_width or not rows:
            rows.append([])
            used = 0
        rows[-1].append(part)
        used += width
    return rows
