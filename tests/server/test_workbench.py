"""The workbench at `/query`, as somebody uses it in a browser."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import expect
from servers import serving

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
TYPES = "SELECT ?type (COUNT(?e) AS ?n) { ?e a ?type ; skos:prefLabel ?x } GROUP BY ?type ORDER BY DESC(?n)"
YEARS = """SELECT * {
  VALUES (?year ?n) { ("2018"^^xsd:gYear 12.5) ("2019"^^xsd:gYear 1234567) ("2020"^^xsd:gYear -3) }
}"""
REFUSED = ("Failed to load resource: the server responded", "Failed to load resource: net::ERR_INTERNET")
WRONG = "SELECT ?s {\n  ?s skos:prefLabel ?名 .\n  FILTR(?名 = 1)\n}"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

HOSTILE = """<http://a.example/s> <http://a.example/p> "<img src=x onerror=alert(1)>" .
<http://a.example/s> <http://a.example/p> "</script><script>alert(1)</script>"@zh .
<http://a.example/s> <http://a.example/p> <javascript:alert(1)> .
<http://a.example/s> <http://a.example/p> <https://b.example/%22onmouseover=alert(1)> .
<javascript:alert(2)> <http://www.w3.org/2000/01/rdf-schema#label> "<b>label</b>" .
_:b <http://a.example/p> "x"^^<javascript:alert(3)> .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """A server of the real data, with the saved queries."""
    folder = tmp_path_factory.mktemp("workbench")
    with serving(folder, "--data", ROOT / "data", "--queries", ROOT / "queries", "--timeout", 4) as server:
        yield server


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A server of an RDF file that somebody hostile wrote."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.nt").write_text(HOSTILE, encoding="utf-8")
    with serving(folder, "--rdf", folder / "hostile.nt") as server:
        yield server


@pytest.fixture
def bench(browser):
    """Open the workbench of a server; what it complains of or asks of anybody else fails the test.

    That a request of its own was refused or got nowhere is said by the browser itself.
    """
    complaints, contexts = [], []

    def open_page(server, fragment="", *, viewport=None, scheme="light", locale="zh-CN"):
        context = browser.new_context(
            viewport=viewport or WIDE,
            color_scheme=scheme,
            locale=locale,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        own = (f"http://127.0.0.1:{server.port}/", "blob:", "data:")
        page.on("console", lambda said: said.text.startswith(REFUSED) or complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: request.url.startswith(own) or complaints.append(request.url))
        page.goto(f"http://127.0.0.1:{server.port}/query{fragment}")
        page.wait_for_selector("#workbench[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def asking(query, view=""):
    return f"#query={quote(query)}{view and f'&view={view}'}"


def editor(page):
    return page.locator(".cm-content")


def write(page, text):
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def rows(page):
    return [row.locator("td").all_inner_texts() for row in page.locator(".ask-table tbody tr").all()]


def offered(page, text):
    return page.locator(".cm-tooltip-autocomplete li").filter(has_text=text).first


def test_a_saved_question_is_asked_of_another_entity_that_was_found_by_its_pinyin(bench, graph):
    page = bench(graph)
    page.locator('[data-query="done-by"]').click()
    expect(page.locator(".ask-question h2")).to_have_text(
        "一个单位做了什么？主办、出台、制定、建立还是使用？"
    )
    page.wait_for_selector(".ask-table")
    box = page.get_by_role("combobox").first
    box.fill("wuxingqu")
    expect(page.get_by_role("option").filter(has_text="吴兴区总工会")).to_be_visible()
    page.get_by_role("option").filter(has_text="吴兴区总工会").click()
    expect(page.locator(".chips bdi")).to_have_text("吴兴区总工会")
    page.locator(".run").click()
    expect(page.locator(".ask-table tbody tr")).to_have_count(1)
    expect(page.locator(".ask-table")).to_contain_text("心植工")
    assert unquote(page.url).endswith("/query#saved=done-by&p.org=吴兴区总工会")


def test_names_of_entities_and_of_the_vocabulary_are_completed_as_they_are_typed(bench, graph):
    page = bench(graph)
    write(page, "SELECT ?活动 {\n?活动 主")
    expect(offered(page, "主办")).to_contain_text("schema:organizer")
    page.wait_for_timeout(100)  # a key that comes with the list is not meant for it
    page.keyboard.press("Enter")
    page.keyboard.type(" zjszgh")
    expect(offered(page, "浙江省总工会")).to_be_visible()
    page.wait_for_timeout(100)
    page.keyboard.press("Tab")
    assert editor(page).inner_text() == "SELECT ?活动 {\n  ?活动 schema:organizer e:浙江省总工会\n}"
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ask-table")).to_contain_text("班前十分钟")


def test_nothing_is_completed_within_a_string(bench, graph):
    page = bench(graph)
    write(page, 'SELECT ?s { ?s ?p "zjszgh')
    page.wait_for_timeout(400)
    assert page.locator(".cm-tooltip-autocomplete").count() == 0
    assert editor(page).inner_text() == 'SELECT ?s { ?s ?p "zjszgh"}'


def test_the_editor_is_worked_and_left_with_keys_alone(bench, graph):
    page = bench(graph)
    write(page, "ASK {}")
    page.keyboard.press("Tab")
    assert editor(page).inner_text() == "  ASK {}"
    page.keyboard.press("Control+z")
    assert editor(page).inner_text() == "ASK {}"
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ask-verdict")).to_have_text("是")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".run")).to_be_focused()


@pytest.mark.parametrize(
    ("locale", "place", "hint"),
    [("zh-CN", "第 3 行第 3 列", "FILTER"), ("en-GB", "Line 3, column 3", "FILTER")],
)
def test_an_error_is_told_and_underlined_at_its_place(bench, graph, locale, place, hint):
    page = bench(graph, asking(WRONG), locale=locale)
    box = page.get_by_role("alert")
    expect(box).to_contain_text(place)
    expect(box).to_contain_text(hint)
    expect(page.locator(".cm-lintRange-error")).to_have_text("FILTR")
    box.get_by_role("button").click()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("X")
    assert "  XFILTR" in editor(page).inner_text()


def test_what_is_not_in_the_graph_is_pointed_at_with_a_suggestion(bench, graph):
    page = bench(graph, asking("SELECT ?s { ?s a kg:Programe }"))
    expect(page.locator(".ask-verdict")).to_have_text("没有答案。")
    expect(page.locator(".ask-remarks")).to_contain_text("kg:Programme")
    expect(page.locator(".cm-lintRange-warning")).to_have_text("kg:Programe")


def test_a_query_that_takes_long_can_be_stopped(bench, graph):
    page = bench(graph, asking(SLOW))
    page.get_by_role("button", name="停下").click()
    expect(page.locator(".ask-problem")).to_contain_text("已停下")
    write(page, "ASK {}")
    page.locator(".run").click()
    expect(page.locator(".ask-verdict")).to_have_text("是")


def test_a_query_that_takes_too_long_is_told_kindly(bench, graph):
    page = bench(graph, asking(SLOW))
    expect(page.get_by_role("alert")).to_contain_text("查得太久", timeout=15_000)


def test_things_are_called_by_their_names_and_lead_to_their_pages(bench, graph):
    page = bench(
        graph, asking("SELECT ?p ?o ?n { e:班前十分钟 ?p ?o . VALUES ?n { 1234567.5 } } ORDER BY ?p ?o")
    )
    link = page.locator(".ask-table a.link", has_text="浙江省总工会").first
    expect(link).to_have_attribute("title", "https://gongtu.example/entity/浙江省总工会")
    assert unquote(link.get_attribute("href")) == "/entity/浙江省总工会"
    expect(page.locator(".ask-table")).to_contain_text("主办")
    expect(page.locator(".ask-table td.number").first).to_have_text("1,234,567.5")


def test_an_answer_is_put_in_order_and_comes_in_portions(bench, graph):
    page = bench(graph, asking("SELECT ?e ?n { ?e kg:quote ?quote BIND(STRLEN(?quote) AS ?n) } LIMIT 250"))
    expect(page.locator(".ask-table tbody tr")).to_have_count(200)
    page.get_by_role("button", name="再显示 50 行").click()
    expect(page.locator(".ask-table tbody tr")).to_have_count(250)
    head = page.locator(".ask-table th", has_text="n").get_by_role("button")
    head.click()
    head.click()
    expect(page.locator(".ask-table th[aria-sort=descending]")).to_have_text("n")
    numbers = [int(number) for _, number in rows(page)]
    assert numbers == sorted(numbers, reverse=True)


def test_an_answer_is_taken_along_as_a_file(bench, graph):
    page = bench(graph, asking(TYPES))
    with page.expect_download() as saving:
        page.get_by_role("button", name="存为 CSV").click()
    text = Path(saving.value.path()).read_text(encoding="utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == ["type", "n"]
    with page.expect_download() as saving:
        page.get_by_role("button", name="JSON").click()
    answer = json.loads(Path(saving.value.path()).read_text(encoding="utf-8"))
    assert len(answer["results"]["bindings"]) == text.count("\n") - 1


def test_numbers_become_bars_or_a_line(bench, graph):
    page = bench(graph, asking(TYPES, "chart"))
    bars = page.locator(".bars li")
    expect(bars.first).to_contain_text("概念")
    assert bars.count() > 20
    widths = [bar.bounding_box()["width"] for bar in page.locator(".bar").all()]
    assert widths == sorted(widths, reverse=True)
    page.get_by_role("button", name="折线").click()
    expect(page.locator(".line-plot circle")).to_have_count(bars.count() or len(widths))


def test_what_has_years_becomes_a_line_by_itself(bench, graph):
    page = bench(graph, asking(YEARS, "chart"))
    expect(page.locator(".line-plot circle")).to_have_count(3)
    expect(page.locator(".line-plot circle title").nth(1)).to_have_text("2019: 1,234,567")


def test_what_has_no_numbers_says_what_a_chart_needs(bench, graph):
    page = bench(graph, asking("SELECT ?e { ?e a kg:Campaign }", "chart"))
    expect(page.locator(".ask-answer")).to_contain_text("图表要有一列名称和一列数值")


def test_the_part_of_the_graph_is_shown_in_the_explorer(bench, graph):
    page = bench(graph, "#saved=theme&view=graph")
    explorer = page.frame_locator("iframe.graph")
    expect(explorer.locator("#app[data-ready]")).to_be_attached(timeout=15_000)


def test_triples_are_turtle_with_links(bench, graph):
    page = bench(graph, asking("DESCRIBE e:班前十分钟"))
    turtle = page.locator(".turtle")
    expect(turtle).to_contain_text("PREFIX schema: <https://schema.org/>")
    expect(turtle).to_contain_text("e:班前十分钟 a kg:Campaign ;")
    turtle.get_by_role("link", name="kg:Campaign").first.click()
    expect(turtle).to_contain_text("kg:Campaign a owl:Class")
    page.go_back()
    expect(turtle).to_contain_text("e:班前十分钟 a kg:Campaign ;")


def test_a_link_has_the_question_its_blanks_and_the_view(bench, graph):
    page = bench(graph, "#saved=theme&p.theme=新业态劳动者")
    expect(page.locator(".ask-table")).to_contain_text("新业态")
    page.locator('[data-view="chart"]').click()
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".ask-actions")).to_contain_text("已复制")
    link = page.evaluate("navigator.clipboard.readText()")
    assert unquote(link).endswith("/query#saved=theme&p.theme=新业态劳动者&view=chart")
    again = bench(graph, link.partition("/query")[2])
    expect(again.locator(".chips")).to_contain_text("新业态劳动者")
    expect(again.locator('[data-view="chart"]')).to_have_attribute("aria-pressed", "true")


def test_the_back_button_leads_back_through_questions_and_views(bench, graph):
    page = bench(graph)
    page.locator('[data-query="types"]').click()
    page.wait_for_selector(".ask-table")
    page.locator('[data-view="chart"]').click()
    page.wait_for_selector(".bars")
    page.locator('[data-query="theme"]').click()
    page.wait_for_selector(".ask-table")
    page.go_back()
    page.wait_for_selector(".bars")
    page.go_back()
    page.wait_for_selector(".ask-table")
    page.go_back()
    expect(page.locator(".ask-question h2")).to_have_text("自己写 SPARQL")


def test_a_saved_question_goes_on_in_the_editor_with_its_blanks_filled_in(bench, graph):
    page = bench(graph, "#saved=theme&p.theme=新业态劳动者")
    page.wait_for_selector(".ask-table")
    page.get_by_role("button", name="在编辑框里改").click()
    expect(editor(page)).to_contain_text("VALUES ?theme { <https://gongtu.example/entity/新业态劳动者> }")
    expect(page.locator(".ask-table")).to_be_visible()


def test_other_pages_lead_to_a_question(bench, graph):
    page = bench(graph, f"?query={quote('ASK { e:竺士杰 a ?type }')}&lang=en")
    expect(page.locator(".ask-verdict")).to_have_text("yes")
    assert page.url.partition("/query")[2].startswith("?lang=en#query=ASK")


def test_the_other_language_goes_on_with_the_same_question(bench, graph):
    page = bench(graph, "#saved=types")
    page.wait_for_selector(".ask-table")
    page.get_by_role("link", name="English").click()
    expect(page.locator(".run")).to_have_text("Run")
    expect(page.locator(".ask-bar")).to_contain_text("rows")


def test_whatever_stands_in_a_graph_stays_text_and_files_need_no_vocabulary(bench, files):
    page = bench(files, asking("SELECT * { ?s ?p ?o } ORDER BY ?o"))
    expect(page.locator(".ask-table")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator(".ask-table")).to_contain_text("</script><script>alert(1)</script>")
    expect(page.locator(".ask-table")).to_contain_text("<b>label</b>")
    page.evaluate("location.hash = '#query=' + encodeURIComponent('CONSTRUCT WHERE { ?s ?p ?o }')")
    expect(page.locator(".turtle")).to_contain_text("<javascript:alert(1)>")
    for view in ("table", "turtle"):
        page.locator(f'[data-view="{view}"]').click()
        assert page.locator("main img, main b b, [onmouseover], [href^=javascript]").count() == 0
    assert page.locator('[data-query]:not([data-query=""])').count() == 0
    assert page.locator('[data-view="graph"]').count() == 0


VIEWS = [
    "",
    asking(WRONG),
    asking(TYPES),
    asking(TYPES, "chart"),
    asking(YEARS, "chart"),
    asking("DESCRIBE e:班前十分钟"),
    asking("SELECT ?s { ?s a kg:Programe }"),
    "#saved=theme",
]


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_window(bench, graph, viewport, scheme):
    page = bench(graph, viewport=viewport, scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for fragment in VIEWS:
        page.evaluate("address => { location.hash = address || '#' }", fragment)
        page.wait_for_selector(".ask-bar, .ask-problem, .ask-empty, .cm-content")
        page.wait_for_timeout(250)
        result = page.evaluate("axe.run()")
        found += [
            f"{unquote(fragment)}: {problem['id']}: {node['html'][:150]}"
            for problem in result["violations"]
            if problem["impact"] in {"serious", "critical"}
            for node in problem["nodes"]
        ]
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"], fragment
    assert found == []


def test_broken_saved_queries_are_told_and_the_rest_works(bench, tmp_path):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "kaput.rq").write_text("#+ params:\n#+   x: {type: nonsense}\nASK {}\n")
    with serving(tmp_path, "--data", ROOT / "data") as server:
        page = bench(server, asking("ASK {}"))
        expect(page.locator(".broken")).to_contain_text("kaput.rq:2:6")
        expect(page.locator(".ask-verdict")).to_have_text("是")


def test_a_server_that_has_gone_is_told_of(bench, tmp_path):
    (tmp_path / "a.nt").write_text("")
    with serving(tmp_path, "--rdf", tmp_path / "a.nt") as server:
        page = bench(server)
        page.context.set_offline(offline=True)
        page.locator(".run").click()
        expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
        page.context.set_offline(offline=False)
        page.get_by_role("button", name="再试一次").click()
        expect(page.locator(".ask-verdict")).to_have_text("没有答案。")
