"""Take the picture of the page that the README shows: `python docs/screenshot.py` writes docs/graph.png."""  # noqa: INP001

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import kg
from kg.files import write_file
from kg.view import render_page

HERE = Path(__file__).parent
SIZE = {"width": 1440, "height": 900}
SELECTED = "班前十分钟"


def main() -> None:
    """Render the data, open the page without a network, select one entity, and keep what is seen."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "graph.html"
        write_file(page_file, render_page(kg.load(HERE.parent / "data").dataset))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE, reduced_motion="reduce", color_scheme="light")
        page.goto(f"{page_file.as_uri()}#{sys.argv[1] if len(sys.argv) > 1 else SELECTED}")
        page.wait_for_selector("#graph[data-ready]")
        page.wait_for_timeout(300)
        page.screenshot(path=HERE / "graph.png")
        browser.close()


if __name__ == "__main__":
    main()
