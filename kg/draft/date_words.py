"""What dates look like in Chinese: patterns, and what relative words count from."""

from __future__ import annotations

import re

YEARS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
YEARS_OF_CONTEXT = {"同年": 0, "当年": 0, "该年": 0, "次年": 1, "翌年": 1, "第二年": 1}
MONTHS = {"本月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1}
MONTHS_OF_CONTEXT = {"同月": 0, "当月": 0, "次月": 1, "翌月": 1}
DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1}
PARTS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "前三季度": (1, 9),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
}

HAN = "〇零一二三四五六七八九"
YEAR = f"(?<![0-9.,万千百])(?:[12][0-9]{{3}}|[一二][{HAN}]{{3}})"
_month = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = "(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_season = "[春夏秋冬](?:[季天]|(?![节运训耕游]))"
_span_of_year = "|".join(PARTS)
ATOM = re.compile(
    f"(?P<decade>(?P<century>(?:上|本|[12][0-9]|十[七八九]|二十一?)世纪)?"
    "(?P<tens>[1-9]0|[一二三四五六七八九]十)年代)"
    f"|(?P<iso>(?<![0-9.-])[12][0-9]{{3}}(?P<mark>[-./])[01]?[0-9](?P=mark)[0-3]?[0-9](?![0-9.-]))"
    f"|(?P<today>{'|'.join(DAYS)})(?![0-9])"
    f"|(?:(?P<year>{YEAR})年|(?P<relative>{'|'.join([*YEARS, *YEARS_OF_CONTEXT])}))"
    "(?!代|度|级|之?久|多|余|的?历史|一遇|一度|同)"
    f"(?:(?P<season>{_season})|第?(?P<part>{_span_of_year})"
    f"|(?P<month>{_month})月份?(?:(?P<day>{DAY})[日号])?|[底末初中](?![心国央小])|)"
    f"|(?<![0-9{HAN}十第个同])(?P<only_month>{_month})月份?"
    f"(?:(?P<its_day>{DAY})[日号](?![电线])|(?![球饼亮光色票票嫂刊季历]))"
    f"|(?P<near_month>{'|'.join([*MONTHS, *MONTHS_OF_CONTEXT])})(?:(?P<near_day>{DAY})[日号])?"
    f"|(?<![0-9{HAN}十第月])(?P<only_day>[1-9]|[12][0-9]|3[01])日(?![游均常光报程线])"
    f"|(?<![第前后一-龥])第?(?P<only_part>{_span_of_year})"
)
TO = re.compile("(?:日|月|年)?(?:至|到|—{1,2}|[-–－~～])")
SHORT_RANGE = re.compile(f"(?P<year>{YEAR})年?(?:至|到|—{{1,2}}|[-–－~～])(?={YEAR}年)")
SECOND = re.compile(
    f"(?:(?P<year>{YEAR})年|(?P<relative>次年|翌年|今年|去年|同年|当年))?"
    f"(?:(?P<month>{_month})月份?)?(?:(?P<day>{DAY})[日号])?"
)
UNTIL_NOW = re.compile("以来|至今|到现在")
BEFORE = re.compile("以前|之前|前(?![后往期沿夕三来])")
ABOUT = re.compile("前后|左右")
ABOUT_BEFORE = re.compile("(?:大约|大概|约)(?:在|为|于)?$")
AGES = re.compile("(?:距今|历经|长达|已有)$")
WILL = re.compile("(?:将|拟|定|计划|预计|明确|力争|确保|截止|截至|于)(?:于|在|到|至)?$")
TITLE = re.compile("《[^《》\n]{1,100}》|“[^“”，。；！？：\n]{1,20}”")
