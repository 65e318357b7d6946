"""Runs the server until it is told to end."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem
from kg.server.app import App
from kg.server.pool import Limits, Pool

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.server.door import Door
    from kg.server.state import Served

CONNECTIONS = 500
KEEP_ALIVE = 30


class Place(NamedTuple):
    """Where the server listens; port 0 is any that is free."""

    host: str = "127.0.0.1"
    port: int = 8000


def listen(place: Place) -> socket.socket:
    """Take the port; raises KgError where somebody else has it."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    # asyncio turns off Nagle's delays only where the protocol is said.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((place.host, place.port))
    except OSError as error:
        listening.close()
        where = Location(f"{place.host}:{place.port}")
        raise KgError(Problem("serve-port", where, {"reason": error.strerror or str(error)})) from None
    return listening


def serve(
    served: Served, limits: Limits, door: Door, listening: socket.socket, say: Callable[[Problem], None]
) -> None:
    """Serve until SIGINT or SIGTERM; requests that are under way are answered first."""
    import gc
    import logging

    gc.collect()
    gc.freeze()  # what is shared with the workers is never touched by collecting garbage
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # the app says what there is to say
    asyncio.run(_run(served, limits, door, listening, say))


async def _run(
    served: Served, limits: Limits, door: Door, listening: socket.socket, say: Callable[[Problem], None]
) -> None:
    import uvicorn

    from kg.server.protocol import patient_protocol

    pool = Pool(served, limits, say)
    config = uvicorn.Config(
        App(pool, door),
        http=patient_protocol(),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=int(limits.seconds) + 1,
    )
    pool.start()
    try:
        await uvicorn.Server(config).serve([listening])
    finally:
        pool.close()
