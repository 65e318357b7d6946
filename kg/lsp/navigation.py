"""From a name to where it is defined, and to all places that speak of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.editing.references import references
from kg.loading.entities import ENTITY_KEYS
from kg.lsp.place import KEY, NO_TOP, TYPE, bare, indent_of, says_something

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Iterator, Sequence

    from kg.lsp.place import Place
    from kg.lsp.reading import Known
    from kg.ontology import Ontology
    from kg.problems import Location
    from kg.yamltree import Mapping, Scalar


class Symbol(NamedTuple):
    """An entity or article in a file: its id, type, section, lines, and the columns of its id, all from 0."""

    name: str
    detail: str
    section: str
    line: int
    last: int
    start: int
    end: int


def takes_entities(key: str, ontology: Ontology) -> bool:
    """Tell whether the values of the property that a key names may be entities."""
    property_ = ontology.properties.get(ontology.property_ids.get(key, ""))
    return property_ is not None and any(range_ in ontology.classes for range_ in property_.ranges)


def referred(place: Place, known: Known) -> str:
    """Give the id of the entity that a place names, as the key of an entity or as a value; empty for none."""
    path = place.path
    if path == ("entities",) and place.role == "key":
        return place.text
    if place.role == "key" or path[:1] != ("entities",) or len(path) not in (3, 4) or path[2] in ENTITY_KEYS:
        return ""
    ontology = known.dataset.ontology
    if len(path) == 4 and path[3] in ("counts", "scope"):
        refers = True
    else:
        refers = takes_entities(path[2], ontology) and (len(path) == 3 or path[3] in ("to", "value"))
    if not refers:
        return ""
    ids = known.ids.get(place.text, [])
    return place.text if place.text in known.dataset.entities else ids[0] if len(ids) == 1 else ""


def definition(place: Place, known: Known) -> Location | None:
    """Give where what a place names is defined: an entity, an article, a type or a property."""
    dataset, ontology = known.dataset, known.dataset.ontology
    path, text = place.path, place.text
    if place.role == "value" and place.key == "source":
        return dataset.articles[text].location if text in dataset.articles else None
    if path == ("articles",) and text in dataset.articles:
        return dataset.articles[text].location
    if place.role == "value" and len(path) == 3 and place.key == "type":
        class_ = ontology.classes.get(ontology.class_ids.get(text, ""))
        return class_.location if class_ else None
    if place.role == "key" and len(path) in (2, 3) and text in ontology.property_ids:
        return ontology.properties[ontology.property_ids[text]].location
    entity = dataset.entities.get(referred(place, known))
    return entity.location if entity else None


def mentions(tree: Mapping, ontology: Ontology, names: Collection[str]) -> Iterator[Scalar]:
    """Yield the values of a file that refer to an entity by any of these names, in the order of the text."""
    found = [scalar for name in names for scalar in references(tree, ontology, name)]
    yield from sorted(found, key=lambda scalar: (scalar.line, scalar.column))


def symbols(lines: Sequence[str]) -> Iterator[Symbol]:
    """Yield the articles and entities of a text, be the rest of it as it may."""
    heads = list(_heads(lines))
    for index, (section, number, match) in enumerate(heads):
        end = heads[index + 1][1] if index + 1 < len(heads) else len(lines)
        if section in ("articles", "entities") and match:
            type_ = TYPE.search("".join(lines[number:end])) if section == "entities" else None
            detail = type_[1] if type_ else ""
            yield Symbol(bare(match["key"]), detail, section, number, end - 1, *match.span("key"))


def _heads(lines: Sequence[str]) -> Iterator[tuple[str, int, re.Match[str] | None]]:
    """Yield the lines of top-level keys, without a match, and those of the keys one level below."""
    section, indent = "", 0
    for number, line in enumerate(lines):
        if line[:1] in NO_TOP and not (section and says_something(line)):
            continue
        if line[:1] not in NO_TOP:
            section, indent = line.partition(":")[0], 0
            yield section, number, None
        elif match := KEY.match(line, depth := indent_of(line)):
            indent = indent or depth
            if depth == indent:
                yield section, number, match
