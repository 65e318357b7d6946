"""A question is answered: its parameters filled in, the text read, the engine asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem
from kg.query.answers import Style, answer
from kg.query.engine import named, names
from kg.query.sparql import read
from kg.vocabulary import known_prefixes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query.answers import Outcome
    from kg.query.ask import Question
    from kg.query.engine import Ask
    from kg.query.sparql import Reading


def answer_question(ask: Ask, own_prefixes: Mapping[str, str], question: Question) -> Outcome:
    """Answer a question about a store; raises KgError for a bad query and where a limit is passed."""
    prefixes = known_prefixes(own_prefixes)
    text = question.query.text
    if question.parameters:
        from kg.query.saved import with_values

        base = own_prefixes.get("e", "")  # RDF files as they are have none
        text = with_values(question.query, question.parameters, lambda name: entity_iri(ask, name, base))
    reading, style = read(text, question.query.file, prefixes), Style(question.format, prefixes)
    if question.engine != "rdflib":
        return answer(ask, reading, style)
    from kg.query.rdflib_engine import evaluate

    refuse_from(reading)
    return answer(ask, reading, style, evaluate)


def refuse_from(reading: Reading) -> None:
    """Refuse FROM, which rdflib would fetch or ignore; raises KgError at its place."""
    graphs = next((token for token in reading.tokens if token.is_word("FROM")), None)
    if graphs:
        raise KgError(Problem("query-from", reading.place(graphs)))


def entity_iri(ask: Ask, name: str, base: str) -> str:
    """Find the IRI of an entity by id, name or alias; raises KgError if none or several have it."""
    found: list[str] = ask(named, name, base)
    if len(found) == 1:
        return found[0]
    if found:
        candidates = "、".join(iri.removeprefix(base) for iri in found)
        raise KgError(Problem("ambiguous-name", Location(name), {"name": name, "candidates": candidates}))
    from kg.suggest import nearest

    suggestion = "".join(nearest(name, ask(names, base)))
    raise KgError(Problem("unknown-name", Location(name), {"name": name, "suggestion": suggestion}))
