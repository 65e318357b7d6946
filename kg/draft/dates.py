"""Dates in a Chinese text -> EDTF, also those that lean on one before them (同年10月) or on the day of print.

============================  ==================  ====================================================
2022年4月, 二〇二二年四月     2022-04             as written; 上旬, 底, 初 are left out
2022年4月至10月               2022-04/2022-10     the later end takes what it lacks from the earlier one
2022年上半年, 2022年三季度    2022-01/2022-06     the months they have
2022年秋, 上世纪90年代        2022-23, 199X       seasons, decades
2022年前后, 约2022年          2022~               approximate
2018年以来, 2018年至今        2018/..             open; 2018年起 is the day it began: 2018
2025年前, 2025年以前          ../2025
同年10月, 次年, 当年, 同月    resolved            by the date before it
今年3月, 去年, 上月, 昨日     resolved            by the day of print; without it they are left out
10月1日, 15日                 resolved            by the paragraph's last date, else by the day of print
============================  ==================  ====================================================

No dates: lengths (五年来, 1500年历史), times of day, names with a date (in 《》, in a short “…”, 2022年度).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.dates import DateError, parse_date
from kg.draft.date_words import (
    ABOUT,
    ABOUT_BEFORE,
    AGES,
    ATOM,
    BEFORE,
    DAYS,
    HAN,
    MONTHS,
    MONTHS_OF_CONTEXT,
    PARTS,
    SECOND,
    SHORT_RANGE,
    TITLE,
    TO,
    UNTIL_NOW,
    WILL,
    YEARS,
    YEARS_OF_CONTEXT,
)
from kg.draft.reading import Reading
from kg.quantity import QuantityError, parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.draft.reading import Span


class FoundDate(NamedTuple):
    """A date: its place as offsets in the text as it was given, and what it is in EDTF, level 1.

    `resolved`: the text leaves out what only its context or the day of print tells.
    """

    start: int
    end: int
    edtf: str
    resolved: bool


class _Moment(NamedTuple):
    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in self[1:] if part)])


def find_dates(text: str, published: str | None = None) -> list[FoundDate]:
    """Find the dates of a text, in order; what cannot be resolved is left out.

    published: the day, month or year of print in EDTF

    >>> [one.edtf for one in find_dates("2022年4月启动。同年10月出台意见，次年推广。")]
    ['2022-04', '2022-10', '2023']
    """
    reading = Reading(text)
    return [
        FoundDate(reading.original_offset(start), reading.original_offset(end - 1) + 1, edtf, resolved)
        for (start, end), edtf, resolved in _Finder(reading.text, published).found()
    ]


class _Finder:
    """Goes through a text and remembers which year and month was spoken of last, and in which paragraph."""

    def __init__(self, text: str, published: str | None) -> None:
        self.text = text
        self.print = _moment(published) if published else None
        self.last: _Moment | None = None
        self.last_end = 0

    def found(self) -> Iterator[tuple[Span, str, bool]]:
        names = [match.span() for match in TITLE.finditer(self.text)]
        offset = 0
        while match := _next(self.text, offset):
            offset = match.end()
            if any(start < match.start() < end for start, end in names):
                continue
            found = self._date(match)
            if found and _is_valid(found[1]):
                offset = found[0][1]
                yield found

    def _date(self, match: re.Match[str]) -> tuple[Span, str, bool] | None:
        if match.re is ATOM and match["decade"]:
            return self._decade(match)
        whole = None if AGES.search(self.text, 0, match.start()) else self._moment(match)
        if whole is None:
            return None
        moment, resolved = whole
        start, end, edtf = match.start(), match.end(), str(moment)
        if later := self._later(moment, end, short=match.re is SHORT_RANGE):
            edtf, moment, end = f"{moment}/{later[0]}", *later
        elif part := _part_of_year(match, moment.year):
            edtf = part
        if _is_valid(edtf):
            self.last, self.last_end = moment, end
        if "/" not in edtf:
            start, end, edtf = self._qualified(start, end, edtf)
        return (start, end), edtf, resolved

    def _qualified(self, start: int, end: int, edtf: str) -> tuple[int, int, str]:
        """Take in the words around a date that make it approximate, or one end of an interval."""
        for words, form in ((ABOUT, "{}~"), (UNTIL_NOW, "{}/.."), (BEFORE, "../{}")):
            if match := words.match(self.text, end):
                return start, match.end(), form.format(edtf)
        if match := ABOUT_BEFORE.search(self.text, max(start - 4, 0), start):
            return match.start(), end, f"{edtf}~"
        return start, end, edtf

    def _decade(self, match: re.Match[str]) -> tuple[Span, str, bool]:
        century, tens = match["century"], _number(match["tens"]) // 10
        this = (self.print.year if self.print else 2000) // 100
        if century and century[0] not in "上本":
            return match.span(), f"{_number(century[:-2]) - 1:02}{tens}X", False
        hundreds = this if century and century[0] == "本" else this - 1 if century or tens > 2 else this
        return match.span(), f"{hundreds:02}{tens}X", True

    def _moment(self, match: re.Match[str]) -> tuple[_Moment, bool] | None:
        """Give the day, month or year that was written, and whether its context had to say which."""
        groups = {key: value for key, value in match.groupdict().items() if value}
        if "iso" in groups:
            return _Moment(*map(int, re.split("[-./]", groups["iso"]))), False
        if "year" in groups:
            return _Moment(_year_number(groups["year"]), *_numbers(groups, "month", "day")), False
        moment = self._leaning(groups, match.start())
        return (moment, True) if moment else None

    def _leaning(self, groups: dict[str, str], offset: int) -> _Moment | None:
        if today := groups.get("today"):
            return self._day(DAYS[today])
        if relative := groups.get("relative"):
            year = self._year(relative, offset)
            return _Moment(year, *_numbers(groups, "month", "day")) if year else None
        if near := groups.get("near_month"):
            base = self._near(offset) if near in MONTHS_OF_CONTEXT else self.print
            shift = MONTHS_OF_CONTEXT.get(near, MONTHS.get(near, 0))
            return _shifted(base, shift, *_numbers(groups, "near_day")) if base else None
        if "only_month" in groups:
            return self._month(groups, offset)
        base = self._near(offset) or self.print
        if "only_part" in groups:
            return _Moment(base.year) if base else None
        return base._replace(day=int(groups["only_day"])) if base and base.month else None

    def _month(self, groups: dict[str, str], offset: int) -> _Moment | None:
        month, day = _numbers(groups, "only_month", "its_day")
        if not day and not groups["only_month"].isascii():
            return None  # 八月桂花, 三月三: a month alone has digits
        year = self._year_of_month(month or 0, offset)
        return _Moment(year, month, day) if year else None

    def _near(self, offset: int) -> _Moment | None:
        """Give the last date if it stands in the same paragraph."""
        return self.last if self.last and "\n" not in self.text[self.last_end : offset] else None

    def _year(self, word: str, offset: int) -> int | None:
        if word in YEARS:
            return self.print.year + YEARS[word] if self.print else None
        near = self._near(offset) if word == "当年" else self.last
        return near.year + YEARS_OF_CONTEXT[word] if near else None

    def _year_of_month(self, month: int, offset: int) -> int | None:
        """Give the year of a month alone: that of its paragraph, else the latest up to the print."""
        if near := self._near(offset):
            return near.year
        if not self.print:
            return self.last.year if self.last else None
        ahead = self.print.month and month > self.print.month
        return self.print.year - bool(ahead and not WILL.search(self.text, max(offset - 6, 0), offset))

    def _day(self, shift: int) -> _Moment | None:
        from datetime import date, timedelta

        if not (self.print and self.print.month and self.print.day):
            return None
        day = date(self.print.year, self.print.month, self.print.day) + timedelta(days=shift)
        return _Moment(day.year, day.month, day.day)

    def _later(self, first: _Moment, end: int, *, short: bool) -> tuple[_Moment, int] | None:
        """Read the later end of a range, which may leave out the year or month."""
        to = None if short else TO.match(self.text, end)
        if not (short or to):
            return None
        match = SECOND.match(self.text, to.end() if to else end)
        if not match or not match[0]:
            return None
        groups = match.groupdict()
        month, day = _numbers(groups, "month", "day")
        year = _year_number(groups["year"]) if groups["year"] else first.year
        if relative := groups["relative"]:
            shift = YEARS_OF_CONTEXT.get(relative)
            year = first.year + shift if shift is not None else self._year(relative, end) or year
        if day and not month:
            month = first.month
        later = _Moment(year, month, day)
        return (later, match.end()) if str(later) > str(first) and (not day or month) else None


def _part_of_year(match: re.Match[str], year: int) -> str:
    """Give the season or the months of a half or quarter of a year, if one is named."""
    groups = match.groupdict()
    if groups.get("season"):
        return f"{year:04}-{21 + '春夏秋冬'.index(groups['season'][0])}"
    if part := groups.get("part") or groups.get("only_part"):
        first, last = PARTS[part]
        return f"{_Moment(year, first)}/{_Moment(year, last)}"
    return ""


def _next(text: str, offset: int) -> re.Match[str] | None:
    """Find the next date; years that share one 年 (2018—2023年) come first."""
    one, two = ATOM.search(text, offset), SHORT_RANGE.search(text, offset)
    return two if two and (not one or two.start() <= one.start()) else one


def _moment(edtf: str) -> _Moment:
    first = parse_date(edtf).earliest
    parts = re.findall("[0-9]+", edtf.partition("/")[0])
    if first is None:
        return _Moment(int(parts[0]))
    return _Moment(first.year, *(int(part) for part in parts[1:3]))


def _shifted(base: _Moment, months: int, day: int | None) -> _Moment | None:
    if base.month is None:
        return None
    count = base.year * 12 + base.month - 1 + months
    return _Moment(count // 12, count % 12 + 1, day)


def _numbers(groups: dict[str, str] | dict[str, str | None], *names: str) -> list[int | None]:
    return [_number(value) if (value := groups.get(name)) else None for name in names]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(parse_quantity(text).number)


def _year_number(text: str) -> int:
    if text.isascii():
        return int(text)
    return int("".join(str(max(HAN.index(digit) - 1, 0)) for digit in text))


def _is_valid(edtf: str) -> bool:
    try:
        return bool(parse_date(edtf))
    except (DateError, QuantityError):
        return False
