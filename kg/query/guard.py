"""Asks a worker within limits, and says what went wrong, at the place of the query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.problems import KgError, Location, Problem
from kg.query.worker import FailedError, GoneError, LateError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.query.engine import Ask
    from kg.query.worker import Worker


class Limits(NamedTuple):
    """What one request may use: seconds of time, and bytes of memory beyond what the worker has already."""

    seconds: float = 60.0
    memory: int = 4 << 30


def within(limits: Limits, worker: Worker, place: Location) -> Ask:
    """Ask a worker; what is returned raises KgError at `place` where the worker fails, is late or crashes."""

    def ask(function: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return worker.ask(function, arguments, *limits)
        except LateError:
            problem = Problem("query-too-long", place, {"seconds": f"{limits.seconds:g}"})
        except GoneError:
            problem = Problem("query-crashed", place, {"memory": f"{limits.memory / (1 << 30):g}"})
        except FailedError as error:
            problem = Problem("internal-error", place, {"reason": str(error)})
        raise KgError(problem)

    return ask
