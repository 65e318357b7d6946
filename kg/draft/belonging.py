"""What belongs where: honours to their holders, parts to wholes, meetings and towns to places."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kg.draft.acting import WITHOUT_SUBJECT, Supposed, doings, goes_on, joint
from kg.draft.clause import Clause
from kg.draft.organisations import ORGANISATIONS
from kg.draft.relations import PROPERTY_OF_VERB, Relation, leader, main_organisation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.draft.chunks import Piece
    from kg.draft.clause import Named
    from kg.draft.entities import Found, Survey
    from kg.draft.reading import Reading, Span

PLACES = ("Place", "AdministrativeArea")
EVENTS = ("Meeting", "Event", "Competition", "Campaign")
DOING = ("Campaign", "Programme", "Competition", "Initiative", "Service")
LISTS = ("Programme", "Plan", "Policy", "Campaign", "Strategy")
"""What something can be put into that is no honour: 列入工程, 纳入规划."""


def relations(reading: Reading, survey: Survey, places: Mapping[Span, Found]) -> Iterator[Relation]:
    """Yield the relations of an article; `places` leads from stretches of text to what they name."""
    of_article = main_organisation(reading, survey)
    paragraph, inherited = -1, None
    for sentence in survey.sentences:
        number = reading.text.count("\n", 0, sentence[0][0].start) if sentence else paragraph
        inherited = inherited if number == paragraph else None
        paragraph, together, person = number, None, None
        for clause in (Clause(pieces, places) for pieces in sentence):
            together = together or joint(clause)
            supposed = Supposed(inherited or of_article, 0.6 if inherited else 0.5)
            yield from doings(clause, together, supposed)
            yield from chain(_honours(clause, person or inherited), _located(clause), _parts(clause))
            together = goes_on(clause, together)
            inherited = leader(clause) or inherited
            person = next((one.entity for one in clause.named if one.entity.type == "Person"), person)
    yield from chain(_of_people(reading, survey), _employers(survey, places), _of_places(reading, survey))


def _honours(clause: Clause, inherited: Found | None) -> Iterator[Relation]:
    """Find 甲入选乙, 甲被丙列为乙, and 甲列入乙, which is no honour where 乙 is a programme."""
    for piece in clause.pieces:
        target = next(iter(clause.behind(piece.end)), None) if piece.kind == "award" else None
        if target and target.entity.type == "Honour":
            holders, givers = _holders(clause, piece)
            if not holders and inherited and inherited.name != target.entity.name:
                spans = ((piece.start, target.span[1]),)
                yield Relation(inherited.name, "holdsHonour", target.entity.name, spans, 0.6, WITHOUT_SUBJECT)
            for one in holders:
                if one.entity.name != target.entity.name:
                    yield Relation(
                        one.entity.name, "holdsHonour", target.entity.name, (one.span, target.span), 0.8
                    )
            for one in givers:
                yield Relation(
                    target.entity.name, "grantedBy", one.entity.name, (one.span, target.span), 0.75
                )
        elif target and piece.text in ("列入", "纳入") and target.entity.type in LISTS:
            for one in clause.before(piece.start):
                if one.entity.name != target.entity.name and one.entity.type not in PLACES:
                    yield Relation(
                        one.entity.name, "includedIn", target.entity.name, (one.span, target.span), 0.8
                    )


def _holders(clause: Clause, award: Piece) -> tuple[list[Named], list[Named]]:
    """Give who gets an honour, all of a list, and who gives it: between 被 and the verb."""
    passive = next(
        (one.start for one in clause.pieces if one.text == "被" and one.end <= award.start), award.start
    )
    before = clause.before(passive)
    marks = {piece.start for piece in clause.pieces if piece.text in ("、", "等", "和")}
    listed = [one for one in before if one.span[1] in marks]
    return listed or before[-1:], clause.between(passive, award.start, ORGANISATIONS)[-1:]


def _located(clause: Clause) -> Iterator[Relation]:
    """Find 会议在某地召开: a place between 在 and the verb, a meeting or an event in the same clause."""
    for piece in clause.pieces:
        if piece.text in ("召开", "举行", "举办", "启动", "开幕"):
            at = max(
                (one.start for one in clause.pieces if one.text == "在" and one.end <= piece.start),
                default=-1,
            )
            for spot in clause.between(at, piece.start, PLACES)[-1:] if at >= 0 else ():
                for event in clause.between(clause.start, clause.end, EVENTS):
                    spans = (event.span, (at, piece.end))
                    yield Relation(event.entity.name, "locatedIn", spot.entity.name, spans, 0.8)


def _parts(clause: Clause) -> Iterator[Relation]:
    """Find the parts of a whole: A、B、C“三大行动”, and A、B等C."""
    for number, piece in enumerate(clause.pieces):
        whole = _whole(clause, number, piece)
        before = clause.pieces[:number]
        borders = (one.end for one in before if one.kind in PROPERTY_OF_VERB or one.kind == "stop")
        start = max(borders, default=clause.start)
        if whole and any(one.text == "、" for one in before if one.start >= start):
            for part in clause.between(start, piece.start):
                if part.entity.name != whole.entity.name and _alike(part.entity, whole.entity):
                    spans = (part.span, (piece.start, whole.span[1]))
                    yield Relation(part.entity.name, "partOf", whole.entity.name, spans, 0.7)


def _whole(clause: Clause, number: int, piece: Piece) -> Named | None:
    if piece.kind == "quoted" and piece.text[1:2] in "两二三四五六七八九十":
        return next((one for one in clause.named if one.span == (piece.start + 1, piece.end - 1)), None)
    if piece.text == "等" and number + 1 < len(clause.pieces):
        return max(clause.behind(piece.end), key=lambda one: one.span[1] - one.span[0], default=None)
    return None


def _alike(part: Found, whole: Found) -> bool:
    return part.type == whole.type or (part.type in DOING and whole.type in DOING)


def _of_people(reading: Reading, survey: Survey) -> Iterator[Relation]:
    """Find “最美职工”李想: an honour right before a name."""
    honours = {m.end: (m, one) for one in survey.entities if one.type == "Honour" for m in one.mentions}
    for person in survey.entities:
        for mention in person.mentions if person.type == "Person" else ():
            end = mention.start - (reading.text[mention.start - 1 : mention.start] == "”")
            if end in honours:
                honour, entity = honours[end]
                yield Relation(person.name, "holdsHonour", entity.name, ((honour.start, mention.end),), 0.85)


def _employers(survey: Survey, places: Mapping[Span, Found]) -> Iterator[Relation]:
    """Find 海州市总工会主席李想: an organization right before a title and a name."""
    ends = {span[1]: (span, one) for span, one in places.items() if one.type in ORGANISATIONS}
    for person in survey.people:
        mention = person.mention
        if person.start in ends and (mention.start, mention.end) in places:
            span, employer = ends[person.start]
            name = places[mention.start, mention.end].name
            yield Relation(name, "worksFor", employer.name, ((span[0], mention.end),), 0.8)


def _of_places(reading: Reading, survey: Survey) -> Iterator[Relation]:
    """Find 湖州市吴兴区: a place right before another one."""
    names = {name: one for one in survey.entities if one.type in PLACES for name in (one.name, *one.aliases)}
    for place in survey.places:
        start = place.mention.start - len(place.within)
        joined = place.within and reading.text[start : place.mention.start] == place.within
        inner, outer = names.get(place.mention.name), names.get(place.within)
        if joined and inner and outer and inner is not outer:
            yield Relation(inner.name, "partOf", outer.name, ((start, place.mention.end),), 0.85)
