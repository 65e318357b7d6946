"""Answer queries in one process on one engine, warm, and print as JSON how long each took.

    python bench/evaluate.py rdflib FILE.nt CAP QUERY.rq…
    python bench/evaluate.py memory DATA CAP QUERY.rq…
    python bench/evaluate.py disk STORE CAP QUERY.rq…
    python bench/evaluate.py trikedb FILE.yaml CAP QUERY.rq…

An answer is all its rows in Python. A query that takes longer than CAP seconds is given up, where the engine
can be interrupted, and reported with that time as `capped`.
"""

from __future__ import annotations

import json
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


def too_long(*_: object) -> NoReturn:
    raise TimeoutError


def timed(answer: Answer, text: str) -> tuple[float, int]:
    start = time.perf_counter()
    rows = len(answer(text))
    return time.perf_counter() - start, rows


def measure(answer: Answer, text: str, cap: float) -> dict[str, object]:
    """Time a query; the first answer warms up, and counts only if it takes so long that once is enough."""
    signal.setitimer(signal.ITIMER_REAL, cap)
    try:
        first, rows = timed(answer, text)
    except TimeoutError:
        return {"seconds": [cap], "rows": None, "capped": True}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    runs = min(max(int(SECONDS / first), RUNS[0]), RUNS[1])
    seconds = [first] if first > 4 * SECONDS else [timed(answer, text)[0] for _ in range(runs)]
    return {"seconds": seconds, "rows": rows, "capped": False}


def main(engine: str, source: str, cap: str, *files: str) -> None:
    signal.signal(signal.SIGALRM, too_long)
    answer = ENGINES[engine](source)
    texts = {Path(file).stem: Path(file).read_text(encoding="utf-8") for file in files}
    json.dump({name: measure(answer, text, float(cap)) for name, text in texts.items()}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
