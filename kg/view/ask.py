"""What a page that answers SPARQL carries: `AskData` of `web/src/types.ts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.query.sparql import read
from kg.rdf import ntriples
from kg.vocabulary import known_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Dataset
    from kg.query.groups import Group
    from kg.query.saved import Query

    Json = dict[str, Any]


def ask_data(dataset: Dataset, groups: Iterable[Group]) -> Json:
    """Give the graph as N-Triples, its prefixes and saved queries; KgError for a query that cannot run."""
    prefixes = known_prefixes(dataset.ontology.prefixes)
    return {
        "triples": "".join(ntriples(dataset)),
        "prefixes": prefixes,
        "queries": [query_data(query, group.titles, prefixes) for group in groups for query in group.queries],
    }


def query_data(query: Query, group: Mapping[str, str], prefixes: Mapping[str, str]) -> Json:
    """Give a saved query: `SavedQuery` of `web/src/types.ts`; KgError like `read`."""
    return {
        "name": query.name,
        "group": group,
        "question": query.summaries,
        "text": with_prefixes(query, prefixes),
        "parameters": [
            {"name": each.name, "kind": each.type, "preset": each.default, "about": each.titles}
            for each in query.parameters.values()
        ],
    }


def with_prefixes(query: Query, prefixes: Mapping[str, str]) -> str:
    """Declare the known prefixes that a query uses undeclared, behind its head; KgError like `read`."""
    reading = read(query.text, query.file, prefixes)
    used = dict.fromkeys(token.text.partition(":")[0] for token in reading.tokens if token.kind == "name")
    missing = [name for name in used if name in prefixes and name not in reading.declared]
    lines = "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in missing)
    start = reading.tokens[0].start
    return f"{query.text[:start]}{lines}{query.text[start:]}"
