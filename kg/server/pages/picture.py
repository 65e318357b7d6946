"""The neighbourhood of an entity as a picture: where its neighbours are drawn, and how they are connected.

Two columns, bent around the entity, so that no name ever covers another; it fits a phone. The template writes
it as SVG, with links and without any script.
"""

from __future__ import annotations

from math import cos, pi
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from kg.model import Reference
from kg.server.pages.shown import Shown, degree, shown

if TYPE_CHECKING:
    from kg.model import Dataset, Statement
    from kg.problems import Language

MOST = 14
"""So many neighbours are drawn, the most connected."""

WIDTH = 400
ROW = 58
OUT, BENT = 46, 24
"""Pixels from the middle to the end of a column, and how much further its middle is."""

RADIUS, CENTRE = 11, 17
BESIDE = 7
"""Pixels between a dot and its name, which stands outside of the columns."""

LINE = 9.0
"""Chinese characters in a line of a name; it has two lines."""


class Spoke(NamedTuple):
    """A neighbour and the way to it; `direction` is out, in or both, `side` left or right."""

    neighbour: Shown
    lines: list[str]
    side: str
    x: float
    y: float
    name_x: float
    ends: tuple[float, float, float, float]
    relation: str
    relations: str
    direction: str
    status: str


class Picture(NamedTuple):
    """What is drawn, in pixels; `more` neighbours are not."""

    width: int
    height: int
    centre: tuple[float, float]
    spokes: list[Spoke]
    more: int


def picture(dataset: Dataset, id_: str, language: Language) -> Picture:
    """Draw the entity and what is one statement away."""
    ways = _ways(dataset, id_)
    chosen = sorted(ways, key=lambda other: -degree(dataset, other))[:MOST]
    drawn = [other for other in ways if other in chosen]
    rows = (len(drawn) + 1) // 2
    height = rows * ROW + ROW // 2
    middle = WIDTH / 2, height / 2
    spokes = []
    for number, other in enumerate(drawn):
        column, row = divmod(number, rows)
        of_column = rows if column == 0 else len(drawn) - rows
        place = _place(middle, column, row, of_column)
        spokes.append(_spoke(dataset, language, other, ways[other], place, middle))
    return Picture(WIDTH, height, middle, spokes, len(ways) - len(drawn))


def _ways(dataset: Dataset, id_: str) -> dict[str, list[tuple[Statement, bool]]]:
    """Give the statements that lead to each neighbour, and whether they go out to it."""
    ways: dict[str, list[tuple[Statement, bool]]] = {}
    for statement in dataset.statements_from.get(id_, ()):
        if isinstance(statement.object, Reference) and statement.object.id != id_:
            ways.setdefault(statement.object.id, []).append((statement, True))
    for statement in dataset.statements_to.get(id_, ()):
        if statement.subject != id_:
            ways.setdefault(statement.subject, []).append((statement, False))
    return ways


def _place(middle: tuple[float, float], column: int, row: int, rows: int) -> tuple[float, float]:
    """Put the rows of a column at equal heights; the column to the right is the first."""
    from_middle = row - (rows - 1) / 2
    bend = cos(pi * from_middle / max(rows, 1))
    side = 1 if column == 0 else -1
    return round(middle[0] + side * (OUT + BENT * bend), 1), round(middle[1] + from_middle * ROW, 1)


def _spoke(  # noqa: PLR0913, PLR0917  all that is known of one
    dataset: Dataset,
    language: Language,
    other: str,
    ways: list[tuple[Statement, bool]],
    place: tuple[float, float],
    middle: tuple[float, float],
) -> Spoke:
    titles = dict.fromkeys(
        f"{'→' if outward else '←'} {dataset.ontology.properties[statement.property].titles[language]}"
        for statement, outward in ways
    )
    outward = {outward for _, outward in ways}
    statuses = {statement.status for statement, _ in ways}
    neighbour = shown(dataset, dataset.entities[other], language)
    side = "right" if place[0] > middle[0] else "left"
    beside = RADIUS + BESIDE
    return Spoke(
        neighbour,
        wrapped(neighbour.name),
        side,
        *place,
        place[0] + (beside if side == "right" else -beside),
        _line(middle, place),
        next(iter(titles))[2:] + ("…" if len(titles) > 1 else ""),
        "\n".join(titles),
        "both" if len(outward) > 1 else "out" if True in outward else "in",
        "" if "stated" in statuses else min(statuses),
    )


def _line(middle: tuple[float, float], place: tuple[float, float]) -> tuple[float, float, float, float]:
    """Draw from the edge of one dot to that of the other, with room for the head of an arrow."""
    across, down = place[0] - middle[0], place[1] - middle[1]
    length = (across**2 + down**2) ** 0.5
    first, last = (CENTRE + 4) / length, 1 - (RADIUS + 4) / length
    points = (
        middle[0] + across * first,
        middle[1] + down * first,
        middle[0] + across * last,
        middle[1] + down * last,
    )
    return tuple(round(point, 1) for point in points)


def wrapped(name: str) -> list[str]:
    """Break a name into at most two lines, the second ending in an ellipsis where that is not all.

    >>> wrapped("竺士杰"), wrapped("关于高质量推进“守好红色根脉·班前十分钟活动”的指导意见")
    (['竺士杰'], ['关于高质量推进“守', '好红色根脉·班前…'])
    """
    lines, width = [""], 0.0
    for letter in name:
        wide = 1.0 if east_asian_width(letter) in "WFA" else 0.56
        if width + wide > LINE:
            if len(lines) == 2:
                return [lines[0], lines[1][:-1] + "…"]
            lines.append("")
            width = 0.0
        lines[-1] += letter
        width += wide
    return lines
