"""The words to quote: the fewest whole words, at most 40 characters, that the article has only once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from kg.evidence import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.draft.reading import Reading, Span
    from kg.evidence import Text

LONGEST = 40


class Quoting:
    """Quotes from one article; `borders` are the offsets between words in the joined text."""

    def __init__(
        self, reading: Reading, text: Text, borders: Iterable[int], sentences: Iterable[Span]
    ) -> None:
        self.reading = reading
        self.borders = sorted(set(borders))
        self.sentences = sorted(sentences)
        self.text = text

    def phrase(self, start: int, end: int) -> str | None:
        """Quote a stretch, widened to be unambiguous if possible; `None` where it cannot be quoted."""
        start, end = self._balanced(start, end)
        shown = self._shown(start, end)
        if not shown or len(shown) > LONGEST or "\n" in shown:
            return None
        first = found = find(self.text, [shown])
        if not found.spans:
            return None
        first_sentence, last_sentence = self._sentence(start)
        here, there = start, end
        while found.occurrences > 1 or found.letters < 2:
            wider = self._wider(here, there, first_sentence, last_sentence)
            if wider is None:
                return shown if first.letters >= 1 else None
            here, there = self._balanced(*wider)
            found = find(self.text, [self._shown(here, there)])
            if not found.spans:
                return shown
        return self._shown(here, there)

    def _balanced(self, start: int, end: int) -> Span:
        """Take in the mark that closes what a stretch opens, or opens what it closes."""
        text = self.reading.text
        for opening, closing in ("“”", "《》", "（）"):
            opened, closed = text.count(opening, start, end), text.count(closing, start, end)
            if opened > closed and text[end : end + 1] == closing and end - start < LONGEST:
                end += 1
            elif closed > opened and start and text[start - 1] == opening and end - start < LONGEST:
                start -= 1
        return start, end

    def _shown(self, start: int, end: int) -> str:
        return self.reading.text[start:end].strip(" 、，。；：")

    def phrases(self, *spans: Span) -> list[str] | None:
        """Quote one stretch that holds several spans, or several phrases where it would be too long."""
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        if end - start <= LONGEST and not (len(spans) > 1 and self._is_sentence(start, end)):
            whole = self.phrase(start, end)
            return [whole] if whole else None
        parts = []
        for begin, stop in sorted(spans):
            part = self.phrase(
                begin, min(stop, self._border_before(begin + LONGEST)) if stop - begin > LONGEST else stop
            )
            if part is None:
                return None
            parts.append(part)
        unique = list(dict.fromkeys(parts))
        return unique if find(self.text, unique).spans else unique[:1]

    def _is_sentence(self, start: int, end: int) -> bool:
        first, last = self._sentence(start)
        return start <= first and end >= last - 1

    def _sentence(self, offset: int) -> Span:
        at = bisect_right(self.sentences, (offset, len(self.reading.text))) - 1
        return self.sentences[at] if at >= 0 and offset < self.sentences[at][1] else (offset, offset)

    def _wider(self, start: int, end: int, least: int, most: int) -> Span | None:
        """Take one more word, first behind, then before; never a whole sentence."""
        after = self._border_after(end)
        before = self._border_before(start - 1)
        for here, there in ((start, after), (before, end)):
            inside = least <= here and there <= most and (here, there) != (start, end)
            if inside and there - here <= LONGEST and there - here < most - least - 1:
                return here, there
        return None

    def _border_after(self, offset: int) -> int:
        at = bisect_right(self.borders, offset)
        return self.borders[at] if at < len(self.borders) else len(self.reading.text)

    def _border_before(self, offset: int) -> int:
        at = bisect_left(self.borders, offset + 1) - 1
        return self.borders[at] if at >= 0 else 0
