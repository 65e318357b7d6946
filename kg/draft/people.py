"""People: behind an honour or a title (记者李想), before reported speech (李想说), and in bylines."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.draft.mentions import Mention
from kg.draft.tables import pattern, table, type_of_head, verbs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.draft.reading import Reading


class Person(NamedTuple):
    """A person with the title that the article gives, and where it stands."""

    mention: Mention
    job: str
    start: int


def _table(name: str) -> list[str]:
    words: str = table("people")[name]
    return words.split()


@lru_cache(maxsize=2)
def _characters(name: str) -> frozenset[str]:
    return frozenset("".join(_table(name)))


@lru_cache(maxsize=1)
def _surname() -> re.Pattern[str]:
    names = table("surnames")
    single = "".join(names["single"].split())
    return re.compile(f"(?:{pattern(names['double'].split())}|[{single}])")


def is_person_name(text: str) -> bool:
    """Tell whether a whole text can be a name: a surname and one or two more characters.

    >>> is_person_name("竺士杰"), is_person_name("欧阳小满"), is_person_name("工会")
    (True, True, False)
    """
    match = _surname().match(text)
    given = text[match.end() :] if match else ""
    word = text[:2] in _words() or text in _words() or _titled().search(text)
    return (
        not word
        and 1 <= len(given) <= 2
        and all("\u4e00" <= one <= "\u9fff" and one not in _characters("not_in_names") for one in given)
    )


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """Words that begin with what could be a surname."""
    return frozenset(
        [
            *type_of_head(),
            *verbs(),
            *table("words")["protected"]["words"].split(),
            *table("groups")["heads"].split(),
            *(word for words in table("titles")["behind"].values() for word in words.split()),
        ]
    )


@lru_cache(maxsize=1)
def _speaking() -> re.Pattern[str]:
    words = [*_table("speech"), *verbs(), *table("words")["stops"]["words"].split()]
    return re.compile(f"(?:{pattern(words)}|[，。、：；（）一”“\n 0-9]|$)")


@lru_cache(maxsize=1)
def _titled() -> re.Pattern[str]:
    return re.compile(f"(?P<job>(?<!总)工会主席|{pattern(_table('titles'))})[ “]?")


@lru_cache(maxsize=1)
def _related() -> re.Pattern[str]:
    return re.compile(pattern(_table("relations")))


@lru_cache(maxsize=1)
def _speech() -> re.Pattern[str]:
    return re.compile(
        "(?<=[，。！？：；”\n、 “])(?P<name>[\u4e00-\u9fff]{2,4}?)"
        f"(?:{pattern(_table('speech'))})[，：。“]?"
    )


def people(reading: Reading) -> Iterator[Person]:
    """Yield the people of an article, with what they are; who signs it comes first."""
    text = reading.text
    yield from _signed(reading)
    for match in _titled().finditer(text):
        name = _name_at(text, match.end()) or _sure_name_at(text, match.end())
        if name:
            signs = match["job"] in ("记者", "通讯员") and text[match.start() - 1] == "（"
            yield _person(match.end(), name, 0.95 if signs else 0.85, match["job"], match.start())
    for match in _related().finditer(text):
        name = _name_at(text, match.end()) or _sure_name_at(text, match.end())
        if name:
            yield _person(match.end(), name, 0.8, "", match.end())
    for match in re.finditer("[“”]", text):
        name = _name_at(text, match.end())
        if match[0] == "”" and name:
            yield _person(match.end(), name, 0.8, "", match.end())
    for match in _speech().finditer(text):
        if is_person_name(match["name"]):
            yield _person(match.start("name"), match["name"], 0.75, "", match.start("name"))
    yield from _before_title(text)


def _before_title(text: str) -> Iterator[Person]:
    """Find 习近平总书记: a name before a title of high office."""
    for match in re.finditer("(?P<name>[\u4e00-\u9fff]{3})(?P<job>总书记|同志|主席)", text):
        if is_person_name(match["name"]):
            yield _person(match.start("name"), match["name"], 0.8, match["job"], match.start("name"))


def _person(start: int, name: str, confidence: float, job: str, at: int) -> Person:
    return Person(Mention(start, start + len(name), name, "Person", confidence), job, at)


def _name_at(text: str, start: int) -> str:
    """Give the name that begins at an offset; empty where none ends at a mark or before a verb."""
    for size in (3, 2, 4):
        name = text[start : start + size]
        doubtful = name[:1] in _characters("also_words") and size == 2
        if (
            len(name) == size
            and not doubtful
            and is_person_name(name)
            and _speaking().match(text, start + size)
        ):
            return name
    return ""


def _sure_name_at(text: str, start: int) -> str:
    """Give three characters behind a title that can hardly be anything but a name."""
    name = text[start : start + 3]
    return (
        name if len(name) == 3 and is_person_name(name) and name[0] not in _characters("also_words") else ""
    )


def _signed(reading: Reading) -> Iterator[Person]:
    for line in reading.of_kind("byline"):
        job = ""
        for match in re.finditer("[\u4e00-\u9fff·]+", reading.text[line.start : line.end]):
            word = re.search("(记者|通讯员|评论员|撰稿人?|作者|编辑)$", match[0])
            rest = re.match("(?:本报|本网|本刊)?(?:记者|通讯员)(?P<name>.{2,4})$", match[0])
            if word:
                job = word[1]
            elif rest and is_person_name(rest["name"]):
                start = line.start + match.start() + rest.start("name")
                yield _person(
                    start, rest["name"], 0.95, match[0][: rest.start("name")][-3:].replace("报", ""), start
                )
            elif job and 2 <= len(match[0]) <= 4:
                yield _person(line.start + match.start(), match[0], 0.95, job, line.start + match.start())
