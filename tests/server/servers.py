"""Real servers, started by `kg serve` on a free port, and real clients."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).parent.parent.parent
KG = Path(sys.executable).with_name("kg")
QUADS = """<http://a.example/s> <http://a.example/p> "默认" .
<http://a.example/s> <http://a.example/p> "一" <http://a.example/g1> .
<http://a.example/s> <http://a.example/p> "二" <http://a.example/g2> .
"""
"""What the servers of most tests serve, with a star of a hundred arms for queries that run away."""

STAR = "".join(f"<http://a.example/h> <http://a.example/q> <http://a.example/{n}> .\n" for n in range(200))


class Reply(NamedTuple):
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class Server:
    """A running `kg serve`, and ways to ask it."""

    def __init__(self, process, port):
        self.process, self.port = process, port

    def ask(self, method="GET", path="/sparql", headers=(), body=None, *, timeout=30):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, headers, response.read())

    def query(self, query, accept="", *, graphs=(), **options):
        path = f"/sparql?{urlencode([('query', query), *graphs])}"
        return self.ask(path=path, headers={"Accept": accept} if accept else {}, **options)

    def post(self, body, type_="application/sparql-query", **headers):
        return self.ask("POST", headers={"Content-Type": type_, **headers}, body=body)

    def raw(self, content, *, seconds=15):
        """Send bytes as they are, and give what comes until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(content)
            received = b""
            with contextlib.suppress(ConnectionResetError, TimeoutError):
                while piece := connection.recv(1 << 16):
                    received += piece
            return received

    def processes(self):
        """Give the ids of the server, of its keepers, and of their workers."""
        found = [self.process.pid]
        for process in found:
            with contextlib.suppress(OSError):  # it has ended meanwhile
                found += map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())
        return found


@contextlib.contextmanager
def serving(
    directory,
    *options,
    environment=(),
    command=(KG, "serve", "--port", "0"),
    may_say="$^",
    status=-signal.SIGTERM,
):
    """Start `kg serve` in a directory, and end it; it says where it listens when it does.

    All lines of what it says afterwards must match the pattern `may_say`.
    """
    process = subprocess.Popen(
        [*map(str, (*command, *options))],
        cwd=directory,
        stderr=subprocess.PIPE,
        env=os.environ | {"KG_CACHE": str(directory / "cache"), **dict(environment)},
        text=True,
    )
    try:
        address = process.stderr.readline()
        assert address.startswith("http://"), address + process.stderr.read()
        server = Server(process, int(address.strip().strip("/").rpartition(":")[2]))
        wait_for(server)
        yield server
    finally:
        process.terminate()
        said = process.stderr.read()
        process.stderr.close()
        assert process.wait(20) == status
        assert all(re.fullmatch(may_say, line) for line in said.splitlines()), said


def wait_for(server):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            server.query("ASK {}")
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("the server does not answer")
