"""`kg serve` beside other SPARQL servers on the same processor, and what its guards cost.

python bench/claim_serve.py [--triples N] [--rounds N] [--seconds N]

Needs `wrk` (Debian package) and the `bench` extra. Servers run one at a time on the first processor, the
clients on the last.
"""

from __future__ import annotations

import argparse
import http.client
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from endpoints import CLIENTS_PROCESSOR, JSON, PREFIXES, data_of, ours, peers, running
from measure import Row, print_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from endpoints import Endpoint

TINY = "SELECT ?label WHERE { e:浙江省总工会 rdfs:label ?label }"
MEDIUM = """SELECT ?name ?measure ?figure WHERE {
  ?initiative schema:organizer ?organizer ; rdfs:label ?name ; kg:statistic ?statistic .
  ?statistic rdfs:label ?measure ; kg:raw ?figure .
} LIMIT 232"""
QUERIES = {"tiny": TINY, "medium": MEDIUM}
ORDERED = """SELECT ?name ?measure ?figure WHERE {
  ?initiative schema:organizer ?organizer ; rdfs:label ?name ; kg:statistic ?statistic .
  ?statistic rdfs:label ?measure ; kg:raw ?figure ; schema:value ?value FILTER(?value > 100)
} ORDER BY ?name ?measure ?figure LIMIT 232"""
GUARDED = {
    "labels that contain a word": 'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(?l, "职工")) } LIMIT 500',
    "figures in order": ORDERED,
    "statements by property": """SELECT ?p (COUNT(*) AS ?n) WHERE {
      ?s rdf:predicate ?p } GROUP BY ?p ORDER BY ?p""",
}
GOALS = {("medium", "oxigraph"): 1.0, ("medium", "rdflib-endpoint"): 8.0, ("tiny", "rdflib-endpoint"): 1.5}
CLIENTS = 8
PAIRS = 60


def seconds_per_request(endpoint: Endpoint, query: str, seconds: int) -> float:
    """Have clients ask one after the other, each again as soon as it is answered."""
    target = f"{endpoint.address}?query={quote(PREFIXES + query)}"
    load = (
        "wrk",
        "-t1",
        f"-c{CLIENTS}",
        "--timeout",
        "10s",
        f"-d{seconds}s",
        "-H",
        f"Accept: {JSON}",
        target,
    )
    command = ["taskset", "-c", CLIENTS_PROCESSOR, *load]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output:
        raise RuntimeError(output)
    return 1 / float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])  # type: ignore[index]


def rates(data: Path, rounds: int, seconds: int) -> dict[tuple[str, str], list[float]]:
    """Measure all servers in turn, so that what else the machine does strikes them alike."""
    measured: dict[tuple[str, str], list[float]] = {}
    servers = {"kg": ours(data), **peers(data)}
    for _ in range(rounds):
        for name, endpoint in servers.items():
            with running(endpoint):
                for size, query in QUERIES.items():
                    seconds_per_request(endpoint, query, 1)  # warm
                    taken = seconds_per_request(endpoint, query, seconds)
                    measured.setdefault((size, name), []).append(taken)
                    print(f"  {name:16} {size:7} {1 / taken:9.0f} requests/s", file=sys.stderr)
    return measured


def throughput_rows(size: str, data: Path, rounds: int, seconds: int) -> Iterator[Row]:
    measured = rates(data, rounds, seconds)
    for (query, peer), goal in GOALS.items():
        claim = f"time per request, {query} query"
        yield Row(claim, size, measured[query, "kg"], peer, measured[query, peer], goal)


def guard_rows(size: str, data: Path) -> Iterator[Row]:
    """Compare a query through `kg serve`, one client at a time, with the same store in this process."""
    from kg.graph import load
    from kg.query.serving import write_result

    store = load(str(data)).store
    endpoint = ours(data)
    with running(endpoint):
        connection = http.client.HTTPConnection("127.0.0.1", endpoint.port)
        for name, query in GUARDED.items():
            text = PREFIXES + query
            here, there = [], []
            for _ in range(PAIRS):
                start = time.perf_counter()
                write_result(store.query(text), "json", {}, [].append)
                here.append(time.perf_counter() - start)
                start = time.perf_counter()
                connection.request("GET", f"{endpoint.path}?query={quote(text)}", headers={"Accept": JSON})
                connection.getresponse().read()
                there.append(time.perf_counter() - start)
            yield Row(f"guards, {name}", size, there[1:], "in process", here[1:], 1.1, at_most=True)


def rows(triples: int, rounds: int, seconds: int) -> Iterator[Row]:
    data = data_of(triples)
    size = f"{triples:,} triples"
    yield from guard_rows(size, data)
    yield from throughput_rows(size, data, rounds, seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    print_rows(rows(options.triples, options.rounds, options.seconds))
