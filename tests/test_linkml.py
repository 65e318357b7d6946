"""Every mistake of the ontology file is reported in one run, at its own line, with the likely fix."""

import re
from pathlib import Path

import pytest

from kg.loading.linkml import read_ontology
from kg.loading.load import load
from kg.problems import in_order
from kg.yamltree import parse

ONTOLOGY = (Path(__file__).parent.parent / "data" / "ontology.yaml").read_text(encoding="utf-8")

# Parts of the file that cases replace.
SLOT = "  hasPart:\n    slot_uri: dcterms:hasPart\n"
CLASS = "  Person:\n    class_uri: schema:Person\n"
INVERSE = "    range: Entity\n    multivalued: true\n    inverse: partOf\n"

# What is replaced, by what, with ▸ before the place that is wrong -> code, and words of message or hint.
CASES = {
    "unknown key of the schema": (
        "default_prefix: kg\n",
        "default_prefix: kg\n▸prefix: kg\n",
        "unknown-key",
        "prefixes",
    ),
    "unknown key of a slot": (SLOT, SLOT + "    ▸rang: Entity\n", "unknown-key", "range"),
    "unknown key of a class": (CLASS, CLASS + "    ▸slot: partOf\n", "unknown-key", "slots"),
    "unknown key of an enumeration": ("  Unit:\n", "  Unit:\n    ▸values: {}\n", "unknown-key", "Unit"),
    "no Chinese title": (
        SLOT + "    title: 包括\n",
        SLOT.replace("  has", "  ▸has", 1),
        "ontology-title-missing",
        "zh",
    ),
    "no English title": (
        "    annotations: {title_en: Person}\n",
        "",
        "ontology-title-missing",
        "title_en",
    ),
    "empty title": (SLOT + "    title: 包括\n", SLOT + "    title:▸\n", "missing-value", "title"),
    "title that is a list": (
        SLOT + "    title: 包括\n",
        SLOT + "    title: ▸[包括]\n",
        "text-expected",
        "title",
    ),
    "unknown range": (INVERSE, INVERSE.replace("Entity", "▸Enttiy"), "ontology-range-unknown", "Entity"),
    "one of several ranges unknown": (
        INVERSE,
        INVERSE.replace("range: Entity", "any_of: [{range: Entity}, {range: ▸Quantitiy}]"),
        "ontology-range-unknown",
        "Quantity",
    ),
    "unknown key of a choice": (
        INVERSE,
        INVERSE.replace("range: Entity", "any_of: [{range: Entity, ▸rnage: Entity}]"),
        "unknown-key",
        "range",
    ),
    "unknown slot of a class": (
        "slots: [worksFor, occupation,",
        "slots: [worksFor, ▸ocupation,",
        "ontology-slot-unknown",
        "occupation",
    ),
    "unknown inverse": (INVERSE, INVERSE.replace("partOf", "▸partof"), "ontology-slot-unknown", "partOf"),
    "unknown parent": (
        CLASS + "    is_a: Agent\n",
        CLASS + "    is_a: ▸Agnet\n",
        "ontology-parent-unknown",
        "Agent",
    ),
    "its own parent": (
        CLASS + "    is_a: Agent\n",
        CLASS + "    is_a: ▸Person\n",
        "ontology-parent-cycle",
        "Person",
    ),
    "title of another slot": (
        SLOT + "    title: 包括\n",
        SLOT.replace("  has", "  ▸has", 1) + "    title: 属于\n",
        "ontology-name-taken",
        "partOf",
    ),
    "alias of another slot": (
        "    aliases: [包含, 下设, 下属]\n",
        "    aliases: [包含, 隶属]\n",
        "ontology-name-taken",
        "隶属",
    ),
    "name of another class": (
        CLASS + "    is_a: Agent\n    title: 人物\n",
        CLASS + "    is_a: Agent\n    title: Organization\n",
        "ontology-name-taken",
        "Organization",
    ),
    "IRI of another slot": (
        SLOT,
        SLOT.replace("  has", "  ▸has", 1).replace(":hasPart\n", ":isPartOf\n"),
        "ontology-iri-taken",
        "partOf",
    ),
    "key of the data format": (
        "    aliases: [包含, 下设, 下属]\n",
        "    aliases: [包含, name]\n",
        "ontology-name-reserved",
        "name",
    ),
    "undeclared prefix": (
        CLASS,
        CLASS.replace("schema:", "▸shcema:"),
        "ontology-prefix-unknown",
        "shcema:Person",
    ),
    "IRI that is none": (CLASS, CLASS.replace("schema:Person", '▸"schema:a>b"'), "bad-uri", "a>b"),
    "prefix that is no IRI": (
        "  linkml: https://w3id.org/linkml/\n",
        "  linkml: ▸w3id org\n",
        "bad-uri",
        "w3id org",
    ),
    "flag that is none": (
        SLOT,
        SLOT + "    symmetric: ▸yes\n",
        "ontology-flag-expected",
        "yes",
    ),
    "slot that is a text": (SLOT, "  odd: ▸text\n" + SLOT, "mapping-expected", "odd"),
    "key twice": (SLOT, SLOT + "    ▸slot_uri: kg:hasPart\n", "duplicate-key", "slot_uri"),
}
# Where a case takes something away, what is wrong stands in a place that it does not touch.
PLACES = {"no English title": "  ▸Person:\n", "alias of another slot": "  ▸hasPart:\n"}
PLACES["name of another class"] = "  ▸Organization:\n    class_uri: org:Organization\n"
PLACES["key of the data format"] = PLACES["alias of another slot"]


def problems_of(text):
    tree, found = parse(text.encode(), "ontology.yaml")
    return in_order([*found, *read_ontology(tree, "ontology.yaml")[1]])


def place(marked):
    before = marked.partition("▸")[0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_reported_at_its_own_line_with_the_likely_fix(name):
    old, new, code, words = CASES[name]
    assert ONTOLOGY.count(old) == 1
    marked = ONTOLOGY.replace(old, new)
    if name in PLACES:
        marked = marked.replace(PLACES[name].replace("▸", ""), PLACES[name])
    assert marked.count("▸") == 1
    found = [problem for problem in problems_of(marked.replace("▸", "")) if problem.code == code]
    assert [problem.location[1:] for problem in found] == [place(marked)]
    for language in ("en", "zh"):
        assert words in found[0].message(language) + found[0].hint(language)


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_reported_once_and_nothing_else_because_of_it(name):
    old, new, code, _ = CASES[name]
    found = [problem.code for problem in problems_of(ONTOLOGY.replace(old, new.replace("▸", "")))]
    # These leave something undone that really is a second mistake.
    consequences = {
        "empty title": ["ontology-title-missing"],
        "title that is a list": ["ontology-title-missing"],
        "unknown inverse": ["ontology-inverse-one-way"],
        "slot that is a text": ["ontology-title-missing"],
    }
    assert sorted(found) == sorted([code, *consequences.get(name, [])])


def test_the_ontology_itself_has_no_problem():
    assert problems_of(ONTOLOGY) == []


def test_an_inverse_that_is_not_returned_is_reported_where_it_is_written():
    marked = ONTOLOGY.replace("    inverse: ▸hasPart\n".replace("▸", ""), "    inverse: ▸hasPart\n")
    text = ONTOLOGY.replace("    inverse: partOf\n", "")
    (problem,) = problems_of(text)
    assert problem.code == "ontology-inverse-one-way"
    assert problem.location[1:] == place(marked)
    assert "`inverse: partOf` under hasPart" in problem.hint()


def test_a_circle_of_parents_is_reported_at_each_of_its_classes():
    text = ONTOLOGY.replace(
        "  Agent:\n    class_uri: prov:Agent\n    is_a: Entity\n", "  Agent:\n    is_a: Person\n"
    )
    problems = problems_of(text)
    assert {problem.code for problem in problems} == {"ontology-parent-cycle"}
    lines = text.splitlines()
    assert [lines[problem.location.line - 1] for problem in problems] == [
        "    is_a: Person",
        "    is_a: Agent",
    ]


@pytest.mark.parametrize("prefix", ["kg", "e", "st", "obs", "article"])
def test_the_prefixes_of_our_own_iris_must_be_there(prefix):
    text = re.sub(rf"\n  {prefix}: .*", "", ONTOLOGY, count=1)
    problem = next(problem for problem in problems_of(text) if problem.code == "ontology-prefix-missing")
    assert f"{prefix}:" in problem.message()
    assert text.splitlines()[problem.location.line - 2] == "prefixes:"


EMPTY = {
    "nothing": "",
    "a comment": "# 本体\n",
    "no section": "name: gongtu\n",
    "sections without content": "slots:\n",
}


@pytest.mark.parametrize("text", EMPTY.values(), ids=EMPTY)
def test_an_empty_ontology_lacks_its_prefixes_and_breaks_nothing(text):
    codes = {problem.code for problem in problems_of(text)}
    assert codes == {"ontology-prefix-missing"}


@pytest.mark.parametrize(
    "text",
    [
        "text",
        "- a\n- b\n",
        "classes: text",
        "slots: [a]",
        "prefixes: {e: [x]}",
        "enums: {U: {permissible_values: [a]}}",
    ],
)
def test_a_wrong_shape_is_a_problem_not_the_end(text):
    assert problems_of(text)


def test_data_is_checked_in_the_same_run_as_a_broken_ontology(data):
    directory = data("  甲: {type: Unoin}\n")
    broken = ONTOLOGY.replace("slots: [worksFor,", "slots: [worksFr,")
    (directory / "ontology.yaml").write_text(broken, encoding="utf-8")
    _, problems = load(directory)
    assert [problem.code for problem in problems] == ["unknown-type", "ontology-slot-unknown"]
