"""The graph of a data directory, read anew after a change; while the data have errors, the last good one."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from kg.loading.load import load_good
from kg.mcp.graph import Graph
from kg.problems import KgError
from kg.store import memory_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.problems import Problem
    from kg.watching.files import Files, Look


class Followed:
    """Follows a data directory; each `graph` is the same value until something changes.

    `say` is told what is wrong with the data, each time they are read and have errors.
    """

    def __init__(self, files: Files, queries: str, say: Callable[[Sequence[Problem]], None]) -> None:
        self.files = files
        self._say = say
        self._seen: Look | None = None
        self._graph = Graph(queries=queries)

    def graph(self) -> Graph:
        """Give the graph of now, read anew if a file looks otherwise."""
        while self._seen is None or self.files.look() != self._seen:
            self._seen = self.files.settled()
            self._graph = self._read()
            gc.collect()  # the command line does without the collector, which is for short commands
        return self._graph

    def _read(self) -> Graph:
        try:
            dataset, _ = load_good(*self.files)
        except KgError as error:
            self._say(error.problems)
            return self._graph._replace(stale=True, problems=error.problems)
        dataset.statements_from, dataset.statements_to  # noqa: B018  each worker would make them anew
        return Graph(memory_store(dataset), dataset.ontology.prefixes, dataset, self._graph.queries)
