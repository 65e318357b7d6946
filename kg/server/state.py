"""What is served: one immutable value, swapped as a whole when data change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.server.sandbox import default_signals, first_to_go, no_sockets, say_nothing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Store

    from kg.model import Dataset
    from kg.query.worker import Opened

LARGE = 200_000
"""Statements from which a store on disk is asked: in memory they would take more than a gigabyte."""


class Served(NamedTuple):
    """The graph as workers have it. There is no dataset where RDF files are served.

    `queries` is the directory of the saved queries, if there is one.
    """

    store: Store
    prefixes: Mapping[str, str]
    version: str
    dataset: Dataset | None = None
    largest: int = 256 << 20
    cached: str | None = None
    queries: str | None = None

    def prepared(self) -> Opened:
        """Make ready in a worker: a store on disk is opened by each for itself."""
        from kg.cache import open_cached

        default_signals()
        first_to_go()
        say_nothing()
        no_sockets()
        opened = open_cached(self.cached) if self.cached else None
        served = self._replace(store=opened[0]) if opened else self
        return served, self.prefixes  # type: ignore[return-value]  # a worker does not mind what it opens


def serve_files(paths: Sequence[str]) -> Served:
    """Load RDF files as they are; raises KgError."""
    from hashlib import blake2b
    from pathlib import Path

    from kg.store import open_files

    digest = blake2b(digest_size=16)
    store = open_files(paths)
    for path in paths:
        status = Path(path).stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return Served(store, {}, digest.hexdigest())


def serve_data(directory: str, articles: str | None) -> Served:
    """Load a data directory; a large one is asked on disk, in the cache. Raises KgError for its errors."""
    from pathlib import Path

    from kg.cache import cached_store, fingerprint, open_cached, write_cache
    from kg.loading.load import load_good
    from kg.store import memory_store

    dataset, _ = load_good(Path(directory), Path(articles) if articles else None)
    version = fingerprint(directory, articles)
    prefixes = dataset.ontology.prefixes
    if len(dataset.statements) < LARGE:
        return Served(memory_store(dataset), prefixes, version, dataset)
    path = cached_store(directory, articles) or write_cache(version, dataset)
    opened = open_cached(path)
    store = opened[0] if opened else memory_store(dataset)
    return Served(store, prefixes, version, dataset, cached=path if opened else None)
