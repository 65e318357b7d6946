"""`kg diff`: what changed between two revisions of the data."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.common import write
from kg.terminal import emit, emit_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.changes.model import Changes
    from kg.changes.sentences import Line
    from kg.commands.common import Say
    from kg.model import Dataset

COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m"}
PLAIN = "\x1b[0m"


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    parser.add_argument("old", metavar="REV", help=say("旧的 git 版本", "the older git revision"))
    newer = say("新的版本，默认为工作区", "the newer one; the files as they are unless given")
    parser.add_argument("new", metavar="REV", nargs="?", help=newer)
    form = say("输出格式", "how to write it")
    parser.add_argument("--format", choices=("text", "json"), default="text", help=form)
    page = say(
        "写成网页：新增为绿，删除为红，改动为黄", "write a page: additions green, removals red, changes amber"
    )
    parser.add_argument("--page", metavar="FILE", help=page)


def run(options: Namespace) -> int:
    """Print what changed, or write it as a page."""
    from kg.changes.compare import compare

    old, new = state(options, options.old), state(options, options.new)
    changes = compare(old, new)
    if options.page:
        return page(options, old, new, changes)
    if options.format == "json":
        import json

        from kg.changes.records import as_record

        revisions = {"before": options.old, "after": options.new}
        emit(json.dumps({**revisions, **as_record(changes)}, ensure_ascii=False, indent=1) + "\n")
    else:
        from kg.changes.sentences import Sentences

        coloured = sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        lines = Sentences(old, new, changes, options.language).lines()
        emit_lines(written(line, coloured=coloured) for line in lines)
    return 0


def page(options: Namespace, old: Dataset, new: Dataset, changes: Changes) -> int:
    """Write the graph of both states as a page, in which what changed has its colour."""
    from kg.changes.marks import marked_union
    from kg.view import render_page

    language = options.lang or "zh"  # as `kg view` does
    whole, marks = marked_union(old, new, changes, language)
    options.output = options.page
    return write(options, render_page(whole, language=language, marks=marks).encode("utf-8", "replace"))


def state(options: Namespace, revision: str | None) -> Dataset:
    """Load the data of a revision, or as they are in the working tree."""
    directory, articles = Path(options.data), Path(options.articles) if options.articles else None
    if revision is None:
        from kg.loading.load import load_good

        return load_good(directory, articles)[0]
    from kg.changes.revisions import load_revision

    return load_revision(directory, revision, articles)


def written(line: Line, *, coloured: bool) -> str:
    """Write a line with its mark in front, in the colour of the mark."""
    text = (
        f"{'  ' * line.depth}{line.mark} {line.text}".rstrip() if line.mark else "  " * line.depth + line.text
    )
    return f"{COLOURS[line.mark]}{text}{PLAIN}" if coloured and line.mark else text
