"""`kg path`: how two entities are connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import load_describer
from kg.problems import Location, Problem
from kg.terminal import emit_lines, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    parser.add_argument("start", metavar="A", help=say("起点实体", "the entity to start from"))
    parser.add_argument("end", metavar="B", help=say("终点实体", "the entity to reach"))


def run(options: Namespace) -> int:
    """Print a shortest path between two entities with the evidence of each step; exit 1 where none is."""
    from kg.network import shortest_path

    describer = load_describer(options)
    start, end = describer.find(options.start), describer.find(options.end)
    steps = shortest_path(describer.dataset, start, end)
    if not steps and start != end:
        tell([Problem("no-path", Location(options.start), {"start": start, "end": end})], options)
        return 1
    emit_lines(describer.path(start, steps))
    return 0
