"""Spreadsheets come in row by row, each with its verdict; what went out comes in as the same data."""

import csv
import datetime as dt
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import kg
from kg.export import export
from kg.loading.load import load
from kg.problems import KgError
from kg.sheets.importing import Import
from kg.sheets.report import problems_of, render_json, render_verdicts
from kg.sheets.table import guarded, joined_list, joined_quote, split_list, split_quote, unguarded

ROOT = Path(__file__).parent.parent

ENTITIES = """\
  省总工会: {type: Union, aliases: [省总]}  # 一
  班前十分钟:
    type: Campaign
    organizer: 省总  # 二
    start: {value: 2022-04, quote: 2022年4月}
    notStated:
      funder: 没有写
  省委宣传部: {type: Organization}
"""


@pytest.fixture
def sheet(tmp_path):
    """Write a table as CSV and give its path; rows are lists of texts."""

    def make(*rows, name="a.csv", encoding="utf-8", delimiter=","):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        (tmp_path / name).write_bytes(text.getvalue().encode(encoding))
        return tmp_path / name

    return make


@pytest.fixture
def workbook(tmp_path):
    """Write a workbook of one sheet; `change` gets the sheet before it is saved."""

    def make(*rows, change=lambda _: None, name="a.xlsx", title="人物"):
        book = Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(row)
        change(book.active)
        book.save(tmp_path / name)
        return tmp_path / name

    return make


def judged(directory, path, **options):
    task = Import(directory, path)
    for name, value in options.items():
        setattr(task, name, value)
    task.rehearse()
    return task


def kinds(task):
    return [verdict.kind for verdict in task.verdicts]


def found(task):
    """Give the codes of all problems with the addresses they are at."""
    return [
        (problem.code, problem.location.file.rpartition("/")[2])
        for verdict in task.verdicts
        for problem in problems_of(verdict)
    ]


def content(directory):
    """Give what a directory says, without where it says so."""
    dataset, problems = load(directory)
    assert [problem for problem in problems if problem.severity == "error"] == []
    nowhere = {"location": None}
    return (
        {id_: entity._replace(**nowhere) for id_, entity in dataset.entities.items()},
        Counter(statement._replace(**nowhere) for statement in dataset.statements),
        Counter(omission._replace(**nowhere) for omission in dataset.omissions),
    )


LONG = ["实体", "类型", "属性", "值", "引文"]


def test_each_row_of_statements_has_its_verdict(data, sheet):
    path = sheet(
        LONG,
        ["班前十分钟", "", "联合主办", "省委宣传部", "联合省委宣传部"],
        ["班前十分钟", "", "主办", "省总工会", ""],
        ["班前十分钟", "", "开始", "2022-05", ""],
        ["班前十分钟", "Union", "", "", ""],
        ["班前十分钟", "", "主办", "省总公会", ""],
    )
    task = judged(data(ENTITIES), path)
    assert kinds(task) == ["new", "known", "conflicting", "conflicting", "wrong"]
    assert found(task) == [
        ("import-conflict", "a.csv:4:D"),
        ("import-conflict", "a.csv:5:B"),
        ("unknown-reference", "a.csv:6:D"),
    ]
    assert task.verdicts[1].said[0].place.endswith("entities.yaml:8:16")
    conflict = problems_of(task.verdicts[2])[0]
    assert (conflict.blanks["there"], conflict.blanks["here"]) == ("2022-04", "2022-05")
    assert problems_of(task.verdicts[4])[0].hint("zh") == "是不是“省总工会”？"


def test_what_differs_beside_the_object_is_a_conflict_and_what_is_left_open_is_none(data, sheet):
    path = sheet(
        [*LONG, "备注"],
        ["班前十分钟", "", "start", "2022-04", "", ""],
        ["班前十分钟", "", "start", "2022-04", "2022年", ""],
        ["班前十分钟", "", "start", "2022-04", "", "另有说法"],
    )
    task = judged(data(ENTITIES), path)
    assert kinds(task) == ["known", "conflicting", "conflicting"]
    assert [problems_of(one)[0].blanks["there"] for one in task.verdicts[1:]] == ["2022年4月", "–"]


def test_rows_are_judged_against_each_other_too(data, sheet):
    path = sheet(
        LONG,
        ["新活动", "活动", "start", "2023", ""],
        ["新活动", "活动", "start", "2023", ""],
        ["新活动", "活动", "start", "2024", ""],
        ["新活动", "Union", "", "", ""],
    )
    task = judged(data(ENTITIES), path)
    assert kinds(task) == ["new", "known", "conflicting", "conflicting"]


def test_a_row_of_an_entity_may_hold_several_properties_with_their_own_quotes(data, sheet):
    path = sheet(
        ["名称", "类型", "别名", "主办", "引文", "方式", "开始", "quote"],
        [
            "“新”活动",
            "Campaign",
            "新活；新动",
            "省总; 省委宣传部",
            "省总工会联合",
            "走访\\;座谈；讲座",
            "2022-04",
            "2022年4月",
        ],
    )
    directory = data(ENTITIES)
    Import(directory, path).land()
    graph = kg.load(directory).dataset
    assert graph.entities["新活动"].name == "“新”活动"
    assert graph.entities["新活动"].aliases == ("新活", "新动")
    said = [
        (one.property, kg_text(one), one.quote and one.quote.phrases)
        for one in graph.statements_from["新活动"]
    ]
    assert said == [
        ("organizer", "省总工会", ("省总工会联合",)),
        ("organizer", "省委宣传部", ("省总工会联合",)),
        ("method", "走访;座谈", None),
        ("method", "讲座", None),
        ("start", "2022-04", ("2022年4月",)),
    ]


def kg_text(statement):
    from kg.sheets.forms import object_text

    return object_text(statement)


def test_what_is_written_leaves_all_else_as_it_was(data, sheet):
    directory = data(ENTITIES)
    file = directory / "entities.yaml"
    before = ("\ufeff" + file.read_text(encoding="utf-8")).replace("\n", "\r\n").encode()
    file.write_bytes(before)
    path = sheet(
        [*LONG, "备注", "状态"],
        ["班前十分钟", "", "organizer", "省委宣传部", "联合省委宣传部", "", ""],
        ["班前十分钟", "", "organizer", "", "", "没有列全", "未载"],
        ["班前十分钟", "", "coorganizer", "省委宣传部", "", "", "inferred"],
        ["新活动", "Campaign", "", "", "", "", ""],
    )
    task = Import(directory, path)
    task.land()
    after = file.read_bytes()
    assert task.written == [file]
    assert re.search(rb"(?<!\r)\n", after) is None
    lines = after.decode().splitlines()
    rest = iter(lines)
    kept = [line for line in before.decode().splitlines() if "organizer" not in line]
    assert all(line in rest for line in kept)  # all of them, in their order
    assert "# 二" in after.decode()
    assert "      organizer: 没有列全" in lines
    assert kinds(judged(directory, path)) == ["known"] * 4


def test_all_or_nothing_unless_wrong_rows_are_skipped(data, sheet):
    directory = data(ENTITIES)
    file = directory / "entities.yaml"
    before = file.read_bytes()
    path = sheet(
        LONG,
        ["甲活动", "Campaign", "", "", ""],
        ["乙活动", "Campain", "", "", ""],
        ["甲活动", "", "supports", "乙活动", ""],
        ["甲活动", "", "organizer", "省总", ""],
    )
    Import(directory, path).land()
    assert file.read_bytes() == before
    task = Import(directory, path)
    task.skip_wrong = True
    task.land()
    assert kinds(task) == [
        "new",
        "wrong",
        "wrong",
        "new",
    ]  # what leads to a row that is left out goes with it
    assert {one.property for one in kg.load(directory).dataset.statements_from["甲活动"]} == {"organizer"}


def test_a_dry_run_writes_nothing(data, sheet):
    directory = data(ENTITIES)
    before = (directory / "entities.yaml").read_bytes()
    assert kinds(judged(directory, sheet(LONG, ["甲活动", "Campaign", "", "", ""]))) == ["new"]
    assert (directory / "entities.yaml").read_bytes() == before


WRONG = [
    (["甲", "", "", "", ""], "type-missing", "A"),
    (["甲", "Campaign", "start", "2022年4月", ""], "date-not-edtf", "D"),
    (["甲", "Campaign", "organizer", "省总", "没有这句话"], "quote-not-found", "E"),
    (["甲", "Campaign", "organizer", "省总", "省" * 41], "quote-long", "E"),
    (["甲", "Campaign", "organiser", "省总", ""], "unknown-property", "C"),
    (["甲", "Campaign", "organizer", "班前十分钟", ""], "wrong-range", "D"),
    (["甲", "Campaign", "statistics", "3家", ""], "measure-missing", "D"),
    (["甲", "Campaign", "worksFor", "省总", ""], "property-misplaced", "C"),
    (["甲，乙", "Campaign", "", "", ""], "bad-id", "A"),
    (["甲", "Campaign", "goal", "", ""], "row-without-value", "C"),
    (["甲", "Campaign", "", "目标", ""], "row-without-property", "D"),
    (["", "Campaign", "goal", "目标", ""], "row-without-entity", "B"),
    (["甲", "Campaign", "goal", "目\u200b标", ""], "invisible-character", "D"),
    (["甲", "Campaign", "partOf", "甲", ""], "cycle", "D"),
]


@pytest.mark.parametrize(("row", "code", "column"), WRONG, ids=[code for _, code, _ in WRONG])
def test_what_the_loader_finds_is_found_in_its_cell(data, sheet, row, code, column):
    task = judged(data(ENTITIES), sheet(LONG, row))
    assert kinds(task) == ["wrong"]
    assert (code, f"a.csv:2:{column}") in found(task)


def test_an_ambiguous_name_lists_the_candidates(data, sheet):
    directory = data("  甲: {type: Union, aliases: [工会]}\n  乙: {type: Union, aliases: [工会]}\n")
    task = judged(directory, sheet(LONG, ["工会", "", "partOf", "甲", ""]))
    assert found(task) == [("ambiguous-reference", "a.csv:2:A")]
    assert problems_of(task.verdicts[0])[0].blanks["candidates"] == "甲、乙"


TABLE = [["标题行"], [], LONG, [], ["新活动", "Campaign", "goal", "一\n“二”; 三", ""], []]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_files_that_excel_writes_are_understood(data, sheet, encoding, delimiter):
    directory = data(ENTITIES)
    path = sheet(*TABLE, encoding=encoding, delimiter=delimiter)
    task = Import(directory, path)
    task.land()
    assert [verdict.row.number for verdict in task.verdicts] == [5]
    assert [kg_text(one) for one in kg.load(directory).dataset.statements_from["新活动"]] == ["一\n“二”; 三"]


def test_the_delimiter_that_excel_is_told_is_taken(data, tmp_path):
    (tmp_path / "a.csv").write_text("sep=|\n实体|类型\n新活动|Campaign\n", encoding="utf-8")
    assert kinds(judged(data(ENTITIES), tmp_path / "a.csv")) == ["new"]


HEADERS = [
    (["实体", "类形"], "header-unknown", "a.csv:1:B"),
    (["实体", "类型", "标识"], "header-twice", "a.csv:1:C"),
    (["实体", "主办", "organizer"], "header-twice", "a.csv:1:C"),
    (["实体", "类型", ""], "header-missing", "a.csv:2:C"),
    (["甲", "乙", "丙"], "header-none", "a.csv"),
]


@pytest.mark.parametrize(("headers", "code", "place"), HEADERS)
def test_headers_that_are_not_understood_are_said(data, sheet, headers, code, place):
    with pytest.raises(KgError) as raised:
        judged(
            data(ENTITIES),
            sheet([*headers, "类型"] if code == "header-unknown" else headers, ["x", "y", "z"]),
        )
    problem = raised.value.problems[0]
    assert (problem.code, problem.location.file.rpartition("/")[2]) == (code, place)
    if code == "header-unknown":
        assert problem.blanks["suggestion"] == "类型"


def test_a_column_with_a_hash_is_left_alone(data, sheet):
    path = sheet(["#序号", "实体", "类型", "#我的想法"], ["1", "新活动", "Campaign", "再看"])
    assert kinds(judged(data(ENTITIES), path)) == ["new"]


def test_labels_of_both_languages_are_headers(data, sheet):
    for headers in (["Entity", "TYPE", "organizer"], ["实体", "类型", "牵头"], ["id", "类型", "主办单位 *"]):
        assert kinds(judged(data(ENTITIES), sheet(headers, ["新活动", "Campaign", "省总"]))) == ["new"]


BROKEN_TEXT = [
    ('实体,类型\n甲,"乙\n'.encode(), "sheet-csv-syntax"),
    ("entité,type\né,è\n".encode("latin-1"), "sheet-encoding"),
    ("entity,type\n".encode("utf-16-le"), "wide-encoding"),
    (b"\xff\xfe\x00", "sheet-not-utf16"),
    (b"", "sheet-empty"),
    (b"PK\x03\x04nothing", "sheet-broken"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "sheet-xls"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "sheet-encrypted",
    ),
]


@pytest.mark.parametrize(("raw", "code"), BROKEN_TEXT, ids=[code for _, code in BROKEN_TEXT])
def test_a_file_that_cannot_be_read_says_why(data, tmp_path, raw, code):
    (tmp_path / "a.xlsx").write_bytes(raw)
    with pytest.raises(KgError) as raised:
        judged(data(ENTITIES), tmp_path / "a.xlsx")
    assert [problem.code for problem in raised.value.problems] == [code]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"content.xml": b""}, "sheet-ods"),
        ({"xl/workbook.bin": b""}, "sheet-xlsb"),
        ({"xl/workbook.xml": b"<a"}, "sheet-broken"),
        ({f"{number}": bytes(50_000_000) for number in range(9)}, "sheet-too-much-content"),
    ],
)
def test_an_archive_that_is_no_workbook_or_a_bomb_is_refused(data, tmp_path, parts, code):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with pytest.raises(KgError) as raised:
        judged(data(ENTITIES), tmp_path / "a.xlsx")
    assert raised.value.problems[0].code == code


def test_every_cut_of_a_workbook_is_refused_with_a_word(data, workbook):
    whole = (path := workbook(LONG, ["新活动", "Campaign"])).read_bytes()
    directory = data(ENTITIES)
    for length in range(4, len(whole), len(whole) // 12):
        path.write_bytes(whole[:length])
        with pytest.raises(KgError):
            judged(directory, path)


CELLS = [  # property, value, number format, what is read
    ("start", dt.datetime(2022, 4, 1), 'yyyy"年"m"月"', "2022-04"),  # noqa: DTZ001
    ("start", dt.datetime(2022, 4, 1), "mmm-yy", "2022-04"),  # noqa: DTZ001
    ("start", dt.datetime(2022, 4, 1), "yyyy/m/d", "2022-04-01"),  # noqa: DTZ001
    ("start", dt.date(2022, 4, 1), "[$-804]yyyy", "2022"),
    ("start", 2022, "General", "2022"),
    ("method", 2.3e7, "0.00E+00", "23000000"),
    ("method", 0.1 + 0.2, "General", "0.3"),
    ("method", 7, "000", "007"),
    ("method", 0.5, "0%", "50%"),
    ("method", 0.073, "0.0%", "7.3%"),
    ("method", 23000, '#,##0"家"', "23000家"),
    ("method", True, "General", "TRUE"),
    ("method", "007", "@", "007"),
    ("method", "=1+1", "@", None),
]


@pytest.mark.parametrize("case", CELLS)
def test_numbers_and_dates_are_what_they_look_like(data, workbook, case):
    key, value, number_format, text = case

    def change(sheet):
        sheet["C2"].number_format = number_format

    task = judged(
        data(ENTITIES), workbook(["实体", "类型", key], ["新活动", "Campaign", value], change=change)
    )
    if text is None:
        assert found(task) == [("cell-not-calculated", "人物!C2")]
    else:
        assert kinds(task) == ["new"]
        assert [scalar.text for _, scalar in task.verdicts[0].row.statements] == [text]


def test_a_quote_that_excel_took_for_a_date_is_read_as_it_is_shown(data, workbook):
    def change(sheet):
        sheet["D2"].number_format = sheet["E2"].number_format = 'yyyy"年"m"月"'

    day = dt.date(2022, 4, 1)
    task = judged(data(ENTITIES), workbook(LONG, ["新活动", "Campaign", "start", day, day], change=change))
    assert kinds(task) == ["new"]


def test_what_a_cell_hides_is_said(data, workbook):
    def change(sheet):
        sheet["D2"].number_format = 'm"月"d"日"'
        sheet["D3"].value, sheet["D3"].data_type = "#REF!", "e"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["E"].hidden = True
        sheet.parent.create_sheet("藏着").sheet_state = "hidden"
        sheet.parent.create_sheet("说明").append(["怎么填"])

    day = dt.date(2022, 4, 1)
    rows = LONG, ["新活动", "Campaign", "start", day], ["新活动", "Campaign", "goal", "x"]
    task = judged(data(ENTITIES), workbook(*rows, change=change))
    assert found(task) == [("cell-date-without-year", "人物!D2"), ("cell-error", "人物!D3")]
    assert {(problem.code, problem.location.file.rpartition("/")[2]) for problem in task.warnings} == {
        ("sheet-hidden", "a.xlsx"),
        ("sheet-hidden-rows", "人物"),
        ("sheet-hidden-columns", "人物"),
        ("sheet-not-read", "说明"),
    }


def test_merged_rows_share_their_content_and_merged_columns_are_refused(data, workbook):
    def change(sheet):
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("C5:D5")

    task = judged(
        data(ENTITIES),
        workbook(
            ["活动表"],
            LONG,
            ["新活动", "Campaign", "goal", "甲"],
            [None, None, "goal", "乙"],
            ["新活动", None, "goal"],
            change=change,
        ),
    )
    assert [verdict.id for verdict in task.verdicts] == ["新活动"] * 3
    assert kinds(task) == ["new", "new", "wrong"]
    assert ("cell-merged-across", "人物!C5") in found(task)


def test_a_sheet_can_be_chosen_also_a_hidden_one(data, workbook):
    def change(sheet):
        hidden = sheet.parent.create_sheet("藏着")
        hidden.sheet_state = "hidden"
        hidden.append(["实体", "类型"])
        hidden.append(["新活动", "Campaign"])

    path = workbook(["无关"], change=change)
    assert kinds(judged(data(ENTITIES), path, sheet="藏着")) == ["new"]
    with pytest.raises(KgError) as raised:
        judged(data(ENTITIES), path, sheet="藏者")
    assert raised.value.problems[0].hint("en") == "did you mean 藏着?"


def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_walked(data, workbook):
    path = workbook(LONG, change=lambda sheet: sheet.cell(1_048_576, 16_384, "x"))
    with pytest.raises(KgError) as raised:
        judged(data(ENTITIES), path)
    assert raised.value.problems[0].code == "sheet-too-large"


def test_rows_without_a_source_take_the_one_that_is_named_and_the_file_gets_it(data, sheet):
    directory = data("", head="articles:\n  a1: {title: 一, text: articles/a1.txt}\n")
    task = Import(directory, sheet(LONG, ["新活动", "Campaign", "start", "2022-04", "2022年4月"]))
    task.source, task.target = "a1", directory / "new.yaml"
    task.land()
    text = (directory / "new.yaml").read_text(encoding="utf-8")
    assert text.startswith("source: a1\n\nentities:\n")
    assert text.count("a1") == 1
    assert kg.load(directory).dataset.statements_from["新活动"][0].source == "a1"
    with pytest.raises(KgError):
        judged(directory, sheet(LONG), source="a2")


def test_a_name_that_would_change_what_others_say_is_refused(data, sheet):
    directory = data("  甲: {type: Union, aliases: [老名]}\n  乙: {type: Union, partOf: 老名}\n")
    path = sheet(["实体", "类型", "别名"], ["丙", "Union", "老名"])
    with pytest.raises(KgError) as raised:
        judged(directory, path)
    assert raised.value.problems[0].code == "ambiguous-reference"


def test_verdicts_are_told_in_both_languages_and_as_json(data, sheet):
    path = sheet(LONG, ["省总", "", "partOf", "省总公会", ""], ["班前十分钟", "", "主办", "省总", ""])
    task = judged(data(ENTITIES), path)
    for language in ("en", "zh"):
        text = render_verdicts(task.verdicts, language)
        assert "省总 = 省总工会 partOf" in text
        assert "a.csv:2:D: error[unknown-reference]" in text
    rows = json.loads(render_json(task.verdicts, "en"))
    assert [row["verdict"] for row in rows] == ["wrong", "known"]
    assert rows[0]["problems"][0]["cell"].endswith("a.csv:2:D")
    assert rows[1]["known"][0]["what"] == "organizer 省总工会"


# ── the way back ─────────────────────────────────────────────────────────────

DANGEROUS = [
    "=1+1",
    "+86",
    "-5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "＝1",
    "'=1",
    "''=1",
    " x",
    "x ",
    "'x",
    "x'",
    "'",
    " ",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_guarded_text_runs_nowhere_and_comes_back(text):
    assert not guarded(text).startswith(tuple("=+-@\t\r＝"))
    assert unguarded(guarded(text)) == text


@given(st.text(st.sampled_from("=+'\t \n\ra;\\；…@"), min_size=1))
def test_any_text_comes_back_from_its_cell(text):
    assert unguarded(guarded(text)) == text


@given(st.lists(st.text(st.sampled_from(" ;；\\\n\rab'="), min_size=1)))
def test_any_list_comes_back_from_its_cell(items):
    assert split_list(joined_list(items)) == items


@given(st.lists(st.text(st.sampled_from(" …\\ab\n"), min_size=1), min_size=1))
def test_any_quote_comes_back_from_its_cell(phrases):
    assert split_quote(joined_quote(phrases)) == phrases


texts = st.text(
    st.one_of(
        st.sampled_from("=+-@'\";；,:#…\\ \t\n\r“”《》，。0129年月_x\u3000"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20),
    ),
    min_size=1,
    max_size=12,
).filter(str.strip)
ids = st.sampled_from([f"实体{number}" for number in range(6)])
figures = st.sampled_from(["2.3万余家", "400万人次", "50%", "约300家", "3至5万人", "007家", "23,000家"])
dates = st.sampled_from(["2022", "2022-04", "2018/2023", "2023-04/..", "2022?", "201X"])
words = {"note": texts, "role": texts, "when": dates, "status": st.sampled_from(["inferred", "disputed"])}
words["source"] = st.sampled_from(["a1", "a2"])
qualifiers = st.fixed_dictionaries({}, optional=words)


def long_form(value, **more):
    return st.builds(
        lambda own, other: {**own, **other}, st.fixed_dictionaries({**value, **more}), qualifiers
    )


entities = st.fixed_dictionaries(
    {"type": st.just("Campaign")},
    optional={
        "name": texts,
        "aliases": st.lists(texts, min_size=1, max_size=3, unique=True),
        "description": texts,
        "sameAs": st.lists(
            st.sampled_from(["https://a.example/;", "https://b.example/'"]), min_size=1, unique=True
        ),
        "related": st.lists(
            long_form({"to": ids}), max_size=3, unique_by=lambda form: (form["to"], form.get("source"))
        ),
        "goal": st.lists(long_form({"value": texts}), max_size=3, unique_by=lambda form: form["value"]),
        "start": long_form({"value": dates}),
        "statistics": st.lists(
            long_form(
                {"value": figures, "measure": texts, "kind": st.just("reach")}, counts=ids, period=texts
            ),
            max_size=2,
            unique_by=lambda form: form["value"],
        ),
        "notStated": st.fixed_dictionaries({"funder": st.fixed_dictionaries({"note": texts})}),
    },
)
graphs = st.dictionaries(ids, entities, min_size=6, max_size=6)


def fresh(directory):
    """Make a directory that has the same ontology and articles, and nothing else."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "ontology.yaml", directory)
    articles = "articles:\n  a1: {title: 一}\n  a2: {title: 二}\n"
    (directory / "articles.yaml").write_text(articles, encoding="utf-8")
    return directory


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(graphs, st.sampled_from(["csv", "xlsx"]), st.sampled_from(["zh", "en"]))
def test_any_graph_comes_back_from_its_export(tmp_path, graph, format_, language):
    from kg.yamltree.writing import entry_text

    first, second = fresh(tmp_path / "one"), fresh(tmp_path / "two")
    (first / "a.yaml").write_text(entry_text("entities", graph, blocks=2), encoding="utf-8")
    dataset, problems = load(first)
    if any(problem.severity == "error" for problem in problems):
        return  # names that are ambiguous, and the like
    (tmp_path / "a").write_bytes(export(dataset, format_, language))
    Import(second, tmp_path / "a").land()
    assert content(second) == content(first)
    assert set(kinds(judged(first, tmp_path / "a"))) == {"known"}


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_the_data_come_back_from_their_export(tmp_path, format_):
    directory = shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("articles"))
    before = content(directory)
    (tmp_path / "a").write_bytes(export(load(directory)[0], format_, "zh"))
    articles = []
    for file in directory.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        section = re.search(r"^articles:\n(?:[ #].*\n|\n)*", text, re.MULTILINE)
        if file.name != "ontology.yaml":
            articles.append(section[0] if section else "")
            file.unlink()
    (directory / "articles.yaml").write_text("".join(articles), encoding="utf-8")
    Import(directory, tmp_path / "a").land()
    assert content(directory) == before


def test_a_workbook_is_laid_out_for_people_and_holds_nothing_but_text(data):
    directory = data(ENTITIES + '  公式: {type: Campaign, goal: "=HYPERLINK(\\"http://x\\")"}\n')
    book = load_workbook(io.BytesIO(export(kg.load(directory).dataset, "xlsx", "zh")))
    assert book.sheetnames == ["实体", "陈述"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
        assert all(8 <= sheet.column_dimensions[cell.column_letter].width <= 44 for cell in sheet[1])
    assert [cell.value for cell in book["陈述"][1]][:6] == [
        "标识",
        "名称",
        "属性",
        "属性名",
        "值",
        "值的名称",
    ]
    assert "=HYPERLINK" in "".join(str(cell.value) for cell in book["陈述"]["E"])


def test_a_text_that_no_cell_holds_is_refused_rather_than_cut(data):
    directory = data(f"  甲: {{type: Union, description: {'长' * 32_768}}}\n")
    with pytest.raises(KgError) as raised:
        export(kg.load(directory).dataset, "xlsx")
    assert raised.value.problems[0].code == "export-cell-too-long"


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_the_command_tells_by_its_status_what_became_of_the_file(data, sheet):
    directory = data(ENTITIES)
    good, bad = (
        sheet(LONG, ["新活动", "Campaign", "", "", ""]),
        sheet(LONG, ["新活动", "", "x", "y"], name="b.csv"),
    )
    done = run("import", good, "--data", directory, "--lang", "zh")
    assert (done.returncode, "已写入" in done.stderr, "新增: 新活动" in done.stdout) == (0, True, True)
    done = run("import", bad, "--data", directory, "--lang", "en")
    assert (done.returncode, "nothing was written" in done.stderr) == (1, True)
    assert run("import", bad, "--data", directory, "--skip-wrong").returncode == 0
    assert run("import", "nothing.csv", "--data", directory).returncode == 1
    assert (
        json.loads(run("import", good, "--data", directory, "--format", "json").stdout)[0]["verdict"]
        == "known"
    )
