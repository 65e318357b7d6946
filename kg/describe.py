"""The graph in plain words for a terminal: an entity, a search, a path, the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.dates import DateRange
from kg.model import FIGURE_KINDS, Observation, Reference, ids_of_name
from kg.problems import KgError, Location, Problem
from kg.query.tables import text_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Dataset, Entity, Omission, Statement
    from kg.network import Statistics, Step
    from kg.problems import Language

WORDS = {
    "aliases": ("又名", "also"),
    "same_as": ("另见", "same as"),
    "inferred": ("推断", "inferred"),
    "disputed": ("有争议", "disputed"),
    "deprecated": ("已废弃", "deprecated"),
    "no quote": ("无引文", "no quote"),
    "no value": ("文中未载", "not stated in the article"),
    "more values": ("没有列全", "not listed in full"),
    "authors": ("作者", "authors"),
    "omissions": ("文中未载", "not stated"),
    "entities": ("实体", "entities"),
    "statements": ("陈述", "statements"),
    "quoted": ("带引文的陈述", "statements with a quote"),
    "articles": ("文章", "articles"),
    "types": ("类型", "type"),
    "properties": ("属性", "property"),
    "degree": ("连接最多的实体", "most connected entity"),
    "communities": ("社群", "community"),
    "isolated": ("没有连接的实体", "entities without connections"),
    "totals": ("总计", "total"),
    "count": ("数量", "count"),
}
TOTALS = ("entities", "statements", "quoted", "omissions", "articles")
MOST_CONNECTED = 10
MEMBERS_SHOWN = 6


class Describer:
    """Writes about one dataset in one language."""

    def __init__(self, dataset: Dataset, language: Language) -> None:
        self.dataset = dataset
        self.language = language

    def find(self, name: str) -> str:
        """Give the id of an entity by any of its names; raises KgError if none or several have it."""
        return find_entity(self.dataset, name)

    def about(self, name: str) -> Iterator[str]:
        """Say all about an entity by any of its names, else about the article of that id."""
        if name in self.dataset.articles and name not in ids_of_name(self.dataset.entities.values()):
            return self.article(name)
        return self.entity(self.find(name))

    def article(self, id_: str) -> Iterator[str]:
        """Say of an article what it says of itself, and what not."""
        article = self.dataset.articles[id_]
        yield f"{article.title}  {id_}"
        if article.authors:
            yield f"  {self.word('authors')}: {'、'.join(article.authors)}"
        for value in (article.publisher, article.published, article.url):
            if value:
                yield f"  {value}"
        yield from self.omissions(id_, of_article=True)

    def entity(self, id_: str) -> Iterator[str]:
        """Say all about an entity: its names, its statements and those that lead to it, with evidence."""
        yield from self.heading(id_)
        for statement in self.dataset.statements_from.get(id_, ()):
            yield from self.leaving(statement)
        yield from self.omissions(id_)
        for statement in self.dataset.statements_to.get(id_, ()):
            yield from self.arriving(statement)

    def heading(self, id_: str) -> Iterator[str]:
        """Say what an entity is called, and what it is."""
        entity = self.dataset.entities[id_]
        yield f"{entity.name}  [{self.title('classes', entity.type)}]" + (
            f"  {id_}" if id_ != entity.name else ""
        )
        if entity.aliases:
            yield f"  {self.word('aliases')}: {'、'.join(entity.aliases)}"
        if entity.description:
            yield f"  {entity.description}"
        for address in entity.same_as:
            yield f"  {self.word('same_as')}: {address}"

    def leaving(self, statement: Statement) -> Iterator[str]:
        """Say a statement as one of its subject, with evidence."""
        yield f"  — {self.title('properties', statement.property)} → {self.object(statement)}"
        yield from self.evidence(statement)

    def arriving(self, statement: Statement) -> Iterator[str]:
        """Say a statement as one of the entity that it leads to, with evidence."""
        yield f"  ← {self.title('properties', statement.property)} — {self.name(statement.subject)}"
        yield from self.evidence(statement)

    def evidence(self, statement: Statement) -> Iterator[str]:
        """Say in which words the article supports a statement."""
        marks = [self.word(statement.status)] if statement.status != "stated" else []
        marks += [part for part in (statement.role, statement.when and statement.when.raw) if part]
        title = self.article_title(statement)
        words = " … ".join(statement.quote.phrases) if statement.quote else ""
        quoted = f"「{words}」{title}" if words else f"{self.word('no quote')}{title}"
        yield "      " + "  ".join([*(f"({mark})" for mark in marks), quoted])
        if statement.note:
            yield f"      {statement.note}"

    def omissions(self, subject: str, *, of_article: bool = False) -> Iterator[str]:
        """Say what is not stated of an entity or an article; where there are values, they are not all."""
        for omission in self.dataset.omissions:
            if (omission.subject, omission.of_article) == (subject, of_article):
                yield from self.omission(omission)

    def omission(self, omission: Omission) -> Iterator[str]:
        """Say what is not stated, or not listed in full."""
        word = self.word("more values" if self.dataset.is_partial(omission) else "no value")
        yield f"  — {self.title('properties', omission.property)} → {word} ({omission.note})"
        if omission.quote:
            yield f"      「{' … '.join(omission.quote.phrases)}」{self.article_title(omission)}"

    def article_title(self, statement: Statement | Omission) -> str:
        article = self.dataset.articles.get(statement.source or "")
        return f" —《{article.title}》" if article else ""

    def path(self, start: str, steps: Sequence[Step]) -> Iterator[str]:
        """Write a path, a step and its evidence at a time."""
        yield self.name(start)
        for step in steps:
            title = self.title("properties", step.statement.property)
            arrow = f"— {title} →" if step.forward else f"← {title} —"
            yield f"  {arrow} {self.name(step.target)}"
            yield from self.evidence(step.statement)

    def statistics(self, counts: Statistics) -> Iterator[str]:
        """Write the counts as tables."""
        totals = ((word, getattr(counts, word)) for word in TOTALS)
        yield self.table("totals", ((self.word(word), total) for word, total in totals))
        yield self.table("types", ((self.title("classes", id_), n) for id_, n in counts.types.items()))
        properties = ((self.title("properties", id_), n) for id_, n in counts.properties.items())
        yield self.table("properties", properties)
        connected = list(counts.degrees.items())[:MOST_CONNECTED]
        yield self.table("degree", ((self.name(id_), degree) for id_, degree in connected))
        groups = ((self.members(group.members), len(group.members)) for group in counts.communities)
        yield self.table("communities", groups)
        if counts.isolated:
            yield f"{self.word('isolated')}: {'、'.join(self.name(id_) for id_ in counts.isolated)}\n"

    def members(self, ids: Sequence[str]) -> str:
        shown = "、".join(self.name(id_) for id_ in ids[:MEMBERS_SHOWN])
        return shown + ("…" if len(ids) > MEMBERS_SHOWN else "")

    def table(self, word: str, counts: Iterable[tuple[str, int]]) -> str:
        rows = [(name, str(count)) for name, count in counts]
        return text_table((self.word(word), self.word("count")), rows) if rows else ""

    def matches(self, text: str) -> list[tuple[str, str, str]]:
        """Give type, name and id of the entities that a text may mean, best first."""
        found = [match.entity for match in matches(self.dataset, text)]
        return [(self.title("classes", entity.type), entity.name, entity.id) for entity in found]

    def object(self, statement: Statement) -> str:
        """Write what a statement says of its subject, figures as printed."""
        object_ = statement.object
        if isinstance(object_, Reference):
            return self.name(object_.id)
        if isinstance(object_, Observation):
            return f"{object_.measure}: {object_.quantity.raw}{self.qualifiers(object_)}"
        return object_.raw if isinstance(object_, DateRange) else self.value(statement.property, object_)

    def qualifiers(self, figure: Observation) -> str:
        """Write what qualifies a figure, in parentheses: its kind, what it counts, of what, in which span."""
        names = [self.name(id_) for id_ in (figure.counts, figure.scope) if id_]
        kind = [self.title_of_value(figure.kind, (FIGURE_KINDS,))] if figure.kind else []
        shown = [*kind, *names, *([figure.period] if figure.period else [])]
        return f" ({' · '.join(shown)})" if shown else ""

    def value(self, property_id: str, value: str) -> str:
        """Write a text; the values of an enumeration have titles, which are Chinese."""
        return self.title_of_value(value, self.dataset.ontology.properties[property_id].ranges)

    def title_of_value(self, value: str, ranges: Iterable[str]) -> str:
        return self.dataset.ontology.title_of_value(value, ranges) if self.language == "zh" else value

    def nothing_found(self, text: str) -> Problem:
        """Say that nothing has such a name, with the nearest name that something has."""
        from kg.suggest import nearest

        names = ids_of_name(self.dataset.entities.values())
        return Problem(
            "nothing-found", Location(text), {"name": text, "suggestion": "".join(nearest(text, names))}
        )

    def name(self, id_: str) -> str:
        return self.dataset.entities[id_].name

    def title(self, kind: str, id_: str) -> str:
        definitions = getattr(self.dataset.ontology, kind)
        return str(definitions[id_].titles[self.language])

    def word(self, word: str) -> str:
        return WORDS[word][self.language == "en"]


class Match(NamedTuple):
    """An entity that a text may mean, and the one of its names that the text fits best."""

    entity: Entity
    name: str


def matches(dataset: Dataset, text: str) -> list[Match]:
    """Give the entities that a text may mean (Chinese, an alias, pinyin or its initials), best first."""
    from kg.suggest import match_rank

    ranked = []
    for entity in dataset.entities.values():
        names = dict.fromkeys((entity.name, *entity.aliases, entity.id))
        ranks = [
            (rank, place)
            for place, name in enumerate(names)
            if (rank := match_rank(text, (name,))) is not None
        ]
        if ranks:
            rank, place = min(ranks)
            ranked.append((rank, len(entity.name), entity.id, [*names][place]))
    return [Match(dataset.entities[id_], name) for _, _, id_, name in sorted(ranked)]


def find_entity(dataset: Dataset, name: str) -> str:
    """Give the id of an entity by id, name or alias; raises KgError if none or several have it."""
    from kg.suggest import nearest

    ids = ids_of_name(dataset.entities.values())
    found = [name] if name in dataset.entities else ids.get(name, [])
    if len(found) == 1:
        return found[0]
    if found:
        blanks = {"name": name, "candidates": "、".join(found)}
        raise KgError(Problem("ambiguous-name", Location(name), blanks))
    suggestion = "".join(nearest(name, ids))
    raise KgError(Problem("unknown-name", Location(name), {"name": name, "suggestion": suggestion}))
