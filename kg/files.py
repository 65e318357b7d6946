"""Puts a finished page, export or data file where an older one may stand: either all of it or none."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from kg.problems import KgError, Location, Problem

NEW_FILE = 0o666


def write_file(path: str | Path, page: str | bytes) -> None:
    """Write text as UTF-8, bytes as they are; an older file stays whole until the new one is on the disk.

    A link is followed and the file's mode is kept; a device or a pipe is written to as it is. Raises KgError
    (`file-not-written`) where the file system refuses, and then leaves nothing behind.
    """
    # a lone surrogate has no UTF-8: it is shown as a question mark rather than losing the page
    content = page.encode("utf-8", "replace") if isinstance(page, str) else page
    target = Path(path)
    if target.exists() and not target.is_file():
        try:
            target.write_bytes(content)
        except OSError as error:
            raise not_written(path, error) from error
    else:
        Replacement(target, content).commit()


def not_written(path: str | Path, error: OSError) -> KgError:
    """Say that the file system refused."""
    return KgError(Problem("file-not-written", Location(str(path)), {"reason": error.strerror or str(error)}))


class Replacement:
    """A finished file beside the one it is to replace; raises KgError (`file-not-written`), then is gone.

    The new content is on the disk before it takes the place of the old one: a rename within a directory is
    atomic (POSIX.1, rename), so that even a crash leaves the one or the other.
    """

    def __init__(self, path: Path, content: bytes) -> None:
        import tempfile

        self.path = path
        try:
            self.target = path.resolve()
            descriptor, name = tempfile.mkstemp(
                prefix=temporary_prefix(self.target), suffix=".tmp", dir=self.target.parent
            )
        except OSError as error:
            raise not_written(path, error) from error
        self.temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                _give_to_owner_of(self.target, file.fileno())
                os.fchmod(file.fileno(), _mode(self.target))
                os.fsync(file.fileno())
        except BaseException as error:
            self.discard()
            if isinstance(error, OSError):
                raise not_written(path, error) from error
            raise

    def commit(self) -> None:
        """Take the place of the older file, and have that on the disk too."""
        try:
            self.temporary.replace(self.target)
        except OSError as error:
            self.discard()
            raise not_written(self.path, error) from error
        with suppress(OSError):  # not every file system can; the new file is in its place
            descriptor = os.open(self.target.parent, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def discard(self) -> None:
        """Leave the older file as it is."""
        self.temporary.unlink(missing_ok=True)


def temporary_prefix(target: Path) -> str:
    """Give how the name of an unfinished file begins that is to replace this one."""
    return f".{target.name[:40]}."


def _give_to_owner_of(target: Path, descriptor: int) -> None:
    """Let a file belong to whom the older one belongs to, where root writes for somebody else."""
    if os.geteuid() == 0 and target.exists():
        with suppress(OSError):  # a container's root may not; the content matters more
            os.fchown(descriptor, target.stat().st_uid, target.stat().st_gid)


def _mode(target: Path) -> int:
    """Give the mode of the file that is replaced, or what a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return NEW_FILE & ~mask
