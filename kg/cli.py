"""The `kg` command: runs the subcommand and exits: 0 fine, 1 problems found, 2 wrong usage.

Nothing is imported before it is needed: a saved query on a warm cache is answered in little more than the
time that Python takes to start and the engine to open its store.
"""

from __future__ import annotations

import gc
import os
import sys

from kg.early import open_early

TYPE_CHECKING = False  # `typing` takes longer to import than all that is needed here
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and exit."""
    gc.disable()  # a command is short, and makes no garbage worth walking a million objects for
    given = list(sys.argv[1:] if arguments is None else arguments)
    early = open_early(given)
    from kg.options import run
    from kg.terminal import discard_output

    try:
        status = run(given, early)
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except BrokenPipeError:  # whoever read our output has seen enough: `kg query … | head`
        discard_output()
        status = 1
    except KeyboardInterrupt:
        status = 130
    os._exit(status)  # tearing down a million objects one by one would only keep the user waiting
