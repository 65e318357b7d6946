"""What the word under the cursor means: an entity with its evidence, a property, a figure, a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.dates import DateError, parse_date
from kg.describe import Describer
from kg.evidence import Text, find, paragraphs
from kg.loading.entities import NOT_STATED
from kg.lsp.navigation import referred
from kg.quantity import QuantityError, parse_quantity, plain
from kg.schema import keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lsp.place import Place
    from kg.lsp.reading import Known
    from kg.ontology import Class, Property
    from kg.problems import Language
    from kg.quantity import Quantity

LINES_MOST = 40
BOUNDS = {
    "exact": ("正好", "exactly"),
    "lower": ("不少于", "at least"),
    "upper": ("不多于", "at most"),
    "about": ("约", "about"),
    "range": ("介于", "between"),
    "magnitude": ("量级", "of the order of"),
}


class Explainer:
    """Says what stands at a place, in one language."""

    def __init__(self, known: Known, language: Language) -> None:
        self.known = known
        self.ontology = known.dataset.ontology
        self.language = language

    def explain(self, place: Place, source: str) -> str:
        """Say what the word at a place means, in plain text; empty where there is nothing to say.

        source: the article that the statements of this file come from unless they say otherwise
        """
        lines = list(self.key(place) if place.role == "key" else self.value(place, source))
        return "\n".join([*lines[:LINES_MOST], *(["…"] if len(lines) > LINES_MOST else [])])

    def say(self, zh: str, en: str) -> str:
        """Pick one of two texts."""
        return zh if self.language == "zh" else en

    def key(self, place: Place) -> Iterator[str]:
        """Explain a key."""
        section, depth = place.path[0] if place.path else "", len(place.path)
        if depth == 0:
            yield from self.fixed(keys.TOP, place.text)
        elif section == "articles":
            yield from self.of_article(place, depth)
        elif section == "entities" and depth == 1:
            yield from self.entity(place.text)
        elif section == "entities" and depth == 2:
            yield from self.fixed(keys.DRAFT | keys.ENTITY, place.text)
            yield from self.property(place.text)
        elif depth == 3 and place.key in NOT_STATED:
            yield from self.property(place.text)
        elif depth in (3, 4):
            yield from self.fixed(keys.DRAFT | keys.QUALIFIERS, place.text)

    def of_article(self, place: Place, depth: int) -> Iterator[str]:
        """Explain a key of an article."""
        if depth == 1 and place.text in self.known.dataset.articles:
            yield from Describer(self.known.dataset, self.language).article(place.text)
        elif depth == 2:
            yield from self.fixed(keys.ARTICLE, place.text)
        elif depth == 3 and place.key in NOT_STATED:
            yield from self.property(place.text)

    def fixed(self, known: dict[str, keys.Key], name: str) -> Iterator[str]:
        """Explain a key of the data format."""
        name = NOT_STATED[0] if name in NOT_STATED else name
        if name in known:
            yield f"{known[name].title} {name}"
            yield known[name].meaning(self.language)

    def definition(self, one: Class | Property) -> Iterator[str]:
        """Explain a class or a property."""
        yield f"{one.titles['zh']} {one.id} ({one.titles['en']})"
        if one.description:
            yield one.description
        if one.aliases:
            yield self.say("也可写作：", "also: ") + "、".join(one.aliases)
        yield one.iri

    def property(self, name: str) -> Iterator[str]:
        """Explain a property."""
        property_ = self.ontology.properties.get(self.ontology.property_ids.get(name, ""))
        if property_:
            yield from self.definition(property_)
            yield self.say("取值：", "takes: ") + " / ".join(map(self.range, property_.ranges))

    def range(self, range_: str) -> str:
        """Name a range."""
        class_ = self.ontology.classes.get(range_)
        return f"{class_.titles['zh']} {range_}" if class_ else range_

    def value(self, place: Place, source: str) -> Iterator[str]:
        """Explain a value: what it refers to, or else what it is read as."""
        section, depth, key = place.path[0], len(place.path), place.key
        if key == "source" and place.text in self.known.dataset.articles:
            yield from Describer(self.known.dataset, self.language).article(place.text)
        elif section != "entities":
            return
        elif depth == 3 and key == "type":
            class_ = self.ontology.classes.get(self.ontology.class_ids.get(place.text, ""))
            yield from self.definition(class_) if class_ else ()
        elif depth in (4, 5) and key == "quote":
            yield from self.quote(place.text, source)
        elif entity := referred(place, self.known):
            yield from self.entity(entity)
        elif depth in (3, 4) and key not in keys.ENTITY:
            yield from self.literal(place)

    def entity(self, id_: str) -> Iterator[str]:
        """Explain an entity with its statements and their evidence."""
        if id_ in self.known.dataset.entities and self.known.dataset.entities[id_].type:
            yield from Describer(self.known.dataset, self.language).entity(id_)

    def literal(self, place: Place) -> Iterator[str]:
        """Explain a figure, a date or a value of an enumeration."""
        property_ = self.ontology.properties.get(self.ontology.property_ids.get(place.path[2], ""))
        ranges = property_.ranges if property_ else ()
        key = place.key if len(place.path) == 4 else "value"
        if key == "value" and "Quantity" in ranges:
            yield from self.figure(place.text)
        elif key == "when" or (key == "value" and "EdtfDate" in ranges):
            yield from self.date(place.text)
        else:
            named = {"status": ("Status",), "kind": ("FigureKind",), "value": ranges}.get(key, ())
            title = self.ontology.title_of_value(place.text, named)
            if title != place.text:
                yield f"{title} {place.text}"

    def figure(self, text: str) -> Iterator[str]:
        """Say how a figure is read."""
        try:
            quantity = parse_quantity(text)
        except QuantityError:
            return
        yield f"{quantity.raw}: {self.amount(quantity)} {quantity.unit}".rstrip()

    def amount(self, quantity: Quantity) -> str:
        """Say which numbers a figure allows."""
        word = self.say(*BOUNDS[quantity.bound])
        ends = [quantity.number] + ([quantity.maximum] if quantity.maximum is not None else [])
        return f"{word} {self.say('与', ' and ').join(map(plain, ends))}"

    def date(self, text: str) -> Iterator[str]:
        """Say which days a date covers."""
        try:
            date = parse_date(text)
        except DateError:
            return
        ends = [end.isoformat() if end else "…" for end in (date.earliest, date.latest)]
        yield f"{text}: {self.say(' 至 ', ' to ').join(ends)}"

    def quote(self, phrase: str, source: str) -> Iterator[str]:
        """Say where in the article a phrase stands."""
        article = self.known.dataset.articles.get(source)
        if article is None:
            return
        yield f"《{article.title}》"
        if article.text is None:
            yield self.say("本机没有文本，未核对", "not checked: its text is not on this machine")
            return
        found = find(Text(article.text), [phrase])
        if not found.spans:
            yield self.say("文中没有这句话", "the article does not say this")
        for start, _ in found.spans:
            number = sum(begin <= start for begin, _ in paragraphs(article.text))
            yield self.say(f"第 {number} 段", f"paragraph {number}")
        if found.occurrences > 1:
            yield self.say(f"文中出现 {found.occurrences} 次", f"occurs {found.occurrences} times")
