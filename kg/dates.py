"""Dates and intervals in EDTF level 1 (Library of Congress, ISO 8601-2) -> the days they may cover.

======================  ===========================================  ========================  =========
2022, 2022-04           a year, a month; a day is 2022-04-30         2022-04-01 to 2022-04-30  month
2022-23                 seasons 21 to 24: spring to winter           2022-09-01 to 2022-11-30  season
201X, 20XX              a decade, a century                          2010-01-01 to 2019-12-31  decade
2022-XX, 2022-XX-XX     unspecified month or day                     2022-01-01 to 2022-12-31  year
2018/2023-04            an interval                                  2018-01-01 to 2023-04-30  interval
2018/.., ../2018        an open end; an unknown one is empty: 2018/  2018-01-01 to None        interval
2022?, 2022~, 2022%     uncertain, approximate, both                 2022-01-01 to 2022-12-31  year
-0044, 0000, Y12345     years outside 1 to 9999                      None to None              year
======================  ===========================================  ========================  =========

`precision` is the unit of the known digits, which `earliest` to `latest` spans. EDTF leaves the months of a
season open: here they are those of the northern hemisphere, winter from December into February. Level 2 forms
and times of day are refused.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from kg.quantity import QuantityError, parse_quantity

_date = re.compile("(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)").fullmatch
_unspecified = re.compile(
    "([0-9]{2})(XX|[0-9]X)([?~%]?)|([0-9]{4}(?:-[0-9]{2})?)-XX(?:-XX)?([?~%]?)"
).fullmatch
_long_year = re.compile("Y(-?[1-9][0-9]{4,17})([?~%]?)").fullmatch
_time_of_day = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9].*").fullmatch
_level_2 = re.compile(
    r"[\[{].+[\]}]|[0-9X-]*X[0-9X-]*[?~%]?|[?~%][0-9].*|[0-9-]+[?~%]-.*|Y?-?[0-9]+S[0-9]+|Y.+E[0-9]+"
    "|-?[0-9]{4}-(?:2[5-9]|3[0-9]|4[01])"
).fullmatch
_WRITTEN = tuple(
    re.compile(pattern).fullmatch
    for pattern in (
        "(?P<year>[0-9]{4})(?:年(?:(?P<month>[0-9]{1,2})月份?(?:(?P<day>[0-9]{1,2})[日号]?)?)?)?",
        "(?P<year>[0-9]{4})(?P<mark>[-./])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?",
        "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
)
_qualified = re.compile("(约|大约|大概|)(.+?)(左右|前后|[?~%]|)").fullmatch
_season = re.compile("([0-9]{4})年?([春夏秋冬])[季天]?").fullmatch
_decade = re.compile("([0-9]{3})0年代").fullmatch
_century = re.compile("([0-9]{1,2})世纪(?:([0-9])0年代)?").fullmatch
_later_end = re.compile("(?:([0-9]{1,2})月份?)?(?:([0-9]{1,2})[日号])?").fullmatch
_since = re.compile("(.+?)(?:[-至到—/]*(?:今|now|present)|以来|起|开始|以后|之后)").fullmatch
_until = re.compile("(.+?)(?:以前|之前|前)").fullmatch
_between = re.compile("至|到|—{1,2}|[-–～~/]").finditer
_han_number = re.compile("[〇零一二两三四五六七八九十廿]+(?=[年月日号世])")
_WIDTH = str.maketrans("０１２３４５６７８９／－．？％Ｘxｘ", "0123456789/-.?%XXX")
_OPEN = {"", ".."}
_Day = tuple[int, int, int]


class DateError(ValueError):
    """Text that is no date: `code` is not-edtf, no-such-date, reversed, time-of-day or level-2.

    `suggestion` is what was probably meant, in EDTF, where that can be told.
    """

    def __init__(self, code: str, reason: str, suggestion: str | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.suggestion = suggestion


class DateRange(NamedTuple):
    """A date as written and the days it may cover, both included; `None` where there is no such end."""

    raw: str
    earliest: date | None
    latest: date | None
    precision: str
    uncertain: bool
    approximate: bool

    def __str__(self) -> str:
        return self.raw


class _Span(NamedTuple):
    first: _Day
    last: _Day
    precision: str
    qualifier: str


def parse_date(raw: str) -> DateRange:
    """Read an EDTF level 1 date or interval; raises `DateError`.

    >>> parse_date("2022-04")[1:4]
    (datetime.date(2022, 4, 1), datetime.date(2022, 4, 30), 'month')
    """
    try:
        return _parse(raw)
    except DateError as error:
        if error.code == "not-edtf" and (suggestion := suggest_edtf(raw)):
            raise DateError("not-edtf", f"write {suggestion}", suggestion) from None
        raise


def _parse(raw: str) -> DateRange:
    if "/" in raw:
        return _interval(raw)
    first, last, precision, qualifier = _span(raw)
    return _range(raw, first, last, precision, qualifier)


def _range(raw: str, first: _Day | None, last: _Day | None, precision: str, qualifiers: str) -> DateRange:
    earliest = date(*first) if first and 1 <= first[0] <= 9999 else None
    latest = date(*last) if last and 1 <= last[0] <= 9999 else None
    if not qualifiers:
        return DateRange(raw, earliest, latest, precision, False, False)  # noqa: FBT003
    both = "%" in qualifiers
    return DateRange(raw, earliest, latest, precision, both or "?" in qualifiers, both or "~" in qualifiers)


def _interval(raw: str) -> DateRange:
    start_text, _, end_text = raw.partition("/")
    start, end = (None if text in _OPEN else _span(text) for text in (start_text, end_text))
    if start is None and end is None:
        raise DateError("not-edtf", "an interval needs at least one date")
    if "X" in raw:
        raise DateError("level-2", "unspecified digits in an interval are EDTF level 2")
    if start and end and end.last < start.first:
        raise DateError("reversed", "the interval ends before it starts", f"{end_text}/{start_text}")
    qualifiers = "".join(span.qualifier for span in (start, end) if span)
    return _range(raw, start and start.first, end and end.last, "interval", qualifiers)


def _span(text: str) -> _Span:
    match = _date(text)
    if match is None:
        return _unusual_span(text)
    year_text, month_text, day_text, qualifier = match.groups()
    year = int(year_text)
    if year_text == "-0000":
        raise DateError("no-such-date", "the year before 0001 is 0000", "0000")
    if month_text is None:
        return _Span((year, 1, 1), (year, 12, 31), "year", qualifier)
    month = int(month_text)
    if day_text is None and 21 <= month <= 24:
        return _season_span(year, month, qualifier)
    if not 1 <= month <= 12:
        code = "level-2" if _level_2(text) else "no-such-date"
        raise DateError(code, f"there is no month {month_text}; seasons are 21 to 24")
    if day_text is None:
        return _Span((year, month, 1), (year, month, _days(year, month)), "month", qualifier)
    day = int(day_text)
    if not 1 <= day <= _days(year, month):
        raise DateError("no-such-date", f"{year_text}-{month_text} has {_days(year, month)} days")
    return _Span((year, month, day), (year, month, day), "day", qualifier)


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def _season_span(year: int, season: int, qualifier: str) -> _Span:
    month = (season - 20) * 3
    last_year, last_month = (year, month + 2) if month < 12 else (year + 1, 2)
    last = (last_year, last_month, _days(last_year, last_month))
    return _Span((year, month, 1), last, "season", qualifier)


def _unusual_span(text: str) -> _Span:
    if match := _unspecified(text):
        century, years, qualifier, known, known_qualifier = match.groups()
        if known:
            return _span(known + known_qualifier)
        first, last = (int(century + years.replace("X", digit)) for digit in "09")
        return _Span((first, 1, 1), (last, 12, 31), "century" if years == "XX" else "decade", qualifier)
    if match := _long_year(text):
        year = int(match[1])
        return _Span((year, 1, 1), (year, 12, 31), "year", match[2])
    if match := _time_of_day(text):
        raise DateError("time-of-day", "a time of day is not understood", match[1])
    if _level_2(text):
        raise DateError("level-2", "only EDTF level 1 is understood")
    raise DateError("not-edtf", "expected a date as 2022, 2022-04, 2022-04-30 or 2018/2023")


def suggest_edtf(raw: str) -> str | None:
    """Rewrite a Chinese or slashed date into EDTF; `None` where it is not recognised, or is EDTF already.

    >>> suggest_edtf("2022年4月"), suggest_edtf("2022/4/1"), suggest_edtf("2023年4月至今")
    ('2022-04', '2022-04-01', '2023-04/..')
    """
    text = "".join(raw.translate(_WIDTH).split())
    try:
        text = _han_number.sub(lambda match: str(parse_quantity(match[0]).number), text)
        suggestion = _rewritten(text) or _rewritten_interval(text)
        return suggestion if suggestion and suggestion != raw and _parse(suggestion) else None
    except (DateError, QuantityError):
        return None


def _rewritten(text: str) -> str | None:
    about, core, mark = match.groups() if (match := _qualified(text)) else ("", text, "")
    core = _rewritten_period(core) or _rewritten_day(core)
    return core and core + ("~" if about or mark in {"左右", "前后"} else mark)


def _rewritten_day(text: str) -> str | None:
    for pattern in _WRITTEN:
        if match := pattern(text):
            parts = match.groupdict()
            return _joined(parts["year"], parts.get("month"), parts.get("day"))
    return None


def _joined(year: str, month: str | None, day: str | None) -> str:
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def _rewritten_period(text: str) -> str | None:
    """Rewrite seasons, decades and centuries; X is written in capitals."""
    if match := _season(text):
        return f"{match[1]}-{21 + '春夏秋冬'.index(match[2])}"
    if match := _decade(text):
        return f"{match[1]}X"
    if match := _century(text):
        return f"{int(match[1]) - 1:02}{match[2] or 'X'}X"
    return text if _unspecified(text) else None


def _rewritten_interval(text: str) -> str | None:
    for pattern, form in ((_since, "{}/.."), (_until, "../{}")):
        if (match := pattern(text)) and (end := _rewritten(match[1])):
            return form.format(end)
    for mark in _between(text):
        start, end_text = _rewritten(text[: mark.start()]), text[mark.end() :]
        end = _rewritten(end_text) or (start and _completed(start, end_text))
        if start and end:
            return f"{start}/{end}"
    return None


def _completed(start: str, end_text: str) -> str | None:
    """Read the 10月 of 2022年4月至10月 in the year of the start."""
    match = _later_end(end_text)
    year, month, *_ = f"{start}-".split("-")
    if match is None or not (match[1] or (month and match[2])):
        return None
    return _joined(year, match[1] or month, match[2])
