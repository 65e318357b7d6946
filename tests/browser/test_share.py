"""Keeping and passing on what is seen: pictures, the address, paper."""

import xml.etree.ElementTree as ET

import pytest
from graphs import small
from playwright.sync_api import expect


def save(page, label):
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    return download.value


@pytest.mark.parametrize(
    ("address", "word"), [("", "竺士杰"), ("#e=班前", "主办"), ("#marked=黄金娟,全总&connect=1", "主办")]
)
def test_a_picture_is_saved_as_png_and_as_svg(opened, address, word):
    page = opened(small(), address)
    png = save(page, "PNG")
    content = png.path().read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    stage = page.locator("#graph").bounding_box()
    assert int.from_bytes(content[16:20]) == 2 * stage["width"]
    svg = save(page, "SVG")
    root = ET.parse(svg.path()).getroot()
    words = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert word in words
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 10
    name = "班前十分钟活动" if address == "#e=班前" else "graph"
    assert (png.suggested_filename, svg.suggested_filename) == (f"{name}.png", f"{name}.svg")


def test_hostile_names_are_text_in_a_picture_too(opened):
    from graphs import dataset, entity

    page = opened(dataset([entity("甲", name="</text><script>alert(1)</script>&\u0001")], []), title="<&>")
    root = ET.parse(save(page, "SVG").path()).getroot()
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert "alert" in "".join(root.itertext())


def test_the_address_is_copied_where_the_browser_lets_it(opened):
    page = opened(small(), "#班前")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".said")).not_to_be_empty()


def test_paper_shows_the_picture_and_the_panel_without_controls(opened):
    page = opened(small(), "#班前")
    page.emulate_media(media="print")
    expect(page.locator("#panel h2")).to_be_visible()
    expect(page.locator("#graph")).to_be_visible()
    for control in ("#search", ".zoom", ".bar", ".actions"):
        expect(page.locator(control).first).to_be_hidden()
