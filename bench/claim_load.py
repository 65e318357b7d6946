"""Loading: from YAML text to an answered query, whole process, nothing cached.

python bench/claim_load.py [ENTITIES [TEN_TIMES_AS_MANY]]
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from generate import generate
from measure import BENCH, KG, WORK, Row, peer, print_rows, require_same_rows, run, run_fresh, times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUERY = BENCH / "initiatives.rq"
GIGABYTE = 10**9


def ours(data: Path) -> list[str | Path]:
    return [*KG, "query", QUERY, "--data", data, "--format", "csv"]


PEERS = {"safe": ("PyYAML safe_load + pydantic + rdflib", 10), "c": ("the same with CSafeLoader", 1)}
"""By loader: the peer's name, and how many times as fast we must be."""


def against_python_stack(entities: int, runs: int) -> Iterator[Row]:
    data = generate(entities, WORK / f"{entities}")
    own, theirs = [], {loader: [] for loader in PEERS}
    for number in range(runs):
        own.append(run_fresh(ours(data)))
        for loader in PEERS if number < max(runs // 3, 1) else ():
            theirs[loader].append(run([*peer("yaml_pydantic_rdflib"), loader, data, QUERY]))
            require_same_rows(own[0].output, theirs[loader][0].output)
    size = f"{entities:,} entities"
    for loader, (name, goal) in PEERS.items():
        yield Row("load and answer", size, times(own), name, times(theirs[loader]), goal)
    settled = [one.settled for one in own]
    yield Row("the same, and cache it", size, settled, PEERS["safe"][0], times(theirs["safe"]), 1)


def growth(entities: int, more: int, runs: int) -> Iterator[Row]:
    small, large = (generate(count, WORK / f"{count}") for count in (entities, more))
    first = [run_fresh(ours(small)) for _ in range(runs)]
    second = [run_fresh(ours(large)) for _ in range(max(runs // 3, 1))]
    peak = max(one.peak for one in second) / GIGABYTE
    name = f"kg at {entities:,}; peak {peak:.2f} GB of 4"
    row = Row("load grows", f"{more:,} entities", times(second), name, times(first), 11, at_most=True)
    yield row if peak <= 4 else row._replace(goal=0)


def rows(sizes: tuple[int, ...], runs: int) -> Iterator[Row]:
    yield from against_python_stack(sizes[0], runs)
    for more in sizes[1:]:
        yield from growth(sizes[0], more, runs)


if __name__ == "__main__":
    print_rows(rows(tuple(map(int, sys.argv[1:])) or (10_000,), runs=3))
