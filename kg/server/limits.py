"""How much one request may use, how many there may be at once, and how long clients are waited for."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

GROUPS = Path("/proc/self/cgroup")
LIMITS = Path("/sys/fs/cgroup")
"""Which group of processes this one is in, and what the kernel lets each group use (cgroup, version 2)."""

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

    Of a container or a service, where that has less. At least 128 MB, though, and at most 1 GB.
    """
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    allowed = min([machine, *limits_of_groups(GROUPS, LIMITS)])
    return max(LEAST, min(MOST, allowed // 2 // workers))


def limits_of_groups(groups: Path, limits: Path) -> list[int]:
    """Give the bytes that the groups around this process may use: those that have a limit."""
    found = []
    with suppress(OSError):  # no Linux
        for line in groups.read_text(encoding="utf-8").splitlines():
            group = limits / line.partition("::/")[2]
            for path in (group, *group.parents):
                with suppress(OSError, ValueError):  # none there, or "max"
                    found.append(int((path / "memory.max").read_text(encoding="ascii")))
    return found
