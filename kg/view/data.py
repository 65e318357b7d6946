"""What the page knows: one JSON document, made from a dataset alone, that any renderer can draw.

Its shape (every text is plain text; keys in angle brackets may be missing):

    language    "zh" or "en"
    title       of the page
    texts       {key: words of the interface}
    categories  [{id, title, glyph, count}]   the classes that give colours, in the order of the ontology
    classes     {id: title}
    properties  {id: {title, <inverse>}}      `inverse` is the title of the inverse property
    entities    [{id, name, type, category, degree, keys, <aliases>, <description>, <sameAs>}]
                `category` numbers `categories`; `keys` are what pinyin and initials find it by
    statements  [{subject, property, object, <source>, <quote>, <when>, <status>, <role>, <note>}]
                `object` is {entity: id}, {date}, {text} or
                {measure, figure, <kind>, <counts: id>, <scope: id>, <period>}; figures and dates as they were
                written; `quote` is a list of phrases; `status` is left out where it is "stated"
    omissions   [{subject, property, note, partial, <source>, <quote>}]   what is not stated of an entity;
                `partial` where the property has values, so that only further ones are missing
    articles    {id: {title, <authors>, <publisher>, <published>, <url>}}

A statement is referred to by its place in `statements`, an entity by its id.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.model import FIGURE_KINDS, Observation, Reference
from kg.network import relations
from kg.ontology import ROOT
from kg.view.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Article, Dataset, Entity, Object, Omission, Statement
    from kg.ontology import Ontology

    Json = dict[str, Any]


def page_data(dataset: Dataset, *, language: str = "zh", title: str | None = None) -> Json:
    """Turn a dataset into the document described above; KeyError for a language other than zh and en."""
    ontology = dataset.ontology
    texts = TEXTS[language]
    used = Counter(category(ontology, entity.type) for entity in dataset.entities.values())
    # in the order of the ontology, so that a new entity never changes the colours of the others
    concrete = (id_ for id_, class_ in ontology.classes.items() if not class_.abstract)
    categories = list(dict.fromkeys(category(ontology, id_) for id_ in concrete))
    categories += [id_ for id_ in used if id_ not in categories]
    degrees = Counter(end for statement in relations(dataset) for end in _ends(statement))
    return {
        "language": language,
        "title": title or texts["title"],
        "texts": texts,
        "categories": _categories(ontology, categories, used, language),
        "classes": {id_: class_.titles[language] for id_, class_ in ontology.classes.items()},
        "properties": _properties(dataset, language),
        "entities": [
            _entity(entity, categories.index(category(ontology, entity.type)), degrees[entity.id])
            for entity in dataset.entities.values()
        ],
        "statements": [_statement(ontology, statement, language) for statement in dataset.statements],
        "omissions": [_omission(dataset, one) for one in dataset.omissions if not one.of_article],
        "articles": {id_: _article(article) for id_, article in dataset.articles.items()},
    }


def category(ontology: Ontology, class_id: str) -> str:
    """Give the highest ancestor that is not abstract: Union is drawn as an Organization, not as an Agent."""
    lineage = ontology.lineage(class_id)
    concrete = [id_ for id_ in lineage if id_ != ROOT and not ontology.classes[id_].abstract]
    return concrete[-1] if concrete else class_id


def _categories(ontology: Ontology, ids: list[str], used: Mapping[str, int], language: str) -> list[Json]:
    titles = {id_: ontology.classes[id_].titles[language] if id_ in ontology.classes else id_ for id_ in ids}
    glyphs = _glyphs(titles.values())
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


def _properties(dataset: Dataset, language: str) -> Json:
    properties = dataset.ontology.properties
    shown: Json = {}
    used = [statement.property for statement in dataset.statements]
    for id_ in dict.fromkeys(used + [omission.property for omission in dataset.omissions]):
        if id_ not in properties:
            shown[id_] = {"title": id_}
            continue
        shown[id_] = {"title": properties[id_].titles[language]}
        inverse = properties[id_].inverse
        if inverse in properties:
            shown[id_]["inverse"] = properties[inverse].titles[language]
        elif properties[id_].symmetric:
            shown[id_]["inverse"] = shown[id_]["title"]
    return shown


def _entity(entity: Entity, category_number: int, degree: int) -> Json:
    return _without_empty(
        {
            "id": entity.id,
            "name": entity.name,
            "type": entity.type,
            "category": category_number,
            "degree": degree,
            "keys": _keys(entity),
        },
        {"aliases": entity.aliases, "description": entity.description, "sameAs": entity.same_as},
    )


def _keys(entity: Entity) -> list[str]:
    from kg.suggest import initials, pinyin

    names = dict.fromkeys((entity.name, *entity.aliases, entity.id))
    keys = [key.lower() for name in names for key in (pinyin(name), initials(name))]
    return list(dict.fromkeys(key.replace(" ", "") for key in keys if key))


def _statement(ontology: Ontology, statement: Statement, language: str) -> Json:
    return _without_empty(
        {
            "subject": statement.subject,
            "property": statement.property,
            "object": _object(ontology, statement.property, statement.object, language),
        },
        {
            "source": statement.source,
            "quote": statement.quote and statement.quote.phrases,
            "when": statement.when and statement.when.raw,
            "status": None if statement.status == "stated" else statement.status,
            "role": statement.role,
            "note": statement.note,
        },
    )


def _object(ontology: Ontology, property_id: str, value: Object, language: str) -> Json:
    if isinstance(value, Reference):
        return {"entity": value.id}
    if isinstance(value, Observation):
        return _figure(ontology, value, language)
    if isinstance(value, str):
        ranges = ontology.properties[property_id].ranges if property_id in ontology.properties else ()
        return {"text": ontology.title_of_value(value, ranges) if language == "zh" else value}
    return {"date": value.raw}


def _figure(ontology: Ontology, figure: Observation, language: str) -> Json:
    kind = figure.kind
    if kind and language == "zh":
        kind = ontology.title_of_value(kind, (FIGURE_KINDS,))
    return _without_empty(
        {"measure": figure.measure, "figure": figure.quantity.raw},
        {"kind": kind, "counts": figure.counts, "scope": figure.scope, "period": figure.period},
    )


def _omission(dataset: Dataset, omission: Omission) -> Json:
    return _without_empty(
        {
            "subject": omission.subject,
            "property": omission.property,
            "note": omission.note,
            "partial": dataset.is_partial(omission),
        },
        {"source": omission.source, "quote": omission.quote and omission.quote.phrases},
    )


def _article(article: Article) -> Json:
    return _without_empty(
        {"title": article.title},
        {
            "authors": article.authors,
            "publisher": article.publisher,
            "published": article.published,
            "url": article.url,
        },
    )


def _without_empty(required: Json, optional: Json) -> Json:
    return required | {key: value for key, value in optional.items() if value}


def _ends(statement: Statement) -> tuple[str, str]:
    target = statement.object
    return statement.subject, target.id if isinstance(target, Reference) else ""
