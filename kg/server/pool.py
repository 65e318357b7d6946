"""Workers that answer requests, each one at a time, within limits that really end it.

Everything here happens in the thread of the event loop; only `os.fork` ever takes milliseconds.
"""

from __future__ import annotations

import asyncio
import marshal
import os
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.problems import Location, Problem
from kg.query.worker import HEAD, SIGKILL, Worker
from kg.server.work import work

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.server.exchange import Exchange
    from kg.server.state import Served

READ = 1 << 18
TICK = 0.05
"""Seconds between two looks at the clock, while anybody works."""

LONG = 0.5
"""Seconds from which work counts as long. It is then done with what time of the processor others leave."""

BUFFERED = 8 << 20
"""Bytes of an answer that wait for a slow client, before its worker does."""

NICE = 10
RESTART = 1.0
"""Seconds until a worker that could not even start is replaced: all would fail alike."""


class Limits(NamedTuple):
    """What one request may use (seconds; bytes beyond the graph), and how many there may be at once."""

    seconds: float = 30.0
    memory: int = 1 << 30
    workers: int = 16
    waiting: int = 64

    @property
    def long(self) -> int:
        """How many workers may be busy with long work at once: the others are left to short work."""
        return max(1, self.workers * 3 // 4)


class Busy(Worker):
    """A worker of the pool: what it has replied so far, and whom it works for."""

    def __init__(self, served: Served) -> None:
        super().__init__(served.prepared, alone=True)
        self.served = served
        self.received = bytearray()
        self.ready = False
        self.exchange: Exchange | None = None
        self.since = 0.0
        self.is_long = False

    @property
    def descriptor(self) -> int:
        """The pipe that replies come from."""
        return self._replies

    @property
    def process(self) -> int:
        """The id of the process."""
        return self._process

    def begin(self, exchange: Exchange, limits: Limits, now: float) -> None:
        """Hand a request over; raises BrokenPipeError where nobody takes it."""
        self.exchange, self.since, self.is_long = exchange, now, False
        message: Any = (work.__module__, work.__name__, exchange.request, limits.seconds, limits.memory)
        content = marshal.dumps(message)
        rest = memoryview(len(content).to_bytes(HEAD, "big") + content)
        while rest:  # an idle worker reads at once
            rest = rest[os.write(self._requests, rest) :]

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


class Pool:
    """Gives requests to workers in the order in which they come."""

    def __init__(self, served: Served, limits: Limits, say: Callable[[Problem], None]) -> None:
        self.served = served
        self.limits = limits
        self._say = say
        self._workers: set[Busy] = set()
        self._idle: list[Busy] = []
        self._waiting: deque[Exchange] = deque()
        self._enough = (os.cpu_count() or 1) + 1
        self._ticking = False
        self._closing = False

    def complain(self, reason: str) -> None:
        """Say what no client can be told: a mistake of ours."""
        self._say(Problem("internal-error", Location("kg serve"), {"reason": reason}))

    def start(self) -> None:
        """Fork the workers; needs a running event loop."""
        self._loop = asyncio.get_running_loop()
        for _ in range(self.limits.workers):
            self._fork()

    def swap(self, served: Served) -> None:
        """Serve another graph from now on; what is being answered is answered from the old one."""
        self.served = served
        for worker in list(self._idle):
            self._replace(worker)

    def close(self) -> None:
        """End all workers."""
        self._closing = True
        for worker in list(self._workers):
            self._loop.remove_reader(worker.descriptor)
            worker.end()

    def submit(self, exchange: Exchange) -> bool:
        """Have a request answered; `False` where too many are waiting already."""
        if not self._idle and len(self._waiting) >= self.limits.waiting:
            return False
        exchange.since = self._loop.time()
        self._waiting.append(exchange)
        self._assign()
        self._tick_soon()
        return True

    def cancel(self, exchange: Exchange) -> None:
        """Stop work that nobody waits for any more."""
        for worker in self._workers:
            if worker.exchange is exchange:
                self._replace(worker)
                return
        if exchange in self._waiting:
            self._waiting.remove(exchange)

    def _fork(self) -> None:
        if self._closing:
            return
        worker = Busy(self.served)
        self._workers.add(worker)
        self._loop.add_reader(worker.descriptor, self._read, worker)

    def _assign(self) -> None:
        """Give waiting requests to idle workers, as many at once as processors can use."""
        while self._waiting and self._idle and self._beginners() < self._enough:
            worker = self._idle.pop()
            exchange = self._waiting.popleft()
            try:
                worker.begin(exchange, self.limits, self._loop.time())
            except BrokenPipeError:
                worker.exchange = None
                self._waiting.appendleft(exchange)
                self._replace(worker)

    def _beginners(self) -> int:
        """Count the workers that have not been at it for long, and will soon be idle again."""
        soon = self._loop.time() - TICK
        return sum(worker.exchange is not None and worker.since > soon for worker in self._workers)

    def _read(self, worker: Busy) -> None:
        piece = os.read(worker.descriptor, READ)
        if not piece:
            self._gone(worker)
            return
        worker.received += piece
        for message in worker.messages():
            self._received(worker, message)

    def _received(self, worker: Busy, message: Any) -> None:
        if not worker.ready:
            worker.ready = True
            self._free(worker)
            return
        fine, content = message
        exchange = worker.exchange
        if not exchange:
            return
        if not fine:
            exchange.fail(
                "serve-too-large" if content.startswith("TooLargeError") else "internal-error", content
            )
        else:
            exchange.receive(*content)
            if exchange.size > BUFFERED:
                self._hold(worker, exchange)
        if not fine or not content[2]:
            worker.exchange = None
            self._free(worker)

    def _hold(self, worker: Busy, exchange: Exchange) -> None:
        """Let a worker wait for a client that is slower."""
        self._loop.remove_reader(worker.descriptor)
        exchange.when_taken = lambda: self._loop.add_reader(worker.descriptor, self._read, worker)

    def _free(self, worker: Busy) -> None:
        """Take a worker back; not one whose graph is old, nor one that was made nice, which is for ever."""
        if worker.is_long or worker.served is not self.served:
            self._replace(worker)
        else:
            self._idle.append(worker)
            self._assign()

    def _gone(self, worker: Busy) -> None:
        """Clear away a worker that has ended: by itself, or because it was replaced."""
        self._loop.remove_reader(worker.descriptor)
        worker.end()
        if worker not in self._workers:
            return
        self._workers.discard(worker)
        self._idle = [other for other in self._idle if other is not worker]
        if worker.exchange:
            worker.exchange.fail("serve-crashed")
        if worker.ready:
            self._fork()
        else:
            self._loop.call_later(RESTART, self._fork)

    def _replace(self, worker: Busy) -> None:
        """End a worker; another is forked at once, and the rest of it is cleared away when it has ended."""
        self._workers.discard(worker)
        self._idle = [other for other in self._idle if other is not worker]
        os.kill(worker.process, SIGKILL)
        self._loop.add_reader(worker.descriptor, self._drain, worker)
        self._fork()

    def _drain(self, worker: Busy) -> None:
        if not os.read(worker.descriptor, READ):
            self._gone(worker)

    def _tick_soon(self) -> None:
        if not self._ticking:
            self._ticking = True
            self._loop.call_later(TICK, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        now = self._loop.time()
        for worker in [worker for worker in self._workers if worker.exchange]:
            self._check(worker, now - worker.since)
        while self._waiting and now - self._waiting[0].since > self.limits.seconds:
            self._waiting.popleft().fail("serve-busy")
        self._assign()
        if self._waiting or any(worker.exchange for worker in self._workers):
            self._tick_soon()

    def _check(self, worker: Busy, seconds: float) -> None:
        """End work whose time is up, or that is long when too many others are."""
        exchange = worker.exchange
        if not exchange:
            return
        exchange.lasts()
        if seconds > self.limits.seconds:
            self._stop(worker, "serve-too-long")
        elif seconds > LONG and not worker.is_long:
            if sum(other.is_long for other in self._workers) >= self.limits.long:
                self._stop(worker, "serve-busy")
            else:
                worker.is_long = True
                os.setpriority(os.PRIO_PROCESS, worker.process, NICE)

    def _stop(self, worker: Busy, code: str) -> None:
        if worker.exchange:
            worker.exchange.fail(code)
        worker.exchange = None
        self._replace(worker)
