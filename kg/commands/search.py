"""`kg search`: the entities that a text may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import load_describer
from kg.terminal import emit_lines, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    what = say("中文、别名、拼音或首字母", "Chinese, an alias, pinyin or its initials")
    parser.add_argument("text", metavar="TEXT", help=what)


def run(options: Namespace) -> int:
    """Print the entities that a text may mean, best first; exit 1 where there is none."""
    describer = load_describer(options)
    matches = describer.matches(options.text)
    emit_lines("\t".join(match) for match in matches)
    if not matches:
        tell([describer.nothing_found(options.text)], options)
    return 0 if matches else 1
