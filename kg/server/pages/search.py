"""`/search`: entities by name, alias, pinyin or initials, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.describe import matches
from kg.model import ids_of_name
from kg.server.failures import fail
from kg.server.message import Response
from kg.server.negotiation import best
from kg.server.pages.frame import framed, parameter, remembered, spoken_language
from kg.server.pages.only import only_an_endpoint
from kg.server.pages.shown import Shown, degree, shown
from kg.suggest import nearest
from kg.view.data import category

if TYPE_CHECKING:
    from kg.describe import Match
    from kg.model import Dataset, Entity
    from kg.problems import Language
    from kg.server.message import Request
    from kg.server.state import Served

    Json = dict[str, Any]

MOST = 100
"""So many are told; who means another one says more of its name."""

LISTED = 12
"""So many entities of a type are listed where nothing is looked for."""

TYPES = ("application/json", "text/html")


def search(request: Request, served: Served) -> Response:
    """Find what `q` may mean; without it, show what there is by type."""
    type_ = best(request.header("accept"), TYPES)
    if type_ is None:
        return fail(406, request, "serve-not-acceptable", {"allowed": ", ".join(TYPES)})
    dataset = served.dataset
    if dataset is None:
        return only_an_endpoint(request, served)
    text = parameter(request, "q").strip()
    found = matches(dataset, text) if text else []
    if type_ == "application/json":
        language = spoken_language(request)
        body = json.dumps(
            {"results": [_result(dataset, match, language) for match in found[:MOST]]}, ensure_ascii=False
        )
        headers = {"content-type": type_, "content-language": language, "vary": "Accept, Accept-Language"}
        return remembered(request, Response(200, headers, body.encode("utf-8", "replace")))
    return _page(request, served, dataset, text, found)


def _result(dataset: Dataset, match: Match, language: Language) -> Json:
    entity = match.entity
    return {
        "id": entity.id,
        "name": entity.name,
        "type": dataset.ontology.classes[entity.type].titles[language],
        "iri": dataset.ontology.prefixes["e"] + entity.id,
        "matched": match.name,
    }


def _page(request: Request, served: Served, dataset: Dataset, text: str, found: list[Match]) -> Response:
    language = spoken_language(request)
    hits = [(shown(dataset, match.entity, language), match) for match in found[:MOST]]
    names = ids_of_name(dataset.entities.values()) if text and not found else {}
    near = [dataset.entities[id_] for name in nearest(text, names, 5) for id_ in names[name]]
    values = {
        "text": text,
        "hits": hits,
        "more": len(found) - len(hits),
        "near": [shown(dataset, entity, language) for entity in near],
        "types": [] if text else _by_type(dataset, language),
    }
    return framed(request, served, "search.html", values)


def _by_type(dataset: Dataset, language: Language) -> list[tuple[str, int, list[Shown]]]:
    """Give for each type its title, how many entities it has, and the most connected of them."""
    members: dict[str, list[Entity]] = {}
    for entity in dataset.entities.values():
        members.setdefault(category(dataset.ontology, entity.type), []).append(entity)
    classes = dataset.ontology.classes
    return [
        (
            classes[type_].titles[language],
            len(members[type_]),
            [
                shown(dataset, entity, language)
                for entity in sorted(members[type_], key=lambda each: -degree(dataset, each.id))[:LISTED]
            ],
        )
        for type_ in classes
        if type_ in members
    ]
