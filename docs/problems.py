"""Write docs/problems.md from the messages of the program: `python docs/problems.py`."""  # noqa: INP001

import re
import tomllib
from pathlib import Path

from kg.problems import catalogue

HERE = Path(__file__).parent
MESSAGES = HERE.parent / "kg" / "messages"

AREAS = {
    "yaml": "Encoding, characters and YAML",
    "data": "Files, articles, entities and statements",
    "ontology": "The ontology",
    "query": "Commands, queries and RDF files",
    "files": "Files that are written",
    "edit": "Changes of the data",
    "rename": "Renaming, merging and formatting",
    "sheets": "Spreadsheets",
    "draft": "Drafts of articles",
    "resolution": "Likely duplicates",
    "changes": "Revisions and the changes between them",
    "watch": "Following edits",
    "serve": "Serving the graph",
    "remote": "Other SPARQL servers",
    "mcp": "Answering assistants",
}
HEAD = """\
# Problems

Every problem has a code, which `kg check` prints in brackets: `error[unknown-reference]`.
Words in ‹› are filled in. The second line of a message is its hint, where there is one.
All are errors, except those marked as warnings; `kg check --strict` makes errors of these too.

This page is written by `python docs/problems.py` from `kg/messages/*.toml`.
"""


def main() -> None:
    """Write the page beside this file."""
    (HERE / "problems.md").write_text(page(), encoding="utf-8")


def page() -> str:
    """Give the page: a table for each area of messages."""
    return HEAD + "".join(section(area) for area in sorted(areas(), key=list(AREAS).index))


def areas() -> list[str]:
    """Give the names of the files of messages."""
    return [file.stem for file in MESSAGES.glob("*.toml")]


def section(area: str) -> str:
    """Give the heading and the table of one file of messages."""
    codes = tomllib.loads((MESSAGES / f"{area}.toml").read_text(encoding="utf-8"))
    rows = "".join(row(code) for code in sorted(codes))
    return f"\n## {AREAS[area]}\n\n| code | says | 中文 |\n|---|---|---|\n{rows}"


def row(code: str) -> str:
    """Give the row of one code."""
    message = catalogue()[code]
    mark = " (warning)" if message.get("severity") == "warning" else ""
    texts = ("<br>".join(cell(message[key]) for key in keys if key in message) for keys in COLUMNS)
    return f"| `{code}`{mark} | {' | '.join(texts)} |\n"


COLUMNS = (("en", "hint_en"), ("zh", "hint_zh"))


def cell(template: str) -> str:
    """Write a message as text in a table: blanks in ‹›, and nothing that Markdown would take for itself."""
    text = re.sub(r"\{(\w+)\}", r"‹\1›", template).replace("{{", "{").replace("}}", "}")
    return re.sub(r"([\\|*<>_\[\]])", r"\\\1", text) if "`" not in text else text.replace("|", r"\|")


if __name__ == "__main__":
    main()
