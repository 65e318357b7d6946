"""Adding an entity to a large file: its time, and what is left of the file whatever happens meanwhile.

python bench/claim_add.py [ENTITIES [KILLS [CONCURRENT]]]
"""

from __future__ import annotations

import difflib
import shutil
import signal
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec
from random import Random
from typing import TYPE_CHECKING

from generate import SEED, generate
from measure import KG, WORK, Row, peer, print_rows, run, times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT_MOST = 1.0
"""Seconds that adding may take, as a whole process, cold."""

PEER = "ruamel.yaml, round trip" if find_spec("ruamel") else "PyYAML (C), load and dump"


def adding(data: Path, id_: str = "新设总工会") -> list[str | Path]:
    words = ["add", id_, "--type", "Union", "--alias", f"{id_}之家", "--data", data]
    return [*KG, *words, "-s", "partOf", "浙江省总工会", "status=inferred", "note=由名称可知"]


class File:
    """The generated file, which is put back before each run."""

    def __init__(self, entities: int) -> None:
        self.data = generate(entities, WORK / f"add-{entities}")
        self.path = self.data / "entities.yaml"
        self.old = self.path.read_bytes()

    def put_back(self) -> None:
        """Give the file its old content."""
        self.path.write_bytes(self.old)

    def fresh(self, command: list[str | Path]) -> float:
        """Run a command on the file as it was; gives the seconds."""
        self.put_back()
        return times([run(command)])[0]


def speed(file: File, entities: int, runs: int) -> Row:
    own, theirs = [], []
    for number in range(runs):
        own.append(file.fresh(adding(file.data)))
        if number < max(runs // 3, 1):
            theirs.append(file.fresh([*peer("yaml_round_trip"), file.path]))
    slow = statistics.median(own) > AT_MOST
    claim = f"add an entity, ≤ {AT_MOST:g} s"
    return Row(claim, f"{entities:,} entities", own, PEER, theirs, float("inf") if slow else 5)


def rows(entities: int, runs: int) -> Iterator[Row]:
    file = File(entities)
    yield speed(file, entities, runs)
    file.put_back()


def whole_files(file: File, kills: int) -> int:
    """Kill additions at random moments, half of them while they write; count the files that are whole."""
    duration = file.fresh(adding(file.data))
    new = file.path.read_bytes()
    random = Random(SEED)
    whole = 0
    for number in range(kills):
        file.put_back()
        with subprocess.Popen(adding(file.data), stdout=subprocess.DEVNULL) as process:
            time.sleep(duration * random.uniform(0.7 if number % 2 else 0, 1.05))
            process.send_signal(signal.SIGKILL)
        whole += file.path.read_bytes() in (file.old, new)
    return whole


def kept(file: File, count: int) -> int:
    """Add many entities at the same time; count those that are there."""
    file.put_back()
    ids = [f"并发{number}工会" for number in range(count)]
    running = [subprocess.Popen(adding(file.data, id_), stdout=subprocess.DEVNULL) for id_ in ids]
    for process in running:
        process.wait()
    text = file.path.read_text(encoding="utf-8")
    return sum(text.count(f"\n  {id_}:\n") == 1 for id_ in ids)


def deleted_lines(file: File) -> int:
    """Count the lines that the diff of an addition deletes."""
    file.fresh(adding(file.data))
    before, after = file.old.decode().splitlines(), file.path.read_text(encoding="utf-8").splitlines()
    return sum(line.startswith("- ") for line in difflib.ndiff(before[-200:], after[-210:]))


def promises(entities: int, kills: int, concurrent: int) -> Iterator[tuple[str, int, int]]:
    """Yield what must hold, how often it held, and how often it was tried."""
    file = File(entities)
    yield "killed at a random moment, the file is whole", whole_files(file, kills), kills
    yield "added at the same time, and kept", kept(file, concurrent), concurrent
    yield "lines deleted by the diff of an addition", deleted_lines(file), 0
    shutil.rmtree(file.data)


def main(entities: int = 10_000, kills: int = 200, concurrent: int = 20) -> int:
    found = print_rows(rows(entities, runs=5))
    held = True
    for promise, count, of in promises(entities, kills, concurrent):
        print(f"{promise}: {count} of {of}", flush=True)
        held &= count == of
    return 0 if held and all(row.met for row in found) else 1


if __name__ == "__main__":
    WORK.mkdir(exist_ok=True)
    sys.exit(main(*map(int, sys.argv[1:])))
