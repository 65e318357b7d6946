"""Follows the data: each new graph without errors is served; with errors, the last good one stays."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem
from kg.query.worker import GoneError
from kg.server.keeper import Keeper, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.server.events import Events
    from kg.server.keeper import Source
    from kg.server.pool import Pool
    from kg.watching.files import Look

RESTART = 1.0
"""Seconds until a keeper that has ended is replaced: the next may fail alike."""


class First(NamedTuple):
    """The first graph of a source: who keeps it, and what there is to say of it."""

    source: Source
    keeper: Keeper
    report: Report


def first(source: Source) -> First:
    """Wait for the first graph; raises KgError where there is none."""
    keeper = Keeper(source)
    try:
        reports: list[Report] = []
        while not reports:
            reports = keeper.reports()
    except GoneError:
        reports = [Report(None, problems=(_lost(),))]
    if reports[0].problems:
        keeper.kill()
        keeper.wait()
        raise KgError(*reports[0].problems)
    return First(source, keeper, reports[0])


def _lost() -> Problem:
    return Problem("serve-load-crashed", Location("kg serve"))


class Live:
    """The keepers: of the graph that is served, of older ones that still answer, and the one of the next."""

    def __init__(self, first: First, pool: Pool, events: Events, log: Callable[[Report], None]) -> None:
        self._source, self._pool, self._events, self._log = first.source, pool, events, log
        self._loop = asyncio.get_running_loop()
        self._good = self._served = first.report
        self._keepers: set[Keeper] = set()
        self._next: Keeper | None = None
        self._errors: tuple[Problem, ...] = ()

    def start(self) -> None:
        """Follow what the pool's keeper has loaded."""
        self._watch(self._pool.keeper)
        self._follow()

    def close(self) -> None:
        """End all keepers, once the pool is closed."""
        if self._next:
            self._next.kill()
        for keeper in self._keepers:
            self._loop.remove_reader(keeper)
            keeper.retire()
            keeper.wait()

    def _follow(self) -> None:
        """Have the next graph waited for, if anything is followed."""
        if self._source.files:
            self._load(self._good.seen)

    def _load(self, seen: Look | None) -> None:
        if self._next:
            self._next.kill()
        self._next = Keeper(self._source, seen, self._good.version)
        self._watch(self._next)

    def _watch(self, keeper: Keeper) -> None:
        self._keepers.add(keeper)
        self._loop.add_reader(keeper, self._read, keeper)

    def _read(self, keeper: Keeper) -> None:
        try:
            for report in keeper.reports():
                self._found(keeper, report)
        except GoneError:
            self._loop.remove_reader(keeper)
            self._keepers.discard(keeper)
            keeper.wait()
            self._gone(keeper)

    def _found(self, keeper: Keeper, report: Report) -> None:
        self._errors = report.problems
        if report.problems or report.version == self._good.version:
            self._tell(report)
        else:
            self._good, self._next = report, None
            self._pool.swap(keeper, lambda: self._swapped(report))
            self._follow()

    def _swapped(self, report: Report) -> None:
        self._served = report
        self._tell(report)

    def _tell(self, report: Report) -> None:
        self._log(report)
        self._events.post(self._served.version, self._errors)

    def _gone(self, keeper: Keeper) -> None:
        """Go on where a keeper has ended that should not have; what it loaded is not tried again."""
        if keeper is self._next:
            self._next = None
            seen = self._source.files.look() if self._source.files else None
            self._found(keeper, Report(seen, problems=(_lost(),)))
            self._loop.call_later(RESTART, self._load, seen)
        elif keeper is self._pool.keeper:
            self._found(keeper, Report(None, problems=(_lost(),)))
            self._good = self._good._replace(version="")  # the same graph is as welcome as another
            self._loop.call_later(RESTART, self._load, None)
