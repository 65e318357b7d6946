"""The pages of a server in a browser: read without scripts, in both languages, whatever the data hold."""

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from answers import ORIGIN, answer, article, entity, fulfil, page
from naughty import naughty_strings

from kg.cache import cache_directory
from kg.model import Article, Dataset, Entity, Quote, Reference, Statement
from kg.problems import Location
from kg.server.pages.frame import POLICY
from kg.server.state import Served

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
CAMPAIGN, UNION, PERSON = "班前十分钟", "浙江省总工会", "竺士杰"
PAGES = {
    "entity": entity(CAMPAIGN),
    "hub": entity(UNION),
    "person": entity(PERSON),
    "missing": entity("浙江省总公会"),
    "article": "/article/zj-unions-5y",
    "search": "/search",
    "found": "/search?q=gonghui",
    "nothing": "/search?q=xyzzy",
    "data": "/data",
}
LIKE_OTHERS = {"hub", "person", "nothing"}
EXPECTED = "Failed to load resource: the server responded with a status of 404"
HERE = Location("data/entities.yaml", 1, 1)


@pytest.fixture
def look(browser):
    """Open a page; whatever it asks of others, complains of or throws fails the test."""
    complaints, contexts = [], []

    def open_page(address, *, served=None, viewport=WIDE, scheme="light", locale="zh-CN", scripts=True):
        context = browser.new_context(
            viewport=viewport, color_scheme=scheme, locale=locale, java_script_enabled=scripts
        )
        contexts.append(context)
        opened = context.new_page()
        opened.route("**/*", lambda route: fulfil(served or article(), route))
        opened.on("console", lambda message: complaints.append(f"console: {message.text}"))
        opened.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        opened.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        opened.on(
            "request",
            lambda request: request.url.startswith((ORIGIN, "data:")) or complaints.append(request.url),
        )
        opened.goto(f"{ORIGIN}{address}")
        return opened

    yield open_page
    for context in contexts:
        context.close()
    assert [each for each in complaints if EXPECTED not in each] == []


# For everyone


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_window(look, viewport, scheme):
    found = []
    for name, address in PAGES.items():
        opened = look(address, viewport=viewport, scheme=scheme, locale="en" if scheme == "dark" else "zh-CN")
        assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        if name in LIKE_OTHERS:
            continue
        opened.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        opened.evaluate("document.querySelectorAll('.group:nth-child(n+20)').forEach(each => each.remove())")
        opened.evaluate(AXE.read_text(encoding="utf-8"))
        found += [
            f"{name}: {problem['id']}: {node['html'][:150]} {node.get('failureSummary', '')[:200]}"
            for problem in opened.evaluate("axe.run()")["violations"]
            if problem["impact"] in {"serious", "critical"}
            for node in problem["nodes"]
        ]
        opened.context.close()
    assert found == []


def test_one_finds_ones_way_without_scripts(look):
    opened = look("/search", scripts=False)
    opened.fill("input[name=q]", "bqsfz")
    opened.keyboard.press("Enter")
    opened.click("ol.hits a >> nth=0")
    assert opened.text_content("h1") == "守好红色根脉·班前十分钟活动"
    opened.click(f"svg a:has-text('{UNION}')")
    assert opened.text_content("h1") == UNION
    opened.click("header.site a:has-text('数据')")
    opened.click("main a:has-text('牢记嘱托')")
    assert unquote(opened.url) == f"{ORIGIN}/article/zj-unions-5y"
    opened.click("header.site .switch")
    assert opened.locator("html").get_attribute("lang") == "en"


def test_each_way_of_a_page_leads_somewhere():
    for name in ("entity", "article", "search", "found", "data", "missing"):
        ways = set(re.findall(r'(?:href|src|action)="(/[^"#]*)"', page(article(), PAGES[name])))
        assert ways
        for way in sorted(ways)[:60]:
            address = way.replace("&amp;", "&")
            status = answer(article(), address, "HEAD").status
            assert status in (200, 303) or address.startswith(PAGES["missing"]), (name, address)


def test_a_page_is_printed_without_what_is_for_the_screen(look):
    opened = look(entity(CAMPAIGN))
    opened.emulate_media(media="print")
    assert not opened.locator("header.site").is_visible()
    assert not opened.locator(".actions").is_visible()
    assert opened.locator("blockquote").first.is_visible()


# What an entity's page says


def test_a_page_says_what_the_graph_says(look):
    opened = look(entity(CAMPAIGN), scripts=False)
    text = opened.locator(".groups").inner_text()
    for said in ("浙江省总工会联合省委宣传部", "2.3万余家", "≥ 23,000 家", "2022-04", "文中未载", "推断"):
        assert said in text, said
    assert opened.locator(".group h2").all_inner_texts()[0] == "主办 →"
    assert "主题 ←" in opened.locator(".group h2").all_inner_texts()


def test_every_statement_is_on_the_page_with_its_quote():
    for id_ in (CAMPAIGN, UNION, PERSON):
        told = json.loads(answer(article(), f"{entity(id_)}.json").body)
        html = page(article(), entity(id_))
        rows = re.findall(r"<li(?: class=\"absence\")?>", html.partition('class="groups"')[2])
        parts = [*told["statements"], *told["incoming"], *told["notStated"]]
        assert len(rows) == len(parts) + 1  # the article
        for statement in [*told["statements"], *told["incoming"]]:
            if "quote" in statement:
                assert " … ".join(statement["quote"]) in html


def test_many_statements_of_a_property_are_folded(look):
    opened = look(entity("浙江工会"), scripts=False)
    folded = opened.locator("details li").first
    assert not folded.is_visible()
    opened.click("summary >> nth=0")
    assert folded.is_visible()


def test_schema_org_says_what_is_asserted():
    html = page(article(), entity(CAMPAIGN))
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    said = json.loads(block)
    assert said["@context"] == "https://schema.org"
    assert said["organizer"] == [{"@id": f"https://gongtu.example/entity/{UNION}", "name": UNION}]
    assert said["startDate"] == ["2022-04"]
    assert said["subjectOf"][0]["headline"].startswith("牢记嘱托")


# The picture


@pytest.mark.parametrize("id_", [CAMPAIGN, UNION, PERSON, "浙江工会", "职工", "埭溪镇总工会"])
def test_names_in_the_picture_cover_nothing(look, id_):
    opened = look(entity(id_), scripts=False)
    boxes = opened.locator(".picture .name, .picture .relation, .picture .dot-of").all()
    places = [each.bounding_box() for each in boxes]
    frame = opened.locator(".picture").bounding_box()
    for number, one in enumerate(places):
        assert one["x"] >= frame["x"] - 1
        assert one["x"] + one["width"] <= frame["x"] + frame["width"] + 1
        for other in places[:number]:
            across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
            down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
            assert min(across, down) < 4, (id_, one, other)  # lines of a name touch


def test_the_picture_has_the_neighbours_and_says_how_many_more_there_are():
    html = page(article(), f"{entity('浙江工会')}?lang=zh")
    drawn = re.findall(r'<a class="type-\d+" href="([^"?]+)', html)
    assert len(set(drawn)) == 14
    data = article().dataset
    neighbours = {each.subject for each in data.statements_to["浙江工会"]}
    neighbours |= {
        each.object.id for each in data.statements_from["浙江工会"] if isinstance(each.object, Reference)
    }
    assert f"另有 {len(neighbours - {'浙江工会'}) - 14} 个" in html


# Language


@pytest.mark.parametrize(
    ("address", "accepted", "language", "word"),
    [
        ("/data", "zh-CN,zh;q=0.9", "zh-Hans", "陈述"),
        ("/data", "en", "en", "statements"),
        ("/data", "", "en", "statements"),
        ("/data?lang=zh", "en", "zh-Hans", "陈述"),
        ("/data?lang=en", "zh", "en", "statements"),
        ("/data?lang=xx", "zh", "zh-Hans", "陈述"),
    ],
)
def test_a_page_is_in_the_language_that_is_wanted(address, accepted, language, word):
    html = page(article(), address, accept_language=accepted)
    assert f'<html lang="{language}">' in html
    assert word in html


def test_a_language_that_was_chosen_is_kept():
    html = page(article(), f"{entity(CAMPAIGN)}?lang=en", accept_language="zh")
    assert f'href="{entity(UNION)}?lang=en"' in html
    assert 'href="/search?lang=en"' in html
    assert 'name="lang" value="en"' in page(article(), "/search?lang=en")
    assert "lang=" not in page(article(), entity(CAMPAIGN)).replace("lang=zh", "").split("<main>")[1]


# Hostile data


def hostile(strings):
    """Serve a graph whose every text is hostile; ids are checked when data are loaded."""
    ontology = article().dataset.ontology
    entities = {
        f"e{number}": Entity(f"e{number}", "Union", text, HERE, (text,), text, (text,))
        for number, text in enumerate(strings)
    }
    statements = [
        Statement(
            "e0",
            "relatedTo" if "relatedTo" in ontology.properties else "about",
            Reference(f"e{number}"),
            HERE,
            "a1",
            Quote((text,)),
            role=text,
            note=text,
        )
        for number, text in enumerate(strings)
        if number
    ]
    articles = {"a1": Article("a1", strings[0], HERE, (strings[-1],), strings[1], None, strings[2])}
    dataset = Dataset(ontology, entities, statements, articles)
    return Served(article().store, article().prefixes, f"hostile {strings[0]}", dataset)


STRINGS = naughty_strings()


@pytest.mark.parametrize("first", range(0, len(STRINGS), 260))
def test_hostile_texts_stay_text(look, first):
    strings = STRINGS[first : first + 260]
    served = hostile(strings)
    for address in ("/entity/e0", "/entity/e1", "/article/a1", "/search?q=e", "/search", "/data"):
        opened = look(address, served=served)
        assert opened.locator("img, iframe, object, embed, base, math, [onerror], [onload]").count() == 0
        kinds = opened.locator("script").evaluate_all("all => all.map(each => each.type)")
        assert set(kinds) <= {"application/ld+json"}
        ways = opened.locator("a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
        assert all(re.match("/(?!/)|https?://", way, re.IGNORECASE) for way in ways), ways
        assert opened.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]
        opened.context.close()
    for number, text in enumerate(strings[:10]):
        html = page(served, f"/entity/e{number}")
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert json.loads(block)["name"] == text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("text", STRINGS[::40])
def test_a_hostile_search_stays_text(look, text):
    asked = quote(text.encode("utf-8", "replace"))
    opened = look(f"/search?q={asked}")
    assert opened.locator("main script, main img, main iframe").count() == 0
    look(f"/entity/{asked}").close()


def test_a_page_lets_nothing_in_but_what_is_its_own():
    for address in PAGES.values():
        response = answer(article(), address, accept="text/html")
        assert response.headers["content-security-policy"] == POLICY
        assert not re.search(
            r"<style|style=|<script(?! type=\"application/ld\+json\")", response.body.decode()
        )
    link = page(hostile(["甲", "乙", "https://a.example/?a=<b>"]), "/entity/e2")
    assert 'href="https://a.example/?a=&lt;b&gt;" rel="nofollow noopener"' in link


# The explorer


def test_the_explorer_is_drawn_once_for_each_version():
    first = answer(article(), "/", accept_language="zh")
    assert first.status == 200
    (kept,) = Path(cache_directory()).glob("page-*-zh.html")
    time = kept.stat().st_mtime_ns
    again = answer(article(), "/", accept_language="zh")
    assert (again.body, kept.stat().st_mtime_ns) == (first.body, time)
    english = answer(article(), "/", accept_language="en")
    assert b'<html lang="en">' in english.body
    assert answer(article()._replace(version="next"), "/").status == 200
    assert len(list(Path(cache_directory()).glob("page-*-zh.html"))) == 2


def test_the_explorer_is_drawn_where_no_cache_can_be_written(monkeypatch):
    monkeypatch.setenv("KG_CACHE", "/dev/null/nowhere")
    assert b"kg-data" in answer(article(), "/").body


def test_the_explorer_has_the_navigation_unless_it_is_framed(look):
    opened = look("/#e=竺士杰")
    opened.wait_for_selector("#app[data-ready]")
    assert opened.locator("header.site [aria-current]").inner_text() == "图谱"
    panel, header = (opened.locator(each).bounding_box() for each in ("#panel", "header.site"))
    assert panel["y"] >= header["height"]
    assert opened.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    opened.click("#panel .actions a")
    opened.wait_for_url(f"**/entity/{quote('竺士杰')}")
    framed = answer(article(), "/graph?focus=%E7%AB%BA%E5%A3%AB%E6%9D%B0", sec_fetch_dest="iframe")
    assert b'class="site"' not in framed.body
    assert framed.headers["content-security-policy"] == "frame-ancestors 'self'"


def shown(response):
    (block,) = re.findall(
        r'<script type="application/json" id="kg-data">(.*?)</script>', response.body.decode()
    )
    return Counter(each["id"] for each in json.loads(block)["entities"])


def test_a_part_is_shown_around_an_entity_or_by_a_query(look):
    near = shown(answer(article(), f"/graph?focus={quote('省总工会')}"))
    further = shown(answer(article(), f"/graph?focus={quote(UNION)}&depth=2"))
    alone = shown(answer(article(), f"/graph?focus={quote(UNION)}&depth=0"))
    assert set(alone) == {UNION}
    assert set(alone) < set(near) < set(further)
    query = quote("SELECT ?i ?o { ?i schema:organizer ?o }")
    assert UNION in shown(answer(article(), f"/graph?query={query}"))
    opened = look(f"/graph?query={query}")
    opened.wait_for_selector("#app[data-ready]")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/graph?focus=nobody", 404, "unknown-name"),
        (f"/graph?focus={quote(UNION)}&depth=x", 400, "serve-depth"),
        (f"/graph?focus={quote(UNION)}&depth=10", 400, "serve-depth"),
        ("/graph?query=SELECT", 400, "query:1:7"),
        (f"/graph?query={quote('SELECT (1 AS ?one) {}')}", 400, "query-shows-nothing"),
    ],
)
def test_what_cannot_be_shown_says_why(address, status, said):
    response = answer(article(), address)
    assert response.status == status
    assert said in response.body.decode()
