"""Workers that answer requests, each one at a time, within limits that really end it.

Everything here happens in the thread of the event loop, and nothing of it takes long.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

from kg.problems import Location, Problem
from kg.server.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.server.exchange import Exchange
    from kg.server.keeper import Keeper
    from kg.server.limits import Limits

READ = 1 << 18
TICK = 0.05
"""Seconds between two looks at the clock, while anybody works."""

LONG = 0.2
"""Seconds from which work counts as long. It is then done with what time of the processor others leave."""

BUFFERED = 8 << 20
"""Bytes of an answer that wait for a slow client, before its worker does."""

GRACE = 32.0
"""Seconds for which the time of work stands still at most, while its client takes these bytes."""

NICE = 10
SPARE = 4
"""Workers beyond those that may be busy: they stand in where one was ended, until another is forked."""

RESTART = 1.0
"""Seconds until a worker that could not even start is replaced: all would fail alike."""


class Pool:
    """Gives requests to workers in the order in which they come."""

    def __init__(self, keeper: Keeper, limits: Limits, say: Callable[[Problem], None]) -> None:
        self.keeper = keeper
        self.limits = limits
        self._say = say
        self._answering = keeper
        self._when_swapped: Callable[[], None] | None = None
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
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
        for _ in range(self.limits.workers + SPARE):
            self._fork()

    def swap(self, keeper: Keeper, when_swapped: Callable[[], None]) -> None:
        """Answer from another graph as soon as one of its workers is ready, and never from an older one then.

        What is being answered is answered from the old one. Of several graphs in quick succession, those
        between may never be seen; `when_swapped` is called for those that are.
        """
        before, self.keeper, self._when_swapped = self.keeper, keeper, when_swapped
        for worker in self._idle:
            self._have_leave(worker)
        self._let_go(before)

    def close(self) -> None:
        """End all workers."""
        self._closing = True
        for worker in self._workers:
            self._loop.remove_reader(worker.descriptor)
            worker.kill()
            worker.clear()

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
        worker = Worker(self.keeper)
        self._workers.add(worker)
        self._loop.add_reader(worker.descriptor, self._read, worker)

    def _assign(self) -> None:
        """Give waiting requests to idle workers, as many at once as processors can use."""
        while self._waiting and self._idle and self._may_begin():
            worker = self._idle.pop()
            exchange = self._waiting.popleft()
            try:
                worker.begin(exchange, self.limits, self._loop.time())
            except BrokenPipeError:
                worker.exchange = None
                self._waiting.appendleft(exchange)
                self._replace(worker)

    def _may_begin(self) -> bool:
        """Tell whether not all are busy, nor too many who have just begun and will soon be idle again."""
        began = [worker.since for worker in self._workers if worker.exchange]
        soon = self._loop.time() - TICK
        return len(began) < self.limits.workers and sum(since > soon for since in began) < self._enough

    def _read(self, worker: Worker) -> None:
        piece = os.read(worker.descriptor, READ)
        if not piece:
            self._gone(worker)
            return
        worker.received += piece
        for message in worker.messages():
            self._received(worker, message)

    def _received(self, worker: Worker, message: Any) -> None:
        if not worker.process:
            worker.process = message
        elif not worker.ready:
            worker.ready = True
            self._swapped(worker)
            self._free(worker)
        else:
            self._replied(worker, message)

    def _swapped(self, worker: Worker) -> None:
        """End the swap with the first worker that is ready."""
        if worker.keeper is self.keeper and self._when_swapped:
            self._answering, call, self._when_swapped = self.keeper, self._when_swapped, None
            for old in self._idle:
                self._replace(old)
            call()

    def _replied(self, worker: Worker, message: Any) -> None:
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

    def _hold(self, worker: Worker, exchange: Exchange) -> None:
        """Let a worker wait for a client that is slower; meanwhile, its time stands still."""
        if exchange.enough > BUFFERED:  # all of it would have to be kept
            self._stop(worker, "serve-old-http")
            return
        self._loop.remove_reader(worker.descriptor)
        worker.held = self._loop.time()
        exchange.when_taken = partial(self._resume, worker)

    def _resume(self, worker: Worker) -> None:
        worker.since += min(self._loop.time() - worker.held, GRACE)
        worker.held = 0.0
        self._loop.add_reader(worker.descriptor, self._read, worker)

    def _free(self, worker: Worker) -> None:
        """Take a worker back; not one whose graph is old, nor one that was made nice, which is for ever."""
        if worker.keeper is not self.keeper:
            self._have_leave(worker)
        if worker.is_long or worker.keeper is not self._answering:
            self._replace(worker)
        else:
            self._idle.append(worker)
            self._assign()

    def _have_leave(self, worker: Worker) -> None:
        """Have a worker of an old graph replaced, once; it works on until the new graph is there."""
        if not worker.leaving:
            worker.leaving = True
            self._fork()

    def _let_go(self, keeper: Keeper) -> None:
        if keeper is not self.keeper and not keeper.workers:
            keeper.retire()

    def _gone(self, worker: Worker) -> None:
        """Clear away a worker that has ended: by itself, or because it was replaced."""
        self._loop.remove_reader(worker.descriptor)
        worker.kill()
        worker.clear()
        self._let_go(worker.keeper)
        if worker not in self._workers:
            return
        self._workers.discard(worker)
        self._idle = [other for other in self._idle if other is not worker]
        if worker.exchange:
            worker.exchange.fail("serve-crashed")
        if worker.ready and not worker.leaving:
            self._fork()
        elif not worker.leaving:
            self._loop.call_later(RESTART, self._fork)

    def _replace(self, worker: Worker) -> None:
        """End a worker; another is forked, unless that was done, and the rest of it is cleared away later."""
        self._workers.discard(worker)
        self._idle = [other for other in self._idle if other is not worker]
        worker.kill()
        self._loop.add_reader(worker.descriptor, self._drain, worker)
        if not worker.leaving:
            self._fork()

    def _drain(self, worker: Worker) -> None:
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

    def _check(self, worker: Worker, seconds: float) -> None:
        """End work whose time is up, or that is long when too many others are."""
        exchange = worker.exchange
        if not exchange:
            return
        exchange.lasts()
        if seconds > self.limits.seconds + (GRACE if worker.held else 0.0):
            self._stop(worker, "serve-too-long")
        elif seconds > LONG and not worker.is_long:
            if sum(other.is_long for other in self._workers) >= self.limits.long:
                self._stop(worker, "serve-busy")
            else:
                worker.is_long = True
                os.setpriority(os.PRIO_PROCESS, worker.process, NICE)

    def _stop(self, worker: Worker, code: str) -> None:
        if worker.exchange:
            worker.exchange.fail(code)
        worker.exchange = None
        self._replace(worker)
