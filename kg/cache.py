"""Stores on disk that are found again by the content they were made of.

The key is a hash of every file that the graph is made of (and of this program's), so a store can never be
stale: other bytes are another key.
"""

from __future__ import annotations

import os

from kg import __version__

TYPE_CHECKING = False  # `typing` takes longer to import than all that is needed here
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Store

    from kg.loading.load import Loading
    from kg.model import Dataset

CACHES_KEPT = 8
PREFIX_FILE = "prefixes.txt"
PIECE = 1 << 18
LARGE = 5_000
"""Statements of which a store takes about half a second to write."""

BUILDING = "gongtu-new-"
ABANDONED_AFTER = 3600
"""Seconds after which a store that is not finished has no builder any more."""

_until_the_end: list[Loading | Store] = []
"""What was loaded is not freed before the process ends: object by object, that takes half a second."""


def open_data(directory: str, articles: str | None) -> tuple[Store, Mapping[str, str]]:
    """Open the store of a data directory, with its prefixes; raises KgError if the data has errors.

    It comes from the cache, which is filled if need be; where no cache can be written, from memory.
    """
    path = cached_store(directory, articles)
    return (open_cached(path) if path else None) or _make(directory, articles)


def open_cached(path: str) -> tuple[Store, Mapping[str, str]] | None:
    """Open a store of the cache for reading, with its prefixes; one that is damaged is removed."""
    from pyoxigraph import Store

    try:
        return Store.read_only(path), read_prefixes(path)
    except (OSError, RuntimeError, ValueError):  # RuntimeError: what the engine calls corruption
        import shutil

        shutil.rmtree(path, ignore_errors=True)
        return None


def _make(directory: str, articles: str | None) -> tuple[Store, Mapping[str, str]]:
    """Load the graph into memory, the engine at work while statements are being read; and cache it."""
    from pathlib import Path

    from pyoxigraph import Store

    from kg.loading.load import Loading, raise_errors
    from kg.rdf import ntriples
    from kg.store import fill

    before = _key(directory, articles)
    loading = Loading(Path(directory), Path(articles) if articles else None)
    store = Store()
    if any(problem.severity == "error" for problem in loading.problems):
        list(loading.statements())  # for their problems
    else:
        fill(store.load, ntriples(loading.dataset, loading.statements()))
    dataset, problems = loading.finish()
    _until_the_end.extend([loading, store])
    raise_errors(problems)
    # Of files that change while they are read, nobody knows which key the graph belongs to.
    if before and before == _key(directory, articles):
        _keep(before, dataset)
    return store, dataset.ontology.prefixes


def _keep(key: str, dataset: Dataset) -> None:
    """Write a store to the cache; a large one in a process of its own, which the answer need not wait for."""
    try:
        if len(dataset.statements) <= LARGE:
            write_cache(key, dataset)
        else:
            asking = os.getpid()
            if os.fork() == 0:
                _keep_apart(key, dataset, asking)
    except (OSError, RuntimeError):
        pass  # no cache can be written here


def _keep_apart(key: str, dataset: Dataset, asking: int) -> None:
    """Leave the terminal and its pipes, so that nobody waits for this process; write, and be gone.

    The answer comes first: writing starts when the process that is asking has ended.
    """
    from time import sleep

    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        while os.getppid() == asking:
            sleep(0.02)
        write_cache(key, dataset)
    finally:
        os._exit(0)


def cached_store(directory: str, articles: str | None = None) -> str | None:
    """Give the path of the store that a data directory has in the cache, `None` if there is none."""
    key = _key(directory, articles)
    path = f"{cache_directory()}/{key}"
    return path if key and os.path.exists(f"{path}/{PREFIX_FILE}") else None


def _key(directory: str, articles: str | None) -> str | None:
    try:
        return fingerprint(directory, articles)
    except OSError:
        return None  # what cannot be read is reported by the loader, with its place


def cache_directory() -> str:
    """Give the directory of the caches: `$KG_CACHE`, or `gongtu` in the user's cache directory."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.environ.get("KG_CACHE") or f"{home}/gongtu"


def fingerprint(directory: str, articles: str | None = None) -> str:
    """Hash all that the graph is made of: this program, the YAML of the directory, the articles' texts.

    Uses `os`, not `pathlib`: this runs before every query, and pathlib alone costs 10 ms to import.
    """
    from _blake2 import blake2b  # hashlib would load OpenSSL first, which takes longer than all else here

    digest = blake2b(__version__.encode(), digest_size=16)
    for path in _files(os.path.dirname(__file__)):
        if path.endswith(".py"):
            digest.update(_state(path))
    for path in _files(directory):
        digest.update(os.fsencode(os.path.relpath(path, directory)))
        for part in _content(path):
            digest.update(part)
    for name in sorted(os.listdir(articles)) if articles else ():
        digest.update(os.fsencode(f"//{name}"))
        for part in _content(os.path.join(articles or "", name)):
            digest.update(part)
    return digest.hexdigest()


def _files(directory: str, within: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield all files under a directory in a stable order; links are followed, but never in a circle."""
    here = os.path.realpath(directory)
    if here in within:
        return
    for entry in sorted(os.scandir(directory), key=lambda entry: entry.name):
        if entry.name == "__pycache__":
            continue
        if os.path.isdir(entry.path) if entry.is_symlink() else entry.is_dir():
            yield from _files(entry.path, within | {here})
        else:
            yield entry.path


def _content(path: str) -> Iterator[bytes | memoryview]:
    """Read a file that the graph may be made of; of one with another ending, its size and time must do.

    It comes in pieces, each to be used before the next: all at once, it would take twice as long.
    """
    if not path.endswith((".yaml", ".yml", ".txt")):
        yield _state(path) if os.path.isfile(path) else b"\0"
        return
    size = 0
    if os.path.isfile(path) or not os.path.exists(path):  # reading a pipe would wait for ever
        piece = memoryview(bytearray(PIECE))
        with open(path, "rb", buffering=0) as file:
            while count := file.readinto(piece):
                size += count
                yield piece[:count]
    yield b"\0%d\0" % size


def _state(path: str) -> bytes:
    status = os.stat(path)
    return os.fsencode(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0")


def write_cache(key: str, dataset: Dataset) -> str:
    """Build the store on disk, aside first, so that nobody ever opens half of one; raises OSError.

    Returns its path. Of several processes that build the same store at once, one wins and all are right.
    """
    import shutil
    import tempfile

    from pyoxigraph import Store

    from kg.rdf import ntriples
    from kg.store import fill

    caches = cache_directory()
    os.makedirs(caches, exist_ok=True)
    aside = tempfile.mkdtemp(prefix=BUILDING, dir=caches)
    try:
        store = Store(aside)
        fill(store.bulk_load, ntriples(dataset))
        store.flush()
        del store
        write_prefixes(f"{aside}/{PREFIX_FILE}", dataset.ontology.prefixes)
        _move_into_place(aside, f"{caches}/{key}")
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _forget_oldest(caches)
    return f"{caches}/{key}"


def _move_into_place(aside: str, path: str) -> None:
    try:
        os.rename(aside, path)
    except OSError:
        if not os.path.exists(path):
            raise


def _forget_oldest(caches: str) -> None:
    import re
    import shutil
    import time

    # Nothing that does not look like ours is ever removed: $KG_CACHE may be any directory.
    paths = {name: os.path.join(caches, name) for name in os.listdir(caches)}
    stores = [
        path
        for name, path in paths.items()
        if re.fullmatch("[0-9a-f]{32}", name) and os.path.exists(f"{path}/{PREFIX_FILE}")
    ]
    stores.sort(key=_modified, reverse=True)
    abandoned = [path for name, path in paths.items() if re.fullmatch(f"{BUILDING}.{{8}}", name)]
    long_ago = time.time() - ABANDONED_AFTER
    for path in [*stores[CACHES_KEPT:], *(path for path in abandoned if _modified(path) < long_ago)]:
        shutil.rmtree(path, ignore_errors=True)


def _modified(path: str) -> float:
    """Give the time of the last change; 0 if another process has just removed the path."""
    try:
        return os.path.getmtime(path)
    except OSError:
        return 0.0


def write_prefixes(path: str, prefixes: Mapping[str, str]) -> None:
    """Keep the ontology's prefixes beside the store: a query needs them before anything is loaded."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{prefix} {iri}\n" for prefix, iri in prefixes.items())


def read_prefixes(path: str) -> dict[str, str]:
    """Read what `write_prefixes` wrote."""
    with open(f"{path}/{PREFIX_FILE}", encoding="utf-8") as file:
        return dict(line.rstrip("\n").split(" ", 1) for line in file)
