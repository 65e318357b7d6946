"""The page in a real browser, opened from the disk with the network off."""

import shutil

import pytest
from graphs import dataset, entity, relation, small
from playwright.sync_api import expect, sync_playwright

import kg
from kg.files import write_file
from kg.view import render_page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "\u202eדגל\u202c العربية",
    "javascript:alert(1)",
    "长" * 400,
    "👩‍👩‍👧‍👦 𠮷\u200b\u0007",
    "toString",
    "__proto__",
]


@pytest.fixture(scope="session")
def browser():
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.fail("there is no Chromium: run tests/install-browser.sh, or install one and Noto Sans CJK")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
        )
        yield launched
        launched.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a dataset's page; whatever it asks for, complains of or throws fails the test."""
    complaints, contexts = [], []

    def open_page(graph, *, address="", viewport=None, scheme="light", **options):
        write_file(tmp_path / "graph.html", render_page(graph, **options))
        context = browser.new_context(
            viewport=viewport or {"width": 1280, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_offline(offline=True)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request", lambda request: request.url.startswith("file://") or complaints.append(request.url)
        )
        page.goto(f"{(tmp_path / 'graph.html').as_uri()}{address}")
        page.wait_for_selector("#graph[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def click_node(page, id_):
    place = page.evaluate("id => gongtu.network.canvasToDOM(gongtu.network.getPosition(id))", id_)
    page.mouse.click(*on_stage(page, place))


def click_edge(page, number):
    script = "n => gongtu.network.canvasToDOM(gongtu.network.body.edges[n].edgeType.getPoint(0.5))"
    page.mouse.click(*on_stage(page, page.evaluate(script, number)))


def on_stage(page, place):
    stage = page.locator("#graph").bounding_box()
    return stage["x"] + place["x"], stage["y"] + place["y"]


def colours(page):
    """Count the different colours on the canvas: what is drawn has many, a blank one has one."""
    return page.evaluate(
        """() => {
          const canvas = document.querySelector("canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )


def test_the_page_draws_its_graph(opened):
    page = opened(small())
    assert page.evaluate("gongtu.network.body.nodeIndices.length") == 7
    assert colours(page) > 50
    expect(page.locator("#counts")).to_have_text("7 个实体 · 5 条关系 · 5 处引文")
    assert page.locator("#types .name").all_text_contents() == ["人物", "机构", "行动", "机制", "荣誉称号"]
    assert page.locator("#types .count").all_text_contents() == ["2", "2", "1", "1", "1"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("十分钟", "班前十分钟活动"),
        ("省总工会", "浙江省总工会"),
        ("zhushijie", "竺士杰"),
        ("zhu shi jie", "竺士杰"),
        ("ZSJ", "竺士杰"),
        ("ｈｊｊ", "黄金娟"),
    ],
)
def test_search_finds_by_name_alias_pinyin_and_initials(opened, text, name):
    page = opened(small())
    page.fill("#search", text)
    expect(page.locator("#results [role=option] bdi").first).to_have_text(name)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)


def test_search_is_worked_with_the_keyboard_alone(opened):
    page = opened(small())
    page.keyboard.press("/")
    page.keyboard.type("工会")
    expect(page.locator("#results [aria-selected=true] bdi")).to_have_text("浙江省总工会")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results [aria-selected=true] bdi")).to_have_text("中华全国总工会")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("中华全国总工会")


def test_a_search_without_a_result_says_so(opened):
    page = opened(small())
    page.fill("#search", "$& 无")
    expect(page.locator("#results")).to_have_text("没有找到“$& 无”")
    page.keyboard.press("Escape")
    expect(page.locator("#results")).to_be_hidden()


NOT_ALL_IS_KNOWN = """\
  甲:
    type: Union
    statistics: {measure: 补贴, value: 3亿元, kind: payout, counts: 乙, period: 五年来}
    未载: {hasPart: {note: 以“等”收尾, quote: 听众不少}, established: 没有说何时}
  乙: {type: Union, name: 乙工会, partOf: 甲}
  丙: {type: Union, 未载: {established: <b>没有说</b>}}
"""


def test_the_panel_says_what_qualifies_a_figure_and_what_is_not_stated(opened, data):
    page = opened(kg.load(data(NOT_ALL_IS_KNOWN)).dataset, focus="甲")
    panel = page.locator("#panel")
    assert panel.locator("h3").all_text_contents() == ["统计", "包括→", "成立日期"]
    expect(panel.locator("section").first.locator(".marks")).to_have_text("性质 发放所数 乙工会时段 五年来")
    parts = panel.locator("section").nth(1)
    expect(parts.locator("li").first).to_contain_text("乙工会")
    expect(parts.locator(".absence .marks")).to_have_text("没有列全以“等”收尾")
    expect(parts.locator(".absence q")).to_have_text("听众不少")
    expect(panel.locator("section").nth(2)).to_contain_text("文中未载没有说何时")
    page = opened(kg.load(data(NOT_ALL_IS_KNOWN)).dataset, focus="丙", depth=0, language="en")
    expect(page.locator("#panel .absence")).to_have_text("not stated in the article<b>没有说</b>")


def test_a_click_on_a_node_shows_what_is_said_of_it(opened):
    page = opened(small())
    click_node(page, "班前")
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
    click_edge(page, 4)
    panel = page.locator("#panel")
    assert panel.locator(".sentence bdi").all_text_contents() == ["黄金娟", "班前十分钟活动"]
    expect(panel.locator(".predicate")).to_have_text("相关")
    expect(panel.locator("q")).to_have_text("黄金娟 … 班前会")


def test_what_is_inferred_or_disputed_is_marked(opened):
    page = opened(small(), address="#黄金娟")
    expect(page.locator(".mark.disputed")).to_have_text("有争议")
    page.evaluate("gongtu.open('省总')")
    expect(page.locator(".mark.inferred")).to_have_text("推断")
    expect(page.locator(".more").first).to_have_text("备注 由名称可知")


def test_links_walk_to_other_entities_and_the_back_button_returns(opened):
    page = opened(small())
    click_node(page, "班前")
    page.locator("#panel .link", has_text="浙江省总工会").click()
    expect(page.locator("#panel h2")).to_have_text("浙江省总工会")
    expect(page.locator("#panel h3")).to_have_text(["隶属→", "主办←"])
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("班前十分钟活动")


def test_an_inverse_property_is_named_from_the_other_end(opened):
    page = opened(small(), address="#全总")
    expect(page.locator("#panel h3")).to_have_text("包括→")


def test_escape_clears(opened):
    page = opened(small())
    page.locator("#types button").first.click()
    click_node(page, "班前")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert page.locator("#types [aria-pressed=true]").count() == 0
    assert "#" not in page.url


def test_a_click_beside_everything_closes_the_panel(opened):
    page = opened(small(), address="#班前")
    page.mouse.click(*on_stage(page, {"x": 8, "y": 8}))
    expect(page.locator("#panel")).to_be_hidden()


def test_the_legend_fades_the_other_types(opened):
    page = opened(small())
    before = page.locator("canvas").screenshot()
    page.locator("#types button", has_text="人物").click()
    expect(page.locator("#types [aria-pressed=true]")).to_have_text("人人物2")
    assert page.locator("#types .faded").count() == 4
    assert page.locator("canvas").screenshot() != before
    page.locator("#types button", has_text="人物").click()
    assert page.locator("#types .faded").count() == 0


def test_dark_mode_is_dark_and_can_come_while_the_page_is_open(opened):
    page = opened(small(), scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(25, 26, 29)"
    dark = page.evaluate("gongtu.network.body.nodes['竺士杰'].options.color.background")
    page.emulate_media(color_scheme="light")
    assert page.evaluate(background) != "rgb(25, 26, 29)"
    repainted = "dark => gongtu.network.body.nodes['竺士杰'].options.color.background !== dark"
    page.wait_for_function(repainted, arg=dark)


def test_hostile_names_stay_text(opened):
    names = [
        entity(f"e{n}" if n < 6 else name, name=name, aliases=(name,), description=name)
        for n, name in enumerate(HOSTILE)
    ]
    lines = [relation(names[0].id, "related", each.id, HOSTILE[0], note=HOSTILE[1]) for each in names[1:]]
    page = opened(dataset(names, lines), title=HOSTILE[0])
    for each in names:
        page.evaluate("id => gongtu.open(id)", each.id)
        assert page.locator("#panel h2 bdi").text_content() == each.name
        page.fill("#search", each.name)
        assert page.locator("#results [role=option]").count() > 0
        page.fill("#search", "")
    assert page.locator("img").count() == 0
    panel = page.locator("#panel").bounding_box()
    assert panel["x"] + panel["width"] <= 1280, "long names do not break the layout"
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def test_a_phone_has_a_sheet_and_no_sideways_scrolling(opened):
    page = opened(small(), viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("gongtu.open('班前')")
    sheet = page.locator("#panel").bounding_box()
    assert sheet["width"] == 390
    assert sheet["y"] > 400


def test_a_focus_is_selected_when_the_page_opens(opened):
    page = opened(small(), focus="工匠")
    expect(page.locator("#panel h2")).to_have_text("大国工匠")


def test_an_address_that_leads_nowhere_opens_the_whole_graph(opened):
    page = opened(small(), address="#%E0%A4%A")
    expect(page.locator("#panel")).to_be_hidden()


@pytest.mark.parametrize(
    "graph",
    [
        dataset([], []),
        dataset([entity("甲")], []),
        dataset([entity("甲")], [relation("甲", "related", "甲")]),
    ],
)
def test_the_smallest_graphs_are_drawn(opened, graph):
    page = opened(graph, address="#甲")
    assert page.locator("#panel").is_visible() == bool(graph.entities)


def test_the_interface_is_english_where_asked(opened):
    page = opened(small(), language="en", address="#省总")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#panel h3").first).to_have_text("part of→")
    expect(page.locator("#counts")).to_have_text("7 entities · 5 relations · 5 quotes")
