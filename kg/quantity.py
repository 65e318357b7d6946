"""A Chinese statistic as printed (2.3万余家) -> its number, bound and unit; nothing is guessed or rounded.

What a figure claims is its `bound`:

=========  ==========================================================  ================
exact      2.3万, 一百零五, 50%, 三成, 共100家                         the number itself
lower      余, 多, 有余, 以上; 超, 逾, 突破, 至少, 不少于; 上百, 过万  that or more
upper      以下, 以内; 近, 将近, 不足, 不到, 至多, 不超过              that or less
about      左右, 上下, 来; 约, 大约, 大概                              neither side
range      3至5家, 10—20人; 两三百家, 十几家, 数百家                   number to maximum
magnitude  百万志愿者, 千万职工: a power of ten without a digit        neither side
=========  ==========================================================  ================

Whether the bound itself is included (超过 against 以上) is ignored. Words that contradict each other leave
the weakest claim: 约2万余 and 近2万余 are `about`. 几 and 数 are 2 to 9, after 十 1 to 9: 十几 is 11..19,
几百 200..999. A lower word beside a range keeps its low end (数万余: 20000 or more), an upper word its high
end. The 万 of 3至5万 belongs to both ends if they then ascend: 500至1万 begins at 500.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_BEFORE = {
    "lower": "不少于 不低于 不下于 不下 不止 超过 超出 突破 至少 最少 起码 多于 大于 高于 逾 超",
    "upper": "不超过 不多于 不高于 不到 不足 不满 未满 将近 接近 几近 几乎 近乎 至多 最多 少于 低于 小于 近",
    "about": "大约 约为 大概 大致 差不多 约",
    "exact": "达到 高达 多达 共计 累计 总计 合计 总共 共 达 计 为 有 已 仅",
}
_AFTER = {"lower": "有余 以上 余 多", "upper": "以下 以内 之内", "about": "左右 上下 来"}
_BOUND_OF = {word: bound for words in (_BEFORE, _AFTER) for bound in words for word in words[bound].split()}
_BOUND_OF |= {"上": "lower", "过": "lower"}
_DIGITS = "零一二三四五六七八九"
_POWER = {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "百亿": 10, "千亿": 11, "万亿": 12, "": 0}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_PLAIN_NUMERALS = str.maketrans({"〇": "零", "两": "二", "廿": "二十", "卅": "三十"})

_before = "|".join(" ".join(_BEFORE.values()).split())
_after = "|".join(" ".join(_AFTER.values()).split())
_digit = "〇零一二两三四五六七八九"
_place = "十百千万亿廿卅"
_arabic = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?![0-9,])(?:\.[0-9]+)?"
_thousand = "千(?![瓦克米卡伏帕])"  # 5千瓦 is 5 of the unit 千瓦
_han = f"(?:[几{_digit}十百万亿廿卅]|{_thousand}|点(?=[{_digit}])|数(?=[{_place}]))+"
_more = f"{_thousand}|[几{_digit}{_place.replace('千', '')}]"
_unit = r"""[^0-9０-９\s\x00-\x1f,，.．。;；:：、!！?？…"'“”‘’~～—–−+=<>《》【】_-]*"""
_figure = re.compile(
    f"((?:(?=[{_before.replace('|', '')}])(?:{_before})|[上过](?=[百千万亿]))*)"
    f"(?P<numeral>(?:({_arabic})((?:百|{_thousand})?)|({_han}))((?:[余多来](?=[万亿]))?)((?:万亿|[万亿])?))"
    f"([%％‰]?)((?:{_after})*)(?!{_more}|分[之点]|成[{_digit}])({_unit})"
).fullmatch
_word = re.compile(f"{_before}|{_after}|[上过]")
_bound_at_end = re.compile("(.*?)(以上|以下|以内|之内|左右|上下|有余|[多余])").fullmatch
_bound_of_something_else = re.compile("..?(?:以上|以下|以内|左右|上下).").match  # 50人以上企业
_second_figure = re.compile(  # 三年零两个月, 三家和五家
    f"(?:.{{0,2}}?[年月天日时钟秒元角块岁]零?|.*[至到和及或与].?)[几{_digit}十]"
).match
_half = re.compile("半(?:$|[年月天日载]|小时|世纪)").search
_two_ends = re.compile(f"(.*?[0-9几{_digit}{_place}].*?)(?:至|到|—{{1,2}}|[-–－~～])(.+)").fullmatch
_scale = re.compile("[百千]?(?:万亿|[万亿])?$")
_neighbours = re.compile("一二|二三|三四|四五|五六|六七|七八|八九|三五").search
_digit_by_digit = re.compile(f"[{_DIGITS[1:]}](?:[{_DIGITS}]{{2,}}|零)").fullmatch  # but 二三 is 2..3
_pointed = re.compile(f"(.+)点([{_DIGITS}]+)([百千]?(?:万亿|[万亿])?)").fullmatch
_scaled = "[1-9][0-9]{,11}(?:[百千]万|万亿|[百千万亿])"
_compound = re.compile(f"(?:{_scaled})+(?:{_scaled}|[1-9][0-9]{{,11}}(?![0-9.,百千万亿]))")
_part = re.compile("([0-9]+)([百千万亿]*)")
_percent = re.compile(f"(?<![0-9几{_digit}{_place}])([百千])分之({_arabic}|{_han})")


class QuantityError(ValueError):
    """Text that is no statistic; `code` is one of empty, number, grouping, numeral, fraction, unit, range."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Quantity(NamedTuple):
    """A figure as printed, and what it says: `maximum` is the high end of a range, `unit` may be empty."""

    raw: str
    number: Decimal
    bound: str
    unit: str
    maximum: Decimal | None = None

    @property
    def lowest(self) -> Decimal | None:
        """The least value the words allow, `None` where they set no limit."""
        return self.number if self.bound in {"exact", "lower", "range"} else None

    @property
    def highest(self) -> Decimal | None:
        """The greatest value the words allow, `None` where they set no limit."""
        if self.bound == "range":
            return self.maximum
        return self.number if self.bound in {"exact", "upper"} else None

    def __str__(self) -> str:
        return self.raw


def plain(number: Decimal) -> str:
    """Write without exponent or trailing zeros: the canonical form of `xsd:decimal` (XSD 1.1).

    >>> plain(Decimal("3.610E8")), plain(Decimal("0.50"))
    ('361000000', '0.5')
    """
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def parse_quantity(raw: str) -> Quantity:
    """Read a figure with the words and the unit around it; raises `QuantityError` where it is not understood.

    >>> parse_quantity("2.3万余家")
    Quantity(raw='2.3万余家', number=Decimal('23000'), bound='lower', unit='家', maximum=None)
    """
    if len(raw) > 60:
        raise QuantityError("unit", "a figure and its unit have at most 60 characters")
    match = _figure(raw)
    if match is None or "至" in raw or "到" in raw:
        return _parse_unusual(raw)
    return _quantity(raw, match)


def _parse_unusual(raw: str) -> Quantity:
    """Read what is not one plain figure: white space, full width, 百分之五十, 1亿2000万, ranges."""
    text = _folded(raw)
    ends = _two_ends(text)
    low, high = (_figure(ends[1]), _figure(ends[2])) if ends else (None, None)
    if low and high:
        return _range(raw, low, high)
    if match := _figure(text):
        return _quantity(raw, match)
    raise _not_understood(text)


def _folded(raw: str) -> str:
    text = raw.translate(_FULL_WIDTH)
    if re.search(r"[0-9.,]\s+[0-9.,]", text):
        raise QuantityError("grouping", "white space between digits: write 12345 or 12,345")
    text = "".join(text.split())
    text = _percent.sub(lambda match: match[2] + ("%" if match[1] == "百" else "‰"), text)
    return _compound.sub(_summed, text)


def _summed(match: re.Match[str]) -> str:
    """Write 1亿2000万 and 12万3456 as plain digits; what is out of order stays, to be refused as it is."""
    total, power = 0, 0
    for digits, multiplier in _part.findall(match[0]):
        value = digits + "0" * _POWER[multiplier]
        colloquial = not multiplier and len(digits) != power  # 3万5 is 35000, not 30005
        if power and (len(value) > power or colloquial):
            return match[0]
        total, power = total + int(value), _POWER[multiplier]
    return str(total)


def _not_understood(text: str) -> QuantityError:
    if not text:
        return QuantityError("empty", "there is no figure")
    if re.search("[0-9][,，][0-9]", text):
        return QuantityError("grouping", "a comma in a number parts groups of three digits: 12,345")
    if "分之" in text or _half(text):
        return QuantityError("fraction", "fractions are not read as quantities")
    if not re.search(f"[0-9几{_digit}{_place}]", text):
        return QuantityError("number", "there is no number")
    return QuantityError("unit", "expected one number, with the words of its bound and its unit")


def _quantity(raw: str, match: re.Match[str]) -> Quantity:
    before, _, arabic, thousand, han, inside, big, rate, after, unit = match.groups()
    maximum, bound, at_end = None, "exact", ""
    if arabic is not None:
        number = _shifted(arabic, _POWER[thousand] + _POWER[big])
    else:
        number, maximum, bound = _read_han(han + big)
    if rate:
        unit = rate.replace("％", "%") + unit
        bound = "exact" if bound == "magnitude" else bound  # 百分之百
    elif unit:
        unit, at_end = _unit_and_bound(unit)
    quantity = Quantity(raw, number, bound, unit, maximum)
    if words := before + inside + after + at_end:
        return _bounded(quantity, {_BOUND_OF[word] for word in _word.findall(words)})
    return quantity


def _bounded(quantity: Quantity, claims: set[str]) -> Quantity:
    """Apply what the words around a number claim; a range then stands for its low or its high end."""
    claims = claims - {"exact"}
    if not claims or (claims == {"about"} and quantity.bound == "range"):
        return quantity
    bound = claims.pop() if len(claims) == 1 else "about"
    number = quantity.maximum if bound == "upper" and quantity.maximum is not None else quantity.number
    return quantity._replace(number=number, bound=bound, maximum=None)


def _unit_and_bound(unit: str) -> tuple[str, str]:
    """Part 岁以上 and 年多 into the unit and the word of the bound; refuse what is more than a unit."""
    at_end = ""
    if unit[-1] in "上下内右余多" and (match := _bound_at_end(unit)):
        unit, at_end = match.groups()
    if "半" in unit and _half(unit):
        raise QuantityError("fraction", "halves are not read as quantities")
    if len(unit) > 1 and (_bound_of_something_else(unit) or _second_figure(unit)):
        raise QuantityError("unit", f"more than a unit follows the number: {unit}")
    return unit, at_end


def _range(raw: str, low_match: re.Match[str], high_match: re.Match[str]) -> Quantity:
    low, high = _quantity(raw, low_match), _quantity(raw, high_match)
    if {low.bound, high.bound} & {"range", "magnitude"}:
        raise QuantityError("range", "an end of a range must be one number")
    own, scale = ("".join(_scale.findall(match["numeral"])) for match in (low_match, high_match))
    if scale and not own:  # 3至5万
        text, end = low_match.string, low_match.end("numeral")
        scaled = parse_quantity(text[:end] + scale + text[end:])
        low = scaled if scaled.number < high.number else low
    if low.unit not in {"", high.unit} or low.number >= high.number:
        raise QuantityError("range", "the ends of a range must ascend and have one unit")
    return _bounded(Quantity(raw, low.number, "range", high.unit, high.number), {low.bound, high.bound})


def _shifted(digits: str, power: int) -> Decimal:
    """Multiply by a power of ten on the text, which is exact for any number of digits."""
    whole, _, fraction = digits.replace(",", "").partition(".")
    if len(fraction) <= power:
        return Decimal(whole + fraction + "0" * (power - len(fraction)))
    return Decimal(f"{whole}{fraction[:power]}.{fraction[power:]}")


def _read_han(text: str) -> tuple[Decimal, Decimal | None, str]:
    """Read a Chinese numeral: its number, the high end of 两三百 or 几十, and the bound."""
    text = text.translate(_PLAIN_NUMERALS)
    if text in _POWER:
        return Decimal(10 ** _POWER[text]), None, "magnitude"
    if text.count("几") + text.count("数") == 1:
        return *_several(text.replace("数", "几")), "range"
    if pointed := _pointed(text):
        whole, fraction, scale = pointed.groups()
        return _shifted(f"{_integer(whole)}.{_spelled_out(fraction)}", _POWER[scale]), None, "exact"
    if _digit_by_digit(text):
        return Decimal(_spelled_out(text)), None, "exact"
    if pair := _neighbours(text):
        low, high = (_integer(text[: pair.start()] + digit + text[pair.end() :]) for digit in pair[0])
        return Decimal(low), Decimal(high), "range"
    return Decimal(_integer(text)), None, "exact"


def _several(text: str) -> tuple[Decimal, Decimal]:
    """Read 几十 as 20..99 and 十几 as 11..19; the places below 几 are open."""
    low = _integer(text.replace("几", "一" if "十几" in text else "二"))
    eight, nine = (_integer(text.replace("几", digit)) for digit in "八九")
    return Decimal(low), Decimal(nine + (nine - eight) - 1)


def _spelled_out(digits: str) -> str:
    return "".join(str(_DIGITS.index(digit)) for digit in digits)


def _integer(numeral: str) -> int:
    """Read a numeral in standard spelling; 一百五 (150 in speech) and 亿万 are refused."""
    value = _sum(numeral)
    if _standard(_spelled(value)) != _standard(numeral):
        raise QuantityError("numeral", f"{numeral} is not a number in standard spelling")
    return value


def _sum(numeral: str) -> int:
    for place, factor in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = numeral.rpartition(place)
        if found:
            return _sum(head) * factor + _sum(tail)
    total = digit = 0
    for character in numeral:
        if character in "十百千":
            total, digit = total + (digit or 1) * 10 ** ("十百千".index(character) + 1), 0
        else:
            digit = max(_DIGITS.find(character), 0)
    return total + digit


def _spelled(value: int) -> str:
    for place, factor in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if value >= factor:
            head, rest = divmod(value, factor)
            zero = "零" if 0 < rest < factor // 10 else ""
            return _spelled(head) + place + zero + (_spelled(rest) if rest else "")
    return _DIGITS[value]


def _standard(numeral: str) -> str:
    """Make 十二 and 一十二 the same, and 三万零五百 and 三万五百, where no reader hesitates."""
    numeral = "一" + numeral if numeral.startswith("十") else numeral
    return re.sub("零(?=.?[十百千])", "", numeral)
