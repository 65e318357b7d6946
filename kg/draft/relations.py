"""What the article says of its entities, clause by clause, with the words that carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.draft.organisations import ORGANISATIONS

if TYPE_CHECKING:
    from kg.draft.clause import Clause
    from kg.draft.entities import Found, Survey
    from kg.draft.reading import Reading, Span

PROPERTY_OF_VERB = {
    "issue": "issuer",
    "formulate": "formulatedBy",
    "revise": "revisedBy",
    "organize": "organizer",
    "establish": "establishedBy",
    "develop": "developer",
    "fund": "funder",
    "serve": "provider",
}
"""By kind of verb, what its object has the subject for, where its class has that property."""

OTHER_PROPERTY = {
    "参与": "participant",
    "参加": "participant",
    "落实": "implementer",
    "推行": "implementer",
    "发放": "provider",
    "使用": "user",
    "运用": "user",
    "借助": "user",
    "依托": "user",
    "命名": "designator",
    "选树命名": "designator",
    "选树": "designator",
}
JOINT = {"organizer": "coorganizer", "issuer": "coissuer", "formulatedBy": "coissuer"}
"""What the partners are, where one does it together with others."""

ELSE = {
    "issuer": ("organizer", "developer", "provider"),
    "organizer": ("establishedBy", "provider"),
    "establishedBy": ("organizer",),
    "provider": ("organizer",),
    "developer": ("organizer",),
}
"""What to try where the class of the object has no such property: 推进 of a mechanism, 打造 of a campaign."""

LEADING = frozenset(
    {"Union", "Movement", "Government", "PartyOrgan", "Enterprise", "Institution", "Organization"}
)
"""The classes that an article can be about the doings of."""


class Relation(NamedTuple):
    """A statement of two entities by name, with the stretches of text that carry it."""

    subject: str
    property: str
    object: str
    spans: tuple[Span, ...]
    confidence: float
    note: str = ""


def property_of(verb_kind: str, verb: str) -> str:
    """Give what its object has the subject of a verb for: 出台 issuer, 参与 participant."""
    return OTHER_PROPERTY.get(verb, PROPERTY_OF_VERB[verb_kind])


def main_organisation(reading: Reading, survey: Survey) -> Found | None:
    """Give the organization that an article is about: the one in its headline, else the one named most."""
    organisations = [one for one in survey.entities if one.type in LEADING]
    title = reading.title()
    in_title = [one for one in organisations if any(name in title for name in (one.name, *one.aliases))]
    return max(in_title or organisations, key=lambda one: len(one.mentions), default=None)


def leader(clause: Clause) -> Found | None:
    """Give the organization that is the subject of a clause: at its beginning, or before its first verb."""
    verbs = (*PROPERTY_OF_VERB, "join", "award")
    verb = next((piece.start for piece in clause.pieces if piece.kind in verbs), -1)
    for one in clause.named:
        before = next((piece for piece in reversed(clause.pieces) if piece.end <= one.span[0]), None)
        free = before is None or before.kind == "mark" or before.text == "由"
        placed = one.span[0] == clause.start or one.span[1] <= verb
        if one.entity.type in ORGANISATIONS and free and placed:
            return one.entity
    return None
