"""What must hold of the dataset as a whole: no statement alone can break these rules."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kg.dates import DateRange
from kg.model import Reference
from kg.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Dataset, Omission, Statement
    from kg.problems import Location

START = "https://schema.org/startDate"
END = "https://schema.org/endDate"


def check_rules(dataset: Dataset) -> Iterator[Problem]:
    """Yield what is wrong with the statements taken together."""
    yield from _repeated(dataset)
    yield from _repeated_omissions(dataset)
    yield from _stated_and_not(dataset)
    yield from _missing(dataset)
    yield from _dates_in_order(dataset)
    yield from _cycles(dataset)
    yield from _unchecked(dataset)


def _repeated(dataset: Dataset) -> Iterator[Problem]:
    """Find statements of the same subject, property, object and source: in RDF they would be one node."""
    first: dict[object, Statement] = {}
    for statement in dataset.statements:
        key = (statement.subject, statement.property, statement.object, statement.source)
        other = first.setdefault(key, statement)
        if other is not statement:
            yield _repetition(statement, other)


def _repeated_omissions(dataset: Dataset) -> Iterator[Problem]:
    first: dict[object, Omission] = {}
    for omission in dataset.omissions:
        key = (omission.subject, omission.property, omission.source, omission.of_article)
        other = first.setdefault(key, omission)
        if other is not omission:
            yield _repetition(omission, other)


def _repetition(one: Statement | Omission, other: Statement | Omission) -> Problem:
    blanks = {"property": one.property, "other": str(other.location)}
    return Problem("duplicate-statement", one.location, blanks)


def _stated_and_not(dataset: Dataset) -> Iterator[Problem]:
    """Find what an article is said to state and not to state, where no further value is possible."""
    for omission in dataset.omissions:
        stated = _stated_at(dataset, omission)
        if stated and not dataset.ontology.properties[omission.property].multivalued:
            blanks = {"property": omission.property, "other": str(stated)}
            yield Problem("stated-and-not-stated", omission.location, blanks)


def _stated_at(dataset: Dataset, omission: Omission) -> Location | None:
    if omission.of_article:
        return dataset.articles[omission.subject].location if dataset.is_partial(omission) else None
    places = (
        statement.location
        for statement in dataset.statements_from.get(omission.subject, ())
        if (statement.property, statement.source) == (omission.property, omission.source)
    )
    return next(places, None)


def _missing(dataset: Dataset) -> Iterator[Problem]:
    required = {id_ for id_, property_ in dataset.ontology.properties.items() if property_.required}
    wanted = {id_: required & class_.properties for id_, class_ in dataset.ontology.classes.items()}
    for entity in dataset.entities.values():
        if wanted.get(entity.type):
            given = {statement.property for statement in dataset.statements_from.get(entity.id, ())}
            for property_ in sorted(wanted[entity.type] - given):
                yield Problem("property-missing", entity.location, {"id": entity.id, "property": property_})


def _dates_in_order(dataset: Dataset) -> Iterator[Problem]:
    starts, ends = (_dates(dataset, iri) for iri in (START, END))
    for subject, end in ends.items():
        start = starts.get(subject)
        if start and start[0].earliest and end[0].latest and start[0].earliest > end[0].latest:
            yield Problem("date-order", end[1].location, {"start": start[0].raw, "end": end[0].raw})


def _dates(dataset: Dataset, iri: str) -> dict[str, tuple[DateRange, Statement]]:
    keys = {id_ for id_, property_ in dataset.ontology.properties.items() if property_.iri == iri}
    return {
        statement.subject: (statement.object, statement)
        for statement in dataset.statements
        if statement.property in keys and isinstance(statement.object, DateRange)
    }


def _cycles(dataset: Dataset) -> Iterator[Problem]:
    for id_, property_ in dataset.ontology.properties.items():
        if property_.acyclic:
            parents: dict[str, list[tuple[str, Statement]]] = {}
            for statement in dataset.statements:
                if statement.property == id_ and isinstance(statement.object, Reference):
                    parents.setdefault(statement.subject, []).append((statement.object.id, statement))
            yield from _cycles_of(id_, parents)


def _cycles_of(property_: str, parents: dict[str, list[tuple[str, Statement]]]) -> Iterator[Problem]:
    """Walk up from every entity, each once; a step back onto the path walked closes a cycle."""
    done: set[str] = set()
    for start, first_steps in parents.items():
        path: dict[str, Iterator[tuple[str, Statement]]] = {}
        if start not in done:
            path[start] = iter(first_steps)
        while path:
            here, steps = next(reversed(path.items()))
            step = next(steps, None)
            if step is None:
                done.add(here)
                del path[here]
            elif step[0] in path:
                members = list(path)
                cycle = " → ".join([*members[members.index(step[0]) :], step[0]])
                yield Problem("cycle", step[1].location, {"property": property_, "cycle": cycle})
            elif step[0] in parents and step[0] not in done:
                path[step[0]] = iter(parents[step[0]])


def _unchecked(dataset: Dataset) -> Iterator[Problem]:
    unchecked: dict[str, int] = {}
    said: Iterator[Statement | Omission] = chain(dataset.statements, dataset.omissions)
    for one in said:
        if one.source and one.quote and one.quote.spans is None:
            unchecked[one.source] = unchecked.get(one.source, 0) + 1
    for id_, count in unchecked.items():
        article = dataset.articles.get(id_)
        if article is not None and article.text is None:
            yield Problem("quotes-unchecked", article.location, {"id": id_, "count": str(count)})
