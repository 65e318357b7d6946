from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dates import DateError, DateRange, parse_date, suggest_edtf

# raw | earliest | latest | precision | marks
READ = """
2022 | 2022-01-01 | 2022-12-31 | year |
2022-04 | 2022-04-01 | 2022-04-30 | month |
2022-02 | 2022-02-01 | 2022-02-28 | month |
2024-02 | 2024-02-01 | 2024-02-29 | month |
2022-04-30 | 2022-04-30 | 2022-04-30 | day |
2000-02-29 | 2000-02-29 | 2000-02-29 | day |
0001 | 0001-01-01 | 0001-12-31 | year |
9999-12-31 | 9999-12-31 | 9999-12-31 | day |
2022? | 2022-01-01 | 2022-12-31 | year | uncertain
2022-04~ | 2022-04-01 | 2022-04-30 | month | approximate
2022-04-30% | 2022-04-30 | 2022-04-30 | day | uncertain approximate
2022-21 | 2022-03-01 | 2022-05-31 | season |
2022-22 | 2022-06-01 | 2022-08-31 | season |
2022-23 | 2022-09-01 | 2022-11-30 | season |
2022-24 | 2022-12-01 | 2023-02-28 | season |
2023-24 | 2023-12-01 | 2024-02-29 | season |
9999-24 | 9999-12-01 | None | season |
2022-21? | 2022-03-01 | 2022-05-31 | season | uncertain
201X | 2010-01-01 | 2019-12-31 | decade |
20XX | 2000-01-01 | 2099-12-31 | century |
201X~ | 2010-01-01 | 2019-12-31 | decade | approximate
2022-XX | 2022-01-01 | 2022-12-31 | year |
2022-XX-XX | 2022-01-01 | 2022-12-31 | year |
2022-04-XX | 2022-04-01 | 2022-04-30 | month |
2022-04-XX? | 2022-04-01 | 2022-04-30 | month | uncertain
2018/2023 | 2018-01-01 | 2023-12-31 | interval |
2022-04/2022-10 | 2022-04-01 | 2022-10-31 | interval |
2022-04-01/2022 | 2022-04-01 | 2022-12-31 | interval |
2022/2022-04 | 2022-01-01 | 2022-04-30 | interval |
2022-21/2022-24 | 2022-03-01 | 2023-02-28 | interval |
2023-04/.. | 2023-04-01 | None | interval |
../2023-04 | None | 2023-04-30 | interval |
2023-04/ | 2023-04-01 | None | interval |
/2023-04 | None | 2023-04-30 | interval |
2018~/2023? | 2018-01-01 | 2023-12-31 | interval | uncertain approximate
2018%/.. | 2018-01-01 | None | interval | uncertain approximate
-0044 | None | None | year |
0000 | None | None | year |
-0044-03-15 | None | None | day |
-0044/2022 | None | 2022-12-31 | interval |
Y12345 | None | None | year |
Y-12345 | None | None | year |
Y12345~ | None | None | year | approximate
2022/Y12345 | 2022-01-01 | None | interval |
"""
CASES = [[field.strip() for field in line.split("|")] for line in READ.strip().splitlines()]

# raw | code | suggestion
REFUSED = """
2024-02-30 | no-such-date |
2023-02-29 | no-such-date |
1900-02-29 | no-such-date |
2022-04-31 | no-such-date |
2022-04-00 | no-such-date |
2022-00 | no-such-date |
2022-13 | no-such-date |
2022-21-01 | no-such-date |
-0000 | no-such-date | 0000
2022/2018 | reversed | 2018/2022
2022-04-02/2022-04-01 | reversed | 2022-04-01/2022-04-02
Y12345/Y12344 | reversed | Y12344/Y12345
-0044/-0045 | reversed | -0045/-0044
2022-04-30T10:00:00 | time-of-day | 2022-04-30
2022-04-30 10:00 | time-of-day | 2022-04-30
1XXX | level-2 |
XXXX | level-2 |
2022-XX-01 | level-2 |
2022-0X | level-2 |
201X/2022 | level-2 |
2022-25 | level-2 |
2022-41 | level-2 |
?2022 | level-2 |
2022?-04 | level-2 |
2022-04~-30 | level-2 |
[2018,2019] | level-2 |
{2018..2020} | level-2 |
Y17E7 | level-2 |
1950S2 | level-2 |
../.. | not-edtf |
/ | not-edtf |
 | not-edtf |
昨天 | not-edtf |
五年 | not-edtf |
4月 | not-edtf |
1/4/2022 | not-edtf |
2022.4-10 | not-edtf |
2018/2019/2020 | not-edtf |
Y2022 | not-edtf |
02022 | not-edtf |
2024年2月30日 | not-edtf |
2022-4 | not-edtf | 2022-04
2022年4月 | not-edtf | 2022-04
2018年至2023年 | not-edtf | 2018/2023
"""
CODES = {"not-edtf", "no-such-date", "reversed", "time-of-day", "level-2"}

REWRITTEN = """
2022年 | 2022
2022年4月 | 2022-04
2022年4月份 | 2022-04
2022年4月1日 | 2022-04-01
2022 年 4 月 1 号 | 2022-04-01
２０２２年４月 | 2022-04
２０２２ | 2022
二〇二二年 | 2022
二〇二二年四月 | 2022-04
二〇二二年十二月三十一日 | 2022-12-31
2022.4 | 2022-04
2022.04.01 | 2022-04-01
2022/4 | 2022-04
2022/4/1 | 2022-04-01
2022-4 | 2022-04
2022-4-1 | 2022-04-01
20220401 | 2022-04-01
 2022 | 2022
2018年至2023年 | 2018/2023
2018至2023年 | 2018/2023
2018年到2023年 | 2018/2023
2018-2023 | 2018/2023
2018—2023 | 2018/2023
2018——2023年 | 2018/2023
2018～2023 | 2018/2023
2018 / 2023 | 2018/2023
2022年4月至10月 | 2022-04/2022-10
2022年4月1日至30日 | 2022-04-01/2022-04-30
2022年4月1日至5月2日 | 2022-04-01/2022-05-02
2022年4月至2023年3月 | 2022-04/2023-03
2022.4-2022.10 | 2022-04/2022-10
2023年4月至今 | 2023-04/..
2023年4月以来 | 2023-04/..
2023年4月起 | 2023-04/..
2023/至今 | 2023/..
2023-now | 2023/..
2023年4月以前 | ../2023-04
约2022年 | 2022~
2022年左右 | 2022~
2022年4月前后 | 2022-04~
2022年？ | 2022?
2022年春 | 2022-21
2022年冬季 | 2022-24
2010年代 | 201X
20世纪90年代 | 199X
二十世纪九十年代 | 199X
21世纪 | 20XX
二十一世纪 | 20XX
201x | 201X
2022 | None
2018/2023 | None
2022-04-30 | None
2022年13月 | None
2024年2月30日 | None
2023年至2018年 | None
2022.4-10 | None
4月 | None
五年 | None
春天 | None
2万余家 | None
"""


def rows(table):
    return [[field.strip() for field in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_reads(case):
    raw, earliest, latest, precision, marks = case
    read = parse_date(raw)
    assert (str(read.earliest), str(read.latest), read.precision) == (earliest, latest, precision)
    assert (read.uncertain, read.approximate) == ("uncertain" in marks, "approximate" in marks)
    assert read.raw == str(read) == raw


@pytest.mark.parametrize("case", rows(REFUSED), ids=lambda case: case[0])
def test_refuses(case):
    raw, code, *suggestion = case
    with pytest.raises(DateError) as refusal:
        parse_date(raw)
    assert refusal.value.code == code
    assert refusal.value.suggestion == (suggestion[0] if suggestion and suggestion[0] else None)


def test_says_why():
    for raw, reason in (
        ("2024-02-30", "29 days"),
        ("2022年4月", "write 2022-04"),
        ("2022-13", "no month 13"),
    ):
        with pytest.raises(DateError, match=reason):
            parse_date(raw)


@pytest.mark.parametrize(
    "case", [line.split("|") for line in REWRITTEN.strip("\n").splitlines()], ids=lambda case: case[0]
)
def test_rewrites_what_is_recognisable(case):
    raw, suggestion = case
    assert str(suggest_edtf(raw.removesuffix(" "))) == suggestion.strip()


MARKS = ["", "?", "~", "%"]
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
plain_dates = st.one_of(
    days.map(lambda day: f"{day.year:04}"),
    days.map(lambda day: f"{day.year:04}-{day.month:02}"),
    days.map(date.isoformat),
    st.builds("{:04}-{}".format, st.integers(1, 9999), st.sampled_from(["21", "22", "23"])),
)
single_dates = st.builds(
    str.__add__,
    st.one_of(
        plain_dates,
        st.integers(1, 999).map("{:03}X".format),
        st.integers(1, 99).map("{:02}XX".format),
        days.map(lambda day: f"{day.year:04}-XX"),
        days.map(lambda day: f"{day.year:04}-XX-XX"),
        days.map(lambda day: f"{day.year:04}-{day.month:02}-XX"),
    ),
    st.sampled_from(MARKS),
)
marked_dates = st.builds(str.__add__, plain_dates, st.sampled_from(MARKS))


def struct(day):
    return (day.year, day.month, day.day)


def agrees_with_edtf(raw):
    ours, theirs = parse_date(raw), parse_edtf(raw)
    assert struct(ours.earliest) == tuple(theirs.lower_strict()[:3])
    assert struct(ours.latest) == tuple(theirs.upper_strict()[:3])


@given(single_dates.filter(lambda raw: not ("-2" in raw[4:6] and raw[-1] in "?~%")))
def test_agrees_with_the_edtf_package_on_dates(raw):
    # left out: a season with a mark alone (2022-21?), which the package reads only inside an interval;
    # winter, which it cuts at 31 December; years before 1 and long years, which have no datetime.date
    agrees_with_edtf(raw)


@given(st.lists(marked_dates, min_size=2, max_size=2).map(sorted))
def test_agrees_with_the_edtf_package_on_intervals(ends):
    raw = "/".join(ends)
    try:
        agrees_with_edtf(raw)
    except DateError as error:
        if error.code != "reversed":  # the package lets an interval end before it starts
            raise


@given(marked_dates, st.sampled_from(["{}/..", "../{}"]))
def test_agrees_with_the_edtf_package_on_open_ends(end, form):
    # not compared: an unknown end (2018/), for which the package invents ten years
    ours, theirs = parse_date(form.format(end)), parse_edtf(form.format(end))
    for day, bound in ((ours.earliest, theirs.lower_strict()), (ours.latest, theirs.upper_strict())):
        assert struct(day) == tuple(bound[:3]) if day else abs(bound) == float("inf")


def accepted_by_edtf(raw):
    try:
        return raw and raw not in {"../..", "/..", "../"} and parse_edtf(raw, fail_silently=True)
    except TypeError:  # what the package does with open ends that have nothing at the other end
        return False


@settings(max_examples=300)
@given(st.text(st.sampled_from("0012223459X-/.?~%YT:"), max_size=12))
def test_accepts_nothing_that_the_edtf_package_refuses(raw):
    try:
        parse_date(raw)
    except DateError as error:
        if accepted_by_edtf(raw):
            assert error.code != "not-edtf"  # noqa: PT017
    else:
        assert parse_edtf(raw) or raw[-1] in "?~%"


@given(single_dates | marked_dates)
def test_a_date_spans_one_unit_of_its_precision(raw):
    read = parse_date(raw)
    length = (read.latest - read.earliest) / timedelta(days=1) + 1 if read.latest else 90
    shortest, longest = {
        "day": (1, 1),
        "month": (28, 31),
        "season": (90, 92),
        "year": (365, 366),
        "decade": (3652, 3653),
        "century": (36524, 36525),
    }[read.precision]
    assert shortest <= length <= longest
    assert read.earliest.day == 1 or read.precision == "day"


@given(
    days,
    st.sampled_from(["{y}年{m}月{d}日", "{y}/{m}/{d}", "{y}.{m}.{d}", "{y}-{m}-{d}", "{y} 年 {m} 月 {d} 日"]),
)
def test_every_written_day_is_rewritten(day, form):
    raw = form.format(y=f"{day.year:04}", m=day.month, d=day.day)
    assert (suggest_edtf(raw) or raw) == day.isoformat()


@given(st.one_of(st.text(), st.text(st.sampled_from("0129X-/.?~%Y年月日至今约春〇一十世纪代前起 "))))
def test_any_text_is_read_or_refused(raw):
    suggestion = suggest_edtf(raw)
    if suggestion:
        assert isinstance(parse_date(suggestion), DateRange)
    try:
        read = parse_date(raw)
    except DateError:
        return
    assert read.raw == raw
    assert not read.earliest or not read.latest or read.earliest <= read.latest
