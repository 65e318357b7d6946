"""How much one request may use, how many there may be at once, and how long clients are waited for."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

CGROUP = Path("/sys/fs/cgroup/memory.max")
"""What a container may use, where this runs in one."""

LEAST, MOST = 128 << 20, 1 << 30


class Patience(NamedTuple):
    """Seconds in which a client must send and take; how many connections there may be."""

    head: float = 10.0
    """From the first byte of a request to the end of its headers; and from connecting to that byte."""

    body: float = 20.0
    """From the headers to the end of the body."""

    taken: float = 30.0
    """To take what has been written for it, some 64 kB."""

    idle: int = 30
    """Between two requests on one connection."""

    connections: int = 500


class Limits(NamedTuple):
    """What one request may use (seconds; bytes beyond the graph), and how many there may be at once."""

    seconds: float = 30.0
    memory: int = MOST
    workers: int = 16
    waiting: int = 64
    patience: Patience = Patience()

    @property
    def long(self) -> int:
        """How many workers may be busy with long work at once: the others are left to short work."""
        return max(1, self.workers * 3 // 4)


def share_of_memory(workers: int) -> int:
    """Give the bytes that a request may use, such that all workers together use half of the machine.

    At least 128 MB, though, and at most 1 GB.
    """
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):  # no container, or one without a limit: "max"
        machine = min(machine, int(CGROUP.read_text(encoding="ascii")))
    return max(LEAST, min(MOST, machine // 2 // workers))
