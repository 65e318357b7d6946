"""An article's text -> what `kg draft` proposes: entities and statements, with their quotes and confidence.

Nothing here is asserted: everything carries the status draft until somebody has reviewed it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.draft.anaphora import places_of
from kg.draft.attaching import DATED, date_property, dated, measured
from kg.draft.belonging import relations
from kg.draft.dates import find_dates
from kg.draft.entities import survey
from kg.draft.figures import find_figures
from kg.draft.linking import Known
from kg.draft.model import CONFIDENCE, Answer, ask
from kg.draft.organisations import ORGANISATIONS
from kg.draft.quotes import LONGEST, Quoting
from kg.draft.reading import INVISIBLE, Reading
from kg.draft.relations import ELSE, Relation, main_organisation
from kg.evidence import Text
from kg.quantity import QuantityError, parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.draft.chunks import Piece
    from kg.draft.entities import Found
    from kg.draft.reading import Span
    from kg.model import Entity
    from kg.ontology import Ontology
    from kg.problems import Problem


class Said(NamedTuple):
    """A statement to be: `to` is the id of an entity, else `value` is a text; `measure` only with figures."""

    property: str
    quote: tuple[str, ...]
    confidence: float
    to: str = ""
    value: str = ""
    measure: str = ""
    note: str = ""


class DraftEntity(NamedTuple):
    """An entity to be, or new statements about one that the data has (`known`: no head is written)."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    quote: str
    confidence: float
    known: bool
    statements: tuple[Said, ...]


class Proposal(NamedTuple):
    """All that is proposed of one article.

    `unattached` are figures and dates of nothing that was found.
    """

    title: str
    authors: tuple[str, ...]
    published: str | None
    entities: tuple[DraftEntity, ...]
    unattached: tuple[str, ...]


def propose(
    text: str,
    ontology: Ontology,
    known: Mapping[str, Entity],
    published: str | None = None,
    model: str | None = None,
) -> tuple[Proposal, tuple[Problem, ...]]:
    """Read an article's text and propose what it says; any text gives a proposal, if an empty one.

    published: the day the article appeared, EDTF, which dates such as 今年 are reckoned from
    model: the address of a language model that is asked too; what it says in vain comes as problems
    """
    reading, evidence = Reading(text), Text(text)
    answer = ask(model, reading, evidence, ontology) if model else Answer()
    drafter = _Drafter(reading, evidence, ontology, Known(known), answer)
    drafter.relate(answer)
    drafter.count(text)
    drafter.date(text, published)
    return drafter.proposal(), answer.dropped


class _Drafter:
    """Gathers the statements of one article by the name of their subject."""

    def __init__(
        self, reading: Reading, text: Text, ontology: Ontology, known: Known, answer: Answer
    ) -> None:
        self.reading, self.ontology, self.known = reading, ontology, known
        found = survey(reading, [*known.mentions(reading.text), *answer.mentions])
        self.survey = found._replace(entities=[one for one in found.entities if one.type in ontology.classes])
        self.places = places_of(self.survey)
        pieces = [piece for sentence in self.survey.sentences for clause in sentence for piece in clause]
        borders = [offset for piece in pieces for offset in (piece.start, piece.end)]
        self.quoting = Quoting(reading, text, borders, reading.sentences("title", "caption", "body"))
        self.ids = _ids(self.survey.entities, known)
        self.types = {one.name: one.type for one in self.survey.entities}
        self.said: dict[str, dict[tuple[str, str], Said]] = {one.name: {} for one in self.survey.entities}
        self.unattached = [one.name for one in found.entities if one.type not in ontology.classes]
        self.published: str | None = None

    def add(self, name: str, said: Said) -> None:
        """Keep a statement; of two that say the same, the surer one."""
        key = (said.property, said.to or f"{said.measure}\n{said.value}")
        before = self.said[name].get(key)
        if before is None or before.confidence < said.confidence:
            self.said[name][key] = said

    def relate(self, answer: Answer) -> None:
        for relation in [*relations(self.reading, self.survey, self.places), *self._claimed(answer)]:
            property_ = self._property(relation)
            quote = self.quoting.phrases(*relation.spans)
            if property_ and quote and self.ids[relation.subject] != self.ids[relation.object]:
                to = self.ids[relation.object]
                self.add(
                    relation.subject,
                    Said(property_, tuple(quote), relation.confidence, to=to, note=relation.note),
                )
        for person in self.survey.people:
            name = self._name_at((person.mention.start, person.mention.end))
            quote = self.quoting.phrases((person.start, person.mention.end)) if person.job else None
            if name and quote:
                self.add(name, Said("jobTitle", tuple(quote), 0.8, value=person.job))

    def _claimed(self, answer: Answer) -> Iterator[Relation]:
        """Turn the claims of a model into relations, by names that were found."""
        names = {name: one.name for one in self.survey.entities for name in (*one.aliases, one.name)}
        for claim in answer.claims:
            span = (self.reading.offset(claim.span[0]), self.reading.offset(claim.span[1] - 1) + 1)
            if claim.subject in names and claim.object in names:
                subject, target = names[claim.subject], names[claim.object]
                yield Relation(subject, claim.property, target, (span,), CONFIDENCE)

    def _name_at(self, span: Span) -> str:
        return self.places[span].name if span in self.places else ""

    def _property(self, relation: Relation) -> str:
        """Give the property, or one like it, that the class of the subject has and the object fits."""
        type_, target = self.types[relation.subject], self.types[relation.object]
        others = ELSE.get(relation.property, ()) if type_ not in ORGANISATIONS else ()
        for property_ in (relation.property, *others):
            has = (
                property_ in self.ontology.classes[type_].properties
                if type_ in self.ontology.classes
                else False
            )
            if has and any(
                self.ontology.is_a(target, range_) for range_ in self.ontology.properties[property_].ranges
            ):
                return property_
        return ""

    def count(self, text: str) -> None:
        otherwise = main_organisation(self.reading, self.survey)
        for figure in find_figures(text):
            span = (self.reading.offset(figure.start), self.reading.offset(figure.end - 1) + 1)
            clauses = self._sentence(span)
            about = measured(span, clauses, self.places, otherwise)
            phrase = _on_one_line(text[slice(*figure.quote)])
            raw, measure = _on_one_line(figure.raw), _on_one_line(figure.measure)
            if about is None or len(phrase) > LONGEST or not _is_quantity(raw):
                self.unattached.append(raw)
                continue
            self.add(about.name, Said("statistics", (phrase,), 0.8, value=raw, measure=measure))

    def date(self, text: str, published: str | None) -> None:
        for found in find_dates(text, published):
            span = (self.reading.offset(found.start), self.reading.offset(found.end - 1) + 1)
            if self._signs(span):
                self.published = self.published or found.edtf
                continue
            target = dated(span, self._sentence(span), self.places) or self._before(span)
            shown = _on_one_line(text[found.start : found.end])
            if target is None:
                self.unattached.append(f"{shown} = {found.edtf}")
                continue
            about, verb = target
            properties = self.ontology.classes[about.type].properties
            property_ = date_property(about, verb, properties)
            quote = self.quoting.phrases(span)
            if quote is None or property_ not in properties:
                self.unattached.append(f"{shown} = {found.edtf}")
                continue
            note = f"“{shown}”由上下文推得" if found.resolved else ""
            if not self.ontology.properties[property_].multivalued and any(
                key[0] == property_ for key in self.said[about.name]
            ):
                property_ = "date"
            self.add(
                about.name,
                Said(property_, tuple(quote), 0.6 if found.resolved else 0.8, value=found.edtf, note=note),
            )

    def _signs(self, span: Span) -> bool:
        """Tell whether a date is all of the last line: the day on which a notice was signed."""
        last = self.reading.paragraphs[-1]
        return last.start == span[0] and last.end - span[1] <= 1

    def _before(self, span: Span) -> tuple[Found, None] | None:
        """Give the last thing before a date that can have one."""
        earlier = [one for one in self.places if one[1] <= span[0] and self.places[one].type in DATED[0]]
        return (self.places[max(earlier)], None) if earlier else None

    def _sentence(self, span: Span) -> list[list[Piece]]:
        return next(
            (one for one in self.survey.sentences if one and one[0][0].start <= span[0] < one[-1][-1].end), []
        )

    def proposal(self) -> Proposal:
        entities = tuple(self._entities())
        authors = tuple(
            dict.fromkeys(one.mention.name for one in self.survey.people if one.mention.confidence >= 0.95)
        )
        return Proposal(self.reading.title(), authors, self.published, entities, tuple(self.unattached))

    def _entities(self) -> Iterator[DraftEntity]:
        written: set[str] = set()
        for one in self.survey.entities:
            id_, statements = self.ids[one.name], tuple(_without_guesses(self.said[one.name].values()))
            is_known = id_ in self.known.entities
            if id_ in written or (is_known and not statements):
                continue
            quote = next(filter(None, (self.quoting.phrase(m.start, m.end) for m in one.mentions)), "")
            if not quote and not is_known:
                continue
            written.add(id_)
            yield DraftEntity(
                id_, one.name, one.type, one.aliases, quote, one.confidence, is_known, statements
            )


def _without_guesses(statements: Iterable[Said]) -> Iterator[Said]:
    """Drop who is only supposed to have done something, where somebody is said to have."""
    statements = list(statements)
    sure = {said.property for said in statements if said.to and not said.note}
    return (said for said in statements if not said.note or not said.to or said.property not in sure)


def _ids(entities: Iterable[Found], known: Known) -> dict[str, str]:
    """Give each entity its id: that of the known one, else one made of its name that nothing else has."""
    ids: dict[str, str] = {}
    taken = set(known.entities)
    for one in entities:
        id_ = known.id_of(one)
        if id_ is None:
            made = made_id(one.name)
            id_ = next(
                name
                for number in range(1, 10_000)
                if (name := made if number == 1 else f"{made}_{number}") not in taken
            )
            taken.add(id_)
        ids[one.name] = id_
    return ids


def made_id(name: str) -> str:
    """Make an id of a name: only what may stand in one.

    >>> made_id("“守好红色根脉·班前十分钟”活动"), made_id("乡镇（街道）工会")
    ('守好红色根脉·班前十分钟活动', '乡镇街道工会')
    """
    return re.sub(r"[^\w·-]|^-+", "", name) or "_"


def _on_one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", INVISIBLE.sub("", text)).strip()


def _is_quantity(raw: str) -> bool:
    try:
        parse_quantity(raw)
    except QuantityError:
        return False
    return True
