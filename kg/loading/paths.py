"""The problems of some files only: `kg check data/entities.yaml` reads all, and reports on that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence


def problems_in(
    paths: Sequence[str], problems: Sequence[Problem], directory: str, articles: str | None
) -> list[Problem]:
    """Give the problems of these files and directories; that there is no data at all concerns all of them.

    A path that nobody checked is a problem of its own: that none was found there would say nothing.
    """
    found = [
        problem
        for problem in problems
        if problem.location.file == directory or any(_within(problem.location.file, path) for path in paths)
    ]
    checked = [root for root in (directory, articles) if root]
    unchecked = [
        Problem("path-not-data", Location(path), {"directory": directory})
        for path in paths
        if not Path(path).exists() or not any(_within(path, root) or _within(root, path) for root in checked)
    ]
    return found + unchecked


def _within(path: str, whole: str) -> bool:
    """Tell whether a path is another one or in it, by its name or by where its links lead."""
    return any(
        place(Path(path)).is_relative_to(place(Path(whole))) for place in (Path.absolute, Path.resolve)
    )
