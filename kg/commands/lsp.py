"""`kg lsp`: a language server for editors, on standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say


def declare(_parser: ArgumentParser, _say: Say) -> None:
    """Declare no options: the editor says the rest."""


def run(options: Namespace) -> int:
    """Serve the editor that has started this, until it is gone."""
    from kg.lsp.server import serve

    serve(options.data, options.articles, options.language, options.lang)
    return 0
