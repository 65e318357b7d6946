"""What a worker does: it responds, and hands the response over in plain values, compressed if that pays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kg.server.message import Request
from kg.server.negotiation import accepts_gzip
from kg.server.respond import respond

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.server.message import Body
    from kg.server.state import Served

    Head = tuple[int, list[tuple[bytes, bytes]]]
    Message = tuple[Head | None, bytes, bool]
    """The head, which only the first message has; a piece of the body; whether more comes."""

PIECE = 1 << 16
WORTH_COMPRESSING = 1 << 10
COMPRESSIBLE: tuple[str, ...] = (
    "text/",
    "application/sparql",
    "application/json",
    "application/xml",
    "application/rdf",
)
COMPRESSIBLE += ("application/ld", "application/n-", "application/trig", "application/problem", "image/svg")


class TooLargeError(Exception):
    """The answer is larger than the server allows."""


def work(served: Served, *request_: Any) -> Message | Callable[[Callable[[Message], None]], Message]:
    """Respond to a request: in one message, or in several that are sent as the body is written."""
    request = Request(*request_)
    response = respond(request, served)
    zipped = accepts_gzip(request.header("accept-encoding")) and response.headers.get(
        "content-type", ""
    ).startswith(COMPRESSIBLE)
    sending = _Sending(response.status, dict(response.headers), zipped, served.largest)
    return partial(sending.run, response.body)


class _Sending:
    """Sends a body in pieces of some size; what fits into one goes out with the head."""

    def __init__(self, status: int, headers: dict[str, str], zipped: bool, largest: int) -> None:  # noqa: FBT001
        self.status, self.headers = status, headers
        self.may_zip, self.left = zipped, largest
        self.head: Head | None = None
        self.compressor: Any = None
        self.pieces: list[bytes] = []
        self.held = 0

    def run(self, body: Body, send: Callable[[Message], None]) -> Message:
        """Send all but the last message, and give that."""
        self.send = send
        if isinstance(body, bytes):
            self.write(body)
        else:
            body(self.write)
        last = self._taken()
        if self.compressor:
            last = (last[0], last[1] + self.compressor.flush(), False)
        return last

    def write(self, piece: bytes) -> None:
        """Take a piece of the body; raises TooLargeError where there is too much of it."""
        self.left -= len(piece)
        if self.left < 0:
            raise TooLargeError
        self.pieces.append(piece)
        self.held += len(piece)
        if self.held >= PIECE:
            head, content, _ = self._taken()
            self.send((head, content, True))

    def _taken(self) -> Message:
        head = self._head()
        content = b"".join(self.pieces)
        self.pieces, self.held = [], 0
        return head, self.compressor.compress(content) if self.compressor else content, False

    def _head(self) -> Head | None:
        """Give the head the first time; whether to compress is decided by then."""
        if self.head:
            return None
        if self.may_zip:
            self.headers["vary"] = ", ".join(filter(None, (self.headers.get("vary"), "Accept-Encoding")))
        if self.may_zip and self.held >= WORTH_COMPRESSING:
            import zlib

            self.compressor = zlib.compressobj(1, wbits=31)
            self.headers["content-encoding"] = "gzip"
        self.head = (self.status, [(name.encode(), text.encode()) for name, text in self.headers.items()])
        return self.head
