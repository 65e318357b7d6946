"""Names on the graph are parts of their dots, and lie on no others."""

from pathlib import Path

import pytest
from pages import PHONE, WIDE, view

import kg

DATA = Path(__file__).parents[2] / "data"
COVERED = """gongtu.stage.whereNamed().flatMap(({ id, box: { left, right, top, bottom } }) =>
  [...gongtu.stage.picture().scene.nodes.keys()].filter((other) => {
    const { x, y } = gongtu.stage.whereIs(other);
    return other !== id && x > left && x < right && y > top && y < bottom;
  }))"""


@pytest.fixture
def article(opened):
    """Open the page of the project's own data."""
    dataset = kg.load(DATA).dataset

    def open_page(address="", **options):
        page = opened(dataset, address, **options)
        page.wait_for_timeout(200)
        return page

    return open_page


def named(page):
    """Give the names that are written, each with the middle of its box in the window."""
    return {
        each["id"]: (
            (each["box"]["left"] + each["box"]["right"]) / 2,
            (each["box"]["top"] + each["box"]["bottom"]) / 2,
        )
        for each in page.evaluate("gongtu.stage.whereNamed()")
    }


@pytest.mark.parametrize(
    ("address", "viewport"),
    [("", WIDE), ("#at=0,0,0.6", WIDE), ("#at=0,0,1", WIDE), ("#at=0,0,0.5", PHONE)],
)
def test_no_name_lies_on_the_centre_of_another_dot(article, address, viewport):
    page = article(address, viewport=viewport)
    assert len(named(page)) > 10
    assert page.evaluate(COVERED) == []


def test_a_click_on_a_name_selects_its_entity(article):
    page = article(viewport=WIDE)
    names = list(named(page).items())
    for entity, (x, y) in names[:: len(names) // 10][:10]:
        page.mouse.click(x, y)
        assert view(page)["entity"] == entity
        page.keyboard.press("Escape")
        page.evaluate("gongtu.stage.fit(false)")


def test_a_name_is_dragged_with_its_dot(article):
    page = article(viewport=WIDE)
    entity, (x, y) = next(iter(named(page).items()))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=4)
    page.mouse.up()
    assert list(view(page)["moved"]) == [entity]


def test_a_name_stays_below_the_pointer_that_rests_on_it(article):
    page = article(viewport=WIDE)
    for entity, (x, y) in list(named(page).items())[:60:6]:
        page.mouse.move(x, y)
        page.wait_for_timeout(150)
        left, top = named(page)[entity]
        assert abs(left - x) < 8
        assert abs(top - y) < 20


def test_a_tap_on_a_name_selects_its_entity(article):
    page = article(viewport=PHONE)
    entity, (x, y) = next(iter(named(page).items()))
    page.touchscreen.tap(x, y)
    assert view(page)["entity"] == entity
