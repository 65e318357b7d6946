"""`kg stats`: counts, degrees and communities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import load_describer
from kg.terminal import emit_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare nothing beyond the common options."""


def run(options: Namespace) -> int:
    """Print counts, degrees and communities."""
    from kg.network import statistics

    describer = load_describer(options)
    emit_lines(describer.statistics(statistics(describer.dataset)))
    return 0
