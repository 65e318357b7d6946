"""Whatever stands in names, quotes, titles and addresses stays text and breaks no layout."""

import pytest
from graphs import dataset, entity, relation
from naughty import naughty_strings

from kg.model import Article
from kg.problems import Location

STRINGS = naughty_strings()
CHUNK = 60


def test_there_are_as_many_naughty_strings_as_in_the_big_list():
    assert len(set(STRINGS)) >= 515


@pytest.mark.parametrize("first", range(0, len(STRINGS), CHUNK))
def test_naughty_strings_stay_text(opened, first):
    strings = STRINGS[first : first + CHUNK]
    names = [
        entity(f"e{number}", name=text, aliases=(text,), description=text, same_as=(text,))
        for number, text in enumerate(strings)
    ]
    article = Article("review", strings[0], Location("a.yaml"), (strings[-1],), url=strings[-1])
    lines = [
        relation("e0", "related", f"e{number}", text, note=text, role=text)
        for number, text in enumerate(strings)
        if number
    ]
    page = opened(dataset(names, lines, [article]), title=strings[0])
    for number, text in enumerate(strings):
        page.evaluate("id => gongtu.app.open(id)", f"e{number}")
        assert page.locator("#panel h2 bdi").text_content() == text.encode("utf-8", "replace").decode()
    page.evaluate("gongtu.app.openStatement(1)")
    for pane in ("table", "time", "graph"):
        page.evaluate("pane => gongtu.app.store.change({ pane })", pane)
        assert page.evaluate("document.documentElement.scrollWidth") == 1280
    page.fill("#search", strings[0])
    assert page.locator("img, iframe, object, embed, #app script, [onerror], [onload]").count() == 0
    links = page.locator("a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert all(link.lower().startswith(("http://", "https://")) for link in links)
    panel = page.locator("#panel").bounding_box()
    assert panel is None or panel["x"] + panel["width"] <= 1280
