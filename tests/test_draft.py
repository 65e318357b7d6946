"""`kg draft`: what is proposed of articles never seen, all invented, from several provinces and trades."""

import json
import re
import threading
import tomllib
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from test_cli import kg

from kg.draft.mentions import plain
from kg.draft.proposal import propose
from kg.draft.reading import Reading
from kg.draft.writing import render
from kg.evidence import Text, find
from kg.loading.load import load
from kg.loading.quotes import contains
from kg.model import Entity
from kg.problems import KgError, Location
from kg.yamltree import parse

CASES = sorted((Path(__file__).parent / "cases" / "draft").glob("*.toml"))
NAMES = [path.stem for path in CASES]
DATES = {"start", "end", "date", "issued", "formulated", "revised", "established"}


@pytest.fixture(scope="module")
def dataset():
    return load(ROOT / "data")[0]


@pytest.fixture(scope="module")
def cases(dataset):
    """Give each case with its text and what is proposed of it, without any known entity."""

    def read(path):
        case, text = tomllib.loads(path.read_text("utf-8")), path.with_suffix(".txt").read_text("utf-8")
        proposal, _ = propose(text, dataset.ontology, {}, case["published"])
        return case, text, proposal

    return {path.stem: read(path) for path in CASES}


def names_of(entity):
    return {plain(name) for name in (entity.name, *entity.aliases)}


def found_in(case, proposal):
    """Lead from the first name of each entity that was expected to the id of the one that was proposed."""
    found = {}
    for names in case["entities"]:
        wanted = {plain(name) for name in names} | {
            plain(name) + suffix for name in names for suffix in "省市"
        }
        match = next((one.id for one in proposal.entities if names_of(one) & wanted), None)
        if match:
            found[names[0]] = match
    return found


def statements(proposal):
    return [(one, said) for one in proposal.entities for said in one.statements]


@pytest.mark.parametrize("name", NAMES)
def test_most_entities_are_found_and_most_of_what_is_found_is_one(cases, name):
    case, _, proposal = cases[name]
    found = found_in(case, proposal)
    also = {plain(other) for other in case["also"]}
    false = [
        one.name for one in proposal.entities if one.id not in found.values() and not names_of(one) & also
    ]
    missed = [names[0] for names in case["entities"] if names[0] not in found]
    assert len(missed) <= 0.3 * len(case["entities"]), missed
    assert len(false) <= 0.3 * len(proposal.entities), false


def test_nine_of_ten_entities_of_all_articles_are_found(cases):
    found = sum(len(found_in(case, proposal)) for case, _, proposal in cases.values())
    assert found >= 0.9 * sum(len(case["entities"]) for case, _, _ in cases.values())


def test_figures_are_found_as_printed_and_nothing_else_is_one(cases):
    wanted = Counter((name, value) for name, (case, _, _) in cases.items() for value in case["figures"])
    figures = Counter(
        (name, value) for name, (_, _, proposal) in cases.items() for value in counts_in(proposal)
    )
    right = (wanted & figures).total()
    assert right >= 0.97 * wanted.total(), wanted - figures
    assert right >= 0.97 * figures.total(), figures - wanted


def counts_in(proposal):
    """Give the figures of a proposal, also those of nothing, which stand in a comment."""
    proposed = [said.value for _, said in statements(proposal) if said.property == "statistics"]
    return proposed + [value for value in proposal.unattached if "=" not in value]


@pytest.mark.parametrize("name", NAMES)
def test_every_date_is_found(cases, name):
    case, _, proposal = cases[name]
    dates = [said.value for _, said in statements(proposal) if said.property in DATES]
    assert set(case["dates"]) <= {*dates, proposal.published}


@pytest.mark.parametrize("name", NAMES)
def test_who_organizes_and_issues_is_found(cases, name):
    case, _, proposal = cases[name]
    ids = found_in(case, proposal)
    proposed = {(one.id, said.property, said.to) for one, said in statements(proposal)}
    missed = [row for row in case["relations"] if (ids.get(row[0]), row[1], ids.get(row[2])) not in proposed]
    assert missed == []


@pytest.mark.parametrize("name", NAMES)
def test_every_proposal_has_a_short_quote_that_the_article_has(cases, name):
    _, text, proposal = cases[name]
    evidence = Text(text)
    quotes = [(said.quote, said.value if said.measure else "") for _, said in statements(proposal)]
    quotes += [((one.quote,), "") for one in proposal.entities]
    for phrases, figure in quotes:
        assert find(evidence, phrases).spans, phrases
        assert max(map(len, phrases)) <= 40
        assert contains(phrases, figure) if figure else True


@pytest.mark.parametrize("name", NAMES)
def test_statements_fit_the_ontology_and_say_how_sure_they_are(cases, dataset, name):
    _, _, proposal = cases[name]
    types = {one.id: one.type for one in proposal.entities}
    for one, said in statements(proposal):
        assert said.property in dataset.ontology.classes[one.type].properties
        assert 0 < said.confidence < 1
        if said.to:
            ranges = dataset.ontology.properties[said.property].ranges
            assert any(dataset.ontology.is_a(types[said.to], range_) for range_ in ranges)


def test_a_headline_and_bylines_are_read(cases):
    titles = {name: (proposal.title, proposal.authors) for name, (_, _, proposal) in cases.items()}
    assert titles["turbine"] == (
        "一台汽轮机背后的“师徒档案”——东岭重工集团高技能人才培养纪实",
        ("许曼青", "柳成舟"),
    )
    assert titles["hospital"] == ("甘肃首个“互联网+托育”平台上线", ("韩晓岚",))


def test_the_day_on_which_a_notice_was_signed_is_when_it_was_published(dataset):
    text = CASES[NAMES.index("notice")].with_suffix(".txt").read_text("utf-8")
    assert propose(text, dataset.ontology, {})[0].published == "2024-07-15"


# What is written -> by which full name it is known.
SHORT_FORMS = {
    "四川省达州市总工会说，市总将出台办法。": ("市总", "达州市总工会"),
    "河北的省委宣传部、省教育厅联合开展了“书香河北”活动。": ("省教育厅", "河北省教育厅"),
    "唐山市路北区举办了比赛，区总工会组织职工参加。": ("区总工会", "路北区总工会"),
    "这项工作受到全总表扬，全总还派人调研。": ("全总", "中华全国总工会"),
    "四川省临江县举办了比赛，县总工会与县民政局联合出台了办法。": ("县民政局", "临江县民政局"),
}


@pytest.mark.parametrize("text", SHORT_FORMS)
def test_short_forms_of_organizations_are_known_by_the_place_that_is_meant(dataset, text):
    short, full = SHORT_FORMS[text]
    proposal, _ = propose(text, dataset.ontology, {})
    assert next(one.name for one in proposal.entities if short in one.aliases) == full


def test_what_the_data_knows_gets_only_new_statements(dataset):
    known = {"云溪总工会": Entity("云溪总工会", "Union", "云溪市总工会", Location("x"), ("市总工会",))}
    text = "云溪市总工会2024年5月出台《职工书屋管理办法》，市总工会还成立了宣讲团。"
    proposal, _ = propose(text, dataset.ontology, known)
    issuer = next(said for one, said in statements(proposal) if said.property == "issuer")
    assert issuer.to == "云溪总工会"
    assert all(one.known == (one.id in known) for one in proposal.entities)
    assert "云溪市总工会" not in {one.id for one in proposal.entities}


def test_an_honour_without_a_subject_belongs_to_the_person_of_the_sentence(dataset):
    text = "云河精工有限公司焊工谭建军夺得第一名，被授予“云溪市技术能手”称号。师傅宁守业送来祝贺。"
    proposal, _ = propose(text, dataset.ontology, {})
    honoured = [one.name for one, said in statements(proposal) if said.property == "holdsHonour"]
    assert honoured == ["谭建军"]
    assert "宁守业" in {one.name for one in proposal.entities if one.type == "Person"}


def test_lines_that_were_cut_to_a_width_are_joined(dataset):
    text = (
        "云溪市总工会在这个春天启动了面向全市新就业形态劳动者的“暖心驿\n\n"
        "站”建设，第一批建成驿站120个，让大家有地方歇脚。"
    )
    proposal, _ = propose(text, dataset.ontology, {})
    assert "暖心驿站" in {one.name for one in proposal.entities}
    assert Reading(text).text == text.replace("\n\n", "") + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_kg_check_finds_no_mistake_in_a_draft(cases, tmp_path, name):
    _, text, proposal = cases[name]
    data, draft = tmp_path / "data", tmp_path / "drafts" / f"{name}.yaml"
    (data / "articles").mkdir(parents=True)
    (data / "ontology.yaml").write_bytes((ROOT / "data" / "ontology.yaml").read_bytes())
    (data / "articles" / f"{name}.txt").write_text(text, "utf-8")
    page = render(proposal, name, f"articles/{name}.txt", "zh")
    found = load(data, contents={draft: page.encode()})[1]
    wrong = {problem.code for problem in found if problem.severity == "error"}
    assert wrong <= {"unknown-unit"}


def test_a_figure_in_a_unit_that_the_ontology_lacks_is_proposed_all_the_same(dataset):
    proposal, _ = propose("云溪市总工会建成书屋12个，装机2吉瓦。", dataset.ontology, {})
    figures = [said.value for _, said in statements(proposal) if said.property == "statistics"]
    assert figures == ["12个", "2吉瓦"]


def test_a_draft_is_yaml_in_which_everything_has_the_status_draft(cases):
    for name, (_, _, proposal) in cases.items():
        page = render(proposal, name, f"articles/{name}.txt", "zh")
        tree, problems = parse(page.encode(), f"{name}.yaml")
        assert problems == []
        assert tree.entries["status"].value.text == "draft"
        entities = tree.entries["entities"].value.entries
        assert all(entry.value.entries["status"].value.text == "draft" for entry in entities.values())
        assert page.count("status: draft") == 1 + len(entities) + len(statements(proposal))


PARTS = """
云溪市总工会 联合 市教育局 、 ， 。 “ ” 《 》 的 由 是 在 开展 出台 被授予 活动 办法 机制 称号
2024年5月 同年6月 1.2万余人次 三 记者 李想 说 （ ） 等 四大行动 省总 —— … 关于 会 𠮷 A , : %
"""
texts = st.text() | st.lists(st.sampled_from([*PARTS.split(), "\n", "\n\n", " ", "\u200b"]), max_size=40).map(
    "".join
)


@given(texts)
def test_any_text_gives_a_proposal_and_a_file_that_can_be_read(text):
    ontology = load(ROOT / "data")[0].ontology if not ONTOLOGY else ONTOLOGY[0]
    ONTOLOGY[:] = [ontology]
    proposal, _ = propose(text, ontology, {})
    page = render(proposal, "a1", "articles/a1.txt", "en")
    assert parse(page.encode(), "a1.yaml")[1] == []
    evidence = Text(text)
    for _, said in statements(proposal):
        assert find(evidence, said.quote).spans


ONTOLOGY = []


# ── a model ─────────────────────────────────────────────────────────────────────────────────────────────

TEXT = "云溪市总工会推出了新点子，名叫春风里，由李想主持。"
GOOD = {
    "entities": [
        {"name": "春风里", "type": "Campaign", "quote": "名叫春风里"},
        {"name": "杜撰", "type": "Campaign", "quote": "文中没有"},
        {"name": "春风里", "type": "Festival", "quote": "名叫春风里"},
        "乱",
    ],
    "statements": [
        {"subject": "春风里", "property": "organizer", "object": "云溪市总工会", "quote": "云溪市总工会推出"},
        {"subject": "春风里", "property": "likes", "object": "云溪市总工会", "quote": "名叫春风里"},
        {"subject": "春风里", "property": "organizer", "object": 3, "quote": "名叫春风里"},
    ],
}


@pytest.fixture
def model():
    """Run a server that answers as a model would; give its address, what to say, and what it was asked."""
    asked, answer = [], {"body": b"", "status": 200}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            asked.append((self.path, dict(self.headers), json.loads(self.rfile.read(length))))
            self.send_response(answer["status"])
            self.end_headers()
            self.wfile.write(answer["body"])

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", answer, asked
    server.shutdown()
    thread.join()
    server.server_close()


def says(content):
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"content": text}}]}).encode()


@pytest.mark.parametrize("fence", ["{}", "```json\n{}\n```"])
def test_what_a_model_says_passes_the_same_checks(dataset, model, fence):
    url, answer, _ = model
    answer["body"] = says(fence.replace("{}", json.dumps(GOOD, ensure_ascii=False)))
    proposal, dropped = propose(TEXT, dataset.ontology, {}, model=url)
    one = next(one for one in proposal.entities if one.name == "春风里")
    assert [(said.property, said.to, said.quote) for said in one.statements] == [
        ("organizer", "云溪市总工会", ("云溪市总工会推出",))
    ]
    assert [problem.code for problem in dropped] == ["model-dropped"] * 5
    assert "杜撰" not in {one.name for one in proposal.entities}


def test_a_model_is_asked_with_its_name_and_the_key_of_the_environment(dataset, model, monkeypatch):
    url, answer, asked = model
    monkeypatch.setenv("KG_MODEL_KEY", "geheim")
    answer["body"] = says({"entities": []})
    propose(TEXT, dataset.ontology, {}, model=f"{url}#qwen")
    path, headers, body = asked[0]
    assert (path, headers["Authorization"], body["model"]) == (
        "/v1/chat/completions",
        "Bearer geheim",
        "qwen",
    )
    assert TEXT in body["messages"][1]["content"]


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"?"), (200, b"{}"), (200, says("no JSON")), (200, b"\xff"), (500, b""), (200, b'{"choices": 3}')],
)
def test_a_useless_answer_is_an_error_with_the_address(dataset, model, status, body):
    url, answer, _ = model
    answer |= {"status": status, "body": body}
    with pytest.raises(KgError, match="model-failed") as error:
        propose(TEXT, dataset.ontology, {}, model=url)
    assert error.value.problems[0].location.file == url


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "file:///etc/passwd", "nonsense", "http://[bad"])
def test_no_model_at_an_address_is_an_error(dataset, url):
    with pytest.raises(KgError, match="model-failed"):
        propose(TEXT, dataset.ontology, {}, model=url)


def test_a_model_is_never_asked_unless_it_is_named(dataset, model):
    propose(TEXT, dataset.ontology, {})
    assert model[2] == []


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def article(data):
    """Make a data directory that has the text of an article, but nothing about it."""
    directory = data("  云溪市总工会: {type: Union}\n")
    path = directory / "articles" / "spring.txt"
    path.write_text(
        "春天里的好消息\n\n2024年5月，云溪市总工会出台《职工书屋管理办法》，建成书屋120个。\n", "utf-8"
    )
    return path


@pytest.mark.usefixtures("article")
def test_a_draft_is_written_beside_the_data(tmp_path):
    status, out, err = kg("draft", "data/articles/spring.txt", cwd=tmp_path, LC_ALL="C.UTF-8")
    assert (status, out) == (0, "")
    assert re.search(
        r"wrote .*drafts/spring\.yaml\n\d+ entities, \d+ statements, 1 of them figures; 0 of no", err
    )
    page = (tmp_path / "drafts" / "spring.yaml").read_text("utf-8")
    assert "title: 春天里的好消息" in page
    assert "issuer: {to: 云溪市总工会, quote: 云溪市总工会出台《职工书屋管理办法》" in page
    assert "value: 120个" in page
    assert "    type: Union" not in page


@pytest.mark.usefixtures("article")
def test_a_draft_that_is_there_is_kept(tmp_path):
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "spring.yaml").write_text("worked on", "utf-8")
    status, _, err = kg("draft", "data/articles/spring.txt", cwd=tmp_path)
    assert (status, "draft-exists" in err) == (1, True)
    assert (tmp_path / "drafts" / "spring.yaml").read_text("utf-8") == "worked on"


# Options of a command line -> exit status, a word of standard output, a word of standard error.
RUNS = {
    ("data/articles/spring.txt", "-o", "-", "--title", "另一题"): (0, "title: 另一题", "entities"),
    ("data/articles/spring.txt", "-o", "-", "--lang", "zh"): (0, "未经审核", "个实体"),
    ("data/articles/spring.txt", "-o", "-", "--published", "2024-06-01"): (0, "published: 2024-06-01", ""),
    ("data/articles/spring.txt", "-o", "-", "--published", "六月"): (1, "", "draft-bad-date"),
    ("data/articles/spring.txt", "-o", "-", "--id", "a1"): (1, "", "draft-known-article"),
    ("data/articles/spring.txt", "-o", "-", "--id", "a 1"): (1, "", "such as a1"),
    ("data/articles/spring.txt", "-o", "data/no/such/../../x.yaml"): (0, "", "wrote"),
    ("elsewhere.txt", "-o", "-"): (0, "书屋", "draft-text-elsewhere"),
    ("gbk.txt", "-o", "-"): (1, "", "error[gb18030]"),
    ("empty.txt", "-o", "-"): (1, "", "draft-empty"),
    ("nowhere.txt", "-o", "-"): (1, "", "unreadable"),
    ("data", "-o", "-"): (1, "", "unreadable"),
    ("elsewhere.txt", "-o", "-", "--model", "ftp://x"): (1, "", "model-failed"),
    (): (2, "", "ARTICLE"),
}


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("arguments", RUNS, ids=" ".join)
def test_the_command_answers_right_and_wrong_use(tmp_path, arguments):
    (tmp_path / "elsewhere.txt").write_text("云溪市总工会建成职工书屋120个。", "utf-8")
    (tmp_path / "gbk.txt").write_bytes("云溪市总工会".encode("gbk"))
    (tmp_path / "empty.txt").write_text(" \n", "utf-8")
    status, out, err = kg("draft", *arguments, cwd=tmp_path)
    expected, result, aside = RUNS[arguments]
    assert status == expected, err
    assert result in out
    assert aside in err
