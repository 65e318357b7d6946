"""The union of two datasets, each entity and statement of it marked with what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.changes.renaming import with_new_ids
from kg.describe import Describer
from kg.model import Dataset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.changes.model import Changes
    from kg.ontology import Ontology
    from kg.problems import Language


class Marks(NamedTuple):
    """What became of entities, by id, and of statements, by their place: added, removed or changed.

    What stayed as it was has no mark.

    before: what a changed statement said, in words
    names: the id that a renamed entity had
    """

    entities: Mapping[str, str]
    statements: Mapping[int, str]
    before: Mapping[int, str]
    names: Mapping[str, str]


def union(old: Dataset, new: Dataset, changes: Changes) -> Dataset:
    """Give all that is there now, and behind it what was removed; a changed statement is there once."""
    before = with_new_ids(old, changes.renamed)
    return Dataset(
        _both(old.ontology, new.ontology),
        {**new.entities, **{id_: before.entities[id_] for id_ in changes.entities.removed}},
        [*new.statements, *changes.statements.removed],
        {**old.articles, **new.articles},
        [*new.omissions, *changes.omissions.removed],
    )


def _both(old: Ontology, new: Ontology) -> Ontology:
    """Give an ontology that also knows what a removed statement uses."""
    return new._replace(
        classes={**old.classes, **new.classes},
        properties={**old.properties, **new.properties},
        enumerations={**old.enumerations, **new.enumerations},
    )


def marked_union(
    old: Dataset, new: Dataset, changes: Changes, language: Language = "zh"
) -> tuple[Dataset, Marks]:
    """Give the union of two datasets and the marks of what changed between them."""
    whole = union(old, new, changes)
    describer = Describer(whole, language)
    places = {id(statement): place for place, statement in enumerate(whole.statements)}
    difference = changes.statements
    statements = {
        **dict.fromkeys((places[id(each)] for each in difference.added), "added"),
        **dict.fromkeys((places[id(each)] for each in difference.removed), "removed"),
        **dict.fromkeys((places[id(pair.after)] for pair in difference.changed), "changed"),
    }
    said = {places[id(pair.after)]: describer.object(pair.before) for pair in difference.changed}
    return whole, Marks(_entities(changes), statements, said, changes.renamed)


def _entities(changes: Changes) -> dict[str, str]:
    """Mark an entity as changed where something of itself has, or a statement that it is the subject of."""
    difference = changes.statements
    subjects = [each.subject for each in (*difference.added, *difference.removed)]
    subjects += [pair.after.subject for pair in difference.changed]
    return {
        **dict.fromkeys((*changes.entities.changed, *changes.renamed, *subjects), "changed"),
        **dict.fromkeys(changes.entities.added, "added"),
        **dict.fromkeys(changes.entities.removed, "removed"),
    }
