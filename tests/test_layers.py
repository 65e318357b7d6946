"""Each module imports only from those above it, and only one knows each library."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"

# From top to bottom; a line is one layer, whose members may use each other.
LAYERS = """
problems
files
yamltree
quantity
dates
ontology
model
suggest
evidence
vocabulary
loading
schema
editing
sheets
rdf
shapes
store
cache
query
network
export
coverage
draft
resolution
describe
changes
view
graph
remote
watching
mcp
lsp
server
terminal
commands
early
options
cli
__main__
"""

LIBRARIES = {
    "yaml": {"yamltree"},
    "pyoxigraph": {"remote", "store", "cache", "query", "export", "graph"},
    "rdflib": {"query", "graph"},
    "networkx": {"network", "export", "graph", "view"},
    "pyvis": {"view"},
    "jinja2": {"view", "server"},
    "numpy": {"network", "view"},
    "pypinyin": {"suggest"},
    "rapidfuzz": {"suggest", "evidence"},
    "openpyxl": {"sheets"},
    "opencc": {"suggest"},
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
    "uvicorn": {"server"},
    "argparse": {"options", "commands", "terminal", "early"},
}
HEAVY = {"yaml", "rdflib", "networkx", "pyvis", "jinja2", "numpy", "pypinyin", "rapidfuzz", "pyoxigraph"}
HEAVY |= {"openpyxl", "opencc", "uvicorn"}
LATE = {PACKAGE / "server" / "protocol.py"}
"""Modules that are a heavy library's own classes made ours, and are imported in functions themselves."""

ORDER = {name: number for number, line in enumerate(LAYERS.split("\n")) for name in line.split()}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def module(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(tree):
    """Yield (dotted name, whether it is inside a function, whether only for type checkers)."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            own = node.module == "kg"
            names = [f"kg.{alias.name}" for alias in node.names] if own else [node.module]
        for name in names:
            yield name, id(node) not in top, id(node) in typing_only


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_above(path):
    for name, in_function, typing_only in imports(ast.parse(path.read_text(encoding="utf-8"))):
        package, _, rest = name.partition(".")
        used = rest.split(".")[0]
        if package == "kg" and used != "__version__" and not typing_only:
            assert ORDER[used] <= ORDER[module(path)], f"{path} imports {name}"
        if not in_function and not typing_only:
            assert name.replace(".", "/") + ".py" not in {
                str(late.relative_to(PACKAGE.parent)) for late in LATE
            }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_is_known_in_one_place_and_imported_when_needed(path):
    for name, in_function, typing_only in imports(ast.parse(path.read_text(encoding="utf-8"))):
        library = name.split(".")[0]
        if library in LIBRARIES and not typing_only:
            assert module(path) in LIBRARIES[library], f"{path} imports {name}"
            assert in_function or library not in HEAVY or path in LATE, (
                f"{path} imports {name} before it is needed"
            )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_can_be_read_in_one_sitting(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, f"{path}: {node.name}"


def test_every_module_has_its_layer():
    assert {module(path) for path in FILES} == set(ORDER)
