"""The stdio transport: a message a line, each answered in a worker process that can be ended.

A worker is forked from this process, which has the graph, and serves until it fails or the graph is another.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.mcp.protocol import failure, parsed, reply
from kg.problems import KgError, Location, Problem
from kg.query.guard import within
from kg.query.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from kg.mcp.graph import Graph
    from kg.mcp.state import Followed
    from kg.problems import Language
    from kg.query.guard import Limits
    from kg.query.worker import Opened

LONGEST_LINE = 1 << 20
"""Bytes of a message."""

PLACE = Location("kg mcp")


class Answering:
    """Answers messages about data that are followed; each worker begins with `confine`."""

    def __init__(
        self, followed: Followed, limits: Limits, language: Language, confine: Callable[[], None]
    ) -> None:
        self.followed = followed
        self.confine = confine
        self.limits = limits
        self.language = language
        self._graph: Graph | None = None
        self._worker: Worker | None = None

    def answer(self, line: bytes) -> bytes:
        """Answer a message; empty where it wants no answer."""
        worker = self._current_worker()
        try:
            answered: bytes = within(self.limits, worker, PLACE)(respond, line, self.language)
        except KgError as error:
            worker.end()
            self._worker = None
            return written(failure(_readable(line), error.problems[0], self.language))
        return answered

    def refuse(self) -> bytes:
        """Answer a message that is too long to be read."""
        problem = Problem("mcp-too-long", PLACE, {"limit": str(LONGEST_LINE)})
        return written(failure(None, problem, self.language))

    def _current_worker(self) -> Worker:
        graph = self.followed.graph()
        if self._worker is None or graph is not self._graph:
            if self._worker:
                self._worker.end()
            self._graph = graph
            self._worker = Worker(lambda: self._prepared(graph))
        return self._worker

    def _prepared(self, graph: Graph) -> Opened:
        self.confine()
        return graph, graph.prefixes  # type: ignore[return-value]  # a worker does not mind what it opens


def respond(graph: Graph, line: bytes, language: Language) -> bytes:
    """Answer a message in the worker."""
    return written(reply(line, graph, language))


def written(answered: Any) -> bytes:
    """Write an answer as a line; nothing for none."""
    return (
        b""
        if answered is None
        else json.dumps(answered, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    )


def _readable(line: bytes) -> Any:
    try:
        return parsed(line)
    except KgError:
        return None


def serve(answering: Answering, messages: BinaryIO) -> Iterator[bytes]:
    """Give the answers to messages as they come, until there are no more."""
    while line := messages.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = messages.readline(LONGEST_LINE)
            yield answering.refuse()
        elif line.strip():
            yield answering.answer(line)
