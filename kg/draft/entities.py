"""All that an article names -> entities: each once, with its names, its type and its best quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.draft import phrases
from kg.draft.chunks import clauses, pieces
from kg.draft.mentions import Mention, plain
from kg.draft.names import quoted, titles
from kg.draft.objects import objects
from kg.draft.organisations import resolved
from kg.draft.people import people
from kg.draft.places import Place, places, province_of
from kg.draft.tables import pattern, provinces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.draft.chunks import Piece
    from kg.draft.people import Person
    from kg.draft.reading import Reading


class Found(NamedTuple):
    """An entity of the article: its name, its type, other names, and where it is named, in order."""

    name: str
    type: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]

    @property
    def confidence(self) -> float:
        """Give the confidence of its surest mention."""
        return max(mention.confidence for mention in self.mentions)


class Survey(NamedTuple):
    """What was read of an article: entities, clauses by sentence, people and places."""

    entities: list[Found]
    sentences: list[list[list[Piece]]]
    people: list[Person]
    places: list[Place]


def survey(reading: Reading, known: Iterable[Mention] = ()) -> Survey:
    """Find the entities of an article; `known` are mentions of those that the data has."""
    sentences = [
        clauses(pieces(reading.text, span)) for span in reading.sentences("title", "caption", "body")
    ]
    found_people = list(people(reading))
    found_places = list(places(reading.text))
    mentions = [
        *(person.mention for person in found_people),
        *(place.mention for place in found_places),
        *(mention for sentence in sentences for clause in sentence for mention in _in_clause(clause)),
        *_sections(reading),
    ]
    province = province_of(reading.text)
    mentions = [resolved(mention, province, found_places) for mention in mentions]
    entities = [_everywhere(one, reading.text) for one in merged([*mentions, *known])]
    return Survey(entities, sentences, found_people, found_places)


def _everywhere(found: Found, text: str) -> Found:
    """Add the other places where a person, or what was quoted, is named."""
    quoted_name = any(text[one.start - 1 : one.start] == "“" for one in found.mentions)
    if found.type != "Person" and not (quoted_name and len(found.name) >= 3):
        return found
    starts = {mention.start for mention in found.mentions}
    more = [
        Mention(match.start(), match.end(), match[0], found.type, 0.5, full=found.name)
        for match in re.finditer(re.escape(found.name), text)
        if match.start() not in starts
    ]
    return found._replace(mentions=(*found.mentions, *more))


def _in_clause(clause: list[Piece]) -> Iterator[Mention]:
    yield from titles(clause)
    yield from quoted(clause)
    for _, mention in objects(clause):
        yield mention
        inner = phrases.topic(mention)
        if inner:
            yield inner
    for number, piece in enumerate(clause):
        behind_quoted = number > 0 and clause[number - 1].kind == "quoted"
        if piece.kind == "name" and not behind_quoted:
            yield from phrases.chunks(piece)
        if piece.kind in ("name", "title", "quoted"):
            yield from phrases.groups(piece.text, piece.start) if piece.kind != "quoted" else ()
            yield from (one for one in phrases.terms(piece.text, piece.start) if not _is_head(one, piece))
        if piece.text == "全国":
            yield Mention(piece.start, piece.end, "全国", "AdministrativeArea", 0.6)
    yield from phrases.meetings(clause)


def _is_head(mention: Mention, piece: Piece) -> bool:
    """Tell whether a name only ends in a term: 经济高质量发展 is another thing than 高质量发展."""
    return mention.end == piece.end and mention.start > piece.start


def _sections(reading: Reading) -> Iterator[Mention]:
    for one in reading.of_kind("heading"):
        yield Mention(one.start, one.end, reading.text[one.start : one.end].strip(), "Section", 0.8)


def merged(mentions: Iterable[Mention]) -> list[Found]:
    """Put the mentions of one entity together, by its name without marks, 全省, 活动 and the like."""
    groups: dict[str, list[Mention]] = {}
    core_of_name: dict[str, str] = {}
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end, -one.confidence)):
        key = core_of_name.setdefault(plain(mention.title), core(mention.title, mention.type))
        groups.setdefault(key, []).append(mention)
    return [_found(group) for group in groups.values()]


def _found(group: list[Mention]) -> Found:
    best = max(group, key=lambda one: (one.confidence, bool(one.full), "“" not in one.name))
    names = dict.fromkeys(name for one in group for name in (one.title, one.name))
    aliases = tuple(name for name in names if plain(name) != plain(best.title))
    return Found(best.title, best.type, aliases, tuple(group))


_scope = re.compile("^(?:全[国省市区县镇]|本[省市])(?=.{2})")
_tail = re.compile("(?<=.{3})(?:主题活动|系列活动|活动|工作|场景应用|荣誉称号|称号)$")


def core(name: str, type_: str) -> str:
    """Give what tells a name from others: 全省职工服务阵地体系 and 职工服务阵地体系 have the same core."""
    bare = plain(name)
    if type_ in ("Strategy", "Concept"):
        bare = re.sub(f"^(?:{pattern(provinces())})省?(?=.{{4}})", "", bare)
    if type_ == "AdministrativeArea":
        return re.sub("(?<=..)(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$", "", bare)
    inner = re.search("“([^“”]{3,})”(?=.{0,8}$)", name)
    if inner and type_ not in phrases.DOCUMENTS and not re.fullmatch("十[一二三四五六七八九]五", inner[1]):
        return _tail.sub("", plain(inner[1]))
    if type_ not in ("Honour", "Section"):
        bare = _scope.sub("", bare)
    return _tail.sub("", bare)
