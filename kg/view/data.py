"""What the page knows: one JSON document, made from a dataset alone, that any renderer can draw.

Its shape is `PageData` of `web/src/types.ts`. A statement is referred to by its place in `statements`, an
entity by its id.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.model import Reference
from kg.network import communities, pagerank, relations
from kg.ontology import ROOT
from kg.view.statements import StatementWriter, without_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.changes.marks import Marks
    from kg.model import Article, Dataset, Entity, Statement
    from kg.network import Community
    from kg.ontology import Ontology

    Json = dict[str, Any]

LANGUAGES = ("zh", "en")


def page_data(
    dataset: Dataset,
    *,
    language: str = "zh",
    title: str | None = None,
    with_text: bool = False,
    marks: Marks | None = None,
) -> Json:
    """Turn a dataset into the document that the page shows; it opens in `language`.

    `with_text` adds the sentences around the quotes, where the text of their article is at hand; `marks` say
    what became of entities and statements. Raises KeyError for a language other than zh and en.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    ontology = dataset.ontology
    used = Counter(category(ontology, entity.type) for entity in dataset.entities.values())
    types = _types(dataset)
    numbers = _numbers([category(ontology, id_) for id_ in types])
    groups, places = _communities(dataset)
    writer = StatementWriter(dataset, with_text=with_text)
    data = without_empty(
        {
            "language": language,
            "categories": _categories(ontology, numbers, used),
            "classes": {
                id_: {"title": _class_titles(ontology, id_), "category": numbers[category(ontology, id_)]}
                for id_ in types
            },
            "properties": _properties(dataset),
            "entities": list(_entities(dataset, numbers, places)),
            "statements": [writer.statement(statement) for statement in dataset.statements],
            "omissions": [writer.omission(one) for one in dataset.omissions if not one.of_article],
            "articles": {id_: _article(article) for id_, article in dataset.articles.items()},
            "communities": [{"name": group.name, "size": len(group.members)} for group in groups],
        },
        {"title": title},
    )
    if marks is not None:
        _mark(data, marks)
    return data


def _mark(data: Json, marks: Marks) -> None:
    """Say of each entity and statement what became of it, and what it was before."""
    for entity in data["entities"]:
        known = {"change": marks.entities.get(entity["id"]), "formerId": marks.names.get(entity["id"])}
        entity.update(without_empty({}, known))
    for place, change in marks.statements.items():
        data["statements"][place]["change"] = change
    for place, said in marks.before.items():
        data["statements"][place]["before"] = said


def badges(dataset: Dataset) -> dict[str, tuple[int, str]]:
    """Give for each type the number of its colour and its character, as the page shows it."""
    types = _types(dataset)
    numbers = _numbers([category(dataset.ontology, id_) for id_ in types])
    glyphs = _glyphs(_class_titles(dataset.ontology, id_)["zh"] for id_ in numbers)
    shown = dict(zip(numbers, zip(numbers.values(), glyphs, strict=True), strict=True))
    return {id_: shown[category(dataset.ontology, id_)] for id_ in types}


def _types(dataset: Dataset) -> list[str]:
    """Give the types in the order of the ontology: a new entity never changes the colours of others."""
    concrete = [id_ for id_, class_ in dataset.ontology.classes.items() if not class_.abstract]
    return list(dict.fromkeys([*concrete, *(entity.type for entity in dataset.entities.values())]))


def category(ontology: Ontology, class_id: str) -> str:
    """Give the highest ancestor that is not abstract: Union is drawn as an Organization, not as an Agent."""
    lineage = ontology.lineage(class_id)
    concrete = [id_ for id_ in lineage if id_ != ROOT and not ontology.classes[id_].abstract]
    return concrete[-1] if concrete else class_id


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _class_titles(ontology: Ontology, id_: str) -> Json:
    return dict(ontology.classes[id_].titles) if id_ in ontology.classes else dict.fromkeys(LANGUAGES, id_)


def _categories(ontology: Ontology, ids: Iterable[str], used: Mapping[str, int]) -> list[Json]:
    titles = {id_: _class_titles(ontology, id_) for id_ in ids}
    glyphs = _glyphs(title["zh"] for title in titles.values())
    return [
        {"id": id_, "title": title, "glyph": glyph, "count": used[id_]}
        for (id_, title), glyph in zip(titles.items(), glyphs, strict=True)
    ]


def _glyphs(titles: Iterable[str]) -> list[str]:
    """Give each title one character of its own, the first that no earlier one has.

    >>> _glyphs(["机构", "机制", "人物", "机"])
    ['机', '制', '人', '机']
    """
    glyphs: list[str] = []
    for title in titles:
        letters = [letter.upper() for letter in title if not letter.isspace()]
        fresh = [letter for letter in letters if letter not in glyphs]
        glyphs.append((fresh or letters or ["·"])[0])
    return glyphs


def _properties(dataset: Dataset) -> Json:
    properties = dataset.ontology.properties
    shown: Json = {}
    used = [statement.property for statement in dataset.statements]
    for id_ in dict.fromkeys(used + [omission.property for omission in dataset.omissions]):
        if id_ not in properties:
            shown[id_] = {"title": dict.fromkeys(LANGUAGES, id_)}
            continue
        shown[id_] = {"title": properties[id_].titles}
        inverse = properties[id_].inverse
        if inverse in properties:
            shown[id_]["inverse"] = properties[inverse].titles
        elif properties[id_].symmetric:
            shown[id_]["inverse"] = shown[id_]["title"]
    return shown


def _communities(dataset: Dataset) -> tuple[list[Community], dict[str, int]]:
    """Give the communities, largest first, and for each entity the place of its own among them."""
    groups = communities(list(dataset.entities), map(_ends, relations(dataset)))
    return groups, {member: place for place, group in enumerate(groups) for member in group.members}


def _entities(dataset: Dataset, categories: Mapping[str, int], groups: Mapping[str, int]) -> Iterator[Json]:
    edges = [_ends(statement) for statement in relations(dataset)]
    degrees = Counter(end for edge in edges for end in edge)
    numbers = _numbers(dataset.entities)
    ranks = pagerank(len(numbers), [(numbers[start], numbers[end]) for start, end in edges]).tolist()
    for entity, rank in zip(dataset.entities.values(), ranks, strict=True):
        yield without_empty(
            {
                "id": entity.id,
                "name": entity.name,
                "type": entity.type,
                "category": categories[category(dataset.ontology, entity.type)],
                "degree": degrees[entity.id],
                "rank": round(rank, 3),
                "community": groups[entity.id],
                "keys": _keys(entity),
            },
            {"aliases": entity.aliases, "description": entity.description, "sameAs": entity.same_as},
        )


def _keys(entity: Entity) -> list[str]:
    from kg.suggest import initials, pinyin

    names = dict.fromkeys((entity.name, *entity.aliases, entity.id))
    keys = [key.lower() for name in names for key in (pinyin(name), initials(name))]
    return list(dict.fromkeys(key.replace(" ", "") for key in keys if key))


def _article(article: Article) -> Json:
    return without_empty(
        {"title": article.title},
        {
            "authors": article.authors,
            "publisher": article.publisher,
            "published": article.published,
            "url": article.url,
        },
    )


def _ends(statement: Statement) -> tuple[str, str]:
    target = statement.object
    return statement.subject, target.id if isinstance(target, Reference) else ""
