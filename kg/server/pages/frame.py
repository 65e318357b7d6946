"""The frame that all pages have in common: navigation, styles, and a policy that lets nothing else in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.server.failures import fail
from kg.server.message import Response
from kg.server.negotiation import content_type, language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from kg.server.message import Request
    from kg.server.state import Served

TEMPLATES = Path(__file__).parent / "templates"
BUILT = Path(__file__).parent.parent.parent / "view" / "built"
ASSETS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
"""Content security policy (CSP level 3): all comes from this server, and nothing of it stands in the page."""

NAVIGATION = (
    ("/", "图谱", "Graph"),
    ("/search", "搜索", "Search"),
    ("/query", "查询", "Query"),
    ("/data", "数据", "Data"),
)


def framed(  # noqa: PLR0913  one keyword per wish
    request: Request,
    served: Served,
    template: str,
    values: Mapping[str, Any],
    *,
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
    status: int = 200,
) -> Response:
    """Write a page from a template of `templates/`, in the client's language.

    `scripts` and `styles` are names of files in `kg/view/built/`. The template extends `frame.html`, and has
    `language` and `say(chinese, english)` beside its values.
    """
    spoken = language(request.header("accept-language"))
    html = (
        _environment()
        .get_template(template)
        .render(
            language=spoken,
            say=lambda chinese, english: chinese if spoken == "zh" else english,
            path=request.path,
            version=served.version[:12],
            navigation=NAVIGATION,
            scripts=scripts,
            styles=("site_style.css", *styles),
            **values,
        )
    )
    headers = {
        "content-type": content_type("text/html"),
        "content-language": spoken,
        "content-security-policy": POLICY,
        "cache-control": "no-cache",
        "vary": "Accept, Accept-Language",
    }
    return Response(status, headers, html.encode("utf-8", "replace"))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def asset(request: Request, served: Served) -> Response:  # noqa: ARG001  as all routes
    """Give a script or a style of the front end, by its name."""
    name = request.path.rpartition("/")[2]
    built = {path.name: path for path in BUILT.iterdir() if path.suffix in ASSETS} if BUILT.is_dir() else {}
    if name not in built:
        return fail(404, request, "serve-nothing-here", {"path": request.path, "paths": ", ".join(built)})
    return Response(200, {"content-type": ASSETS[built[name].suffix]}, built[name].read_bytes())
