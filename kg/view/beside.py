"""Places for new nodes in a picture that is to stay as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.view.forces import sunflower

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.view.forces import Box, Edge, Points

    Point = tuple[int, int]

CANDIDATES = 600
"""So many places are looked at, ever further away from the neighbours of a new node."""

APART = 30.0
"""Pixels between places that are looked at next to each other."""


def place_beside(known: Mapping[int, Point], boxes: Sequence[Box], edges: Sequence[Edge]) -> list[Point]:
    """Give each node its place: the known one, or a free one as near as can be to its neighbours.

    Nodes that are connected to what has a place come before those that are not; the latter go below the rest.
    """
    neighbours: dict[int, set[int]] = {node: set() for node in range(len(boxes))}
    for source, target in edges:
        neighbours[source].add(target)
        neighbours[target].add(source)
    places = dict(known)
    new = [node for node in range(len(boxes)) if node not in places]
    while new:
        node = max(new, key=lambda one: len(neighbours[one] & places.keys()))  # the first of the best
        new.remove(node)
        places[node] = _free_place(boxes[node], _anchor(neighbours[node], places), places, boxes)
    return [places[node] for node in range(len(boxes))]


def _anchor(neighbours: set[int], places: Mapping[int, Point]) -> tuple[float, float]:
    """Give the middle of the neighbours that have a place, else a place below everything."""
    near = [places[node] for node in sorted(neighbours & places.keys())]
    if near:
        return sum(x for x, _ in near) / len(near), sum(y for _, y in near) / len(near)
    return 0, max((y for _, y in places.values()), default=0) + 2 * APART


def _free_place(
    box: Box, anchor: tuple[float, float], places: Mapping[int, Point], boxes: Sequence[Box]
) -> Point:
    """Give the nearest place where the node and its label lie on no other; the last, where none is free."""
    import numpy as np

    candidates = sunflower(CANDIDATES, []) * APART + anchor
    if not places:
        return round(anchor[0]), round(anchor[1])
    taken = np.array(list(places.values()), dtype=float)
    sizes = np.array([_size(boxes[node]) for node in places])
    middles = np.array([boxes[node].height / 2 for node in places])
    wide, high = _size(box)
    over_x = (sizes[:, 0] + wide) / 2 - np.abs(candidates[:, 0, None] - taken[:, 0])
    levels = candidates[:, 1, None] + box.height / 2 - taken[:, 1] - middles
    over_y = (sizes[:, 1] + high) / 2 - np.abs(levels)
    free = ~((over_x > 0) & (over_y > 0)).any(axis=1)
    return _rounded(candidates[free.argmax() if free.any() else -1])


def _size(box: Box) -> tuple[float, float]:
    """Give the width and height that a node takes with its label, and some room around."""
    return max(box.width, 2 * box.radius) + 10, box.height + 2 * box.radius + 10


def _rounded(point: Points) -> Point:
    return round(float(point[0])), round(float(point[1]))
