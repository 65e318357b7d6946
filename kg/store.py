"""The graph in Oxigraph: a dataset or RDF files, loaded into a store in memory or on disk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Store

    from kg.model import Dataset

FIRST_BATCH, LARGEST_BATCH = 1 << 20, 1 << 23
"""Characters of N-Triples that are loaded in one go: few at first, so that the engine has work at once, and
up to 60,000 triples in the end, since at each change of batches the two threads wait for each other.
"""


def memory_store(dataset: Dataset) -> Store:
    """Load a dataset into a store in memory."""
    from pyoxigraph import Store

    from kg.rdf import ntriples

    store = Store()
    fill(store.load, ntriples(dataset))
    return store


def fill(load: Callable[..., None], lines: Iterable[str]) -> None:
    """Load N-Triples, each batch while the next one is written.

    `load` is `store.load`, the faster one in memory, or `store.bulk_load`, the faster one on disk. It runs in
    this thread: memory that other threads allocate grows page by page, at the cost of a system call for each.
    """
    from concurrent.futures import ThreadPoolExecutor

    from pyoxigraph import RdfFormat

    batches = _batches(lines)
    with ThreadPoolExecutor(1) as writer:
        following = writer.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = writer.submit(next, batches, None)
            load(batch, RdfFormat.N_TRIPLES, lenient=True)


def _batches(lines: Iterable[str]) -> Iterator[bytes]:
    batch: list[str] = []
    size, enough = 0, FIRST_BATCH
    for line in lines:
        batch.append(line)
        size += len(line)
        if size >= enough:
            yield "".join(batch).encode()
            batch, size, enough = [], 0, min(2 * enough, LARGEST_BATCH)
    yield "".join(batch).encode()


def open_files(paths: Sequence[str]) -> Store:
    """Load RDF files as they are into a store in memory; raises KgError at the place of a mistake."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    for path in paths:
        rdf_format = RdfFormat.from_extension(path.rpartition(".")[2])  # .TTL is as good as .ttl
        if rdf_format is None:
            raise KgError(Problem("rdf-format-unknown", Location(path)))
        try:
            store.bulk_load(path=path, format=rdf_format)
        except SyntaxError as error:
            place = Location(path, error.lineno or 0, error.offset or 0)
            raise KgError(Problem("rdf-syntax", place, {"reason": error.msg})) from None
        except OSError as error:
            reason = re.sub(r" \(os error \d+\)$", "", str(error))
            raise KgError(Problem("unreadable", Location(path), {"reason": reason})) from None
    return store
