"""Entities that are the same under another id: they share a name, or most of what is said of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.changes.model import object_key
from kg.model import Dataset, Observation, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Entity, Object

    Traits = set[tuple[str, ...]]

MOST = 0.5
"""The share of what is said of either that the same entity must keep under a new id."""

LEAST_TRAITS = 2
"""One statement in common says nothing: many entities are `level: provincial`."""

COMMON = 50
"""A trait that more entities have leads to no candidates; it still counts for those found by others."""


def renamed(old: Dataset, new: Dataset) -> dict[str, str]:
    """Give the entities that have another id now, from the new id to the old one.

    Where several fit, those that share more are paired first, in the order of the data.
    """
    gone = {id_: _traits(old, id_) for id_ in old.entities if id_ not in new.entities}
    come = {id_: _traits(new, id_) for id_ in new.entities if id_ not in old.entities}
    likeness = {
        (id_, before): _likeness(old.entities[before], gone[before], new.entities[id_], come[id_])
        for id_, before in _candidates(come, gone)
    }
    pairs: dict[str, str] = {}
    for id_, before in sorted(likeness, key=likeness.__getitem__, reverse=True):
        if likeness[id_, before] and id_ not in pairs and before not in pairs.values():
            pairs[id_] = before
    return pairs


def _candidates(come: Mapping[str, Traits], gone: Mapping[str, Traits]) -> Iterator[tuple[str, str]]:
    """Yield pairs that have a trait in common, each once."""
    having: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for before, traits in gone.items():
        for trait in traits:
            having[trait].append(before)
    for id_, traits in come.items():
        found = (having[trait] for trait in sorted(traits) if len(having.get(trait, ())) <= COMMON)
        for before in dict.fromkeys(before for ids in found for before in ids):
            yield id_, before


def _likeness(before: Entity, old: Traits, after: Entity, new: Traits) -> float:
    """Tell how much two entities share, 0 to 2; 0 where they are not the same."""
    names = _names(before) & _names(after)
    shared = {trait for trait in old & new if trait[0] != "name"}
    said = max(sum(trait[0] != "name" for trait in traits) for traits in (old, new))
    share = len(shared) / said if said else 0.0
    if names and (before.type == after.type or share >= MOST):
        return 1 + share
    return share if len(shared) >= LEAST_TRAITS and share >= MOST and before.type == after.type else 0.0


def _traits(dataset: Dataset, id_: str) -> Traits:
    names = (("name", name) for name in _names(dataset.entities[id_]))
    said = (
        ("from", each.property, *object_key(each.object)) for each in dataset.statements_from.get(id_, ())
    )
    heard = (("to", each.property, each.subject) for each in dataset.statements_to.get(id_, ()))
    return {*names, *said, *heard}


def _names(entity: Entity) -> set[str]:
    return {entity.id, entity.name, *entity.aliases}


def with_new_ids(dataset: Dataset, renamed: Mapping[str, str]) -> Dataset:
    """Give a dataset as if its entities had always had the ids that they were renamed to."""
    if not renamed:
        return dataset
    ids = {before: id_ for id_, before in renamed.items()}
    entities = [entity._replace(id=ids.get(id_, id_)) for id_, entity in dataset.entities.items()]
    statements = [
        each._replace(subject=ids.get(each.subject, each.subject), object=_object(each.object, ids))
        for each in dataset.statements
    ]
    omissions = [
        each if each.of_article else each._replace(subject=ids.get(each.subject, each.subject))
        for each in dataset.omissions
    ]
    by_id = {entity.id: entity for entity in entities}
    return Dataset(dataset.ontology, by_id, statements, dataset.articles, omissions)


def _object(value: Object, ids: Mapping[str, str]) -> Object:
    if isinstance(value, Reference):
        return Reference(ids.get(value.id, value.id))
    if isinstance(value, Observation):
        counts, scope = (ids.get(id_ or "", id_) for id_ in (value.counts, value.scope))
        return value._replace(counts=counts, scope=scope)
    return value
