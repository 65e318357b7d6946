"""What takes long to make is made once for each version of the graph, whichever worker is asked first."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cache import cache_directory
from kg.files import write_file
from kg.problems import KgError
from kg.server.pages.frame import BUILT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

KEPT = 8
"""So many files are kept, the newest."""


def once(version: str, names: Sequence[str], make: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
    """Give what `make` gives for these names: from the cache, else made, and kept there as one file each.

    While one worker makes it, others wait; the lock of one that is ended is free again. Where no cache can
    be written, it is made each time.
    """
    directory = Path(cache_directory())
    files = {name: directory / f"page-{_key(version)}-{name}.html" for name in names}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with (directory / "pages.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with suppress(OSError):
                return {name: file.read_bytes() for name, file in files.items()}
            made = make()
            for name, file in files.items():
                write_file(file, made[name])
            _forget_oldest(directory)
            return made
    except (OSError, KgError):
        return make()


def _key(version: str) -> str:
    """Give a name for a version of the graph and of the front end, which the graph's own does not tell."""
    digest = blake2b(version.encode(), digest_size=16)
    for path in _front_end():
        status = path.stat()
        digest.update(f"{path.name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _front_end() -> Iterator[Path]:
    for folder in (BUILT, BUILT.parent / "assets"):
        yield from sorted(folder.iterdir()) if folder.is_dir() else ()


def _forget_oldest(directory: Path) -> None:
    pages = sorted(directory.glob("page-*-??.html"), key=_modified, reverse=True)
    for page in pages[KEPT:]:
        page.unlink(missing_ok=True)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
