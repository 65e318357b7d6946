"""Numbers and dates of a workbook as text: what was typed, told by how it is shown.

A spreadsheet keeps 2022年4月 as a day and 50% as 0.5; only the number format (ECMA-376, 18.8.31) says more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

_literal = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_date_part = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|([yY]+|[mM]+|[dD]+|[hHsS]+)')
_shown_part = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|([yY]+)|([mM]+)|([dD]+)|([hHsS].*)')
_number = re.compile(r"(?P<whole>[#0,]+)(?P<point>\.(?P<decimals>[0#]+))?")
_unreadable = re.compile(r"[eE?/!]|,[^#0]|,\Z")


def plain_number(value: float) -> str:
    """Give a number without exponent, to the 15 digits that a spreadsheet keeps.

    >>> plain_number(2.3e7), plain_number(0.1 + 0.2), plain_number(3747)
    ('23000000', '0.3', '3747')
    """
    if isinstance(value, int):
        return str(value)
    from decimal import Decimal

    text = f"{Decimal(f'{value:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_text(value: float, number_format: str) -> str:
    """Give a number as its format shows it, but with all its digits and without separators in it.

    >>> number_text(0.5, "0%"), number_text(7, "000"), number_text(3747, '0"家"'), number_text(1.5, "0.00")
    ('50%', '007', '3747家', '1.50')
    """
    section = number_format.partition(";")[0]
    bare = _literal.sub("", section)
    found = _number.search(bare)
    if not found or _unreadable.search(bare):
        return plain_number(value)
    percent = "%" in bare
    digits = plain_number(float(f"{value * 100:.13g}") if percent else value)
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, _, decimals = digits.partition(".")
    decimals = decimals.ljust((found["decimals"] or "").count("0"), "0")
    whole = whole.zfill(found["whole"].count("0"))
    text = sign + whole + (f".{decimals}" if decimals else "")
    before, _, after = _literal.sub(lambda match: match[1] or match[2] or "", section).partition(found[0])
    return f"{before}{text}{after}".strip()


def date_parts(number_format: str) -> set[str]:
    """Give which of year, month, day and time a format shows: `y`, `m`, `d`, `h`.

    >>> sorted(date_parts('yyyy"年"m"月"')), sorted(date_parts("h:mm"))
    (['m', 'y'], ['h', 'm'])
    """
    parts = (match[1] for match in _date_part.finditer(number_format.partition(";")[0]) if match[1])
    return {"h" if part[0] in "hHsS" else part[0].lower() for part in parts}


def date_edtf(value: dt.datetime, parts: set[str]) -> str:
    """Give a date in EDTF, as far as it is shown.

    >>> import datetime
    >>> date_edtf(datetime.datetime(2022, 4, 1), {"y", "m"})
    '2022-04'
    """
    if value.hour or value.minute or value.second:
        return value.isoformat(timespec="minutes")
    shape = "%Y-%m-%d" if "d" in parts else "%Y-%m" if "m" in parts else "%Y"
    return value.strftime(shape) if value.year > 999 else value.date().isoformat()


def date_shown(value: dt.datetime, number_format: str) -> str:
    """Give a date as it is shown, for a quote of it.

    >>> import datetime
    >>> date_shown(datetime.datetime(2022, 4, 1), '[$-804]yyyy"年"m"月";@')
    '2022年4月'
    """

    def written(match: re.Match[str]) -> str:
        literal, escaped, year, month, day, time = match.groups()
        if year:
            return f"{value.year:04}"[-len(year) :] if len(year) > 1 else str(value.year)
        if month or day:
            number = value.month if month else value.day
            return f"{number:02}" if len(month or day) == 2 else str(number)
        return value.strftime("%H:%M") if time else literal or escaped or ""

    return _shown_part.sub(written, number_format.partition(";")[0])
