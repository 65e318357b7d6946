"""`/entity/ID`: an entity as a page, and as JSON and RDF by negotiation or by the end of the address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from kg.model import ids_of_name
from kg.problems import Location, Problem
from kg.server.failures import failure
from kg.server.message import Response
from kg.server.negotiation import best
from kg.server.pages.account import cited_articles, entity_account
from kg.server.pages.formats import HTML, Resource, alternates, asked, told
from kg.server.pages.frame import address, chosen_language, framed, spoken_language
from kg.server.pages.groups import groups
from kg.server.pages.markup import entity_markup
from kg.server.pages.only import only_an_endpoint
from kg.server.pages.picture import picture
from kg.server.pages.shown import shown
from kg.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Dataset
    from kg.server.message import Request
    from kg.server.pages.formats import Asked
    from kg.server.state import Served

START = "/entity/"
QUERY = """SELECT ?property ?value
WHERE {{
  <{iri}> ?property ?value .
}}
"""
"""What the workbench asks about an entity to begin with."""


def entity(request: Request, served: Served) -> Response:
    """Tell about an entity; lead to it from its other names, and from other forms of the same characters."""
    dataset = served.dataset
    if dataset is None:
        return only_an_endpoint(request, served)
    wanted = asked(request, START)
    if not wanted.name:
        return Response(303, {"location": address("/search", {})})
    if wanted.name not in dataset.entities:
        return _elsewhere(request, served, dataset, wanted)
    resource = Resource(
        dataset.ontology.prefixes["e"] + wanted.name,
        START + wanted.name,
        lambda: entity_account(dataset, wanted.name, spoken_language(request)),
        lambda: _page(request, served, dataset, wanted.name),
    )
    return told(request, served, wanted.type, resource)


def _page(request: Request, served: Served, dataset: Dataset, id_: str) -> Response:
    language = spoken_language(request)
    account = entity_account(dataset, id_, language)
    articles = cited_articles(dataset, account, language)
    values = {
        "account": account,
        "articles": articles,
        "one": shown(dataset, dataset.entities[id_], language),
        "groups": groups(dataset, account, language),
        "picture": picture(dataset, id_, language),
        "formats": alternates(START + id_),
        "query": QUERY.format(iri=account["entity"]["iri"]),
        "markup": entity_markup(dataset, account, articles, request.address()),
    }
    return framed(request, served, "entity.html", values)


def _elsewhere(request: Request, served: Served, dataset: Dataset, wanted: Asked) -> Response:
    """Lead to the entity that has this name; else tell which ones may be meant."""
    composed = normalize("NFC", wanted.name)
    if composed in dataset.entities:
        return _led(request, 308, composed, wanted)
    ids = ids_of_name(dataset.entities.values())
    named = ids.get(composed, [])
    if len(named) == 1:
        return _led(request, 303, named[0], wanted)
    near = named or [id_ for name in nearest(composed, ids, 5) for id_ in ids[name]]
    if best(request.header("accept"), (HTML, "application/json", "text/plain")) != HTML:
        return failure(404, request, [_problem(composed, named, near)])
    language = spoken_language(request)
    values = {
        "name": composed,
        "ambiguous": bool(named),
        "near": [shown(dataset, dataset.entities[each], language) for each in dict.fromkeys(near)],
    }
    return framed(request, served, "missing.html", values, status=300 if named else 404)


def _led(request: Request, status: int, id_: str, wanted: Asked) -> Response:
    chosen = chosen_language(request)
    way = address(START + id_ + wanted.ending, {"lang": chosen} if chosen else {})
    return Response(status, {"location": way})


def _problem(name: str, named: Iterable[str], near: Iterable[str]) -> Problem:
    if named:
        return Problem("ambiguous-name", Location(name), {"name": name, "candidates": "、".join(named)})
    return Problem("unknown-name", Location(name), {"name": name, "suggestion": next(iter(near), "")})
