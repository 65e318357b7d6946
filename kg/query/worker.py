"""A child process that has a store open, is asked about it, and can be ended at any time.

An engine knows no time limit, and one that runs out of memory or overflows its stack aborts the whole
process: in a worker, only the worker. POSIX only: it forks, so that it has a graph in memory without a copy.
"""

from __future__ import annotations

import marshal
import os
import select
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from pyoxigraph import Store

    Opened = tuple[Store, Mapping[str, str]]

SIGKILL = 9  # POSIX; the module `signal` makes enumerations of all of them, at every start
STATM = "/proc/self/statm"
HEAD = 8
"""Bytes that say how long a message is."""

CHUNK = 1 << 20


class LateError(Exception):
    """The time is up."""


class GoneError(Exception):
    """The worker has ended: the engine crashed, or memory was refused to it."""


class FailedError(Exception):
    """What the worker was to do raised an exception: a mistake of ours."""


class Worker:
    """Calls `prepare` in a child process, and there functions with the store that it may give."""

    def __init__(self, prepare: Callable[[], Opened | None]) -> None:
        requests, self._requests = os.pipe()
        self._replies, replies = os.pipe()
        self._heard = False
        self._prefixes: Mapping[str, str] | None = None
        self._process = os.fork()
        if self._process == 0:
            os.close(self._requests)
            os.close(self._replies)
            serve(prepare, requests, replies)
        os.close(requests)
        os.close(replies)

    def prefixes(self) -> Mapping[str, str] | None:
        """Wait until the store is open, and give its prefixes; `None` if there is none."""
        if not self._heard:
            self._heard = True
            try:
                self._prefixes = _receive(self._replies)
            except GoneError:
                self._prefixes = None
        return self._prefixes

    def ask(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float, memory: int
    ) -> Any:
        """Call a function of a module with the store and plain arguments; its result is plain too.

        It may take seconds, and bytes of memory beyond what the store has.
        Raises LateError, GoneError or FailedError.
        """
        if self.prefixes() is None:
            raise GoneError
        request = (function.__module__, function.__name__, arguments, seconds, memory)
        try:
            send(self._requests, request)
            reply: tuple[bool, Any] = _receive(self._replies, time.monotonic() + seconds)
        except BrokenPipeError:
            raise GoneError from None
        except (LateError, KeyboardInterrupt):
            self.end()
            raise
        fine, result = reply
        if not fine:
            raise FailedError(result)
        return result

    def end(self) -> None:
        """Make sure that the child is gone. Who exits need not: it ends when nobody can ask it any more."""
        if self._process:
            os.kill(self._process, SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0
            os.close(self._requests)
            os.close(self._replies)


def serve(prepare: Callable[[], Opened | None], requests: int, replies: int) -> None:
    """Answer until nobody can ask any more, and leave without running anything of the parent's."""
    try:
        opened = prepare()
        send(replies, opened and dict(opened[1]))
        while opened:
            module, name, arguments, seconds, memory = _receive(requests)
            _limit(seconds, memory)
            send(replies, _call(module, name, (opened[0], *arguments), replies))
    finally:
        os._exit(0)


def _call(module: str, name: str, arguments: tuple[Any, ...], replies: int) -> tuple[bool, Any]:
    """Call a function; if it gives a function in turn, that one may send more replies before the last."""
    try:
        result = getattr(__import__(module, fromlist=[name]), name)(*arguments)
        return True, result(lambda reply: send(replies, (True, reply))) if callable(result) else result
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  a mistake of ours must not look like one of the query's
        return False, repr(error)


def _limit(seconds: float, memory: int) -> None:
    """Limit memory; and end this process some time after the parent should have, which may be dead."""
    import resource

    used = os.times()
    _lower(resource.RLIMIT_CPU, int(used.user + used.system + seconds) + 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no core file of a big graph
    if mapped := _mapped_pages():
        _lower(resource.RLIMIT_AS, mapped * resource.getpagesize() + memory)


def _mapped_pages() -> int:
    """Give the pages of memory that are mapped; 0 elsewhere than on Linux, where RLIMIT_AS limits nothing.

    Before each request of a server: `open` would take as long as a small query.
    """
    try:
        statm = os.open(STATM, os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(statm, 64).split()[0])
    finally:
        os.close(statm)


def _lower(limit: int, wanted: int) -> None:
    """Set a limit, or keep the user's own (`ulimit`) where that is stricter."""
    import resource

    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def send(writer: int, message: Any) -> None:
    """Send a plain value through a pipe."""
    content = marshal.dumps(message)
    rest = memoryview(len(content).to_bytes(HEAD, "big") + content)
    while rest:
        rest = rest[os.write(writer, rest) :]


def _receive(reader: int, deadline: float | None = None) -> Any:
    """Receive a message; raises LateError when the deadline passes first, GoneError if the other side has."""
    size = int.from_bytes(_read(reader, HEAD, deadline), "big")
    return marshal.loads(_read(reader, size, deadline))  # noqa: S302  from our own parent or child


def _read(reader: int, size: int, deadline: float | None) -> bytes:
    chunks: list[bytes] = []
    while size:
        if (
            deadline is not None
            and not select.select([reader], [], [], max(0.0, deadline - time.monotonic()))[0]
        ):
            raise LateError
        chunk = os.read(reader, min(size, CHUNK))
        if not chunk:
            raise GoneError
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)
