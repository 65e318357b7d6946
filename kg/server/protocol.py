"""uvicorn's HTTP with the limits that it lacks: on headers that never end, and on clients that never read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import BaseTransport, TimerHandle

HEADERS_WITHIN = 10.0
"""Seconds from the first byte of a request to the end of its headers; and from connecting to that byte."""

TAKEN_WITHIN = 30.0
"""Seconds in which a client must take what has been written for it."""

LONGEST_HEAD = 64 << 10
"""Bytes of the request line and headers."""

REFUSALS = {
    408: b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    431: b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    414: b"HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
}


def patient_protocol() -> type:  # noqa: C901  one class of short methods, whose base is imported late
    """Give uvicorn's protocol with these limits (a function, so that uvicorn is imported when needed)."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    class PatientProtocol(AutoHTTPProtocol):  # type: ignore[valid-type, misc]
        """One connection; `_reading` is there while a head is incomplete, `_writing` while a client lags."""

        _reading: TimerHandle | None = None
        _writing: TimerHandle | None = None
        _head = b""

        def connection_made(self, transport: BaseTransport) -> None:
            super().connection_made(transport)
            self._reading = self.loop.call_later(HEADERS_WITHIN, self._refuse, 408)

        def data_received(self, data: bytes) -> None:
            if self._awaits_head():
                self._reading = self._reading or self.loop.call_later(HEADERS_WITHIN, self._refuse, 408)
            cycle = self.cycle
            super().data_received(data)
            if self.cycle is not cycle:
                self._forget_head()
            elif self._reading:
                self._head += data[: LONGEST_HEAD + 1]
                if len(self._head) > LONGEST_HEAD:
                    self._refuse(431 if b"\n" in self._head else 414)

        def _awaits_head(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _forget_head(self) -> None:
            if self._reading:
                self._reading.cancel()
            self._reading, self._head = None, b""

        def _refuse(self, status: int) -> None:
            self._forget_head()
            if not self.transport.is_closing():
                self.transport.write(REFUSALS[status])
                self.transport.close()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._writing = self.loop.call_later(TAKEN_WITHIN, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            if self._writing:
                self._writing.cancel()

        def connection_lost(self, exc: Exception | None) -> None:
            self._forget_head()
            if self._writing:
                self._writing.cancel()
            super().connection_lost(exc)

    return PatientProtocol
