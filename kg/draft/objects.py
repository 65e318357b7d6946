"""What is done: all that stands behind a verb such as 开展, 出台, 建立 in its clause, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.draft.mentions import Mention
from kg.draft.phrases import DOCUMENTS, named
from kg.draft.tables import head_at_end, type_of_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.draft.chunks import Piece

DOING = frozenset(
    {"around", "award", "issue", "formulate", "revise", "organize", "establish", "develop", "fund"}
)
SHORT = frozenset({"establish", "fund", "develop", "organize"})
"""Kinds of verbs whose object ends where another verb has one."""

ON_PAPER = frozenset({"issue", "formulate", "revise"})
AWARDED = frozenset({"Honour", "Collective", "Institution", "FacilityType", "Programme", "Mechanism"})
"""What one is named, or chosen for, is an honour: 列为试点单位."""

LISTED = frozenset(
    ["Campaign", "Mechanism", "Programme", "Competition", "Service", "FacilityType", "Application"]
)
MEASURES = ("缓减", "返还", "减免", "缓缴", "减征", "免征", "免除")
"""What is done to a fund and makes a measure: 返还工会经费."""


def objects(clause: Sequence[Piece]) -> Iterator[tuple[Piece, Mention]]:
    """Yield what is done in a clause, with the verb.

    What 等 sums up is what the sum is: 职工说事 in 推行职工说事、民主议事等新形式 is a mechanism.
    """
    for number, verb in enumerate(clause):
        if verb.kind in DOING:
            parts = list(items(_behind(verb, clause[number + 1 :])))
            mentions = [_object(verb, _trimmed(item, verb)) for item in parts]
            summed = len(parts) > 1 and any(piece.text == "等" for piece in clause[number:])
            whole = mentions[-1].type if mentions[-1] and summed else ""
            for item, mention in zip(parts, mentions, strict=True):
                found = mention or (_listed(item, whole) if whole in LISTED else None)
                if found:
                    yield verb, found


def _behind(verb: Piece, behind: Sequence[Piece]) -> Sequence[Piece]:
    """Give what stands behind a verb, for some verbs only up to the next that has an object of its own."""
    if verb.kind in SHORT:
        for number, piece in enumerate(behind[:-1]):
            if number and piece.kind in DOING:
                return behind[:number]
    return behind


def items(behind: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Part a list at 、 and 等, and between two quoted names; what begins with 关于 goes on to its 的."""
    item: list[Piece] = []
    for piece in behind:
        regarding = bool(item) and item[0].text.startswith("关于") and not _is_document(item)
        apart = piece.text in ("、", "等") or (
            piece.text in ("和", "及", "以及", "与") and _is_document(item)
        )
        if apart and not regarding:
            yield item
            item = []
        elif piece.kind == "quoted" and item and item[-1].kind == "quoted":
            yield item
            item = [piece]
        else:
            item.append(piece)
    yield item


def _is_document(item: Sequence[Piece]) -> bool:
    head = head_at_end().search("".join(piece.text for piece in item))
    return head is not None and type_of_head()[head[0]] in DOCUMENTS


def _trimmed(item: list[Piece], verb: Piece) -> list[Piece]:
    """Leave out figures before and behind a name, and what 的 joins to it; 二十项 and 四大 stay."""
    while item and (
        item[0].kind == "mark" or item[0].text in ("了", "好", "起", "的") or _counts(item[0], verb)
    ):
        item = item[1:]
    while item and item[-1].kind in ("figure", "mark"):
        item = item[:-1]
    last = max((number for number, piece in enumerate(item) if piece.text == "的"), default=-1)
    return item[last + 1 :] if last >= 0 and not item[0].text.startswith("关于") else item


def _counts(piece: Piece, verb: Piece) -> bool:
    return piece.kind == "figure" and (piece.text[0].isdigit() or verb.kind == "fund")


def _object(verb: Piece, item: Sequence[Piece]) -> Mention | None:
    """Read an item as a name, where it is one and fits the verb."""
    if not item:
        return None
    name, start = "".join(piece.text for piece in item), item[0].start
    if len(item) == 1 and item[0].kind == "quoted":
        name, start = name[1:-1], start + 1
    if (
        verb.kind == "establish"
        and len(name) > 2
        and type_of_head().get(name) in ("Collective", "FacilityType")
    ):
        return Mention(start, item[-1].end, name, type_of_head()[name], 0.6)
    mention = named(name, start, 0.85)
    if mention and mention.type == "Fund" and verb.text in MEASURES and start == verb.end:
        return Mention(verb.start, mention.end, verb.text + name, "PolicyMeasure", 0.8)
    if mention and item[0].kind != "name" and mention.type == "Concept":
        return mention._replace(confidence=0.5)
    return _fitting(verb, mention, led=item[0].kind != "name") if mention else None


def _fitting(verb: Piece, mention: Mention, *, led: bool) -> Mention | None:
    """Give what a verb can have: 出台 a document, 获评 an honour; but no strategy, if `led` by a verb."""
    if verb.kind == "award":
        honour = mention.type in AWARDED and verb.text not in ("列入", "纳入")
        return mention._replace(type="Honour") if honour else None
    wrong = mention.type == "Honour" or (led and mention.type == "Strategy")
    return None if wrong or (verb.kind in ON_PAPER and mention.type not in DOCUMENTS) else mention


def _listed(item: Sequence[Piece], type_: str) -> Mention | None:
    name = "".join(piece.text for piece in item).strip("“”")
    plain = bool(item) and item[0].kind in ("name", "quoted") and item[-1].kind != "figure"
    if not plain or not 2 <= len(name) <= 12:
        return None
    start = item[0].start + item[0].text.startswith("“")
    return Mention(start, start + len(name), name, type_, 0.6)
