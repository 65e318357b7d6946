"""Figures and dates to what they are about: the nearest entity of a fitting class in clause or sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.draft.tables import type_of_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.draft.chunks import Piece
    from kg.draft.entities import Found
    from kg.draft.reading import Span

DOING = frozenset(
    [
        "Campaign",
        "Programme",
        "Competition",
        "Service",
        "Initiative",
        "PolicyMeasure",
        "Fund",
        "FacilityType",
        "Mechanism",
        "Application",
        "Honour",
        "Event",
        "Meeting",
    ]
)
DOCUMENTS = frozenset(["Policy", "Regulation", "Plan", "Guideline", "Document"])
ACTING = frozenset(
    [
        "Union",
        "Movement",
        "Government",
        "PartyOrgan",
        "Enterprise",
        "Institution",
        "Media",
        "Collective",
        "Organization",
    ]
)
COUNTED = frozenset(
    ["OccupationalGroup", "Person", "Place", "AdministrativeArea", "Concept", "Strategy", "Collective"]
)
"""What figures are about, the likelier first; last what is rather counted than counts."""

DATED = (
    frozenset(
        [
            "Policy",
            "Regulation",
            "Plan",
            "Guideline",
            "Document",
            "Campaign",
            "Competition",
            "Meeting",
            "Event",
            "Programme",
            "Service",
            "Initiative",
            "Application",
            "FacilityType",
            "Mechanism",
        ]
    ),
    frozenset(["Collective", "Honour", "Fund", "Union", "Enterprise", "Institution", "PolicyMeasure"]),
)
"""What dates are about."""

DATING = frozenset({"issue", "formulate", "revise", "organize", "establish", "develop"})
DATE_OF_VERB = {"issue": "issued", "formulate": "formulated", "revise": "revised", "establish": "established"}
BEGINNING = (
    "启动",
    "开展",
    "组织开展",
    "发起",
    "实施",
    "推出",
    "上线",
    "开通",
    "推行",
    "联合开展",
    "创新开展",
)


def measured(
    span: Span, clauses: Sequence[Sequence[Piece]], places: Mapping[Span, Found], otherwise: Found | None
) -> Found | None:
    """Give the entity that a figure is about.

    That is the one whose name it stands in, or that right behind it (3个实训基地); else what is done in its
    clause, in those before it, in those after it; else who does it; else what is counted; else `otherwise`.
    """
    number = next(
        (number for number, one in enumerate(clauses) if one[0].start <= span[0] < one[-1].end), None
    )
    if number is None:
        return otherwise
    here, before, after = clauses[number], clauses[:number][::-1], clauses[number + 1 :]
    if found := _around(span, here, places) or _behind(span, here, places):
        return found
    ranks = [
        (DOING, [here]),
        (DOCUMENTS, [here]),
        (DOING | DOCUMENTS, before),
        (ACTING - COUNTED, [here, *before]),
    ]
    ranks += [(DOING, after), (COUNTED, [here])]
    for classes, some in ranks:
        for clause in some:
            if found := _nearest(span, clause, places, classes):
                return found
    return otherwise


def _around(span: Span, clause: Sequence[Piece], places: Mapping[Span, Found]) -> Found | None:
    inside = [
        one for one in _within(clause, places) if one[0] <= span[0] and span[1] <= one[1] and one != span
    ]
    return places[min(inside, key=lambda one: one[1] - one[0])] if inside else None


def _behind(span: Span, clause: Sequence[Piece], places: Mapping[Span, Found]) -> Found | None:
    """Give what stands right behind a figure, where it is no mere group of people or enterprises."""
    quoted = {piece.start for piece in clause if piece.kind == "quoted"}
    next_ = [
        one
        for one in _within(clause, places)
        if one[0] == span[1] or (one[0] - 1 == span[1] and span[1] in quoted)
    ]
    fitting = [one for one in next_ if places[one].type in DOING | DOCUMENTS | ACTING]
    fitting = [
        one for one in fitting if places[one].name not in type_of_name() or places[one].type not in COUNTED
    ]
    return places[max(fitting, key=lambda one: one[1])] if fitting else None


def _within(clause: Sequence[Piece], places: Mapping[Span, Found]) -> list[Span]:
    return [one for one in places if clause[0].start <= one[0] and one[1] <= clause[-1].end]


def dated(
    span: Span, clauses: Sequence[Sequence[Piece]], places: Mapping[Span, Found]
) -> tuple[Found, Piece | None] | None:
    """Give what happened at a date, and the verb that says so: in the clauses from it on, then before."""
    following = [clause for clause in clauses if clause[-1].end > span[0]]
    earlier = [clause for clause in clauses if clause[-1].end <= span[0]]
    for classes in DATED:
        for clause in [*following, *reversed(earlier)]:
            inside = [one for one in _within(clause, places) if places[one].type in classes]
            if inside:
                best = min(inside, key=lambda one: (one[0] < span[1], one[0], -one[1]))
                return places[best], _verb_of(best, clause, acts=places[best].type in ACTING)
    return None


def _verb_of(place: Span, clause: Sequence[Piece], *, acts: bool) -> Piece | None:
    """Give the verb that something is the object of, else the one behind it, if it is nobody who acts."""
    before = [piece for piece in clause if piece.kind in DATING and piece.end <= place[0]]
    behind = [piece for piece in clause if piece.kind in DATING and piece.start >= place[1] and not acts]
    return before[-1] if before else behind[0] if behind else None


def date_property(found: Found, verb: Piece | None, properties: frozenset[str]) -> str:
    """Tell which date of an entity is meant, by the verb: issued, established, start; else just its date."""
    wanted = DATE_OF_VERB.get(verb.kind, "") if verb else ""
    if wanted in properties:
        return wanted
    documents = found.type in DOCUMENTS
    if documents and "issued" in properties:
        return "issued" if verb else "date"
    if found.type in ("Meeting", "Event"):
        return "date"
    if verb and (verb.text in BEGINNING or verb.kind in ("organize", "develop", "establish")):
        return "start"
    return "date"


def _nearest(
    span: Span, clause: Sequence[Piece], places: Mapping[Span, Found], classes: frozenset[str]
) -> Found | None:
    fitting = [one for one in _within(clause, places) if places[one].type in classes and one != span]
    return places[min(fitting, key=lambda one: (_distance(span, one), one[0] - one[1]))] if fitting else None


def _distance(span: Span, place: Span) -> float:
    """Give how far apart two stretches are; what stands right before a figure is nearer than what follows."""
    return place[0] - span[1] if place[0] >= span[1] else span[0] - place[1] + 0.5
