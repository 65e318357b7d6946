"""What a data directory is after each change: the page of the last good graph, and what is wrong now."""

from __future__ import annotations

import gc
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.loading.load import load
from kg.model import Dataset
from kg.ontology import EMPTY
from kg.view.builder import build, drawing
from kg.view.data import page_data
from kg.view.page import write_page
from kg.yamltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.problems import Problem
    from kg.view.beside import Point
    from kg.watching.files import Files
    from kg.yamltree import Mapping

    Json = dict[str, Any]


class Remembered:
    """A parser of files that have not changed since: it knows what it gave the last time."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[bytes, tuple[Mapping, list[Problem]]]] = {}

    def __call__(self, raw: bytes, file: str) -> tuple[Mapping, list[Problem]]:
        """Do as `yamltree.parse` does."""
        if file not in self.known or self.known[file][0] != raw:
            self.known[file] = raw, parse(raw, file)
        return self.known[file][1]


class Picture(NamedTuple):
    """A graph that can be shown; the same graph has the same `version`."""

    data: Json
    drawn: Json
    version: str

    def page(self, *, served: bool) -> bytes:
        """Write it as a page; one that is `served` follows what it is served from."""
        version = self.version if served else None
        return write_page(self.data, self.drawn, version=version).encode("utf-8", "replace")


class State(NamedTuple):
    """The newest graph without errors, whether that is the present one, and all that is wrong now."""

    picture: Picture
    page: bytes
    problems: Sequence[Problem]
    entities: int
    statements: int

    @property
    def errors(self) -> list[Problem]:
        """The problems for which the graph is not the present one."""
        return [problem for problem in self.problems if problem.severity == "error"]


def states(files: Files, language: str) -> Iterator[State]:
    """Yield the state of the files, and the next one after each change of them, without an end.

    Nothing of the picture moves that need not: what was there keeps its place, as long as this runs.
    """
    picture = _picture(Dataset(EMPTY, {}, [], {}), language, {})
    page = picture.page(served=True)
    parsed = Remembered()
    while True:
        seen = files.settled()
        dataset, problems = load(*files, parsed=parsed)
        if not any(problem.severity == "error" for problem in problems):
            newer = _picture(dataset, language, _places(picture))
            if newer.version != picture.version:
                picture, page = newer, newer.page(served=True)
        if files.look() != seen:
            continue  # what was read may be half of a save
        yield State(picture, page, problems, len(dataset.entities), len(dataset.statements))
        gc.collect()  # the command line does without the collector, which is for short commands
        files.wait(seen)


def _picture(dataset: Dataset, language: str, known: dict[str, Point]) -> Picture:
    data = page_data(dataset, language=language)
    drawn = drawing(build(data, known))
    content = json.dumps([data, drawn], ensure_ascii=False).encode("utf-8", "replace")
    return Picture(data, drawn, sha256(content).hexdigest()[:16])


def _places(picture: Picture) -> dict[str, Point]:
    return {node["id"]: (node["x"], node["y"]) for node in picture.drawn["nodes"]}
