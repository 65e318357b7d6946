"""A process that answers one request at a time, as the pool sees it."""

from __future__ import annotations

import marshal
import os
from typing import TYPE_CHECKING, Any

from kg.query.worker import HEAD, SIGKILL, send
from kg.server.work import work

if TYPE_CHECKING:
    from kg.server.exchange import Exchange
    from kg.server.keeper import Keeper
    from kg.server.limits import Limits


class Worker:
    """A worker of the pool: what it has replied so far, and whom it works for.

    One that is `leaving` has an old graph. It works until those that replace it can, and then ends.
    """

    def __init__(self, keeper: Keeper) -> None:
        requests, self._requests = os.pipe()
        self.descriptor, replies = os.pipe()
        self.keeper = keeper
        keeper.fork(requests, replies)
        os.close(requests)
        os.close(replies)
        self.process = 0
        self.received = bytearray()
        self.ready = self.leaving = self.is_long = False
        self.exchange: Exchange | None = None
        self.since = self.held = 0.0

    def begin(self, exchange: Exchange, limits: Limits, now: float) -> None:
        """Hand a request over, which an idle worker reads at once; raises BrokenPipeError without one."""
        self.exchange, self.since, self.held, self.is_long = exchange, now, 0.0, False
        send(
            self._requests, (work.__module__, work.__name__, exchange.request, limits.seconds, limits.memory)
        )

    def kill(self) -> None:
        """End it, whatever it does; one that is not ready ends when nobody can ask it any more."""
        if self.process:
            os.kill(self.process, SIGKILL)

    def clear(self) -> None:
        """Give back what a worker had that has ended."""
        os.close(self._requests)
        os.close(self.descriptor)
        self.keeper.forget(self.process)

    def messages(self) -> list[Any]:
        """Give the messages that have come whole."""
        found, start = [], 0
        while len(self.received) >= start + HEAD:
            end = start + HEAD + int.from_bytes(self.received[start : start + HEAD], "big")
            if len(self.received) < end:
                break
            found.append(marshal.loads(memoryview(self.received)[start + HEAD : end]))  # noqa: S302  our own
            start = end
        del self.received[:start]
        return found
