"""The word lists of the drafter, read once: heads of names, verbs, groups of people, places, surnames."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent


@lru_cache(maxsize=16)
def table(name: str) -> dict[str, Any]:
    """Read one of the lists."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def pattern(words: Iterable[str]) -> str:
    """Write an alternative of words, the longest first."""
    unique = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, unique)) or "(?!)"


@lru_cache(maxsize=1)
def type_of_head() -> dict[str, str]:
    """Lead from the last word of a name to the class of what it names."""
    heads, departments = table("heads")["heads"], table("heads")["departments"]
    types = {word: class_ for class_, words in heads.items() for word in words.split()}
    ends = departments["ends"].split()
    return types | {f"{word}{end}": "Government" for word in departments["words"].split() for end in ends}


@lru_cache(maxsize=1)
def type_of_name() -> dict[str, str]:
    """Lead from words that are names by themselves to their class."""
    alone = table("heads")["alone"]
    ministries = {f"{word}部": "Government" for word in table("heads")["departments"]["words"].split()}
    offices = {
        word: "Organization" for word in table("heads")["heads"]["Organization"].split() if word[-1] == "部"
    }
    return ministries | offices | {word: class_ for class_, words in alone.items() for word in words.split()}


@lru_cache(maxsize=1)
def verbs() -> dict[str, str]:
    """Lead from a verb to what kind of doing it is."""
    return {word: kind for kind, words in table("words")["verbs"].items() for word in words.split()}


@lru_cache(maxsize=1)
def provinces() -> dict[str, str]:
    """Lead from the name of a province to the character that stands for it."""
    return dict(table("places")["provinces"])


@lru_cache(maxsize=1)
def province_of_city() -> dict[str, str]:
    """Lead from the name of a city, without 市, to its province."""
    cities = table("places")["cities"]
    return {city: province for province, names in cities.items() for city in names.split()}


@lru_cache(maxsize=1)
def head_at_end() -> re.Pattern[str]:
    """Find the longest head that a name ends with."""
    return re.compile(f"(?:{pattern(type_of_head())})$")


@lru_cache(maxsize=1)
def any_head() -> re.Pattern[str]:
    """Find heads anywhere in a text, the longest at each place."""
    return re.compile(pattern(type_of_head()))
