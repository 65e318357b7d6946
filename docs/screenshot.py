"""Take the pictures of the page for the documentation: `python docs/screenshot.py` writes docs/pictures/."""  # noqa: INP001

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import kg
from kg.files import write_file
from kg.model import Dataset
from kg.view import render_page

HERE = Path(__file__).parent
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# Of each picture: the address, the window, the colours.
PICTURES = {
    "overview": ("", WIDE, "light"),
    "evidence": ("#e=班前十分钟", WIDE, "light"),
    "path": ("#marked=埭溪镇总工会,浙江省总工会&connect=1", WIDE, "light"),
    "timeline": ("#pane=time", WIDE, "light"),
    "table": ("#pane=table&e=新业态劳动者", WIDE, "light"),
    "communities": ("#colour=community&size=rank", WIDE, "light"),
    "dark": ("#e=竺士杰", WIDE, "dark"),
    "phone": ("#e=竺士杰", PHONE, "light"),
}


def main(*wanted: str) -> None:
    """Render the data, open the page without a network, and keep what is seen; all pictures, or the named."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        file = _page(kg.load(HERE.parent / "data").dataset, Path(folder) / "graph.html")
        for name in wanted or PICTURES:
            _take(browser, file, name)
        browser.close()


def _page(dataset: Dataset, file: Path) -> Path:
    write_file(file, render_page(dataset))
    return file


def _take(browser: Browser, file: Path, name: str) -> None:
    address, window, colours = PICTURES[name]
    page = browser.new_page(viewport=window, reduced_motion="reduce", color_scheme=colours)
    page.goto(f"{file.as_uri()}{address}")
    page.wait_for_selector("#app[data-ready]")
    page.wait_for_timeout(400)
    page.screenshot(path=HERE / "pictures" / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
