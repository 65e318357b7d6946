"""A graph of any size opens: as communities where a canvas cannot draw it, without WebGL if need be."""

import pytest
from graphs import ring
from pages import colours, drawn
from playwright.sync_api import expect

SCENE = "[...gongtu.stage.picture().scene.nodes.values()]"


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Write the page of 10,200 entities once."""
    from kg.files import write_file
    from kg.view import render_page

    path = tmp_path_factory.mktemp("large") / "graph.html"
    write_file(path, render_page(ring(10_200)))
    return path


def test_a_large_graph_opens_as_communities_that_open_and_close(visit, large):
    page = visit(large)
    assert page.evaluate("gongtu.stage.renderer.kind") == "canvas"
    assert colours(page) > 20
    communities = page.evaluate(f"{SCENE}.filter(({{ community }}) => community !== null).length")
    assert 0 < communities == page.evaluate(f"{SCENE}.length") < 2000
    assert len(drawn(page)) == 10_200
    expect(page.locator(".reduced")).to_be_visible()
    largest = page.evaluate(f"{SCENE}[0]")
    assert " +" in largest["name"]
    where = page.evaluate("id => gongtu.stage.whereIs(id)", largest["id"])
    page.mouse.click(where["x"], where["y"])
    assert page.evaluate("gongtu.app.view().opened") == [largest["community"]]
    expect(page.locator(".reduced")).to_have_count(0)
    assert 20 <= page.evaluate(f"{SCENE}.filter(({{ community }}) => community === null).length") <= 400
    page.locator(".narrowing .chip button").click()
    assert page.evaluate(f"{SCENE}.length") == communities


def test_what_is_found_in_a_large_graph_is_drawn_with_its_neighbours(visit, large):
    page = visit(large)
    page.keyboard.press("/")
    page.keyboard.type("第10001号")
    page.keyboard.press("Enter")
    assert page.evaluate("gongtu.app.view().entity") == "活动10001"
    assert {"活动10001", "活动10000"} <= {node["id"] for node in page.evaluate(SCENE)}
    expect(page.locator("#panel h2")).to_have_text("主题立功竞赛第10001号")


NO_WEBGL = """const { getContext } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.getContext = function (type, ...rest) {
  return type.includes("webgl") ? null : getContext.call(this, type, ...rest);
};"""


@pytest.mark.parametrize(("script", "kind"), [("", "webgl"), (NO_WEBGL, "canvas")])
def test_webgl_draws_where_it_is_asked_for_and_the_canvas_where_it_fails(browser, large, script, kind):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    errors = []  # and not what is said on the console: software WebGL complains of itself
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(script)
    page.goto(f"{large.as_uri()}?renderer=webgl")
    page.wait_for_selector("#app[data-ready]")
    assert page.evaluate("gongtu.stage.renderer.kind") == kind
    assert (page.evaluate(f"{SCENE}.length") == 10_200) == (kind == "webgl")
    page.evaluate("gongtu.app.open('活动10001')")
    where = page.evaluate("gongtu.stage.whereIs('活动10000')")
    page.mouse.click(where["x"], where["y"])
    assert page.evaluate("gongtu.app.view().entity") == "活动10000"
    page.close()
    assert errors == []
