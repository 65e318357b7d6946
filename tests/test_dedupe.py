"""Likely duplicates: which pairs are found and why, and what was decided about them."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest
from conftest import ROOT
from planted import as_yaml, cases

from kg.loading.load import load_good
from kg.options import run
from kg.resolution.duplicates import POSSIBLE, find_duplicates

CASES, THINGS = cases()
TWO = """\
  云溪市总工会:
    type: Union
    level: municipal
  送清凉:
    type: Campaign
    organizer: {to: 云溪市总工会, status: inferred, note: 为测试而设}
  云溪市总:   # 另一篇报道里的写法
    type: Union
"""


def found(directory, **options):
    return find_duplicates(load_good(directory)[0], **options)


def pairs(duplicates):
    return {frozenset((each.keep, each.drop)) for each in duplicates}


def codes(duplicate):
    return [reason.code for reason in duplicate.reasons]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {' / '.join(case.names)}")
def test_a_pair_is_found_or_not(case, data):
    listed = pairs(found(data(as_yaml(THINGS, case.entities))))
    assert listed == ({frozenset(case.ids)} if case.same and not case.missed else set())


def test_the_curated_graph_has_no_likely_duplicates():
    assert found(ROOT / "data", least=POSSIBLE) == []


def test_reasons_are_given_the_best_one_first(data):
    (duplicate,) = found(data(TWO + "    level: provincial\n"), least=POSSIBLE)
    assert (duplicate.keep, duplicate.drop) == ("云溪市总工会", "云溪市总")
    assert codes(duplicate) == ["abbreviation", "contradiction"]


FACTS = [
    ("shared", "organizer: 云溪港工会", "organizer: 云溪港工会", True),
    ("shared", "start: 2022-07", "start: 2022-07", True),
    (
        "shared",
        "statistics: {measure: 慰问, value: 800人}",
        "statistics: {measure: 慰问, value: 800人}",
        True,
    ),
    ("contradiction", "start: 2022-07", "start: 2023", False),
    ("contradiction", "level: county", "level: municipal", False),
    ("linked", "partOf: 慰问活动", "level: county", False),
]


@pytest.mark.parametrize(
    ("code", "one", "other", "raises"), FACTS, ids=[f"{row[0]} {row[1]}" for row in FACTS]
)
def test_what_is_said_of_both_raises_the_score_or_lowers_it(code, one, other, raises, data):
    entities = "  云溪港工会: {type: Union}\n  慰问: {type: Campaign}\n  慰问活动:\n    type: Campaign\n"
    (plain,) = found(data(entities), least=0)
    text = entities.replace("慰问: {type: Campaign}", f"慰问: {{type: Campaign, {one}}}") + f"    {other}\n"
    (judged,) = found(data(text), least=0)
    assert code in codes(judged)
    assert (judged.score > plain.score) is raises


def test_a_date_within_another_contradicts_nothing(data):
    (duplicate,) = found(
        data("  慰问: {type: Campaign, start: 2022}\n  慰问活动: {type: Campaign, start: 2022-07}\n")
    )
    assert codes(duplicate) == ["suffix"]


def test_two_in_one_list_of_one_article_are_two(data):
    entities = "  慰问: {type: Campaign}\n  慰问活动: {type: Campaign}\n  送清凉:\n    type: Campaign\n"
    (duplicate,) = found(data(entities + "    hasPart: [慰问, 慰问活动]\n"), least=0)
    assert codes(duplicate) == ["suffix", "listed"]
    assert duplicate.score < POSSIBLE + 0.2


def test_a_short_name_belongs_to_the_one_nearby(data):
    unions = "".join(f"  {place}市总工会: {{type: Union}}\n" for place in ("云溪", "石桥", "白鹭"))
    text = "  送清凉:\n    type: Campaign\n    organizer: 市总工会\n    coorganizer: 石桥市总工会\n"
    (duplicate,) = found(data(f"{unions}  市总工会: {{type: Union}}\n{text}"))
    assert {duplicate.keep, duplicate.drop} == {"市总工会", "石桥市总工会"}


def test_many_of_one_name_are_not_all_compared(data):
    text = "".join(f"  a{number}: {{type: Person, name: 王芳}}\n" for number in range(300))
    assert len(found(data(text))) == 299


def test_a_decision_is_written_beside_what_was_there_and_respected(data, capfd):
    directory = data(TWO)
    file = directory / "entities.yaml"
    before = file.read_text(encoding="utf-8")
    arguments = ["dedupe", "--data", str(directory)]
    assert run([*arguments, "--different", "云溪市总工会", "云溪市总", "--note", "后者在另一个省"]) == 0
    assert re.fullmatch(r".*entities\.yaml:\d+: 云溪市总工会\n", capfd.readouterr().out)
    line = "    differentFrom: {to: 云溪市总, status: inferred, note: 后者在另一个省}\n"
    assert file.read_text(encoding="utf-8").replace(line, "") == before
    assert found(directory) == []
    assert run(arguments) == 0
    assert "no likely duplicates" in capfd.readouterr().err
    assert run(["check", "--data", str(directory)]) == 0


def test_a_decision_is_not_written_twice(data, capfd):
    directory = data(TWO)
    arguments = ["dedupe", "--data", str(directory), "--different"]
    assert run([*arguments, "云溪市总工会", "云溪市总"]) == 0
    before = (directory / "entities.yaml").read_bytes()
    assert run([*arguments, "云溪市总", "云溪市总工会"]) == 0
    assert "already-different" in capfd.readouterr().err
    assert (directory / "entities.yaml").read_bytes() == before


def test_what_is_the_same_is_merged(data, capfd):
    directory = data(TWO)
    assert run(["dedupe", "--data", str(directory), "--same", "云溪市总工会", "云溪市总"]) == 0
    dataset = load_good(directory)[0]
    assert dataset.entities["云溪市总工会"].aliases == ("云溪市总",)
    assert "云溪市总" not in dataset.entities
    assert capfd.readouterr().out == ""


def test_one_entity_can_be_asked_about(data):
    directory = data(TWO + "  慰问: {type: Campaign}\n  慰问活动: {type: Campaign}\n")
    assert len(found(directory)) == 2
    assert pairs(found(directory, of="慰问")) == {frozenset(("慰问", "慰问活动"))}


def test_the_list_names_both_places_and_every_reason(data, capfd):
    assert run(["dedupe", "--data", str(data(TWO)), "--lang", "zh"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert re.fullmatch(r"0\.\d\d  云溪市总工会  \[工会\]  .*entities\.yaml:5:3", lines[0])
    assert re.fullmatch(r"      云溪市总  \[工会\]  .*entities\.yaml:11:3", lines[1])
    assert lines[2] == "      + “云溪市总工会”与“云溪市总”是同一名称的全称和简称"


def test_json_has_scores_and_reasons(data, capfd):
    assert run(["dedupe", "--data", str(data(TWO)), "--format", "json"]) == 0
    (row,) = json.loads(capfd.readouterr().out)
    assert (row["keep"], row["drop"], row["reasons"][0]["code"]) == (
        "云溪市总工会",
        "云溪市总",
        "abbreviation",
    )


WRONG = [
    (["--different", "云溪市总", "云溪市总"], 1, "different-itself"),
    (["--different", "云溪市总", "石桥市总"], 1, "unknown-name"),
    (["--different", "云溪市总", "送清凉", "--format", "json"], 2, "dedupe-options"),
    (["--same", "云溪市总", "送清凉", "--different", "云溪市总", "送清凉"], 2, "dedupe-options"),
    (["--note", "没有决定"], 2, "dedupe-options"),
    (["没有的"], 1, "unknown-name"),
]


@pytest.mark.parametrize(("arguments", "status", "code"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_what_cannot_be_decided_changes_nothing(arguments, status, code, data, capfd):
    directory = data(TWO)
    before = (directory / "entities.yaml").read_bytes()
    assert run(["dedupe", *arguments, "--data", str(directory)]) == status
    assert f"error[{code}]" in capfd.readouterr().err
    assert (directory / "entities.yaml").read_bytes() == before


def test_an_ontology_without_the_property_is_told_so(data, capfd):
    directory = data(TWO)
    ontology = directory / "ontology.yaml"
    text = ontology.read_text(encoding="utf-8").replace("      - differentFrom\n", "")
    ontology.write_text(re.sub(r"  differentFrom:\n(    .*\n)+", "", text), encoding="utf-8")
    assert run(["dedupe", "--data", str(directory), "--different", "云溪市总", "云溪市总工会"]) == 1
    assert "different-undeclared" in capfd.readouterr().err


def test_a_path_does_not_lead_over_a_difference(data):
    directory = data(TWO)
    run(["dedupe", "--data", str(directory), "--different", "云溪市总工会", "云溪市总"])
    assert run(["path", "云溪市总工会", "云溪市总", "--data", str(directory)]) == 1


def at_a_terminal(directory, answers):
    """Run `kg dedupe` at a terminal of its own, type the answers, and give what it shows."""
    here, there = pty.openpty()
    command = [sys.executable, "-m", "kg", "dedupe", "--data", str(directory), "--lang", "en"]
    with subprocess.Popen(command, stdin=there, stdout=there, stderr=there) as process:
        os.close(there)
        os.write(here, answers.encode())
        shown = b""
        while True:
            try:
                shown += os.read(here, 4096)
            except OSError:  # Linux says so when the other end is closed
                break
    os.close(here)
    return process.returncode, shown.decode()


MORE = TWO + "  慰问: {type: Campaign}\n  慰问活动: {type: Campaign}\n"


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ("s\nd\n", 0),
        ("d\nd\n", 0),
        ("k\nd\n", 1),
        ("q\n", 2),
        ("\x04", 2),
        ("什么\nd\nq\n", 1),
    ],
)
def test_at_a_terminal_each_pair_is_asked_about(answers, left, data):
    directory = data(MORE)
    status, shown = at_a_terminal(directory, answers)
    assert status == 0
    assert "云溪市总工会" in shown
    assert "[s]ame, into" in shown
    assert len(found(directory)) == left
