"""Dates found in Chinese texts: as written, leaning on those before them, and on the day of print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import parse_date
from kg.draft.dates import find_dates

WRITTEN = {
    "2022年4月启动。": "2022-04",
    "2022年4月30日上午，活动举行。": "2022-04-30",
    "2022 年以来": "",
    "二〇二二年四月三十日": "2022-04-30",
    "一九四九年十月一日": "1949-10-01",
    "2024-06-18发布，1949.10.1成立，2024/7/1截止": "2024-06-18 1949-10-01 2024-07-01",
    "2018年至2023年": "2018/2023",
    "2018—2023年五年间": "2018/2023",
    "2022年4月至10月": "2022-04/2022-10",
    "2022年12月28日至2023年1月3日": "2022-12-28/2023-01-03",
    "2022年4月1日至5日": "2022-04-01/2022-04-05",
    "2023年11月至次年3月": "2023-11/2024-03",
    "2022年上半年，2023年第三季度": "2022-01/2022-06 2023-07/2023-09",
    "2022年秋季学期，2023年春": "2022-23 2023-21",
    "20世纪80年代，上世纪90年代": "198X 199X",
    "2022年前后，约2019年": "2022~ 2019~",
    "2018年以来，2019年5月至今": "2018/.. 2019-05/..",
    "2020年起施行，2025年前建成": "2020 ../2025",
    "2022年底，2023年初": "2022 2023",
    "2024年5月上旬": "2024-05",
    # leaning on what stands before
    "2022年4月启动。同年10月出台意见。": "2022-04 2022-10",
    "2022年启动，次年推广，第二年覆盖全市。": "2022 2023 2024",
    "2021年12月启动，次月推广，同月25日结束": "2021-12 2022-01 2022-01-25",
    "2019年成立。当年12月评为先进。": "2019 2019-12",
    "2023年3月5日开幕，8日闭幕": "2023-03-05 2023-03-08",
    "2023年3月开工，9月竣工": "2023-03 2023-09",
    # no dates
    "五年来，这五年，近三年，一年多来": "",
    "有1500年历史，距今2000年": "",
    "2022年度先进，《2023年报告》，“2024年行动”": "",
    "2022年2月30日，2022年13月": "2022",
    "拨打12351，总投资2022万元，2022人": "",
    "今年3月，去年，上月，昨日": "",
    "同年10月，次年": "",
    "8时30分，三日游，八月桂花": "",
    "90后，2000多年": "",
}


@pytest.mark.parametrize(("text", "expected"), WRITTEN.items())
def test_dates_are_found_and_written_in_edtf(text: str, expected: str) -> None:
    assert [date.edtf for date in find_dates(text)] == expected.split()


PRINTED = {
    ("今年3月启动，去年同期为零。", "2024-06-18"): "2024-03",
    ("今年以来，全市新增会员。", "2024-06-18"): "2024/..",
    ("去年10月，上月，明年", "2024-01-05"): "2023-10 2023-12 2025",
    ("昨日，今天", "2024-03-01"): "2024-02-29 2024-03-01",
    ("12月举办。", "2024-02-01"): "2023-12",
    ("将于12月举办。", "2024-02-01"): "2024-12",
    ("6月18日，大会召开。", "2024-06-20"): "2024-06-18",
    ("前三季度增长5%。", "2024-10-20"): "2024-01/2024-09",
    ("15日上午，活动举行。", "2024-06-20"): "2024-06-15",
    ("昨日", "2024"): "",
    ("2019年启动。\n今年3月扩大。", "2024-06-18"): "2019 2024-03",
}


@pytest.mark.parametrize(("given", "expected"), PRINTED.items())
def test_what_leans_on_the_day_of_print_is_reckoned_from_it(given: tuple[str, str], expected: str) -> None:
    assert [date.edtf for date in find_dates(*given)] == expected.split()


def test_what_the_text_does_not_say_itself_is_marked_as_resolved() -> None:
    found = find_dates("2022年4月启动。同年10月出台，今年推广。", "2024-06-18")
    assert [(date.edtf, date.resolved) for date in found] == [
        ("2022-04", False),
        ("2022-10", True),
        ("2024", True),
    ]


def test_a_date_keeps_its_place_in_a_text_with_hard_line_breaks() -> None:
    text = "云溪市总工会联合市教育局、市文明办等单位广泛动员各级工会和职工参与，于2022\n年4月启动，至今不断。"
    [date] = find_dates(text)
    assert (text[date.start : date.end], date.edtf) == ("2022\n年4月", "2022-04")


ALPHABET = "12年月日号至—今去同次当前后以来上下半季度世纪代约秋天，。《》“”\n034589"


@given(st.text(ALPHABET, max_size=40))
def test_whatever_is_found_is_a_date_and_stands_in_order(text: str) -> None:
    found = find_dates(text, "2024-06-18")
    for date in found:
        assert parse_date(date.edtf)
    places = [place for date in found for place in (date.start, date.end)]
    assert places == sorted(places)
