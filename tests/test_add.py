"""`kg add` and `kg set`: real processes, also at a terminal, killed, and all at once."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.editing.addition import Addition
from kg.editing.landing import Sources, new_problems
from kg.loading.load import load
from kg.problems import KgError

KG = Path(sys.executable).with_name("kg")
ROOT = Path(__file__).parent.parent
UNIONS = """\
  省总:
    type: Union
    name: 浙江省总工会
    aliases: [省总工会]

  # 宣传口
  宣传部:
    type: PartyOrgan
    aliases: [省委宣传部]
"""


def kg(*arguments, given=None):
    """Run a command; gives its status, its output and what it said aside."""
    command = [KG, *arguments, "--lang", "en"]
    run = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout, run.stderr


def entities_of(directory):
    dataset, problems = load(directory)
    assert not [problem for problem in problems if problem.severity == "error"]
    return dataset.entities


def test_an_entity_is_added_by_flags(data):
    directory = data(UNIONS)
    path = directory / "entities.yaml"
    before = path.read_text()
    words = ["add", "班前", "--type", "活动", "--name", "班前十分钟", "--alias", "班前会"]
    words += [
        "-s",
        "主办",
        "省总工会",
        "quote=省总工会联合",
        "-s",
        "主办",
        "宣传部",
        "-s",
        "start",
        "2022-04",
        "quote=2022年4月",
    ]
    words += ["-s", "statistics", "2.3万余家", "measure=企业", "quote=2.3万余家企业", "--data", directory]
    assert kg(*words) == (0, f"{path}:15: 班前\n", "")
    assert path.read_text() == before + (
        "\n  班前:\n    type: 活动\n    name: 班前十分钟\n    aliases: [班前会]\n"
        "    主办:\n      - {to: 省总工会, quote: 省总工会联合}\n      - 宣传部\n"
        "    start: {value: 2022-04, quote: 2022年4月}\n"
        "    statistics: {measure: 企业, value: 2.3万余家, quote: 2.3万余家企业}\n"
    )
    assert "班前" in entities_of(directory)


def test_entities_are_added_from_json(data):
    directory = data(UNIONS)
    given = {
        "甲工会": {"type": "Union", "established": 1949, "partOf": {"to": "乙工会", "note": '说"好": # 𠮷'}},
        "乙工会": {"type": "Union"},
    }
    status, output, _ = kg("add", "-", "--data", directory, given=json.dumps(given))
    assert (status, output.count("\n")) == (0, 2)
    assert {"甲工会", "乙工会"} < entities_of(directory).keys()
    note = load(directory)[0].statements_from["甲工会"][1].note
    assert note == '说"好": # 𠮷'


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("{", "json-syntax"),
        ("[" * 100_000, "json-syntax"),
        ("[]", "json-entities"),
        ("{}", "json-entities"),
        ('{"甲": {"type": "Union", "type": "Place"}}', "json-duplicate-key"),
        ('{"甲": {"type": null}}', "json-not-text"),
        ('{"甲": {"type": "Union", "note": "\\ud800"}}', "json-not-text"),
        ('{"甲": "Union"}', "mapping-expected"),
        ('{"甲": {"type": "Union", "partOf": [["省总"]]}}', "nested-list"),
        ('{"省总": {"type": "Union"}}', "entity-exists"),
        ('{"甲": {"type": "Union", "description": "零\\u200b宽"}}', "invisible-character"),
    ],
)
def test_json_that_is_no_entity_is_refused(data, given, code):
    directory = data(UNIONS)
    before = (directory / "entities.yaml").read_bytes()
    status, output, said = kg("add", "-", "--data", directory, given=given)
    assert (status, output) == (1, "")
    assert f"error[{code}]" in said
    assert (directory / "entities.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["省总", "--type", "Union"], 1, "hint: `kg set 省总 PROPERTY VALUE`"),
        (["甲", "--type", "Unoin"], 1, "甲:2:11: error[unknown-type]"),
        (["甲 乙", "--type", "Union"], 1, "甲 乙:1:3: error[bad-id]"),
        (["甲", "--type", "Union", "-s", "partOf", "省总公会"], 1, "hint: did you mean 省总工会?"),
        (
            ["甲", "--type", "Campaign", "-s", "organizer", "省总", "quote=没有这句"],
            1,
            "error[quote-not-found]",
        ),
        (["甲", "--type", "Union", "-s", "partOf"], 2, "error[statement-words]"),
        (["甲", "--type", "Union", "-s", "partOf", "省总", "宣传部"], 2, "but not 宣传部"),
        (["甲"], 2, "error[add-what]"),
        (["--type", "Union"], 2, "error[add-what]"),
        (["-", "--type", "Union"], 2, "error[add-what]"),
        (["甲", "--type", "Union", "--to", "甲.txt"], 1, "error[not-a-data-file]"),
        (["甲", "--type", "Union", "--to", "../甲.yaml"], 1, "error[not-a-data-file]"),
        (["甲", "--type", "Union", "--to", "ontology.yaml"], 1, "error[not-a-data-file]"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(data, words, status, said):
    directory = data(UNIONS)
    before = (directory / "entities.yaml").read_bytes()
    found = kg("add", *words, "--data", directory, given="")
    assert found[:2] == (status, "")
    assert said in found[2]
    assert (directory / "entities.yaml").read_bytes() == before


def test_it_goes_to_the_file_of_its_type_or_to_the_one_named(data):
    directory = data(UNIONS)
    (directory / "places.yaml").write_text("entities:\n  浙江:\n    type: AdministrativeArea\n")
    places, new = directory / "places.yaml", directory / "new.yaml"
    assert kg("add", "杭州", "--type", "行政区", "--data", directory)[1] == f"{places}:5: 杭州\n"
    assert (
        kg("add", "宁波", "--type", "Honour", "--data", directory)[1]
        == f"{directory / 'entities.yaml'}:15: 宁波\n"
    )
    assert (
        kg("add", "温州", "--type", "Honour", "--to", "new.yaml", "--data", directory)[1]
        == f"{new}:2: 温州\n"
    )


def test_a_dry_run_shows_what_it_would_write(data):
    directory = data(UNIONS)
    before = (directory / "entities.yaml").read_bytes()
    status, output, _ = kg("add", "甲", "--type", "Union", "--data", directory, "--dry-run")
    assert (status, output) == (0, f"  甲:\n    type: Union\n{directory / 'entities.yaml'}:15: 甲\n")
    assert (directory / "entities.yaml").read_bytes() == before


def test_a_file_that_cannot_be_read_is_mended_first(data):
    directory = data(UNIONS)
    (directory / "broken.yaml").write_text("entities:\n  甲: {type: Union\n")
    status, _, said = kg("add", "乙", "--type", "Union", "--data", directory)
    assert status == 1
    assert "broken.yaml:2:6: error[unclosed-bracket]" in said


# --- what an addition can break


def test_a_name_that_is_in_use_is_not_captured(data):
    directory = data(UNIONS + "  班前:\n    type: Campaign\n    organizer: 省总工会\n")
    before = (directory / "entities.yaml").read_bytes()
    status, _, said = kg("add", "省总工会", "--type", "Union", "--data", directory)
    assert status == 1
    assert "entities.yaml:16:16: error[reference-captured]: this names 省总 and would name" in said
    assert (directory / "entities.yaml").read_bytes() == before


CHANGES = [
    {"甲": {"type": "Union", "aliases": ["省总工会"]}},
    {"甲": {"type": "Union", "partOf": "甲"}},
    {"甲": {"type": "Union", "partOf": "乙"}, "乙": {"type": "Union", "partOf": "甲"}},
    {"甲": {"type": "Union", "partOf": "班前"}},
    {"甲": {"type": "Campaign", "start": "2023", "end": "2022"}},
    {"甲": {"type": "Campaign", "statistics": [{"measure": "家", "value": "3家", "quote": "2.3万余家"}]}},
    {"甲": {"type": "Campaign", "organizer": ["省总", "省总工会"]}},
    {
        "甲": {
            "type": "Campaign",
            "organizer": {"to": "宣传部", "quote": "联合省委宣传部"},
            "notStated": {"end": "没有写"},
        }
    },
    {"甲": {"type": "Campaign", "notStated": {"end": "没有写"}, "end": "2022"}},
    {"空名": {"type": "Union"}},
    {"空名": {"type": "Union", "partOf": "缺"}},
    {"甲": {"type": "Union", "organizer": "省总"}},
    {"甲": {"type": "Union", "sameAs": "不是网址", "level": "省级的"}},
    {"甲": {"type": "Union", "partOf": "稿"}},
    {"甲": {"type": "Union", "status": "draft", "partOf": "稿"}},
    {"甲": {"type": "Union", "status": "draft", "confidence": "2"}, "乙": {"type": "Union", "partOf": "甲"}},
    {"甲": {"type": "Union", "confidence": "0.5", "partOf": {"to": "省总", "status": "draft"}}},
]
STATEMENTS = """\
  班前:
    type: Campaign
    organizer: 省总工会
  缺:
    type: Union
    partOf: 空名
  稿:
    type: Union
    status: draft
"""


@pytest.mark.parametrize(
    "entities", CHANGES, ids=[json.dumps(change, ensure_ascii=False) for change in CHANGES]
)
def test_an_addition_is_judged_as_if_all_was_loaded(data, entities):
    """The quick check and the whole one find the same."""
    directory = data(UNIONS + STATEMENTS)
    addition = Addition(directory, entities)
    try:
        found = addition.rehearse().warnings
    except KgError as error:
        found = error.problems
    sources = Sources(directory)
    path = addition.path
    edits = addition.plan(sources)
    whole = new_problems(directory, None, {path: sources[path].edited(edits[path])})
    codes = {problem.code for problem in found if problem.code not in {"name-shared", "reference-captured"}}
    assert codes == {problem.code for problem in whole if problem.severity == "error"} | {
        problem.code for problem in found if problem.severity == "warning"
    } - {"name-shared"}


# --- all at once, killed


def test_additions_at_the_same_time_are_all_kept(data):
    directory = data(UNIONS)
    commands = [[KG, "add", f"甲{n}", "--type", "Union", "--data", directory] for n in range(6)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]
    lines = {process.communicate()[0].decode().strip() for process in running}
    assert [process.returncode for process in running] == [0] * 6
    assert len(lines) == 6
    assert {f"甲{n}" for n in range(6)} < entities_of(directory).keys()


def test_whoever_is_killed_leaves_the_old_file_or_the_new_one(data):
    directory = data(UNIONS)
    path = directory / "entities.yaml"
    old = path.read_bytes()
    command = [KG, "add", "甲", "--type", "Union", "--data", directory]
    start = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    duration = time.monotonic() - start
    new = path.read_bytes()
    for moment in range(12):
        path.write_bytes(old)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(duration * moment / 11)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert path.read_bytes() in (old, new)
    path.write_bytes(old)
    subprocess.run(command, check=True, capture_output=True)
    assert path.read_bytes() == new
    assert not list(directory.glob(".*"))


# --- at the terminal


class Terminal:
    """A command at a terminal of its own."""

    def __init__(self, *words):
        environment = os.environ | {"TERM": "dumb", "LC_ALL": "C.UTF-8", "INPUTRC": os.devnull}
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.execve(KG, [str(KG), *map(str, words)], environment)  # noqa: S606  a shell is what it must not be
        self.shown = ""

    def until(self, prompt):
        """Read until a prompt is shown; gives what was shown since the last one."""
        seen = b""
        while not seen.decode("utf-8", "ignore").endswith(prompt):
            assert select.select([self.descriptor], [], [], 30)[0], f"no {prompt!r} after {seen.decode()!r}"
            seen += os.read(self.descriptor, 4096)
        self.shown = seen.decode()
        return self.shown

    def answer(self, text):
        os.write(self.descriptor, text.encode())

    def end(self):
        """Read to the end; gives the exit status."""
        seen = b""
        while True:
            try:
                more = os.read(self.descriptor, 4096)
            except OSError:  # how Linux says that the other side is closed
                more = b""
            seen += more
            if not more:
                break
        self.shown = seen.decode()
        os.close(self.descriptor)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def test_at_a_terminal_each_answer_is_asked_for_and_checked(data):
    directory = data(UNIONS)
    terminal = Terminal("add", "--data", directory, "--lang", "en")
    turns = [
        ("id: ", "省总\n", ""),
        ("id: ", "班前\n", "error[entity-exists]"),
        ("type: ", "动\n", ""),
        ("type: ", "活\n", "Initiative 行动"),
        ("name, unless it is the id: ", "班前十分钟\n", "Campaign 活动"),
        ("alias: ", "\n", ""),
        ("description: ", "\n", ""),
        ("property: ", "zhuban\n", ""),
        ("property: ", "1\n", "2 coorganizer 联合主办"),
        ("  value: ", "省总公会\n", ""),
        ("  value: ", "省总工会\n", "did you mean 省总工会?"),
        ("  quote: ", "没有这句\n", ""),
        ("  quote: ", "省总工会联合\n", "error[quote-not-found]"),
        ("property: ", "statistics\n", ""),
        ("  what is counted: ", "企业\n", ""),
        ("  value: ", "2.3万余家\n", ""),
        ("  quote: ", "\n", ""),
        ("  no quote; inferred from what: ", "估计\n", ""),
        ("property: ", "\n", ""),
        ("Write it? [Y/n] ", "\n", "organizer: {to: 省总工会, quote: 省总工会联合}"),
    ]
    for prompt, answer, shown in turns:
        assert shown in terminal.until(prompt)
        terminal.answer(answer)
    assert terminal.end() == 0
    assert f"{directory / 'entities.yaml'}:15: 班前" in terminal.shown
    assert (
        "    statistics: {measure: 企业, value: 2.3万余家, status: inferred, note: 估计}\n"
        in (directory / "entities.yaml").read_text()
    )


@pytest.mark.parametrize("answers", [["\x04"], ["\n"], ["甲\n", "\n"]])
def test_who_gives_up_writes_nothing(data, answers):
    directory = data(UNIONS)
    before = (directory / "entities.yaml").read_bytes()
    terminal = Terminal("add", "--data", directory, "--lang", "en")
    for prompt, answer in zip(["id: ", "type: "], answers, strict=False):
        terminal.until(prompt)
        terminal.answer(answer)
    assert terminal.end() == 1
    assert (directory / "entities.yaml").read_bytes() == before


# --- kg set


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        (["省总工会", "name", "浙江省总"], "name: 浙江省总工会", "name: 浙江省总"),
        (["省总", "aliases", "省工会"], "[省总工会]", "[省总工会, 省工会]"),
        (["省总", "aliases", "省工会", "--replace", "省总工会"], "[省总工会]", "[省工会]"),
        (["省总", "aliases", "--remove"], "    aliases: [省总工会]\n", ""),
        (["宣传部", "类型", "Union"], None, "unknown-property"),
        (["宣传部", "type", "Union"], "PartyOrgan", "Union"),
        (
            ["班前", "主办", "宣传部", "quote=联合省委宣传部", "--replace", "省总工会"],
            "{to: 省总} # 注",
            "{to: 宣传部, quote: 联合省委宣传部} # 注",
        ),
        (["班前", "start", "2022-05"], "2022-04", "2022-05"),
        (["班前", "end", "2023", "note=注"], "    start", "    end: {value: 2023, note: 注}\n    start"),
    ],
)
def test_one_thing_is_changed_and_nothing_else(data, words, old, new):
    directory = data(
        UNIONS + "  班前:\n    type: Campaign\n    organizer: {to: 省总} # 注\n    start: 2022-04\n"
    )
    path = directory / "entities.yaml"
    before = path.read_text()
    status, output, said = kg("set", *words, "--data", directory)
    if old is None:
        assert (status, output) == (1, "")
        assert new in said
    else:
        assert (status, said) == (0, "")
        assert sorted(path.read_text()) == sorted(before.replace(old, new))
        if "end" not in words:  # which goes behind the last one
            assert path.read_text() == before.replace(old, new)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["没有", "type", "Union"], 1, "error[unknown-name]"),
        (["省总", "type", "Unoin"], 1, "error[unknown-type]"),
        (["省总", "type", "--remove"], 1, "error[type-missing]"),
        (["省总", "description", "--remove"], 1, "error[no-such-value]"),
        (["省总", "aliases", "--remove", "省工会"], 1, "did you mean 省总工会?"),
        (["省总", "aliases"], 2, "error[set-what]"),
        (["省总", "description", ""], 1, "error[missing-value]"),
        (["班前", "organizer", "--remove", "省总"], 1, "error[several-values]"),
        (["省总", "aliases", "甲", "--remove", "乙"], 2, "error[set-what]"),
        (["省总", "partOf", "宣传部", "为什么"], 2, "error[statement-words]"),
    ],
)
def test_a_change_that_is_wrong_is_not_made(data, words, status, said):
    directory = data(
        UNIONS + "  班前:\n    type: Campaign\n    organizer: [省总, {to: 省总工会, when: 2022}]\n"
    )
    before = (directory / "entities.yaml").read_bytes()
    found = kg("set", *words, "--data", directory)
    assert found[:2] == (status, "")
    assert said in found[2]
    assert (directory / "entities.yaml").read_bytes() == before
