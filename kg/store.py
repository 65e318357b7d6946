"""The graph in Oxigraph: a dataset or RDF files, loaded into a store in memory or on disk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Store

    from kg.model import Dataset

BATCH = 1 << 22
"""Characters of N-Triples that are loaded in one go: about 30,000 triples, the best of what was measured."""

LOADERS = 2
"""Threads that load batches, with one more batch waiting: more threads only cost memory."""


def memory_store(dataset: Dataset) -> Store:
    """Load a dataset into a store in memory."""
    from pyoxigraph import Store

    from kg.rdf import ntriples

    store = Store()
    fill(store.load, ntriples(dataset))
    return store


def fill(load: Callable[..., None], lines: Iterable[str]) -> None:
    """Load N-Triples; the engine loads batches in threads of its own while the next ones are written.

    `load` is `store.load`, the faster one in memory, or `store.bulk_load`, the faster one on disk.
    """
    from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

    from pyoxigraph import RdfFormat

    pending: set[Future[None]] = set()
    with ThreadPoolExecutor(LOADERS) as pool:
        for batch in _batches(lines):
            pending.add(pool.submit(load, batch.encode(), RdfFormat.N_TRIPLES, lenient=True))
            done, pending = wait(pending, 0 if len(pending) <= LOADERS else None, FIRST_COMPLETED)
            for loaded in done:
                loaded.result()
        for loaded in pending:
            loaded.result()


def _batches(lines: Iterable[str]) -> Iterator[str]:
    batch: list[str] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if size >= BATCH:
            yield "".join(batch)
            batch, size = [], 0
    yield "".join(batch)


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
