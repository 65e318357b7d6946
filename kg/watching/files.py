"""The files that a graph may be made of, and whether they have changed since one looked."""

from __future__ import annotations

import os
from time import sleep
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Look = dict[str, tuple[int, int, int]]

BETWEEN_LOOKS = 0.025
"""Seconds from one look to the next while nothing changes."""

QUIET = 0.02
"""Seconds without a change after which a save is over: editors truncate, write in pieces, and rename."""


class Files(NamedTuple):
    """A data directory, and the directory of the articles' texts if that is another one."""

    data: Path
    articles: Path | None

    def look(self) -> Look:
        """Give time, size and number of each file, hidden ones left out."""
        return dict(_files(os.fspath(self.data))) | dict(_files(os.fspath(self.articles or self.data)))

    def settled(self) -> Look:
        """Look until nothing changes any more."""
        now = self.look()
        while True:
            sleep(QUIET)
            before, now = now, self.look()
            if now == before:
                return now

    def wait(self, seen: Look) -> None:
        """Wait until something looks otherwise."""
        while self.look() == seen:
            sleep(BETWEEN_LOOKS)


def _files(directory: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for folder, folders, files in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.startswith("."):
                continue
            path = os.path.join(folder, name)  # noqa: PTH118  forty times a second: plain texts are enough
            try:
                found = os.stat(path)  # noqa: PTH116
            except OSError:
                continue  # it went away meanwhile, or is a link to nowhere
            yield path, (found.st_mtime_ns, found.st_size, found.st_ino)
