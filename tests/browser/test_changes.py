"""The page of what changed: signs and colours, a legend that filters, and what was said before."""

import pytest
from graphs import dataset, entity, relation
from pages import drawn
from playwright.sync_api import expect

from kg.changes.compare import compare
from kg.changes.marks import marked_union


@pytest.fixture
def changed(opened):
    """Open the page of what changed between two small graphs."""
    old = dataset(
        [entity("甲"), entity("乙"), entity("旧"), entity("丙")],
        [
            relation("甲", "related", "乙", "从前"),
            relation("乙", "related", "旧"),
            relation("甲", "partOf", "丙"),
        ],
    )
    new = dataset(
        [entity("甲"), entity("乙"), entity("新"), entity("丙")],
        [
            relation("甲", "related", "乙", "如今"),
            relation("乙", "organizer", "新"),
            relation("甲", "partOf", "丙"),
        ],
    )
    whole, marks = marked_union(old, new, compare(old, new))

    def open_page(address=""):
        return opened(whole, address, marks=marks)

    return open_page


def test_a_sign_says_what_became_of_each_dot(changed):
    page = changed()
    signs = page.evaluate(
        "[...gongtu.stage.picture().scene.nodes.values()].map(({ id, glyph }) => [id, glyph])"
    )
    assert dict(signs) == {"甲": "±", "乙": "±", "新": "+", "旧": "−", "丙": "行"}
    assert page.locator("#changes .name").all_text_contents() == ["新增", "删除", "改动"]
    assert page.locator("#changes .count").all_text_contents() == ["2", "2", "3"]


def test_the_legend_keeps_what_was_added_or_removed(changed):
    page = changed()
    page.locator("#changes button", has_text="删除").click()
    assert drawn(page) == {"乙", "旧"}
    assert "change=removed" in page.url
    page.locator("#changes button", has_text="新增").click()
    assert drawn(page) == {"乙", "旧", "新"}
    assert drawn(changed("#change=changed,__proto__")) == {"甲", "乙"}


def test_the_panel_tells_what_became_of_an_entity_and_its_statements(changed):
    page = changed("#e=乙")
    panel = page.locator("#panel")
    expect(panel.locator("h2 + .marks")).to_have_text("± 改动")
    expect(panel.locator("li.removed")).to_contain_text("旧")
    expect(panel.locator("li.removed .mark")).to_have_text("− 删除")
    expect(panel.locator("li.added .mark")).to_have_text("+ 新增")
    expect(panel.locator("li.changed s")).to_have_text("乙")
    page.get_by_role("button", name="English").click()
    expect(panel.locator("li.added .mark")).to_have_text("+ added")


def test_a_page_that_tells_no_changes_has_no_legend_of_them(opened):
    page = opened(dataset([entity("甲")], []))
    expect(page.locator("#changes")).to_have_count(0)
