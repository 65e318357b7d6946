from __future__ import annotations

import gc
import re
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.yamltree import Mapping, Scalar, Sequence, parse
from kg.yamltree.encoding import LineIndex
from kg.yamltree.lexer import lex

CHINESE = st.text(
    st.sampled_from("浙江省总工会主题使命𠮷，。、；：！？（）《》“”…—·AZ09 -:#'\"\\[]{}&*!|>%@`~\n"),
    max_size=40,
).filter(lambda text: not re.match(r"[—·] |[“”]|-[^\W\d_]", text))
"""Without what is a slip in plain text: ［］｛｝＃＂＇, invisible ones, a bullet or quotes at its head."""


def data_of(texts):
    return st.dictionaries(
        texts,
        st.recursive(
            texts,
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
            max_leaves=20,
        ),
        min_size=1,
        max_size=4,
    )


DUMPS = st.fixed_dictionaries(
    {
        "default_flow_style": st.none() | st.booleans(),
        "width": st.sampled_from([10, 40, 80, 100000]),
        "indent": st.sampled_from([2, 4, 7]),
        "allow_unicode": st.just(value=True),
        "sort_keys": st.just(value=False),
    }
)


def plain_data(node):
    """Give a node as Python values."""
    if isinstance(node, Mapping):
        return {text: plain_data(entry.value) for text, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain_data(item) for item in node.items]
    return node.text


def oracle(text):
    """Give what PyYAML composes; its emitter does not always write what it was given."""
    return yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - all it makes is text


def scalars(node):
    if isinstance(node, Mapping):
        return [s for entry in node.entries.values() for s in (entry.key, *scalars(entry.value))]
    if isinstance(node, Sequence):
        return [s for item in node.items for s in scalars(item)]
    return [node]


@settings(deadline=None)
@given(data_of(CHINESE), DUMPS, st.sampled_from(["'", '"']))
def test_dumped_data_comes_back_without_a_problem(data, options, style):
    text = yaml.safe_dump(data, default_style=style, **options)
    tree, problems = parse(text.encode(), "a.yaml")
    assert (plain_data(tree), problems) == (oracle(text), [])


@settings(deadline=None)
@given(data_of(CHINESE), DUMPS, st.sampled_from([None, "|", ">"]))
def test_dumped_plain_and_block_text_comes_back_without_an_error(data, options, style):
    text = yaml.safe_dump(data, default_style=style, **options)
    tree, problems = parse(text.encode(), "a.yaml")
    tolerated = {"curly-quotes", "fullwidth-comma-in-list"}
    errors = [p for p in problems if p.code not in tolerated]
    assert (plain_data(tree), errors) == (oracle(text), [])


@settings(deadline=None)
@given(data_of(CHINESE), DUMPS, st.sampled_from([None, "'", '"', "|"]))
def test_scalars_point_at_themselves_with_any_line_ends(data, options, style):
    text = yaml.safe_dump(data, default_style=style, **options)
    tree = parse(text.encode(), "a.yaml")[0]
    lines = text.split("\n")
    for scalar in scalars(tree):
        rest = lines[scalar.line - 1][scalar.column - 1 :]
        goes_on = not scalar.style and scalar.text.startswith(rest.rstrip(" "))
        assert goes_on or rest.startswith(scalar.style or scalar.text)
    windows = parse(text.replace("\n", "\r\n").encode(), "a.yaml")[0]
    assert scalars(windows) == scalars(tree)


@settings(deadline=None)
@given(data_of(CHINESE), DUMPS, st.sampled_from([None, "'", '"', "|"]))
def test_the_lexer_agrees_with_libyaml_on_where_scalars_begin(data, options, style):
    text = yaml.safe_dump(data, default_style=style, **options)
    tree = parse(text.encode(), "a.yaml")[0]
    starts = [
        t.start
        for t in lex(text)
        if t.kind in {"plain", "quoted", "block"} and t.role != "more" and text[t.start : t.end] != ":"
    ]
    places = LineIndex(text)
    written = sorted(places.offset(s.line, s.column) for s in scalars(tree) if s.text or s.style)
    assert sorted(starts) == written


@settings(deadline=None)
@given(
    st.binary(max_size=80)
    | st.text(max_size=80).map(str.encode)
    | st.text("a:-,[]{}\"'：，\n \t#&*!|>%?\\", max_size=60).map(str.encode)
)
def test_any_bytes_give_a_mapping_or_say_why_not(raw):
    tree, problems = parse(raw, "a.yaml")
    assert isinstance(tree, Mapping)
    lines = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        for language in ("en", "zh"):
            assert problem.message(language)
            problem.hint(language)
        _, line, column = problem.location
        assert line == column == 0 or 1 <= column <= len(lines[line - 1]) + 2
    if not problems:
        assert yaml_accepts(raw)


def yaml_accepts(raw):
    try:
        return isinstance(yaml.load(raw.removeprefix(b"\xef\xbb\xbf"), yaml.CBaseLoader), dict | None) or True  # noqa: S506
    except yaml.YAMLError:
        return False


def test_every_scalar_is_the_text_that_was_written():
    words = [
        "2022-04",
        "2022-04-01",
        "no",
        "yes",
        "null",
        "~",
        "007",
        "1.50",
        "1e3",
        "0x1F",
        "12:30",
        "1_000",
        "true",
        ".inf",
        "=",
        "2.3万余家",
    ]
    raw = "".join(f"k{i}: {word}\n" for i, word in enumerate(words)).encode()
    tree, problems = parse(raw, "a.yaml")
    assert (list(plain_data(tree).values()), problems) == (words, [])


def test_a_value_left_out_is_an_empty_plain_scalar():
    tree = parse("a:\nb: {c, d: }\ne: [,]\n".replace("[,]", '""').encode(), "a.yaml")[0]
    assert plain_data(tree) == {"a": "", "b": {"c": "", "d": ""}, "e": ""}
    assert [s.style for s in scalars(tree) if not s.text] == ["", "", "", '"']


def test_places_count_code_points_and_take_in_the_quotes():
    tree, problems = parse('\ufeff𠮷: "a\\u4e2d"\r\n乙:\r\n  - |\r\n    丙\r\n'.encode(), "a.yaml")
    assert problems == []
    assert scalars(tree) == [
        Scalar("𠮷", 1, 1, ""),
        Scalar("a中", 1, 4, '"'),
        Scalar("乙", 2, 1, ""),
        Scalar("丙\n", 3, 5, "|"),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "a: 甲\nb：乙\nc: 丙\n",
        "a: 甲\nb: [乙\n",
        "a: 甲\nb: *c\n",
        "a: 甲\n---\nb: 乙\n",
        "a: 甲\n<<: {b: 乙}\n",
        "a: 甲\n- b\n",
    ],
)
def test_what_cannot_be_read_to_its_end_gives_no_half_of_the_data(raw):
    tree, problems = parse(raw.encode(), "a.yaml")
    assert tree.entries == {}
    assert problems


def test_what_can_be_read_comes_back_beside_its_problems():
    tree, problems = parse("a: 甲\na: 乙\nb: 丙\u200b\n".encode(), "a.yaml")
    assert plain_data(tree) == {"a": "甲", "b": "丙\u200b"}
    assert [problem.code for problem in problems] == ["duplicate-key", "invisible-character"]


def entities(count):
    for number in range(count):
        yield (
            f"  工会{number}:\n    type: Union\n    aliases: [工会{number}号, 第{number}工会]\n"
            f"    organizer: {{to: 工会0, quote: 浙江省总工会，联合}}\n"
            f"    description: “八八战略”引领：第{number}个\n"
        )


def best_time(raw):
    """Give the least of three times, in seconds of this process."""
    times = []
    for _ in range(3):
        start = time.process_time()
        parse(raw, "a.yaml")
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize(
    "unit",
    [
        "".join(entities(400)),
        "".join(f"  k{i}：甲\n" for i in range(1000)),
        "".join(f'  k{i}: "甲\n' for i in range(1000)),
        "".join(f"  k{i}: [甲\n" for i in range(1000)),
        "".join(f"<<<<<<< a{i}\n" for i in range(500)),
        "  k: " + "［" * 2000 + "\n",
        "  k: " + "“" * 2000 + "\n",
        "  k: " + "，a：" * 1000 + "\n",
        "  k: {" + "，a：" * 1000 + "\n",
        "\t\n" * 1000 + "\tb: c\n" * 500,
        "  k: 甲\u200b\u3000乙\u3000\n" * 500,
    ],
    ids=str.split("clean colons quotes brackets conflicts fullwidth curly commas in-braces tabs hidden"),
)
def test_time_grows_with_the_size_and_no_faster(unit):
    gc.disable()
    try:
        once, four_times = (
            best_time(f"entities:\n{unit}".encode()),
            best_time(f"entities:\n{unit * 4}".encode()),
        )
    finally:
        gc.enable()
    assert four_times < 0.02 + 8 * once
