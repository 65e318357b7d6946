"""What several commands need: the graph that the options name, and the file that a result goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.terminal import emit, say_aside

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.describe import Describer
    from kg.graph import KnowledgeGraph

    Say = Callable[[str, str], str]
    """Picks the Chinese or the English of two texts."""


def load_graph(options: Namespace) -> KnowledgeGraph:
    """Load the data directory."""
    from kg.graph import load

    return load(options.data, options.articles)


def load_describer(options: Namespace) -> Describer:
    """Give what writes about the data in the user's language."""
    from kg.describe import Describer

    return Describer(load_graph(options).dataset, options.language)


def declare_output(parser: ArgumentParser, say: Say, default: str | None) -> None:
    """Declare where a result is written."""
    where = say("写到此文件，- 为标准输出", "the file to write, - for standard output")
    parser.add_argument("-o", dest="output", default=default, metavar="FILE", help=where)


def write(options: Namespace, content: bytes) -> int:
    """Write a result to the file that was asked for, whole or not at all."""
    if options.output in (None, "-"):
        emit(content)
    else:
        from kg.files import write_file

        write_file(options.output, content)
        say_written([options.output], options)
    return 0


def say_written(paths: Iterable[str | Path], options: Namespace) -> None:
    """Tell which files were written."""
    for path in paths:
        say_aside(("{} 已写好", "wrote {}")[options.language == "en"].format(path))
