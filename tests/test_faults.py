"""What goes wrong outside while the program writes: disks, rights, links, editors, other writers, kill -9.

The commands run as processes of their own. Where permissions do not bind because it is root who tests, the
processes do without the capability that makes it so (`setpriv`).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_files import full_disk
from test_review import DRAFT, ENTITIES, TEXT, Sitting

from kg.draft.review import Review
from kg.loading.load import load

KG = [sys.executable, "-m", "kg"]
BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
JOBS = {
    "add": ["add", "云河县总工会", "--type", "Union", "--to", "entities.yaml"],
    "set": ["set", "班前十分钟", "aliases", "十分钟"],
    "import": ["import", "../rows.csv", "--to", "entities.yaml"],
    "review": ["review", "../drafts/b1.yaml", "--accept-all"],
}
"""Commands that change `entities.yaml`; they are run in the data directory."""


@pytest.fixture
def project(data):
    """Give a data directory; beside it are a draft of an article, and a sheet."""
    directory = data(ENTITIES)
    (directory / "articles" / "b1.txt").write_text(TEXT, encoding="utf-8")
    draft = directory.parent / "drafts" / "b1.yaml"
    draft.parent.mkdir()
    draft.write_text(DRAFT, encoding="utf-8")
    (directory.parent / "rows.csv").write_text(
        "实体,类型,属性,值\n云河县总工会,工会,,\n班前十分钟,,goal,讲好故事\n"
    )
    return directory


def command(job, *before):
    return [*before, *KG, *JOBS[job], "--data", ".", "--lang", "en"]


def run(job, directory, *before):
    done = subprocess.run(
        command(job, *before), cwd=directory, env=environment(), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    return done


def environment():
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}


def contents(directory):
    files = [*directory.glob("*.yaml"), *(directory.parent / "drafts").glob("*.yaml")]
    return {path.name if path.parent == directory else "draft": path.read_bytes() for path in files}


def litter(directory):
    return [*directory.glob(".*"), *(directory.parent / "drafts").glob(".*")]


def errors(directory):
    return [problem for problem in load(directory)[1] if problem.severity == "error"]


each_job = pytest.mark.parametrize("job", JOBS)


@each_job
def test_a_link_stays_and_its_target_is_changed_with_its_mark_and_line_ends(project, job):
    path, target = project / "entities.yaml", project.parent / "elsewhere.yaml"
    target.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    path.unlink()
    path.symlink_to(target)
    old = target.read_bytes()
    assert run(job, project).returncode == 0
    assert path.is_symlink()
    new = target.read_bytes()
    assert new != old
    assert new.startswith(b"\xef\xbb\xbf")
    assert new.count(b"\n") == new.count(b"\r\n")
    assert errors(project) == []


@each_job
def test_on_a_full_disk_the_file_stays_as_it_was(project, job, tmp_path):
    path = project / "entities.yaml"
    with full_disk(tmp_path) as disk:
        padding = "# 占地\n" * (5_000 if disk.is_mount() else 10_000)
        (disk / "entities.yaml").write_text(path.read_text(encoding="utf-8") + padding, encoding="utf-8")
        path.unlink()
        path.symlink_to(disk / "entities.yaml")
        old = path.read_bytes()
        done = run(job, project)
        assert (done.returncode, path.read_bytes()) == (1, old)
        assert "entities.yaml: error[file-not-written]" in done.stderr
        assert [file.name for file in disk.iterdir()] == ["entities.yaml"]


@each_job
def test_a_write_protected_file_stays_as_it_was(project, job):
    path = project / "entities.yaml"
    path.chmod(0o444)
    old = path.read_bytes()
    done = run(job, project)
    assert (done.returncode, path.read_bytes()) == (1, old)
    assert "entities.yaml: error[file-read-only]" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="permissions do not bind root")
@each_job
def test_in_a_directory_that_nobody_may_write_in_nothing_changes(project, job):
    old = contents(project)
    project.chmod(0o555)
    try:
        done = run(job, project, *(BOUND if os.geteuid() == 0 else []))
    finally:
        project.chmod(0o755)
    assert (done.returncode, contents(project)) == (1, old)
    assert "error[file-not-written]" in done.stderr


@each_job
def test_beside_a_file_in_gbk_nothing_is_written(project, job):
    (project / "places.yaml").write_bytes("entities:\n  杭州市: {type: Place}\n".encode("gbk"))
    old = contents(project)
    done = run(job, project)
    assert (done.returncode, contents(project)) == (1, old)
    assert "places.yaml" in done.stderr
    assert "gb18030" in done.stderr


@each_job
def test_what_an_editor_saves_at_any_moment_is_kept(project, job):
    path = project / "entities.yaml"
    old = contents(project)
    start = time.monotonic()
    assert run(job, project).returncode == 0
    duration = time.monotonic() - start
    for moment in range(1, 4):
        put_back(project, old)
        with subprocess.Popen(
            command(job), cwd=project, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ):
            time.sleep(duration * moment / 4)
            path.write_bytes(path.read_bytes() + "# 编辑器存的\n".encode())
        assert path.read_text(encoding="utf-8").count("# 编辑器存的") == 1
        assert errors(project) == []


def put_back(directory, old):
    for name in contents(directory).keys() - old.keys():
        (directory / name).unlink()
    for name, content in old.items():
        path = directory.parent / "drafts" / "b1.yaml" if name == "draft" else directory / name
        path.write_bytes(content)


@pytest.mark.parametrize("job", ["import", "review"])
def test_whoever_is_killed_leaves_each_file_old_or_new_and_can_go_on(project, job):
    old = contents(project)
    start = time.monotonic()
    run(job, project)
    duration, new = time.monotonic() - start, contents(project)
    for moment in range(8):
        put_back(project, old)
        with subprocess.Popen(
            command(job), cwd=project, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(duration * (0.4 + 0.6 * moment / 7))
            process.send_signal(signal.SIGKILL)
        for name, content in contents(project).items():
            assert content in (old.get(name), new.get(name))
    run(job, project)
    assert contents(project) == new
    assert litter(project) == []


def test_imports_at_the_same_time_are_all_kept(project):
    for number in range(4):
        sheet = f"实体,类型,属性,值,指标\n甲{number},工会,,,\n班前十分钟,,统计,{number}家,书屋\n"
        (project.parent / f"{number}.csv").write_text(sheet, encoding="utf-8")
    running = [
        subprocess.Popen([*KG, "import", f"../{number}.csv", "--data", "."], cwd=project, env=environment())
        for number in range(4)
    ]
    assert [process.wait() for process in running] == [0] * 4
    dataset = load(project)[0]
    assert {f"甲{number}" for number in range(4)} < dataset.entities.keys()
    assert sum(one.subject == "班前十分钟" for one in dataset.statements) == 1 + 4


# `kg review` at a terminal.


@pytest.mark.parametrize("delay", [0, 0.01, 0.02, 0.05, 0.1])
def test_whoever_is_killed_while_reviewing_keeps_what_was_decided(project, delay):
    draft = project.parent / "drafts" / "b1.yaml"
    all_of_it = {item.identity for item in Review(draft, project, None).items()}
    sitting = Sitting((project, draft))
    sitting.answers("a", "a")
    os.write(sitting.terminal, b"a\n")
    time.sleep(delay)
    os.kill(sitting.child, signal.SIGKILL)
    assert sitting.status() == -signal.SIGKILL
    dataset, problems = load(project)
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert "车间书屋" in dataset.entities
    left = {item.identity for item in Review(draft, project, None).items()}
    assert left < all_of_it
    assert len(left) in (3, 4)
    assert run("review", project).returncode == 0
    assert litter(project) == []
    assert len(load(project)[0].statements) == 1 + len(all_of_it) - 2


def test_what_an_editor_saves_during_a_review_is_kept(project):
    draft, path = project.parent / "drafts" / "b1.yaml", project / "entities.yaml"
    sitting = Sitting((project, draft))
    sitting.until_asked()
    for file in (draft, path):
        file.write_text(file.read_text(encoding="utf-8") + "# 编辑器存的\n", encoding="utf-8")
    os.write(sitting.terminal, b"a\n")
    sitting.answers("a", "q")
    assert sitting.status() == 0
    assert draft.read_text(encoding="utf-8").endswith("# 编辑器存的\n")
    assert path.read_text(encoding="utf-8").count("# 编辑器存的") == 1
    assert "车间书屋" in load(project)[0].entities


def test_a_draft_behind_a_link_is_worked_on_there_and_goes_with_it(project):
    draft, target = project.parent / "drafts" / "b1.yaml", project.parent / "elsewhere.yaml"
    draft.rename(target)
    draft.symlink_to(target)
    sitting = Sitting((project, draft))
    sitting.answers("a", "q")
    assert sitting.status() == 0
    assert draft.is_symlink()
    assert "confidence: 0.90" not in target.read_text(encoding="utf-8")
    assert run("review", project).returncode == 0
    assert not draft.is_symlink()
    assert not target.exists()
