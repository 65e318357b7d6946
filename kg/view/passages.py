"""Where the phrases of a quote stand in their article: the paragraph, and the sentence around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from kg.evidence import paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.evidence import Span

LONGEST = 160
"""About so many characters are shown of the sentences around a quote."""

LEAST = 8
"""So many are shown on each side of a phrase even where the phrases alone are longer than that."""

CUT = "…"


class Passages:
    """The text of an article, cut into paragraphs once; `spans` are the places of phrases, in their order."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _paragraphs(self) -> list[Span]:
        return paragraphs(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._paragraphs]

    @cached_property
    def _sentences(self) -> list[Span]:
        return [place for span in self._paragraphs for place in sentences(self.text, span)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self._sentences]

    def paragraph(self, spans: Sequence[Span]) -> int:
        """Give the number of the paragraph that the first phrase begins in.

        Every line that is not blank counts, from 1 and with the title, as `kg check --coverage` counts them.
        """
        return bisect_right(self._starts, spans[0][0])

    def sentence(self, spans: Sequence[Span]) -> list[str]:
        """Give the sentences around the phrases, as texts and phrases in turn: the odd ones are phrases.

        What is left out, to keep it at about `LONGEST` characters, is marked by an ellipsis.
        """
        whole = [self._around(span) for span in spans]
        windows = _widest(spans, whole)
        pieces = [CUT if windows[0][0] > whole[0][0] else ""]
        position = windows[0][0]
        for span, window, before in zip(spans, windows, [windows[0], *windows], strict=False):
            if window != before:
                pieces[-1] += self._line(position, before[1]) + CUT
                position = window[0]
            pieces[-1] += self._line(position, span[0])
            pieces += [self._line(*span), ""]
            position = span[1]
        pieces[-1] = self._line(position, windows[-1][1]) + (CUT if windows[-1][1] < whole[-1][1] else "")
        return pieces

    def _around(self, span: Span) -> Span:
        """Give the stretch of the sentences that a phrase has a part in."""
        first = max(bisect_right(self._sentence_starts, span[0]) - 1, 0)
        last = max(bisect_right(self._sentence_starts, span[1] - 1) - 1, first)
        return min(self._sentences[first][0], span[0]), max(self._sentences[last][1], span[1])

    def _line(self, start: int, end: int) -> str:
        return re.sub(r"\s*\n\s*", "", self.text[start:end])


def _widest(spans: Sequence[Span], whole: Sequence[Span]) -> list[Span]:
    """Give a window for each phrase, as wide as `LONGEST` allows for all of them together."""
    rooms = range(LEAST, LONGEST)
    fitting = bisect_right(rooms, LONGEST, key=lambda room: _size(_windows(spans, whole, room)))
    return _windows(spans, whole, rooms[max(fitting - 1, 0)])


def _windows(spans: Sequence[Span], whole: Sequence[Span], room: int) -> list[Span]:
    """Widen each phrase by so many characters, within its sentence; windows that touch are made one."""
    windows: list[Span] = []
    for span, (start, end) in zip(spans, whole, strict=True):
        window = max(start, span[0] - room), min(end, span[1] + room)
        if windows and window[0] <= windows[-1][1]:
            joined = windows[-1][0], max(windows[-1][1], window[1])
            windows = [joined if other == windows[-1] else other for other in windows]
            window = joined
        windows.append(window)
    return windows


def _size(windows: Sequence[Span]) -> int:
    return sum(end - start for start, end in set(windows))
