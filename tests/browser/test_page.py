"""The page opens, draws its graph, and shows what is said of each thing with the words that say so."""

import pytest
from graphs import dataset, entity, relation, small
from pages import PHONE, click_on, colours, place
from playwright.sync_api import expect

import kg


def test_the_page_draws_its_graph(opened):
    page = opened(small())
    assert colours(page) > 50
    expect(page.locator("#counts")).to_have_text("7 个实体 · 5 条关系 · 5 处引文")
    assert page.locator("#types .name").all_text_contents() == ["人物", "机构", "行动", "机制", "荣誉称号"]
    assert page.locator("#types .count").all_text_contents() == ["2", "2", "1", "1", "1"]


@pytest.mark.parametrize(
    "graph",
    [
        dataset([], []),
        dataset([entity("甲")], []),
        dataset([entity("甲")], [relation("甲", "related", "甲")]),
    ],
)
def test_the_smallest_graphs_are_drawn(opened, graph):
    page = opened(graph, "#甲")
    assert page.locator("#panel").is_visible() == bool(graph.entities)


NOT_ALL_IS_KNOWN = """\
  甲:
    type: Union
    statistics: {measure: 补贴, value: 3亿余元, kind: payout, counts: 乙, period: 五年来}
    未载: {hasPart: {note: 以“等”收尾, quote: 听众不少}, established: 没有说何时}
  乙: {type: Union, name: 乙工会, partOf: 甲}
  丙: {type: Union, 未载: {established: <b>没有说</b>}}
"""


def test_the_panel_says_what_qualifies_a_figure_and_what_is_not_stated(opened, data):
    page = opened(kg.load(data(NOT_ALL_IS_KNOWN)).dataset, focus="甲")
    panel = page.locator("#panel")
    assert panel.locator("h3").all_text_contents() == ["统计", "包括→", "成立日期"]
    figure = panel.locator("section").first
    expect(figure.locator(".figure b")).to_have_text("3亿余元")
    expect(figure.locator(".meaning")).to_have_text("≥ 300,000,000 元")
    expect(figure.locator(".marks")).to_have_text("性质 发放所数 乙工会时段 五年来")
    parts = panel.locator("section").nth(1)
    expect(parts.locator("li").first).to_contain_text("乙工会")
    expect(parts.locator(".absence .marks")).to_have_text("没有列全以“等”收尾")
    expect(parts.locator(".absence q")).to_have_text("听众不少")
    expect(panel.locator("section").nth(2)).to_contain_text("文中未载没有说何时")
    page = opened(kg.load(data(NOT_ALL_IS_KNOWN)).dataset, focus="丙", depth=0, language="en")
    expect(page.locator("#panel .absence")).to_have_text("not stated in the article<b>没有说</b>")


def test_a_quote_stands_in_its_sentence_only_where_the_page_may_hold_it(opened, data):
    quoted = "  甲: {type: Union, goal: {value: 讲故事, quote: 请老师傅在车间里讲一讲}}\n"
    graph = kg.load(data(quoted)).dataset
    page = opened(graph, "#甲")
    expect(page.locator("#panel q")).to_have_text("请老师傅在车间里讲一讲")
    expect(page.locator("#panel cite")).to_have_text("第 1 段")
    expect(page.locator("#panel cite")).to_have_attribute("title", "一篇报道")
    page = opened(graph, "#甲", with_text=True)
    expect(page.locator("#panel q")).to_contain_text("办起班前十分钟，请老师傅在车间里讲一讲自己的故事")
    expect(page.locator("#panel q mark")).to_have_text("请老师傅在车间里讲一讲")


def test_a_click_on_a_node_shows_what_is_said_of_it(opened):
    page = opened(small())
    click_on(page, "班前")
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("班前十分钟活动")
    expect(panel.locator(".description")).to_have_text("班前会上的宣讲。")
    assert panel.locator("h3").all_text_contents() == ["主办→", "统计", "开始", "目标", "级别", "相关←"]
    expect(panel.locator("section").first.locator("q")).to_have_text("省总工会组织开展")
    expect(panel.locator("section").first.locator("cite")).to_have_text("工会工作回眸")
    expect(panel.locator(".figure b")).to_have_text("2.3万余家")
    expect(panel.locator("section").nth(4)).to_contain_text("省级")


def test_a_click_on_a_line_shows_its_evidence(opened):
    page = opened(small())
    click_on(page, 4)
    panel = page.locator("#panel")
    assert panel.locator(".sentence bdi").all_text_contents() == ["黄金娟", "班前十分钟活动"]
    expect(panel.locator(".predicate")).to_have_text("相关")
    expect(panel.locator("q")).to_have_text("黄金娟 … 班前会")
    assert panel.locator(".article").text_content().startswith("工会工作回眸 / 甲记者")


def test_what_is_inferred_or_disputed_is_marked(opened):
    page = opened(small(), "#黄金娟")
    expect(page.locator(".mark.disputed")).to_have_text("有争议")
    page.evaluate("gongtu.app.open('省总')")
    expect(page.locator(".mark.inferred")).to_have_text("推断")
    expect(page.locator(".more").first).to_have_text("备注 由名称可知")


def test_an_inverse_property_is_named_from_the_other_end(opened):
    expect(opened(small(), "#全总").locator("#panel h3")).to_have_text("包括→")


def test_links_walk_to_other_entities_and_the_back_button_returns(opened):
    page = opened(small())
    click_on(page, "班前")
    page.locator("#panel .link", has_text="浙江省总工会").click()
    expect(page.locator("#panel h2")).to_have_text("浙江省总工会")
    expect(page.locator("#panel h3")).to_have_text(["隶属→", "主办←"])
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("班前十分钟活动")
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#panel h2")).to_have_text("班前十分钟活动")


def test_escape_and_a_click_beside_everything_close_the_panel(opened):
    page = opened(small(), "#班前")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert "#" not in page.url
    click_on(page, "班前")
    page.mouse.click(290, 400)
    expect(page.locator("#panel")).to_be_hidden()


def test_what_changes_nothing_adds_no_step_for_the_back_button(opened):
    page = opened(small(), "#班前")
    page.locator("#panel .link", has_text="浙江省总工会").click()
    before = page.evaluate("history.length")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.mouse.click(290, 400)
    assert page.evaluate("history.length") == before + 1


def test_a_focus_is_selected_when_the_page_opens(opened):
    expect(opened(small(), focus="工匠").locator("#panel h2")).to_have_text("大国工匠")


def test_dark_mode_is_dark_and_can_come_while_the_page_is_open(opened):
    page = opened(small(), scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(25, 26, 29)"
    dark = page.locator("#graph").screenshot()
    page.emulate_media(color_scheme="light")
    assert page.evaluate(background) == "rgb(248, 246, 241)"
    page.wait_for_timeout(100)
    assert page.locator("#graph").screenshot() != dark
    expect(page.locator("#panel")).to_be_hidden()


def test_the_interface_is_english_where_asked_and_changes_at_once(opened):
    page = opened(small(), "#省总", language="en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#panel h3").first).to_have_text("part of→")
    expect(page.locator("#counts")).to_have_text("7 entities · 5 relations · 5 quotes")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("#panel h3").first).to_have_text("隶属→")
    expect(page.locator("#types .name").first).to_have_text("人物")
    page.reload()
    expect(page.locator("#panel h3").first).to_have_text("隶属→")


def test_a_phone_has_a_sheet_and_no_sideways_scrolling(opened):
    page = opened(small(), viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.touchscreen.tap(*place(page, "班前").values())
    sheet = page.locator("#panel").bounding_box()
    assert sheet["width"] == PHONE["width"]
    assert sheet["y"] > 380
    assert place(page, "班前")["y"] < sheet["y"], "what is selected is not below the sheet"


def test_the_page_works_in_a_frame(visit, opened, tmp_path):
    opened(small())
    frame = tmp_path / "frame.html"
    frame.write_text(
        "<!doctype html><meta charset=utf-8>"
        '<iframe src="graph.html#e=班前" width="800" height="500"></iframe>'
        "<script>addEventListener('load', () => document.body.append(Object.assign("
        "document.createElement('div'), {id: 'app', textContent: '.'}))); "
        "addEventListener('load', () => { document.getElementById('app').dataset.ready = 'true' })</script>",
        encoding="utf-8",
    )
    page = visit(frame)
    expect(page.frame_locator("iframe").locator("#panel h2")).to_have_text("班前十分钟活动")
