"""Asks a worker within limits that really end it.

An engine knows no time-out, and one that runs out of memory or overflows its stack aborts the whole process:
in a worker, only the worker.
"""

from __future__ import annotations

import marshal
import os
import resource
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.query.worker import Worker

STATM = "/proc/self/statm"


class Limits(NamedTuple):
    """What one question may use: seconds of time, and bytes of memory beyond what the worker has already."""

    seconds: float = 60.0
    memory: int = 4 << 30


class Outcome(NamedTuple):
    """What an answer is: bytes for standard output, and what is worth saying about them."""

    output: bytes
    remarks: list[Problem]


def ask_within(limits: Limits, worker: Worker, question: Any, place: Location) -> Outcome:
    """Ask a worker whose function is `guarded`; raises KgError at `place` if it fails, is late or crashes.

    A question is a value of plain tuples, lists, dicts, strings and numbers.
    """
    received = worker.ask(marshal.dumps((tuple(limits), tuple(place), question)), limits.seconds)
    if received is None:
        worker.end()
        raise KgError(Problem("query-too-long", place, {"seconds": f"{limits.seconds:g}"}))
    try:
        fine, output, problems = marshal.loads(received)  # noqa: S302  from our own child
    except (EOFError, ValueError, TypeError):
        worker.end()
        crash = Problem("query-crashed", place, {"memory": f"{limits.memory / (1 << 30):g}"})
        raise KgError(crash) from None
    found = [Problem(code, Location(*location), blanks) for code, location, blanks in problems]
    if not fine:
        raise KgError(*found)
    return Outcome(output, found)


def guarded(answer: Callable[[Any], Outcome]) -> Callable[[bytes], bytes]:
    """Make a worker's function of one that answers questions or raises KgError."""

    def guarded_answer(received: bytes) -> bytes:
        (seconds, memory), place, question = marshal.loads(received)  # noqa: S302  from our own parent
        _limit_time(seconds)
        _limit_memory(memory)
        fine, outcome = _answer(answer, question, Location(*place))
        rows = [(problem.code, tuple(problem.location), dict(problem.blanks)) for problem in outcome.remarks]
        return marshal.dumps((fine, outcome.output, rows))

    return guarded_answer


def _answer(answer: Callable[[Any], Outcome], question: Any, place: Location) -> tuple[bool, Outcome]:
    try:
        return True, answer(question)
    except KgError as error:
        return False, Outcome(b"", list(error.problems))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  a mistake of ours must not look like one of the query's
        return False, Outcome(b"", [Problem("internal-error", place, {"reason": repr(error)})])


def _limit_time(seconds: float) -> None:
    """End this process some time after the parent should have: the parent may have been killed."""
    used = os.times()
    last = int(used.user + used.system + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (last, last))


def _limit_memory(more: int) -> None:
    """Allow `more` bytes of address space beyond what is mapped now; no core file of a big graph either."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not os.path.exists(STATM):  # elsewhere than on Linux, RLIMIT_AS limits nothing anyway
        return
    with open(STATM, encoding="ascii") as statm:
        mapped = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + more, mapped + more))
