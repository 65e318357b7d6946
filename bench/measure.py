"""Whole processes, timed side by side, and the rows of the table that `run.py` prints."""

from __future__ import annotations

import ctypes
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BENCH = Path(__file__).parent
WORK = BENCH / "work"
QUERIES = BENCH.parent / "queries"
ARTICLE_DATA = BENCH.parent / "data"
PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # grandchildren become ours to wait for: see `left_behind`

KG = (str(Path(sys.executable).with_name("kg")),)
TRIKEDB = (str(Path(sys.executable).with_name("trikedb")),)


class Run(NamedTuple):
    """One process that ended well: seconds until it ended, and until its children had; bytes; its output."""

    seconds: float
    settled: float
    peak: int
    output: str


class Row(NamedTuple):
    """A line of the table: times in seconds; `goal` is the least ratio of the peer's to ours.

    With `at_most` it is the greatest ratio of ours to the peer's; `floor` says that the peer was cut short.
    """

    claim: str
    size: str
    ours: Sequence[float]
    peer_name: str
    peer: Sequence[float]
    goal: float
    floor: bool = False
    at_most: bool = False

    @property
    def ratio(self) -> float:
        """How many times as long the peer takes as we do; with `at_most`, we as the peer."""
        ratio = statistics.median(self.peer) / statistics.median(self.ours)
        return 1 / ratio if self.at_most else ratio

    @property
    def met(self) -> bool:
        """Tell whether the goal is reached."""
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal


def peer(name: str) -> tuple[str, str]:
    """Give the command that runs a script of `peers/`."""
    return sys.executable, str(BENCH / "peers" / f"{name}.py")


def run(command: Iterable[str | Path], cache: Path | None = None) -> Run:
    """Run a command to its end; raises `RuntimeError` with what it said if it fails."""
    arguments = [str(argument) for argument in command]
    environment = os.environ | {"KG_CACHE": str(cache or WORK / "no-cache"), "PYTHONUTF8": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as what pip installs is
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        actions = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)]
        start = time.perf_counter()
        child = os.posix_spawn(arguments[0], arguments, environment, file_actions=actions)
        _, status, usage = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        peak = max([usage.ru_maxrss, *left_behind()]) * 1024
        settled = time.perf_counter() - start
        output.seek(0)
        errors.seek(0)
        if os.waitstatus_to_exitcode(status):
            raise RuntimeError(f"{' '.join(arguments)}\n{errors.read().decode()[-2000:]}")
        return Run(seconds, settled, peak, output.read().decode())


def left_behind() -> Iterator[int]:
    """Wait for the children that a process left running, so that they disturb nobody; yield their peaks."""
    while True:
        try:
            yield os.wait3(0)[2].ru_maxrss
        except ChildProcessError:
            return


def run_fresh(command: Iterable[str | Path]) -> Run:
    """Run a command with an empty cache that is thrown away."""
    with tempfile.TemporaryDirectory(dir=WORK) as cache:
        return run(command, Path(cache))


def alternate(
    first: Iterable[str | Path], second: Iterable[str | Path], cache: Path, runs: int
) -> tuple[list[Run], list[Run]]:
    """Run two commands in turn, A B A B, after one of each that does not count."""
    first, second = list(first), list(second)
    pairs = [(run(first, cache), run(second, cache)) for _ in range(runs + 1)]
    return [pair[0] for pair in pairs[1:]], [pair[1] for pair in pairs[1:]]


def times(runs: Iterable[Run]) -> list[float]:
    """Give the wall times of runs."""
    return [one.seconds for one in runs]


def require_same_rows(ours: str, theirs: str) -> int:
    """Check that two CSV answers hold the same rows, in any order, and give their number."""
    rows, others = (sorted(text.splitlines()[1:]) for text in (ours, theirs))
    if rows != others:
        different = sorted(set(rows) ^ set(others))
        raise RuntimeError(f"different answers, {len(rows)} and {len(others)} rows: {different[:3]}")
    if not rows:
        raise RuntimeError("an empty answer measures nothing")
    return len(rows)


def span(seconds: Sequence[float]) -> str:
    """Write the median, and the range where there is one: `1.24 s (1.20–1.31)`."""
    unit, scale = ("s", 1) if statistics.median(seconds) >= 1 else ("ms", 1000)
    median, low, high = (figure(f(seconds) * scale) for f in (statistics.median, min, max))
    return f"{median} {unit}" if len(seconds) == 1 else f"{median} {unit} ({low}–{high})"


def figure(number: float) -> str:
    """Write a number with three digits, or whole where it has more."""
    return f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"


HEADINGS = (
    "| claim | size | kg | peer | time of the peer | ratio | goal | |",
    "|---|---|---|---|---|---|---|---|",
)


def markdown(row: Row) -> str:
    """Write a row of the table."""
    sign, word = ("≤", "") if row.at_most else ("≥", "> " if row.floor else "")
    cells = (
        row.claim,
        row.size,
        span(row.ours),
        row.peer_name,
        word + span(row.peer),
        f"**{word}{figure(row.ratio)}×**",
        f"{sign} {row.goal:g}×",
        "✓" if row.met else "✗",
    )
    return f"| {' | '.join(cells)} |"


def print_rows(rows: Iterable[Row]) -> list[Row]:
    """Print rows as they are measured, under their headings."""
    print(*HEADINGS, sep="\n", flush=True)
    printed = []
    for row in rows:
        print(markdown(row), flush=True)
        printed.append(row)
    return printed
