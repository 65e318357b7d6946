"""The themes that the saved queries of a directory are about: `groups.toml` beside them.

    [[group]]
    zh = "时间"
    en = "Time"
    queries = "timeline undated"

A reader looks for a theme, not for the name of a file.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.query.saved import Query

FILE = "groups.toml"
OTHERS = {"zh": "其他", "en": "Others"}


class Group(NamedTuple):
    """Saved queries of one theme, with its titles by language."""

    titles: dict[str, str]
    queries: list[Query]


def grouped(queries: Iterable[Query], directory: str) -> list[Group]:
    """Put queries into the groups of their directory, in its order; last come those that have none.

    Names that are no query are passed by. Raises KgError for a file of groups that cannot be read.
    """
    left = {query.name: query for query in queries}
    groups = [
        Group(titles, [left.pop(name) for name in names if name in left])
        for titles, names in _read(f"{directory}/{FILE}")
    ]
    return [group for group in [*groups, Group(OTHERS, list(left.values()))] if group.queries]


def _read(file: str) -> list[tuple[dict[str, str], list[str]]]:
    import tomllib

    if not os.path.exists(file):
        return []
    try:
        with open(file, "rb") as stream:
            groups = tomllib.load(stream)["group"]
        return [({"zh": group["zh"], "en": group["en"]}, group["queries"].split()) for group in groups]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KgError(Problem("unreadable", Location(file), {"reason": str(error)})) from None
