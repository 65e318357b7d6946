"""What new entities change for the others: the slow way, which loads everything before and after."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.editing.landing import problems_added
from kg.loading.load import load
from kg.model import Observation, Reference
from kg.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.model import Dataset, Object, Statement

_written_otherwise = re.compile(r"[\s'\"\\]").search
"""What of a name may be written differently where it is used: folded, doubled or escaped."""


def may_be_used(names: set[str], texts: Iterable[str]) -> bool:
    """Tell whether a name may stand as a whole scalar in one of some texts.

    >>> may_be_used({"省总"}, ["  partOf: {to: 省总}"]), may_be_used({"省总"}, ["  name: 省总工会"])
    (True, False)
    """
    return any(map(_written_otherwise, names)) or any(
        "\\" in text or any(_stands_in(name, text) for name in names) for text in texts
    )


def _stands_in(name: str, text: str) -> bool:
    whole = rf"[\s\[{{,:\"'-]{re.escape(name)}(?:[\s\"',\]}}]|\Z)"
    return name in text and re.search(whole, text) is not None


def problems_brought(
    directory: Path, articles: Path | None, contents: Mapping[Path, bytes], new: set[str]
) -> list[Problem]:
    """Give what would be wrong with everything that is not now; `new` are the ids of new entities."""
    before, problems_before = load(directory, articles)
    after, problems_after = load(directory, articles, contents)
    return [*problems_added(problems_before, problems_after), *_captured(before, after, new)]


def _captured(before: Dataset, after: Dataset, new: set[str]) -> Iterator[Problem]:
    """Find statements that are about another entity now and would be about a new one."""
    left = Counter(named for statement in after.statements for named in _named(statement))
    for statement in before.statements:
        for named in _named(statement):
            left[named] -= 1
            if left[named] < 0:
                taking = [id_ for id_ in new if left[(statement.subject, statement.property, id_)] > 0]
                if taking:  # else it is lost, which is a problem of its own
                    blanks = {"id": taking[0], "was": named[2]}
                    yield Problem("reference-captured", statement.location, blanks)


def _named(statement: Statement) -> Iterator[tuple[str, str, str]]:
    """Yield subject, property and the id of each entity that the object names."""
    for id_ in _ids_in(statement.object):
        yield statement.subject, statement.property, id_


def _ids_in(object_: Object) -> set[str]:
    if isinstance(object_, Reference):
        return {object_.id}
    if isinstance(object_, Observation):
        return {id_ for id_ in (object_.counts, object_.scope) if id_}
    return set()
