"""The data with the texts of open documents in the place of their files, read in a process of its own.

A thread would not do: reading a large file keeps Python to itself for long moments, in which nobody is
answered. A process can also be ended as soon as what it reads has changed.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from kg.loading.load import Loading
from kg.lsp.names import Names
from kg.model import Dataset, ids_of_name
from kg.ontology import EMPTY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.problems import Problem

    Contents = Mapping[Path, bytes]


class Known(NamedTuple):
    """What is known of the data: what was read, its names, and the ids that have each name."""

    dataset: Dataset
    names: Names
    ids: dict[str, list[str]]


class Checked(NamedTuple):
    """The result of a check: what is known, the problems of the files as they are, and those not readable."""

    known: Known
    problems: list[Problem]
    unread: list[Path]


NOTHING = Known(Dataset(EMPTY, {}, [], {}), Names([]), {})


class Request(NamedTuple):
    """What is to be read; `readable` are open documents as they were when they could last be read."""

    directory: Path
    articles: Path | None
    contents: Contents
    readable: Contents


def check(request: Request) -> Checked:
    """Read everything; a document that cannot be read has the entities that it had when it could."""
    dataset, problems, unread = _read(request, request.contents)
    before = {path: request.readable[path] for path in unread if path in request.readable}
    if before:
        dataset = _read(request, {**request.contents, **before})[0]
    entities = dataset.entities.values()
    return Checked(Known(dataset, Names(entities), ids_of_name(entities)), problems, unread)


def _read(request: Request, contents: Contents) -> tuple[Dataset, list[Problem], list[Path]]:
    loading = Loading(request.directory, request.articles, contents)
    for _ in loading.statements():
        pass
    return *loading.finish(), loading.unread


def work() -> None:
    """Answer requests on standard input, until there are no more or nobody listens."""
    gc.disable()  # what is read has no cycles
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            request: Request = pickle.load(sys.stdin.buffer)  # noqa: S301  (it comes from our own parent)
            pickle.dump(check(request), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to flush, and a pipe that is broken would be tried again
