"""Puts a finished page or export where an older one may stand: either all of it or none."""

from __future__ import annotations

import os
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
    try:
        target = Path(path)
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(target.resolve(), content)
    except OSError as error:
        blanks = {"reason": error.strerror or str(error)}
        raise KgError(Problem("file-not-written", Location(str(path)), blanks)) from error


def _replace(target: Path, content: bytes) -> None:
    """Write beside the target, then rename: a rename within a directory is atomic (POSIX.1, rename)."""
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """Give the mode of the file that is replaced, or what a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return NEW_FILE & ~mask
