"""What is written as YAML is read as it was, and nodes are found where they stand."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.yamltree import Mapping, Scalar, parse
from kg.yamltree.writing import entry_text, flow_text, item_text, key_text, scalar_text

PIECES = st.sampled_from(
    [
        *"：，、“”‘＂＃【】［｛《》－—·\u3000\x85\u2028𠮷é -?@!&*|>%`'\"[]{},:~=<\\\t\n\r#",
        *("工会", ": ", " #", "- ", "null", "2.3万", "007", "<<", "<<<<<<< ", "---", "...", "to：x"),
        "https://a.example/?q=1",
    ]
)
VISIBLE = st.characters(exclude_categories=("Cc", "Cs", "Cf", "Cn", "Co", "Zs", "Mn", "Me", "Mc"))
TEXTS = st.one_of(st.lists(PIECES, max_size=6).map("".join), st.text(VISIBLE, max_size=12))


def read(yaml):
    tree, problems = parse(yaml.encode(), "a.yaml")
    assert not problems, yaml
    return content(tree)


def content(node):
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key: content(entry.value) for key, entry in node.entries.items()}
    return [content(item) for item in node.items]


@given(TEXTS, st.sampled_from(["k", "quote"]))
@example("", "k")
@example("“留浙过年”", "quote")
def test_a_text_is_read_as_it_was_written(text, key):
    assert read(f"{key}: {scalar_text(text, key=key)}\n") == {key: text}
    assert read(f"{key}: {scalar_text(text)}") == {key: text}
    assert read(f"a:\n  - {scalar_text(text)}\n  - b: {scalar_text(text)}\n") == {"a": [text, {"b": text}]}
    flow = scalar_text(text, flow=True, key=key)
    assert read(f"a: {{{key}: {flow}, b: [{flow}, {flow}]}}\n") == {"a": {key: text, "b": [text, text]}}


@given(TEXTS.filter(lambda text: text != "<<"))
def test_a_text_that_is_a_key_is_read_as_it_was_written(text):
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    assert read(f"{key_text(text)}: 1\n") == {text: "1"}
    assert read(f"a: {{{key_text(text, flow=True)}: 1}}\n") == {"a": {text: "1"}}


VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("甲乙丙"), inner, max_size=3),
)


@given(VALUES, st.integers(0, 3))
def test_a_value_is_read_as_it_was_written(value, blocks):
    assert read(entry_text("值", value, 0, blocks=blocks)) == {"值": value}
    assert read("a:\n" + entry_text("值", value, 4, step=4, blocks=blocks)) == {"a": {"值": value}}
    assert read("a:\n" + item_text(value, 2) + item_text("x", 2)) == {"a": [value, "x"]}
    assert read(f"a: {flow_text(value)}\n") == {"a": value}


@pytest.mark.parametrize(
    ("text", "block", "flow"),
    [
        ("守好红色根脉·班前十分钟活动", "守好红色根脉·班前十分钟活动", "守好红色根脉·班前十分钟活动"),
        ("2022-04", "2022-04", "2022-04"),
        ("类型：工会，职工", "类型：工会，职工", "类型：工会，职工"),
        ("职工, 农民", "职工, 农民", '"职工, 农民"'),
        ("牢记: 使命", '"牢记: 使命"', '"牢记: 使命"'),
        ('他说"好"', '他说"好"', '他说"好"'),
        ("- 项", '"- 项"', '"- 项"'),
        ("null", '"null"', '"null"'),
        ("~", '"~"', '"~"'),
        ("no", "no", "no"),
        ("", '""', '""'),
        ("一\n二", '"一\\n二"', '"一\\n二"'),
        ("一\x85二", '"一\\u0085二"', '"一\\u0085二"'),
        ('"引', "'\"引'", "'\"引'"),
    ],
)
def test_quotes_are_written_only_where_they_are_needed(text, block, flow):
    assert (scalar_text(text), scalar_text(text, flow=True)) == (block, flow)
