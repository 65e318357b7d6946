"""`/article/ID`: what the graph knows of an article, and all that is cited from it; never its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.problems import Location, Problem
from kg.server.failures import failure
from kg.server.message import Response
from kg.server.pages.account import article_account
from kg.server.pages.formats import Resource, alternates, asked, told
from kg.server.pages.frame import address, framed, spoken_language
from kg.server.pages.groups import Row, absence, row
from kg.server.pages.markup import article_markup
from kg.server.pages.only import only_an_endpoint
from kg.server.pages.shown import Shown, shown
from kg.suggest import nearest

if TYPE_CHECKING:
    from kg.model import Dataset
    from kg.problems import Language
    from kg.server.message import Request
    from kg.server.state import Served

    Json = dict[str, Any]

START = "/article/"
MOST = 1_000
"""So many statements are on the page; the data formats have every one."""


class Cited(NamedTuple):
    """What an article says of one entity: by the title of the property, what it says."""

    subject: Shown
    rows: list[tuple[str, Row]]


def article(request: Request, served: Served) -> Response:
    """Tell about an article."""
    dataset = served.dataset
    if dataset is None:
        return only_an_endpoint(request, served)
    wanted = asked(request, START)
    if not wanted.name:
        return Response(303, {"location": address("/data", {})})
    if wanted.name not in dataset.articles:
        blanks = {"name": wanted.name, "suggestion": "".join(nearest(wanted.name, dataset.articles))}
        return failure(404, request, [Problem("serve-no-article", Location(request.path), blanks)])
    resource = Resource(
        dataset.ontology.prefixes["article"] + wanted.name,
        START + wanted.name,
        lambda: article_account(dataset, wanted.name, spoken_language(request)),
        lambda: _page(request, served, dataset, wanted.name),
    )
    return told(request, served, wanted.type, resource)


def _page(request: Request, served: Served, dataset: Dataset, id_: str) -> Response:
    language = spoken_language(request)
    account = article_account(dataset, id_, language)
    values = {
        "account": account,
        "cited": _cited(dataset, account, language),
        "left_out": max(len(account["statements"]) - MOST, 0),
        "not_stated": [
            (one["property"]["title"], absence(one, language))
            for one in account["article"].get("notStated", ())
        ],
        "formats": alternates(START + id_),
        "markup": article_markup(dataset, account),
    }
    return framed(request, served, "article.html", values)


def _cited(dataset: Dataset, account: Json, language: Language) -> list[Cited]:
    """Give what is cited by subject, in the order of the text where that is known."""
    statements = sorted(account["statements"][:MOST], key=lambda each: each.get("paragraph", 0))
    cited: dict[str, Cited] = {}
    for statement in statements:
        subject = statement["subject"]["id"]
        if subject not in cited:
            cited[subject] = Cited(shown(dataset, dataset.entities[subject], language), [])
        cited[subject].rows.append((statement["property"]["title"], row(dataset, statement, language)))
    return list(cited.values())
