"""`kg lsp` answers a real client over standard input and output, whatever the text is like at that moment."""

import asyncio
import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ROOT
from editor import Editor
from lsprotocol import types as lsp

HEAD = """\
source: a1
articles:
  a1: {title: 一篇报道, text: articles/a1.txt}
entities:
"""
UNIONS = """\
  浙江省总工会:
    type: Union
    aliases: [省总工会]
  省委宣传部:
    type: PartyOrgan
  一线职工:
    type: OccupationalGroup
"""
CAMPAIGN = """\
  班前十分钟:
    type: Campaign
    organizer: {to: 省总工会, quote: 省总工会联合}
    start: {value: 2022-04, quote: 2022年4月}
    statistics:
      - {measure: 企业, value: 2.3万余家, quote: 2.3万余家, counts: 一线职工}
"""
TEXT = "2022年4月，省总工会联合省委宣传部办起班前十分钟。\n一年下来，2.3万余家企业参加。\n"
UNION_FILE, FILE = "data/unions.yaml", "data/campaign.yaml"


def make_project(root):
    """Make a project whose data stand in two files."""
    articles = root / "data" / "articles"
    articles.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "ontology.yaml", root / "data")
    (articles / "a1.txt").write_text(TEXT, encoding="utf-8")
    (root / UNION_FILE).write_text("entities:\n" + UNIONS, encoding="utf-8")
    (root / FILE).write_text(HEAD + CAMPAIGN, encoding="utf-8")
    return root


@pytest.fixture
def project(tmp_path):
    """Give a project of one's own."""
    return make_project(tmp_path)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Keep one editor running for all that change nothing on the disk, with the loop that it lives in."""
    # In a thread of its own: a browser of other tests may keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        runner = asyncio.Runner()

        def run(coroutine):
            return thread.submit(runner.run, coroutine).result()

        editor = Editor(make_project(tmp_path_factory.mktemp("office")), ("--lang", "en"))
        run(editor.__aenter__())
        yield run, editor
        run(editor.__aexit__())
        thread.submit(runner.close).result()


@pytest.fixture
def here(office):
    """Play scenarios in the editor that is running; what they open is closed afterwards."""
    run, editor = office

    def play(scenario):
        try:
            run(scenario(editor))
        finally:
            run(leave(editor))

    return play


async def leave(editor):
    for name in list(editor.texts):
        editor.close(name)
    editor.diagnostics.clear()
    editor.messages.clear()


def edit(project, scenario, **options):
    """Play a scenario in an editor."""

    async def play():
        async with Editor(project, **options) as editor:
            await scenario(editor)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, play()).result()


def codes(diagnostics):
    return [diagnostic.code for diagnostic in diagnostics]


def with_code(code):
    return lambda diagnostics: code in codes(diagnostics)


def none(diagnostics):
    return not diagnostics


# ── problems ──


def test_problems_of_unsaved_text_are_shown_with_hint_and_exact_range(here):
    async def scenario(editor):
        editor.open(FILE)
        assert await editor.problems(FILE) == []
        editor.change(FILE, (HEAD + CAMPAIGN).replace("to: 省总工会", "to: 省总公会"))
        (problem,) = await editor.problems(FILE, with_code("unknown-reference"))
        assert problem.message == "no entity has the id, name or alias 省总公会\ndid you mean 省总工会?"
        assert problem.severity == lsp.DiagnosticSeverity.Error
        assert problem.source == "kg"
        start = editor.at(FILE, "to: ▸省总公会")
        assert (problem.range.start, problem.range.end.character) == (start, start.character + 4)
        editor.change(FILE, HEAD + CAMPAIGN)
        assert await editor.problems(FILE, none) == []

    here(scenario)


@pytest.mark.parametrize(
    ("options", "locale", "words"),
    [((), "zh-cn", "没有实体"), ((), "en", "no entity"), (("--lang", "zh"), "en", "没有实体")],
)
def test_the_language_is_that_asked_for_else_that_of_the_editor(project, options, locale, words):
    async def scenario(editor):
        editor.open(FILE, (HEAD + CAMPAIGN).replace("to: 省总工会", "to: 无此工会"))
        (problem,) = await editor.problems(FILE, with_code("unknown-reference"))
        assert problem.message.startswith(words)

    edit(project, scenario, options=options, locale=locale)


@pytest.mark.parametrize("encodings", [None, ["utf-8"], ["utf-32"]])
def test_columns_behind_a_rare_character_are_in_the_units_agreed_on(project, encodings):
    async def scenario(editor):
        line = "    organizer: {note: 𠮷𠮷, to: 无此工会}\n"
        editor.open(FILE, HEAD + "  班前十分钟:\n    type: Campaign\n" + line)
        (problem,) = await editor.problems(FILE, with_code("unknown-reference"))
        assert problem.range.start == editor.at(FILE, "to: ▸无此")
        assert problem.range.end == editor.at(FILE, "无此工会▸")
        editor.type(FILE, "𠮷𠮷, to: ", "省委")
        assert await editor.labels(FILE, "to: 省委▸") == ["省委宣传部"]

    edit(project, scenario, encodings=encodings)


def test_a_mistake_in_one_file_shows_in_another_that_is_not_open(here):
    async def scenario(editor):
        editor.open(UNION_FILE)
        editor.change(UNION_FILE, "entities:\n" + UNIONS.replace("aliases: [省总工会]", "aliases: [省总]"))
        (problem,) = await editor.problems(FILE, with_code("unknown-reference"))
        assert "省总工会" in problem.message
        editor.close(UNION_FILE)
        assert await editor.problems(FILE, none) == []

    here(scenario)


def test_a_change_on_the_disk_is_seen_when_the_editor_tells_of_it(project):
    async def scenario(editor):
        editor.open(FILE)
        assert await editor.problems(FILE) == []
        (project / UNION_FILE).unlink()
        event = lsp.FileEvent(editor.uri(UNION_FILE), lsp.FileChangeType.Deleted)
        editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
        assert "unknown-reference" in codes(await editor.problems(FILE, with_code("unknown-reference")))

    edit(project, scenario)


def test_a_new_file_counts_before_it_is_saved(here):
    async def scenario(editor):
        editor.open(FILE, (HEAD + CAMPAIGN).replace("to: 省总工会", "to: 新工会"))
        await editor.problems(FILE, with_code("unknown-reference"))
        editor.open("data/new.yaml", "entities:\n  新工会: {type: Union}\n")
        assert await editor.problems(FILE, none) == []

    here(scenario)


def test_of_two_quick_changes_the_last_counts(here):
    async def scenario(editor):
        editor.open(FILE)
        for name in ("甲乙", "丙丁", "戊己"):
            editor.change(FILE, (HEAD + CAMPAIGN).replace("to: 省总工会", f"to: {name}"))
        (problem,) = await editor.problems(FILE)
        assert "戊己" in problem.message

    here(scenario)


def test_typing_character_by_character_leaves_the_text_as_typed(here):
    async def scenario(editor):
        editor.open(FILE, HEAD.replace("\n", "\r\n"))
        for typed in ("  甲:\r\n", "    type: Union", "\r\n", "  𠮷:\r\n    type: Unoin"):
            text = editor.texts[FILE][0]
            end = editor.position(text, len(text))
            change = lsp.TextDocumentContentChangePartial(lsp.Range(end, end), typed)
            editor.send(FILE, text + typed, change)
        whole = editor.texts[FILE][0]
        typed_in = codes(await editor.problems(FILE))
        editor.change(FILE, whole)
        assert codes(await editor.problems(FILE)) == typed_in
        assert typed_in == ["unknown-type"]

    here(scenario)


# ── completion ──


PLACES = {
    "the keys at the top": ("▸", "", ["status", "source", "articles", "entities"]),
    "a key of an article": ("", "  a2: {title: 二, au▸", ["authors"]),
    "the types, by pinyin": (HEAD, "  甲:\n    type: gongh▸", ["Union", "Movement"]),
    "the types, in Chinese": (HEAD, "  甲:\n    type: 工会▸", ["Union", "Movement"]),
    "a property of the type": (HEAD, "  甲:\n    type: Campaign\n    org▸", ["organizer", "coorganizer"]),
    "a property in Chinese": (HEAD, "  甲:\n    type: Campaign\n    主办▸", ["主办", "联合主办"]),
    "no property twice": (
        HEAD,
        "  甲:\n    type: Campaign\n    主办: 省总工会\n    organiz▸",
        ["coorganizer"],
    ),
    "no property of another type": (HEAD, "  甲:\n    type: Union\n    organiz▸", []),
    "an entity by initials": (HEAD, "  甲:\n    type: Campaign\n    organizer: zjsz▸", ["浙江省总工会"]),
    "an entity by its alias": (HEAD, "  甲:\n    type: Campaign\n    organizer: 省总▸", ["浙江省总工会"]),
    "an entity in a list": (HEAD, "  甲:\n    type: Campaign\n    organizer:\n      - 宣传▸", ["省委宣传部"]),
    "an entity within brackets": (HEAD, "  甲: {type: Campaign, organizer: {to: 宣传▸", ["省委宣传部"]),
    "an entity in open quotes": (HEAD, '  甲:\n    type: Campaign\n    organizer: "宣传▸', ["省委宣传部"]),
    "none of a type that does not fit": (HEAD, "  甲:\n    type: Campaign\n    organizer: yixian▸", []),
    "a qualifier in brackets": (
        HEAD,
        "  甲:\n    type: Campaign\n    organizer: {to: 省总工会, st▸",
        ["status"],
    ),
    "a qualifier in lines": (
        HEAD,
        "  甲:\n    type: Campaign\n    organizer:\n      - to: 省总工会\n        qu▸",
        ["quote"],
    ),
    "what only figures have": (
        HEAD,
        "  甲:\n    type: Campaign\n    statistics: {value: 2家, mea▸",
        ["measure"],
    ),
    "and others have not": (HEAD, "  甲:\n    type: Campaign\n    organizer: {to: 省总工会, mea▸", []),
    "a status": (HEAD, "  甲:\n    type: Campaign\n    organizer: {to: 省总工会, status: 推▸", ["inferred"]),
    "an enumeration": (HEAD, "  甲:\n    type: Union\n    level: prov▸", ["provincial"]),
    "a kind of figure": (HEAD, "  甲:\n    type: Campaign\n    statistics: {kind: 覆盖▸", ["reach"]),
    "what is counted": (HEAD, "  甲:\n    type: Campaign\n    statistics: {counts: yxzg▸", ["一线职工"]),
    "a unit": (HEAD, "  甲:\n    type: Campaign\n    statistics: {value: 2.3万余场▸", ["场", "场次"]),
    "an article": (HEAD, "  甲:\n    type: Campaign\n    organizer: {to: 省总工会, source: a▸", ["a1"]),
    "what is not stated": (HEAD, "  甲:\n    type: Campaign\n    notStated:\n      出▸", ["出资"]),
    "nothing in a comment": (HEAD, "  甲:\n    type: Campaign # org▸", []),
    "nothing in a block text": (HEAD, "  甲:\n    type: Campaign\n    description: |\n      org▸", []),
}


@pytest.mark.parametrize("case", PLACES)
def test_what_fits_is_proposed(here, case):
    head, rest, expected = PLACES[case]
    before, _, after = (head + rest).partition("▸")
    articles = "articles:\n  a1: {title: 一篇报道}\n"
    before = articles + before if case == "a key of an article" else before

    async def scenario(editor):
        editor.open(FILE)
        await editor.problems(FILE)
        editor.change(FILE, before + after)
        found = await editor.complete(FILE, editor.position(before, len(before)))
        assert [item.label for item in (found.items if found else [])] == expected

    here(scenario)


def test_what_is_chosen_replaces_the_word_and_nothing_else(here):
    async def scenario(editor):
        editor.open(FILE)
        await editor.problems(FILE)
        for broken, chosen, whole in (
            ("organizer: {to: zjsz▸, quote: x}", "浙江省总工会", "organizer: {to: 浙江省总工会, quote: x}"),
            ('organizer: {to: "宣传▸"', "省委宣传部", "organizer: {to: 省委宣传部"),
            ("coo▸", "coorganizer", "coorganizer: "),
            ("statistics: {value: 2万余场▸}", "场次", "statistics: {value: 2万余场次}"),
            ("organizer:▸", "浙江省总工会", "organizer: 浙江省总工会"),
        ):
            text = HEAD + "  甲:\n    type: Campaign\n    " + broken
            editor.change(FILE, text.replace("▸", ""))
            found = await editor.complete(FILE, editor.position(text, text.index("▸")))
            (item,) = [item for item in found.items if item.label == chosen]
            changed = editor.applied(FILE, [item.text_edit])
            assert changed.endswith(f"    {whole}"), changed

    here(scenario)


def test_entities_of_a_broken_file_are_still_known(here):
    async def scenario(editor):
        editor.open(UNION_FILE)
        await editor.problems(UNION_FILE)
        editor.change(UNION_FILE, "entities:\n" + UNIONS + "  新工会:\n    type: Union\n    partOf: {to: 浙")
        assert await editor.problems(UNION_FILE, with_code("unclosed-bracket"))
        assert await editor.labels(UNION_FILE, "{to: 浙▸") == ["浙江省总工会"]

    here(scenario)


# ── hover and places ──


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{to: 省总▸工会", ["浙江省总工会", "「省总工会联合」", "organizer"]),
        ("  班前▸十分钟:", ["班前十分钟", "2.3万余家", "2022-04"]),
        ("    organ▸izer", ["主办 organizer", "also: "]),
        ("type: Camp▸aign", ["Campaign"]),
        ("value: 2.3万▸余家", ["at least 23000 家"]),
        ("value: 2022▸-04", ["2022-04-01 to 2022-04-30"]),
        ("quote: 2.3万▸余家", ["《一篇报道》", "paragraph 2"]),
        ("quo▸te: 省总", ["引文 quote"]),
        ("source: ▸a1", ["一篇报道"]),
        ("counts: 一线▸职工", ["一线职工"]),
    ],
)
def test_hover_says_what_a_word_means(here, words, said):
    async def scenario(editor):
        editor.open(FILE)
        await editor.problems(FILE)
        found = await editor.hover(FILE, words)
        for part in said:
            assert part in found

    here(scenario)


@pytest.mark.parametrize(
    ("words", "file", "line"),
    [
        ("{to: 省总▸工会", UNION_FILE, "  浙江省总工会:"),
        ("counts: 一线▸职工", UNION_FILE, "  一线职工:"),
        ("source: a▸1", FILE, "  a1: {title"),
        ("type: Camp▸aign", "data/ontology.yaml", "  Campaign:"),
        ("    organ▸izer", "data/ontology.yaml", "  organizer:"),
    ],
)
def test_definition_leads_to_where_a_name_is_defined(here, words, file, line):
    async def scenario(editor):
        editor.open(FILE)
        await editor.problems(FILE)
        found = await editor.definition(FILE, words)
        assert found.uri == editor.uri(file)
        lines = (editor.root / file).read_text(encoding="utf-8").split("\n")
        assert lines[found.range.start.line].startswith(line)

    here(scenario)


def test_references_are_found_by_every_name_in_every_file(here):
    async def scenario(editor):
        editor.open(UNION_FILE)
        await editor.problems(UNION_FILE)
        found = await editor.references(UNION_FILE, "浙江省▸总工会:")
        assert [place.uri for place in found] == [editor.uri(UNION_FILE), editor.uri(FILE)]
        editor.open(FILE)
        assert found[1].range.start == editor.at(FILE, "{to: ▸省总工会")
        assert found[1].range.end == editor.at(FILE, "{to: 省总工会▸")
        found = await editor.references(UNION_FILE, "一线▸职工:", declaration=False)
        assert [place.range.start for place in found] == [editor.at(FILE, "counts: ▸一线")]

    here(scenario)


def test_symbols_are_the_articles_and_entities_even_of_a_broken_text(here):
    async def scenario(editor):
        editor.open(FILE, HEAD + CAMPAIGN + "  甲: {type: Union\n")
        found = await editor.symbols(FILE)
        assert [(one.name, one.detail) for one in found] == [
            ("a1", ""),
            ("班前十分钟", "Campaign"),
            ("甲", "Union"),
        ]

    here(scenario)


def test_rename_changes_the_id_and_all_that_refer_by_it_also_in_unsaved_text(here):
    async def scenario(editor):
        text = (HEAD + CAMPAIGN).replace("organizer: {to: 省总工会", "organizer: {to: 浙江省总工会")
        editor.open(FILE, text)
        await editor.problems(FILE)
        edit = await editor.rename(FILE, "{to: 浙江▸省总工会", "浙江总工会")
        assert set(edit.changes) == {editor.uri(FILE), editor.uri(UNION_FILE)}
        changed = editor.applied(FILE, edit.changes[editor.uri(FILE)])
        assert changed == text.replace("浙江省总工会", "浙江总工会")
        changed = editor.applied(UNION_FILE, edit.changes[editor.uri(UNION_FILE)])
        assert changed == "entities:\n" + UNIONS.replace("浙江省总工会", "浙江总工会")

    here(scenario)


def test_rename_to_an_id_that_is_taken_is_refused_with_its_reason(here):
    async def scenario(editor):
        editor.open(UNION_FILE)
        await editor.problems(UNION_FILE)
        assert await editor.rename(UNION_FILE, "浙江省▸总工会:", "省委宣传部") is None
        await editor.message("省委宣传部 is the id of another entity")

    here(scenario)


# ── fixes ──


FIXES = {
    "a suggestion": (
        "organizer: {to: 省总公会, quote: 省总工会联合}", "to: 省总▸公",
        "organizer: {to: 省总工会, quote: 省总工会联合}",
    ),
    "in quotes": ("organizer: '省总公会'", "'省▸", "organizer: '省总工会'"),
    "a property": ("organiser: 省总工会", "orga▸", "organizer: 省总工会"),
    "a full-width colon": ("organizer：省总工会", "organ▸", "organizer: 省总工会"),
    "a missing space": ("organizer:省总工会", "organ▸", "organizer: 省总工会"),
    "a date": ("start: 2022年4月", "2022▸", "start: 2022-04"),
    "a unit": (
        "statistics: {measure: 人数, value: 20万工会志愿著, quote: 2022年4月}", "20▸",
        "statistics: {measure: 人数, value: 20万工会志愿者, quote: 2022年4月}",
    ),
    "an open bracket": ("organizer: {to: 省总工会", "organ▸", "organizer: {to: 省总工会}"),
    "a quote": (
        "start: {value: 2022-04, quote: 2022年4日}", "quote: 2022▸",
        "start: {value: 2022-04, quote: 2022年4月}",
    ),
    "an invisible character": ("organizer: 省总\u200b工会", "省总▸", "organizer: 省总工会"),
}  # fmt: skip


@pytest.mark.parametrize("case", FIXES)
def test_a_fix_replaces_just_what_is_wrong(here, case):
    wrong, at, right = FIXES[case]

    async def scenario(editor):
        text = HEAD + "  甲:\n    type: Campaign\n    "
        editor.open(FILE, f"{text}{wrong}\n")
        await editor.problems(FILE, len)
        first = (await editor.fixes(FILE, at))[0]
        assert first.kind == lsp.CodeActionKind.QuickFix
        assert editor.applied(FILE, first.edit.changes[editor.uri(FILE)]) == f"{text}{right}\n"

    here(scenario)


def test_a_missing_type_is_that_of_entities_with_such_a_name(here):
    async def scenario(editor):
        text = HEAD + "  宁波市总工会:\n    aliases: [市总]\n"
        editor.open(FILE, text)
        await editor.problems(FILE, with_code("type-missing"))
        (fix,) = await editor.fixes(FILE, "  宁波▸")
        changed = editor.applied(FILE, fix.edit.changes[editor.uri(FILE)])
        assert changed == HEAD + "  宁波市总工会:\n    type: Union\n    aliases: [市总]\n"

    here(scenario)


def test_an_unknown_name_can_be_defined(here):
    async def scenario(editor):
        text = HEAD + "  甲:\n    type: Campaign\n    organizer: 温岭市总工会\n"
        editor.open(FILE, text)
        await editor.problems(FILE, with_code("unknown-reference"))
        fix = (await editor.fixes(FILE, "organizer: 温▸"))[-1]
        changed = editor.applied(FILE, fix.edit.changes[editor.uri(FILE)])
        editor.change(FILE, changed)
        assert await editor.problems(FILE, none) == []
        assert "温岭市总工会" in [symbol.name for symbol in await editor.symbols(FILE)]

    here(scenario)


def test_an_ambiguous_name_can_be_each_of_its_candidates(here):
    async def scenario(editor):
        more = "  乙工会: {type: Union, aliases: [省总工会]}\n"
        editor.open(FILE, HEAD + CAMPAIGN + more)
        await editor.problems(FILE, with_code("ambiguous-reference"))
        fixes = await editor.fixes(FILE, "{to: 省▸")
        changed = [editor.applied(FILE, fix.edit.changes[editor.uri(FILE)]) for fix in fixes]
        assert ["{to: 乙工会" in changed[0], "{to: 浙江省总工会" in changed[1]] == [True, True]

    here(scenario)


# ── hostile ──


HOSTILE = {
    "GBK": "  甲:\n    type: Union\n".encode("gbk").decode("latin-1"),
    "half a character": "  甲\ud800:\n    type: Union\n",
    "a huge line": "  甲: {type: Union, description: " + "长" * 300_000,
    "deep brackets": "  甲: " + "[{a: " * 500,
    "only quotes": "\"'\"'\n'\"'",
    "line breaks of other kinds": "  甲:\u2028    type: Union\x0b\x0c\r  乙:\r    type: Union\r",
    "tabs": "\t甲:\n\t\ttype:\tUnion\n",
    "nothing": "",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_gets_answers_and_breaks_nothing(here, case):
    async def scenario(editor):
        editor.open(FILE, HEAD + HOSTILE[case])
        await editor.problems(FILE)
        for line, column in ((4, 5), (4, 10_000_000), (1_000_000, 0), (0, 0), (5, 2)):
            await editor.complete(FILE, lsp.Position(line, column))
        await editor.symbols(FILE)
        editor.change(FILE, HEAD + CAMPAIGN)
        assert await editor.problems(FILE, none) == []
        assert await editor.labels(FILE, "to: 省总▸") == ["浙江省总工会"]

    here(scenario)


def test_a_file_outside_of_the_data_is_left_alone(here):
    async def scenario(editor):
        for name in ("compose.yaml", "data/articles/a1.txt", "data/.hidden.yaml"):
            editor.open(name, "services:\n  web：x\n")
            assert await editor.complete(name, lsp.Position(1, 3)) is None
            assert await editor.symbols(name) == []
        editor.open(FILE)
        assert await editor.problems(FILE) == []
        assert set(editor.diagnostics) == {editor.uri(FILE)}

    here(scenario)


def test_a_data_directory_that_is_not_there_is_said_once(project):
    async def scenario(editor):
        await editor.message("there is no directory of that name")
        editor.open("data/x.yaml", "entities:\n")
        await editor.complete("data/x.yaml", lsp.Position(0, 0))

    edit(project, scenario, options=("--data", "nowhere"))


def test_a_directory_reached_through_a_link_is_the_same(project, tmp_path_factory):
    link = tmp_path_factory.mktemp("links") / "project"
    link.symlink_to(project)

    async def scenario(editor):
        editor.open(FILE, (HEAD + CAMPAIGN).replace("to: 省总工会", "to: 无此"))
        assert codes(await editor.problems(FILE)) == ["unknown-reference"]

    edit(link, scenario)


def test_an_editor_that_is_gone_ends_the_server(project):
    async def scenario(editor):
        editor.open(FILE)
        editor.hang_up()
        await editor.wait(editor.client.ended.wait())

    edit(project, scenario)


def test_a_message_that_is_no_message_does_not_end_the_server(here):
    async def scenario(editor):
        body = json.dumps({"jsonrpc": "2.0", "id": 7, "method": "textDocument/nonsense", "params": [1]})
        editor.client.protocol.writer.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
        editor.open(FILE)
        assert await editor.problems(FILE) == []

    here(scenario)
