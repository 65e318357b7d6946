"""For everyone: axe finds nothing serious, and the keyboard is enough."""

from pathlib import Path

import pytest
from graphs import small
from pages import PHONE, WIDE
from playwright.sync_api import expect

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = [
    "",
    "#e=班前",
    "#s=4",
    "#marked=竺士杰,黄金娟&connect=1",
    "#marked=竺士杰,黄金娟",
    "#pane=table",
    "#pane=time",
    "#focus=省总,1&colour=community&hide=工匠",
    "#lang=en&e=省总",
]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened, viewport, scheme):
    found = []
    page = opened(small(), viewport=viewport, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for address in VIEWS:
        page.evaluate("address => { location.hash = address || '#' }", address)
        page.wait_for_timeout(50)
        result = page.evaluate("axe.run()")
        found += [
            f"{address}: {problem['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
            for problem in result["violations"]
            if problem["impact"] in {"serious", "critical"}
            for node in problem["nodes"]
        ]
    assert found == []


def test_everything_is_reached_with_the_keyboard_and_the_focus_is_seen(opened):
    page = opened(small())
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => {
              const { activeElement: at } = document;
              const seen = at === document.body || at.type === 'range' // whose handle shows it
                || getComputedStyle(at).outlineStyle !== 'none';
              return [at.id || at.textContent.trim().slice(0, 12) || at.getAttribute('aria-label'), seen];
            }"""
        )
        assert where[1], f"the focus cannot be seen on {where[0]}"
        reached.add(where[0])
    assert {"search", "graph", "tab-graph", "English"} <= reached


def test_panes_and_legends_are_worked_with_keys(opened):
    page = opened(small())
    page.focus("#tab-graph")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-time")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#pane table").first).to_be_visible()
    page.locator("#pane table button", has_text="竺士杰").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("竺士杰")
    page.locator("#types button").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#types button").first).to_be_focused()
    expect(page.locator("#types button").first).to_have_attribute("aria-pressed", "true")


def test_nothing_moves_where_motion_is_not_wanted(opened):
    page = opened(small())
    page.evaluate("gongtu.app.open('班前')")
    first = page.evaluate("gongtu.stage.renderer.camera()")
    page.wait_for_timeout(200)
    assert page.evaluate("gongtu.stage.renderer.camera()") == first
