"""The graph as values: entities, statements about them, and the words that support each statement. No I/O.

Everything is frozen. `NamedTuple` rather than dataclasses: they are three times as fast to make, and a
file of 10,000 entities makes 60,000 of them.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.dates import DateRange
    from kg.ontology import Ontology
    from kg.problems import Location
    from kg.quantity import Quantity


class Reference(NamedTuple):
    """The object of a statement that leads to another entity, by its id."""

    id: str


DRAFT = "draft"
"""The status of what nobody has reviewed yet. It is read and checked, and not part of the dataset."""

DIFFERENT = "differentFrom"
"""The property by which it is decided that two entities are not the same."""

FIGURE_KINDS = "FigureKind"
"""The enumeration of the ontology that says what kinds of figures there are."""


class Observation(NamedTuple):
    """The object of a statistic: what was counted, and how many (2.3万余家 enterprises held activities).

    `counts` is the entity that was counted, `scope` the one whose figure it is; `period` is the span as
    printed (五年来), `kind` a value of `FIGURE_KINDS`. All but the first two may be left open.
    """

    measure: str
    quantity: Quantity
    counts: str | None = None
    scope: str | None = None
    period: str | None = None
    kind: str | None = None


if TYPE_CHECKING:
    Object = Reference | Observation | DateRange | str
    """What a statement says of its subject: an entity, a figure, a date, or plain text."""


class Quote(NamedTuple):
    """The phrases that carry a statement, and their offsets in the article's text (`None`: not checked)."""

    phrases: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] | None = None


class Statement(NamedTuple):
    """One property of one entity, with the article that says so and the words it says it in."""

    subject: str
    property: str
    object: Object
    location: Location
    source: str | None = None
    quote: Quote | None = None
    when: DateRange | None = None
    status: str = "stated"
    role: str | None = None
    note: str | None = None


class Omission(NamedTuple):
    """What an article does not say: of its subject it names no value of a property, or not all of them.

    The subject is an entity, by its id, or the article itself. It is no statement, and claims nothing.
    """

    subject: str
    property: str
    location: Location
    source: str | None
    note: str
    quote: Quote | None = None
    of_article: bool = False


class Entity(NamedTuple):
    """Something that has a name; `type` is a class of the ontology, `id` what other entities call it by."""

    id: str
    type: str
    name: str
    location: Location
    aliases: tuple[str, ...] = ()
    description: str | None = None
    same_as: tuple[str, ...] = ()


class Article(NamedTuple):
    """A newspaper article that statements come from; `text` is `None` where this machine does not have it."""

    id: str
    title: str
    location: Location
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    text: str | None = None


def ids_of_name(entities: Iterable[Entity]) -> dict[str, list[str]]:
    """Lead from every id, name and alias to the ids that have it: more than one is ambiguous."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for entity in entities:
        for name in dict.fromkeys((entity.id, entity.name, *entity.aliases)):
            ids[name].append(entity.id)
    return dict(ids)


class Dataset:
    """All that was loaded: entities and articles by id, statements and omissions as they were written."""

    def __init__(
        self,
        ontology: Ontology,
        entities: Mapping[str, Entity],
        statements: list[Statement],
        articles: Mapping[str, Article],
        omissions: Iterable[Omission] = (),
    ) -> None:
        self.ontology = ontology
        self.entities = entities
        self.statements = statements
        self.articles = articles
        self.omissions = list(omissions)

    @cached_property
    def statements_from(self) -> Mapping[str, list[Statement]]:
        """Statements by the id of their subject."""
        by_subject: defaultdict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            by_subject[statement.subject].append(statement)
        return by_subject

    @cached_property
    def statements_to(self) -> Mapping[str, list[Statement]]:
        """Statements by the id of the entity they lead to."""
        by_object: defaultdict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            if isinstance(statement.object, Reference):
                by_object[statement.object.id].append(statement)
        return by_object

    def is_partial(self, omission: Omission) -> bool:
        """Tell whether the property has values, seen from either end: only further ones are missing."""
        subject, property_ = omission.subject, omission.property
        if omission.of_article:
            return bool(self.articles[subject]._asdict().get(property_))
        inverse = self.ontology.properties[property_].inverse
        return any(
            statement.property == property_ for statement in self.statements_from.get(subject, ())
        ) or any(statement.property == inverse for statement in self.statements_to.get(subject, ()))
