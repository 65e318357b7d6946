"""Two datasets -> what changed between them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.changes.model import Changed, Changes, Definitions, Difference, FieldChange, object_key
from kg.changes.renaming import renamed, with_new_ids
from kg.model import Observation, Omission, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from kg.changes.model import Said
    from kg.model import Article, Dataset, Entity
    from kg.ontology import Class, Ontology, Property

    Defined = Entity | Article | Class | Property

NOT_COMPARED = ("id", "location", "text")
"""Where something stands does not matter; the text of an article is not part of the data."""


def compare(old: Dataset, new: Dataset) -> Changes:
    """Tell what changed from one dataset to another; neither the order nor the place of anything matters."""
    names = renamed(old, new)
    before = with_new_ids(old, names)
    return Changes(
        renamed=names,
        entities=_definitions(before.entities, new.entities),
        articles=_definitions(old.articles, new.articles),
        terms=_definitions(_terms(old.ontology), _terms(new.ontology)),
        statements=_statements(before, new),
        omissions=_omissions(before, new),
    )


def _terms(ontology: Ontology) -> dict[str, Defined]:
    """Give the classes, each with the properties that no ancestor of it has, and the properties."""
    classes = ontology.classes
    inherited = {id_: classes[class_.parent].properties for id_, class_ in classes.items() if class_.parent}
    own = {
        id_: class_._replace(properties=class_.properties - inherited.get(id_, frozenset()))
        for id_, class_ in classes.items()
    }
    return {**own, **ontology.properties}


def _definitions(old: Mapping[str, Defined], new: Mapping[str, Defined]) -> Definitions:
    changes = {id_: _fields(old[id_], defined) for id_, defined in new.items() if id_ in old}
    return Definitions(
        added=[id_ for id_ in new if id_ not in old],
        removed=[id_ for id_ in old if id_ not in new],
        changed={id_: found for id_, found in changes.items() if found},
    )


def _fields(before: Defined, after: Defined) -> list[FieldChange]:
    """Compare field by field; the order of several values does not matter."""
    if type(before) is not type(after):
        return [FieldChange("type", (type(before).__name__,), (type(after).__name__,))]
    found = []
    for field, one, other in zip(after._fields, before, after, strict=True):
        if one != other and field not in NOT_COMPARED:
            texts = _texts(one), _texts(other)
            if sorted(texts[0]) != sorted(texts[1]):
                found.append(FieldChange(field, *texts))
    return found


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, dict):
        return tuple(value.values())
    if isinstance(value, tuple | frozenset):
        return tuple(map(str, value if isinstance(value, tuple) else sorted(value)))
    return (str(value),) if value else ()


def _statements(old: Dataset, new: Dataset) -> Difference[Statement]:
    removed, added = _without_common(old.statements, new.statements)
    changed: list[Changed[Statement]] = []
    for key in (_same_object_and_source, _same_object, _same_figure, _same_measure, _same_property(new)):
        _pair(removed, added, key, changed)
    order = {id(statement): number for number, statement in enumerate(new.statements)}
    changed.sort(key=lambda pair: order[id(pair.after)])
    return Difference(added, removed, changed)


def _omissions(old: Dataset, new: Dataset) -> Difference[Omission]:
    removed, added = _without_common(old.omissions, new.omissions)
    changed: list[Changed[Omission]] = []
    _pair(removed, added, lambda one: (one.subject, one.property, one.source), changed)
    _pair(removed, added, lambda one: (one.subject, one.property), changed)
    return Difference(added, removed, changed)


def _without_common(old: Iterable[Said], new: Iterable[Said]) -> tuple[list[Said], list[Said]]:
    """Give what only the old and what only the new has: what is said twice must be there twice."""
    having: defaultdict[Hashable, list[Said]] = defaultdict(list)
    for said in old:
        having[_without_place(said)].append(said)
    added = []
    for said in new:
        same = having.get(_without_place(said))
        if same:
            same.pop()
        else:
            added.append(said)
    return [said for rest in having.values() for said in rest], added


def _without_place(said: Statement | Omission) -> Hashable:
    """Give what is said without where: neither its line in the file, nor its offsets in the article."""
    common = (said.subject, said.property, said.source, said.quote and said.quote.phrases, said.note)
    if isinstance(said, Statement):
        return *common, object_key(said.object), said.when and said.when.raw, said.status, said.role
    return *common, said.of_article


def _pair(
    removed: list[Said], added: list[Said], key: Callable[[Said], Hashable], changed: list[Changed[Said]]
) -> None:
    """Take those with the same key, unless it is None, from both lists and note them as changed."""
    having: defaultdict[Hashable, list[Said]] = defaultdict(list)
    for said in removed:
        if (of := key(said)) is not None:
            having[of].append(said)
    taken: set[int] = set()
    for said in added:
        same = having.get(key(said))
        if same:
            before = same.pop(0)
            taken |= {id(before), id(said)}
            changed.append(Changed(before, said))
    removed[:] = [said for said in removed if id(said) not in taken]
    added[:] = [said for said in added if id(said) not in taken]


def _same_object_and_source(one: Statement) -> Hashable:
    return one.subject, one.property, object_key(one.object), one.source


def _same_object(one: Statement) -> Hashable:
    return one.subject, one.property, object_key(one.object)


def _same_figure(one: Statement) -> Hashable:
    """Give what stays of a figure when its number changes, or None for what is no figure."""
    if not isinstance(one.object, Observation):
        return None
    return one.subject, one.property, one.object.quantity.unit, one.object.measure, *one.object[2:]


def _same_measure(one: Statement) -> Hashable:
    if not isinstance(one.object, Observation):
        return None
    return one.subject, one.property, one.object.measure


def _same_property(dataset: Dataset) -> Callable[[Statement], Hashable]:
    """Pair what has one value at most: a new level, a new start."""

    def key(one: Statement) -> Hashable:
        property_ = dataset.ontology.properties.get(one.property)
        return None if property_ is None or property_.multivalued else (one.subject, one.property)

    return key
