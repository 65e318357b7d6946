"""What the claims about queries share: our store on disk, N-Triples for rdflib, and warm evaluation."""

from __future__ import annotations

import json
import shutil
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from measure import BENCH, KG, WORK, run

if TYPE_CHECKING:
    from pathlib import Path


class Answer(NamedTuple):
    """What `evaluate.py` says of a query: `capped` means that it was given up after that time."""

    seconds: list[float]
    rows: int | None
    capped: bool


def evaluate(engine: str, source: Path, cap: float, files: list[Path]) -> dict[str, Answer]:
    output = run([sys.executable, BENCH / "evaluate.py", engine, source, f"{cap}", *files]).output
    return {name: Answer(**answer) for name, answer in json.loads(output).items()}


class Cache(NamedTuple):
    """A cache of `kg` that holds one data directory, and the Oxigraph store in it."""

    directory: Path
    store: Path


def filled_cache(data: Path) -> Cache:
    """Have `kg` fill an empty cache with a data directory."""
    directory = WORK / f"cache-{data.resolve().name}"
    shutil.rmtree(directory, ignore_errors=True)
    run([*KG, "query", BENCH / "initiatives.rq", "--data", data], directory)
    while not (finished := list(directory.glob("[0-9a-f]*/prefixes.txt"))):
        time.sleep(0.1)  # a large store is written behind the answer
    return Cache(directory, finished[0].parent)


def ntriples(data: Path) -> Path:
    """Export a data directory as N-Triples of RDF 1.1, which rdflib reads."""
    file = WORK / f"{data.resolve().name}.nt"
    run([*KG, "export", "--data", data, "--format", "nt", "-o", file])
    return file
