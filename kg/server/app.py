"""The ASGI application: who may ask, how much, and how answers go back; not what is answered."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from kg.problems import Location, Problem
from kg.server.door import refused_at
from kg.server.events import HEADERS, PATH
from kg.server.exchange import Exchange
from kg.server.failures import fail
from kg.server.message import Request, Response
from kg.server.pool import BUFFERED
from kg.server.respond import EVERYWHERE, unanswered

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from kg.server.door import Door
    from kg.server.events import Events
    from kg.server.pool import Pool

    Receive = Callable[[], Awaitable[Mapping[str, Any]]]
    Send = Callable[[Mapping[str, Any]], Awaitable[None]]

HELD_BACK = 1 << 20
"""Bytes of an answer that wait for its end before any is sent, so that a failure can still be told."""

CHUNK = 1 << 18
"""Bytes that are sent in one go, and must be taken before the next."""

LONGEST_BODY = 1 << 20

STATUS = {
    "serve-too-long": 504,
    "serve-crashed": 507,
    "serve-too-large": 507,
    "serve-old-http": 507,
    "serve-busy": 503,
    "internal-error": 500,
}


class App:
    """Takes requests to the pool and responses back."""

    def __init__(self, pool: Pool, door: Door, events: Events) -> None:
        self.pool = pool
        self.door = door
        self.events = events

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            await self._serve(scope, receive, send)
        except Exception as error:
            self.pool.complain(repr(error))
            raise

    async def _serve(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        request = _request(scope)
        refused = refused_at(self.door, request, scope)
        if refused is None and (request.method, request.path) == ("GET", PATH):
            refused = self.events.refused(request)
            if refused is None:
                await self._tell(receive, send)
                return
        if refused is None:
            body = await _body(request, receive, self.pool.limits.patience.body)
            if isinstance(body, bytes):
                await self._answer(request._replace(body=body), scope, receive, send)
                return
            refused = body
        if refused.status:
            await _send_whole(refused, send)

    async def _tell(self, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _raw(HEADERS)})
        async with aclosing(self.events.stream(receive)) as stream:
            async for event in stream:
                await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _answer(self, request: Request, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        enough = HELD_BACK if scope["http_version"] == "1.1" else float("inf")  # 1.0 cannot tell a broken end
        trouble = dict(self.events.trouble)
        asked = (request.method, request.path, request.query, dict(request.headers), request.body, trouble)
        exchange = Exchange(asked, enough)
        watching: list[asyncio.Task[None]] = []
        exchange.when_slow = lambda: watching.append(asyncio.create_task(self._watch(exchange, receive)))
        if not self.pool.submit(exchange):
            exchange.fail("serve-busy")
        try:
            await exchange.settled()
            await self._give(request, exchange, send)
        finally:
            for task in watching:
                task.cancel()
            if not exchange.whole and not exchange.failed:
                self.pool.cancel(exchange)

    async def _watch(self, exchange: Exchange, receive: Receive) -> None:
        """End work when its client has gone."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.pool.cancel(exchange)
        exchange.fail("gone")

    async def _give(self, request: Request, exchange: Exchange, send: Send) -> None:
        if exchange.failed:
            if exchange.failed[0] != "gone":
                await _send_whole(self._failure(request, *exchange.failed), send)
            return
        status, headers = exchange.head or (500, [])
        if exchange.whole:
            body = b"".join(exchange.pieces)
            if status not in (204, 304) and request.method != "HEAD":
                headers = [*headers, (b"content-length", b"%d" % len(body))]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body, "more_body": False})
            return
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await self._stream(exchange, send)

    async def _stream(self, exchange: Exchange, send: Send) -> None:
        """Send in chunks. After a failure the last chunk never comes, which every client takes for one."""
        while not exchange.failed:
            content = memoryview(await exchange.following())
            for start in range(0, len(content), CHUNK):
                chunk = bytes(content[start : start + CHUNK])
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            if exchange.whole and not exchange.pieces and not exchange.failed:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return

    def _failure(self, request: Request, code: str, reason: str) -> Response:
        limits = self.pool.limits
        blanks = {
            "seconds": f"{limits.seconds:g}",
            "memory": f"{limits.memory >> 20}",
            "held": f"{BUFFERED >> 20}",
            "reason": reason,
        }
        response = unanswered(STATUS[code], request, Problem(code, Location(request.path), blanks))
        return response.having(retry_after="2") if STATUS[code] == 503 else response


def _request(scope: Mapping[str, Any]) -> Request:
    headers: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1")
        text = value.decode("latin-1")
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    query = scope["query_string"].decode("utf-8", "surrogateescape")
    return Request(scope["method"], scope["path"], query, headers)


async def _body(request: Request, receive: Receive, seconds: float) -> bytes | Response:
    """Receive the body, or give the response that refuses it; of status 0 where the client has gone.

    What is too long is read and forgotten, since a client hears nothing before it has sent all. One that
    asks first (`Expect: 100-continue`) is told at once.
    """
    length = request.header("content-length")
    if length in ("", "0") and not request.header("transfer-encoding"):
        return b""
    if int(length or "0") > LONGEST_BODY and request.header("expect"):
        return _too_long(request)
    try:
        async with asyncio.timeout(seconds):
            body = await _received(receive)
    except TimeoutError:
        return fail(408, request, "serve-body-late", {"seconds": f"{seconds:g}"}).having(connection="close")
    if body is None:
        return Response(0)
    return _too_long(request) if len(body) > LONGEST_BODY else body


def _too_long(request: Request) -> Response:
    return fail(413, request, "serve-body-too-long", {"limit": str(LONGEST_BODY)}).having(connection="close")


async def _received(receive: Receive) -> bytes | None:
    """Give a body, of which not much more is kept than is allowed; `None` where the client has gone."""
    body = bytearray()
    while (message := await receive())["type"] != "http.disconnect":
        if len(body) <= LONGEST_BODY:
            body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)
    return None


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), text.encode()) for name, text in {**EVERYWHERE, **headers}.items()]


async def _send_whole(response: Response, send: Send) -> None:
    """Send a response that no worker made."""
    body = response.body if isinstance(response.body, bytes) else b""
    headers = _raw({**response.headers, "content-length": str(len(body))})
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
