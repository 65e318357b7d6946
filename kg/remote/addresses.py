"""One URL of a SPARQL server -> where it is asked, changed and loaded.

The SPARQL 1.1 Protocol and Graph Store Protocol leave the paths to each product; those of the common ones are
known here, and any other can be named in full.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

PATHS = (
    (r"(.*)/sparql(?:-auth)?", r"\1/sparql", "", ""),  # Virtuoso is told from others by its `Server` header
    (r"(.*/repositories/[^/]+)(?:/statements)?", r"\1", r"\1/statements", r"\1/rdf-graphs/service"),
    (r"(?:/query|/update|/store)?", "/query", "/update", "/store"),
    (r"(.*)/(?:query|update|data)", r"\1/query", r"\1/update", r"\1/data"),
)
"""Paths as users give them, and those of queries, updates and the graph store: Virtuoso, Neptune; GraphDB and
RDF4J; Oxigraph; Fuseki. Without a path of its own, an update goes where queries go, and data with updates.
"""

VIRTUOSO = ("sparql", "sparql-auth", "sparql-graph-crud-auth")
"""What the same path ends with in Virtuoso."""


class Addresses(NamedTuple):
    """Where a server is asked, changed and loaded (empty: by updates), and with which user and password."""

    query: str
    update: str
    store: str = ""
    user: str = ""
    password: str = ""

    def as_virtuoso(self) -> Addresses:
        """Give the addresses of a server at `…/sparql` that turns out to be a Virtuoso."""
        if not self.query.endswith("/sparql") or self.store or self.update != self.query:
            return self
        _, update, store = (self.query.removesuffix("sparql") + path for path in VIRTUOSO)
        return self._replace(update=update, store=store)


def addresses(
    url: str, update: str = "", store: str = "", environment: Mapping[str, str] = os.environ
) -> Addresses:
    """Guess from one URL where a server is asked, changed and loaded; raises KgError for what is no http URL.

    User and password stand in `KG_ENDPOINT_USER` and `KG_ENDPOINT_PASSWORD`, or in the URL.

    >>> addresses("http://localhost:7878", environment={})[:3]
    ('http://localhost:7878/query', 'http://localhost:7878/update', 'http://localhost:7878/store')
    >>> addresses("http://localhost:3030/工会/query", environment={})[2]
    'http://localhost:3030/%E5%B7%A5%E4%BC%9A/data'
    """
    given = _split(url)
    bare = _without_user(given)
    query, updates, stores = (bare._replace(path=path).geturl() if path else "" for path in _paths(bare.path))
    return Addresses(
        query,
        _without_user(_split(update)).geturl() if update else updates or query,
        _without_user(_split(store)).geturl() if store else stores,
        unquote(given.username or "") or environment.get("KG_ENDPOINT_USER", ""),
        unquote(given.password or "") or environment.get("KG_ENDPOINT_PASSWORD", ""),
    )


def _paths(path: str) -> list[str]:
    short = path.rstrip("/")
    for pattern, *targets in PATHS:
        found = re.fullmatch(pattern, short)
        if found:
            return [found.expand(target) for target in targets]
    return [path, "", ""]


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is no number, brackets that are not closed
        right = False
    if not right or re.search(r"[\s<>]", url):
        raise KgError(Problem("remote-url", Location(re.sub(r"//[^/]*@", "//", url))))
    return parts


def _without_user(parts: SplitResult) -> SplitResult:
    """Drop user and password, which must not show in messages, and write the path as HTTP wants it."""
    return parts._replace(
        netloc=parts.netloc.rpartition("@")[2], path=quote(parts.path, safe="/%:@!$&'()*+,;=~"), fragment=""
    )
