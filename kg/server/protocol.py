"""uvicorn's HTTP with the limits that it lacks: on heads that never end, and on clients that never read.

Its parser, llhttp, refuses what two programs could read in two ways (request smuggling, RFC 9112, 11.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

if TYPE_CHECKING:
    from asyncio import BaseTransport, TimerHandle

    from kg.server.limits import Patience

LONGEST_HEAD = 64 << 10
"""Bytes of a request line and headers that come in pieces."""

LONGEST_MESSAGE = 8 << 20
"""Bytes of a request, with the framing of chunks and all that a body should not have had."""

PIPELINED = 50
"""Requests that wait for an answer to another one on the same connection."""

SPARE = 100
"""Connections above the limit that are told so; others are cut at once."""

LINGER = 2.0
"""Seconds in which a client that was refused can read that, before its connection is cut."""


class PatientProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *, patience: Patience, **of_uvicorn: Any) -> None:
        super().__init__(**of_uvicorn)
        self._patience = patience
        self._in_head = False
        self._size = 0
        self._deaf = False
        self._reading: TimerHandle | None = None
        self._writing: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]  # as uvicorn has it
        if len(self.connections) > self._patience.connections + SPARE:
            self.transport.abort()
        else:
            self._await_head()

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        self._size += len(data)
        super().data_received(data)
        if self._size > (LONGEST_HEAD if self._in_head else LONGEST_MESSAGE):
            self._refuse(self._what_is_too_long())

    def _what_is_too_long(self) -> int:
        if not self._in_head:
            return 413
        return 414 if len(self.url) > LONGEST_HEAD // 2 else 431

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._size = True, 0
        self._forget_head()
        self._await_head()

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"transfer-encoding" and value.lower() != b"chunked":
            raise ValueError(value)
        if self._in_head:  # otherwise it is a trailer, which must not look like a header
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._forget_head()
        if len(self.pipeline) >= PIPELINED or (self.parser.should_upgrade() and self._has_body()):
            raise ValueError(self.url)
        super().on_headers_complete()

    def _has_body(self) -> bool:
        return any(name in (b"content-length", b"transfer-encoding") for name, _ in self.headers)

    def _unsupported_upgrade_warning(self) -> None:
        """Answer as if no other protocol had been asked for; what follows may be in that one."""
        self._deaf = True
        self.cycle.keep_alive = False

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  it says nothing new
        self._refuse(400)

    def _await_head(self) -> None:
        self._reading = self.loop.call_later(self._patience.head, self._head_is_late)

    def _forget_head(self) -> None:
        if self._reading:
            self._reading.cancel()
            self._reading = None

    def _head_is_late(self) -> None:
        if self.flow.read_paused or self._is_answering():
            self._await_head()
        else:
            self._refuse(408)

    def _is_answering(self) -> bool:
        return bool(self.pipeline) or (self.cycle is not None and not self.cycle.response_complete)

    def _refuse(self, status: int) -> None:
        """Say no, unless in the middle of an answer, and listen to nothing more."""
        self._deaf = True
        self._forget_head()
        self.flow.resume_reading()
        if self.pipeline or (self._is_answering() and self.cycle.response_started):
            self.transport.abort()
        elif not self.transport.is_closing():
            if self._is_answering():
                self.cycle.disconnected = True
                self.cycle.message_event.set()
            self.transport.write(STATUS_LINE[status] + b"connection: close\r\ncontent-length: 0\r\n\r\n")
            self.transport.write_eof()
            self._writing = self.loop.call_later(LINGER, self.transport.abort)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._writing = self.loop.call_later(self._patience.taken, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._forget_writing()

    def _forget_writing(self) -> None:
        if self._writing:
            self._writing.cancel()
            self._writing = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        self._forget_writing()
        super().connection_lost(exc)
