"""A new id for an entity, and for every reference to it: `kg rename`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.editing.edits import TextEdit
from kg.editing.references import entity_entries, references
from kg.problems import KgError, Location, Problem
from kg.yamltree.writing import key_text, scalar_text

if TYPE_CHECKING:
    from pathlib import Path

    from kg.editing.landing import Sources
    from kg.ontology import Ontology


def rename(sources: Sources, ontology: Ontology, old: str, new: str) -> dict[Path, list[TextEdit]]:
    """Give the edits that call an entity `new` instead of `old`, by file.

    Where no name is written the id is the name, and changes with it. References by a name or alias stay.
    Raises KgError where the new id is taken.
    """
    edits: dict[Path, list[TextEdit]] = {}
    for path in sources.paths:
        source = sources[path]
        entities = entity_entries(source.tree)
        if new in entities:
            key = entities[new].key
            place = Location(str(path), key.line, key.column)
            raise KgError(Problem("id-taken", place, {"id": new, "old": old}))
        found = list(references(source.tree, ontology, old))
        of_file = [TextEdit(*source.spans.scalar(scalar), scalar_text(new, flow=True)) for scalar in found]
        if old in entities:
            of_file.append(TextEdit(*source.spans.scalar(entities[old].key), key_text(new)))
        if of_file:
            edits[path] = of_file
    return edits


def renames_in_query(sparql: str, old: str, new: str) -> list[TextEdit]:
    """Give the edits that make a query ask for `e:new` where it asks for `e:old`.

    >>> renames_in_query("VALUES ?org { e:杭州 e:杭州市 }", "杭州", "杭州城")
    [TextEdit(start=16, end=18, text='杭州城')]
    """
    found = re.finditer(rf"(?<![\w·:-])e:({re.escape(old)})(?![\w·-])", sparql)
    return [TextEdit(*match.span(1), new) for match in found]
