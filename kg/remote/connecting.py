"""One URL -> a server that answers, and the graph of ours there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem
from kg.remote.addresses import addresses
from kg.remote.http import Server
from kg.remote.state import Names
from kg.remote.store import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = "default"
GRAPH = "https://gongtu.example/graph"
"""What the graph is called where it has to have a name."""


def connect(url: str, seconds: float, update: str = "", store: str = "") -> Server:
    """Find a server, and which product it is; raises KgError where it does not answer queries."""
    server = Server(addresses(url, update, store), seconds)
    server.identify()
    return server


def names_at(server: Server, graph: str) -> Names:
    """Say where the graph is: the server's default graph unless another is wanted. Virtuoso has none of that.

    Raises KgError for what is no absolute IRI.
    """
    if graph and graph != DEFAULT and not re.fullmatch(r"[A-Za-z][\w.+-]*:[^\s<>\"{}|\\^`]+", graph):
        raise KgError(Problem("publish-graph", Location("--graph"), {"graph": graph}))
    if graph and graph != DEFAULT:
        return Names(graph)
    return Names(GRAPH, is_default=server.product != "Virtuoso" or graph == DEFAULT)


def remote_store(server: Server, graph: str) -> RemoteStore:
    """Give what answers queries about the graph there."""
    names = names_at(server, graph)
    return RemoteStore(server, "" if names.is_default else names.graph)


def prefixes_of(directory: str, articles: str | None) -> Mapping[str, str]:
    """Give the prefixes of the data here, if there are any: queries are written with them."""
    from pathlib import Path

    from kg.cache import open_data

    return open_data(directory, articles)[1] if Path(directory).is_dir() else {}
