"""What different ways to write one name have in common."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_SPELLED_OUT = {
    "中国共产党|^中共(?!党)": "",
    "中国共产主义青年团|^团(?=[^体结员队].*委)": "共青团",
    "中华(?=全国)": "",
    "^全总$": "全国总工会",
    "(?<=[省市县区镇乡])总$": "总工会",
    "委员会": "委",
    "人民政府": "政府",
    "人民代表大会": "人大",
    "(中国人民)?政治协商会议": "政协",
    "(?<=人大|政协)常务委": "常委会",
    "人力资源和?社会保障": "人社",
    "发展和?改革委?(?=委|局|厅)": "发改",
    "住房和?城乡建设": "住建",
    "经济和?信息化": "经信",
    "妇女联合会": "妇联",
    "工商业联合会": "工商联",
    "科学技术协会": "科协",
    "文学艺术界联合会": "文联",
    "残疾人联合会": "残联",
    "(股份|责任)*有限(责任)?公司$": "公司",
    "集团公司$": "集团",
}
"""Institutions have a name in full and one for every day; both become the second, by pattern."""

_spelled_out = [(re.compile(pattern), short) for pattern, short in _SPELLED_OUT.items()]

_ROLE_WORDS = """
劳模 全国劳模 省劳模 劳动模范 全国劳动模范 工匠 大国工匠 时代楷模 最美职工 先进工作者 党员 职工 工人 代表 委员
同志 老师 师傅 先生 女士 主席 副主席 书记 副书记 部长 主任 副主任 局长 院士 教授 博士 医生 护士 律师
记者 通讯员 技师 高级技师 工程师 班组长 班长 队长 董事长 总经理 经理
"""
_ROLES = frozenset(_ROLE_WORDS.split())
"""What people are called by beside their names; the roles that the data know come on top."""

_suffix = re.compile(
    "(主题教育|主题|系列|专项|公益|服务|创建)*(活动|行动|大赛|竞赛|比赛|工程|项目|计划|工作)$"
    "|(场景)?应用$|平台$|系统$|小程序$|APP$|app$|机制$|制度$|试点$"
)
_document = re.compile("^关于|(试行|暂行|修订版?|征求意见稿)$")
_level = re.compile("(?<=..)(特别行政区|自治区|自治州|自治县|地区|省|市|县|区|镇|乡|街道)$")
_TELLING = frozenset("〇零一二两三四五六七八九十百千万亿甲乙丙丁东西南北上下前后大小老新男女省市县区镇乡")
SHORTEST = 2
"""Less than two characters are no name."""


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """Give a name without marks and white space, in half width, lower case and simplified characters.

    >>> folded("“守好紅色根脈·班前十分鐘”活动"), folded("5Ｇ＋ 工会")
    ('守好红色根脉班前十分钟活动', '5g工会')
    """
    from kg.suggest import simplified

    return simplified(marks_dropped(name))


def marks_dropped(name: str) -> str:
    """Give a name without marks and white space, in half width and lower case.

    >>> marks_dropped("《关于 Ａ 的意见》（试行）")
    '关于a的意见试行'
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


def everyday(name: str) -> str:
    """Give the short form of an institution's folded name.

    >>> everyday("中国共产主义青年团浙江省委员会"), everyday("团省委"), everyday("市总")
    ('共青团浙江省委', '共青团省委', '市总工会')
    """
    for pattern, short in _spelled_out:
        name = pattern.sub(short, name)
    return name


def without_role(name: str, roles: Collection[str] = ()) -> str:
    """Give a person's folded name without what they are called by; the name itself if nothing is left.

    >>> without_role("全国劳模竺士杰"), without_role("桥吊司机竺士杰同志", {"桥吊司机"})
    ('竺士杰', '竺士杰')
    """
    lengths = range(len(name) - SHORTEST, SHORTEST - 1, -1)
    for size in lengths:
        if name[:size] in _ROLES or name[:size] in roles:
            return without_role(name[size:], roles)
        if name[-size:] in _ROLES or name[-size:] in roles:
            return without_role(name[:-size], roles)
    return name


def without_suffix(name: str) -> str:
    """Give a folded name without the word for what kind of thing it is.

    >>> without_suffix("班前十分钟主题教育活动"), without_suffix("心植工场景应用")
    ('班前十分钟', '心植工')
    """
    short = _document.sub("", _suffix.sub("", name))
    return short if len(short) >= SHORTEST else name


def without_level(place: str) -> str:
    """Give the name of a place without its level.

    >>> without_level("浙江省"), without_level("桐乡市"), without_level("沙县")
    ('浙江', '桐乡', '沙县')
    """
    return _level.sub("", place)


def is_telling(character: str) -> bool:
    """Tell whether a character counts or ranks: names that differ in it name different things.

    >>> [character for character in "十四五规划" if is_telling(character)], is_telling("陆")
    (['十', '四', '五'], False)
    """
    return character.isdecimal() or character in _TELLING
