"""Has the cached graph of `kg query` opened in a worker while this process still reads the command line.

Opening a store takes as long as importing argparse and reading a query: on two cores, one of them is free.
So this is the first thing that `kg` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cache import cached_store, open_cached
from kg.query.worker import Worker, in_background

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class EarlyWorker:
    """A worker that opens the cached store of a data directory."""

    def __init__(self, directory: str, articles: str | None, path: str) -> None:
        self.directory = directory
        self.articles = articles

        def prepare() -> Callable[[bytes], bytes]:
            opened = in_background(lambda: open_cached(path, directory, articles))
            from kg.query.evaluation import evaluator  # while the store is being opened

            return evaluator(*opened())

        import pyoxigraph  # noqa: F401  in a fresh child, importing it takes twice as long

        self.worker = Worker(prepare)


def open_early(arguments: Sequence[str]) -> EarlyWorker | None:
    """Start a worker if the command line asks the cached graph of a data directory."""
    if arguments[:1] != ["query"] or len(arguments) == 1 or {"--rdf", "--help", "-h"} & {*arguments}:
        return None
    directory, articles = look_ahead(arguments, "--data") or "data", look_ahead(arguments, "--articles")
    path = cached_store(directory, articles)
    return EarlyWorker(directory, articles, path) if path else None


def look_ahead(arguments: Sequence[str], name: str) -> str | None:
    """Look for the value of an option before argparse does, which has the last word.

    >>> look_ahead(["query", "--data", "数据"], "--data"), look_ahead(["--data=数据"], "--data")
    ('数据', '数据')
    """
    for index, argument in enumerate(arguments):
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
        if argument == name and index + 1 < len(arguments):
            return arguments[index + 1]
    return None
