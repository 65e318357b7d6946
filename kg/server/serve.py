"""Runs the server until it is told to end."""

from __future__ import annotations

import asyncio
import socket
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem
from kg.server.app import App
from kg.server.events import Events
from kg.server.keeper import Report
from kg.server.live import Live
from kg.server.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.server.door import Door
    from kg.server.limits import Limits
    from kg.server.live import First


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
        listening.listen()
    except OSError as error:
        listening.close()
        where = Location(f"{place.host}:{place.port}")
        raise KgError(Problem("serve-port", where, {"reason": error.strerror or str(error)})) from None
    return listening


def serve(
    first: First, limits: Limits, door: Door, listening: socket.socket, log: Callable[[Report], None]
) -> None:
    """Serve until SIGINT or SIGTERM; requests that are under way are answered first.

    What becomes of the data meanwhile, and mistakes of ours, are given to `log`.
    """
    import gc
    import logging

    gc.enable()  # a command does without, but this one goes on
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # the app says what there is to say
    asyncio.run(_run(first, limits, door, listening, log))


async def _run(
    first: First, limits: Limits, door: Door, listening: socket.socket, log: Callable[[Report], None]
) -> None:
    import uvicorn

    from kg.server.protocol import PatientProtocol

    pool = Pool(first.keeper, limits, lambda problem: log(Report(None, problems=(problem,))))
    events = Events(first.report.version)
    live = Live(first, pool, events, log)

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            events.close()  # a page that listens would be waited for
            await super().shutdown(sockets)

    patience = limits.patience
    config = uvicorn.Config(
        App(pool, door, events),
        http=partial(PatientProtocol, patience=patience),  # type: ignore[arg-type]  # it is only called
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=patience.connections,
        timeout_keep_alive=patience.idle,
        timeout_graceful_shutdown=int(limits.seconds) + 1,
    )
    pool.start()
    live.start()
    try:
        await Server(config).serve([listening])
    finally:
        pool.close()
        live.close()
