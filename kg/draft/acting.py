"""Who does what: 甲联合乙、丙出台丁, 丁由甲主办, and the subject that a sentence leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.draft import phrases
from kg.draft.names import quoted, titles
from kg.draft.objects import objects
from kg.draft.organisations import ORGANISATIONS
from kg.draft.relations import JOINT, PROPERTY_OF_VERB, Relation, property_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.draft.chunks import Piece
    from kg.draft.clause import Clause, Named
    from kg.draft.entities import Found
    from kg.draft.mentions import Mention

WITHOUT_SUBJECT = "原句省略主语"
NO_DOING = ("Place", "AdministrativeArea", "OccupationalGroup", "Person", *ORGANISATIONS)
NEAR = 8
"""Characters within which a quoted name behind 的 is what a verb is about: 开展以道德为重点的“四德”教育."""


class Supposed(NamedTuple):
    """Who is supposed to act where nobody is named, and how sure that is."""

    entity: Found | None
    certainty: float


class Joint(NamedTuple):
    """Where 联合 stands, who stands before it, and who behind."""

    at: int
    leaders: list[Named]
    partners: list[Named]


def joint(clause: Clause) -> Joint | None:
    """Find 甲联合乙、丙, and 甲与乙合作."""
    for number, piece in enumerate(clause.pieces):
        if piece.kind == "join":
            with_ = next(
                (one for one in reversed(clause.pieces[:number]) if one.text in ("与", "同", "和")), None
            )
            between = clause.between(with_.end, piece.start, ORGANISATIONS) if with_ else []
            if with_ and between and between[-1].span[1] == piece.start:
                return Joint(with_.start, clause.organisations_before(with_.start), between)
            following = (one.start for one in clause.pieces[number + 1 :] if one.kind in PROPERTY_OF_VERB)
            verb = next(following, clause.end)
            partners = clause.between(piece.end, verb, ORGANISATIONS)
            return Joint(piece.start, clause.organisations_before(piece.start), partners)
    return None


def goes_on(clause: Clause, together: Joint | None) -> Joint | None:
    """Give who acts together in the next clause too: nothing was done yet in this one."""
    acts = any(piece.kind in PROPERTY_OF_VERB for piece in clause.pieces)
    return together if together and together.partners and not acts else None


def doings(clause: Clause, together: Joint | None, supposed: Supposed) -> Iterator[Relation]:
    """Yield who does what in a clause."""
    for verb, mention in _objects(clause):
        target = _target(clause, mention)
        if target:
            yield from _doing(clause, verb, target, together, supposed)
    yield from _passive(clause)


def _objects(clause: Clause) -> Iterator[tuple[Piece, Mention]]:
    """Yield what is done, with the verb: names by their head, 《titles》 and “names”, services provided."""
    for verb, mention in objects(clause.pieces):
        if verb.kind in PROPERTY_OF_VERB:
            yield verb, mention
    for mention in (*titles(clause.pieces), *quoted(clause.pieces)):
        verbs = [one for one in clause.pieces if one.end <= mention.start and one.kind in PROPERTY_OF_VERB]
        if verbs and not clause.has_word("的", verbs[-1].end, mention.start - NEAR):
            yield verbs[-1], mention
    for piece, behind in zip(clause.pieces, clause.pieces[1:], strict=False):
        service = phrases.chunk(behind) if piece.text == "提供" and behind.kind == "name" else None
        if service and service.type == "Service":
            yield piece, service


def _target(clause: Clause, mention: Mention) -> Named | None:
    exact = [one for one in clause.named if one.span == (mention.start, mention.end)]
    alike = [one for one in clause.named if one.span[1] == mention.end and one.span[0] >= mention.start - 2]
    return next(iter([*exact, *alike]), None)


def _doing(
    clause: Clause, verb: Piece, target: Named, together: Joint | None, supposed: Supposed
) -> Iterator[Relation]:
    property_ = property_of(verb.kind, verb.text)
    place = (verb.start, target.span[1])
    name = target.entity.name
    actors = _actors(clause, verb, property_, together)
    actors = [one for one in actors if one.entity.name != name]
    for number, one in enumerate(actors):
        said = JOINT.get(property_, property_) if number else property_
        yield Relation(name, said, one.entity.name, (one.span, place), 0.85)
    absent = supposed.entity
    if not actors and absent and absent.name != name:
        yield Relation(name, property_, absent.name, (place,), supposed.certainty, WITHOUT_SUBJECT)
    for one in together.partners if together and property_ in JOINT else ():
        if one.entity.name != name:
            yield Relation(name, JOINT[property_], one.entity.name, (one.span, place), 0.85)


def _actors(clause: Clause, verb: Piece, property_: str, together: Joint | None) -> list[Named]:
    """Give who is said to act: those before 联合 or before the verb, a list of them as a whole."""
    if together and together.at < clause.start and together.leaders:
        return together.leaders[-1:]
    limit = together.at if together and together.at >= clause.start else verb.start
    types = ORGANISATIONS | {"OccupationalGroup", "Person"} if property_ == "participant" else ORGANISATIONS
    stated = clause.before(limit, types)
    if any(one.span[1] == piece.start for one in stated[:1] for piece in clause.pieces if piece.text == "的"):
        return []  # 工会的……: an attribute, and not who acts
    return stated if _is_list(clause, stated) else stated[-1:]


def _is_list(clause: Clause, stated: list[Named]) -> bool:
    """Tell whether several stand side by side, with only 、 and 和 between them."""
    if len(stated) < 2:
        return False
    start, end, own = stated[0].span[1], stated[-1].span[0], {one.span for one in stated}
    between = [piece for piece in clause.pieces if start <= piece.start and piece.end <= end]
    return all(piece.text in "、和与及" or (piece.start, piece.end) in own for piece in between)


def _passive(clause: Clause) -> Iterator[Relation]:
    """Find 活动由甲指导、乙主办, 由甲开发的应用, 活动是甲推出的."""
    for piece in clause.pieces:
        behind = [one for one in clause.pieces if one.start >= piece.end]
        ends = len(behind) > 1 and behind[-1].text == "的" and behind[-2].kind in PROPERTY_OF_VERB
        if piece.text == "由" or (piece.text == "是" and ends):
            yield from _done(clause, piece, behind)


def _done(clause: Clause, by: Piece, behind: list[Piece]) -> Iterator[Relation]:
    """Yield who did it: each of those behind 由, by the verb that follows; up to 的, or to the end."""
    of = next((one for one in behind if one.text == "的" and by.text == "由"), None)
    acts = [
        one
        for one in behind
        if one.kind in (*PROPERTY_OF_VERB, "announce") and (not of or one.end <= of.start)
    ]
    targets = [one for one in clause.before(by.start) if one.entity.type not in NO_DOING][-1:]
    if of and acts:
        targets = [one for one in clause.behind(of.end) if one.entity.type not in NO_DOING][:1] or targets
    for target in targets:
        first = True
        for agent in clause.between(by.end, acts[-1].start, ORGANISATIONS) if acts else ():
            verb = next(one for one in acts if one.start >= agent.span[1])
            if verb.kind in PROPERTY_OF_VERB:
                property_ = property_of(verb.kind, verb.text)
                said = property_ if first and verb.text != "承办" else JOINT.get(property_, property_)
                carried = (agent.span[0], max(verb.end, agent.span[1]))
                yield Relation(target.entity.name, said, agent.entity.name, (target.span, carried), 0.85)
                first = False
