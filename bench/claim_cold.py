"""A cold query: `kg query NAME` as a whole process, its store cached, beside a bare script on the same store.

python bench/claim_cold.py [ENTITIES [QUERY_NAME]]
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from generate import generate
from measure import (
    ARTICLE_DATA,
    KG,
    QUERIES,
    WORK,
    Row,
    alternate,
    peer,
    print_rows,
    require_same_rows,
    run,
    times,
)
from stores import filled_cache, ntriples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "organised-by"
RUNS = 25


def rows(entities: int, name: str = NAME) -> Iterator[Row]:
    yield against_bare("the article", ARTICLE_DATA, name)
    data = generate(entities, WORK / f"{entities}")
    yield against_bare(f"{entities:,} entities", data, name)
    yield against_rdflib(f"{entities:,} entities", data, name)


def ours(data: Path, name: str) -> list[str | Path]:
    return [*KG, "query", name, "--queries", QUERIES, "--data", data, "--format", "csv"]


def against_bare(size: str, data: Path, name: str) -> Row:
    cache = filled_cache(data)
    bare = [*peer("bare_pyoxigraph"), cache.store, QUERIES / f"{name}.rq"]
    own, theirs = alternate(ours(data, name), bare, cache.directory, RUNS)
    require_same_rows(own[0].output, theirs[0].output)
    return Row("cold query", size, times(own), "bare pyoxigraph", times(theirs), 1.5, at_most=True)


def against_rdflib(size: str, data: Path, name: str) -> Row:
    cache = filled_cache(data)
    own = [run(ours(data, name), cache.directory) for _ in range(RUNS)]
    theirs = [run([*peer("rdflib_ntriples"), ntriples(data), QUERIES / f"{name}.rq"])]
    require_same_rows(own[0].output, theirs[0].output)
    return Row("cold query", size, times(own), "rdflib, from N-Triples", times(theirs), 200)


if __name__ == "__main__":
    print_rows(rows(int((sys.argv[1:] or ["10000"])[0]), *sys.argv[2:3]))
