"""The front end keeps the rules of the project: one-way imports, short modules, no markup out of data."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent.parent / "web" / "src"
MODULES = sorted(SOURCES.rglob("*.ts"))
IMPORT = re.compile(r'^(?:import|export)\s+(?!type\b)[^;"]*?from "(\.[^"]+)"', re.MULTILINE)


def imports(module):
    """Give the modules of ours that one is made of; its types may come from anywhere."""
    return {(module.parent / name).resolve() for name in IMPORT.findall(module.read_text(encoding="utf-8"))}


def test_modules_import_one_way():
    order = list(TopologicalSorter({module: imports(module) for module in MODULES}).static_order())
    assert set(order) == set(MODULES)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(SOURCES)))
def test_modules_and_their_functions_are_short_and_say_what_they_are(module):
    lines = module.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 300
    assert lines[0].startswith("/*"), "a module begins with what it is"
    start = 0
    for number, line in enumerate(lines):
        if re.match(r"(export )?(async )?function |  (async )?[#\w]+\(.*\{$", line):
            start = number
        elif line in {"}", "  }"}:
            assert number - start < 60, f"line {start + 1}"
            start = number


FORBIDDEN = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
)


@pytest.mark.parametrize("call", FORBIDDEN)
def test_no_data_becomes_markup_or_code(call):
    assert [str(module) for module in MODULES if call in module.read_text(encoding="utf-8")] == []


def test_only_the_workbench_asks_a_server_and_only_its_own():
    asking = [module for module in MODULES if "fetch(" in module.read_text(encoding="utf-8")]
    assert asking == [SOURCES / "workbench" / "server.ts"]
    calls = re.findall(r"fetch\(([^,]+),", asking[0].read_text(encoding="utf-8"))
    assert all(call.startswith(("`/", '"/')) or "address" in call for call in calls)
