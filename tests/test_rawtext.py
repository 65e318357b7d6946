from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.yamltree import Mapping, mistaken_mapping, parse
from kg.yamltree.encoding import LineIndex, decode
from kg.yamltree.lexer import lex
from kg.yamltree.mending import Edit, Mended
from kg.yamltree.rawtext import find_slips, is_suspicious

CASES = tomllib.loads((Path(__file__).parent / "cases" / "bad_yaml.toml").read_text(encoding="utf-8"))
LEGITIMATE = [name for name, case in CASES.items() if not case["problems"]]


def raw_of(case):
    return bytes.fromhex(case["hex"]) if "hex" in case else case["yaml"].encode()


@pytest.mark.parametrize("name", CASES)
def test_each_slip_is_said_at_its_place_and_nothing_else(name):
    problems = parse(raw_of(CASES[name]), "a.yaml")[1]
    found = [(problem.code, problem.location.line, problem.location.column) for problem in problems]
    assert found == [(case["code"], case["line"], case["column"]) for case in CASES[name]["problems"]]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_messages_name_what_is_wrong_and_the_fix(name, language):
    problems = parse(raw_of(CASES[name]), "a.yaml")[1]
    for problem, case in zip(problems, CASES[name]["problems"], strict=True):
        text = f"{problem.message(language)} {problem.hint(language)}"
        assert [word for word in case[language] if word not in text] == []


@pytest.mark.parametrize("name", [name for name in CASES if "yaml" in CASES[name]])
def test_line_ends_of_windows_change_nothing_but_offsets(name):
    text = CASES[name]["yaml"].replace("\r\n", "\n")
    unix, windows = parse(text.encode(), "a.yaml")[1], parse(text.replace("\n", "\r\n").encode(), "a.yaml")[1]
    assert [problem[:2] for problem in windows] == [problem[:2] for problem in unix]


@pytest.mark.parametrize("name", LEGITIMATE)
def test_legitimate_text_is_never_complained_about_however_closely_it_is_read(name):
    assert find_slips(CASES[name]["yaml"].removeprefix("\ufeff"), refused=False) == []


def test_a_slip_below_legitimate_text_is_still_found_and_the_text_is_not_blamed():
    text = CASES["legitimate-lines"]["yaml"]
    problems = parse(f"{text}g: 甲\n名称：乙\nh: 丙\n".encode(), "a.yaml")[1]
    line = text.count("\n") + 2
    assert [(p.code, p.location.line, p.location.column) for p in problems] == [
        ("fullwidth-punctuation", line, 3)
    ]


@pytest.mark.parametrize(
    ("text", "encoding", "code"),
    [
        ("entities: 工会和职工的故事，镕", "gbk", "gb18030"),
        ("労働組合は職場の安全についての講習会を開きました。", "shift_jis", "not-utf8"),
        ("臺灣勞工組織的報導，團結就是力量。", "big5", "not-utf8"),
    ],
)
def test_only_chinese_in_gb18030_is_called_so(text, encoding, code):
    assert decode(text.encode(encoding), "a.yaml").problem.code == code


def test_ordinary_chinese_text_is_not_read_closely():
    assert not is_suspicious(
        "a: 牢记：使命，担当（上）\nb: “八八战略”引领\nc: {to: 甲, quote: 乙，丙：丁}\n- x: -5\n"
    )


def test_a_text_where_a_mapping_is_due_is_explained():
    tree, problems = parse("entities:\n  浙江省总工会:\n    类型：工会\n    主办：甲\n".encode(), "a.yaml")
    assert not problems
    entities = tree.entries["entities"].value
    assert isinstance(entities, Mapping)
    problem = mistaken_mapping(entities.entries["浙江省总工会"].value, "a.yaml")
    assert problem is not None
    assert (problem.code, str(problem.location)) == ("fullwidth-punctuation", "a.yaml:3:7")
    assert mistaken_mapping(entities.entries["浙江省总工会"].key, "a.yaml") is None


def test_the_first_bad_byte_is_found_behind_a_byte_order_mark():
    problem = decode(b"\xef\xbb\xbf" + "工会\n会".encode() + b"\xff", "a.yaml").problem
    assert problem is not None
    assert str(problem.location) == "a.yaml:2:2"


def test_lines_end_where_editors_end_them():
    index = LineIndex("a\r\nb\rc\u2028d\n")
    assert [index.place(offset) for offset in (0, 3, 5, 7, 9, 99)] == [
        (1, 1),
        (2, 1),
        (3, 1),
        (3, 3),
        (3, 5),
        (3, 5),
    ]


TEXTS = st.text(
    st.sampled_from("ab：，、－［］｛｝＃“”‘’\"'[]{},:-#&*!|>?%@ \n\t\r\u3000\u00a0\u200b甲乙0"), max_size=60
)


@settings(deadline=None)
@given(TEXTS, st.booleans())
def test_lexing_covers_any_text_within_its_bounds(text, recover):
    for token in lex(text.replace("\r", "\n"), recover=recover):
        assert 0 <= token.start < token.end <= len(text) + 1


@settings(deadline=None)
@given(TEXTS, st.booleans())
def test_slips_of_any_text_lie_within_it_and_edits_apply(text, refused):
    for slip in find_slips(text, refused=refused):
        assert 0 <= slip.start <= len(text)
        assert all(0 <= edit.start <= edit.end <= len(text) + 1 for edit in slip.edits)


@settings(deadline=None)
@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.text(max_size=3)), max_size=5),
)
def test_offsets_lead_back_through_edits(text, drafts):
    edits = [
        Edit(min(start, len(text)), min(start + length, len(text)), new) for start, length, new in drafts
    ]
    mended = Mended(text, edits)
    offsets = [mended.original(offset) for offset in range(len(mended.text) + 1)]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
    if not edits:
        assert mended.text == text
