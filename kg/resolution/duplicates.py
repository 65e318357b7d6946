"""Likely duplicates among the entities of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.model import DIFFERENT, Reference
from kg.resolution.facts import Facts, Reason
from kg.resolution.likeness import NameIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Dataset, Entity, Statement

LIKELY, POSSIBLE = 0.5, 0.25
"""The scores from which on a pair is listed, and listed with `--all`."""

MOST_FROM_FACTS = 0.6
"""However much two entities share: sisters share a lot."""


class Duplicate(NamedTuple):
    """Two entities that may be one, and why; `keep` is the one with more statements.

    score: from 0 to 1; reasons: the best one first, then those against
    """

    keep: str
    drop: str
    score: float
    names: tuple[str, str]
    reasons: tuple[Reason, ...]


def find_duplicates(dataset: Dataset, least: float = LIKELY, of: str | None = None) -> list[Duplicate]:
    """Give the pairs of entities that are likely the same, best first; `of` only those with one entity.

    Pairs that were decided to be different are left out.
    """
    names = NameIndex(dataset)
    facts = Facts(dataset, names)
    decided = decisions(dataset)
    found = []
    for (one, other), likeness in names.pairs().items():
        entities = dataset.entities[one], dataset.entities[other]
        asked = of is None or of in (one, other)
        if asked and frozenset((one, other)) not in decided and comparable(dataset, *entities):
            named = Reason(likeness.code, likeness.weight, likeness.names)
            reasons = [named, *facts.reasons(*entities)]
            score = _score(reasons)
            if score >= least:
                found.append(_duplicate(dataset, one, other, score, reasons))
    return sorted(found, key=lambda each: -each.score)


def decisions(dataset: Dataset) -> dict[frozenset[str], Statement]:
    """Give the pairs of ids that were decided to be different, each with what says so."""
    return {
        frozenset((each.subject, each.object.id)): each
        for each in dataset.statements
        if each.property == DIFFERENT and isinstance(each.object, Reference)
    }


def comparable(dataset: Dataset, one: Entity, other: Entity) -> bool:
    """Tell whether two types can be those of one thing: a person is never a trade union."""
    return _kind(dataset, one) == _kind(dataset, other)


def _kind(dataset: Dataset, entity: Entity) -> str:
    """Give the highest class of an entity that is not abstract."""
    ontology = dataset.ontology
    concrete = [id_ for id_ in ontology.lineage(entity.type) if not ontology.classes[id_].abstract]
    return concrete[-1] if concrete else entity.type


def _score(reasons: Iterable[Reason]) -> float:
    """Combine reasons as if they were independent: each one for it closes a share of the gap to certainty."""
    name, *others = reasons
    gap, against = 1.0, 1.0
    for reason in others:
        if reason.weight > 0:
            gap *= 1 - reason.weight
        else:
            against *= 1 + reason.weight
    gap = max(gap, 1 - MOST_FROM_FACTS)
    return round((1 - (1 - name.weight) * gap) * against, 2)


def _duplicate(dataset: Dataset, one: str, other: str, score: float, reasons: list[Reason]) -> Duplicate:
    said = [
        len(dataset.statements_from.get(id_, ())) + len(dataset.statements_to.get(id_, ()))
        for id_ in (one, other)
    ]
    swapped = said[1] > said[0]
    keep, drop = (other, one) if swapped else (one, other)
    names = dataset.entities[keep].name, dataset.entities[drop].name
    return Duplicate(keep, drop, score, names, tuple(sorted(reasons, key=lambda reason: -reason.weight)))
