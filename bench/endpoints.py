"""SPARQL endpoints to measure, ours and its peers, on the same triples and processor; and clients."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from claim_queries import TRIPLES_OF_ONTOLOGY, TRIPLES_PER_ENTITY
from generate import generate
from measure import KG, WORK
from stores import filled_cache, ntriples

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON = "application/sparql-results+json"
PREFIXES = """PREFIX e: <https://gongtu.example/entity/>
PREFIX kg: <https://gongtu.example/schema#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
"""
OUR_PROCESSOR, CLIENTS_PROCESSOR = "0", str((os.cpu_count() or 1) - 1)


class Endpoint(NamedTuple):
    """A server: its command, the port it is given, and the path of its endpoint."""

    command: tuple[str | Path, ...]
    port: int
    path: str

    @property
    def address(self) -> str:
        """Where queries are sent."""
        return f"http://127.0.0.1:{self.port}{self.path}"


class Reply(NamedTuple):
    """What came back, after how many seconds; the status is 0 where the answer was broken off."""

    status: int
    body: bytes
    seconds: float


def data_of(triples: int) -> Path:
    """Generate a data directory of about so many triples."""
    entities = round((triples - TRIPLES_OF_ONTOLOGY) / TRIPLES_PER_ENTITY)
    return generate(entities, WORK / f"serve-{triples}")


def ours(data: Path, *options: str) -> Endpoint:
    port = free_port()
    return Endpoint((*KG, "serve", "--data", data, "--port", str(port), *options), port, "/sparql")


def peers(data: Path) -> dict[str, Endpoint]:
    port = free_port()
    oxigraph, rdflib = (Path(sys.executable).with_name(name) for name in ("oxigraph", "rdflib-endpoint"))
    at, store = f"127.0.0.1:{port}", filled_cache(data).store
    return {
        "oxigraph": Endpoint(
            (oxigraph, "serve-read-only", "--location", store, "--bind", at), port, "/query"
        ),
        "rdflib-endpoint": Endpoint(
            (rdflib, "serve", "--host", "127.0.0.1", "--port", str(port), ntriples(data)), port, "/"
        ),
    }


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(endpoint: Endpoint) -> Iterator[int]:
    """Run a server on the first processor; yield its process when it answers, and end it."""
    process = subprocess.Popen(
        ["taskset", "-c", OUR_PROCESSOR, *map(str, endpoint.command)],  # noqa: S607  of util-linux
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until_answering(endpoint)
        yield process.pid
        if process.poll() is not None:
            raise RuntimeError(f"{endpoint.command[0]} has ended")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_until_answering(endpoint: Endpoint) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            if ask(endpoint, "ASK {}").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"no answer from {endpoint.command[0]}")


def ask(endpoint: Endpoint, query: str, seconds: float = 60) -> Reply:
    """Ask once, on a connection of its own."""
    start = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=seconds)) as connection:
        connection.request("GET", f"{endpoint.path}?query={quote(query)}", headers={"Accept": JSON})
        try:
            response = connection.getresponse()
            status, body = response.status, response.read()
        except http.client.IncompleteRead as error:
            status, body = 0, error.partial
    return Reply(status, body, time.perf_counter() - start)
