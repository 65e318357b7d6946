"""The beginning of an answer, in plain values: as much of it as a reader takes who wants no more."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kg.query.engine import TRIPLES, cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import QuerySolutions, QueryTriples

    from kg.query.answers import Shortener
    from kg.query.engine import Result

MOST_CHARACTERS = 100_000
"""About so many characters are given in all."""


class Beginning(NamedTuple):
    """What was found: rows of texts by variable, a yes or no, or triples as Turtle.

    `more` tells that there are more rows or triples, `cut` that a row was left out or cut for its length.
    """

    variables: Sequence[str] = ()
    rows: Sequence[Mapping[str, str]] = ()
    yes: bool | None = None
    turtle: str | None = None
    more: bool = False
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found; a no is an answer."""
        return not self.rows and self.yes is None and not self.turtle


def beginning(result: Result, most: int, shorten: Shortener, prefixes: Mapping[str, str]) -> Beginning:
    """Take the first rows or triples of a result; the engine looks for no more. `prefixes` are for Turtle."""
    from pyoxigraph import QueryBoolean, QueryTriples

    if isinstance(result, QueryBoolean):
        return Beginning(yes=bool(result))
    return (
        _triples(result, most, prefixes) if isinstance(result, QueryTriples) else _rows(result, most, shorten)
    )


def _rows(result: QuerySolutions, most: int, shorten: Shortener) -> Beginning:
    variables = [variable.value for variable in result.variables]
    rows: list[dict[str, str]] = []
    left, cut = MOST_CHARACTERS, False
    for solution in islice(result, most):
        if left <= 0:
            return Beginning(variables, rows, more=True, cut=True)
        row = {}
        for name, term in zip(variables, solution, strict=True):
            if term is not None:
                text = shorten.cell(*cell(term))
                row[name], cut = text[: max(left, 0)], cut or len(text) > left
                left -= len(text)
        rows.append(row)
    return Beginning(variables, rows, more=_is_left(result), cut=cut)


def _triples(result: QueryTriples, most: int, prefixes: Mapping[str, str]) -> Beginning:
    from pyoxigraph import RdfFormat, serialize

    triples, texts = [], []
    left = MOST_CHARACTERS
    for triple in islice(result, most):
        text = str(triple)
        left -= len(text)
        if left < 0:
            break
        triples.append(triple)
        texts.append(text)
    used = {name: iri for name, iri in prefixes.items() if any(iri in text for text in texts)}
    turtle = serialize(triples, format=getattr(RdfFormat, TRIPLES["ttl"]), prefixes=used) or b""
    return Beginning(turtle=turtle.decode() if triples else "", more=_is_left(result), cut=left < 0)


def _is_left(result: Iterable[object]) -> bool:
    return next(iter(result), None) is not None
