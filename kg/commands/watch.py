"""`kg watch`: the problems and the page, anew after each change of the data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.problems import KgError, render_text
from kg.terminal import counts_in_words, emit, say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say
    from kg.watching.server import Server
    from kg.watching.states import State

PORT = 8001
LAST_PORT = 65_535
CLEAR = "\x1b[2J\x1b[H"


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    where = say("网页的端口，0 为任一空闲端口", "the port of the page, 0 for any that is free")
    parser.add_argument("--port", type=port, default=PORT, metavar="N", help=where)
    file = say("每次改对之后也写到此文件", "also write the page to this file, each time the data are right")
    parser.add_argument("-o", dest="output", metavar="FILE", help=file)


def port(text: str) -> int:
    """Read the number of a port; argparse says "invalid port value" where this raises ValueError."""
    number = int(text)
    if not 0 <= number <= LAST_PORT:
        raise ValueError(text)
    return number


def run(options: Namespace) -> int:
    """Print problems and serve the page, until the user ends it."""
    from kg.watching.files import Files
    from kg.watching.server import Server
    from kg.watching.states import states

    files = Files(Path(options.data), Path(options.articles) if options.articles else None)
    server = Server(options.port)
    written = ""
    try:
        for state in states(files, options.lang or "zh"):  # readers are Chinese, as with `kg view`
            server.post(state)
            show(state, server, options)
            if options.output and not state.errors and state.picture.version != written:
                written = state.picture.version
                write(state, options)
    except KeyboardInterrupt:
        return 0
    return 0


def show(state: State, server: Server, options: Namespace) -> None:
    """Print the state: on a terminal in place of the one before."""
    from time import strftime

    if sys.stdout is not None and sys.stdout.isatty():
        emit(CLEAR)
    errors = len(state.errors)
    counts = (state.entities, state.statements, errors, len(state.problems) - errors)
    say_aside(f"{strftime('%H:%M:%S')}  {server.url}  {counts_in_words(counts, options.language)}")
    if state.problems:
        emit(f"{render_text(state.problems, options.language)}\n")


def write(state: State, options: Namespace) -> None:
    """Write the page; that it cannot be written ends nothing."""
    from kg.files import write_file

    try:
        write_file(options.output, state.picture.page(served=False))
    except KgError as error:
        tell(error.problems, options)
