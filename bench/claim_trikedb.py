"""TrikeDB on the same facts: load and answer, ask again, and a warm query, at several sizes.

python bench/claim_trikedb.py [ENTITIES…]
"""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING

from generate import generate
from measure import BENCH, KG, TRIKEDB, WORK, Row, peer, print_rows, require_same_rows, run, run_fresh, times
from stores import evaluate, filled_cache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUERY, THEIR_QUERY = BENCH / "initiatives.rq", BENCH / "peers" / "trikedb_initiatives.rq"
NAME = "TrikeDB 0.47.1"


def rows(entities: int, runs: int) -> Iterator[Row]:
    data, size = generate(entities, WORK / f"{entities}"), f"{entities:,} entities"
    file = exported(data)
    ask = [*KG, "query", QUERY, "--data", data, "--format", "csv"]
    own = [run_fresh(ask) for _ in range(runs)]
    theirs = [run([*TRIKEDB, "sparql", file, THEIR_QUERY.read_text(), "--json"]) for _ in range(runs)]
    require_same_rows(own[0].output, as_csv(theirs[0].output))
    yield Row("load and answer", size, times(own), NAME, times(theirs), 1)
    cache = filled_cache(data)
    again = [run(ask, cache.directory) for _ in range(runs)]
    yield Row("ask again, a new process", size, times(again), NAME, times(theirs), 1)
    yield warm(size, data, file)


def exported(data: Path) -> Path:
    file = data.with_suffix(".trikedb.yaml")
    run([*peer("trikedb_export"), data, file])
    return file


def as_csv(answer: str) -> str:
    text = io.StringIO()
    rows = json.loads(answer)
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def warm(size: str, data: Path, file: Path) -> Row:
    (own,) = evaluate("memory", data, 60, [QUERY]).values()
    (theirs,) = evaluate("trikedb", file, 60, [THEIR_QUERY]).values()
    if own.rows != theirs.rows:
        raise RuntimeError(f"different numbers of rows: {own.rows}, {theirs.rows}")
    return Row("warm query in process", size, own.seconds, NAME, theirs.seconds, 1)


if __name__ == "__main__":
    for entities in map(int, sys.argv[1:] or ["100", "1000"]):
        print_rows(rows(entities, runs=3))
