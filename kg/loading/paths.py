"""The problems of some files only: `kg check data/entities.yaml` reads all, and reports on that."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_says_draft = re.compile(rb"^(?:\xef\xbb\xbf)?status:[ \t]*[\"']?draft\b", re.MULTILINE).search


def drafts_among(paths: Sequence[str], directory: str) -> dict[Path, bytes]:
    """Give the draft files among some paths that are no data, with what is in them."""
    found = {}
    for path in map(Path, paths):
        outside = path.suffix in (".yaml", ".yml") and not _within(str(path), directory)
        if outside and path.is_file() and _says_draft(content := path.read_bytes()):
            found[path] = content
    return found


def problems_in(
    paths: Sequence[str],
    problems: Sequence[Problem],
    directory: str,
    articles: str | None,
    drafts: Iterable[Path] = (),
) -> list[Problem]:
    """Give the problems of these files and directories; that there is no data at all concerns all of them.

    A path that nobody checked is a problem of its own: that none was found there would say nothing.
    """
    found = [
        problem
        for problem in problems
        if problem.location.file == directory or any(_within(problem.location.file, path) for path in paths)
    ]
    return found + _unchecked(paths, [root for root in (directory, articles, *map(str, drafts)) if root])


def files_in(paths: Sequence[str], files: Sequence[Path], directory: str) -> list[Path]:
    """Give the data files that are, or are in, these paths; raises KgError for a path that is no data."""
    unchecked = _unchecked(paths, [directory])
    if unchecked:
        raise KgError(*unchecked)
    return [file for file in files if any(_within(str(file), path) for path in paths)]


def _unchecked(paths: Sequence[str], roots: Sequence[str]) -> list[Problem]:
    return [
        Problem("path-not-data", Location(path), {"directory": roots[0]})
        for path in paths
        if not Path(path).exists() or not any(_within(path, root) or _within(root, path) for root in roots)
    ]


def _within(path: str, whole: str) -> bool:
    """Tell whether a path is another one or in it, by its name or by where its links lead."""
    return any(
        place(Path(path)).is_relative_to(place(Path(whole))) for place in (Path.absolute, Path.resolve)
    )
