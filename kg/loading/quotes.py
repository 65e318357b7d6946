"""A quote in YAML -> the quote with its places in the article, or problems at the phrase that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.evidence import Text, find
from kg.model import Quote
from kg.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.evidence import Found
    from kg.yamltree import Scalar

LONGEST = 40
"""The articles are copyrighted: a phrase that carries a statement needs no more characters than this."""

SHORTEST = 2
"""Letters and digits below which a quote shows nothing."""

NOT_FOUND = {
    "absent": "quote-not-found",
    "inside-number": "quote-cuts-number",
    "out-of-order": "quote-out-of-order",
    "empty": "quote-short",
}
"""What is said of a phrase that evidence.find does not find, by its reason."""


def check_quote(phrases: Sequence[Scalar], text: Text | None, file: str) -> tuple[Quote, list[Problem]]:
    """Check the phrases of one quote against an article's text; without the text, only their length."""
    quote = Quote(tuple(phrase.text for phrase in phrases))
    problems = list(_too_long(phrases, file))
    if text is None:
        return quote, problems
    found = find(text, quote.phrases)
    if found.missing is not None:
        return quote, [*problems, _not_found(found, phrases[found.missing], file)]
    return quote._replace(spans=found.spans), [*problems, *_weak(found, phrases, file)]


def _too_long(phrases: Sequence[Scalar], file: str) -> Iterator[Problem]:
    for phrase in phrases:
        if len(phrase.text) > LONGEST:
            yield Problem("quote-long", _place(phrase, file), {"count": str(len(phrase.text))})


def _not_found(found: Found, phrase: Scalar, file: str) -> Problem:
    blanks = {"phrase": phrase.text, "nearest": found.nearest.text if found.nearest else ""}
    return Problem(NOT_FOUND[found.reason], _place(phrase, file), blanks)


def _weak(found: Found, phrases: Sequence[Scalar], file: str) -> Iterator[Problem]:
    """Warn of a quote that fits more than one place, or that is too short to show anything."""
    if found.letters < SHORTEST:
        yield Problem("quote-short", _place(phrases[0], file), {"phrase": phrases[0].text})
    elif found.occurrences > 1:
        blanks = {"phrase": phrases[0].text, "count": str(found.occurrences)}
        yield Problem("quote-ambiguous", _place(phrases[0], file), blanks)


def _place(phrase: Scalar, file: str) -> Location:
    return Location(file, phrase.line, phrase.column)


def contains(phrases: Sequence[str], figure: str) -> bool:
    """Tell whether a figure stands in one of the phrases, uncut: `3万` does not stand in `2.3万`.

    >>> contains(["全省已有2.3万余家企业"], "2.3万余家"), contains(["全省已有2.3万余家企业"], "3万余家")
    (True, False)
    """
    return any(_stands_free(phrase, figure) or find(Text(phrase), [figure]).spans for phrase in phrases)


def _stands_free(phrase: str, figure: str) -> bool:
    """Tell the common case at once: the figure as it is, with no digit on either side."""
    start = phrase.find(figure)
    end = start + len(figure)
    around = phrase[max(start - 1, 0) : max(start, 0)] + phrase[end : end + 1]
    return start >= 0 and not any(character.isnumeric() or character in ".,，" for character in around)
