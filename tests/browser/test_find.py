"""Finding by search, and narrowing by the legends."""

import pytest
from graphs import small
from pages import click_on, drawn, view
from playwright.sync_api import expect


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
    expect(page.locator("#search-list [role=option] bdi").first).to_have_text(name)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)


@pytest.mark.parametrize(
    ("text", "found"),
    [("2.3万", "参加企业 2.3万余家"), ("23,000", "参加企业 2.3万余家"), ("黄金娟 班前", "黄金娟 … 班前会")],
)
def test_search_finds_figures_and_quotes_and_leads_to_the_statement(opened, text, found):
    page = opened(small())
    page.fill("#search", text)
    page.locator("#search-list .statement-hit", has_text=found).first.click()
    expect(page.locator("#panel .chosen")).to_be_visible()
    for phrase in found.split(" … "):
        expect(page.locator("#panel .chosen")).to_contain_text(phrase.split()[-1])


def test_search_is_worked_with_the_keyboard_alone(opened):
    page = opened(small())
    page.keyboard.press("/")
    page.keyboard.type("工会")
    chosen = page.locator("#search-list [aria-selected=true] bdi")
    expect(chosen).to_have_text("浙江省总工会")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_text("中华全国总工会")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("中华全国总工会")


def test_a_search_without_a_result_says_so(opened):
    page = opened(small())
    page.fill("#search", "$& 无")
    expect(page.locator("#search-list")).to_have_text("没有找到“$& 无”")
    page.keyboard.press("Escape")
    expect(page.locator("#search-list")).to_be_hidden()


def choose(page, section, title):
    summary = page.locator(f"#{section} summary")
    if not page.locator(f"#{section}").evaluate("each => each.open"):
        summary.click()
    page.locator(f"#{section} button", has_text=title).click()


@pytest.mark.parametrize(
    ("section", "title", "left"),
    [
        ("types", "人物", {"竺士杰", "黄金娟"}),
        ("properties", "隶属", {"省总", "全总"}),
        ("properties", "统计", {"班前"}),
        ("statuses", "有争议", {"黄金娟", "工匠"}),
    ],
)
def test_the_legends_narrow_what_is_shown_and_say_how_much_is_hidden(opened, section, title, left):
    page = opened(small())
    everything = drawn(page)
    choose(page, section, title)
    assert drawn(page) == left
    expect(page.locator("#counts")).to_contain_text(f"显示 {len(left)} / 7 个实体，{7 - len(left)} 个已隐去")
    expect(page.locator(f"#{section} [aria-pressed=true]")).to_contain_text(title)
    choose(page, section, title)
    assert drawn(page) == everything


def test_choices_of_one_kind_add_up_and_of_two_kinds_narrow(opened):
    page = opened(small())
    choose(page, "types", "人物")
    choose(page, "types", "荣誉")
    assert drawn(page) == {"竺士杰", "黄金娟", "工匠"}
    choose(page, "statuses", "有争议")
    assert drawn(page) == {"黄金娟", "工匠"}
    choose(page, "types", "荣誉")
    assert drawn(page) == {"黄金娟"}
    page.locator("#counts .clear").click()
    assert len(drawn(page)) == 7


def test_what_is_hidden_by_hand_comes_back_and_what_is_pinned_stays(opened):
    page = opened(small(), "#竺士杰")
    page.locator("#panel .actions button", has_text="隐藏").click()
    assert "竺士杰" not in drawn(page)
    page.locator(".narrowing .chip button").click()
    assert "竺士杰" in drawn(page)
    click_on(page, "孤例")
    page.locator("#panel .actions button", has_text="钉住").click()
    page.keyboard.press("Escape")
    choose(page, "types", "人物")
    assert drawn(page) == {"竺士杰", "黄金娟", "孤例"}


def test_colours_and_sizes_can_follow_communities_and_importance(opened):
    page = opened(small())
    page.locator("#display summary").click()
    before = page.locator("#graph").screenshot()
    page.get_by_role("button", name="按群落").click()
    expect(page.locator("#communities .name").first).to_be_visible()
    page.get_by_role("button", name="按重要程度").click()
    assert (view(page)["colouring"], view(page)["sizing"]) == ("community", "rank")
    assert page.locator("#graph").screenshot() != before
