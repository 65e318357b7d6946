"""`kg merge`: makes one entity of two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.problems import Location, Problem
from kg.terminal import say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say
    from kg.editing.edits import TextEdit
    from kg.editing.landing import Sources


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    keep = say("保留的实体：标识、名称或别名", "the entity to keep: an id, name or alias")
    parser.add_argument("keep", metavar="A", help=keep)
    parser.add_argument(
        "drop", metavar="B", help=say("并入 A 的实体", "the entity that becomes a part of it")
    )


def run(options: Namespace) -> int:
    """Merge two entities; what both said is told on standard error."""
    from kg.commands.common import load_describer
    from kg.editing.landing import land
    from kg.editing.merging import merge

    describer = load_describer(options)
    keep, drop = describer.find(options.keep), describer.find(options.drop)
    if keep == drop:
        tell([Problem("merge-itself", Location(options.drop), {"id": keep})], options)
        return 1
    remarks: list[Problem] = []

    def plan(sources: Sources) -> dict[Path, list[TextEdit]]:
        edits, remarks[:] = merge(sources, keep, drop)
        return edits

    articles = Path(options.articles) if options.articles else None
    landed = land(Path(options.data), plan, articles)
    tell([*remarks, *landed.warnings], options)
    done = ("{1} 已并入 {0}", "merged {1} into {0}")[options.language == "en"]
    say_aside(done.format(keep, drop))
    return 0
