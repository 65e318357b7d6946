"""Placing by forces: what is connected pulls, everything pushes, labels keep off each other.

Each function takes and gives places as an array of x and y, a row per node; all are quadratic in the nodes.
"""

from __future__ import annotations

from math import pi, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Edge = tuple[int, int]

APART = 0.6
"""The least distance between two nodes of a community, in lengths of an edge."""

GRAVITY = 1.2
"""The pull to the middle of a community: π times the density that nodes without edges would have."""

GOLDEN_ANGLE = pi * (3 - sqrt(5))


class Box(NamedTuple):
    """What a node needs on the canvas, in pixels: its radius, and width and height of the label below it."""

    radius: float
    width: float
    height: float


def sunflower(count: int, edges: list[Edge]) -> Points:
    """Spread nodes evenly over a disc, the most connected in the middle: no forces, any size."""
    import numpy as np

    degrees = np.bincount(np.array(edges, dtype=int).reshape(-1), minlength=count)
    rank = np.empty(count)
    rank[np.argsort(-degrees, kind="stable")] = np.arange(count)
    radius, angle = 0.62 * np.sqrt(rank), GOLDEN_ANGLE * rank
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def settle(count: int, edges: list[Edge]) -> Points:
    """Let edges pull and nodes push (Fruchterman and Reingold 1991), starting from a sunflower."""
    import numpy as np

    points = sunflower(count, edges)
    points -= points.mean(axis=0)
    if count < 3:
        return points
    bonds = np.zeros((count, count))
    np.add.at(bonds, tuple(np.array(edges, dtype=int).reshape(-1, 2).T), 1)
    bonds += bonds.T
    iterations = min(max(24_000 // count, 50), 250)
    for temperature in np.linspace(0.5, 0.01, iterations):
        squares = np.einsum("ij,ij->i", points, points)
        gaps = np.maximum(squares[:, None] + squares - 2 * points @ points.T, 0.01)
        away = 1 / gaps - bonds * np.sqrt(gaps)
        force = points * (away.sum(axis=1) - GRAVITY)[:, None] - away @ points
        length = np.maximum(np.hypot(*force.T), 1e-9)[:, None]
        points += force / length * np.minimum(length, temperature)
    return _spread(points - points.mean(axis=0))


def _spread(points: Points) -> Points:
    """Push apart nodes that are too near to tell: forces alone crowd the leaves of a hub."""
    import numpy as np

    points = points.copy()
    for _ in range(20):
        squares = (points**2).sum(axis=1)
        near = squares[:, None] + squares - 2 * points @ points.T < APART**2
        first, second = np.nonzero(np.triu(near, 1))
        if not len(first):
            break
        apart = points[first] - points[second]
        distance = np.maximum(np.hypot(*apart.T), 1e-6)[:, None]
        shift = 0.35 * np.maximum(APART - distance, 0) / distance * apart
        for axis in (0, 1):
            points[:, axis] += np.bincount(first, shift[:, axis], len(points))
            points[:, axis] -= np.bincount(second, shift[:, axis], len(points))
    return points


def separate(points: Points, boxes: list[Box]) -> Points:
    """Push nodes apart until no label lies on another one, each pair along the shorter way."""
    import numpy as np

    points = points.copy()
    wide = np.array([max(box.width, 2 * box.radius) + 10 for box in boxes])
    high = np.array([box.height + 2 * box.radius + 10 for box in boxes])
    middle = np.array([box.height / 2 for box in boxes])
    upper = np.triu_indices(len(boxes), 1)
    for _ in range(80):
        apart_x = (points[:, 0, None] - points[:, 0])[upper]
        level = points[:, 1] + middle
        apart_y = (level[:, None] - level)[upper]
        over_x = (wide[:, None] + wide)[upper] / 2 - np.abs(apart_x)
        over_y = (high[:, None] + high)[upper] / 2 - np.abs(apart_y)
        hits = np.flatnonzero((over_x > 0.5) & (over_y > 0.5))
        if not len(hits):
            break
        first, second = upper[0][hits], upper[1][hits]
        sideways = over_x[hits] < over_y[hits]
        shift_x = np.where(sideways, over_x[hits] * np.sign(apart_x[hits] + 1e-9), 0) * 0.3
        shift_y = np.where(sideways, 0, over_y[hits] * np.sign(apart_y[hits] + 1e-9)) * 0.3
        for axis, shift in enumerate((shift_x, shift_y)):
            points[:, axis] += np.bincount(first, shift, len(boxes)) - np.bincount(second, shift, len(boxes))
    return points
