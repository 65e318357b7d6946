"""Changes of data files as text edits: what is not changed keeps every byte, and nothing half lands."""

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_files import full_disk
from test_writing import TEXTS, content

from kg.editing.addition import Addition
from kg.editing.changing import Change, edits_of, entity_node
from kg.editing.edits import TextEdit, apply
from kg.editing.heads import Heads
from kg.editing.insertion import insert_entities
from kg.editing.landing import Sources, land, new_problems
from kg.editing.outline import Outline
from kg.editing.part import EntityPart
from kg.editing.sources import SourceFile
from kg.editing.values import ValueEditor, items_of, text_of
from kg.problems import KgError
from kg.yamltree import Mapping, parse

UNIONS = """\
  省总:
    type: Union
    name: 浙江省总工会
    aliases: [省总工会]
  宣传部:
    type: PartyOrgan
    aliases: [省委宣传部]
"""


def source_of(text):
    return SourceFile(Path("a.yaml"), text.encode())


# --- edits and sources


def test_edits_are_made_from_the_end_and_keep_their_order_at_one_place():
    edits = [TextEdit(2, 2, "一"), TextEdit(0, 1, "甲"), TextEdit(2, 2, "二"), TextEdit(2, 3, "")]
    assert apply("abcd", edits) == "甲b一二d"


@pytest.mark.parametrize("edits", [[TextEdit(0, 2, ""), TextEdit(1, 3, "")], [TextEdit(3, 9, "")]])
def test_edits_that_overlap_or_lie_outside_are_refused(edits):
    with pytest.raises(ValueError, match=r"edits overlap|an edit lies outside"):
        apply("abcd", edits)


def test_a_byte_order_mark_and_line_breaks_are_kept():
    source = SourceFile(Path("a.yaml"), "\ufeffa: 𠮷\r\nb: 2\nc: 3".encode())
    assert (
        source.edited([TextEdit(4, 6, "\n"), TextEdit(10, 10, "\n")])
        == "\ufeffa: 𠮷\r\nb: 2\r\n\nc: 3".encode()
    )


def test_a_file_that_is_not_utf8_or_not_yaml_is_named():
    with pytest.raises(KgError, match="gb18030"):
        SourceFile(Path("a.yaml"), "entities: 工会和职工的故事".encode("gb18030"))
    with pytest.raises(KgError, match=r"a.yaml:2:1: error"):
        _ = source_of("a: 1\na: 2\n").tree


# --- insertion

NEW = {"新": {"type": "Place", "aliases": ["甲"]}}
LINES = "  新:\n    type: Place\n    aliases: [甲]\n"
FLOW = "新: {type: Place, aliases: [甲]}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"entities:\n{LINES}"),
        ("# 空的\n", f"# 空的\n\nentities:\n{LINES}"),
        ("source: x", f"source: x\n\nentities:\n{LINES}"),
        ("entities:", f"entities:\n{LINES}"),
        ("entities: # 还没有\nsource: x\n", f"entities: # 还没有\n{LINES}source: x\n"),
        ("entities: {} # 还没有\n", f"entities: # 还没有\n{LINES}"),
        ("entities: {A: {type: X}} # 注\n", f"entities: {{A: {{type: X}}, {FLOW}}} # 注\n"),
        ("entities: {A: {type: X},}\n", f"entities: {{A: {{type: X}}, {FLOW},}}\n"),
        ("{source: x}", f"{{source: x, entities: {{{FLOW}}}}}"),
        ("{entities: {}}", f"{{entities: {{{FLOW}}}}}"),
        ("entities:\n  A:\n    type: X\n", f"entities:\n  A:\n    type: X\n\n{LINES}"),
        ("entities:\n  A:\n    type: X", f"entities:\n  A:\n    type: X\n\n{LINES}"),
        (
            "entities:\n  A:\n    type: X\n  B: {type: X} # 注",
            f"entities:\n  A:\n    type: X\n  B: {{type: X}} # 注\n{LINES}",
        ),
        (
            "entities:\n  A:\n    type: X # 注\n    # 甲的\n  # 后面的\n\nsource: x\n",
            f"entities:\n  A:\n    type: X # 注\n    # 甲的\n\n{LINES}  # 后面的\n\nsource: x\n",
        ),
        (
            "entities:\n    A:\n      b: |+\n        z\n\n",
            "entities:\n    A:\n      b: |+\n        z\n\n    新:\n      type: Place\n      aliases: [甲]\n",
        ),
        (
            "entities:\n  A: {}\n\n  # 丙\n  C:\n    type: 'x\n\n      y'\n",
            f"entities:\n  A: {{}}\n\n  # 丙\n  C:\n    type: 'x\n\n      y'\n\n{LINES}",
        ),
        (
            "entities:\r\n  A:\r\n    type: X\r\n",
            f"entities:\n  A:\n    type: X\n\n{LINES}".replace("\n", "\r\n"),
        ),
    ],
)
def test_an_entity_is_put_behind_the_last_one(before, after):
    source = source_of(before)
    assert source.edited(insert_entities(source, NEW)).decode() == after


@pytest.mark.parametrize("section", ["entities: 甲\n", "entities: [甲]\n", "entities: ''\n"])
def test_where_entities_are_no_mapping_nothing_is_put(section):
    with pytest.raises(KgError, match="mapping-expected"):
        insert_entities(source_of(section), NEW)


BLANKS = st.sampled_from(["", "\n", "  # 注\n", "# ──\n\n", "      # 深\n"])
BODIES = st.sampled_from(
    [
        " {type: X}\n",
        " {type: X,\n  name: 'a'} # 注\n",
        "\n    type: X\n",
        "\n    type: X # 注\n    name: |\n      文字\n        # 不是注释\n",
        '\n    type: "a\n\n      b"\n    s:\n    - {a: b}\n',
        "\n    type: 一\n      二\n",
        "\n    s:\n      - a: 1\n        b: >+\n          折\n\n",
    ]
)
FILES = st.builds(
    lambda head, parts, tail: (
        head + "entities:\n" + "".join(f"{b}  甲{n}:{body}" for n, (b, body) in enumerate(parts)) + tail
    ),
    st.sampled_from(["", "source: x\n", "# 头\n\n"]),
    st.lists(st.tuples(BLANKS, BODIES), min_size=1, max_size=4),
    st.sampled_from(["", "\n# 尾\n", "articles:\n  a: {title: b}\n", "\nsource2: x\n"]),
)


@given(FILES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_an_insertion_changes_nothing_else(text, newline, mark):
    raw = (mark + text.replace("\n", newline)).encode()
    before, problems = parse(raw, "a.yaml")
    assert not problems
    source = SourceFile(Path("a.yaml"), raw)
    edits = insert_entities(source, NEW)
    assert all(edit.start == edit.end for edit in edits)
    after, problems = parse(source.edited(edits), "a.yaml")
    assert not problems
    assert content(after) == {**content(before), "entities": {**content(before)["entities"], **NEW}}


@settings(max_examples=50)
@given(FILES, st.sampled_from(["\n", "\r\n"]))
def test_an_addition_is_put_where_an_insertion_is(tmp_path_factory, text, newline):
    """Of a large file only the last entity is read."""
    directory = tmp_path_factory.mktemp("data")
    shutil.copy(ROOT / "data" / "ontology.yaml", directory)
    path = directory / "entities.yaml"
    path.write_bytes(text.replace("\n", newline).encode())
    sources = Sources(directory)
    addition = Addition(directory, NEW, path)
    edits = addition.plan(sources)[path]
    assert sources[path].edited(edits) == sources[path].edited(insert_entities(sources[path], NEW))
    assert [entry.key.text for entry in addition.new] == ["新"]
    line = sources[path].edited(edits).decode().split(newline)[addition.new[0].key.line - 1]
    assert line.strip().startswith("新:")


# --- values


@pytest.mark.parametrize(
    ("before", "form", "after"),
    [
        ("k: 一 # 注\n", "二", "k: [一, 二] # 注\n"),
        ("k: '一, 乙'\n", "二", 'k: ["一, 乙", 二]\n'),
        ("k: [一, 二]\n", "三", "k: [一, 二, 三]\n"),
        ("k: []\n", "三，四", 'k: ["三，四"]\n'),
        ("k: {to: 一} # 注\n", "二", "k:\n  - {to: 一} # 注\n  - 二\n"),
        ("k: 一\n", {"to": "二", "quote": "三"}, "k:\n  - 一\n  - {to: 二, quote: 三}\n"),
        ("k:\n  to: 一\n  note: |\n    注\n", "二", "k:\n  - to: 一\n    note: |\n      注\n  - 二\n"),
        ("k:\n- 一\n- 二\nm: 1\n", "三", "k:\n- 一\n- 二\n- 三\nm: 1\n"),
        ("k:\n  - {to: 一}", {"to": "二"}, "k:\n  - {to: 一}\n  - {to: 二}\n"),
        ("{k: 一}", {"to": "二"}, "{k: [一, {to: 二}]}"),
        ("{k: {to: 一}}", "二", "{k: [{to: 一}, 二]}"),
    ],
)
def test_a_value_is_added_in_the_style_of_the_file(before, form, after):
    source = source_of(before)
    editor = ValueEditor(source, source.tree, source.tree.entries["k"])
    assert source.edited(editor.add(form)).decode() == after


@pytest.mark.parametrize(
    ("before", "old", "form", "after"),
    [
        ("k: 一 # 注\n", "一", "二", "k: 二 # 注\n"),
        ("k: '一'\n", "一", "二: 三", 'k: "二: 三"\n'),
        ("k:\nm: 1\n", "", "二", "k: 二\nm: 1\n"),
        ("k: {value: 一, quote: 甲}\n", "一", "二", "k: {value: 二, quote: 甲}\n"),
        (
            "k: {value: 一, quote: 甲}\n",
            "一",
            {"value": "二", "quote": ["乙", "丙"], "note": "注"},
            "k: {value: 二, quote: [乙, 丙], note: 注}\n",
        ),
        (
            "k:\n  to: 一\n  # 注\n  quote: 甲\n",
            "一",
            {"to": "二", "role": "主"},
            "k:\n  to: 二\n  # 注\n  quote: 甲\n  role: 主\n",
        ),
        ("k: 一 # 注\n", "一", {"to": "二", "quote": "三"}, "k: {to: 二, quote: 三} # 注\n"),
        ("k: [一, 二]\n", "二", "三, 四", 'k: [一, "三, 四"]\n'),
        ("k: [一]\n", "一", "三，四", 'k: ["三，四"]\n'),
        ("k:\n  - 一\n  - {to: 二} # 注\n", "二", "三", "k:\n  - 一\n  - {to: 三} # 注\n"),
        ("k:\n  - 一\n", "一", {"to": "二"}, "k:\n  - {to: 二}\n"),
    ],
)
def test_a_value_is_replaced_in_its_place(before, old, form, after):
    source = source_of(before)
    entry = source.tree.entries["k"]
    item = next(item for item in items_of(entry.value) if text_of(item) == old)
    assert source.edited(ValueEditor(source, source.tree, entry).replace(item, form)).decode() == after


@pytest.mark.parametrize(
    ("before", "index", "after"),
    [
        ("a: 1\nk: 一 # 注\nb: 2\n", 0, "a: 1\nb: 2\n"),
        ("a: 1\n# 上\nk:\n  to: 一\n  quote: |\n    甲\n# 下\n", 0, "a: 1\n# 上\n# 下\n"),
        ("k: [一, 二, 三]\n", 0, "k: [二, 三]\n"),
        ("k: [一, 二, 三]\n", 2, "k: [一, 二]\n"),
        ("k:\n  - 一\n  # 注\n  - to: 二\n    quote: 甲\n  - 三\n", 1, "k:\n  - 一\n  # 注\n  - 三\n"),
        ("{a: 1, k: 一}", 0, "{a: 1}"),
        ("{k: 一, a: 1}", 0, "{a: 1}"),
        ("{k: 一}", 0, "{}"),
    ],
)
def test_a_value_is_removed_with_its_lines(before, index, after):
    source = source_of(before)
    entry = source.tree.entries["k"]
    editor = ValueEditor(source, source.tree, entry)
    assert source.edited(editor.remove(items_of(entry.value)[index])).decode() == after


FORMS = st.one_of(TEXTS, st.fixed_dictionaries({"to": TEXTS, "quote": TEXTS}))
STYLES = st.sampled_from(
    [
        "k: 一\n",
        "k: '一，'\n",
        "k: [一]\n",
        "k: {to: 一}\n",
        "k:\n  - 一\n",
        "k:\n  to: 一\n",
        "{k: 一}",
        "{k: [{to: 一}]}",
    ]
)


@given(STYLES, FORMS, st.booleans())
def test_what_is_added_or_replaced_is_read_as_given(before, form, adds):
    source = source_of(before)
    entry = source.tree.entries["k"]
    old = items_of(entry.value)
    editor = ValueEditor(source, source.tree, entry)
    edits = editor.add(form) if adds else editor.replace(old[0], form)
    tree, problems = parse(source.edited(edits), "a.yaml")
    assert not problems
    new = [content(item) for item in items_of(tree.entries["k"].value)]
    if adds:
        assert new == [*map(content, old), form]
    elif isinstance(old[0], Mapping) and isinstance(form, str):
        assert new == [{"to": form}]
    else:
        assert new == [form]


# --- landing


def add_name(directory, name="新名"):
    """Plan an alias of 省总, in whatever state the file is."""
    path = directory / "entities.yaml"

    def plan(sources):
        source = sources[path]
        node = source.tree.entries["entities"].value.entries["省总"].value
        return {path: ValueEditor(source, node, node.entries["aliases"]).add(name)}

    return plan


def test_what_lands_keeps_mode_link_mark_and_line_breaks(data):
    directory = data(UNIONS)
    path = directory / "entities.yaml"
    elsewhere = directory.parent / "elsewhere.yaml"
    elsewhere.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    elsewhere.chmod(0o640)
    path.unlink()
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    land(directory, add_name(directory))
    assert path.is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o640
    assert elsewhere.read_bytes() == before.replace("[省总工会]".encode(), "[省总工会, 新名]".encode())
    assert {file.name for file in directory.iterdir()} == {"articles", "entities.yaml", "ontology.yaml"}


def test_a_write_protected_file_is_not_changed(data):
    directory = data(UNIONS)
    path = directory / "entities.yaml"
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(KgError, match="file-read-only"):
        land(directory, add_name(directory))
    assert path.read_bytes() == before


def test_on_a_full_disk_nothing_changes(data, tmp_path):
    directory = data(UNIONS)
    path = directory / "entities.yaml"
    with full_disk(tmp_path) as disk:
        shutil.move(path, disk)
        path.symlink_to(disk / "entities.yaml")
        before = path.read_bytes()
        with pytest.raises(KgError, match="file-not-written"):
            land(directory, add_name(directory, "长" * 100_000))
        assert path.read_bytes() == before
        assert [file.name for file in disk.iterdir()] == ["entities.yaml"]


def test_a_change_that_would_bring_an_error_does_not_land(data):
    directory = data(UNIONS)
    before = (directory / "entities.yaml").read_bytes()

    def plan(_sources):
        return {directory / "entities.yaml": [TextEdit(0, 0, "no: 1\n")]}

    with pytest.raises(KgError, match="unknown-key"):
        land(directory, plan)
    assert (directory / "entities.yaml").read_bytes() == before


def test_errors_that_were_there_before_are_nobody_elses_fault(data):
    directory = data("  别的:\n    type: Unoin\n" + UNIONS)
    landed = land(directory, add_name(directory))
    assert not landed.warnings
    assert "新名" in (directory / "entities.yaml").read_text()


def test_what_an_editor_saves_meanwhile_is_kept(data):
    directory = data(UNIONS)
    path = directory / "entities.yaml"
    plan_on = add_name(directory)
    plans = []

    def plan(sources):
        edits = plan_on(sources)
        if not plans:
            path.write_text("# 编辑器存的\n" + path.read_text())
        plans.append(edits)
        return edits

    land(directory, plan)
    assert len(plans) == 2
    assert path.read_text().startswith("# 编辑器存的\n")
    assert "[省总工会, 新名]" in path.read_text()


def test_a_file_that_never_rests_is_given_up(data):
    directory = data(UNIONS)
    path = directory / "entities.yaml"

    def plan(sources):
        edits = add_name(directory)(sources)
        path.write_text(path.read_text() + "# 又存了一次\n")
        return edits

    with pytest.raises(KgError, match="edit-busy"):
        land(directory, plan)
    assert "新名" not in path.read_text()
    assert not list(directory.glob(".*"))


def test_what_a_killed_writer_left_behind_is_removed(data):
    directory = data(UNIONS)
    (directory / ".entities.yaml.x1y2.tmp").write_text("half")
    land(directory, add_name(directory))
    assert not list(directory.glob(".*"))


def test_several_files_land_together_or_not_at_all(data):
    directory = data(UNIONS)
    other = directory / "places.yaml"
    other.write_text("entities:\n  浙江:\n    type: AdministrativeArea\n")
    other.chmod(0o444)

    def plan(sources):
        end = len(sources[other].text)
        return {**add_name(directory)(sources), other: [TextEdit(end, end, "    aliases: [浙]\n")]}

    before = (directory / "entities.yaml").read_bytes()
    with pytest.raises(KgError, match=r"places.yaml: error\[file-read-only\]"):
        land(directory, plan)
    assert (directory / "entities.yaml").read_bytes() == before
    other.chmod(0o644)
    assert set(land(directory, plan).contents) == {directory / "entities.yaml", other}


# --- one entity of many

PARTS = """\
  # 前面
  省总:
    type: Union
    name: 浙江省总工会
    level: provincial
    partOf: 全总

  # 后面
  全总: {type: Union}
  开讲:
    type: Campaign
    start: 2022-04   # 四月
    organizer: {to: 省总, quote: 省总工会联合}
    statistics: {measure: 企业, value: 2.3万余家, quote: 2.3万余家企业}
"""
SETTINGS = [
    ("省总", "partOf", "开讲"),
    ("省总", "level", "省级"),
    ("省总", "level", "没有的级"),
    ("全总", "partOf", "省总"),
    ("开讲", "end", "2021"),
    ("开讲", "end", "2023"),
    ("开讲", "organizer", "省总"),
    ("开讲", "organizer", "没有的会"),
    ("开讲", "goal", "讲好故事"),
    ("开讲", "statistics", "三万家"),
    ("开讲", "start", "四月"),
    ("开讲", "name", "全总"),
    ("全总", "aliases", "全国总工会"),
    ("全总", "aliases", "省总"),
]


@pytest.mark.parametrize("words", SETTINGS, ids=" ".join)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_change_of_one_entity_is_planned_and_judged_as_if_all_was_read(data, words, newline):
    directory = data(PARTS)
    path = directory / "entities.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", newline.encode()))
    sources = Sources(directory)
    heads, source = Heads(sources, None), sources[path]
    part, change = EntityPart(sources, path, words[0], heads), Change(words[1], words[2])
    edits = part.edits(change)
    assert apply(source.text, edits) == apply(
        source.text, edits_of(change, source, entity_node(source, words[0]), heads)
    )
    contents = {path: source.edited(edits)}
    found, whole = part.problems(contents), new_problems(directory, None, contents)
    assert found is None or sorted(found) == sorted(whole)
    assert (found is None) == (words[1] in ("partOf", "name") or words[1:] == ("aliases", "省总"))


# --- outline

LINES_OF_FILES = st.lists(
    st.sampled_from(
        [
            "  甲:",
            "  乙: {type: X}",
            "  丙: {type: X,",
            "    type: Y",
            "    name: 名",
            "    aliases: [别]",
            "    aliases:",
            "    status: draft",
            "    status:",
            "      - 一",
            "    - 二",
            '    name: "开',
            '  丁": x',
            "    note: 'it'",
            '    note: {a: "b}"}',
            '    "name": 引',
            "    note: |",
            "      name: 块",
            "    note: it's",
            "  # 注",
            "",
            "    s: {a: [1], b: 2}",
            "    s: [a, {b: c}]",
            "articles:",
            "      深: x",
            "    名:",
            "source: x",
            "    note: {a: b,",
            "  戊: y}",
            "   type: 歪",
            "    ? name",
            "    'type' : Z",
            "    note: a # '",
            "  'q':",
            "\t# tab",
            '    name: "\\u0061"',
        ]
    ),
    max_size=9,
)


HEADS = ("type", "name", "aliases", "status")


def heads_of(text):
    tree, problems = parse(text.encode(), "a.yaml")
    entities = tree.entries.get("entities")
    found = {}
    if entities and isinstance(entities.value, Mapping):
        for key, value in entities.value.entries.values():
            node = value.entries if isinstance(value, Mapping) else {}
            heads = {name: content(node[name].value) for name in HEADS if name in node}
            found[key.text] = (key.line, heads)
    return found, problems


@given(LINES_OF_FILES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "end"]))
@example(
    ["  甲:", "    type: X", '    note: "开', "    name: 假", '  乙": x', "  丙:", "    type: Y"], "\n", "end"
)
@example(["  甲:", "    type: X", "    note: {a: b,", "  戊: y}", "  丙:", "    type: Y"], "\n", "end")
@example(["  甲:", "    type: X", "  乙:", "   type: 歪"], "\n", "")
def test_an_outline_has_the_heads_of_the_whole(lines, newline, ends):
    text = newline.join(["entities:", *lines]) + newline * bool(ends)
    outline = Outline(text)
    assert outline.text.count("\n") == text.count("\n")
    heads, problems = heads_of(text)
    if not problems:
        assert heads_of(outline.text) == (heads, [])
        if outline.last:
            start, end = outline.last
            last = list(heads_of("entities:\n" + text[start:end])[0].values())[-1:]
            assert [head[1] for head in last] == [head[1] for head in list(heads.values())[-1:]]


@pytest.mark.parametrize("text", ["  甲:\n    type: X\n    note: 一\n  乙: {type: Y}\n"])
def test_an_outline_leaves_statements_out(text):
    assert Outline(f"entities:\n{text}").text == f"entities:\n{text}".replace("    note: 一", "")
