"""Run the speed claims, each beside its peer, and print the table that stands in bench/README.md.

python bench/run.py [--full] [load] [cold] [queries] [trikedb] [page] [add] [lsp] [watch]
"""

from __future__ import annotations

import argparse
import platform
import sys
from importlib.metadata import version
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import claim_add
import claim_cold
import claim_load
import claim_lsp
import claim_page
import claim_queries
import claim_trikedb
import claim_watch
from measure import WORK, print_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from measure import Row

CLAIMS = ("load", "cold", "queries", "trikedb", "page", "add", "lsp", "watch")


class Sizes(NamedTuple):
    """Entities and triples to measure at.

    `cap` seconds are given to each query of rdflib, `page_cap` seconds to a page until it is drawn.
    """

    entities: tuple[int, ...]
    triples: tuple[int, ...]
    trikedb: tuple[int, ...]
    pages: tuple[int, ...]
    runs: int
    cap: float
    page_cap: float


QUICK = Sizes((10_000,), (10_000, 200_000), (100, 1_000), (300, 2_000, 10_000), runs=3, cap=5, page_cap=100)
FULL = Sizes(
    (10_000, 100_000),
    (10_000, 1_000_000),
    (100, 1_000, 10_000),
    (300, 2_000, 10_000, 50_000),
    runs=5,
    cap=20,
    page_cap=300,
)


def rows(claims: Sequence[str], sizes: Sizes) -> Iterator[Row]:
    if "load" in claims:
        yield from claim_load.rows(sizes.entities, sizes.runs)
    if "cold" in claims:
        yield from claim_cold.rows(sizes.entities[0])
    if "queries" in claims:
        yield from chain.from_iterable(claim_queries.rows(triples, sizes.cap) for triples in sizes.triples)
    if "trikedb" in claims:
        yield from chain.from_iterable(claim_trikedb.rows(count, sizes.runs) for count in sizes.trikedb)
    if "page" in claims:
        yield from claim_page.rows(sizes.pages, sizes.page_cap)
    yield from authoring_rows(claims, sizes)


def authoring_rows(claims: Sequence[str], sizes: Sizes) -> Iterator[Row]:
    if "add" in claims:
        yield from claim_add.rows(sizes.entities[0], sizes.runs)
    if "lsp" in claims:
        yield from claim_lsp.rows(sizes.entities[0])
    if "watch" in claims:
        yield from claim_watch.rows()


def setting() -> str:
    names = ("pyoxigraph", "rdflib", "PyYAML", "pydantic", "trikedb", "pyvis")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{platform.machine()}, Python {platform.python_version()}, {versions}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("claims", nargs="*", choices=[*CLAIMS, []], metavar="CLAIM", default=[])
    parser.add_argument(
        "--full", action="store_true", help="100,000 entities, 1,000,000 triples: half an hour"
    )
    options = parser.parse_args()
    WORK.mkdir(exist_ok=True)
    found = print_rows(rows(options.claims or CLAIMS, FULL if options.full else QUICK))
    print(f"\nMedian (lowest–highest). {setting()}.")
    return 0 if all(row.met for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
