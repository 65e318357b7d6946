"""`kg show`: all about an entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import load_describer
from kg.terminal import emit_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    parser.add_argument("entity", metavar="ENTITY", help=say("标识、名称或别名", "an id, name or alias"))


def run(options: Namespace) -> int:
    """Print all about an entity, with the evidence, or about an article."""
    emit_lines(load_describer(options).about(options.entity))
    return 0
