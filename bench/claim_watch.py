"""From a save to what a curator sees of it: the new page served, and the problems printed.

python bench/claim_watch.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measure import ARTICLE_DATA, KG, Row, print_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLES = ARTICLE_DATA.parent.parent / "shared" / "articles"
TEXTS = ("--articles", str(ARTICLES)) if ARTICLES.is_dir() else ()
SAVES = 20
LIMIT = 0.3
ADDED = "\n  新实体{n}:\n    type: Union\n    partOf: {{to: 浙江省总工会, status: inferred, note: 试写}}\n"
BROKEN = "\n  新实体{n}: {{type: Onion{n}}}\n"


class Watched(NamedTuple):
    """A copy of the data that `kg watch` follows, what it prints, and its server."""

    file: Path
    printed: Iterator[str]
    events: Iterator[dict[str, str]]
    port: int


def rows() -> Iterator[Row]:
    """Yield the rows."""
    with watched() as one:
        whole = one.file.read_text(encoding="utf-8")
        pages = [saved(one, whole + ADDED.format(n=n), f"新实体{n}") for n in range(SAVES)]
        saved(one, whole, "")
        printed = []
        for n in range(SAVES):
            printed.append(broken(one, whole + BROKEN.format(n=n), f"Onion{n}"))
            broken(one, whole, None)
    yield Row("save to new page served", "the article", pages, "the limit", [LIMIT], 1)
    yield Row("save to problems printed", "the article", printed, "the limit", [LIMIT], 1)


@contextmanager
def watched() -> Iterator[Watched]:
    """Follow a copy of the article's data, from the first state on."""
    with tempfile.TemporaryDirectory() as folder:
        data = shutil.copytree(ARTICLE_DATA, Path(folder) / "data")
        process = subprocess.Popen(
            [*KG, "watch", "--data", str(data), *TEXTS, "--port", "0", "--lang", "en"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUTF8": "1"},
            encoding="utf-8",
        )
        try:
            printed = iter(process.stdout.readline, "")
            port = int(next(printed).split("http://127.0.0.1:")[1].split("/")[0])
            events = stream(port)
            next(events)
            yield Watched(data / "entities.yaml", printed, events, port)
        finally:
            process.terminate()
            process.wait()


def stream(port: int) -> Iterator[dict[str, str]]:
    """Yield what the page is told."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/events")
    for line in connection.getresponse():
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def saved(one: Watched, text: str, name: str) -> float:
    """Save, and give the seconds until a page with the new name has been fetched."""
    start = save(one.file, text)
    next(one.events)
    connection = HTTPConnection("127.0.0.1", one.port)
    connection.request("GET", "/")
    page = connection.getresponse().read().decode()
    seconds = time.perf_counter() - start
    if name not in page:
        raise RuntimeError(f"the page does not show {name}")
    return seconds


def broken(one: Watched, text: str, name: str | None) -> float:
    """Save, and give the seconds until the problem with this name is printed; None: until there is none."""
    start = save(one.file, text)
    for line in one.printed:
        if (name or " 0 errors") in line:
            break
    seconds = time.perf_counter() - start
    next(one.events)
    return seconds


def save(file: Path, text: str) -> float:
    """Write as an editor does, after a pause of no fixed length against the looks of `kg watch`."""
    time.sleep(0.3 + time.perf_counter() % 0.05)
    start = time.perf_counter()
    file.write_text(text, encoding="utf-8")
    return start


if __name__ == "__main__":
    print_rows(rows())
