"""The documentation cannot rot: what it shows is run, what it names is there.

Fenced blocks are taken in their order, in a copy of the project's data:

    ```yaml data/x.yaml     with a file name: written to that file (yaml, sparql, text)
    ```console              `$ ` lines are run in a shell and their output compared; `…` is any lines
    ```terminal             a command with questions: what stands behind them is typed
    ```yaml                 loaded beside the data, or as a part of the ontology: no errors
    ```sparql               asked: there is an answer
    ```python               a doctest
    ```turtle               triples that are in the graph
"""

import doctest
import os
import re
import runpy
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pytest
from test_add import Terminal
from test_layers import LAYERS

import kg
from kg.dates import parse_date
from kg.loading.articles import ARTICLE_KEYS
from kg.loading.entities import ENTITY_KEYS
from kg.loading.linkml import CLASS_KEYS, DOCUMENTATION, ENUM_KEYS, SCHEMA_KEYS, SLOT_KEYS
from kg.loading.load import TOP_KEYS, load
from kg.loading.omissions import OMISSION_FORM
from kg.loading.statements import LONG_FORM, STATUSES
from kg.loading.values import FIGURE_QUALIFIERS
from kg.model import DRAFT, FIGURE_KINDS
from kg.options import COMMANDS, parser_of
from kg.problems import catalogue, render_text
from kg.quantity import parse_quantity, plain

ROOT = Path(__file__).parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "bench").glob("*.md")])

FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)")
PARTS_OF_THE_ONTOLOGY = ("slots:\n", "classes:\n", "enums:\n")


class Block(NamedTuple):
    language: str
    file: str | None
    text: str


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text):
    return [Block(**match.groupdict()) for match in FENCE.finditer(text)]


def prose(text):
    return re.sub(r"`[^`\n]+`", "`code`", FENCE.sub("", text))


def commands(text):
    lines = [block.text for block in blocks(text) if block.language == "console"]
    return [line for line in "".join(lines).splitlines() if line.startswith("$ ")]


def section(name, heading):
    """Give what stands under a heading, up to the next one of its level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", read(name), re.MULTILINE | re.DOTALL)
    return found[1]


def table(text, header):
    """Give the rows of the table whose header begins so, without the header."""
    lines = text[text.index(header) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def named_in(cell):
    return set(re.findall(r"`([^`]+)`", cell))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Copy what a reader of the documentation works on; there is no article in it."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("articles"))
    shutil.copytree(ROOT / "queries", tmp_path / "queries")
    shutil.copy(ROOT / "visualize.py", tmp_path)
    (tmp_path / "data" / "articles").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_a_document_does_what_it_shows(path, project, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8" if path.stem.endswith(".zh") else "C.UTF-8")
    for block in blocks(path.read_text(encoding="utf-8")):
        if block.file:
            (project / block.file).write_text(block.text, encoding="utf-8")
        elif block.language in CHECKS:
            CHECKS[block.language](block.text)


def check_console(text):
    for shown in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = shown.partition("\n")
        process = subprocess.run(
            ["/bin/sh", "-c", command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=60,
        )
        output = process.stdout.decode().replace("\r\n", "\n")  # SPARQL writes CSV so
        if not as_pattern(expected).fullmatch(output):
            assert f"$ {command}\n{output}" == f"$ {command}\n{expected}"


def check_terminal(text):
    command, _, dialogue = text.removeprefix("$ kg ").partition("\n")
    terminal, output = Terminal(*command.split()), ""
    for prompt, answer in re.findall(r"^(> |  \w+ \[.*\]: )(.*)$", dialogue, re.MULTILINE):
        output += terminal.until(prompt)
        terminal.answer(f"{answer}\n")
    terminal.end()
    output = (output + terminal.shown).replace("\r\n", "\n")
    if not as_pattern(dialogue).fullmatch(output):
        assert output == dialogue


def as_pattern(expected):
    lines = expected.splitlines(keepends=True)
    return re.compile("".join("(?:.*\n)*" if line == "…\n" else re.escape(line) for line in lines))


def check_yaml(text):
    """Load it as one more file of the data, or as more of the ontology."""
    file, ontology = Path("data/block.yaml"), Path("data/ontology.yaml")
    before = ontology.read_text(encoding="utf-8")
    if text.startswith(PARTS_OF_THE_ONTOLOGY):
        ontology.write_text(with_parts(before, text), encoding="utf-8")
    else:
        file.write_text(text, encoding="utf-8")
    _, problems = load(Path("data"))
    known = {"quotes-unchecked", "drafts-unreviewed"}
    serious = [problem for problem in problems if problem.code not in known]
    assert not serious, f"{text}\n{render_text(serious)}"
    ontology.write_text(before, encoding="utf-8")
    file.unlink(missing_ok=True)


def with_parts(ontology, text):
    for heading, entries in re.findall(r"^(\w+:\n)((?:[ ].*\n|\n)+)", text, re.MULTILINE):
        ontology = ontology.replace(f"\n{heading}", f"\n{heading}{entries}")
    return ontology


def check_sparql(text):
    answers = list(kg.load("data").query(text))
    assert answers, text


def check_python(text):
    test = doctest.DocTestParser().get_doctest(text, {}, "documentation", None, 0)
    told = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    with ThreadPoolExecutor(1) as thread:  # a browser of other tests may keep a loop running here
        outcome = thread.submit(runner.run, test, out=told.append).result()
    assert outcome.attempted
    assert not outcome.failed, "".join(told)


def check_turtle(text):
    store = kg.load("data").store
    for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE):
        assert quad in store, quad


CHECKS = {
    "console": check_console,
    "terminal": check_terminal,
    "yaml": check_yaml,
    "sparql": check_sparql,
    "python": check_python,
    "turtle": check_turtle,
}


def slug(heading):
    """Give the anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_and_images_lead_somewhere(path):
    for target, anchor in LINK.findall(prose(path.read_text(encoding="utf-8"))):
        other = (path.parent / target).resolve() if target else path
        assert other.exists(), target
        if anchor:
            headings = re.findall(
                r"^#+ (.+)$", FENCE.sub("", other.read_text(encoding="utf-8")), re.MULTILINE
            )
            assert anchor in map(slug, headings), f"{target}#{anchor}"


def test_both_readmes_say_the_same():
    english, chinese = read("README.md"), read("README.zh.md")
    assert [len(level) for level in re.findall("^#+(?= )", FENCE.sub("", english), re.MULTILINE)] == [
        len(level) for level in re.findall("^#+(?= )", FENCE.sub("", chinese), re.MULTILINE)
    ]
    assert commands(english) == commands(chinese)
    assert [block[:2] for block in blocks(english)] == [block[:2] for block in blocks(chinese)]
    links = [set(LINK.findall(prose(text))) for text in (english, chinese)]
    assert links[0] - {("README.zh.md", "")} == links[1] - {("README.md", "")}


def test_chinese_text_has_chinese_punctuation():
    assert re.findall(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]", prose(read("README.zh.md"))) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented_and_no_other(name):
    common = read("docs/commands.md").split("\n## ")[0]
    own = section("docs/commands.md", f"kg {name}")
    usage = parser_of(name, "en").format_usage()
    for option in re.findall(r"(?<![\w-])--?[a-z]+", usage):
        assert re.search(rf"`{option}\b", common + own), option
    for choices in re.findall(r"\{(.*?)\}", usage):
        for choice in choices.split(","):
            assert re.search(rf"[ `|]{choice}[`\\]", common + own), choice
    documented = {
        option for row in re.findall(r"^\| (.*?) \|", own, re.MULTILINE) for option in named_in(row)
    }
    options = {option.split()[0] for option in documented if option.startswith("-")}
    assert all(option in usage for option in options)


def test_every_target_of_make_that_is_named_is_there():
    targets = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)[1].split()
    for path in DOCS:
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"`make (\w+)|^make (\w+)", text, re.MULTILINE)
        assert {"".join(names) for names in named} <= set(targets), path


def test_every_problem_is_documented_as_the_program_says_it():
    page = runpy.run_path(str(ROOT / "docs" / "problems.py"))["page"]()
    assert all(f"`{code}`" in page for code in catalogue())
    assert read("docs/problems.md") == page, "run python docs/problems.py"


def test_every_key_of_the_data_format_is_documented():
    format_ = "docs/data-format.md"
    for heading, keys in (
        ("A file", TOP_KEYS),
        ("Articles", ARTICLE_KEYS),
        ("Entities", ENTITY_KEYS),
        ("Values", LONG_FORM),
        ("Statuses", (*STATUSES, DRAFT)),
    ):
        text = section(format_, heading)
        first = "| status" if heading == "Statuses" else "| key"
        assert {name for row in table(text, first) for name in named_in(row[0])} == set(keys), heading
    text = section(format_, "Ontology")
    rows = [named_in(row[1]) for row in table(text, "| where")]
    for row, keys in zip(rows, (SCHEMA_KEYS, CLASS_KEYS, SLOT_KEYS, ENUM_KEYS), strict=True):
        assert keys - DOCUMENTATION - row <= {"aliases", "annotations"}
        assert row <= keys


def test_the_kinds_of_figures_are_documented():
    kinds = kg.load(ROOT / "data").dataset.ontology.enumerations[FIGURE_KINDS].values
    rows = table(section("docs/data-format.md", "Quantities"), "| kind")
    assert [row[0] for row in rows] == [f"`{key}` {title}" for key, title in kinds.items()]


def test_what_is_not_stated_is_documented_key_by_key():
    rows = table(section("docs/data-format.md", "What is not stated"), "| in the long form")
    assert [row[0] for row in rows] == [f"`{key}`" for key in OMISSION_FORM]
    rows = table(section("docs/data-format.md", "Quantities"), "| key")
    assert [row[0] for row in rows] == [f"`{key}`" for key in FIGURE_QUALIFIERS]


def test_the_figures_of_the_documentation_are_read_as_it_says():
    for raw, number, bound, unit, lowest, highest in table(
        section("docs/data-format.md", "Quantities"), "| written"
    ):
        quantity = parse_quantity(raw)
        ends = [plain(end) if end is not None else "" for end in (quantity.lowest, quantity.highest)]
        assert [plain(quantity.number), quantity.bound, quantity.unit, *ends] == [
            number,
            bound,
            unit,
            lowest,
            highest,
        ]


def test_the_dates_of_the_documentation_are_read_as_it_says():
    for raw, _, first, last in table(section("docs/data-format.md", "Dates"), "| written"):
        date = parse_date(raw)
        assert [str(day or "") for day in (date.earliest, date.latest)] == [first, last], raw


def test_the_layers_are_documented_in_their_order():
    rows = table(section("docs/architecture.md", "Layers"), "| module")
    assert ["".join(named_in(row[0])) for row in rows] == LAYERS.split()[:-1]
