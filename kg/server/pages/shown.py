"""How one entity is named on pages: its name, its type, its colour, and the way to its own page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Reference
from kg.view.data import badges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Dataset, Entity
    from kg.problems import Language

COLOURS = 14
"""So many colours of types the style sheet has."""


class Shown(NamedTuple):
    """An entity as a link; `colour` is a number of the style sheet, `kind` the title of its type."""

    id: str
    name: str
    kind: str
    colour: int
    glyph: str

    @property
    def path(self) -> str:
        """Give where its page is."""
        return f"/entity/{self.id}"


def shown(dataset: Dataset, entity: Entity, language: Language) -> Shown:
    """Give what is shown of an entity."""
    colour, glyph = _badges(dataset)[entity.type]
    kind = dataset.ontology.classes[entity.type].titles[language]
    return Shown(entity.id, entity.name, kind, colour % COLOURS, glyph)


@lru_cache(maxsize=1)
def _badges(dataset: Dataset) -> Mapping[str, tuple[int, str]]:
    return badges(dataset)


def degree(dataset: Dataset, id_: str) -> int:
    """Count the statements that connect an entity with others."""
    own = dataset.statements_from.get(id_, ())
    return sum(isinstance(statement.object, Reference) for statement in own) + len(
        dataset.statements_to.get(id_, ())
    )
