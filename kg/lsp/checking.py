"""The data behind the open documents, read in the background whenever something has changed.

A check runs in a thread of its own, so that answers need not wait for it. What has become outdated meanwhile
is dropped. Completion goes on with what was read last: a file that cannot be read while somebody types in it
has the entities that it had when it could.
"""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, NamedTuple

from kg.loading.load import Loading
from kg.lsp.names import Names
from kg.model import Dataset, ids_of_name
from kg.ontology import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.problems import Problem

    Contents = Mapping[Path, bytes]

DELAY = 0.15
"""Seconds of rest before a check begins, so that not every key begins one."""


class OutdatedError(Exception):
    """What is being read has changed."""


class Known(NamedTuple):
    """What is known of the data: what was read, its names, and the ids that have each name."""

    dataset: Dataset
    names: Names
    ids: dict[str, list[str]]


class Checked(NamedTuple):
    """The result of a check: what is known, and the problems of the files as they are."""

    known: Known
    problems: list[Problem]


NOTHING = Known(Dataset(EMPTY, {}, [], {}), Names([]), {})


def known_of(dataset: Dataset) -> Known:
    """Prepare a dataset for answers."""
    entities = dataset.entities
    return Known(dataset, Names(entities.values()), ids_of_name(entities.values()))


class Reader:
    """Reads a data directory, with the texts of open documents in the place of their files."""

    def __init__(self, directory: Path, articles: Path | None) -> None:
        self.directory = directory
        self.articles = articles
        self.readable: dict[Path, bytes] = {}  # open documents as they were when they could last be read

    def check(self, contents: Contents, outdated: Callable[[], bool]) -> Checked:
        """Read everything; raises OutdatedError as soon as `outdated` says so."""
        gc.collect()
        dataset, problems, unread = self.read(contents, outdated)
        before = {path: self.readable[path] for path in unread if path in self.readable}
        self.readable |= {path: raw for path, raw in contents.items() if path not in unread}
        if before:
            dataset = self.read({**contents, **before}, outdated)[0]
        known = known_of(dataset)
        gc.freeze()  # a collection that walks a million objects would keep answers waiting
        return Checked(known, problems)

    def read(
        self, contents: Contents, outdated: Callable[[], bool]
    ) -> tuple[Dataset, list[Problem], list[Path]]:
        """Read everything once; the last value are the files that could not be read."""
        loading = Loading(self.directory, self.articles, contents)
        for _ in loading.statements():
            if outdated():
                raise OutdatedError
        return *loading.finish(), loading.unread


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
        """Begin a check, behind the one that is under way."""
        self.timer = None
        self.task = asyncio.get_running_loop().create_task(self.check(self.task))

    async def check(self, earlier: asyncio.Task[None] | None) -> None:
        """Check the data as they are now, and publish the result unless it is outdated by then."""
        change = self.changes
        if earlier:
            await asyncio.wait([earlier])
        if self.changes != change:  # whoever changed it has begun another check
            return
        try:
            checked = await asyncio.to_thread(
                self.reader.check, self.contents(), lambda: self.changes != change
            )
        except OutdatedError:
            return
        if self.changes == change:
            self.known = checked.known
            self.publish(checked)

    def stop(self) -> None:
        """Give up what is under way."""
        self.changes += 1
        if self.timer:
            self.timer.cancel()


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
