"""Figures in a Chinese text: each count, amount, share and length that could be a statistic, with its quote.

What is no figure, though it has a number in it:

- dates, times of day (24小时开放), ordinals (第三, 前三名, 二期, 二十大, 三季度), versions, scores, numbers
  of telephones and documents: they have no unit, or one that only orders;
- one of something: 一名, 一份, 一项 are articles, unless a bound makes them a measure (一年多);
- periods that only say when: 五年来, 这五年, 近三年, 三天后, 五年砥砺前行. Lengths are figures where they
  are the length of something: 五年计划, 为期三天, 一年多来, 365天;
- parts of names: all in 《》, and in a short “…” all but a list's own number at its beginning (“六大行动”);
- idioms (千家万户), classes (300人以上企业), what comes per (每3天), vague numbers (几个).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.draft.chunks import pieces
from kg.draft.reading import Reading
from kg.draft.tables import pattern, table
from kg.evidence import Text, find
from kg.quantity import QuantityError, parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.draft.reading import Span
    from kg.quantity import Quantity

LONGEST = 40
LONGEST_MEASURE = 16
LONGEST_NAME = 20

_BEFORE = """
不少于 不低于 不止 超过 超出 突破 至少 最少 多于 大于 高于 逾 超 不超过 不高于 不到 不足 不满 未满 将近 接近
至多 最多 少于 低于 小于 近 大约 大概 约 上 过
"""
_AFTER = "以上 以下 以内 之内 左右 上下 有余 余 多"
_digit = "[0-9０-９]"
_han = "〇零一二两三四五六七八九十百千万亿"
_arabic = f"(?:{_digit}{{1,3}}(?:,{_digit}{{3}})+|{_digit}+)(?:[.．]{_digit}+)?"
_scaled = f"{_arabic}(?:[余多来]?[百千万亿]+(?:{_digit}+[百千万亿]+)?)?"
_spoken = f"(?:几|数(?=[十百千万亿]))?(?:[{_han}]|几)+(?:点[{_han[:11]}]+)?(?:[余多来](?=[万亿]))?[万亿]*"
_percent = f"百分之(?:{_arabic}|[{_han}]+(?:点[{_han[:11]}]+)?)"
_to = "(?:至|到|[-–—－~～]{1,2})"

_not_behind = re.compile("(?:[第之每]|每隔|[A-Za-z_./×+〔\\[-]|成千|党的)$")
_bound_in_word = re.compile(
    "(?:[最附邻临靠远]近|[节预契合条制大]约|[赶反]超|[以之晚早加向路网马史]上|[通经超不难]过)$"
)
_name = re.compile(f"“([^“”，。；！？：\n]{{1,{LONGEST_NAME}}})”")
_title = re.compile("《[^《》\n]{1,100}》")
_list_in_name = re.compile("(?:[二两三四五六七八九十]+|[0-9]+)(?:大|个|型|项|条|种|类)").match
_idiom = re.compile(
    "千家万户|千山万水|四面八方|五湖四海|三天两头|三番五次|百家争鸣|(?<![几数上近])百年|千年|万年|百日|四方(?!协|会谈)|八方"
    "|三三两两|十天半|两口子|[一二三四五六七八九]家[渠庄]|三[门台]县|七台河|九台区|百家姓|万家灯火|亿万"
)
_time = frozenset(("年", "天", "个月", "周", "季", "小时", "个小时", "分钟", "个工作日", "工作日", "秒"))
_period_before = re.compile(
    "(?:[这近前后头]|过去的?|未来的?|今后的?|最近的?|此后的?|之后的?|接下来的?|以来的?|上个?|下个?|往后)$"
)
_period_behind = re.compile(
    "(?:来|间(?!隔)|以来|之?[前后内中里]|以[前后]|时间里|如一日|[一二两三]次|一[届度遇]|期间|[的]?今天)"
)
_lasting = re.compile(
    "(?:历时|为期|学制|学龄|工龄|教龄|党龄|保修|质保|寿命|播|演|展出?|持续|长达|已有|已|用时|耗时|连续|时长|服务|从事|从业|扎根|坚守|工作|[任工展学假]期"
    "|缩短|延长|提前|超|刑|拘留|徒刑|需要?|仅需|用|花|满|仅|达|了|过|共|至|到|为|隔|期限)$"
)
_goes_on = re.compile(
    f"零?[0-9{_han}两]+(?:分(?!钟)|角|毛|岁半)|[0-9]+(?![0-9.万千百亿余多家人名个期场次分天月])."
)
_planned = re.compile(
    "(?:规划|计划|行动|方案|纲要|实施|工作|任务|攻坚|发展|建设|培养|提升|任期|期|免费|质保|合同|制)"
)
_numbers_of = {"方": frozenset("两三四五六"), "成": frozenset("两二三四五六七八九")}
_ordinal_before = re.compile("(?<![此之以目])前$")
_ordinal_behind = re.compile("工程|项目|建设|疫苗|用地|临床|试点")
_counted_before = re.compile(
    "(?:举办了?|连续|历经|已办|办了|共|累计|培训班|开班|开办|刊出|出版|推出|播出|了)$"
)
_congress = re.compile("(?:精神|报告|以来|召开|代表|提出|和|、|，|。|擘画|胜利|对|将|要求|闭幕|开幕|后|前)")
_class = re.compile("(?:岁|人|名|年)(?:以上|以下)的?[\u4e00-\u9fff]")
_edge = re.compile("[，。；！？：、…—“”《》（）\n ]")
_leading = re.compile(
    "^(?:了|共|已有?|有|又|还|就|也|再|新增|其中|为|向|对|将|把|并|由|给|在|从|以|全省|全市|全国|累计|当地有?|共有?)+"
)
_trailing = re.compile("(?:达到|达|为|共计|共|累计|总计|合计|有|了|的|超|已|也|均|各|占|是|至|到)+$")


class Figure(NamedTuple):
    """A figure: its place, what goes into `value:`, what it says, what is counted, and its quote's place.

    Places are offsets in the text as it was given; the quote holds the figure, and has at most 40 characters.
    """

    start: int
    end: int
    raw: str
    quantity: Quantity
    measure: str
    quote: Span


def find_figures(text: str) -> list[Figure]:
    """Find the figures of a text that can be quoted, in order.

    >>> [one.raw for one in find_figures("五年来，全省已有2.3万余家企业参加，覆盖率达50%以上。")]
    ['2.3万余家', '50%以上']
    """
    reading = Reading(text)
    evidence = Text(text)
    described = (_described(reading, evidence, *found) for found in _figures(reading.text))
    return [figure for figure in described if find(evidence, [text[slice(*figure.quote)]]).spans]


def _figures(text: str) -> Iterator[tuple[Span, Quantity]]:
    titles = [match.span() for match in (*_title.finditer(text), *_idiom.finditer(text))]
    names = [match.span() for match in _name.finditer(text)]
    for match in _candidates().finditer(text):
        span = match.span()
        if _within(span, titles) or (_within(span, names) and not _is_list(text, span)):
            continue
        if _is_figure(text, match) and (quantity := _parsed(match[0])):
            yield span, quantity


def _within(span: Span, stretches: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in stretches)


def _is_list(text: str, span: Span) -> bool:
    """Tell whether a number opens a name in quotation marks and says how many it names: “三个精神”."""
    return text[span[0] - 1] == "“" and bool(_list_in_name(text, span[0]))


def _parsed(raw: str) -> Quantity | None:
    try:
        return parse_quantity(raw)
    except QuantityError:
        return None


@lru_cache(maxsize=1)
def _candidates() -> re.Pattern[str]:
    """Find numbers with what belongs to them; a number in Chinese characters needs a unit."""
    not_before = table("units")["part_of_word"]
    units = sorted(table("units")["plain"].split(), key=len, reverse=True)
    unit = "|".join(f"{one}(?![{not_before[one]}])" if one in not_before else re.escape(one) for one in units)
    nouns = pattern(table("units")["group"]["nouns"].split())
    group = f"(?:[\u4e00-\u9fff]{{0,4}}?(?:{nouns}))"
    big = f"{_arabic}[余多]|[百千]万|亿|(?:{_arabic}|[几数]?[{_han}几]+)(?:[余多]?[千百]*[万亿])[余多]?"
    number = f"(?P<number>{_percent}|(?:{_scaled}|{_spoken}))"
    end = f"(?:{_scaled}|{_spoken})"
    before, after = pattern(_BEFORE.split()), pattern(_AFTER.split())
    return re.compile(
        f"(?P<before>{before})?(?:"
        f"(?P<share>{_percent})(?P<of>{after})?"
        f"|(?P<low>{end}(?:{unit})?){_to}(?P<high>{end})(?:[余多])?(?P<last>{unit})(?P<after2>{after})?"
        f"|{number}(?P<more>[余多])?(?P<unit>{unit})(?P<after>{after})?"
        f"|(?P<big>{big})(?:(?P<noun>{group})|(?![0-9{_han}]))"
        ")"
    )


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return frozenset(table("units")["group"]["nouns"].split())


def _is_figure(text: str, match: re.Match[str]) -> bool:
    before, behind = text[max(match.start() - 8, 0) : match.start()], text[match.end() : match.end() + 8]
    bound = match["before"] or ""
    if len(bound) == 1 and _bound_in_word.search(before + bound):
        return False
    if _not_behind.search(before) or _class.match(match[0][-3:] + behind[:2]):
        return False
    if match["share"]:
        return True
    number, unit = match["number"] or match["high"] or match["big"], match["unit"] or match["last"] or ""
    if not unit:
        return bool(match["noun"]) or not re.match("[\u4e00-\u9fffA-Za-z]", behind)
    bounded = bool(match["more"] or match["after"] or match["after2"] or (bound and bound != "近"))
    if unit in _time:
        return _is_length(number, unit, before + bound, behind, bounded=bounded)
    return _counts(number, unit, before, behind, bounded=bounded)


def _is_length(number: str, unit: str, before: str, behind: str, *, bounded: bool) -> bool:
    """Tell the length of something from a date and from a period that only says when."""
    digits = re.fullmatch("[0-9０-９〇零一二三四五六七八九]{4}|[〇零一二三四五六七八九]{2,}", number)
    if _goes_on.match(behind):
        return False
    if unit in ("年", "季") and digits and not bounded:
        return behind.startswith(("历史", "的历史"))
    if unit == "季":
        return number in ("两", "四", "三")
    if bounded:
        return True
    if number == "一" or _period_before.search(before) or _period_behind.match(behind):
        return False
    counted = number[0].isdigit() and not (number == "24" and "小时" in unit)
    return counted or bool(_lasting.search(before) or _planned.match(behind))


def _counts(number: str, unit: str, before: str, behind: str, *, bounded: bool) -> bool:
    """Tell a count from an article, an ordinal and a vague number."""
    vague = number in ("一", "二", "几", "〇", "零") and not bounded and not (number == "一" and unit == "倍")
    if vague or (unit in ("名", "位") and _ordinal_before.search(before)):
        return False
    if unit in _numbers_of:
        return number in _numbers_of[unit]
    if unit in ("届", "期"):
        counts = (unit == "期" and number[0].isdigit()) or _counted_before.search(before)
        return bool(counts) and not _ordinal_behind.match(behind)
    if unit == "大":
        congress = re.fullmatch("十[一二三四五六七八九]|二十", number) and _congress.match(behind)
        return not (number[0].isdigit() or congress) and bool(re.match("[\u4e00-\u9fff]", behind))
    if unit in ("县", "市", "省", "国", "村", "字"):
        return number[0].isdigit()
    return unit != "型" or behind[:1] in ("”", "社")


def _described(reading: Reading, evidence: Text, span: Span, quantity: Quantity) -> Figure:
    text = reading.text
    left, right = _clause(text, span)
    noun_end = _noun_end(text, span[1], right)
    if quantity.unit in _nouns():
        measure, quote = quantity.unit, (_noun_start(text, left, span[0]), span[1])
    elif noun_end > span[1]:
        measure = re.sub("[“”]", "", text[span[1] : noun_end]).removeprefix("的")
        quote = (span[0], noun_end)
    else:
        begin = _noun_start(text, left, span[0])
        measure = _trailing.sub("", text[begin : span[0]])[-LONGEST_MEASURE:]
        quote = (begin, span[1])
    quote = _unambiguous(text, evidence, quote, (left, right))
    measure = measure or text[slice(*span)]
    start, end = reading.original_offset(span[0]), reading.original_offset(span[1] - 1) + 1
    there = reading.original_offset(quote[0]), reading.original_offset(quote[1] - 1) + 1
    return Figure(start, end, text[slice(*span)], quantity, measure, there)


def _clause(text: str, span: Span) -> Span:
    """Give the stretch between the marks around a figure; names in quotation marks behind it belong to it."""
    marks = [match.end() for match in _edge.finditer(text, max(span[0] - LONGEST, 0), span[0])]
    left = marks[-1] if marks else max(span[0] - LONGEST // 2, 0)
    named = _name.match(text, span[1])
    following = _edge.search(text, named.end() if named else span[1], span[1] + LONGEST)
    return left, following.start() if following else min(len(text), span[1] + LONGEST // 2)


def _noun_end(text: str, start: int, right: int) -> int:
    """Give where the words for what is counted end: 企业 in 2.3万余家企业组织开展."""
    end = start
    for piece in pieces(text, (start, right)):
        if piece.kind not in ("name", "quoted") and not (piece.text == "的" and end == start):
            break
        if _period_behind.match(piece.text):
            return start
        end = min(piece.end, start + LONGEST_MEASURE) if piece.kind == "name" else piece.end
    return end if text[start:end] != "的" else start


def _noun_start(text: str, left: int, end: int) -> int:
    """Give where the words for what is counted begin, of those before the figure: 惠及职工超过220万人."""
    begin = max(left, end - LONGEST_MEASURE)
    while begin < end and re.match(f"[0-9.{_han}余多%]", text[begin]) and begin > left:
        begin += 1
    if match := _leading.match(text[begin:end]):
        begin = begin + match.end() if begin + match.end() < end else begin
    return begin


def _unambiguous(text: str, evidence: Text, quote: Span, clause: Span) -> Span:
    """Widen a quote to its clause where the article has its words more than once."""
    shown = text[slice(*quote)]
    found = find(evidence, [shown])
    if found.occurrences == 1 and found.letters > 2 and len(shown) <= LONGEST:
        return quote
    wider = (min(clause[0], quote[0]), max(clause[1], quote[1]))
    return wider if wider[1] - wider[0] <= LONGEST else quote
