"""A question: which query is meant, with which parameters, answered in which format by which engine."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem
from kg.query.saved import Query, decoded, parse_query, read_query

if TYPE_CHECKING:
    from collections.abc import Sequence


class Question(NamedTuple):
    """A query with the parameters given for it, and how its answer is to be written."""

    query: Query
    parameters: Sequence[tuple[str, str]] = ()
    format: str = "table"
    engine: str = "oxigraph"


def find_query(name: str, directory: str) -> Query:
    """Find a query: `-` is standard input, then a file, then the name of a saved query; raises KgError."""
    if name == "-":
        return parse_query(decoded(sys.stdin.buffer.read() if sys.stdin else b"", "<stdin>"), "<stdin>")
    saved = f"{directory}/{name}.rq"
    if name.endswith((".rq", ".sparql")) or not os.path.exists(saved):
        if os.path.exists(name) and not os.path.isdir(name):
            return read_query(name)
        raise KgError(_unknown_query(name, directory))
    return read_query(saved)


def _unknown_query(name: str, directory: str) -> Problem:
    from kg.suggest import nearest

    files = os.listdir(directory) if os.path.isdir(directory) else []
    names = sorted(file.removesuffix(".rq") for file in files if file.endswith(".rq"))
    blanks = {"name": name, "directory": directory, "suggestion": "".join(nearest(name, names))}
    return Problem("unknown-query", Location(name), blanks)
