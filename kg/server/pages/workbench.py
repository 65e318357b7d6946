"""`/query`: the workbench, where questions are written in SPARQL or taken from the saved ones.

The page carries what a writer needs to know (`WorkbenchData` of `web/src/workbench/data.ts`); what is asked
goes to `/sparql`, as from any other client.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.problems import KgError, render_json, render_text
from kg.query.sparql import read
from kg.server.message import Response
from kg.server.pages.frame import framed, parameter, spoken_language
from kg.vocabulary import OMISSION, QUALIFIERS, known_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Dataset
    from kg.ontology import Ontology
    from kg.problems import Problem
    from kg.server.message import Request
    from kg.server.state import Served

    Json = dict[str, Any]


def workbench(request: Request, served: Served) -> Response:
    """Give the page, with the vocabulary and the saved queries as they are now."""
    from kg.view.blocks import as_json

    queries, problems = saved_queries(served)
    dataset = served.dataset
    known = {
        "prefixes": known_prefixes(served.prefixes),
        "classes": list(_classes(dataset)) if dataset else [],
        "properties": list(_properties(dataset.ontology)) if dataset else [],
        "queries": queries,
        "entities": dataset is not None,
    }
    values = {"data": as_json(known)[1], "problems": render_text(problems, spoken_language(request))}
    return framed(
        request, served, "workbench.html", values, scripts=("workbench.js",), styles=("workbench_style.css",)
    )


def query_remarks(request: Request, served: Served) -> Response:
    """Say as JSON what may be wrong with a query that was answered; `empty=1` if it found nothing.

    Raises KgError for a query that cannot be read.
    """
    from kg.query.answers import remarks
    from kg.query.engine import here

    prefixes = known_prefixes(served.prefixes)
    reading = read(parameter(request, "query"), "query", prefixes)
    found = remarks(here(served.store), reading, prefixes, empty=bool(parameter(request, "empty")))
    body = {"problems": json.loads(render_json(found, spoken_language(request)))}
    headers = {"content-type": "application/json", "cache-control": "no-cache", "vary": "Accept-Language"}
    return Response(200, headers, json.dumps(body, ensure_ascii=False).encode())


def saved_queries(served: Served) -> tuple[list[Json], tuple[Problem, ...]]:
    """Give the saved queries as the page has them, and what is wrong with their files."""
    from kg.query.groups import grouped
    from kg.query.saved import list_queries
    from kg.view.ask import query_data

    if served.queries is None or not Path(served.queries).is_dir():
        return [], ()
    prefixes = known_prefixes(served.prefixes)
    try:
        groups = grouped(list_queries(served.queries), served.queries)
        return [query_data(query, group.titles, prefixes) for group in groups for query in group.queries], ()
    except KgError as error:
        return [], error.problems


def _classes(dataset: Dataset) -> Iterator[Json]:
    """Yield the classes; those that entities have, with the number of their colour and their character."""
    from kg.view.data import badges

    shown = badges(dataset)
    ontology = dataset.ontology
    for id_, class_ in ontology.classes.items():
        badge = dict(zip(("colour", "glyph"), shown[id_], strict=True)) if id_ in shown else {}
        yield {"id": id_, "iri": class_.iri, "title": class_.titles, **badge}
    omission = dict(zip(("zh", "en"), OMISSION, strict=True))
    yield {"id": "Omission", "iri": f"{ontology.prefixes['kg']}Omission", "title": omission}


def _properties(ontology: Ontology) -> Iterator[Json]:
    """Yield the properties of entities, and those of statements and figures."""
    for property_ in ontology.properties.values():
        yield {"iri": property_.iri, "title": property_.titles}
    for name, (zh, en) in QUALIFIERS.items():
        yield {"iri": f"{ontology.prefixes['kg']}{name}", "title": {"zh": zh, "en": en}}
