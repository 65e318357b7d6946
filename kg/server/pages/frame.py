"""The frame that all pages have in common: navigation, styles, and a policy that lets nothing else in."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from kg.server.failures import fail
from kg.server.message import Response
from kg.server.negotiation import content_type, language, matches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from kg.problems import Language
    from kg.server.message import Request
    from kg.server.state import Served

TEMPLATES = Path(__file__).parent / "templates"
BUILT = Path(__file__).parent.parent.parent / "view" / "built"
ASSETS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
LANGUAGES: tuple[Language, ...] = ("zh", "en")

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
    `language`, `say(chinese, english)` and `to(path, **parameters)` beside its values.
    """
    html = (
        templates()
        .get_template(template)
        .render(
            **common(request),
            version=served.version[:12],
            scripts=scripts,
            styles=("site_style.css", *styles),
            **values,
        )
    )
    headers = {
        "content-type": content_type("text/html"),
        "content-language": spoken_language(request),
        "content-security-policy": POLICY,
        "vary": "Accept, Accept-Language",
    }
    response = Response(status, headers, html.encode("utf-8", "replace"))
    return remembered(request, response) if status == 200 else response


def header(request: Request) -> str:
    """Write the navigation alone, for a page with a frame and a switch of language of its own."""
    return templates().get_template("header.html").render(**common(request) | {"switched": ""})


def common(request: Request) -> dict[str, Any]:
    """Give what all templates have: the language, what says things in it, and the ways to other pages."""
    spoken, chosen = spoken_language(request), chosen_language(request)

    def to(path: str, **parameters: str) -> str:
        return address(path, parameters | ({"lang": chosen} if chosen else {}))

    return {
        "language": spoken,
        "say": lambda chinese, english: chinese if spoken == "zh" else english,
        "to": to,
        "path": request.path,
        "navigation": NAVIGATION,
        "switched": _switched(request, "en" if spoken == "zh" else "zh"),
        "kept_language": chosen,
        "trouble": request.trouble.get(spoken, ""),
    }


def address(path: str, parameters: Mapping[str, str]) -> str:
    """Write an address of this server; Chinese characters are encoded, as HTTP wants them.

    >>> address("/entity/竺士杰", {"lang": "en"})
    '/entity/%E7%AB%BA%E5%A3%AB%E6%9D%B0?lang=en'
    """
    return quote(path, errors="replace") + (
        f"?{urlencode(parameters, errors='replace')}" if parameters else ""
    )


def spoken_language(request: Request) -> Language:
    """Give the language of a page: what the address says (`?lang=`), else what the client likes best."""
    chosen = chosen_language(request)
    return chosen or ("zh" if language(request.header("accept-language")) == "zh" else "en")


def chosen_language(request: Request) -> Language | None:
    """Give the language that the address says, if it does."""
    return next((known for known in LANGUAGES if ("lang", known) in given(request)), None)


def given(request: Request) -> list[tuple[str, str]]:
    """Give the parameters of the address; none where they are not UTF-8."""
    try:
        return request.parameters()
    except ValueError:
        return []


def parameter(request: Request, name: str) -> str:
    """Give a parameter of the address, the first of several; empty where there is none."""
    return next((value for key, value in given(request) if key == name), "")


def _switched(request: Request, other: Language) -> str:
    parameters = {name: value for name, value in given(request) if name != "lang"}
    return address(request.path, {**parameters, "lang": other})


def remembered(request: Request, response: Response) -> Response:
    """Give the response an ETag of its body; a short one for who has it already (RFC 9110, 13.1.2)."""
    digest = blake2b(response.body if isinstance(response.body, bytes) else b"", digest_size=12).hexdigest()
    headers = {"cache-control": "no-cache", **response.headers, "etag": f'W/"{digest}"'}
    if matches(headers["etag"], request.header("if-none-match")):
        return Response(304, headers)
    return response._replace(headers=headers)


@cache
def templates() -> Environment:
    """Give the templates of the pages; what is written into them is text unless it says it is markup."""
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
    type_ = ASSETS[built[name].suffix]
    return remembered(request, Response(200, {"content-type": type_}, built[name].read_bytes()))
