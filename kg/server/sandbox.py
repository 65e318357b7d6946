"""Denies a process what it never needs, above all sockets: a query could ask the engine to call others."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
from contextlib import suppress
from pathlib import Path

SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: what the kernel calls it, and the number of the system call `socket`."""

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD_WORD, JUMP_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1  # with EPERM
NUMBER, ARCHITECTURE = 0, 4  # offsets in what the kernel tells of a call


def default_signals() -> None:
    """Forget the server's handlers: a worker ends when it is told to, and Ctrl-C is for the server."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def first_to_go() -> None:
    """Where memory runs out, have a worker ended, and not the server or somebody else's work."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


def say_nothing() -> None:
    """Write nothing to the terminal: an engine that runs out of memory says so in its own words.

    The client is told that its query was ended; the log stays the server's.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def close_others(*kept: int) -> None:
    """Close what was inherited but these: sockets of clients, and pipes of other workers."""
    start = 3
    for descriptor in sorted(kept):
        os.closerange(start, descriptor)
        start = max(start, descriptor + 1)
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))


def no_sockets() -> None:
    """Have the kernel refuse sockets to this process from now on; on Linux, where it can (seccomp)."""
    machine = SOCKET.get(platform.machine()) if os.uname().sysname == "Linux" else None
    if machine is None:
        return
    architecture, call = machine
    program = b"".join(
        struct.pack("=HBBI", *instruction)
        for instruction in (
            (LOAD_WORD, 0, 0, ARCHITECTURE),
            (JUMP_EQUAL, 0, 2, architecture),
            (LOAD_WORD, 0, 0, NUMBER),
            (JUMP_EQUAL, 1, 0, call),
            (RETURN, 0, 0, ALLOW),
            (RETURN, 0, 0, REFUSE),
        )
    )
    instructions = ctypes.create_string_buffer(program)
    rule = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions)))
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, rule, 0, 0)
