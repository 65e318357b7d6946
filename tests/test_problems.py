"""Problems are rendered the same way everywhere, and every code has its words in both languages."""

import json
import re
import string
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from kg.problems import (
    KgError,
    Location,
    Problem,
    catalogue,
    in_order,
    render_github,
    render_json,
    render_text,
)

MESSAGES = Path(__file__).parent.parent / "kg" / "messages"
SOURCES = sorted((Path(__file__).parent.parent / "kg").rglob("*.py"))
PROBLEM = Problem(
    "unknown-reference", Location("a.yaml", 3, 9), {"name": "省总公会", "suggestion": "省总工会"}
)


def test_text_is_what_compilers_print():
    assert render_text([PROBLEM]) == (
        "a.yaml:3:9: error[unknown-reference]: no entity has the id, name or alias 省总公会\n"
        "    hint: did you mean 省总工会?"
    )
    assert "提示: 是不是“省总工会”？" in render_text([PROBLEM], "zh")


def test_a_hint_without_its_blank_is_left_out():
    assert "\n" not in render_text([PROBLEM._replace(blanks={"name": "甲", "suggestion": ""})])


def test_json_has_every_part():
    assert json.loads(render_json([PROBLEM], "zh")) == [
        {
            "file": "a.yaml",
            "line": 3,
            "column": 9,
            "severity": "error",
            "code": "unknown-reference",
            "message": "没有实体的标识、名称或别名是“省总公会”",
            "hint": "是不是“省总工会”？",
        }
    ]


def test_github_commands_escape_what_would_end_them():
    problem = PROBLEM._replace(
        location=Location("a,b:c.yaml", 0), blanks={"name": "100%\n", "suggestion": ""}
    )
    expected = "::error file=a%2Cb%3Ac.yaml,line=1,col=1,title=unknown-reference::"
    assert render_github([problem]).startswith(expected)
    assert "100%25%0A" in render_github([problem])


def test_an_error_prints_as_check_does():
    assert str(KgError(PROBLEM)) == render_text([PROBLEM])


def test_problems_come_in_the_order_of_the_file_and_once():
    later = PROBLEM._replace(location=Location("a.yaml", 10, 1))
    assert in_order([later, PROBLEM, later]) == [PROBLEM, later]


@pytest.mark.parametrize("code", catalogue())
def test_a_message_fills_the_same_blanks_in_both_languages(code):
    message = catalogue()[code]

    def blanks(key):
        names = {name for _, name, _, _ in string.Formatter().parse(message.get(key, "")) if name}
        return {name.removesuffix("_en").removesuffix("_zh") for name in names}

    # Unicode has its names of characters in English only.
    assert blanks("zh") <= blanks("en")
    assert blanks("hint_en") == blanks("hint_zh")
    assert set(message) <= {"en", "zh", "hint_en", "hint_zh", "severity"}
    assert message.get("severity", "error") in ("error", "warning")


def test_every_code_that_is_used_has_a_message_and_every_message_is_used():
    text = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES)
    assert {code for code in catalogue() if f'"{code}"' not in text} == set()
    used = set(re.findall(r'(?:Problem|complain|unknown|Slip|clash)\(\s*"([a-z0-9-]+)"', text))
    assert used - set(catalogue()) == set()


def test_no_code_stands_in_two_files_of_messages():
    codes = Counter(
        code for file in MESSAGES.glob("*.toml") for code in tomllib.loads(file.read_text(encoding="utf-8"))
    )
    assert [code for code, times in codes.items() if times > 1] == []
