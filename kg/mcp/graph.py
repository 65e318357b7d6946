"""What the tools answer from: one immutable value, made anew when data change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.problems import KgError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Store

    from kg.model import Dataset
    from kg.problems import Language, Problem

    Json = dict[str, Any]


class Graph(NamedTuple):
    """The graph; where it is `stale`, the data have errors now, and this is the last good one.

    Where nothing good was ever read it has no store, and `problems` tell why. There is no dataset where RDF
    files are served. `queries` is the directory of the saved queries, if there is one.
    """

    store: Store | None = None
    prefixes: Mapping[str, str] = {}
    dataset: Dataset | None = None
    queries: str | None = None
    stale: bool = False
    problems: Sequence[Problem] = ()

    @property
    def has_only_a_store(self) -> bool:
        """Tell whether it is of RDF files, of which only queries know anything."""
        return self.dataset is None and self.store is not None


class Call(NamedTuple):
    """A tool is asked: with arguments that are as its schema wants them, in a language."""

    graph: Graph
    language: Language
    given: Mapping[str, Any]

    @property
    def dataset(self) -> Dataset:
        """The dataset; tools that need one are not offered where there is none."""
        if self.graph.dataset is None:
            raise KgError(*self.graph.problems)
        return self.graph.dataset

    @property
    def store(self) -> Store:
        """The store; raises KgError with what is wrong with the data where there is none."""
        if self.graph.store is None:
            raise KgError(*self.graph.problems)
        return self.graph.store


class Told(NamedTuple):
    """What a tool answers: as values, as a text that reads well, and what is worth saying about both."""

    content: Json
    text: str
    remarks: Sequence[Problem] = ()
