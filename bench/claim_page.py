"""The graph as a page: when it is drawn, beside pyvis and TrikeDB, how smoothly it moves, the writing.

python bench/claim_page.py [ENTITIES…]
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from browser import OURS, SOFTWARE_GPU, VIS_NETWORK, WITHOUT_GPU_TIME, first_draw, opened, script_per_frame
from generate import generate
from measure import ARTICLE_DATA, KG, WORK, Row, peer, print_rows, run, run_fresh, times
from stores import filled_cache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLACES = 15
"""`generate.py` adds so many entities to those it is asked for: cities, and what all refer to."""

LIMIT = "the limit"
LARGEST_ARTICLE = 1_500_000
FASTER_THAN_PYVIS = {300: 20, 2_000: 80}
FRAME = {2_000: 0.008, 10_000: 0.016, 50_000: 0.005}
WRITTEN = {10_000: 10}
ON_GPU = 50_000
RUNS = 3


def rows(sizes: tuple[int, ...], cap: float) -> Iterator[Row]:
    """Yield the rows; `cap` seconds are given to each peer to draw its page."""
    yield written("the article", ARTICLE_DATA, 1, LARGEST_ARTICLE)
    for entities in sizes:
        size, data = f"{entities:,} entities", generate(entities - PLACES, WORK / f"page-{entities}")
        if entities in WRITTEN:
            yield written(size, data, WRITTEN[entities])
        page = our_page(data)
        if entities in FASTER_THAN_PYVIS:
            yield from drawn(size, data, page, FASTER_THAN_PYVIS[entities], cap)
        if entities in FRAME:
            yield panned(size, page, FRAME[entities], gpu=entities >= ON_GPU)


def written(size: str, data: Path, limit: float, largest: int | None = None) -> Row:
    """Measure `kg view` as a whole process, the layout included, nothing cached."""
    page = WORK / "page.html"
    runs = [run_fresh([*KG, "view", "--data", data, "-o", page]) for _ in range(RUNS)]
    length = page.stat().st_size
    print(f"the page of {size}: {length:,} bytes", file=sys.stderr)
    if largest is not None and length > largest:
        raise RuntimeError(f"the page of {size} has {length:,} bytes, more than {largest:,}")
    return Row("write the page", size, times(runs), LIMIT, [limit], 1)


def our_page(data: Path) -> Path:
    page = data.with_suffix(".html")
    run([*KG, "view", "--data", data, "-o", page], filled_cache(data).directory)
    return page


def drawn(size: str, data: Path, page: Path, goal: float, cap: float) -> Iterator[Row]:
    """Compare the first complete picture of the same nodes and edges."""
    ours = [first_draw(page, OURS, cap) for _ in range(RUNS)]
    graph = exported(data, page.with_suffix(".json"))
    for name, script, least, runs in (
        ("pyvis 0.3.2", "pyvis_page", goal, 1),
        ("TrikeDB 0.47.1", "trikedb_page", 1, RUNS),
    ):
        theirs = page.with_suffix(f".{script}.html")
        run([*peer(script), graph, theirs])
        seconds = [first_draw(theirs, VIS_NETWORK, cap) for _ in range(runs)]
        yield Row("draw the page", size, ours, name, seconds, least, floor=max(seconds) >= cap)


def exported(data: Path, file: Path) -> Path:
    """Write the nodes and edges of our page, for the peers."""
    import kg
    from kg.network import relations

    dataset = kg.load(data).dataset
    graph = {
        "nodes": [{"id": entity.id, "name": entity.name} for entity in dataset.entities.values()],
        "edges": [
            {"from": relation.subject, "to": relation.object.id, "property": relation.property}
            for relation in relations(dataset)
        ],
    }
    file.write_text(json.dumps(graph, ensure_ascii=False), encoding="utf-8")
    return file


def panned(size: str, page: Path, limit: float, *, gpu: bool) -> Row:
    """Measure script alone; `gpu`: with the renderer for GPUs, and without what a GPU would do."""
    name = "webgl" if gpu else "canvas"
    settings = (WITHOUT_GPU_TIME, SOFTWARE_GPU) if gpu else ()
    seconds = []
    for _ in range(RUNS):
        with opened(page, f"?renderer={name}", *settings) as window:
            seconds.append(script_per_frame(window))
    return Row("script per frame, panning", f"{size}, {name}", seconds, LIMIT, [limit], 1)


if __name__ == "__main__":
    asked = tuple(map(int, sys.argv[1:])) or (300, 2_000, 10_000)
    print_rows(rows(asked, cap=300))
