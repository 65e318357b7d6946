"""Has the cached graph of `kg query` opened by a worker while this process still reads the command line.

Finding and opening a store takes as long as importing argparse and reading a query: on two cores, one of
them is free. So this is the first thing that `kg` does, and until then it has imported next to nothing.
"""

from __future__ import annotations

from kg.cache import cached_store, open_cached
from kg.query.worker import Worker

TYPE_CHECKING = False  # `typing` takes longer to import than all that is needed here
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from kg.query.worker import Opened


class EarlyWorker(Worker):
    """A worker that opens the cached store of a data directory, if there is one."""

    def __init__(self, directory: str, articles: str | None) -> None:
        self.directory = directory
        self.articles = articles

        def prepare() -> Opened | None:
            path = cached_store(directory, articles)
            return open_cached(path) if path else None

        super().__init__(prepare)

    def serves(self, options: Namespace) -> bool:
        """Tell whether it opens what the whole command line asks for."""
        return not options.rdf and (self.directory, self.articles) == (options.data, options.articles)


def open_early(arguments: Sequence[str]) -> EarlyWorker | None:
    """Start a worker if the command line asks the graph of a data directory."""
    if (
        arguments[:1] != ["query"]
        or len(arguments) == 1
        or {"--rdf", "--endpoint", "--help", "-h"} & {*arguments}
    ):
        return None
    return EarlyWorker(look_ahead(arguments, "--data") or "data", look_ahead(arguments, "--articles"))


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
