"""Checks of the data in the background, one after every change.

Answers need not wait for a check: it runs in a process of its own. What has become outdated is ended.
Completion goes on with what was read last.
"""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from kg.lsp.reading import NOTHING, Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO

    from kg.lsp.reading import Checked, Contents

    Process = subprocess.Popen[bytes]

DELAY = 0.15
"""Seconds of rest before a check begins, so that not every key begins one."""

WORK = "from kg.lsp.reading import work; work()"


class EndedError(Exception):
    """The process that was reading has ended."""


class Reader:
    """Reads a data directory in a process that is kept, and begun anew where it was ended."""

    def __init__(self, directory: Path, articles: Path | None) -> None:
        self.directory = directory
        self.articles = articles
        self.readable: dict[Path, bytes] = {}
        self.process: Process | None = None

    def check(self, contents: Contents) -> Checked:
        """Wait for a check; raises EndedError where its process ends before."""
        before = {path: raw for path, raw in self.readable.items() if contents.get(path) != raw}
        request = Request(self.directory, self.articles, contents, before)
        process = self.process = self.process or _begin()
        gc.collect()
        try:
            checked = _ask(process, request)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.process = None if self.process is process else self.process
            _bury(process)
            raise EndedError from error
        gc.freeze()  # a collection that walks a million objects would keep answers waiting
        self.readable |= {path: raw for path, raw in contents.items() if path not in checked.unread}
        return checked

    def end(self) -> None:
        """End the process, whatever it is doing."""
        process, self.process = self.process, None
        if process:
            process.kill()


def _begin() -> Process:
    """Begin a process that imports what this one does, and not what lies in the directory of the editor."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-c", WORK]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603


def _ask(process: Process, request: Request) -> Checked:
    to, back = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    pickle.dump(request, to, pickle.HIGHEST_PROTOCOL)
    to.flush()
    checked: Checked = pickle.load(back)  # noqa: S301  (it comes from our own child)
    return checked


def _bury(process: Process) -> None:
    process.kill()
    with suppress(OSError), process:  # what was still to be written goes nowhere
        pass


class Checker:
    """Has the data checked after every change, one check at a time; `publish` gets what is still current."""

    def __init__(
        self, reader: Reader, contents: Callable[[], Contents], publish: Callable[[Checked], None]
    ) -> None:
        self.reader = reader
        self.contents = contents
        self.publish = publish
        self.known = NOTHING
        self.changes = 0
        self.timer: asyncio.TimerHandle | None = None
        self.task: asyncio.Task[None] | None = None

    def changed(self, delay: float = DELAY) -> None:
        """Note that something has changed: what is under way is outdated, and a new check begins soon."""
        self.changes += 1
        if self.timer:
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(delay, self.start)

    def start(self) -> None:
        """Begin a check, and end the one that is still under way: it is outdated."""
        self.timer = None
        if self.task and not self.task.done():
            self.reader.end()
        self.task = asyncio.get_running_loop().create_task(self.check(self.task))

    async def check(self, earlier: asyncio.Task[None] | None) -> None:
        """Check the data as they are now, and publish the result unless it is outdated by then."""
        change = self.changes
        if earlier:
            await asyncio.wait([earlier])
        if self.changes != change:  # whoever changed it has begun another check
            return
        try:
            checked = await asyncio.to_thread(self.reader.check, self.contents())
        except EndedError:
            return
        except asyncio.CancelledError:  # the editor is gone
            self.reader.end()
            raise
        if self.changes == change:
            self.known = checked.known
            self.publish(checked)

    def stop(self) -> None:
        """Give up what is under way."""
        self.changes += 1
        if self.timer:
            self.timer.cancel()
        self.reader.end()


def is_data(path: Path, directory: Path) -> bool:
    """Tell whether a file belongs to the data of a directory, be it on the disk already or not.

    >>> from pathlib import Path
    >>> is_data(Path("/a/data/b.yaml"), Path("/a/data")), is_data(Path("/a/b.yaml"), Path("/a/data"))
    (True, False)
    """
    hidden = path.is_relative_to(directory) and any(
        part.startswith(".") for part in path.relative_to(directory).parts
    )
    return path.is_relative_to(directory) and path.suffix in {".yaml", ".yml"} and not hidden
