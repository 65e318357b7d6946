"""Whether a server answers the saved queries as we do: the same rows in any order, numbers by value."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.query.saved import Query

    Row = tuple[str, ...]

INTEGERS = ("integer", "int", "long", "decimal", "double", "float")
EXAMPLE = 120
"""Characters of a row that is shown."""


def differences(
    queries: Iterable[Query], ours: Any, theirs: Any, prefixes: Mapping[str, str]
) -> Iterator[tuple[Query, Problem | None]]:
    """Yield each query with what is wrong with the answer there; both are stores (see `RemoteStore`)."""
    for query in queries:
        yield query, _difference(query, ours, theirs, prefixes)


def _difference(query: Query, ours: Any, theirs: Any, prefixes: Mapping[str, str]) -> Problem | None:
    place = Location(query.name)
    here = _answer(ours.query(query.text, prefixes=dict(prefixes)))
    try:
        there = _answer(theirs.query(query.text, prefixes=dict(prefixes)))
    except KgError as error:
        reason = str(error.problems[0].blanks.get("reason") or error.problems[0].code)
        return Problem("verify-unanswered", place, {"reason": reason})
    if here == there:
        return None
    missing, surplus = here - there, there - here
    example = next(iter(missing or surplus))
    blanks = {
        "missing": str(missing.total()),
        "surplus": str(surplus.total()),
        "example": " | ".join(example)[:EXAMPLE],
    }
    return Problem("verify-wrong", place, blanks)


def _answer(result: Any) -> Counter[Row]:
    from pyoxigraph import QueryBoolean, QueryTriples

    if isinstance(result, QueryBoolean):
        return Counter([(str(bool(result)),)])
    if isinstance(result, QueryTriples):
        return Counter(tuple(map(str, triple)) for triple in result)
    return Counter(tuple(_value(term) for term in solution) for solution in result)


def _value(term: Any) -> str:
    """Write a term so that equal ones look alike, whatever the server makes of a number's type and digits."""
    datatype = getattr(term, "datatype", None)
    if datatype is None or datatype.value.rpartition("#")[2] not in INTEGERS:
        return "" if term is None else str(term)
    try:
        return str(Decimal(term.value).normalize())
    except InvalidOperation:
        return str(term)
