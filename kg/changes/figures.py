"""By how much a figure changed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kg.quantity import plain

if TYPE_CHECKING:
    from kg.problems import Language
    from kg.quantity import Quantity

_SCALES = (("万亿", 12), ("亿", 8), ("万", 4))
_DECIMALS = 4
"""A change is written in the scale of the figures while it needs no more decimals than this."""

_PARTS = "%‰成"
"""Units of shares: the change of a share is a number of points, not a part of it."""


def figure_change(before: Quantity, after: Quantity, language: Language = "zh") -> str:
    """Write by how much a figure rose or fell, and which part of it that is; empty where it cannot be told.

    It can where both have the same unit and are no ranges or bare powers of ten. That one is a bound and the
    other is not stays visible in the figures themselves.

    >>> from kg.quantity import parse_quantity
    >>> figure_change(parse_quantity("2.3万余家"), parse_quantity("3万余家"))
    '+0.7万家，+30%'
    >>> figure_change(parse_quantity("2.3万余家"), parse_quantity("3万余家"), "en")
    '+7,000 家, +30%'
    >>> figure_change(parse_quantity("98%"), parse_quantity("97.5%")), figure_change(
    ...     parse_quantity("3家"), parse_quantity("3人"))
    ('-0.5个百分点', '')
    """
    comparable = before.unit == after.unit and not {before.bound, after.bound} & {"range", "magnitude"}
    change = after.number - before.number
    if not comparable or not change:
        return ""
    if before.unit == "%":
        return f"{change:+f}个百分点" if language == "zh" else f"{change:+f} percentage points"
    scale = max(before.number, after.number)
    amount = _in_scale(change, scale) + before.unit if language == "zh" else f"{change:+,f} {before.unit}"
    if not before.number or before.unit in _PARTS:
        return amount.strip()
    return f"{amount.strip()}{'，' if language == 'zh' else ', '}{_share(change / before.number * 100)}"


def _in_scale(change: Decimal, figure: Decimal) -> str:
    for name, power in _SCALES:
        number = plain(abs(change).scaleb(-power))
        if figure >= Decimal(10) ** power and len(number.partition(".")[2]) <= _DECIMALS:
            return f"{'+' if change > 0 else '-'}{number}{name}"
    return f"{'+' if change > 0 else '-'}{plain(abs(change))}"


def _share(percent: Decimal) -> str:
    """Round a percentage to a whole number, or to one digit that is not 0."""
    rounded = Decimal(round(percent)) if abs(percent) >= 1 else Decimal(f"{percent:.1g}")
    return f"{'+' if rounded > 0 else '-'}{plain(abs(rounded))}%"
