"""What changed between revisions: in real git repositories, in sentences, as JSON, as marks for the page."""

import json
import os
import subprocess

import pytest
from conftest import HEAD

from kg.changes.compare import compare
from kg.changes.figures import figure_change
from kg.changes.marks import marked_union
from kg.changes.revisions import load_revision
from kg.changes.sentences import Sentences
from kg.loading.load import load_good
from kg.options import run
from kg.problems import KgError
from kg.quantity import parse_quantity

WHO = {
    f"GIT_{role}_{what}": "甲@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}
OLD = """\
  职工书屋:
    type: Programme
    organizer: 云溪市总工会
    start: 2024-04
    level: municipal
    content: [送书进车间, 办读书会]
    statistics:
      - {measure: 建成的书屋, value: 2.3万余家}
    notStated: {funder: 没有说由谁出资}
  云溪市总工会:
    type: Union
    aliases: [市总工会]
  送清凉: {type: Campaign, organizer: 云溪市总工会, start: 2022-07, level: municipal}
"""


@pytest.fixture
def repository(data, tmp_path, monkeypatch):
    """Commit a state of the data in a new repository, which is also the working directory."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {**WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    git("init", "--quiet", "--initial-branch=main")

    def commit(entities, head=HEAD):
        directory = data(entities, head=head, text=None)
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", "状态")
        return directory

    return commit


def git(*arguments):
    subprocess.run(["/usr/bin/env", "git", *arguments], check=True, capture_output=True)


def changes_of(data, old, new):
    states = [load_good(data(entities, text=None))[0] for entities in (old, new)]
    return (*states, compare(*states))


def told(data, old, new, language="en"):
    old, new, changes = changes_of(data, old, new)
    return [f"{line.mark} {line.text}".strip() for line in Sentences(old, new, changes, language).lines()]


CHANGES = [
    ("  level: municipal\n", "  level: provincial\n", "~ changed: level: municipal → provincial"),
    ("办读书会]", "办读书会, 办书展]", "+ added: content → 办书展"),
    (", 办读书会]", "]", "- removed: content → 办读书会"),
    (
        "2.3万余家",
        "3万余家",
        "~ changed: statistic: 建成的书屋 2.3万余家 → 3万余家 (+7,000 家, +30%)",
    ),
    ("2.3万余家", "9800人", "~ changed: statistic: 建成的书屋 2.3万余家 → 9800人"),
    (
        "start: 2024-04\n",
        "start: {value: 2024-04, status: disputed}\n",
        "~ changed: start → 2024-04 (status: stated → disputed)",
    ),
    ("start: 2024-04", "start: 2024-05", "~ changed: start: 2024-04 → 2024-05"),
    (
        "没有说由谁出资",
        "只说自筹",
        "~ changed: funder → not stated in the article (只说自筹) (note: 没有说由谁出资 → 只说自筹)",
    ),
    (
        "    notStated: {funder: 没有说由谁出资}\n",
        "",
        "- removed: funder → not stated in the article (没有说由谁出资)",
    ),
    ("aliases: [市总工会]", "aliases: [市总工会, 云溪总工会]", "~ aliases: + 云溪总工会"),
    ("type: Programme", "type: Initiative", "~ type: Programme → Initiative"),
    (
        "  送清凉: {type: Campaign,",
        "  送清凉: {type: Campaign, name: 夏日送清凉,",
        "~ name: 送清凉 → 夏日送清凉",
    ),
]


@pytest.mark.parametrize(("before", "after", "sentence"), CHANGES, ids=lambda text: text.strip()[:30])
def test_a_change_is_told_in_a_sentence_and_nothing_else_is(before, after, sentence, data):
    old = OLD.replace("  送清凉", "  送清凉", 1)
    new = old.replace(before, after)
    assert new != old
    marked = [line for line in told(data, old, new) if line[:2] in ("+ ", "- ", "~ ")]
    assert sentence in marked
    assert len(marked) == 2  # the head of the entity, and the sentence


def test_the_order_and_the_place_of_what_is_said_do_not_matter(data):
    blocks = OLD.split("  云溪市总工会:\n")
    _, _, changes = changes_of(data, OLD, f"\n  云溪市总工会:\n{blocks[1]}\n{blocks[0]}")
    assert not changes


def test_an_entity_that_came_is_told_with_all_that_is_said_of_it(data):
    lines = told(data, OLD, OLD + "  安康杯:\n    type: Competition\n    organizer: 云溪市总工会\n", "zh")
    assert lines[:2] == ["实体：新增 1", "陈述：新增 1"]
    assert "+ 新增 安康杯  [竞赛]" in lines
    assert "+ 新增：主办 → 云溪市总工会" in lines


RENAMED = [
    (
        "by a name that stays",
        OLD.replace("  云溪市总工会:\n", "  云溪总工会:\n    name: 云溪市总工会\n"),
        {"云溪总工会": "云溪市总工会"},
    ),
    ("by what is said of it", OLD.replace("  送清凉:", "  夏日行动:"), {"夏日行动": "送清凉"}),
    (
        "two that refer to each other",
        OLD.replace("  职工书屋:", "  车间书屋:").replace("云溪市总工会", "云溪总工会"),
        {"车间书屋": "职工书屋", "云溪总工会": "云溪市总工会"},
    ),
]


@pytest.mark.parametrize(("new", "renamed"), [row[1:] for row in RENAMED], ids=[row[0] for row in RENAMED])
def test_an_entity_with_another_id_is_found_again(new, renamed, data):
    _, _, changes = changes_of(data, OLD, new)
    assert changes.renamed == renamed
    assert not any(changes.statements)
    assert not changes.entities.added
    assert not changes.entities.removed


def test_another_entity_of_the_same_kind_is_no_renamed_one(data):
    new = OLD.replace("  送清凉: {type: Campaign, organizer: 云溪市总工会, start: 2022-07, level: municipal}", "  冬送温暖: {type: Campaign, level: municipal, start: 2023-01}")  # fmt: skip # noqa: E501
    _, _, changes = changes_of(data, OLD, new)
    assert not changes.renamed
    assert (changes.entities.added, changes.entities.removed) == (["冬送温暖"], ["送清凉"])


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("2.3万余家", "3万余家", "+0.7万家，+30%"),
        ("400万人次", "380万人次", "-20万人次，-5%"),
        ("1.2亿元", "3亿元", "+1.8亿元，+150%"),
        ("50%", "62.5%", "+12.5个百分点"),
        ("1000家", "1001家", "+1家，+0.1%"),
        ("3至5家", "6家", ""),
        ("3家", "3户", ""),
        ("近3万家", "3万家", ""),
    ],
)
def test_how_much_a_figure_changed_is_told_where_units_agree(before, after, change):
    assert figure_change(parse_quantity(before), parse_quantity(after)) == change


def test_marks_tell_the_page_what_came_went_and_changed(data):
    new = OLD.replace("2.3万余家", "3万余家").replace("organizer: 云溪市总工会, start: 2022-07, ", "").replace("送清凉", "安康杯")  # fmt: skip # noqa: E501
    old, new, changes = changes_of(data, OLD, new)
    union, marks = marked_union(old, new, changes)
    assert marks.entities == {"职工书屋": "changed", "安康杯": "added", "送清凉": "removed"}
    said = {union.statements[place].property: mark for place, mark in marks.statements.items()}
    assert said == {"statistics": "changed", "level": "removed", "organizer": "removed", "start": "removed"}
    assert list(marks.before.values()) == ["建成的书屋: 2.3万余家"]


def test_a_revision_is_compared_with_the_working_tree_or_another_one(repository, data, capfd):
    repository(OLD)
    repository(OLD.replace("2.3万余家", "2.6万余家"))
    data(OLD.replace("2.3万余家", "3万余家"), text=None)
    for arguments, figures in (
        (["HEAD"], "2.6万余家 → 3万余家"),
        (["main~1"], "2.3万余家 → 3万余家"),
        (["HEAD~1", "HEAD"], "2.3万余家 → 2.6万余家"),
        (["HEAD", "HEAD~1"], "2.6万余家 → 2.3万余家"),
    ):
        assert run(["diff", *arguments]) == 0
        assert figures in capfd.readouterr().out


def test_nothing_changed_is_said(repository, capfd):
    repository(OLD)
    assert run(["diff", "HEAD", "--lang", "zh"]) == 0
    assert capfd.readouterr().out == "没有变化。\n"


def test_the_ontology_and_the_articles_are_those_of_the_revision(repository, capfd):
    directory = repository(OLD)
    ontology = directory / "ontology.yaml"
    text = ontology.read_text(encoding="utf-8")
    new = text.replace("  related:\n    slot_uri", "  rival:\n    slot_uri: kg:rival\n    title: 竞争\n    annotations: {title_en: rival of}\n    range: Entity\n  related:\n    slot_uri").replace("      - related\n", "      - related\n      - rival\n")  # fmt: skip # noqa: E501
    (directory / "entities.yaml").write_text(
        HEAD.replace("一篇报道", "一篇旧报道") + OLD.replace("    level: municipal\n", "    竞争: 送清凉\n"),
        encoding="utf-8",
    )
    ontology.write_text(new, encoding="utf-8")
    assert run(["diff", "HEAD"]) == 0
    said = capfd.readouterr().out
    assert "added ontology rival of rival" in said
    assert "+ added: rival of → 送清凉" in said
    assert "title: 一篇报道 → 一篇旧报道" in said


def test_json_holds_all_that_changed(repository, data, capfd):
    repository(OLD)
    data(OLD.replace("2.3万余家", "3万余家").replace("    level: municipal\n", ""), text=None)
    assert run(["diff", "HEAD", "--format", "json"]) == 0
    found = json.loads(capfd.readouterr().out)
    (figure,) = found["statements"]["changed"]
    assert figure["after"]["object"]["number"] == "30000"
    assert figure["change"] == {"number": "7000", "unit": "家", "text": "+0.7万家，+30%"}
    assert [each["object"] for each in found["statements"]["removed"]] == ["municipal"]
    assert (found["before"], found["after"]) == ("HEAD", None)


ERRORS = [
    (["mian"], "revision-unknown", "main"),
    (["v9"], "revision-unlike", "HEAD~1"),
    (["--", "--all"], "revision-unlike", "--all"),
    (["HEAD..HEAD"], "revision-unlike", "HEAD..HEAD"),
    (["HEAD", "--data", "none"], "revision-without-data", "none"),
    (["HEAD", "HEAD", "--data", "none"], "revision-without-data", "none"),
]


@pytest.mark.parametrize(("arguments", "code", "word"), ERRORS, ids=[" ".join(row[0]) for row in ERRORS])
def test_what_cannot_be_compared_is_a_problem(arguments, code, word, repository, capfd):
    repository(OLD)
    assert run(["diff", *arguments]) == 1
    said = capfd.readouterr()
    assert f"error[{code}]" in said.err
    assert word in said.err
    assert not said.out


def test_outside_of_a_repository_there_is_no_revision(data, monkeypatch):
    directory = data(OLD, text=None)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(directory.parent.parent))
    with pytest.raises(KgError) as raised:
        load_revision(directory, "HEAD")
    assert raised.value.problems[0].code == "not-a-repository"


def test_without_git_it_is_asked_for(repository, monkeypatch):
    directory = repository(OLD)
    monkeypatch.setenv("PATH", str(directory))
    with pytest.raises(KgError) as raised:
        load_revision(directory, "HEAD")
    assert raised.value.problems[0].code == "git-missing"


def test_errors_of_a_revision_stand_where_git_has_them(repository, data, capfd):
    repository(OLD.replace("organizer: 云溪市总工会\n", "organizer: 云溪市总公会\n"))
    data(OLD, text=None)
    assert run(["diff", "HEAD"]) == 1
    assert capfd.readouterr().err.startswith("HEAD:data/entities.yaml:7:16: error[unknown-reference]")


def test_only_what_the_loader_would_read_is_read_from_a_revision(repository):
    directory = repository(OLD)
    (directory / ".hidden.yaml").write_text("entities: [", encoding="utf-8")
    (directory / "更多").mkdir()
    (directory / "更多" / "活动 一.yml").write_text(
        "entities: {春晓行动: {type: Campaign}}\n", encoding="utf-8"
    )
    (directory / "link.yaml").symlink_to("更多/活动 一.yml")
    git("add", "--all")
    git("commit", "--quiet", "--message", "多个文件")
    with pytest.raises(KgError) as raised:
        load_revision(directory, "HEAD")
    assert [problem.code for problem in raised.value.problems] == ["duplicate-id"]  # through the link
    (directory / "link.yaml").unlink()
    git("commit", "--quiet", "--all", "--message", "没有链接")
    assert "春晓行动" in load_revision(directory, "HEAD").entities


@pytest.mark.usefixtures("repository")
def test_a_data_directory_may_be_the_repository_itself(data, monkeypatch):
    directory = data(OLD, text=None)
    monkeypatch.chdir(directory)
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "起初")
    assert "职工书屋" in load_revision(directory, "HEAD").entities
