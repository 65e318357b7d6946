"""Serves the page of the newest state on this machine alone, and tells open pages of every next one.

Two addresses: the page at `/`, and at `/events` a stream of server-sent events (HTML standard, 9.2), one for
each state. No file is served, and a request under another name than this machine's is refused, so that no
site can reach it by giving its own name this address.
"""

from __future__ import annotations

import os
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

from kg.problems import KgError, Location, Problem
from kg.watching.events import SIGN_OF_LIFE, STILL_HERE, event

if TYPE_CHECKING:
    from kg.watching.states import State

ADDRESS = "127.0.0.1"


class Server(ThreadingHTTPServer):
    """Listens on a port of this machine; raises KgError (`port-not-opened`) where it cannot."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.changed = Condition()
        self.number = 0
        self.page = b""
        self.event = b""
        try:
            super().__init__((ADDRESS, port), Handler)
        except OSError as error:
            blanks = {"port": str(port), "reason": os.strerror(error.errno or 0)}
            raise KgError(Problem("port-not-opened", Location("--port"), blanks)) from error
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{ADDRESS}:{self.server_port}/"

    def post(self, state: State) -> None:
        """Serve this state from now on, and tell whoever listens."""
        with self.changed:
            self.number += 1
            self.page, self.event = state.page, event(state.picture.version, state.errors)
            self.changed.notify_all()

    def next_event(self, seen: int) -> tuple[int, bytes]:
        """Wait for an event after that of this number; give its own, or a sign of life after a while."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.number > seen, STILL_HERE):
                return seen, SIGN_OF_LIFE
            return self.number, self.event

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has gone away."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    server: Server

    def do_GET(self) -> None:
        """Give the page, or tell of states until the browser goes away."""
        if not self._is_local():
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.path.partition("?")[0] == "/":
            self._head("text/html; charset=utf-8", len(self.server.page))
            self.wfile.write(self.server.page)
        elif self.path == "/events":
            self._head("text/event-stream")
            seen = 0
            while True:
                seen, event = self.server.next_event(seen)
                self.wfile.write(event)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _is_local(self) -> bool:
        hosts = {f"{name}:{self.server.server_port}" for name in (ADDRESS, "localhost")}
        return self.headers.get("Host") in hosts

    def _head(self, type_: str, length: int | None = None) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", type_)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  as in the base class
        """Keep the terminal for the problems."""
