"""Edits onto the disk: under a lock, checked, and then all of them or none.

Who reads meanwhile sees the old files or the new ones; who is killed leaves them so.
"""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from contextlib import contextmanager
from glob import escape
from typing import TYPE_CHECKING, NamedTuple

from kg.editing.sources import SourceFile
from kg.files import Replacement, not_written, temporary_prefix
from kg.loading.load import data_files, load, raise_errors
from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.editing.edits import TextEdit

    Edits = Mapping[Path, Iterable[TextEdit]]
    Plan = Callable[["Sources"], Edits]
    Check = Callable[[Mapping[Path, bytes]], list[Problem]]

ATTEMPTS = 5
"""How often is planned anew where a file changes on the disk meanwhile; nobody saves that often."""


class Sources:
    """The files of a data directory as they are now, each read when it is first asked for."""

    def __init__(self, directory: Path) -> None:
        if not directory.is_dir():
            raise KgError(Problem("no-directory", Location(str(directory))))
        self.directory = directory
        self.paths = data_files(directory)
        self._stamps = self._stamps_now()
        self._read: dict[Path, SourceFile] = {}

    def __getitem__(self, path: Path) -> SourceFile:
        """Give one file, empty if it is not there yet; raises KgError where it cannot be read."""
        if path not in self._read:
            is_new = not path.exists() and not path.is_symlink()
            self._read[path] = SourceFile(path, b"") if is_new else SourceFile.read(path)
        return self._read[path]

    def are_current(self) -> bool:
        """Tell whether the directory is still as it was; of what was read, every byte."""
        try:
            return self._stamps_now() == self._stamps and all(
                (path.read_bytes() if path.exists() else b"") == source.raw
                for path, source in self._read.items()
            )
        except OSError:
            return False

    def _stamps_now(self) -> dict[Path, tuple[int, ...]]:
        return {path: _stamp(path) for path in data_files(self.directory)}


def _stamp(path: Path) -> tuple[int, ...]:
    """Give what changes with a file's content; nothing for a link that leads nowhere."""
    try:
        stat = path.stat()
    except OSError:
        return ()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


class Landed(NamedTuple):
    """What was written: the new content by file, and the warnings that it brings."""

    contents: Mapping[Path, bytes]
    warnings: list[Problem]


def land(directory: Path, plan: Plan, articles: Path | None = None, check: Check | None = None) -> Landed:
    """Make the edits that `plan` gives for the files as they are now, or none of them.

    `check` gives the problems that new contents would bring; by default all is loaded. Raises KgError with
    the errors among them, or where a file is read-only, the disk is full, or the files keep changing.
    """
    check = check or (lambda contents: new_problems(directory, articles, contents))
    with locked(directory):
        for _ in range(ATTEMPTS):
            sources = Sources(directory)
            contents = contents_after(sources, plan(sources))
            problems = check(contents) if contents else []
            raise_errors(problems)
            if _replace(sources, contents):
                return Landed(contents, problems)
    raise KgError(Problem("edit-busy", Location(str(directory)), {"count": str(ATTEMPTS)}))


def contents_after(sources: Sources, edits: Edits) -> dict[Path, bytes]:
    """Give the files that edits change, with their new bytes."""
    edited = {path: sources[path].edited(of_file) for path, of_file in edits.items()}
    return {path: content for path, content in edited.items() if content != sources[path].raw}


def new_problems(directory: Path, articles: Path | None, contents: Mapping[Path, bytes]) -> list[Problem]:
    """Give the problems that are there with new contents and were not there before."""
    after = load(directory, articles, contents)[1]
    return problems_added(load(directory, articles)[1], after) if after else []


def problems_added(before: Iterable[Problem], after: Iterable[Problem]) -> list[Problem]:
    """Give the problems of a later state that an earlier one did not have."""
    known = Counter(map(_sameness, before))
    added = []
    for problem in after:
        known[_sameness(problem)] -= 1
        if known[_sameness(problem)] < 0:
            added.append(problem)
    return added


def _sameness(problem: Problem) -> tuple[object, ...]:
    """Give what stays of a problem where lines move: not its line, nor those that it speaks of."""
    blanks = {name: text for name, text in problem.blanks.items() if name not in {"line", "other", "count"}}
    return problem.code, problem.location.file, *sorted(blanks.items())


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Wait for whoever edits the directory; the lock is the directory's own, and ends with its holder."""
    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise KgError(Problem("no-directory", Location(str(directory)))) from error
    try:
        _lock(descriptor, directory)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, directory: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:  # some network file systems cannot
        blanks = {"reason": error.strerror or str(error)}
        raise KgError(Problem("edit-lock", Location(str(directory)), blanks)) from error


def _replace(sources: Sources, contents: Mapping[Path, bytes]) -> bool:
    """Put the new files beside the old ones, then in their places, unless something has changed meanwhile."""
    for path in contents:
        prepare(path)
    ready: list[Replacement] = []
    try:
        ready.extend(Replacement(path, content) for path, content in contents.items())
        if not sources.are_current():
            return False
        while ready:
            ready.pop().commit()
        return True
    finally:
        for replacement in ready:
            replacement.discard()


def prepare(path: Path) -> None:
    """Refuse what is write-protected, even as root; remove what a writer that was killed left behind."""
    target = path.resolve()
    if target.exists() and not (target.stat().st_mode & 0o222 and os.access(target, os.W_OK)):
        raise KgError(Problem("file-read-only", Location(str(path))))
    try:
        for abandoned in target.parent.glob(f"{escape(temporary_prefix(target))}*.tmp"):
            abandoned.unlink(missing_ok=True)  # nobody else writes here while we hold the lock
    except OSError as error:
        raise not_written(path, error) from error
