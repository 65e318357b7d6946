"""Coverage in words for a terminal, and as JSON.

The articles are copyrighted: a report shows where to look, and no more of a sentence than its beginning.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.coverage.measure import KINDS, totals
from kg.problems import render_json as problems_as_json
from kg.problems import render_text as problems_as_text
from kg.query.tables import padded, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.coverage.measure import Coverage, Mention, Paragraph, Sentence, Totals
    from kg.problems import Language, Problem

OPENING, BEGINNING, LONGEST = 12, 20, 40
"""The most characters that are shown of a paragraph, of a sentence, of a title."""

WORDS = {
    "paragraph": ("段", "para"),
    "line": ("行", "line"),
    "covered": ("有引文", "covered"),
    "quoted": ("引文内", "quoted"),
    "begins": ("开头", "begins"),
    "numbers": ("未用数字", "unused numbers"),
    "titles": ("未用标题", "unused titles"),
    "names": ("未用名称", "unused names"),
    "numerals": ("未用汉字数", "unused numerals"),
    "sentences": ("无引文的句", "without quotes"),
    "no text": ("没有文本", "its text is not at hand"),
}
LEGEND = (
    """\
有引文：字数（不计标点）有多少在带引文的句子里；引文内：有多少在引文里。
段落下面列出还没有陈述用到的内容，并注明在文本中的位置（行:列）。
""",
    """\
covered: characters, without punctuation, in sentences with a quote; quoted: in the quotes themselves.
Below a paragraph stands what no statement uses yet, with its line:column in the text.
""",
)
TOTAL = (
    "合计：{characters} 字，{covered} 在有引文的句子里，{quoted} 在引文里",
    "total: {characters} characters, {covered} in sentences with a quote, {quoted} in quotes",
)
USED = (
    "已用：数字 {numbers}，《》标题 {titles}，“”名称 {names}，汉字数 {numerals}",
    "used: numbers {numbers}, 《》 titles {titles}, “” names {names}, Chinese numerals {numerals}",
)


def render_text(measured: Sequence[Coverage], problems: Sequence[Problem], language: Language) -> str:
    """Write the problems as `kg check` does, then a table of paragraphs for each article.

    Below a paragraph stands what in it is not covered.
    """
    parts = [f"{problems_as_text(problems, language)}\n"] if problems else []
    parts += ["".join(f"{line}\n" for line in _article(one, language)) for one in measured]
    return "\n".join([*parts, *([LEGEND[language == "en"]] if measured else [])])


def _article(one: Coverage, language: Language) -> Iterator[str]:
    yield f"{one.article.id}《{one.article.title}》\n"
    if one.article.text is None:
        yield f"  {_word('no text', language)}"
        return
    columns = [_word(word, language) for word in ("paragraph", "line", "covered", "quoted", "begins")]
    sizes = [max(4, width(column)) for column in columns[:-1]]
    yield _row(columns, sizes)
    for part in one.paragraphs:
        counts = totals([part])
        shares = (_percent(counts.covered, counts.characters), _percent(counts.quoted, counts.characters))
        yield _row((str(part.number), str(part.place.line), *shares, _cut(part.text, OPENING)), sizes)
        yield from _missing(part, language)
    yield from _totals(totals(one.paragraphs), language)


def _row(cells: Sequence[str], sizes: Sequence[int]) -> str:
    right = (" " * (size - width(cell)) + cell for cell, size in zip(cells, sizes, strict=False))
    return f"{'  '.join(right)}  {cells[-1]}"


def _missing(part: Paragraph, language: Language) -> Iterator[str]:
    """Give a line for each kind of mention that is not used, then one for each sentence without a quote."""
    groups = [(kind, [_shown(one) for one in _unused(part, kind)]) for kind in KINDS]
    groups.append(("sentences", [_shown(sentence, BEGINNING) for sentence in _uncovered(part)]))
    size = max(width(_word(word, language)) for word in (*KINDS, "sentences"))
    for word, shown in groups:
        label = _word(word, language)
        for line in shown if word == "sentences" else ["，".join(shown)] if shown else []:
            yield f"{' ' * 8}{padded(label, size)}  {line}"
            label = ""


def _unused(part: Paragraph, kind: str) -> list[Mention]:
    return [mention for mention in part.mentions if mention.kind == kind and not mention.used]


def _uncovered(part: Paragraph) -> list[Sentence]:
    return [sentence for sentence in part.sentences if not sentence.quoted]


def _shown(one: Mention | Sentence, size: int = LONGEST) -> str:
    return f"{_cut(one.text, size)} {one.place.line}:{one.place.column}"


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else f"{text[: size - 1]}…"


def _percent(part: int, whole: int) -> str:
    """Give the share, rounded down: 100% is all of it."""
    return f"{100 * part // whole}%" if whole else "–"


def _totals(counts: Totals, language: Language) -> Iterator[str]:
    used = {kind: f"{counts.used[kind]}/{counts.found[kind]}" for kind in KINDS}
    shares = {word: f"{100 * getattr(counts, word) / (counts.characters or 1):.1f}%" for word in SHARES}
    yield ""
    yield TOTAL[language == "en"].format(characters=counts.characters, **shares)
    yield USED[language == "en"].format(**used)


SHARES = ("covered", "quoted")


def _word(word: str, language: Language) -> str:
    return WORDS[word][language == "en"]


def render_json(measured: Sequence[Coverage], problems: Sequence[Problem], language: Language) -> str:
    """Write the same as an object: `problems` as `kg check` lists them, and `coverage` by article."""
    found = json.loads(problems_as_json(problems, language))
    report = {"problems": found, "coverage": [_article_as_json(one) for one in measured]}
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _article_as_json(one: Coverage) -> dict[str, Any]:
    head = {"article": one.article.id, "title": one.article.title, "text": one.article.text is not None}
    if one.article.text is None:
        return head
    parts = [_paragraph_as_json(part) for part in one.paragraphs]
    return {**head, **totals(one.paragraphs)._asdict(), "paragraphs": parts}


def _paragraph_as_json(part: Paragraph) -> dict[str, Any]:
    return {
        "number": part.number,
        **_place_as_json(part, OPENING),
        **totals([part])._asdict(),
        "unused": {kind: [_place_as_json(one) for one in _unused(part, kind)] for kind in KINDS},
        "uncovered": [_place_as_json(sentence, BEGINNING) for sentence in _uncovered(part)],
    }


def _place_as_json(one: Paragraph | Mention | Sentence, size: int = LONGEST) -> dict[str, Any]:
    return {"line": one.place.line, "column": one.place.column, "text": _cut(one.text, size)}


RENDERINGS = {"text": render_text, "json": render_json}
