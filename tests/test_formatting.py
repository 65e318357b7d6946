"""`kg fmt` changes how a file looks, never what it says; comments stay where they were meant."""

import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, run_kg
from hypothesis import given
from hypothesis import strategies as st

from kg.editing.formatting import formatted
from kg.editing.landing import Sources
from kg.editing.references import ontology_of
from kg.editing.sources import SourceFile
from kg.problems import KgError

ONTOLOGY = ontology_of(Sources(ROOT / "data"))

CASES = tomllib.loads((Path(__file__).parent / "cases" / "formatting.toml").read_text(encoding="utf-8"))


def file(text):
    return SourceFile(Path("a.yaml"), text.encode())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_file_is_laid_out_in_the_standard_way(case):
    assert formatted(file(case["before"]), ONTOLOGY) == case["after"]
    assert formatted(file(case["after"]), ONTOLOGY) == case["after"]


def test_keys_are_written_in_the_language_asked_for():
    text = "entities:\n  甲:\n    type: Campaign\n    主办: 省总\n    notStated: {start: 没有写}\n"
    chinese = "entities:\n  甲:\n    type: 活动\n    主办: 省总\n    未载: {开始: 没有写}\n"
    english = "entities:\n  甲:\n    type: Campaign\n    organizer: 省总\n    notStated: {start: 没有写}\n"
    assert formatted(file(text), ONTOLOGY, "zh") == chinese
    assert formatted(file(chinese), ONTOLOGY, "en") == english


NAMES = st.sampled_from(["甲", "'乙: 丙'", "2022-04"])


@st.composite
def entities(draw):
    """Make entities whose properties, comments, blank lines and indentation come as they like."""
    step = draw(st.sampled_from([2, 3, 4]))
    lines = ["entities:"]
    for number in range(draw(st.integers(1, 3))):
        lines += draw(st.sampled_from([[], ["", ""], [" " * step + f"# 注{number}"]]))
        lines.append(" " * step + f"实体{number}:")
        keys = draw(st.permutations(["type", "aliases", "start", "partOf", "organizer", "level", "unknown"]))
        for key in keys[: draw(st.integers(1, 7))]:
            lines += draw(st.sampled_from([[], [""], [" " * 2 * step + f"# 关于{key}"]]))
            shape = draw(st.sampled_from(["short", "flow", "list", "block", "literal"]))
            inner = " " * 2 * step
            lines += {
                "short": [f"{inner}{key}: {draw(NAMES)}  # 尾注"],
                "flow": [f"{inner}{key}: {{to: {draw(NAMES)},", f"{inner}  note: 一}}"],
                "list": [f"{inner}{key}:", f"{inner}- 甲", f"{inner}# 间", f"{inner}- {{to: 乙}}"],
                "block": [f"{inner}{key}:", f"{inner}  - to: 甲", f"{inner}    note: {draw(NAMES)}"],
                "literal": [f"{inner}{key}: >-", f"{inner}   一行", "", f"{inner}   二行 "],
            }[shape]
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# 完\n"]))


@given(entities())
def test_formatting_twice_is_formatting_once_and_no_comment_is_lost(text):
    once = formatted(file(text), ONTOLOGY)
    assert formatted(file(once), ONTOLOGY) == once
    assert comments(once) == comments(text)


def comments(text):
    return Counter(line[line.index("#") :].rstrip() for line in text.splitlines() if "#" in line)


def test_a_layout_that_cannot_be_changed_safely_is_refused():
    with pytest.raises(KgError) as refused:
        formatted(
            file("entities:\n  甲: {type: Union,\nname: 乙}\n  乙:\n    type: Union\n   # 甲\n  ? 丙\n"),
            ONTOLOGY,
        )
    assert refused.value.problems


@pytest.fixture
def directory(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


def test_the_data_of_the_project_are_formatted():
    found = run_kg("fmt", "--check", "--data", ROOT / "data")
    assert (found.returncode, found.stdout) == (0, ""), found.stdout


def test_check_lists_what_is_not_formatted_and_writes_nothing(directory):
    people = directory / "people.yaml"
    people.write_bytes(people.read_bytes().replace(b"\n\n", b"\n\n\n"))
    before = people.read_bytes()
    found = run_kg("fmt", "--check", "--data", directory)
    assert (found.returncode, found.stdout) == (1, f"{people}\n")
    assert people.read_bytes() == before
    assert run_kg("fmt", people, "--data", directory).returncode == 0
    assert people.read_bytes() == (ROOT / "data" / "people.yaml").read_bytes()


def test_line_ends_byte_order_mark_and_mode_survive(directory):
    people = directory / "people.yaml"
    people.write_bytes(b"\xef\xbb\xbf" + people.read_bytes().replace(b"\n", b"\r\n"))
    people.chmod(0o640)
    before = people.read_bytes()
    people.write_bytes(before.replace(b"\r\n\r\n", b"\r\n\r\n\r\n"))
    assert run_kg("fmt", "--data", directory).returncode == 0
    assert people.read_bytes() == before
    assert people.stat().st_mode & 0o777 == 0o640


def test_both_languages_say_the_same(directory):
    before = run_kg("export", "--format", "nt", "--data", directory).stdout
    assert run_kg("fmt", "--keys", "zh", "--data", directory).returncode == 0
    assert "    主办:" in (directory / "initiatives.yaml").read_text(encoding="utf-8")
    assert sorted(run_kg("export", "--format", "nt", "--data", directory).stdout.split("\n")) == sorted(
        before.split("\n")
    )
    assert run_kg("fmt", "--keys", "en", "--data", directory).returncode == 0
    for path in directory.glob("*.yaml"):
        assert path.read_bytes() == (ROOT / "data" / path.name).read_bytes()


def test_a_path_that_is_no_data_is_named(directory, tmp_path):
    (tmp_path / "other.yaml").write_text("entities:\n", encoding="utf-8")
    found = run_kg("fmt", tmp_path / "other.yaml", "--data", directory)
    assert found.returncode == 1
    assert "path-not-data" in found.stderr
