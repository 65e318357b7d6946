"""Walking through the graph: neighbourhoods, connections, marks, moving, and the address of it all."""

import pytest
from graphs import small
from pages import click_on, drawn, place, view
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        (1, {"省总", "全总", "班前"}),
        (2, {"省总", "全总", "班前", "黄金娟"}),
        (3, {"省总", "全总", "班前", "黄金娟", "工匠"}),
    ],
)
def test_a_neighbourhood_is_shown_alone(opened, steps, left):
    page = opened(small(), "#省总")
    page.locator("#panel .segments button", has_text=f"{steps} 步").click()
    assert drawn(page) == left
    expect(page.locator(".narrowing .chip")).to_contain_text(f"浙江省总工会 周围 {steps} 步")
    page.locator(".narrowing .chip button").click()
    assert len(drawn(page)) == 7


def test_neighbours_that_filters_keep_away_can_be_brought_and_put_away(opened):
    page = opened(small(), "#e=省总&type=Person")
    assert drawn(page) == {"竺士杰", "黄金娟", "省总"}
    page.locator("#panel button", has_text="展开 2 个").click()
    assert drawn(page) == {"竺士杰", "黄金娟", "省总", "全总", "班前"}
    page.locator("#panel button", has_text="收起邻居").click()
    assert drawn(page) == {"竺士杰", "黄金娟", "省总"}


def test_what_connects_two_entities_is_told_step_by_step_with_its_words(opened):
    page = opened(small())
    click_on(page, "黄金娟", modifiers=["Shift"])
    click_on(page, "全总", modifiers=["Shift"])
    page.get_by_role("button", name="看看怎么联系").click()
    panel = page.locator("#panel")
    expect(panel.locator("h3").first).to_have_text("最短的联系：3 步")
    assert panel.locator(".way .stop bdi").all_text_contents() == [
        "黄金娟",
        "班前十分钟活动",
        "浙江省总工会",
        "中华全国总工会",
    ]
    assert panel.locator(".way .predicate-of").all_text_contents() == ["↓ 相关", "↓ 主办", "↓ 隶属"]
    assert panel.locator(".way q").all_text_contents() == ["黄金娟 … 班前会", "省总工会组织开展"]
    page.locator("#panel .way .predicate-of").first.click()
    expect(panel.locator(".sentence")).to_contain_text("黄金娟")
    page.go_back()
    expect(panel.locator("h2")).to_have_text("它们怎么联系？")


def test_what_is_disputed_connects_nothing_but_is_a_neighbour_all_the_same(opened):
    page = opened(small(), "#marked=竺士杰,黄金娟&connect=1")
    expect(page.locator("#panel .description")).to_contain_text("没有路径通到： 人黄金娟")
    expect(page.locator("#panel section")).to_contain_text("大国工匠")


def test_a_third_entity_joins_and_is_taken_away_again(opened):
    page = opened(small(), "#marked=黄金娟,班前&connect=1")
    page.fill("#add-marked", "zhonghua")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h3").first).to_have_text("最短的联系：3 步")
    page.locator("#panel .chips button").last.click()
    expect(page.locator("#panel h3").first).to_have_text("最短的联系：1 步")
    assert view(page)["marked"] == ["黄金娟", "班前"]


DRAWN_AT = """id => {
  const where = gongtu.stage.whereIs(id);
  const canvas = document.querySelector(".vis-network canvas");
  const box = canvas.getBoundingClientRect();
  const ratio = canvas.width / box.width;
  const [x, y] = [(where.x - box.x) * ratio, (where.y - box.y) * ratio];
  const { data } = canvas.getContext("2d").getImageData(x, y, 1, 1);
  const { category } = gongtu.app.graph.entities.get(id);
  const wanted = getComputedStyle(document.documentElement).getPropertyValue(`--type-${category}`).trim();
  return [`#${[...data].slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("")}`, wanted];
}"""


@pytest.mark.parametrize("end", ["close", "mark", "pin", "filter", "language"])
def test_dots_stay_with_their_names_whatever_was_done(opened, end):
    page = opened(small(), motion="no-preference")
    page.evaluate("gongtu.app.open('班前')")
    page.wait_for_timeout(700)
    actions = {
        "close": lambda: page.locator("#panel .close").click(),
        "mark": lambda: page.locator("#panel .actions button", has_text="加入对照").click(),
        "pin": lambda: page.locator("#panel .actions button", has_text="钉住").click(),
        "filter": lambda: page.locator("#types button", has_text="机构").click(),
        "language": lambda: page.get_by_role("button", name="English").click(),
    }
    actions[end]()
    page.wait_for_timeout(700)
    drawn_as, wanted = page.evaluate(DRAWN_AT, "省总")
    assert drawn_as == wanted


def test_a_dragged_node_stays_where_it_is_put(opened):
    page = opened(small())
    start = place(page, "孤例")
    page.mouse.move(start["x"], start["y"])
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] - 40, steps=6)
    page.mouse.up()
    moved = place(page, "孤例")
    assert abs(moved["x"] - start["x"] - 60) < 15, "it takes a few pixels to be a drag"
    assert abs(moved["y"] - start["y"] + 40) < 15
    assert view(page)["entity"] is None, "a drag is no click"
    click_on(page, "孤例")
    expect(page.locator("#panel h2")).to_have_text("没有关系的机制")


def test_the_back_button_puts_a_dragged_node_back(opened):
    page = opened(small())
    start = place(page, "孤例")
    page.mouse.move(start["x"], start["y"])
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] - 40, steps=6)
    page.mouse.up()
    expect(page.locator(".narrowing .chip")).to_have_text("挪动了 1 个")
    again = opened(small(), "#" + page.url.split("#")[1])
    assert again.evaluate(SCENE_PLACE, "孤例") == pytest.approx(page.evaluate(SCENE_PLACE, "孤例"), abs=1)
    page.go_back()
    expect(page.locator(".narrowing")).to_have_count(0)
    assert place(page, "孤例") == pytest.approx(start, abs=1)


SCENE_PLACE = """id => {
  const { x, y } = gongtu.stage.picture().scene.nodes.get(id);
  return [x, y];
}"""
CAMERA = "gongtu.stage.renderer.camera()"


@pytest.mark.parametrize("looked_elsewhere", [False, True])
def test_closing_a_selection_returns_to_where_the_reader_was_unless_they_moved_on(opened, looked_elsewhere):
    page = opened(small())
    page.evaluate("gongtu.stage.renderer.moveTo({ x: 900, y: 400, scale: 1.5 }, false)")
    before = page.evaluate(CAMERA)
    page.evaluate("gongtu.app.open('班前')")
    page.evaluate("gongtu.app.open('省总')")
    assert page.evaluate(CAMERA) != before
    if looked_elsewhere:
        page.focus("#graph")
        page.keyboard.press("ArrowRight")
    beheld = page.evaluate(CAMERA)
    page.keyboard.press("Escape")
    assert page.evaluate(CAMERA) == (beheld if looked_elsewhere else before)


def test_what_a_page_opens_with_gives_way_to_the_whole_graph(opened):
    page = opened(small(), "#省总")
    page.keyboard.press("Escape")
    assert page.evaluate(CAMERA) == opened(small()).evaluate(CAMERA)


HOVERED = "gongtu.stage.picture().emphasis.hovered.node?.id ?? null"


def test_what_the_pointer_only_passes_does_not_light_up(opened):
    page = opened(small())
    page.evaluate(
        """() => new Promise(done => {
          const { x, y } = gongtu.stage.whereIs("班前");
          const move = (x, y) => document.getElementById("graph").dispatchEvent(
            new PointerEvent("pointermove", { clientX: x, clientY: y, pointerType: "mouse" }));
          move(x, y);
          requestAnimationFrame(() => requestAnimationFrame(() => {
            move(290, 400);
            requestAnimationFrame(() => setTimeout(done, 150));
          }));
        })"""
    )
    assert page.evaluate(HOVERED) is None
    page.mouse.move(*place(page, "班前").values())
    page.wait_for_function(f"() => ({HOVERED}) === '班前'")


def test_a_dimmed_line_is_not_clicked(opened):
    page = opened(small(), "#e=竺士杰")
    line = page.evaluate(
        "gongtu.app.graph.relations.find(each => gongtu.app.graph.statement(each).subject === '班前')"
    )
    page.evaluate("gongtu.stage.fit(false)")
    click_on(page, line)
    assert view(page)["statement"] is None
    expect(page.locator("#panel")).to_be_hidden()
    click_on(page, line)
    assert view(page)["statement"] == line


def test_what_is_selected_is_seen_from_afar(opened):
    page = opened(small(), "#e=孤例&at=0,0,0.02")
    drawn_as = page.evaluate(
        """({ x, y }) => {
          const canvas = document.querySelector("#graph canvas.overlay");
          const box = canvas.getBoundingClientRect();
          const ratio = canvas.width / box.width;
          const [left, top] = [(x - box.x) * ratio, (y - box.y) * ratio];
          return [...canvas.getContext("2d").getImageData(left, top, 1, 1).data];
        }""",
        place(page, "孤例"),
    )
    category = page.evaluate("gongtu.app.graph.entities.get('孤例').category")
    colour = page.evaluate(
        f"getComputedStyle(document.documentElement).getPropertyValue('--type-{category}').trim()"
    )
    assert drawn_as == [*bytes.fromhex(colour[1:]), 255], "its dot has three pixels at least"


def test_the_stage_is_moved_and_zoomed_by_mouse_wheel_and_keys(opened):
    page = opened(small())
    start = place(page, "班前")
    page.mouse.move(300, 300)
    page.mouse.down()
    page.mouse.move(400, 350, steps=5)
    page.mouse.up()
    moved = place(page, "班前")
    assert (round(moved["x"] - start["x"]), round(moved["y"] - start["y"])) == (100, 50)
    scale = "gongtu.stage.renderer.camera().scale"
    before = page.evaluate(scale)
    page.mouse.move(moved["x"], moved["y"])
    page.mouse.wheel(0, -300)
    page.wait_for_function(f"{scale} > {before} * 1.3")
    page.wait_for_timeout(300)
    now = place(page, "班前")
    assert abs(now["x"] - moved["x"]) < 2, "what is under the pointer stays there"
    page.focus("#graph")
    page.keyboard.press("-")
    assert page.evaluate(scale) < before * 1.6
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert place(page, "班前")["x"] < now["x"] - 40


ADDRESSES = [
    "#e=%E7%8F%AD%E5%89%8D",
    "#e=班前&s=5",
    "#s=4",
    "#marked=竺士杰,黄金娟&connect=1",
    "#focus=省总,2&type=Organization,Person",
    "#property=organizer&status=stated",
    "#since=2022-01-01&until=2022-12-31&undated=0",
    "#pin=孤例&hide=工匠&colour=community&size=rank",
    "#pane=table&lang=en",
    "#pane=time",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_opens_the_view_that_it_came_from(opened, address):
    page = opened(small(), address)
    first = view(page)
    page.evaluate("gongtu.app.store.change({ camera: { x: 12, y: -7, scale: 1.5 } })")
    again = opened(small(), "#" + page.url.split("#")[1])
    assert view(again) == {**first, "camera": {"x": 12, "y": -7, "scale": 1.5}}
    assert first != view(opened(small()))


@pytest.mark.parametrize(
    "address",
    [
        "#%E0%A4%A",
        "#e=无此人",
        "#s=99999",
        "#s=-1",
        "#focus=,9",
        "#at=1,2",
        "#type=__proto__",
        "#=&&=",
        "#pane=x",
    ],
)
def test_an_address_that_leads_nowhere_opens_the_whole_graph(opened, address):
    page = opened(small(), address)
    expect(page.locator("#panel")).to_be_hidden()
    assert len(drawn(page)) == 7
