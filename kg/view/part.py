"""A part of a dataset, as a dataset: some entities or some statements, and what belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Dataset, Reference, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Omission


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


def _object_ids(statement: Statement) -> tuple[str, ...]:
    return (statement.object.id,) if isinstance(statement.object, Reference) else ()
