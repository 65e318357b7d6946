"""A dataset to one HTML file that needs nothing but itself.

The file asks no server for anything: styles, scripts and data stand in it, and its content security policy
lets the browser run these very scripts (by their hashes) and load nothing else. The scripts come from web/;
hatch_build.py has put them into `built/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.network import neighbourhood
from kg.problems import KgError, Location, Problem
from kg.view.blocks import as_json, zipped
from kg.view.builder import MANY_NODES, build, drawing
from kg.view.data import page_data
from kg.view.part import part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.changes.marks import Marks
    from kg.model import Dataset, Statement
    from kg.query.groups import Group

    Json = dict[str, Any]

TEMPLATES = Path(__file__).parent / "assets"
BUILT = Path(__file__).parent / "built"
MANY_ENTITIES = 1500
"""Above it the data are compressed; below, anybody can read them in the source of the page."""


def render_page(  # noqa: PLR0913  one keyword per wish
    dataset: Dataset,
    *,
    focus: str | None = None,
    depth: int = 1,
    only: Iterable[str | Statement] | None = None,
    language: str = "zh",
    title: str | None = None,
    with_text: bool = False,
    sparql: Sequence[Group] | None = None,
    marks: Marks | None = None,
) -> str:
    """Render the dataset, or a part of it, as one HTML page that opens in Chinese (`zh`) or English (`en`).

    `focus` keeps what is at most `depth` statements away from one entity; `only` keeps the entities of these
    ids, or these statements and their ends (see `part`). `with_text` adds the sentences around the quotes;
    `sparql` an engine that answers SPARQL in the page, with these saved queries; `marks`, for a whole graph,
    what changed in it (see `kg.changes.marks`). Raises KeyError for an unknown id or language, and KgError
    where the front end has not been built.
    """
    if only is not None:
        dataset = part(dataset, only)
    if focus is not None:
        dataset = part(dataset, neighbourhood(dataset, focus, depth))
    data = page_data(dataset, language=language, title=title, with_text=with_text, marks=marks)
    if sparql is None:
        return render(data, focus=focus)
    from kg.view.ask import ask_data

    return render(data, focus=focus, ask=ask_data(dataset, sparql))


def render(data: Json, *, focus: str | None = None, ask: Json | None = None) -> str:
    """Render page data (see `data.py`) as HTML; `focus` is selected when the page opens.

    `ask` is what the page answers SPARQL from (see `ask.py`). Raises KgError like `render_page`.
    """
    return write_page(data, drawing(build(data), focus=focus), ask=ask)


def write_page(data: Json, drawn: Json, *, ask: Json | None = None, version: str | None = None) -> str:
    """Write page data, and where all of it is drawn (see `builder.py`), as HTML.

    With a `version`, the page asks the server that it came from whether there is a newer one. Raises KgError
    like `render_page`.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    style = _built("explorer_style.css")
    scripts = [_built(name) for name in _scripts(data, ask)]
    blocks = _blocks(data, drawn, ask)
    if version is not None:
        blocks["kg-version"] = as_json(version)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("template.html").render(
        language=data["language"],
        title=data.get("title"),
        policy=_policy(style, scripts, wasm=ask is not None, served=version is not None),
        style=Markup(style),  # noqa: S704  our own file
        scripts=[Markup(script) for script in scripts],  # noqa: S704  our own files
        blocks=[(id_, type_, Markup(text)) for id_, (type_, text) in blocks.items()],  # noqa: S704  escaped
    )


def _scripts(data: Json, ask: Json | None) -> list[str]:
    """Name the scripts in their order: the parts that only some pages carry come before the explorer."""
    webgl = ["webgl.js"] if len(data["entities"]) > MANY_NODES else []
    return [*webgl, *(["ask.js"] if ask is not None else []), "explorer.js"]


def _blocks(data: Json, drawn: Json, ask: Json | None) -> dict[str, tuple[str, str]]:
    """Give the data blocks of the page by their ids: type and text."""
    write = zipped if len(data["entities"]) > MANY_ENTITIES else as_json
    blocks = {"kg-data": write(data), "kg-drawing": write(drawn)}
    if ask is not None:
        blocks |= {"kg-ask": zipped(ask), "kg-wasm": zipped(_built_bytes("oxigraph.wasm"))}
    return blocks


def _built(name: str) -> str:
    return _built_bytes(name).decode().strip()


def _built_bytes(name: str) -> bytes:
    try:
        return (BUILT / name).read_bytes()
    except OSError:
        raise KgError(Problem("page-not-built", Location(str(BUILT / name)))) from None


def _policy(style: str, scripts: list[str], *, wasm: bool, served: bool) -> str:
    """Write a content security policy (CSP level 3): these scripts, this style, nothing from elsewhere.

    Pictures of the graph are made in the page itself, which is what `blob:` and `data:` are. So is the worker
    that answers SPARQL: it is the page's own script, and under this very policy. A page that is served
    may ask its own server.
    """
    sources = [*map(_hash, scripts), *(["'wasm-unsafe-eval'"] if wasm else [])]
    worker = "worker-src blob:; " if wasm else ""
    server = "connect-src 'self'; " if served else ""
    return (
        f"default-src 'none'; script-src {' '.join(sources)}; style-src {_hash(style)}; "
        f"img-src blob: data:; {worker}{server}base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
