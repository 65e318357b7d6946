"""A child process that gets ready at once, is sent one question, and can be ended at any time.

POSIX only: it forks, so that it has a graph in memory without copying it.
"""

from __future__ import annotations

import os
import select
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

CHUNK = 1 << 20
SIGKILL = 9  # POSIX; the module `signal` makes enumerations of all of them, at every start


class Worker:
    """Calls `prepare` in a child process, and there what that returns with the bytes that it is sent."""

    def __init__(self, prepare: Callable[[], Callable[[bytes], bytes]]) -> None:
        question_reader, self._questions = os.pipe()
        self._answers, answer_writer = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._questions)
            os.close(self._answers)
            _serve(prepare, question_reader, answer_writer)
        os.close(question_reader)
        os.close(answer_writer)

    def ask(self, question: bytes, seconds: float) -> bytes | None:
        """Send the question and wait for the answer: empty if the child crashed, `None` if time ran out."""
        try:
            with os.fdopen(self._questions, "wb") as pipe:
                pipe.write(question)
        except BrokenPipeError:
            pass  # it crashed before it could listen: there will be no answer
        try:
            return _receive(self._answers, time.monotonic() + seconds)
        except KeyboardInterrupt:
            self.end()
            raise

    def end(self) -> None:
        """Make sure that the child is gone. Who exits right after an answer need not wait for that."""
        os.kill(self._process, SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._answers)


def in_background(work: Callable[[], Result]) -> Callable[[], Result]:
    """Start some work in a thread; what is returned waits for its result, or raises what it raised."""
    import _thread  # `threading` takes 4 ms to import

    done = _thread.allocate_lock()
    done.acquire()
    results: list[Result] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001  raised again where the result is asked for
            errors.append(error)
        finally:
            done.release()

    def result() -> Result:
        done.acquire()
        if errors:
            raise errors[0]
        return results[0]

    _thread.start_new_thread(run, ())
    return result


def _receive(reader: int, deadline: float) -> bytes | None:
    """Read until the other end closes; `None` when the deadline passes first."""
    chunks: list[bytes] = []
    while True:
        ready, _, _ = select.select([reader], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None
        chunk = os.read(reader, CHUNK)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def _serve(prepare: Callable[[], Callable[[bytes], bytes]], reader: int, writer: int) -> None:
    """Answer, and leave without running anything that belongs to the parent."""
    try:
        answer = prepare()
        with os.fdopen(reader, "rb") as pipe:
            question = pipe.read()
        if question:
            content = answer(question)
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(content)
    finally:
        os._exit(0)
