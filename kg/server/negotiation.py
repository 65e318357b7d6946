"""Content negotiation: which of the media types on offer a client likes best (RFC 9110, section 12)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROWS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media types of the answers of SELECT and ASK, and the engine's names of the formats."""

GRAPHS: Mapping[str, str] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "jsonld",
    "application/trig": "trig",
    "application/n-quads": "nq",
    "application/json": "jsonld",
    "application/xml": "xml",
    "text/plain": "nt",
}
"""Media types of the answers of CONSTRUCT and DESCRIBE."""

TEXTUAL = ("text/csv", "text/tab-separated-values", "text/turtle", "text/plain", "text/html", "text/xml")


def best(accept: str, offered: Iterable[str]) -> str | None:
    """Give the media type that is liked best, the first of several; `None` if none is acceptable.

    >>> best("text/csv;q=0.5, application/sparql-results+xml", ROWS)
    'application/sparql-results+xml'
    >>> best("text/*, application/*;q=0.2", ["application/json", "text/turtle"])
    'text/turtle'
    >>> best("image/png", ROWS) is None, best("", ROWS)
    (True, 'application/sparql-results+json')
    """
    return _best(accept, tuple(offered))


@lru_cache(maxsize=256)
def _best(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = list(_ranges(accept)) or [("*/*", 1.0)]
    ranked = [(_quality(type_, ranges), -index, type_) for index, type_ in enumerate(offered)]
    quality, _, type_ = max(ranked)
    return type_ if quality > 0 else None


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.lower().split(","):
        range_, *parameters = (piece.strip() for piece in part.split(";"))
        if range_:
            yield "*/*" if range_ == "*" else range_, _weight(parameters)


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(type_: str, ranges: Iterable[tuple[str, float]]) -> float:
    """Give the weight of the most specific range that a type is in."""
    family = type_.partition("/")[0]
    fits = {type_: 3, f"{family}/*": 2, "*/*": 1}
    return max(
        ((fits.get(range_, 0), weight) for range_, weight in ranges if range_ in fits), default=(0, 0.0)
    )[1]


def content_type(type_: str) -> str:
    """Give the header of a body: texts say that they are UTF-8."""
    return f"{type_}; charset=utf-8" if type_ in TEXTUAL else type_


def accepts_gzip(accept_encoding: str) -> bool:
    """Tell whether a client takes gzip.

    >>> accepts_gzip("deflate, gzip;q=0.8"), accepts_gzip("gzip;q=0, *"), accepts_gzip("")
    (True, False, False)
    """
    weights = dict(_ranges(accept_encoding))
    return weights.get("gzip", weights.get("*/*", 0.0)) > 0


def matches(tag: str, none_match: str) -> bool:
    """Compare an ETag weakly with an If-None-Match header, as RFC 9110 wants it there.

    >>> matches('W/"1"', '"0", "1"'), matches('W/"1"', ""), matches('W/"1"', "*")
    (True, False, True)
    """
    opaque = tag.removeprefix("W/")
    return any(given.strip().removeprefix("W/") in (opaque, "*") for given in none_match.split(","))


def language(accept_language: str) -> str:
    """Give the language of messages, `"zh"` or `"en"`.

    >>> language("zh-CN,zh;q=0.9,en;q=0.8"), language("en-GB"), language("")
    ('zh', 'en', 'en')
    """
    weights: dict[str, float] = {}
    for range_, weight in _ranges(accept_language):
        tag = range_.partition("-")[0]
        weights[tag] = max(weight, weights.get(tag, 0.0))
    return "zh" if weights.get("zh", 0.0) > weights.get("en", 0.0) else "en"
