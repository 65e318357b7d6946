"""Places: provinces and cities from a list, others by their suffix; what 省, 市, 区 mean in a context."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.draft.mentions import Mention
from kg.draft.tables import pattern, province_of_city, provinces, table, verbs

if TYPE_CHECKING:
    from collections.abc import Iterator

_never_in_name = (
    "的了是在有和与及或被把将为以从对向到于不也都等该这那其各每某全本省外内上下前后入进来去至由让使给围绕当地我个多几两"
    "级跨近远离整新老赴员者"
)
_character = f"[^\\W\\d_a-zA-Z{_never_in_name}]"
_alone = re.compile(
    f"(?<=[，。、；：“在于到赴自从由\n （])(?P<name>{_character}{{2,3}}?(?:自治县|街道|[省市县区镇乡]))"
    "(?![长委政民场内外域级])"
)
_below_another = _character.replace("新老", "")
_levels = re.compile(f"{_below_another}{{1,4}}?(?:自治县|自治旗|街道|社区|[市区县旗镇乡村])")
_suffixes = (
    "壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|特别行政区|省|市(?!场|民|面|值|级)|(?<!州)州(?!区)"
)


class Place(NamedTuple):
    """A place with the one around it, as the text joins them (湖州市吴兴区埭溪镇)."""

    mention: Mention
    within: str


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    return re.compile(f"(?P<name>{pattern([*provinces(), *province_of_city()])})(?P<suffix>{_suffixes})?")


@lru_cache(maxsize=4)
def _words(name: str) -> tuple[str, ...]:
    words: str = table("places")[name]["words"]
    return tuple(words.split())


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    return re.compile(pattern([*(verb for verb in verbs() if len(verb) > 1), "全国", "广大"]))


def places(text: str) -> Iterator[Place]:
    """Yield the places of a text: known ones, what follows them with a suffix, and others by their suffix."""
    for match in _known().finditer(text):
        if match["suffix"] or match["name"] not in _words("also_words"):
            yield Place(_area(match.start(), match[0], 0.9), province_of_city().get(match["name"], ""))
            yield from _below(text, match.end(), match[0]) if match["suffix"] else ()
    for match in _alone.finditer(text):
        if _can_be(match["name"]):
            yield Place(_area(match.start("name"), match["name"], 0.6), "")
            yield from _below(text, match.end(), match["name"])
    for match in re.finditer(pattern(_words("regions")), text):
        yield Place(_area(match.start(), match[0], 0.9)._replace(type="Place"), "")


def _below(text: str, start: int, around: str) -> Iterator[Place]:
    """Yield the districts and towns that directly follow a place."""
    while (match := _levels.match(text, start)) and _can_be(match[0]):
        yield Place(_area(start, match[0], 0.85), around)
        around, start = match[0], match.end()


def _can_be(name: str) -> bool:
    return not name.endswith(_words("no_places")) and not _verb().match(name)


def _area(start: int, name: str, confidence: float) -> Mention:
    return Mention(start, start + len(name), name, "AdministrativeArea", confidence)


def province_of(text: str) -> str:
    """Give the province that an article is about: the one named most, a city counting half for its province.

    >>> province_of("杭州、宁波两市总工会在浙江召开会议，江苏代表参加")
    '浙江'
    """
    counts: Counter[str] = Counter()
    for match in _known().finditer(text):
        name = match["name"]
        counts[province_of_city().get(name, name)] += 2 if name in provinces() else 1
    return counts.most_common(1)[0][0] if counts else ""


def nearest(found: list[Place], offset: int, suffix: str) -> str:
    """Give the last place before an offset that ends in a suffix, 区 for 区总工会; else nothing."""
    names = (place.mention.name for place in found if place.mention.start < offset)
    return next(reversed([name for name in names if name.endswith(suffix)]), "")
