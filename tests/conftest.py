"""What several tests share: data directories to break, the article where this machine has it, a browser."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# No test is timed. On every change the same examples are tried: what fails there was caused there.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# A shell that runs the tests in the background lets Ctrl-C be ignored, and what we start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser):
    """Let pictures of the page be kept anew (see tests/browser/test_pictures.py)."""
    parser.addoption(
        "--new-pictures", action="store_true", help="keep the pictures of the page as they are now"
    )


ARTICLES = ROOT.parent / "shared" / "articles"

HEAD = """\
source: a1
articles:
  a1: {title: 一篇报道, text: articles/a1.txt}
entities:
"""

TEXT = """\
2022年4月，省总工会联合省委宣传部办起班前十分钟，请老师傅在车间里讲一讲自己的故事，听众不少。
一年下来，2.3万余家企业办了20余万场次，听众达400万人次。
省总工会还给困难职工送去慰问品。
"""


def run_kg(*arguments):
    """Run `kg` as a process of its own."""
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def data(tmp_path):
    """Make a data directory of the project's ontology, an article and the entities given as YAML."""

    def make(entities: str, head: str = HEAD, text: str | None = TEXT) -> Path:
        directory = tmp_path / "data"
        (directory / "articles").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "data" / "ontology.yaml", directory)
        (directory / "entities.yaml").write_text(head + entities, encoding="utf-8")
        if text is not None:
            (directory / "articles" / "a1.txt").write_text(text, encoding="utf-8")
        return directory

    return make


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Keep caches of tests apart from the user's, and from each other's."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def articles():
    """Give the directory of article texts; they are copyrighted and stand beside the project, if at all."""
    if not ARTICLES.is_dir():
        pytest.skip("the article's text is not on this machine")
    return ARTICLES


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser():
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.fail("there is no Chromium: run tests/install-browser.sh, or install one and Noto Sans CJK")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
        )
        yield launched
        launched.close()


@pytest.fixture
def visit(browser):
    """Open a file; whatever it asks for, complains of or throws fails the test."""
    complaints, contexts = [], []

    def open_file(path: Path, address="", *, viewport=None, scheme="light", motion="reduce"):
        context = browser.new_context(
            viewport=viewport or {"width": 1280, "height": 800},
            color_scheme=scheme,
            reduced_motion=motion,
            has_touch=bool(viewport) and viewport["width"] < 500,
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_offline(offline=True)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: request.url.startswith(OWN) or complaints.append(request.url))
        page.goto(f"{path.as_uri()}{address}")
        page.wait_for_selector("#app[data-ready]")
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert complaints == []


OWN = ("file://", "blob:", "data:")


@pytest.fixture
def opened(visit, tmp_path):
    """Open a dataset's page; `options` are those of `render_page`."""

    def open_page(graph, address="", *, viewport=None, scheme="light", motion="reduce", **options):
        path = tmp_path / "graph.html"
        from kg.files import write_file
        from kg.view import render_page

        write_file(path, render_page(graph, **options))
        return visit(path, address, viewport=viewport, scheme=scheme, motion=motion)

    return open_page


@pytest.fixture(scope="session")
def quads(tmp_path_factory):
    from servers import QUADS, STAR

    file = tmp_path_factory.mktemp("rdf") / "quads.nq"
    file.write_text(QUADS + STAR, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def server(quads):
    """A server of the quads; queries end after two seconds."""
    from servers import serving

    with serving(quads.parent, "--rdf", quads, "--timeout", 2, "--largest", 8) as running:
        yield running
