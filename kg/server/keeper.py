"""A process that has a graph and forks the workers that answer from it; until it has one, it waits for it.

The server itself has no graph: it stays small, loading never holds it up, and forking is not its work. Each
version of the graph has a keeper of its own, whose end gives back all memory of that version.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from kg.problems import KgError, Location, Problem
from kg.query.worker import HEAD, SIGKILL, GoneError, send, serve
from kg.server.sandbox import close_others, default_signals, say_nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.server.state import Served
    from kg.watching.files import Files, Look

NICE = 4
"""How far keepers and workers stand back behind the server, which has only moments of work."""

READ = 1 << 18
BETWEEN_LOOKS = 0.1
"""Seconds from one look at the files to the next: this goes on for as long as the server runs."""

FORK = 0
NUMBER = 8
"""Bytes of what a keeper is told: to fork, with two pipes, or the id of a worker that it can forget."""


class Source(NamedTuple):
    """Where graphs come from: how one is loaded, and the files that are followed, if any are."""

    load: Callable[[], Served]
    files: Files | None = None


class Report(NamedTuple):
    """What a keeper has found: a graph, of some version, or problems because of which there is none."""

    seen: Look | None
    version: str = ""
    entities: int = 0
    statements: int = 0
    problems: tuple[Problem, ...] = ()


class Keeper:
    """The process as the server sees it.

    It loads at once; or, where something was `seen` before, when that looks otherwise. A graph of the
    `version` that is served already is not kept.
    """

    def __init__(self, source: Source, seen: Look | None = None, version: str = "") -> None:
        self.workers = 0
        self._received = bytearray()
        self._socket, server = socket.socketpair()
        self._process = os.fork()
        if self._process == 0:
            _keep(source, seen, version, server)
        server.close()

    def fileno(self) -> int:
        """Give what reports come from."""
        return self._socket.fileno()

    def reports(self) -> list[Report]:
        """Wait for something to come, and give the reports that are whole; raises GoneError at the end."""
        piece = self._socket.recv(READ)
        if not piece:
            raise GoneError
        self._received += piece
        found = []
        while len(self._received) >= HEAD:
            end = HEAD + int.from_bytes(self._received[:HEAD], "big")
            if len(self._received) < end:
                break
            found.append(pickle.loads(memoryview(self._received)[HEAD:end]))  # noqa: S301  our own
            self._received = self._received[end:]
        return found

    def fork(self, requests: int, replies: int) -> None:
        """Have a worker forked that reads from one pipe and writes to the other, its id first.

        Where there is nobody to do it, the pipe simply ends.
        """
        self.workers += 1
        with suppress(OSError):
            socket.send_fds(self._socket, [FORK.to_bytes(NUMBER, "big")], [requests, replies])

    def forget(self, worker: int) -> None:
        """Let go of a worker that has ended: until now, nobody else could have had its id."""
        self.workers -= 1
        if worker:
            with suppress(OSError):
                self._socket.send(worker.to_bytes(NUMBER, "big"))

    def retire(self) -> None:
        """Let it end by itself, which takes a while where it has much memory to give back."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def kill(self) -> None:
        """End it, whatever it does; if it has workers, they are left alone."""
        os.kill(self._process, SIGKILL)

    def wait(self) -> None:
        """Wait until it has ended."""
        os.waitpid(self._process, 0)
        self._socket.close()


def _keep(source: Source, seen: Look | None, version: str, server: socket.socket) -> NoReturn:
    try:
        gc.freeze()  # what is the server's is left alone: its sockets have numbers that are others' here
        os.nice(NICE)
        default_signals()
        say_nothing()
        close_others(server.fileno())
        served = _right(source, seen, version, server)
        gc.collect()
        gc.freeze()  # what is shared with the workers is never touched by collecting garbage
        gc.enable()
        _fork_workers(served, server)
    finally:
        os._exit(0)


def _right(source: Source, seen: Look | None, version: str, server: socket.socket) -> Served:
    """Wait for a graph that is right and new, and tell of all that is found on the way."""
    while True:
        if source.files:
            if seen is not None:
                _wait(source.files, seen, server)
            seen = source.files.settled()
        served, report = _loaded(source.load, seen)
        if source.files and source.files.look() != seen:
            continue  # what was read may be half of a save
        content = pickle.dumps(report)
        server.sendall(len(content).to_bytes(HEAD, "big") + content)
        if served and served.version != version:
            return served
        if not source.files:
            sys.exit()  # nothing will change
        del served
        gc.collect()


def _wait(files: Files, seen: Look, server: socket.socket) -> None:
    """Wait until something looks otherwise; end with the server."""
    while files.look() == seen:
        if select.select([server], [], [], BETWEEN_LOOKS)[0]:
            os._exit(0)


def _loaded(load: Callable[[], Served], seen: Look | None) -> tuple[Served | None, Report]:
    try:
        served = load()
    except KgError as error:
        return None, Report(seen, problems=tuple(error.problems))
    except Exception as error:  # noqa: BLE001  a mistake of ours must not end a server that has a good graph
        problem = Problem("internal-error", Location("kg serve"), {"reason": repr(error)})
        return None, Report(seen, problems=(problem,))
    dataset = served.dataset
    counts = (len(dataset.entities), len(dataset.statements)) if dataset else (0, 0)
    return served, Report(seen, served.version, *counts)


def _fork_workers(served: Served, server: socket.socket) -> None:
    """Do as one is told until nobody tells any more; then end what is left of the workers."""
    workers: set[int] = set()
    while True:
        message, pipes, _, _ = socket.recv_fds(server, NUMBER, 2)
        if not message:
            break
        number = int.from_bytes(message, "big")
        if number == FORK:
            workers.add(_forked(served, *pipes))
        elif number in workers:
            workers.remove(number)
            os.waitpid(number, 0)
    for worker in workers:
        os.kill(worker, SIGKILL)
        os.waitpid(worker, 0)


def _forked(served: Served, requests: int, replies: int) -> int:
    worker = os.fork()
    if worker == 0:
        try:
            close_others(requests, replies)
            send(replies, os.getpid())
            serve(served.prepared, requests, replies)
        finally:
            os._exit(0)
    os.close(requests)
    os.close(replies)
    return worker
