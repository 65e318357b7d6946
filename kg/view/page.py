"""Page data to one HTML file that needs nothing but itself.

The file asks no server for anything: styles, scripts and data stand in it, and its content security policy
lets the browser run these very scripts (by their hashes) and load nothing else.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.model import Dataset, Reference, Statement
from kg.network import neighbourhood
from kg.view.data import page_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Omission

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = ("words.js", "graph.js", "panel.js", "search.js", "page.js")
"""In the order in which they build on each other, after vis-network."""


def render_page(  # noqa: PLR0913  one keyword per wish
    dataset: Dataset,
    *,
    focus: str | None = None,
    depth: int = 1,
    only: Iterable[str | Statement] | None = None,
    language: str = "zh",
    title: str | None = None,
) -> str:
    """Render the dataset, or a part of it, as one HTML page in Chinese (`zh`) or English (`en`).

    `focus` keeps what is at most `depth` statements away from one entity; `only` keeps the entities of these
    ids, or these statements and their ends (see `part`). Raises KeyError for an unknown id or language.
    """
    if only is not None:
        dataset = part(dataset, only)
    if focus is not None:
        dataset = part(dataset, neighbourhood(dataset, focus, depth))
    return render(page_data(dataset, language=language, title=title), focus=focus)


def part(dataset: Dataset, only: Iterable[str | Statement]) -> Dataset:
    """Keep some entities, by id, with all that is said among them; and some statements, with their ends.

    Where statements are given, no other relation is kept: a query's answer shows what it found. Figures,
    dates and texts stay with their entities. Raises KeyError for an unknown id.
    """
    chosen = list(only)
    ids = {item for item in chosen if isinstance(item, str)}
    statements = [item for item in chosen if isinstance(item, Statement)]
    for statement in statements:
        ids |= {statement.subject, *_object_ids(statement)}
    for id_ in ids:
        dataset.entities[id_]
    places = {id(statement) for statement in statements}
    kept = Dataset(
        dataset.ontology,
        {id_: entity for id_, entity in dataset.entities.items() if id_ in ids},
        [
            statement
            for statement in dataset.statements
            if {statement.subject, *_object_ids(statement)} <= ids
            and (not statements or not _object_ids(statement) or id(statement) in places)
        ],
        dataset.articles,
    )
    kept.omissions = [omission for omission in dataset.omissions if _still_holds(omission, kept, dataset)]
    return kept


def _still_holds(omission: Omission, kept: Dataset, dataset: Dataset) -> bool:
    """Tell whether it may be shown: where the values are left out, none would seem to be stated at all."""
    if omission.of_article:
        return True
    return omission.subject in kept.entities and kept.is_partial(omission) == dataset.is_partial(omission)


def render(data: dict[str, Any], *, focus: str | None = None) -> str:
    """Render page data (see `data.py`) with its network as HTML; `focus` is selected when the page opens."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from kg.view.builder import build

    network = build(data)
    drawing = {"nodes": network.nodes, "edges": network.edges, "options": network.options, "focus": focus}
    style = _asset("page.css")
    scripts = [_vis_network(), *map(_asset, SCRIPTS)]
    environment = Environment(
        loader=FileSystemLoader(ASSETS), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("template.html").render(
        data=data,
        texts=data["texts"],
        policy=_policy(style, scripts),
        style=Markup(style),  # noqa: S704  our own file
        scripts=[Markup(script) for script in scripts],  # noqa: S704  our own files and vis-network's
        blocks={"kg-data": Markup(_json(data)), "kg-drawing": Markup(_json(drawing))},  # noqa: S704  escaped
    )


def _object_ids(statement: Statement) -> tuple[str, ...]:
    return (statement.object.id,) if isinstance(statement.object, Reference) else ()


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8").strip()


def _vis_network() -> str:
    """Read vis-network from pyvis, which brings it along; without the pointer to a map that is not there."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2"
    script = (folder / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"\n?//# sourceMappingURL=\S*", "", script).strip()


def _policy(style: str, scripts: list[str]) -> str:
    """Write a content security policy (CSP level 3): these scripts, this style, nothing from elsewhere."""
    sources = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {sources}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _json(value: object) -> str:
    r"""Write JSON that may stand in a script element: no `<` ends it, no line separator breaks it.

    >>> _json("</script>")
    '"\\u003c/script>"'
    """
    import json

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
