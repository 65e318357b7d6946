"""A request on its way through a worker, and what has come back of its response."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.server.work import Head

    Asked = tuple[str, str, str, Mapping[str, str], bytes, Mapping[str, str]]


class Exchange:
    """Gathers the pieces of a response until `enough` bytes are there, or all of them.

    Until then nothing has been sent, and a failure can still be said properly.
    """

    def __init__(self, request: Asked, enough: float) -> None:
        self.request = request
        self.enough = enough
        self.head: Head | None = None
        self.pieces: deque[bytes] = deque()
        self.size = 0
        self.whole = False
        self.failed: tuple[str, str] | None = None
        self.since = 0.0
        self.when_slow: Callable[[], None] | None = None
        self.when_taken: Callable[[], None] | None = None
        self._changed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def receive(self, head: Head | None, piece: bytes, more: bool) -> None:  # noqa: FBT001  a worker's message
        """Take a message of the worker."""
        self.head = head or self.head
        self.pieces.append(piece)
        self.size += len(piece)
        self.whole = not more
        if self.whole or self.size >= self.enough:
            self._wake()

    def fail(self, code: str, reason: str = "") -> None:
        """End without the rest of the response."""
        self.failed = self.failed or (code, reason)
        self.when_taken = None
        self._wake()

    def lasts(self) -> None:
        """Tell, once, that this takes a while."""
        if self.when_slow:
            call, self.when_slow = self.when_slow, None
            call()

    async def settled(self) -> None:
        """Wait for enough of the response, or its failure."""
        await self._changed

    async def following(self) -> bytes:
        """Give what has come since, at least something; nothing where it has failed or is whole."""
        self.enough = 1
        while not self.pieces and not self.whole and not self.failed:
            self._changed = asyncio.get_running_loop().create_future()
            await self._changed
        content = b"".join(self.pieces)
        self.pieces.clear()
        self.size = 0
        if self.when_taken:
            call, self.when_taken = self.when_taken, None
            call()
        return content

    def _wake(self) -> None:
        if not self._changed.done():
            self._changed.set_result(None)
