"""A dataset -> for each article the sentences that quotes lie in, and the figures and names still unused.

What counts, all in the article's text as it is:

- a *paragraph* is a line that is not blank; where a *sentence* ends, `evidence.sentences` says;
- a *character* is a letter, a digit or a Chinese character: no white space, no punctuation;
- a sentence is *covered* where a quote (of a statement, or of what is not stated) has a character in it;
- a number is *used* where it lies in quotes; a title or a name, where one of its occurrences does: the
  article may repeat it as often as it likes.

`“…”` of more than 30 characters or with an end of a sentence in it is speech, and no name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from kg.evidence import paragraphs, sentences
from kg.problems import Location, Problem
from kg.quantity import QuantityError, parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.evidence import Span
    from kg.model import Article, Dataset, Quote

KINDS = ("numbers", "titles", "names", "numerals")
"""What is looked for: 2.3万余家, 《…》, “…”, and 四大 (Chinese numerals with a unit; many are rhetoric)."""

LONGEST_NAME = 30

_title = re.compile("《([^《》]{1,100})》")
_name = re.compile("“([^“”]+)”")
_speech = re.compile("[。！？!?]")
_digit = "[0-9０-９]"
_arabic = f"{_digit}{{1,3}}(?:,{_digit}{{3}})+(?!{_digit})|{_digit}+"
_number = f"(?P<number>(?:{_arabic})(?:[.．]{_digit}+)?(?:[余多来几]?[百千万亿]+)*)[余多]?"
_numeral = "(?<!第)(?P<numeral>[几数]?[〇零一二两三四五六七八九十百千万亿]+)(?P<more>[余多来]?[万亿]?)"


class Sentence(NamedTuple):
    """A sentence, with the characters it has and those of them that lie in quotes."""

    text: str
    place: Location
    characters: int
    quoted: int


class Mention(NamedTuple):
    """A figure, title or name (`kind`: one of `KINDS`) as the article writes it, and whether it is used."""

    kind: str
    text: str
    place: Location
    used: bool


class Paragraph(NamedTuple):
    """A paragraph: its number from 1, its sentences, and the mentions that begin in it."""

    number: int
    place: Location
    text: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


class Coverage(NamedTuple):
    """What is covered of one article; no paragraphs where its text is not at hand."""

    article: Article
    paragraphs: tuple[Paragraph, ...] = ()


class Totals(NamedTuple):
    """Characters: all, those in covered sentences, those in quotes; by kind the mentions, and those used."""

    characters: int
    covered: int
    quoted: int
    found: dict[str, int]
    used: dict[str, int]


def coverage(dataset: Dataset) -> list[Coverage]:
    """Measure each article of a dataset."""
    spans = _spans(dataset)
    units = dataset.ontology.enumerations.get("Unit")
    figures = _figures_of(units.values if units else ())
    return [
        Coverage(article, _measured(article.id, article.text, spans.get(article.id, []), figures))
        if article.text is not None
        else Coverage(article)
        for article in dataset.articles.values()
    ]


def totals(parts: Iterable[Paragraph]) -> Totals:
    """Add up some paragraphs."""
    parts = list(parts)
    sentences = [sentence for part in parts for sentence in part.sentences]
    mentions = [mention for part in parts for mention in part.mentions]
    return Totals(
        sum(sentence.characters for sentence in sentences),
        sum(sentence.characters for sentence in sentences if sentence.quoted),
        sum(sentence.quoted for sentence in sentences),
        {kind: sum(mention.kind == kind for mention in mentions) for kind in KINDS},
        {kind: sum(mention.kind == kind and mention.used for mention in mentions) for kind in KINDS},
    )


def absent_texts(measured: Iterable[Coverage]) -> list[Problem]:
    """Say of which articles nothing can be said."""
    return [
        Problem("coverage-no-text", one.article.location, {"id": one.article.id})
        for one in measured
        if one.article.text is None
    ]


def _spans(dataset: Dataset) -> dict[str, list[Span]]:
    """Give the places of all quotes, by the article they stand in."""
    spans: dict[str, list[Span]] = {}
    for source, quote in _quotes(dataset):
        if source and quote and quote.spans:
            spans.setdefault(source, []).extend(quote.spans)
    return spans


def _quotes(dataset: Dataset) -> Iterator[tuple[str | None, Quote | None]]:
    for statement in dataset.statements:
        yield statement.source, statement.quote
    for omission in dataset.omissions:
        yield omission.source, omission.quote


def _measured(name: str, text: str, spans: Iterable[Span], figures: re.Pattern[str]) -> tuple[Paragraph, ...]:
    places = _Places(name, text)
    quoted = bytearray(len(text))
    for start, end in spans:
        quoted[start:end] = b"\1" * (end - start)
    for offset, character in enumerate(text):
        quoted[offset] &= character.isalnum()
    mentions = _mentions(places, quoted, figures)
    lines = paragraphs(text)
    starts = [start for start, _ in lines]
    parts: list[list[Mention]] = [[] for _ in lines]
    for offset, mention in mentions:
        parts[bisect_right(starts, offset) - 1].append(mention)
    return tuple(
        Paragraph(
            number,
            places.at(span[0]),
            one_line(text[slice(*span)]),
            tuple(_sentences(places, span, quoted)),
            tuple(parts[number - 1]),
        )
        for number, span in enumerate(lines, 1)
    )


class _Places:
    """Leads from offsets in a text to its lines and columns."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> Location:
        line = bisect_right(self.starts, offset)
        return Location(self.name, line, offset - self.starts[line - 1] + 1)


def _sentences(places: _Places, span: Span, quoted: bytearray) -> Iterator[Sentence]:
    for start, end in sentences(places.text, span):
        text = places.text[start:end]
        characters = sum(map(str.isalnum, text))
        if characters:
            begin = start + len(text) - len(text.lstrip())
            yield Sentence(one_line(text), places.at(begin), characters, sum(quoted[start:end]))


def _mentions(places: _Places, quoted: bytearray, figures: re.Pattern[str]) -> Iterator[tuple[int, Mention]]:
    """Give what is mentioned, with its offset."""
    text = places.text
    names = [("titles", match) for match in _title.finditer(text)]
    names += [("names", match) for match in _name.finditer(text) if _is_name(match[1])]
    used = {one_line(match[1]) for _, match in names if _lies_in(quoted, text, match.span(1))}
    for kind, match in names:
        place = places.at(match.start())
        yield match.start(), Mention(kind, one_line(match[0]), place, one_line(match[1]) in used)
    for match in figures.finditer(text):
        if match["number"] or _is_figure(match):
            group = "number" if match["number"] else "numeral"
            place, ours = places.at(match.start()), _lies_in(quoted, text, match.span(group))
            yield match.start(), Mention(f"{group}s", one_line(match[0]), place, ours)


def _is_name(text: str) -> bool:
    return len(one_line(text)) <= LONGEST_NAME and not _speech.search(text)


def _lies_in(quoted: bytearray, text: str, span: Span) -> bool:
    return all(quoted[offset] or not text[offset].isalnum() for offset in range(*span))


def _figures_of(units: Iterable[str]) -> re.Pattern[str]:
    """Find numbers with the unit behind them, if it is known, and Chinese numerals that have one."""
    known = "|".join(map(re.escape, sorted(units, key=len, reverse=True))) or "(?!)"
    return re.compile(f"{_number}(?:{known}|[%％‰])?|{_numeral}(?:{known})")


def _is_figure(match: re.Match[str]) -> bool:
    """Tell whether a Chinese numeral counts something: 一支 seldom does, 千方百计 never."""
    try:
        parse_quantity(match[0])
    except QuantityError:
        return False
    return match["numeral"] != "一"


def one_line(text: str) -> str:
    r"""Join the lines of a text that is set with hard line breaks.

    >>> one_line("“八八战 \n\n 略”"), one_line("建功  立业")
    ('“八八战略”', '建功 立业')
    """
    return re.sub(r"\s+", " ", re.sub(r"\s*\n\s*", "", text)).strip()
