"""Take the pictures of the page for the documentation: `python docs/screenshot.py` writes docs/pictures/."""  # noqa: INP001

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

import kg
from kg.files import write_file
from kg.query.groups import grouped
from kg.query.saved import list_queries
from kg.view import render_page

ROOT = Path(__file__).parent.parent
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


SERVED = "served"
"""A page of `kg serve` rather than a file; the address is a path."""


class Picture(NamedTuple):
    """What is seen: which page, at which address, in which window and colours, once this is there."""

    address: str = ""
    window: dict[str, int] = WIDE
    colours: str = "light"
    page: str = "article"
    awaited: str = "#app[data-ready]"


PICTURES = {
    "overview": Picture(),
    "evidence": Picture("#e=班前十分钟"),
    "path": Picture("#marked=埭溪镇总工会,浙江省总工会&connect=1"),
    "timeline": Picture("#pane=time"),
    "table": Picture("#pane=table&e=新业态劳动者"),
    "communities": Picture("#colour=community&size=rank"),
    "ask": Picture("#pane=ask", page="asking", awaited=".ask-answer table"),
    "dark": Picture("#e=竺士杰", colours="dark"),
    "phone": Picture("#e=竺士杰", PHONE),
    "ten-thousand": Picture(page="large"),
    "workbench": Picture("/query?lang=zh#saved=theme", page=SERVED, awaited=".ask-table .dot"),
    "entity": Picture("/entity/班前十分钟?lang=zh", page=SERVED, awaited="main"),
}


def main(*names: str) -> None:
    """Write the pages, open them without a network, and keep what is seen; all pictures, or the named."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name in names or PICTURES:
            _take(browser, Path(folder), name)
        browser.close()


def _take(browser: Browser, folder: Path, name: str) -> None:
    picture = PICTURES[name]
    page = browser.new_page(
        viewport=picture.window,
        reduced_motion="reduce",
        color_scheme=picture.colours,
        offline=picture.page != SERVED,
    )
    with _start(folder, picture.page) as start:
        page.goto(f"{start}{picture.address}")
        page.wait_for_selector(picture.awaited)
        page.wait_for_timeout(400)
        page.screenshot(path=ROOT / "docs" / "pictures" / f"{name}.png")
        page.close()


@contextmanager
def _start(folder: Path, page: str) -> Iterator[str]:
    """Give how the addresses of a page begin: where its file is, or a server for as long as it is needed."""
    if page == SERVED:
        command = [sys.executable, "-m", "kg", "serve", "--port", "0"]
        server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)  # noqa: S603  our own
        try:
            yield (server.stderr.readline() if server.stderr else "").strip().rstrip("/")
        finally:
            server.terminate()
            server.communicate()
        return
    file = folder / f"{page}.html"
    if not file.exists():
        write_file(file, PAGES[page]())
    yield file.as_uri()


def _article() -> str:
    return render_page(kg.load(ROOT / "data").dataset)


def _asking() -> str:
    queries = str(ROOT / "queries")
    return render_page(kg.load(ROOT / "data").dataset, sparql=grouped(list_queries(queries), queries))


def _large() -> str:
    sys.path.append(str(ROOT / "bench"))
    from generate import generate

    with tempfile.TemporaryDirectory() as folder:
        return render_page(kg.load(generate(10_000, Path(folder))).dataset)


PAGES = {"article": _article, "asking": _asking, "large": _large}

if __name__ == "__main__":
    main(*sys.argv[1:])
