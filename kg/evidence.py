"""Quotes checked against the text of their article: phrases -> their places in it, or the nearest passage.

What is folded, in the text and in the phrase, before they are compared:

=========================  ==========================================================================
white space, line breaks   left out, inside words too, with U+200B and the like; but kept between digits
                           and beside their decimal point: `2 3万` is not `23万`
punctuation                full-width, half-width, vertical and small forms are one: ，, （( ？? ％%; so
                           are all double quotation marks “”", single ones ‘’', dashes —–-, dots ·•・
digits, letters, points    never: `２` is not `2`, and neither `2，3万` nor `2,3万` is `2.3万`
other marks                stay different: 、 is no comma, 。 no point, 《 no quotation mark
=========================  ==========================================================================

A phrase does not match inside a longer number: `2万` is not in `12万` or `1.2万`, `2.3` not in `2.3万`,
`百万` not in `三百万`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[int, int]
"""Start and end of a passage, as code points of the article's text."""

_SHOWN = 40
_ALIKE = {
    ",": "﹐︐",
    "、": "﹑︑､",
    "。": "｡︒",
    ":": "﹕︓∶",
    ";": "﹔︔",
    "!": "﹗︕",
    "?": "﹖︖",
    "(": "﹙︵",
    ")": "﹚︶",
    "〔": "﹝︹",
    "〕": "﹞︺",
    "《": "︽",
    "》": "︾",
    "〈": "︿",
    "〉": "﹀",
    "「": "｢﹁",
    "」": "｣﹂",
    "『": "﹃",
    "』": "﹄",
    "【": "︻",
    "】": "︼",
    '"': "“”„‟〝〞",
    "'": "‘’‚‛",
    "-": "‐‑‒–—―−﹘﹣︱︲",
    "~": "〜∼",
    "·": "•・‧∙･",
    "%": "﹪",
    "…": "︙⋯",
}
_full_width_marks = [
    chr(code) for code in range(0xFF01, 0xFF5F) if not chr(code).isalnum() and code != 0xFF0E
]
_FOLDED = {ord(mark): ord(mark) - 0xFEE0 for mark in _full_width_marks}
_FOLDED |= {ord(other): ord(mark) for mark, others in _ALIKE.items() for other in others}

_digit = "0-9０-９"
_blank = r"\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_gap = re.compile(
    f"((?<=[{_digit}.．])[{_blank}]+(?=[{_digit}])|(?<=[{_digit}])[{_blank}]+(?=[.．])"
    f"|(?<=[{_digit}],)[{_blank}]+(?=[{_digit}]))|[{_blank}]+"
)
_numeral = "〇零一二两三四五六七八九十百千万亿几"
_number = re.compile(
    f"(?:(?:[{_digit}]{{1,3}}(?:[, ][{_digit}]{{3}})+(?![{_digit}])|[{_digit}]+)(?:[.．][{_digit}]+)*"
    f"(?:[余多来几]?[百千万亿]+)?)+"
    f"|(?=[{_numeral}]*[〇零十百千万亿])(?:数(?=[十百千万亿]))?[{_numeral}]+(?:[余多来][百千万亿]+)?"
)
_ends = "。！？；!?;"
_sentence = re.compile(f"(?:《[^《》]*》|[^{_ends}])+[{_ends}]*[”’」』）)】》]*")
_BORDERS = frozenset("""，,、。；;：:！!？?…"'“”‘’()（）《》【】-~""")


class Passage(NamedTuple):
    """A stretch of the article, on one line and of at most 40 characters, and its place."""

    text: str
    span: Span


class Found(NamedTuple):
    """Where the phrases of a quote stand in the article, or which of them does not and what is nearest.

    `reason` is empty where all were found, else absent, inside-number (it occurs, but cuts a number),
    out-of-order (it occurs, but not behind the phrase before it) or empty (nothing but marks).
    `occurrences` is how often the rarest phrase occurs: more than one leaves the place ambiguous.
    `letters` counts the letters and digits of all phrases: a quote of one or two proves little.
    """

    spans: tuple[Span, ...] = ()
    occurrences: int = 0
    letters: int = 0
    missing: int | None = None
    reason: str = ""
    nearest: Passage | None = None


class Text:
    """An article's text, made once and searched for any number of quotes."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.folded, self._offsets = _folded_with_offsets(original)
        self._inside_number = bytearray(len(self.folded) + 1)
        for match in _number.finditer(self.folded):
            start, end = match.span()
            self._inside_number[start + 1 : end] = b"\1" * (end - start - 1)

    def occurrences(self, folded: str) -> list[int]:
        """Give the folded offsets at which a folded phrase occurs without cutting a number."""
        starts, start, inside = [], self.folded.find(folded), self._inside_number
        while start >= 0:
            if not (inside[start] or inside[start + len(folded)]):
                starts.append(start)
            start = self.folded.find(folded, start + 1)
        return starts

    def span(self, start: int, end: int) -> Span:
        """Turn folded offsets into those of the article's text."""
        return self._offsets[start], self._offsets[end - 1] + 1

    def passage(self, start: int, end: int) -> Passage:
        """Widen folded offsets up to a mark or line break, within 40 characters and cutting no number."""
        folded, inside = self.folded, self._inside_number
        end = min(end, start + _SHOWN)
        while (
            end < len(folded) and end - start < _SHOWN and (inside[end] or not self._ends(end, folded[end]))
        ):
            end += 1
        while (
            start > 0 and end - start < _SHOWN and (inside[start] or not self._ends(start, folded[start - 1]))
        ):
            start -= 1
        while inside[end] and end > start + 1:
            end -= 1
        while inside[start] and start < end - 1:
            start += 1
        span = self.span(start, end)
        return Passage(_on_one_line(self.original[slice(*span)]), span)

    def _ends(self, offset: int, outside: str) -> bool:
        return outside in _BORDERS or "\n" in self.original[self._offsets[offset - 1] : self._offsets[offset]]


def _folded_with_offsets(original: str) -> tuple[str, list[int]]:
    text = original.translate(_FOLDED)
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for gap in _gap.finditer(text):
        pieces.append(text[position : gap.start()])
        offsets.extend(range(position, gap.start()))
        if gap[1]:
            pieces.append(" ")
            offsets.append(gap.start())
        position = gap.end()
    pieces.append(text[position:])
    offsets.extend(range(position, len(text)))
    return "".join(pieces), offsets


def _folded(phrase: str) -> str:
    return _gap.sub(lambda gap: " " if gap[1] else "", phrase.translate(_FOLDED))


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"(?<![!-~])\s+|\s+(?![!-~])", "", text))


def find(text: Text, phrases: Sequence[str]) -> Found:
    """Find phrases that stand in this order, as close together as they ever do.

    >>> find(Text("已有2.3万余家店铺 张贴20余万份海报"), ["2.3万余家", "店铺张贴"]).spans
    ((2, 8), (8, 13))
    >>> find(Text("全市已有12.3万家店铺"), ["2.3万家"]).reason
    'inside-number'
    """
    folded = [_folded(phrase) for phrase in phrases]
    letters = sum(map(str.isalnum, "".join(folded)))
    places = []
    for index, phrase in enumerate(folded):
        starts = text.occurrences(phrase) if any(map(str.isalnum, phrase)) else []
        if not starts:
            return _missing(text, phrase, Found(letters=letters, missing=index))
        places.append([(start, start + len(phrase)) for start in starts])
    chain, broken = _closest(places)
    if broken is not None:
        elsewhere = text.passage(*places[broken][0])
        return Found(letters=letters, missing=broken, reason="out-of-order", nearest=elsewhere)
    spans = tuple(text.span(*span) for span in chain)
    return Found(spans, min(map(len, places)), letters)


def _closest(places: Sequence[Sequence[Span]]) -> tuple[list[Span], int | None]:
    """Choose one place of each phrase, in order, within the shortest stretch; else say which has none."""
    best: list[Span] = []
    for first in places[0]:
        chain = [first]
        for later in places[1:]:
            at = bisect_left(later, (chain[-1][1], 0))
            if at == len(later):
                return best, None if best else len(chain)
            chain.append(later[at])
        if not best or chain[-1][1] - chain[0][0] < best[-1][1] - best[0][0]:
            best = chain
    return best, None


def _missing(text: Text, phrase: str, found: Found) -> Found:
    if not any(map(str.isalnum, phrase)):
        return found._replace(reason="empty")
    start = text.folded.find(phrase)
    if start >= 0:
        return found._replace(reason="inside-number", nearest=text.passage(start, start + len(phrase)))
    return found._replace(reason="absent", nearest=_nearest(text, phrase))


def _nearest(text: Text, phrase: str) -> Passage | None:
    """Give the passage most like the phrase, by edit distance; `None` where less than 60 % is alike."""
    from rapidfuzz import fuzz

    alignment = fuzz.partial_ratio_alignment(phrase, text.folded, score_cutoff=60)
    if alignment is None or alignment.dest_start == alignment.dest_end:
        return None
    return text.passage(alignment.dest_start, alignment.dest_end)


def paragraphs(text: str) -> list[Span]:
    """Give the places of the lines that are not blank, without the white space around them."""
    return [match.span() for match in re.finditer(r"\S(?:.*\S)?", text)]


def paragraph_of(text: str, offset: int) -> Span | None:
    """Give the paragraph that an offset lies in, `None` between two of them.

    >>> paragraph_of("  浙江省总工会 ", 3)
    (2, 8)
    """
    return next((span for span in paragraphs(text) if span[0] <= offset < span[1]), None)


def sentences(text: str, span: Span) -> list[Span]:
    """Give the places of a paragraph's sentences: each ends at 。！？； (and !?;) with closing marks behind.

    Marks inside 《》 end nothing.

    >>> sentences("他说：“好。”会议结束", (0, 10))
    [(0, 7), (7, 10)]
    """
    return [match.span() for match in _sentence.finditer(text, *span)]
