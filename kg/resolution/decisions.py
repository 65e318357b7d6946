"""What was decided about two entities that look alike, written into the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.editing.changing import Change, edits_of, entity_node
from kg.editing.heads import Heads
from kg.editing.landing import land
from kg.model import DIFFERENT
from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from kg.editing.edits import TextEdit
    from kg.editing.landing import Sources

CHECKED = "核对后认定不是同一个"
"""The note of a decision that has no other; it is part of the data, which is Chinese."""


def keep_apart(
    directory: Path, one: str, other: str, note: str | None = None, articles: Path | None = None
) -> tuple[str, list[Problem]]:
    """Write of one entity that it is not the other, both by id: where it stands, and the warnings it brings.

    Raises KgError where the ontology does not know the property, and where nothing can be written.
    """
    place = ""

    def plan(sources: Sources) -> dict[Path, list[TextEdit]]:
        nonlocal place
        heads = Heads(sources, articles)
        if DIFFERENT not in heads.ontology.properties:
            raise KgError(Problem("different-undeclared", Location(str(directory)), {"property": DIFFERENT}))
        path = Path(heads.entities[one].location.file)
        change = Change(DIFFERENT, {"to": other, "status": "inferred", "note": note or CHECKED})
        edits = edits_of(change, sources[path], entity_node(sources[path], one), heads)
        place = f"{path}:{sources[path].spans.lines.place(min(edits).start)[0]}: {one}"
        return {path: edits}

    landed = land(directory, plan, articles)
    return place, landed.warnings
