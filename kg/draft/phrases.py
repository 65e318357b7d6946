"""Names that are known by their last word: 疗休养活动, 工作机制, 服务站点, 实施方案, groups of people."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from kg.draft.mentions import Mention
from kg.draft.tables import any_head, head_at_end, pattern, table, type_of_head, type_of_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.draft.chunks import Piece

DOCUMENTS = frozenset({"Policy", "Regulation", "Plan", "Guideline", "Document"})
DOING = frozenset(
    {"around", "award", "issue", "formulate", "revise", "organize", "establish", "develop", "fund"}
)
SHORT_UNION = re.compile("[全省市州区县]总")
AWARDED = frozenset({"Honour", "Collective", "Institution", "FacilityType", "Programme", "Mechanism"})
"""What one is named, or chosen for, is an honour: 列为试点单位."""

LISTED = ("Campaign", "Mechanism", "Programme", "Competition", "Service", "FacilityType", "Application")
MEASURES = ("缓减", "返还", "减免", "缓缴", "减征", "免征", "免除")
"""What is done to a fund and makes a measure: 返还工会经费."""

GOES_ON = frozenset(
    {"Service", "Programme", "Mechanism", "Competition", "Campaign", "Strategy", "Concept", "Place", "Union"}
)
"""What may be followed by a predicate that no function word parts from it: 数字化改革蹄疾步稳."""

LONGEST, LONGEST_MEETING = 32, 60
LONGEST_GROUP = 8
WIDE = ("人员", "骨干", "选手", "技术人员", "技能人才", "人才")
"""Heads of groups that may have any word before them."""


@lru_cache(maxsize=1)
def _group() -> re.Pattern[str]:
    words = table("groups")
    modifiers, heads = pattern(words["modifiers"].split()), pattern(words["heads"].split())
    return re.compile(f"(?:{modifiers})*(?:{heads})")


@lru_cache(maxsize=1)
def _usual_name() -> dict[str, str]:
    aliases = table("groups")["aliases"]
    return {other: name for name, others in aliases.items() for other in others.split()}


@lru_cache(maxsize=1)
def _groups_alone() -> frozenset[str]:
    return frozenset(table("groups")["alone"].split())


@lru_cache(maxsize=1)
def _leading() -> re.Pattern[str]:
    return re.compile(f"^(?:{pattern(table('heads')['generic']['words'].split())})+")


@lru_cache(maxsize=1)
def _alone() -> re.Pattern[str]:
    return re.compile(pattern(type_of_name()))


def groups(text: str, start: int) -> Iterator[Mention]:
    """Find groups of people in a name: 外来务工人员, 一线职工; a head alone only where that is usual."""
    for match in _group().finditer(text):
        whole = match.end() == len(text) and match.start() > 0 and len(text) <= LONGEST_GROUP
        name = re.sub("^(?:全[国省市区县]|广大)", "", text if whole and match[0] in WIDE else match[0])
        behind = text[match.end() : match.end() + 1]
        if (name in _groups_alone() or name not in table("groups")["heads"].split()) and (
            not behind or behind not in "会团证"
        ):
            begin = start + match.end() - len(name)
            usual = _usual_name().get(name, "")
            yield Mention(begin, start + match.end(), name, "OccupationalGroup", 0.75, full=usual)


def terms(text: str, start: int) -> Iterator[Mention]:
    """Find names that need no modifier, also within others: 集体协商, 企业, 共同富裕."""
    for match in _alone().finditer(text):
        yield Mention(
            start + match.start(), start + match.end(), match[0], type_of_name()[match[0]], 0.6, inside=True
        )


ACTING = frozenset(
    {"Union", "Government", "PartyOrgan", "Enterprise", "Institution", "Media", "Organization"}
)


@lru_cache(maxsize=1)
def _office() -> re.Pattern[str]:
    return re.compile(f"(?:兼职|挂职|常务)?(?:{pattern(table('people')['titles'].split())})")


def chunks(piece: Piece) -> Iterator[Mention]:
    """Read a name between two function words, and the organization that it begins with: 区总工会服务中心."""
    whole = chunk(piece)
    if whole:
        yield whole
    elif SHORT_UNION.fullmatch(piece.text):
        yield Mention(piece.start, piece.end, piece.text, "Union", 0.8)
    for match in list(any_head().finditer(piece.text)):
        after = len(piece.text) - match.end()
        if (
            (type_of_head()[match[0]] in ACTING or _office().match(piece.text, match.end()))
            and after >= 2
            and not (whole and whole.end == piece.start + match.end())
        ):
            part = named(piece.text[: match.end()], piece.start, 0.65)
            if part:
                yield part._replace(inside=whole is not None)
            return


def chunk(piece: Piece) -> Mention | None:
    """Read a name between two function words: up to its last head, if it has one."""
    heads = list(any_head().finditer(piece.text))
    if not heads:
        return None
    end = heads[-1].end()
    rest = len(piece.text) - end
    if rest and (rest > 8 or type_of_head()[heads[-1][0]] not in GOES_ON):
        return None
    return named(piece.text[:end], piece.start, 0.5 if rest else 0.7)


def named(name: str, start: int, confidence: float) -> Mention | None:
    """Make a mention of a name that ends in a head, without what goes before it; none where it is general."""
    end = start + len(name)
    head = head_at_end().search(name.rstrip("”"))
    bare = _leading().sub("", name).strip(" 、")
    if (
        not head
        or len(bare) > LONGEST
        or ("、" in bare and "（" in bare and type_of_head()[head[0]] not in DOCUMENTS)
    ):
        return None
    general = re.sub("^[小大新老]", "", bare) == head[0] or bare == head[0] or len(bare) < len(head[0])
    if len(bare) < 2 or (general and bare not in type_of_name()):
        return None
    return Mention(end - len(bare), end, bare, type_of_name().get(bare, type_of_head()[head[0]]), confidence)


def topic(mention: Mention) -> Mention | None:
    """Give what a document, a campaign or a meeting is about, where its name without its head is a name."""
    head = head_at_end().search(mention.name)
    if not head or mention.type not in DOCUMENTS | {"Meeting", "Campaign"}:
        return None
    inner = re.sub("(?:使用管理|管理|[一二三五]年)$", "", mention.name[: head.start()])
    found = named(inner, mention.start, 0.6)
    return found._replace(inside=True) if found and len(inner) >= 4 else None


def meetings(clause: Sequence[Piece]) -> Iterator[Mention]:
    """Give the long names of meetings and contests that 暨, 和 and quoted words join: 全国……暨“……”推进会."""
    for number, piece in enumerate(clause):
        mention = chunk(piece) if piece.kind == "name" else None
        if mention and mention.end == piece.end and mention.type in ("Meeting", "Competition", "Event"):
            parts = list(takewhile(_joins, reversed(clause[:number])))[::-1]
            name = "".join(one.text for one in parts) + piece.text
            if (
                any(one.kind == "quoted" or one.text == "暨" for one in parts)
                and len(name) <= LONGEST_MEETING
            ):
                yield Mention(parts[0].start, piece.end, name, mention.type, 0.85)


def _joins(piece: Piece) -> bool:
    return piece.kind in ("name", "quoted") or piece.text in ("暨", "和", "与")
