"""A clause with what is named in it: what relations, figures and dates are read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.draft.organisations import ORGANISATIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.draft.chunks import Piece
    from kg.draft.entities import Found
    from kg.draft.reading import Span


class Named(NamedTuple):
    """A stretch of the text, and the entity that it names."""

    span: Span
    entity: Found


class Clause:
    """The pieces of a clause, and all that they name, from left to right, the longer name first."""

    def __init__(self, pieces: Sequence[Piece], places: Mapping[Span, Found]) -> None:
        self.pieces = pieces
        self.start, self.end = pieces[0].start, pieces[-1].end
        inside = [span for span in places if self.start <= span[0] and span[1] <= self.end]
        self.named = [Named(span, places[span]) for span in sorted(inside, key=lambda one: (one[0], -one[1]))]

    def between(self, start: int, end: int, types: Collection[str] = ()) -> list[Named]:
        """Give what is named between two offsets, but not what stands within a longer name there."""
        inside = [
            one
            for one in self.named
            if start <= one.span[0] and one.span[1] <= end and (not types or one.entity.type in types)
        ]
        return _outermost(inside)

    def before(self, offset: int, types: Collection[str] = ()) -> list[Named]:
        """Give what is named before an offset."""
        return self.between(self.start, offset, types)

    def behind(self, offset: int, types: Collection[str] = ()) -> list[Named]:
        """Give what is named behind an offset."""
        return self.between(offset, self.end, types)

    def organisations_before(self, offset: int) -> list[Named]:
        """Give the organizations named before an offset."""
        return self.before(offset, ORGANISATIONS)

    def has_word(self, words: Iterable[str], start: int, end: int) -> bool:
        """Tell whether one of some words stands between two offsets."""
        return any(piece.text in words for piece in self.pieces if start <= piece.start and piece.end <= end)


def _outermost(found: list[Named]) -> list[Named]:
    return [
        one
        for one in found
        if not any(
            other.span != one.span and other.span[0] <= one.span[0] and one.span[1] <= other.span[1]
            for other in found
        )
    ]
