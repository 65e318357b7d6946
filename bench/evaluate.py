"""Answer queries in one process on one engine, warm, and print as JSON how long each took.

    python bench/evaluate.py rdflib FILE.nt CAP QUERY.rq…
    python bench/evaluate.py memory DATA CAP QUERY.rq…
    python bench/evaluate.py disk STORE CAP QUERY.rq…
    python bench/evaluate.py trikedb FILE.yaml CAP QUERY.rq…

An answer is all its rows in Python. A query that takes longer than CAP seconds is given up, and reported with
that time as `capped`.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    Answer = Callable[[str], list[object]]

SECONDS, RUNS = 0.5, (3, 200)
"""A query is repeated for so long, but at least and at most so many times."""


def rdflib_engine(file: str) -> Answer:
    import rdflib

    graph = rdflib.Graph().parse(file, format="nt")
    return lambda text: list(graph.query(text))


def memory_engine(data: str) -> Answer:
    import kg

    graph = kg.load(data)
    graph.query("ASK {}")  # the store is filled before any time is taken
    return lambda text: list(graph.query(text))


def disk_engine(path: str) -> Answer:
    import pyoxigraph

    store = pyoxigraph.Store.read_only(path)
    return lambda text: list(store.query(text))


def trikedb_engine(file: str) -> Answer:
    from trikedb import TrikeDB

    database = TrikeDB(file, read_only=True)
    database.sparql("ASK {}")  # the first question builds its RDF: that is loading
    return database.sparql


ENGINES = {"rdflib": rdflib_engine, "memory": memory_engine, "disk": disk_engine, "trikedb": trikedb_engine}


def timed(answer: Answer, text: str) -> tuple[float, int]:
    start = time.perf_counter()
    rows = len(answer(text))
    return time.perf_counter() - start, rows


def measure(answer: Answer, text: str, cap: float) -> dict[str, object]:
    """Time a query in a child process, which is ended if its first answer takes longer than `cap` seconds."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _measure(answer, text, writer)
    os.close(writer)
    with os.fdopen(reader) as results:
        if not select.select([results], [], [], cap)[0]:
            os.kill(child, signal.SIGKILL)
        lines = results.read().splitlines()
    os.waitpid(child, 0)
    return json.loads(lines[1]) if len(lines) > 1 else {"seconds": [cap], "rows": None, "capped": True}


def _measure(answer: Answer, text: str, writer: int) -> NoReturn:
    """Send a line when the first answer is there, then the times as JSON.

    The first answer warms up, and counts only if it takes so long that once is enough.
    """
    first, rows = timed(answer, text)
    os.write(writer, b"\n")
    runs = min(max(int(SECONDS / first), RUNS[0]), RUNS[1])
    seconds = [first] if first > 4 * SECONDS else [timed(answer, text)[0] for _ in range(runs)]
    os.write(writer, json.dumps({"seconds": seconds, "rows": rows, "capped": False}).encode())
    os._exit(0)


def main(engine: str, source: str, cap: str, *files: str) -> None:
    answer = ENGINES[engine](source)
    texts = {Path(file).stem: Path(file).read_text(encoding="utf-8") for file in files}
    json.dump({name: measure(answer, text, float(cap)) for name, text in texts.items()}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
