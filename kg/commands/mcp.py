"""`kg mcp`: the graph for assistants, by the Model Context Protocol over standard input and output."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from kg.commands.query import seconds
from kg.terminal import emit, say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import BinaryIO

    from kg.commands.common import Say

MEMORY = 1 << 30
"""Bytes that a message may use beyond the graph."""

WAITING = (
    "等待标准输入上的消息；通常由 AI 助手的程序启动（见 docs/mcp.md）。Ctrl-C 结束。",
    "waiting for messages on standard input, usually from an assistant (see docs/mcp.md); Ctrl-C ends it",
)


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    limit = say("每条消息的秒数限制", "the time limit of a message, in seconds")
    parser.add_argument("--timeout", type=seconds, default=30.0, metavar="SECONDS", help=limit)
    parser.add_argument("--queries", default="queries", metavar="DIR", help=say("查询目录", "saved queries"))


def run(options: Namespace) -> int:
    """Answer messages until standard input ends."""
    from pathlib import Path

    from kg.mcp.state import Followed
    from kg.mcp.stdio import Answering, serve
    from kg.query.guard import Limits
    from kg.watching.files import Files

    if sys.stdin is None:
        return 0
    if sys.stdin.isatty():
        say_aside(WAITING[options.language == "en"])
    files = Files(Path(options.data), Path(options.articles) if options.articles else None)
    followed = Followed(files, options.queries, lambda problems: tell(problems, options))
    answering = Answering(followed, Limits(options.timeout, MEMORY), options.language, _confine)
    with _protocol_only() as output:
        for answered in serve(answering, sys.stdin.buffer):
            output.write(answered)
            output.flush()
    return 0


def _confine() -> None:
    """Leave a worker nothing but the graph: no sockets, no words of its own on standard error."""
    from kg.server.sandbox import default_signals, first_to_go, no_sockets, say_nothing

    default_signals()
    first_to_go()
    say_nothing()
    no_sockets()


def _protocol_only() -> BinaryIO:
    """Keep standard output for the protocol: what anything else writes there goes to standard error."""
    emit(b"")  # raises KgError where there is none
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY) if sys.stderr is None else 2, 1)
    return output
