"""`kg serve` beside other SPARQL servers on the same processor, what its guards cost, and how runaways end.

python bench/claim_serve.py [--triples N] [--rounds N] [--endpoint COMMAND]

Needs `wrk` (Debian package). COMMAND is the `rdflib-endpoint` of an environment that has it; without, it is
left out. Servers run one at a time on processor 0, wrk on processor 1.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from claim_queries import TRIPLES_OF_ONTOLOGY, TRIPLES_PER_ENTITY
from generate import generate
from measure import KG, WORK, Row, print_rows
from stores import filled_cache, ntriples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PREFIXES = """PREFIX e: <https://gongtu.example/entity/>
PREFIX kg: <https://gongtu.example/schema#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
"""
TINY = "SELECT ?label WHERE { e:浙江省总工会 rdfs:label ?label }"
MEDIUM = """SELECT ?name ?measure ?figure WHERE {
  ?initiative schema:organizer ?organizer ; rdfs:label ?name ; kg:statistic ?statistic .
  ?statistic rdfs:label ?measure ; kg:raw ?figure .
} LIMIT 232"""
ORDERED = """SELECT ?name ?measure ?figure WHERE {
  ?initiative schema:organizer ?organizer ; rdfs:label ?name ; kg:statistic ?statistic .
  ?statistic rdfs:label ?measure ; kg:raw ?figure ; schema:value ?value FILTER(?value > 100)
} ORDER BY ?name ?measure ?figure LIMIT 232"""
QUERIES = {"tiny": TINY, "medium": MEDIUM}
GUARDED = {
    "labels that contain a word": 'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(?l, "职工")) } LIMIT 500',
    "figures in order": ORDERED,
    "statements by property": """SELECT ?p (COUNT(*) AS ?n) WHERE {
      ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> ?p } GROUP BY ?p ORDER BY ?p""",
}
RUNAWAYS = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "cartesian product in order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>|^!<x:x>)* ?b . ?b (!<x:y>|!<x:z>)* ?c }",
    "regex": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
        'FILTER REGEX(CONCAT(STR(?c), STR(?f)), "(a+)+b*.{99}$") }'
    ),
    "groups": "SELECT ?a (GROUP_CONCAT(STR(?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a",
    "rows without end": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}
LIMIT = 3.0
ACCEPT = "application/sparql-results+json"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(command: Sequence[str | Path], port: int, path: str) -> Iterator[str]:
    """Run a server on processor 0; yield the address of its endpoint when it answers."""
    process = subprocess.Popen(
        ["taskset", "-c", "0", *map(str, command)],  # noqa: S607  of util-linux
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until_answering(port, path)
        yield f"http://127.0.0.1:{port}{path}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_until_answering(port: int, path: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if ask(port, path, "ASK {}")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"no answer at port {port}")


def ask(port: int, path: str, query: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", f"{path}?query={quote(query)}", headers={"Accept": ACCEPT})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def throughput(address: str, query: str, seconds: int) -> float:
    """Give seconds per request, with eight clients that ask one after the other."""
    command = [
        "taskset",
        "-c",
        "1",
        "wrk",
        "-t1",
        "-c8",
        "--timeout",
        "10s",
        f"-d{seconds}s",
        "-H",
        f"Accept: {ACCEPT}",
    ]
    target = f"{address}?query={quote(PREFIXES + query)}"
    output = subprocess.run([*command, target], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output:
        raise RuntimeError(output)
    return 1 / float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])  # type: ignore[index]


def servers(data: Path, endpoint: str | None) -> dict[str, tuple[list[str | Path], int, str]]:
    """Give the commands, ports and paths of the servers, all on the same triples."""
    file, port = ntriples(data), free_port()
    store = filled_cache(data).store
    oxigraph = shutil.which("oxigraph", path=str((WORK / "../../.venv/bin").resolve())) or "oxigraph"
    at = f"127.0.0.1:{port}"
    found: dict[str, tuple[list[str | Path], int, str]] = {
        "kg": ([*KG, "serve", "--data", data, "--port", str(port)], port, "/sparql"),
        "oxigraph": ([oxigraph, "serve-read-only", "--location", store, "--bind", at], port, "/query"),
    }
    if endpoint:
        command = [endpoint, "serve", "--host", "127.0.0.1", "--port", str(port), file]
        found["rdflib-endpoint"] = (command, port, "/sparql")
    return found


def rates(data: Path, endpoint: str | None, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Measure all servers in turn, so that what else the machine does strikes them alike."""
    measured: dict[str, dict[str, list[float]]] = {}
    for _ in range(rounds):
        for name, server in servers(data, endpoint).items():
            with running(*server) as address:
                for size, query in QUERIES.items():
                    throughput(address, query, 1)  # warm
                    seconds = throughput(address, query, 3)
                    measured.setdefault(name, {}).setdefault(size, []).append(seconds)
                    print(f"  {name:16} {size:7} {1 / seconds:9.0f} requests/s", file=sys.stderr)
    return measured


GOALS = {("medium", "oxigraph"): 1.0, ("medium", "rdflib-endpoint"): 8.0, ("tiny", "rdflib-endpoint"): 1.5}


def throughput_rows(size: str, data: Path, endpoint: str | None, rounds: int) -> Iterator[Row]:
    measured = rates(data, endpoint, rounds)
    for (query, peer), goal in GOALS.items():
        if peer in measured:
            claim = f"time per request, {query} query"
            yield Row(claim, size, measured["kg"][query], peer, measured[peer][query], goal)


def guard_rows(size: str, data: Path) -> Iterator[Row]:
    """Compare a query through `kg serve`, one client at a time, with the same store in this process."""
    from kg.graph import load
    from kg.query.serving import write_result

    store = load(str(data)).store
    server, port, path = servers(data, None)["kg"]
    with running(server, port, path):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for name, query in GUARDED.items():
            text = PREFIXES + query
            here, there = [], []
            for _ in range(31):
                start = time.perf_counter()
                write_result(store.query(text), "json", {}, [].append)
                here.append(time.perf_counter() - start)
                start = time.perf_counter()
                connection.request("GET", f"{path}?query={quote(text)}", headers={"Accept": ACCEPT})
                connection.getresponse().read()
                there.append(time.perf_counter() - start)
            yield Row(f"guards, {name}", size, there[1:], "in process", here[1:], 1.1, at_most=True)


def runaway_rows(size: str, data: Path) -> Iterator[Row]:
    """See that each runaway ends within 1.1 times its limit, and that nothing cut off looks whole."""
    command, port, path = servers(data, None)["kg"]
    with running([*command, "--timeout", f"{LIMIT:g}"], port, path):
        for name, query in RUNAWAYS.items():
            start = time.perf_counter()
            try:
                status = str(ask(port, path, query)[0])
            except http.client.IncompleteRead:
                status = "broken off"
            seconds = time.perf_counter() - start
            if status not in ("504", "507", "broken off"):
                raise RuntimeError(f"{name}: {status}")
            yield Row(
                f"runaway ends: {name} ({status})", size, [seconds], "limit", [LIMIT], 1.1, at_most=True
            )


def rows(triples: int, rounds: int, endpoint: str | None) -> Iterator[Row]:
    data = generate(round((triples - TRIPLES_OF_ONTOLOGY) / TRIPLES_PER_ENTITY), WORK / f"serve-{triples}")
    size = f"{triples:,} triples"
    yield from throughput_rows(size, data, endpoint, rounds)
    yield from guard_rows(size, data)
    yield from runaway_rows(size, data)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--endpoint", default=shutil.which("rdflib-endpoint"))
    options = parser.parse_args()
    print_rows(rows(options.triples, options.rounds, options.endpoint))
