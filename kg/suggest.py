"""What a name was probably meant to be, by spelling and by sound; and how well a search text fits a name.

Sounds come from pypinyin without its dictionary of phrases, which takes 150 of the 200 ms of its import and
reads names no better (曾国藩 as ceng, 长三角 as zhang, 翟 as di). Each character has its most common reading,
but for those of `_IN_NAMES`; a search takes any of its readings, so 行 is found as xing and as hang.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_IN_NAMES = {
    "重(?=庆)": "chong",
    "(?<=银)行|行(?=业)": "hang",
    "长(?=[三江沙春兴征城治宁安期远])": "chang",
    "乐(?=清)|(?<=音)乐": "yue",
    "会(?=计)": "kuai",
    "(?<=协)调|调(?=解)": "tiao",
    "六(?=安)": "lu",
    "尉(?=迟)": "yu",
    "曾": "zeng",
    "翟": "zhai",
    "缪": "miao",
    "覃": "qin",
}
"""Readings of characters that mean something else in names than elsewhere, by pattern."""

_NAME_READINGS = tuple(_IN_NAMES.values())
_in_names = re.compile("|".join(f"({pattern})" for pattern in _IN_NAMES)).finditer
_han = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]").search
_latin = re.compile("[a-zü]").search


def nearest(text: str, candidates: Iterable[str], limit: int = 1) -> list[str]:
    """Give the candidates that a text was probably meant to be, best first; none where nothing is like it.

    >>> nearest("浙江省总公会", ["浙江省委宣传部", "浙江省总工会"]), nearest("organiser", ["organizer"])
    (['浙江省总工会'], ['organizer'])
    >>> nearest("祝世杰", ["竺士杰", "钱海军"]), nearest("李刚", ["李强", "王刚"])
    (['竺士杰'], [])
    """
    names = list(dict.fromkeys(candidates))
    costs = _alike_in_spelling(text, names)
    if _han(text) and not costs:
        costs = dict.fromkeys(_alike_in_sound(text, names), 0.0)
    if _han(text) and len(costs) > 1:
        _break_tie_by_sound(text, costs)
    return sorted(costs, key=costs.__getitem__)[:limit]


def _alike_in_spelling(text: str, names: Sequence[str]) -> dict[str, float]:
    """Give names few edits away, or sharing all of a part, with the share in which they differ."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    longer, part = (8, 3) if _han(text) else (6, 4)
    edits = 0 if len(text) < 3 else 1 + (len(text) >= longer) + (len(text) >= 12)
    fold = str.casefold if _latin(text.casefold()) else None
    close = process.extract(text, names, scorer=OSA.distance, processor=fold, score_cutoff=edits, limit=None)
    costs = {name: distance / max(len(text), 1) for name, distance, _ in close}
    within = [name for name in names if text in name or name in text] if len(text) >= part else []
    for name in within:
        share = min(len(text), len(name)) / max(len(text), len(name))
        if share >= 0.5 and len(name) >= part:
            costs.setdefault(name, (1 - share) / 2)
    return costs


def _alike_in_sound(text: str, names: Iterable[str]) -> list[str]:
    """Give names that sound the same to one who confuses zh and z, ch and c, sh and s, -ng and -n."""
    sound, first, length = text.translate(_sounds), _sounds[ord(text[0])], len(text)
    return [
        name
        for name in names
        if len(name) == length and _sounds[ord(name[0])] == first and name.translate(_sounds) == sound
    ]


class _Sounds(dict[int, str]):
    """Loose sounds by code point, for `str.translate`; filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if _han(character):
            loose = re.sub("^([zcs])h|(?<=n)g$", r"\1", _readings(character)[0])
            self[code] = f" {loose}"
        else:
            self[code] = character
        return self[code]


_sounds = _Sounds()


def _break_tie_by_sound(text: str, costs: dict[str, float]) -> None:
    from rapidfuzz.distance import OSA

    best, sound = min(costs.values()), pinyin(text)
    for name, cost in costs.items():
        if cost == best:
            costs[name] = cost + OSA.normalized_distance(sound, pinyin(name)) / 1000


def pinyin(text: str) -> str:
    """Give the sound of a name, without tones, marks and white space, in lower case, ü as v.

    >>> pinyin("竺士杰"), pinyin("绿色·重庆ABC")
    ('zhushijie', 'lvsechongqingabc')
    """
    return "".join(_syllables(text))


def loose_sound(text: str) -> str:
    """Give how a name sounds to one who confuses zh and z, ch and c, sh and s, -ng and -n.

    >>> loose_sound("祝士杰") == loose_sound("竺仕杰")
    True
    """
    return text.translate(_sounds)


def simplified(text: str) -> str:
    """Write traditional characters as simplified ones; what is simplified stays as it is.

    >>> simplified("浙江省總工會"), simplified("乾隆")
    ('浙江省总工会', '乾隆')
    """
    return _to_simplified()(text)


@cache
def _to_simplified() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def initials(text: str) -> str:
    """Give the first letter of each character's sound; letters and digits stay as they are.

    >>> initials("竺士杰"), initials("“5G+”工会")
    ('zsj', '5ggh')
    """
    return "".join(syllable[:1] for syllable in _syllables(text))


def _syllables(text: str) -> list[str]:
    characters = _plain(text)
    syllables = [_readings(character)[0] for character in characters]
    for match in _in_names(characters):
        syllables[match.start()] = _NAME_READINGS[(match.lastindex or 1) - 1]
    return syllables


@lru_cache(maxsize=1 << 16)
def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@lru_cache(maxsize=1 << 15)
def _readings(character: str) -> tuple[str, ...]:
    """Give the toneless readings of one character, the most common first; itself if it is not Chinese."""
    if not _han(character):
        return ("v",) if character == "ü" else (character,)
    ours = "PYPINYIN_NO_PHRASES" not in os.environ
    if ours:
        os.environ["PYPINYIN_NO_PHRASES"] = "true"
    import pypinyin

    if ours:
        del os.environ["PYPINYIN_NO_PHRASES"]
    return tuple(pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)[0])


def match_rank(query: str, names: Iterable[str]) -> int | None:
    """Tell how well a search text fits any of the names of one entity, 0 best; `None` where it does not.

    0 is the name itself, 1 its beginning, 2 a part of it, 3 the initials of its beginning, 4 the pinyin of
    its beginning, 5 initials or pinyin of a part. Marks, white space and case do not matter.

    >>> [match_rank(query, ["竺士杰"]) for query in ("竺士杰", "竺", "士杰", "zs", "zhu shi", "shijie", "李")]
    [0, 1, 2, 3, 4, 5, None]
    """
    query, plain_names = _plain(query), [_plain(name) for name in names]
    if not query:
        return None
    ranks = [rank for name in plain_names if (rank := _rank_of_characters(query, name)) is not None]
    if not ranks and _latin(query):
        query = query.replace("ü", "v")
        ranks = [rank for name in plain_names if (rank := _rank_of_sound(query, name)) is not None]
    return min(ranks, default=None)


def _rank_of_characters(query: str, name: str) -> int | None:
    at = name.find(query)
    if at < 0:
        return None
    return 2 if at else int(len(name) > len(query))


def _rank_of_sound(query: str, name: str) -> int | None:
    for at, character in enumerate(name):
        if query[0] in _first_letters(character) and (len(query) > 1 or not at):
            if _abbreviates(query, name[at:]):
                return 5 if at else 3
            if _spells(query, name[at:]):
                return 5 if at else 4
    return None


@lru_cache(maxsize=1 << 15)
def _first_letters(character: str) -> str:
    return "".join(reading[0] for reading in _readings(character))


def _abbreviates(query: str, name: str) -> bool:
    """Tell whether a query is made of the initials of a name's beginning."""
    return len(query) <= len(name) and all(
        letter in _first_letters(character) for letter, character in zip(query, name, strict=False)
    )


def _spells(query: str, name: str) -> bool:
    """Tell whether a query is the pinyin of a name's beginning; its last syllable may be cut short."""
    if not name:
        return False
    return any(
        reading.startswith(query) or (query.startswith(reading) and _spells(query[len(reading) :], name[1:]))
        for reading in _readings(name[0])
    )
