"""A sentence -> what stands in it, piece by piece: verbs, function words, figures, quoted words, and names.

Chinese has no blanks between words. Here a name is what stands between two words that cannot be in one:
function words and verbs of `words.toml`, marks, figures. What looks like such a word but belongs to a
longer one (推进 in 推进会) is protected.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.draft.tables import pattern, province_of_city, table, type_of_head, verbs

if TYPE_CHECKING:
    from kg.draft.reading import Span

_digit = "0-9〇一二三四五六七八九十百千万亿两几数"
_figure = (
    "(?:超过|超|近|约|逾|达|累计|共|不少于|每)?(?:[0-9][0-9.,]*[百千万亿]*[余多]?[百千万亿]*|[百千万]+(?=职工|志愿者|工会|名|人)"
    f"|(?<![第{_digit}])[{_digit}]+[余多]?[万亿]?(?!次性)(?=[名位家户支场份条件批次届期座处所间台辆张亩吨岁天年月门]))"
    "(?:%|％|个百分点|万元|亿元|元|人次|万名|场次|个月|个|余|多|名|位|人(?!才|大|民|社|员)|家(?!庭|政)|户(?!外)|支|场(?!景|地)|次(?!性)|门(?!店|诊|口|槛)"
    "|份|条(?!例)|件|批|届|期(?!间)|座|处|所|间(?!接)|台|辆|张|亩|吨|岁|天|年(?!度)|月|日|项|种|类|部(?!门|分)|套|本(?!报)|篇|对"
    "|方(?!案|向|面)|小时|分钟|公里|平方米|以上|左右){0,3}"
)


ACTS = re.compile("(?:工会|公司|集团|委员会|政府|[局厅院校委部])$")
"""The end of a name that acts: what follows is what it does."""


class Piece(NamedTuple):
    """A piece of a sentence; `kind` is mark, stop, figure, quoted, title, name or a kind of verb."""

    kind: str
    start: int
    end: int
    text: str


def pieces(text: str, span: Span) -> list[Piece]:
    """Cut a stretch of text into pieces, which together are all of it.

    >>> [piece.text for piece in pieces("省总工会出台《办法》", (0, 10))]
    ['省总工会', '出台', '《办法》']
    """
    found: list[Piece] = []
    for match in _lexer().finditer(text, *span):
        kind = match.lastgroup or "name"
        kind = verbs()[match[0]] if kind == "verb" else "name" if kind.startswith("protected") else kind
        if kind == "name" and found and found[-1].kind == "name":
            last = found.pop()
            found.append(Piece("name", last.start, match.end(), last.text + match[0]))
        else:
            found.append(Piece(kind, match.start(), match.end(), match[0]))
    return _with_nouns_of_verbs(found)


def _with_nouns_of_verbs(found: list[Piece]) -> list[Piece]:
    """Take 建设 into the name before it where it has no object: 服务阵地建设."""
    dual = set(table("words")["dual"]["words"].split())
    joined: list[Piece] = []
    for number, piece in enumerate(found):
        following = found[number + 1].kind if number + 1 < len(found) else "mark"
        before = joined[-1] if joined else None
        ends = piece.text in dual and following in ("mark", "stop")
        if (ends and before and before.kind == "name" and not ACTS.search(before.text)) or (
            piece.kind == "name" and before and before.kind == "name"
        ):
            joined[-1] = Piece("name", before.start, piece.end, before.text + piece.text)
        else:
            joined.append(piece)
    return joined


@lru_cache(maxsize=1)
def _lexer() -> re.Pattern[str]:
    words = table("words")
    protected = [*words["protected"]["words"].split(), *type_of_head()]
    protected = [word for word in protected if len(word) > 1 and word not in verbs()]
    protected += table("groups")["heads"].split()
    protected += [city for city in province_of_city() if len(city) > 1]
    parts = (
        "(?P<title>《[^《》\n]{1,100}》)",
        "(?P<quoted>“[^“”。！？\n]{1,40}”)",
        "(?P<protected_remark>[\u4e00-\u9fff]{2,4}总书记关于[^，。；\n]{2,24}?的重要(?:论述|讲话|指示))",
        "(?P<protected_department>(?<=[省市县区州])[^\\W局厅委院会部团司的]{2,6}和[\u4e00-\u9fff]{2,8}?(?:局|厅|委员会))",
        f"(?P<figure>{_figure})",
        f"(?P<protected>党的[一二三四五六七八九十]+[大届](?:[一二三四五六七八九]中全会)?精神|{pattern(protected)}|（[^（）\n]{{1,12}}）)",
        f"(?P<verb>{pattern(verbs())})",
        f"(?P<stop>(?<=——)记|{pattern(words['stops']['words'].split())})",
        "(?P<mark>[，。；：！？、…—“”《》（）‘’【】\n ·])",
        "(?P<name>.)",
    )
    return re.compile("|".join(parts))


def clauses(found: list[Piece]) -> list[list[Piece]]:
    """Part pieces at the marks that end a clause; 、 ends none."""
    parts: list[list[Piece]] = [[]]
    for piece in found:
        if piece.kind == "mark" and piece.text in "，。；：！？…—\n":
            parts.append([])
        else:
            parts[-1].append(piece)
    return [part for part in parts if part]
