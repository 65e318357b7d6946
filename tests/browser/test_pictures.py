"""The page looks as it did: its pictures are compared with those that were judged, within a tolerance.

A new look is kept by `python -m pytest tests/browser/test_pictures.py --new-pictures`, once it was judged.
Fonts differ from machine to machine, so that what is compared is coarse: how much of which colour is where.
"""

import json
from pathlib import Path

import pytest
from graphs import ring, small
from pages import PHONE, WIDE

JUDGED = Path(__file__).parent / "pictures.json"
GRID = 24
VISIBLE = 8
"""Cells that differ by less, of 255, look the same."""

TOLERANCE = 0.04
"""So many of the cells may differ: a panel, a bar or a graph that is missing are more."""

VIEWS = {
    "overview": (small, "", WIDE, "light"),
    "selection": (small, "#e=班前", WIDE, "light"),
    "path": (small, "#marked=黄金娟,全总&connect=1", WIDE, "light"),
    "table": (small, "#pane=table", WIDE, "light"),
    "time": (small, "#pane=time", WIDE, "light"),
    "dark": (small, "#e=班前", WIDE, "dark"),
    "phone": (small, "#e=班前", PHONE, "light"),
    "communities": (lambda: ring(400), "#colour=community", WIDE, "light"),
}

COARSE = """async ([picture, grid]) => {
  const image = await createImageBitmap(await (await fetch(picture)).blob());
  const canvas = new OffscreenCanvas(grid, grid);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, grid, grid);
  return [...context.getImageData(0, 0, grid, grid).data].filter((_, place) => place % 4 !== 3);
}"""


def coarse(browser, png):
    """Shrink a picture to a few cells, in a page of its own, that may read it."""
    from base64 import b64encode

    page = browser.new_page()
    cells = page.evaluate(COARSE, [f"data:image/png;base64,{b64encode(png).decode()}", GRID])
    page.close()
    return cells


@pytest.mark.parametrize("name", VIEWS)
def test_the_page_looks_as_it_was_judged(opened, browser, name, request):
    graph, address, viewport, scheme = VIEWS[name]
    page = opened(graph(), address, viewport=viewport, scheme=scheme)
    page.wait_for_timeout(200)
    seen = coarse(browser, page.screenshot())
    judged = json.loads(JUDGED.read_text(encoding="utf-8")) if JUDGED.exists() else {}
    if request.config.getoption("--new-pictures"):
        JUDGED.write_text(json.dumps({**judged, name: seen}), encoding="utf-8")
        return
    assert different(seen, judged[name]) < TOLERANCE


def different(some, others):
    """Give the share of cells that look different."""
    apart = [abs(a - b) > VISIBLE for a, b in zip(some, others, strict=True)]
    cells = [any(apart[place : place + 3]) for place in range(0, len(apart), 3)]
    return sum(cells) / len(cells)


def test_what_is_missing_is_seen():
    judged = json.loads(JUDGED.read_text(encoding="utf-8"))
    pictures = [judged[name] for name in VIEWS if name != "phone"]
    pairs = [(a, b) for number, a in enumerate(pictures) for b in pictures[:number]]
    assert min(different(a, b) for a, b in pairs) > 1.5 * TOLERANCE
