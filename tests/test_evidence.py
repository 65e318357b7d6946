import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.evidence import Found, Text, find, paragraph_of, paragraphs

ARTICLE = """　　城中旧事

2022年4月,市图书馆请来县剧团排演“巷口十分钟”小戏。全市已有2.3万余家店铺张贴20余万份海报，到场观众400万人次。
　　全市千万读者和百万义工响应,选出3747家书屋;修好长椅1.2万余个,另有12.3万户。小戏剧本征

集收到稿件１２家,同比增长50％;奖金1,234元,送给三百万人、十三家书屋。
Trade  Union of
Zhejiang·浙江（图书）2. 3 个"""

# phrase | the words it matches, or the reason why it does not
QUOTES = [
    ("2.3万余家店铺", "2.3万余家店铺"),
    ("2.3万余家 店铺", "2.3万余家店铺"),
    ("3747家书屋", "3747家书屋"),
    ("剧本征集", "剧本征\n\n集"),
    ("海报,到场观众", "海报，到场观众"),
    ("2022年4月，市图书馆", "2022年4月,市图书馆"),
    ('排演"巷口十分钟"小戏', "排演“巷口十分钟”小戏"),
    ("排演”巷口十分钟“小戏", "排演“巷口十分钟”小戏"),
    ("增长50%", "增长50％"),
    ("浙江(图书)", "浙江（图书）"),
    ("Zhejiang•浙江", "Zhejiang·浙江"),
    ("Trade Union of Zhejiang", "Trade  Union of\nZhejiang"),
    ("城中\u200b旧事", "城中旧事"),
    ("20余万份", "20余万份"),
    ("百万义工", "百万义工"),
    ("十三家", "十三家"),
    ("１２家", "１２家"),
    ("1,234元", "1,234元"),
    ("1，234元", "1,234元"),
    (" 400万人次 ", "400万人次"),
    ("12家", "absent"),
    ("２.3万余家", "absent"),
    ("2,3万余家", "absent"),
    ("2，3万余家", "absent"),
    ("2、3万余家", "absent"),
    ("2。3万余家", "absent"),
    ("23万余家", "absent"),
    ("2.4万余家", "absent"),
    ("2.3 个", "absent"),
    ("2. 3个", "2. 3 个"),
    ("读者、百万", "absent"),
    ("400 万人次", "400万人次"),
    ("40 0万人次", "absent"),
    ("747家", "inside-number"),
    ("374", "inside-number"),
    ("3万余家", "inside-number"),
    ("2万余个", "inside-number"),
    ("万余个", "inside-number"),
    ("2.3万户", "inside-number"),
    ("2.3", "inside-number"),
    ("234元", "inside-number"),
    ("万份", "inside-number"),
    ("百万人", "inside-number"),
    ("送给三", "inside-number"),
    ("三家", "inside-number"),
    ("", "empty"),
    (" ，。“", "empty"),
]
REASONS = {"absent", "inside-number", "empty"}


@pytest.fixture(scope="module")
def text():
    return Text(ARTICLE)


def words(found):
    return [ARTICLE[start:end] for start, end in found.spans]


@pytest.mark.parametrize(("phrase", "outcome"), QUOTES)
def test_finds_a_phrase_or_says_why_not(text, phrase, outcome):
    found = find(text, [phrase])
    if outcome in REASONS:
        assert (found.reason, found.missing, found.spans) == (outcome, 0, ())
    else:
        assert words(found) == [outcome]
        assert (found.reason, found.missing, found.nearest) == ("", None, None)


def test_finds_phrases_in_order(text):
    found = find(text, ["全市", "3747家", "十三家书屋"])
    assert words(found) == ["全市", "3747家", "十三家书屋"]


def test_chooses_the_places_that_are_closest_together(text):
    first, second = find(text, ["全市", "百万义工"]).spans
    assert first[0] == ARTICLE.index("全市千万")
    assert second[0] == ARTICLE.index("百万义工")


def test_phrases_do_not_overlap(text):
    assert find(text, ["2.3万余家店铺张贴", "张贴20余万份海报"]).missing == 1


def test_says_which_phrase_is_out_of_order(text):
    found = find(text, ["3747家书屋", "2022年4月"])
    assert (found.missing, found.reason, found.spans) == (1, "out-of-order", ())
    assert found.nearest.text == "2022年4月"


def test_says_which_phrase_is_missing(text):
    assert find(text, ["2022年4月", "3748家书屋", "不在"]).missing == 1


def test_counts_occurrences_of_the_rarest_phrase(text):
    assert find(text, ["全市"]).occurrences == 2
    assert find(text, ["全市", "已有"]).occurrences == 1


def test_counts_the_letters_that_carry_the_quote(text):
    assert find(text, ["“巷口”", "400万人次"]).letters == 8
    assert find(text, ["全"]).letters == 1


@pytest.mark.parametrize(
    ("phrase", "nearest"),
    [
        ("2.4万余家店铺", "全市已有2.3万余家店铺张贴20余万份海报"),
        ("2,3万余家店铺", "全市已有2.3万余家店铺张贴20余万份海报"),
        ("747家书屋", "选出3747家书屋"),
        ("送给五百万人", "送给三百万人"),
        ("小戏剧目征集收到", "小戏剧本征集收到稿件１２家"),
        ("完全无关的一句话", None),
    ],
)
def test_shows_the_nearest_passage(text, phrase, nearest):
    found = find(text, [phrase])
    assert (found.nearest and found.nearest.text) == nearest
    if nearest:
        start, end = found.nearest.span
        assert "".join(ARTICLE[start:end].split()) == nearest


def test_an_empty_text_has_no_quotes():
    assert find(Text(""), ["工会"]).reason == find(Text(" \n"), ["工会"]).reason == "absent"


def test_gives_paragraphs():
    assert [ARTICLE[start:end][:4] for start, end in paragraphs(ARTICLE)][:3] == [
        "城中旧事",
        "2022",
        "全市千万",
    ]
    assert paragraph_of(ARTICLE, ARTICLE.index("中旧事")) == paragraphs(ARTICLE)[0]
    assert paragraph_of(ARTICLE, 0) is None


ALIKE = ["，,﹐", "、､", "。｡", "：:", '“”"', "（(", "—-–", "·•", "％%"]
FORMS = {mark: alike for alike in ALIKE for mark in alike}
DIGITS_AND_POINTS = "0123456789０１４.．"
NUMBERS = set(DIGITS_AND_POINTS + "三十百万余多零，, \n\u3000")
alphabet = st.sampled_from("浙江总工会职家三十百万余零多有0123４.．，,、。：“”（—·％ \n\u3000")
texts = st.text(alphabet, min_size=1, max_size=80)


def figures(text):
    return [character for character in text if character in DIGITS_AND_POINTS]


def bare(text):
    return "".join(text.split())


@given(texts, st.data())
def test_every_part_of_a_text_is_found_whatever_its_spaces_and_widths(original, data):
    words_begin = [
        at for at in range(len(original) + 1) if not set(original[max(at - 1, 0) : at + 1]) & NUMBERS
    ]
    assume(len(words_begin) > 1)
    start, end = sorted(
        data.draw(st.lists(st.sampled_from(words_begin), min_size=2, max_size=2, unique=True))
    )
    part = original[start:end]
    assume(any(map(str.isalnum, part)))
    pieces = []
    for before, character in zip("一" + part, part, strict=False):
        loose = before not in DIGITS_AND_POINTS + ",，﹐" and character not in DIGITS_AND_POINTS
        space = data.draw(st.sampled_from(["", "", " ", "\n", "\u3000"])) if loose else ""
        pieces.append(space + data.draw(st.sampled_from(FORMS.get(character, character))))
    found = find(Text(original), ["".join(pieces)])
    ((found_start, found_end),) = found.spans
    trimmed = start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
    assert found_start <= trimmed[0]
    assert found.occurrences > 1 or (found_start, found_end) == trimmed
    assert figures(original[found_start:found_end]) == figures(part)


@given(texts, texts)
def test_what_is_found_has_the_same_figures(original, phrase):
    for start, end in find(Text(original), [phrase]).spans:
        assert figures(original[start:end]) == figures(phrase)


@given(st.text(st.sampled_from("浙江工会，。 \n"), max_size=20), st.integers(0, 10**6), st.integers(0, 10**6))
def test_another_number_is_never_found(around, printed, quoted):
    assume(printed != quoted)
    text = Text(f"{around}{printed}家{around}")
    assert find(text, [f"{quoted}家"]).reason in {"absent", "inside-number"}
    assert find(text, [f"{printed}家"]).spans


@given(texts, texts)
def test_the_nearest_passage_is_short_and_cuts_no_number(original, phrase):
    found = find(Text(original), [phrase])
    assert isinstance(found, Found)
    if found.nearest:
        start, end = found.nearest.span
        assert bare(found.nearest.text) == bare(original[start:end])
        assert len(bare(found.nearest.text)) <= 40
        digits = "0123456789"
        assert not (original[start - 1 : start] in [*digits] and original[start] in digits)
        assert not (original[end - 1] in digits and original[end : end + 1] in [*digits])


@given(st.text(), st.lists(st.text(), min_size=1, max_size=3))
def test_any_text_and_any_phrases_are_searched(original, phrases):
    found = find(Text(original), phrases)
    assert bool(found.spans) == (found.missing is None) == (not found.reason)
    assert list(found.spans) == sorted(found.spans)
