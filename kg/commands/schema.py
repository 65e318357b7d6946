"""`kg schema`: the data format as JSON Schema, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import declare_output, write
from kg.terminal import tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    declare_output(parser, say, None)


def run(options: Namespace) -> int:
    """Write the schema, also while the data have mistakes: that is when an editor needs it."""
    from pathlib import Path

    from kg.loading.load import load, raise_errors
    from kg.ontology import EMPTY
    from kg.schema.document import render_schema

    dataset, problems = load(Path(options.data), Path(options.articles) if options.articles else None)
    if dataset.ontology is EMPTY:
        raise_errors(problems)
    errors = [problem for problem in problems if problem.severity == "error"]
    tell(errors, options)
    write(options, render_schema(dataset).encode())
    return 1 if errors else 0
