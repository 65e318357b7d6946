"""The saved queries, warm and in process: our store in memory and on disk, beside rdflib on the same graph.

python bench/claim_queries.py [TRIPLES…]
"""

from __future__ import annotations

import sys
from statistics import geometric_mean, median
from typing import TYPE_CHECKING

from generate import generate
from measure import QUERIES, WORK, Row, print_rows
from stores import Answer, evaluate, filled_cache, ntriples

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIPLES_PER_ENTITY, TRIPLES_OF_ONTOLOGY = 56.5, 500
GOALS = {"memory": ((100_000, 80), (10_000_000, 30)), "disk": ((10_000_000, 12),)}
"""By store: up to so many triples, at least so many times as fast as rdflib."""


def rows(triples: int, cap: float) -> Iterator[Row]:
    data = generate(round((triples - TRIPLES_OF_ONTOLOGY) / TRIPLES_PER_ENTITY), WORK / f"triples-{triples}")
    file = ntriples(data)
    size = f"{sum(1 for _ in file.open('rb')):,} triples"
    queries = sorted(QUERIES.glob("*.rq"))
    theirs = evaluate("rdflib", file, cap, queries)
    for store, source in (("memory", data), ("disk", filled_cache(data).store)):
        own = evaluate(store, source, cap, queries)
        require_same_counts(own, theirs)
        details(size, store, own, theirs)
        goal = next(goal for most, goal in GOALS[store] if triples <= most)
        yield summary(f"saved queries, {store}", size, own, theirs, goal)


def require_same_counts(own: dict[str, Answer], theirs: dict[str, Answer]) -> None:
    wrong = {
        name: (own[name].rows, answer.rows)
        for name, answer in theirs.items()
        if not answer.capped and not own[name].capped and answer.rows != own[name].rows
    }
    if wrong:
        raise RuntimeError(f"different numbers of rows: {wrong}")


def summary(claim: str, size: str, own: dict[str, Answer], theirs: dict[str, Answer], goal: float) -> Row:
    """Give the geometric means over the queries; one that an engine did not finish counts as the cap."""
    ours, peer = ([geometric_mean(median(one.seconds) for one in side.values())] for side in (own, theirs))
    capped = sum(answer.capped for answer in theirs.values())
    own_capped = sum(answer.capped for answer in own.values())
    claim += f" ({own_capped} given up)" if own_capped else ""
    name = f"rdflib, geometric mean of {len(own)}" + (f" ({capped} given up)" if capped else "")
    return Row(claim, size, ours, name, peer, goal, floor=capped > 0)


def details(size: str, store: str, own: dict[str, Answer], theirs: dict[str, Answer]) -> None:
    """Print each query to stderr: the table only has their mean."""
    print(f"  {size}, {store} against rdflib:", file=sys.stderr)
    for name, answer in own.items():
        rows = "?" if answer.rows is None else answer.rows
        ours, peer = median(answer.seconds), median(theirs[name].seconds)
        sign = ">" if theirs[name].capped else " "
        print(
            f"    {name:40} {rows:>7} rows {ours * 1000:10.2f} ms {sign}{peer * 1000:10.1f} ms"
            f" {sign}{peer / ours:8.1f}x",
            file=sys.stderr,
        )


if __name__ == "__main__":
    for triples in map(int, sys.argv[1:] or ["10000"]):
        print_rows(rows(triples, cap=60))
