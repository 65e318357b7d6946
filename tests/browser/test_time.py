"""Along time, and as a table."""

import csv
import io

import pytest
from graphs import dataset, entity, relation, small
from pages import drawn, view
from playwright.sync_api import expect

from kg.dates import parse_date


def dated():
    """Campaigns from 2018 to 2023, a month each, one over years, and an undated one."""
    names = [entity(f"e{year}", name=f"{year}年的活动") for year in range(2018, 2024)]
    lines = [
        relation(f"e{year}", "related", "e2018", f"{year}年", when=parse_date(f"{year}-0{month}"))
        for year in range(2019, 2024)
        for month in (3, 9)
    ]
    over = relation("e2018", "related", "e2020", when=parse_date("2018/2020"))
    return dataset(
        [*names, entity("无期", name="没有日期")], [*lines, over, relation("无期", "related", "e2018")]
    )


def test_dated_statements_stand_in_their_order_and_the_undated_apart(opened):
    page = opened(dated(), "#pane=time")
    expect(page.locator("#pane")).to_contain_text("11 条有日期的陈述")
    text = page.locator("#pane").inner_text()
    assert text.index("2018年的活动") < text.index("2019年的活动") < text.index("2023年的活动")
    page.locator("#pane summary").last.click()
    expect(page.locator("#pane details").last).to_contain_text("没有日期")


def test_a_span_is_chosen_by_dragging_and_by_keys_and_narrows_everything(opened):
    page = opened(dated(), "#pane=time")
    everything = len(drawn(page))
    handle = page.locator("#until").bounding_box()
    start = handle["x"] + handle["width"] - 7, handle["y"] + handle["height"] / 2
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] - handle["width"] / 2, start[1], steps=8)
    page.mouse.up()
    until = view(page)["filters"]["until"]
    assert until is not None
    assert until < "2022-01-01"
    page.locator("#undated").uncheck()
    assert len(drawn(page)) < everything
    page.focus("#since")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#since")).to_be_focused()
    assert view(page)["filters"]["since"] > "2018-01-01"
    page.locator(".strip .undo").click()
    assert view(page)["filters"]["since"] is None


def test_few_dates_leave_the_picture_free(opened):
    page = opened(small())
    expect(page.locator(".strip")).to_be_hidden()
    page.locator("#tab-time").click()
    expect(page.locator(".strip")).to_be_visible()


def table(page, name):
    page.locator("#pane").get_by_role("button", name=name, exact=True).click()
    return page.locator("#pane table")


@pytest.mark.parametrize("name", ["实体", "陈述", "数字"])
def test_the_graph_is_a_table_that_is_sorted_by_its_headings(opened, name):
    page = opened(small(), "#pane=table")
    shown = table(page, name)
    rows = sorted(shown.locator("tbody tr").all_inner_texts())
    for heading in shown.locator("thead th").all():
        heading.locator("button").click()
        first = heading.get_attribute("aria-sort")
        heading.locator("button").click()
        assert {first, heading.get_attribute("aria-sort")} == {"ascending", "descending"}
        assert shown.locator("thead [aria-sort]").count() == 1
        assert sorted(shown.locator("tbody tr").all_inner_texts()) == rows


def test_a_table_shows_what_the_filters_leave_and_leads_to_the_panel(opened):
    page = opened(small(), "#pane=table&type=Person")
    assert table(page, "实体").locator("tbody tr").count() == 2
    page.locator("#pane table button", has_text="竺士杰").click()
    expect(page.locator("#panel h2")).to_have_text("竺士杰")


def test_a_table_is_saved_whole_and_harmless(opened):
    hostile = dataset(
        [entity("甲", name='=HYPERLINK("x")', description="说，“明”\n两行"), entity("乙", name="-5")], []
    )
    page = opened(hostile, "#pane=table")
    table(page, "实体")
    with page.expect_download() as download:
        page.locator("#pane").get_by_role("button", name="CSV").click()
    raw = download.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark"
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    cells = {cell for row in rows for cell in row}
    assert '\'=HYPERLINK("x")' in cells
    assert "-5" in cells
    assert len(rows) == 3
