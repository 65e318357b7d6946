from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.quantity import Quantity, QuantityError, parse_quantity, plain

# raw | number | bound | unit | maximum of a range
READ = """
2.3万余家 | 23000 | lower | 家
20余万场次 | 200000 | lower | 场次
400万人次 | 4000000 | exact | 人次
32家 | 32 | exact | 家
15条 | 15 | exact | 条
3.61亿元 | 361000000 | exact | 元
千万职工 | 10000000 | magnitude | 职工
百万工会志愿者 | 1000000 | magnitude | 工会志愿者
258万名 | 2580000 | exact | 名
4万名 | 40000 | exact | 名
420万名 | 4200000 | exact | 名
120亿元 | 12000000000 | exact | 元
65.9亿元 | 6590000000 | exact | 元
10.2亿元 | 1020000000 | exact | 元
27.5万家 | 275000 | exact | 家
100支 | 100 | exact | 支
1.5万余家 | 15000 | lower | 家
超过220万人 | 2200000 | lower | 人
50多个 | 50 | lower | 个
3747家 | 3747 | exact | 家
3747 | 3747 | exact |
二十项 | 20 | exact | 项
五项 | 5 | exact | 项
3.2万余人 | 32000 | lower | 人
达50%以上 | 50 | lower | %
50%以上 | 50 | lower | %
365天 | 365 | exact | 天
一周 | 1 | exact | 周
一年多 | 1 | lower | 年
五年 | 5 | exact | 年
三年 | 3 | exact | 年
十分钟 | 10 | exact | 分钟
累计4418.7万人次 | 44187000 | exact | 人次
15.7亿元 | 1570000000 | exact | 元
38.2万户 | 382000 | exact | 户
2.9亿元 | 290000000 | exact | 元
7家 | 7 | exact | 家
31家 | 31 | exact | 家
1.2亿元 | 120000000 | exact | 元
64个 | 64 | exact | 个
1.2万余个 | 12000 | lower | 个
6100余个 | 6100 | lower | 个
0 | 0 | exact |
0.5万 | 5000 | exact |
1.50 | 1.5 | exact |
1,234 | 1234 | exact |
12,345,678元 | 12345678 | exact | 元
1,234.5万 | 12345000 | exact |
１２家 | 12 | exact | 家
２．３万余家 | 23000 | lower | 家
2.3 万 余 家 | 23000 | lower | 家
1.23456789万 | 12345.6789 | exact |
3千 | 3000 | exact |
3百家 | 300 | exact | 家
2.5千万 | 25000000 | exact |
3百万 | 3000000 | exact |
10万亿元 | 10000000000000 | exact | 元
1亿2000万元 | 120000000 | exact | 元
1亿2千万 | 120000000 | exact |
12万3456人 | 123456 | exact | 人
三 | 3 | exact |
两家 | 2 | exact | 家
十 | 10 | exact |
十二 | 12 | exact |
一十二 | 12 | exact |
二十 | 20 | exact |
廿四 | 24 | exact |
卅家 | 30 | exact | 家
〇 | 0 | exact |
零 | 0 | exact |
一百家 | 100 | exact | 家
一百零五 | 105 | exact |
一百一十 | 110 | exact |
一千 | 1000 | exact |
三千六百 | 3600 | exact |
一千零五十 | 1050 | exact |
十万 | 100000 | exact |
三万零五百 | 30500 | exact |
三万五百 | 30500 | exact |
一亿零三万 | 100030000 | exact |
二十亿三千万 | 2030000000 | exact |
三万亿 | 3000000000000 | exact |
二〇二二 | 2022 | exact |
一九四九年 | 1949 | exact | 年
九〇 | 90 | exact |
三点五 | 3.5 | exact |
二点三万余家 | 23000 | lower | 家
50% | 50 | exact | %
50％ | 50 | exact | %
百分之五十 | 50 | exact | %
百分之五十以上 | 50 | lower | %
百分之三点五 | 3.5 | exact | %
百分之50 | 50 | exact | %
百分之百 | 100 | exact | %
千分之三 | 3 | exact | ‰
12.5‰ | 12.5 | exact | ‰
50个百分点 | 50 | exact | 个百分点
1.5倍 | 1.5 | exact | 倍
三成 | 3 | exact | 成
三成多 | 3 | lower | 成
5千瓦 | 5 | exact | 千瓦
500万千瓦时 | 5000000 | exact | 千瓦时
3家半导体企业 | 3 | exact | 家半导体企业
100家零售企业 | 100 | exact | 家零售企业
100家县级以上工会 | 100 | exact | 家县级以上工会
共100家 | 100 | exact | 家
共计3万 | 30000 | exact |
已达3万 | 30000 | exact |
达到50% | 50 | exact | %
为3家 | 3 | exact | 家
十余家 | 10 | lower | 家
百余家 | 100 | lower | 家
百余万 | 1000000 | lower |
十余万 | 100000 | lower |
三十多万人 | 300000 | lower | 人
3年有余 | 3 | lower | 年
50岁以上 | 50 | lower | 岁
超百万 | 1000000 | lower |
逾千家 | 1000 | lower | 家
突破3亿元 | 300000000 | lower | 元
不少于5名 | 5 | lower | 名
不低于5% | 5 | lower | %
至少3家 | 3 | lower | 家
上百家 | 100 | lower | 家
过万人 | 10000 | lower | 人
已超过3万余家 | 30000 | lower | 家
近百家 | 100 | upper | 家
近2万人 | 20000 | upper | 人
将近三千人 | 3000 | upper | 人
接近50% | 50 | upper | %
不足10% | 10 | upper | %
不到十家 | 10 | upper | 家
至多5家 | 5 | upper | 家
不超过5家 | 5 | upper | 家
少于5家 | 5 | upper | 家
5元以内 | 5 | upper | 元
30人以下 | 30 | upper | 人
约2万 | 20000 | about |
大约2万 | 20000 | about |
约为50% | 50 | about | %
大概五十人 | 50 | about | 人
10人左右 | 10 | about | 人
50岁上下 | 50 | about | 岁
二十来个 | 20 | about | 个
约百万 | 1000000 | about |
约2万余 | 20000 | about |
近2万余家 | 20000 | about | 家
超2万左右 | 20000 | about |
3至5家 | 3 | range | 家 | 5
三至五家 | 3 | range | 家 | 5
3家至5家 | 3 | range | 家 | 5
3到5家 | 3 | range | 家 | 5
10—20人 | 10 | range | 人 | 20
10——20人 | 10 | range | 人 | 20
10-20人 | 10 | range | 人 | 20
10～20 | 10 | range | | 20
10%至20% | 10 | range | % | 20
10至20% | 10 | range | % | 20
3至5万人 | 30000 | range | 人 | 50000
三至五万人 | 30000 | range | 人 | 50000
2至3.5亿元 | 200000000 | range | 元 | 350000000
500至1000万元 | 5000000 | range | 元 | 10000000
500至1万元 | 500 | range | 元 | 10000
3千至5万 | 3000 | range | | 50000
约3至5家 | 3 | range | 家 | 5
3至5家以上 | 3 | lower | 家
不到3至5家 | 5 | upper | 家
两三家 | 2 | range | 家 | 3
三五家 | 3 | range | 家 | 5
两三百家 | 200 | range | 家 | 300
七八十万 | 700000 | range | | 800000
十五六家 | 15 | range | 家 | 16
几个 | 2 | range | 个 | 9
十几家 | 11 | range | 家 | 19
二十几 | 21 | range | | 29
几十家 | 20 | range | 家 | 99
几百 | 200 | range | | 999
数十 | 20 | range | | 99
数百家 | 200 | range | 家 | 999
数万人 | 20000 | range | 人 | 99999
十几万 | 110000 | range | | 199999
几十万 | 200000 | range | | 999999
数万余名 | 20000 | lower | 名
不到十几家 | 19 | upper | 家
百家 | 100 | magnitude | 家
千 | 1000 | magnitude |
万亿 | 1000000000000 | magnitude |
亿 | 100000000 | magnitude |
"""
CASES = [[field.strip() for field in line.split("|")] for line in READ.strip().splitlines()]

REFUSED = """
2,3万 | grouping
2，3万 | grouping
1,2345 | grouping
12,34 | grouping
10 000 | grouping
2. 3万 | grouping
半年 | fraction
一个半月 | fraction
两年半 | fraction
三分之一 | fraction
三百分之十 | fraction
万分之一 | fraction
1/3 | unit
一百五 | numeral
亿万 | numeral
千百万 | numeral
几十几 | numeral
零五 | numeral
五二 | numeral
三点五十 | numeral
三家和五家 | unit
三家至多五家 | unit
一十百千万活动 | numeral
3万5 | unit
2千5百万 | unit
007 | unit
0.5.1 | unit
.5 | unit
5. | unit
-5 | unit
第三 | unit
2022年4月 | unit
3小时20分 | unit
两年五个月 | unit
50人以上企业 | unit
三成五 | unit
3家，5家 | unit
成千上万 | unit
许多 | number
家 | number
超过 | number
5至3家 | range
3家至5人 | range
10%至20 | range
几家至十几家 | range
"""


def value_of(quantity):
    return plain(quantity.number), quantity.bound, quantity.unit, quantity.maximum and plain(quantity.maximum)


@pytest.mark.parametrize(("raw", "number", "bound", "unit"), [case[:4] for case in CASES if len(case) == 4])
def test_reads(raw, number, bound, unit):
    assert value_of(parse_quantity(raw)) == (number, bound, unit, None)


@pytest.mark.parametrize("case", [case for case in CASES if len(case) == 5], ids=lambda case: case[0])
def test_reads_ranges(case):
    assert value_of(parse_quantity(case[0])) == tuple(case[1:])


@pytest.mark.parametrize(
    "case", [line.split(" | ") for line in REFUSED.strip().splitlines()], ids=lambda case: case[0]
)
def test_refuses(case):
    with pytest.raises(QuantityError) as refusal:
        parse_quantity(case[0])
    assert refusal.value.code == case[1]
    assert str(refusal.value)


@pytest.mark.parametrize("raw", ["", " ", "\u3000\n"])
def test_refuses_nothing_at_all(raw):
    with pytest.raises(QuantityError) as refusal:
        parse_quantity(raw)
    assert refusal.value.code == "empty"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_keeps_what_was_printed(case):
    quantity = parse_quantity(case[0])
    assert quantity.raw == str(quantity) == case[0]


@pytest.mark.parametrize(
    ("raw", "lowest", "highest"),
    [
        ("3家", 3, 3),
        ("3家以上", 3, None),
        ("不到3家", None, 3),
        ("约3家", None, None),
        ("3至5家", 3, 5),
        ("百家", None, None),
    ],
)
def test_limits_follow_from_the_bound(raw, lowest, highest):
    quantity = parse_quantity(raw)
    assert (quantity.lowest, quantity.highest) == (lowest, highest)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("23000", "23000"),
        ("0.50", "0.5"),
        ("2.3E4", "23000"),
        ("3.610E8", "361000000"),
        ("-0.0", "0"),
        ("1E-7", "0.0000001"),
        ("-1.20", "-1.2"),
    ],
)
def test_writes_plain_decimals(number, text):
    assert plain(Decimal(number)) == text


def test_never_rounds():
    digits = "123456789" * 6
    assert plain(parse_quantity(digits[:50] + "万").number) == digits[:50] + "0000"
    assert parse_quantity("0.1").number + parse_quantity("0.2").number == parse_quantity("0.3").number


PLACES = {"": 0, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
WORDS_BEFORE = {"": "exact", "共": "exact", "累计": "exact", "超过": "lower", "近": "upper", "约": "about"}
WORDS_AFTER = {"": "exact", "余": "lower", "多": "lower", "以上": "lower", "以下": "upper", "左右": "about"}
UNITS = ["", "家", "场次", "人次", "元", "户", "支", "项", "名", "职工", "个百分点", "妈咪暖心小屋"]
digits = st.from_regex(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?", fullmatch=True)


def expected_bound(*claims):
    claims = set(claims) - {"exact"}
    return "exact" if not claims else claims.pop() if len(claims) == 1 else "about"


@given(
    digits,
    st.sampled_from(list(PLACES)),
    st.tuples(st.sampled_from(list(WORDS_BEFORE)), st.sampled_from(list(WORDS_AFTER))),
    st.sampled_from(UNITS),
    st.sampled_from(["", " ", "\n"]),
)
def test_reads_every_printed_form(number, place, words, unit, space):
    before, after = words
    raw = space.join([before, number + place, after, unit])
    quantity = parse_quantity(raw)
    assert (quantity.number, quantity.unit) == (Decimal(number) * 10 ** PLACES[place], unit)
    assert quantity.bound == expected_bound(WORDS_BEFORE[before], WORDS_AFTER[after])
    assert quantity.raw == raw


@given(digits, st.sampled_from(["余", "多", "来"]), st.sampled_from(["万", "亿"]), st.sampled_from(UNITS))
def test_reads_words_inside_the_number(number, word, place, unit):
    quantity = parse_quantity(f"{number}{word}{place}{unit}")
    assert (quantity.number, quantity.unit) == (Decimal(number) * 10 ** PLACES[place], unit)
    assert quantity.bound == ("about" if word == "来" else "lower")


@given(st.integers(1, 10**12), st.integers(1, 10**12), st.sampled_from(["至", "到", "-", "—", "～"]))
def test_reads_every_range(low, high, between):
    low, high = min(low, high), max(low, high) + 1
    quantity = parse_quantity(f"{low}{between}{high}人")
    assert (quantity.lowest, quantity.highest, quantity.unit) == (low, high, "人")


@given(st.integers(0, 10**15))
def test_grouped_and_full_width_digits_are_the_same_number(number):
    assert parse_quantity(f"{number:,}").number == number
    full_width = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert parse_quantity(full_width).number == number


def spelled(number):
    """An independent speller, digit by digit from the left, with 零 for each run of empty places."""
    words, groups = [], []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    for index in reversed(range(len(groups))):
        group = groups[index]
        for power, place in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = group // power % 10
            if digit:
                words.append("零一二三四五六七八九"[digit] + place)
            elif words and words[-1] != "零":
                words.append("零")
        if group:
            while words[-1] == "零":
                words.pop()
            words.append(["", "万", "亿"][index])
    while words and words[-1] in ("零", ""):
        words.pop()
    return "".join(words)


@given(st.integers(1, 10**12 - 1))
def test_reads_every_chinese_numeral(number):
    quantity = parse_quantity(spelled(number) + "家")
    assert (quantity.number, quantity.bound, quantity.unit) == (number, "exact", "家")


@given(st.lists(st.sampled_from("〇一二三四五六七八九"), min_size=3, max_size=12))
def test_reads_numerals_given_digit_by_digit(characters):
    raw = "一" + "".join(characters)
    assert plain(parse_quantity(raw).number) == "1" + "".join(
        str("〇一二三四五六七八九".index(c)) for c in characters
    )


@given(st.decimals(min_value=0, max_value=10**20, places=8))
def test_canonical_forms_read_back_as_the_same_value(number):
    assert parse_quantity(plain(number)).number == number


alphabet = st.sampled_from(
    "0123456789０９.,，．%百千万亿十一二两三零〇几数点半分之成余多来约近超至到—-～以上下左右家人年月 \n\x00A"
)


@given(st.one_of(st.text(), st.text(alphabet)))
def test_any_text_is_read_or_refused(raw):
    try:
        quantity = parse_quantity(raw)
    except QuantityError:
        return
    assert isinstance(quantity, Quantity)
    assert quantity.raw == raw
    assert quantity.bound in {"exact", "lower", "upper", "about", "range", "magnitude"}
    assert (quantity.maximum is not None) == (quantity.bound == "range")
    assert not any(character.isspace() or character in "0123456789" for character in quantity.unit)
    assert parse_quantity(plain(quantity.number)).number == quantity.number


@pytest.mark.parametrize(
    "raw", ["1" + "余" * 10_000 + "!", "一" * 10_000, "1" * 10_000, "亿" * 50, "几" * 60]
)
def test_long_text_is_refused_at_once(raw):
    with pytest.raises(QuantityError):
        parse_quantity(raw)
