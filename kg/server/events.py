"""`/events`: tells open pages which version of the graph is served, and what is wrong with the data.

A stream stays open for as long as its page does, so it is answered in the event loop and not by a worker.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from kg.server.failures import fail
from kg.server.message import Response
from kg.watching.events import SIGN_OF_LIFE, STILL_HERE, event, told

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence

    from kg.problems import Language, Problem
    from kg.server.message import Request
    from kg.server.state import Served

    Receive = Callable[[], Awaitable[Mapping[str, Any]]]

PATH = "/events"
MOST_STREAMS = 200
HEADERS = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",  # nginx would keep events back until there are many
}


def events(request: Request, served: Served) -> Response:  # noqa: ARG001  as all routes
    """Answer what is not GET: which headers a stream has."""
    return Response(200, HEADERS)


class Events:
    """What there is to tell now, and who is listening. `trouble` is what pages say of the data's errors."""

    def __init__(self, version: str) -> None:
        self.trouble: Mapping[Language, str] = {}
        self._event = event(version, ())
        self._changed = asyncio.get_running_loop().create_future()
        self._listening = 0
        self._closed = False

    def post(self, version: str, errors: Sequence[Problem]) -> None:
        """Tell everybody."""
        self.trouble = told(errors) if errors else {}
        self._event = event(version, errors)
        self._wake()

    def close(self) -> None:
        """End all streams: a server that is told to end waits for its answers."""
        self._closed = True
        self._wake()

    def refused(self, request: Request) -> Response | None:
        """Tell why a request gets no stream, if so."""
        if self._listening < MOST_STREAMS:
            return None
        return fail(503, request, "serve-busy").having(retry_after="60")

    async def stream(self, receive: Receive) -> AsyncGenerator[bytes]:
        """Give the present state, then each next one, and signs of life, while the client is there."""
        self._listening += 1
        gone = asyncio.create_task(_gone(receive))
        try:
            while not gone.done() and not self._closed:
                seen, changed = self._event, self._changed
                yield seen
                while self._event is seen and not changed.done() and not gone.done():
                    await asyncio.wait(
                        (changed, gone), timeout=STILL_HERE, return_when=asyncio.FIRST_COMPLETED
                    )
                    if not changed.done():
                        yield SIGN_OF_LIFE
        finally:
            self._listening -= 1
            gone.cancel()

    def _wake(self) -> None:
        self._changed.set_result(None)
        self._changed = asyncio.get_running_loop().create_future()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
