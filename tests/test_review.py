"""Drafts: what the loader makes of them, and `kg review`, at a terminal and without."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
from pathlib import Path

import pytest

from kg.draft.review import Review
from kg.loading.load import load
from kg.options import run as main

PATIENCE = 60
ENTITIES = """\
  省总工会: {type: Union}
  班前十分钟:   # kept
    type: Campaign
    organizer: {to: 省总工会, quote: 省总工会联合省委宣传部}
"""
DRAFT = """\
status: draft
source: b1

articles:
  b1: {title: 书屋, text: articles/b1.txt}

entities:
  车间书屋:
    type: Programme
    status: draft
    confidence: 0.90
    quote: 车间书屋
    organizer: {to: 云溪市总工会, quote: 云溪市总工会启动, status: draft, confidence: 0.60}
    statistics:
      - {measure: 书屋, value: 1200余家, quote: 建成1200余家, status: draft, confidence: 0.95}
      - {measure: 职工, value: 35万人, quote: 惠及35万人, status: draft, confidence: 0.80}

  云溪市总工会:
    type: Union
    status: draft
    confidence: 0.70
    quote: 云溪市总工会

  班前十分钟:
    statistics: {measure: 书屋, value: 3家, quote: 走进3家书屋, status: draft, confidence: 0.85}
"""
TEXT = "2024年4月，云溪市总工会启动车间书屋，建成1200余家，惠及35万人。班前十分钟也走进3家书屋。\n"


@pytest.fixture
def project(data):
    """Give a data directory and, beside it, the draft of another article."""
    directory = data(ENTITIES)
    (directory / "articles" / "b1.txt").write_text(TEXT, encoding="utf-8")
    draft = directory.parent / "drafts" / "b1.yaml"
    draft.parent.mkdir()
    draft.write_text(DRAFT, encoding="utf-8")
    return directory, draft


def review(project, *arguments: str) -> int:
    directory, draft = project
    return main(["review", str(draft), "--data", str(directory), "--lang", "en", *arguments])


def codes(problems) -> list[str]:
    return [problem.code for problem in problems]


# What the loader makes of drafts.


def test_a_draft_among_the_data_is_checked_and_asserts_nothing(project) -> None:
    directory, draft = project
    before = load(directory)[0]
    draft.rename(directory / "b1.yaml")
    dataset, problems = load(directory)
    assert codes(problems) == ["drafts-unreviewed"]
    assert problems[0].blanks == {"count": "6"}
    assert (dataset.entities.keys(), dataset.articles.keys()) == (
        before.entities.keys(),
        before.articles.keys(),
    )
    assert len(dataset.statements) == len(before.statements)


WRONG = {
    ("quote: 建成1200余家", "quote: 建成1300余家"): {"quote-not-found", "quantity-not-in-quote"},
    ("value: 1200余家", "value: 1300余家"): {"quantity-not-in-quote"},
    ("to: 云溪市总工会", "to: 云溪县总工会"): {"unknown-reference"},
    ("confidence: 0.90", "confidence: 90%"): {"bad-confidence"},
    ("confidence: 0.60", "confidence: 1.60"): {"bad-confidence"},
    ("type: Programme\n", "name: 书屋\n"): {"type-missing"},
    ("status: draft\nsource", "status: drafted\nsource"): {"unknown-value"},
}


@pytest.mark.parametrize(("change", "expected"), WRONG.items())
def test_a_draft_is_checked_like_the_data(project, change, expected) -> None:
    directory, _ = project
    (directory / "b1.yaml").write_text(DRAFT.replace(*change), encoding="utf-8")
    assert expected <= set(codes(load(directory)[1]))


SINGLE = {
    "  甲: {type: Union, status: draft, confidence: 0.5}\n  乙: {type: Campaign, organizer: 甲}\n": [
        "refers-to-draft",
        "drafts-unreviewed",
    ],
    "  甲: {type: Union, status: draft}\n  乙: {type: Campaign, organizer: {to: 甲, status: draft}}\n": [
        "drafts-unreviewed"
    ],
    "  甲: {type: Union}\n  乙: {type: Campaign, organizer: {to: 甲, confidence: 0.5}}\n": ["draft-only"],
    "  甲: {type: Union, confidence: 0.5}\n": ["draft-only"],
    "  甲: {type: Union, quote: 省总工会}\n": ["draft-only"],
    "  甲: {type: Union, status: stated}\n": ["unknown-value"],
    "  甲: {type: Union, name: 丙}\n  乙: {type: Union, name: 丙, status: draft}\n"
    "  丁: {type: Campaign, organizer: 丙}\n": ["drafts-unreviewed"],
}


@pytest.mark.parametrize(("entities", "expected"), SINGLE.items())
def test_single_drafts_among_the_data(data, entities, expected) -> None:
    assert sorted(codes(load(data(entities))[1])) == sorted(expected)


def test_a_statement_from_an_article_that_is_a_draft_is_refused(project) -> None:
    directory, draft = project
    draft.rename(directory / "b1.yaml")
    (directory / "c.yaml").write_text(
        "entities:\n  丙: {type: Union, established: {value: 1949, source: b1}}\n", encoding="utf-8"
    )
    assert "refers-to-draft" in codes(load(directory)[1])


def test_check_reads_a_draft_outside_the_data(project, capsys) -> None:
    directory, draft = project
    assert main(["check", str(draft), "--data", str(directory), "--lang", "en"]) == 0
    assert "6 proposals of a draft are not reviewed" in capsys.readouterr().out
    draft.write_text(DRAFT.replace("1200余家, quote", "1300余家, quote"), encoding="utf-8")
    assert main(["check", str(draft), "--data", str(directory), "--lang", "zh"]) == 1
    assert f"{draft}:15:" in capsys.readouterr().out


# Without a terminal.


def test_the_list_gives_the_surest_of_each_entity_first(project, capsys) -> None:
    assert review(project, "--list", "--min-confidence", "0.8") == 0
    lines = [line.split(": ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "0.90 车间书屋 Programme 「车间书屋」",
        "0.95 车间书屋 statistics = 1200余家 「建成1200余家」",
        "0.80 车间书屋 statistics = 35万人 「惠及35万人」",
        "0.85 班前十分钟 statistics = 3家 「走进3家书屋」",
    ]


def test_all_that_is_accepted_stands_in_the_data_and_the_draft_is_gone(project, capsys) -> None:
    directory, draft = project
    assert review(project, "--accept-all") == 0
    assert "accepted 6, not accepted 0, left in the draft 0" in capsys.readouterr().err
    assert not draft.exists()
    dataset, problems = load(directory)
    assert not problems
    assert {"车间书屋", "云溪市总工会"} <= dataset.entities.keys()
    assert {one.source for one in dataset.statements_from["车间书屋"]} == {"b1"}
    text = (directory / "entities.yaml").read_text(encoding="utf-8")
    assert "班前十分钟:   # kept" in text
    assert "quote: 走进3家书屋, source: b1" in text
    assert "draft" not in text + (directory / "b1.yaml").read_text(encoding="utf-8")


def test_what_is_not_sure_enough_stays_with_all_that_needs_it(project) -> None:
    directory, draft = project
    assert review(project, "--accept-all", "--min-confidence", "0.8") == 0
    left = Review(draft, directory, None).items()
    assert [(item.subject, item.key) for item in left] == [("车间书屋", "organizer"), ("云溪市总工会", "")]
    assert not [one for one in load(directory)[1] if one.severity == "error"]
    assert review(project, "--accept-all") == 0
    assert not draft.exists()


def test_what_is_wrong_is_told_and_stays(project, capsys) -> None:
    directory, draft = project
    draft.write_text(DRAFT.replace("value: 35万人", "value: 36万人"), encoding="utf-8")
    assert review(project, "--accept-all") == 1
    assert "quantity-not-in-quote" in capsys.readouterr().err
    assert [item.to for item in Review(draft, directory, None).items()] == ["36万人"]
    assert not load(directory)[1]


def test_who_is_only_supposed_to_act_is_inferred(project) -> None:
    directory, draft = project
    supposed = "quote: 云溪市总工会启动, note: 原句省略主语, status: draft"
    draft.write_text(DRAFT.replace("quote: 云溪市总工会启动, status: draft", supposed), encoding="utf-8")
    assert review(project, "--accept-all") == 0
    statements = load(directory)[0].statements_from["车间书屋"]
    assert [one.status for one in statements if one.property == "organizer"] == ["inferred"]


def test_a_second_value_of_what_has_one_is_refused(project, capsys) -> None:
    directory, draft = project
    start = "    start: {value: 2024-04, quote: 2024年4月}\n"
    draft.write_text(DRAFT + start, encoding="utf-8")
    (directory / "entities.yaml").write_text(
        (directory / "entities.yaml").read_text(encoding="utf-8") + "    start: 2022-04\n", encoding="utf-8"
    )
    assert review(project, "--accept-all") == 1
    assert "has a value of start already (2022-04)" in capsys.readouterr().err
    assert [item.key for item in Review(draft, directory, None).items()] == ["start"]


def test_accepting_again_after_an_interruption_adds_nothing(project) -> None:
    directory, draft = project
    assert review(project, "--accept-all") == 0
    files = {path: path.read_bytes() for path in directory.rglob("*.yaml")}
    draft.write_text(DRAFT, encoding="utf-8")  # as if it had been killed before the draft was written
    assert review(project, "--accept-all") == 0
    assert {path: path.read_bytes() for path in directory.rglob("*.yaml")} == files
    assert not draft.exists()


def test_comments_line_ends_and_a_mark_of_the_data_are_kept(project) -> None:
    directory, _ = project
    file = directory / "entities.yaml"
    raw = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(raw)
    assert review(project, "--accept-all") == 0
    added = file.read_bytes().removeprefix(raw)
    assert added.startswith("    statistics: {measure: 书屋".encode())
    assert added.endswith(b"}\r\n")


def test_a_file_that_is_no_draft_is_refused(project, capsys) -> None:
    directory, draft = project
    draft.write_text(DRAFT.replace("status: draft\nsource", "source", 1), encoding="utf-8")
    assert review(project, "--list") == 1
    assert "this is no draft of an article" in capsys.readouterr().err
    draft.unlink()
    assert review(project, "--list") == 1
    assert main(["review", str(directory), "--data", str(directory), "--list"]) == 1


def test_a_read_only_file_of_the_data_loses_nothing(project, capsys) -> None:
    directory, draft = project
    (directory / "entities.yaml").chmod(0o444)
    assert review(project, "--accept-all") == 1
    assert "read-only" in capsys.readouterr().err
    assert "走进3家书屋" in draft.read_text(encoding="utf-8")


def test_without_a_terminal_nobody_is_asked(project, capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert review(project) == 2
    assert "--accept-all" in capsys.readouterr().err


# At a terminal.


class Sitting:
    """`kg review` at a terminal of its own; each answer is given when it is asked for."""

    def __init__(self, project, language: str = "en") -> None:
        directory, draft = project
        command = ["-m", "kg", "review", str(draft), "--data", str(directory), "--lang", language]
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(Path(__file__).parent.parent)
            os.environ["TERM"] = "dumb"
            os.execv(sys.executable, [sys.executable, *command])  # noqa: S606

    def until_asked(self) -> str:
        """Give what is shown up to the next question, or to the end."""
        seen, end = b"", time.monotonic() + PATIENCE
        while time.monotonic() < end and not re.search(rb"(> |: )\Z", seen):
            if select.select([self.terminal], [], [], 0.2)[0]:
                try:
                    seen += os.read(self.terminal, 1 << 16)
                except OSError:
                    break
        return seen.decode("utf-8", "replace")

    def answers(self, *answers: str) -> list[str]:
        """Give what is shown before each answer, and at the end."""
        shown = []
        for answer in answers:
            shown.append(self.until_asked())
            os.write(self.terminal, f"{answer}\n".encode())
        shown.append(self.until_asked())
        return shown

    def status(self) -> int:
        """Wait for the end."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        os.close(self.terminal)
        return status


def test_one_proposal_after_the_other_is_shown_in_its_sentence(project) -> None:
    directory, draft = project
    sitting = Sitting(project)
    shown = sitting.answers("?", "a", "a", "s", "a", "a", "r")
    assert "“?” is no key" in shown.pop(1)
    assert sitting.status() == 0
    assert "new entity" in shown[0]
    assert "⟦车间书屋⟧" in shown[0]
    assert "书屋: 1200余家    95%" in shown[1]
    assert "⟦建成1200余家⟧" in shown[1]
    assert "35万人    80%" in shown[2]
    assert "云溪市总工会  Union" in shown[3]  # asked for first: the statement needs it
    assert "organizer 主办" in shown[4]
    assert "班前十分钟  Campaign" in shown[5]
    assert "accepted 4, rejected 1, left in the draft 1" in shown[6]
    assert f"wrote {directory / 'b1.yaml'}" in shown[6]
    assert [item.to for item in Review(draft, directory, None).items()] == ["35万人"]
    said = {(one.subject, one.property) for one in load(directory)[0].statements}
    assert ("车间书屋", "organizer") in said
    assert ("班前十分钟", "statistics") not in said


def test_a_value_is_edited_and_each_answer_is_checked(project) -> None:
    directory, draft = project
    sitting = Sitting(project, "zh")
    shown = sitting.answers("a", "e", "建成的书屋", "1300余家", "1200余家", "", "q")
    assert sitting.status() == 0
    assert "a 采纳" in shown[0]
    assert "quantity-not-in-quote" in shown[4]
    assert "采纳 2，拒绝 0" in shown[7]
    [figure] = [one.object for one in load(directory)[0].statements if one.subject == "车间书屋"]
    assert (figure.measure, str(figure.quantity)) == ("建成的书屋", "1200余家")
    assert draft.exists()


def test_back_takes_a_decision_back(project) -> None:
    directory, draft = project
    files = {path: path.read_bytes() for path in (*directory.rglob("*.yaml"), draft)}
    sitting = Sitting(project)
    sitting.answers("A", "r", "b", "b", "q")
    assert sitting.status() == 0
    assert {path: path.read_bytes() for path in (*directory.rglob("*.yaml"), draft)} == files


def test_rejecting_an_entity_takes_all_that_needs_it_along(project) -> None:
    directory, draft = project
    sitting = Sitting(project)
    sitting.answers("a", "s", "s", "r", "q")
    assert sitting.status() == 0
    left = Review(draft, directory, None).items()
    assert {item.key for item in left} == {"statistics"}
    assert not [one for one in Review(draft, directory, None).problems if one.severity == "error"]


@pytest.mark.parametrize("ending", ["\x04", "\x03"])
def test_leaving_at_any_moment_keeps_what_was_decided(project, ending) -> None:
    directory, draft = project
    sitting = Sitting(project)
    sitting.answers("a")
    os.write(sitting.terminal, ending.encode())
    assert "accepted 1, rejected 0, left in the draft 5" in sitting.until_asked()
    assert sitting.status() == 0
    assert "车间书屋" in load(directory)[0].entities
    assert len(Review(draft, directory, None).items()) == 5
