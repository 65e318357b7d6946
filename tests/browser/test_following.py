"""A page of `kg watch` follows its data: new graphs in the same view, trouble in a banner."""

import pytest
from pages import drawn, place, view
from playwright.sync_api import expect
from watching import watching

UNIONS = """\
  甲: {type: Union, name: 甲工会}
  乙: {type: Union, partOf: 甲}
  丙: {type: Union, partOf: 乙}
"""
MORE = "  丁: {type: Union, partOf: 丙}\n"


@pytest.fixture
def followed(browser, data):
    """Open the page of a directory that is watched; it must not complain of anything."""
    directory, complaints = data(UNIONS), []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    with watching(directory, language="zh") as one:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(one.url + "#e=乙&type=Organization")
        page.wait_for_selector("#app[data-ready]")
        yield page, one
        one.end()
        expect(page.locator(".trouble")).to_contain_text("服务器没有回应")
        context.close()
    # that nobody answers any more is said by the browser itself
    assert [text for text in complaints if "ERR_" not in text] == []


def test_a_new_entity_appears_in_the_same_view(followed, data):
    page, _ = followed
    page.evaluate("gongtu.stage.renderer.moveTo({ x: 30, y: 40, scale: 0.9 }, false)")
    page.evaluate("gongtu.app.store.change({ camera: gongtu.stage.renderer.camera() }, false)")
    before, where = view(page), place(page, "甲")
    data(UNIONS + MORE)
    page.wait_for_function("() => globalThis.gongtu?.app.graph.entities.has('丁')")
    assert view(page) == before
    assert place(page, "甲") == pytest.approx(where, abs=1), "nothing moves that need not"
    assert drawn(page) == {"甲", "乙", "丙", "丁"}


def test_what_is_wrong_is_told_above_the_graph_that_was_right_until_it_is_mended(followed, data):
    page, _ = followed
    data(UNIONS + "  丁: {type: Onion}\n")
    trouble = page.locator(".trouble")
    expect(trouble).to_contain_text("数据有 1 处错误")
    expect(trouble.locator("pre")).to_contain_text("entities.yaml:8:13: error[unknown-type]")
    assert drawn(page) == {"甲", "乙", "丙"}
    page.get_by_role("button", name="English").click()
    expect(trouble).to_contain_text("did you mean Union?")
    page.get_by_role("button", name="中文").click()
    page.reload()
    expect(trouble).to_be_visible()
    data(UNIONS)
    expect(trouble).to_be_hidden()


def test_what_changes_nothing_of_the_graph_reloads_nothing(followed, data):
    page, one = followed
    page.evaluate("document.body.dataset.same = 'yes'")
    data(UNIONS + "  # 一个注释\n")
    one.until("3 个实体")
    data(UNIONS.replace("甲工会", "甲地工会"))
    page.wait_for_function("() => globalThis.gongtu?.app.graph.name('甲') === '甲地工会'")
    assert page.evaluate("document.body.dataset.same") is None
