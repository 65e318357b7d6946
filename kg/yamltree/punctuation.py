"""Full-width punctuation, missing spaces and open quotes where the structure of a YAML file is written.

A token is judged by its role and context: `：` within a value is text, `类型：工会` on a line where a key is
due is a slip. Each slip brings the edits that mend it, so that the rest of the file can still be read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.yamltree.flowlexer import CLOSERS
from kg.yamltree.mending import Edit, Slip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.yamltree.flowlexer import Token


_WIDEST_HEAD = 400  # columns; looking back any further would take long on long lines
_JUDGED = re.compile(r"[:：，、－—–−•·［］｛｝【】＃“”‘’＂＇-]")
_LINE_HEAD = re.compile(r"[ \t\u3000\u00a0]*(?:[-?][ \t]+)*")
_FULLWIDTH_COLON = re.compile(r"([^：:，。；！？“]{1,40}?)[ \u3000]*(：[ \u3000]*)")
_KEY_OF_BRACKETS = re.compile(r"[^\s:：{}\[\],\"']+(：[ \u3000]*|:)(?=[{\[])")
_LATIN_KEY = re.compile(r"[a-z][A-Za-z]*(：)(?=.)")
_MISSING_SPACE = re.compile(r"[^ \t:：，。；！？/]{1,40}:(?![ \t\u3000\u00a0/:])")
_DASH_WITHOUT_SPACE = re.compile(r"-[^\W\d_]")
_DASH_AND_SPACE = re.compile(r"([－—–−•·])[ \t\u3000]+(?=.)")
_DASH_OR_MINUS = re.compile(r"(－(?!－)|[—–−•·](?![—–−•·]))[ \t\u3000]*(?=.)")
_FULLWIDTH_COMMA = re.compile(r"[，、][ \u3000]*(?=[^，、：]+(?:：|$))")
_HASH = re.compile(r"(?:^|[ \t\u3000])(＃)[ \u3000]*")
_FULLWIDTH_ENTRY = re.compile(r"([，、][ \u3000]*)[a-z][A-Za-z]*(：[ \u3000]*)")
_COLON = re.compile(r":(?=[ \t]|$)")
_CLOSING_QUOTE = re.compile(r"[”“＂’‘＇](?=[ \t]*(?:$|[,\]}:#]))")
_BRACKETS = {"［": ("[", "]］"), "｛": ("{", "}｝"), "【": ("[", "]】")}
_CLOSING_BRACKET = {"］": "]", "｝": "}", "】": "]"}
_QUOTES = {"“": '”"“', "＂": '＂"”', "‘": "’'", "＇": "＇'’", "”": '”"“'}


def first_on_line(text: str, start: int) -> bool:
    """Tell whether only white space and dashes stand before an offset on its line."""
    nearest = max(0, start - _WIDEST_HEAD)
    line_start = text.rfind("\n", nearest, start) + 1
    return (line_start > 0 or nearest == 0) and _LINE_HEAD.fullmatch(text, line_start, start) is not None


def punctuation_slips(text: str, tokens: Sequence[Token], *, refused: bool) -> Iterator[Slip]:
    """Judge each token; what only a refusal by libyaml can make a slip is judged if it has `refused`."""
    after_key = ""
    listed = False  # the head of a plain scalar was a list item without a proper dash: so are its next lines
    explained = 0  # up to here, a key that swallowed a bracket explains what else looks wrong
    for token in tokens:
        if token.start < explained:
            continue
        if refused and token.role == "key" and (slip := _colon_of_brackets(text, token)):
            yield slip
            explained = text.find("\n", token.end) % (len(text) + 1)
        elif token.kind == "plain" and _JUDGED.search(text, token.start, token.end):
            found = list(_plain_slips(text, token, refused=refused, listed=listed))
            yield from found
            listed = any(slip.blanks.get("expected") == "- " for slip in found)
            yield from _wrapped_in_quotes(text, token, after_key)
        elif token.kind == "unclosed" and refused:
            yield _unclosed_slip(text, token)
        after_key = text[token.start : token.end] if token.role == "key" else ""


def _plain_slips(text: str, token: Token, *, refused: bool, listed: bool) -> Iterator[Slip]:
    words = text[token.start : token.end]
    at_head = not token.context and first_on_line(text, token.start)
    if at_head and text[token.start - 2 : token.start] != "- " and (token.role != "more" or listed):
        yield from _dash_slips(token, words, listed=listed)
    if token.role != "more":
        yield from _bracket_slips(token, words)
        yield from _quote_slips(token, words)
    yield from _hash_slips(token, words)
    if token.context == "{" and token.role in {"key", "lone", "broken"}:
        yield from _flow_key_slips(token, words)
    elif token.context == "{" and token.role == "value":
        for match in _FULLWIDTH_ENTRY.finditer(words):
            yield _swap(token.start + match.start(1), match[1], ", ")
            yield _swap(token.start + match.start(2), match[2], ": ")
    elif token.role == "only":
        yield from _only_item_slips(token, words)
    elif at_head and token.role == "key" and (colon := _LATIN_KEY.match(words)):
        yield _fullwidth(token.start + colon.start(1), "：", ":")
    elif refused and not token.context and token.role in {"stray", "broken"}:
        slip = slip_of_key(words, token.start) if at_head else _second_colon(token, words)
        if slip:
            yield slip


def _fullwidth(start: int, found: str, expected: str, *edits: Edit) -> Slip:
    return Slip("fullwidth-punctuation", start, {"found": found, "expected": expected}, edits)


def _swap(start: int, found: str, expected: str) -> Slip:
    return _fullwidth(start, found.strip(" \t\u3000"), expected, Edit(start, start + len(found), expected))


def _colon_of_brackets(text: str, token: Token) -> Slip | None:
    """Judge `organizer：{to: 工会` and `organizer:{to: 工会`, which YAML takes for one long key."""
    words = text[token.start : token.end]
    colon = _KEY_OF_BRACKETS.match(words)
    if colon is None or token.kind != "plain" or token.context or not first_on_line(text, token.start):
        return None
    if colon[1].startswith("："):
        return _swap(token.start + colon.start(1), colon[1], ": ")
    place = token.start + colon.end()
    return Slip("missing-space-after-colon", place - 1, {"found": words}, (Edit(place, place, " "),))


def slip_of_key(words: str, start: int = 0) -> Slip | None:
    """Give the slip that keeps words from being a key with its value.

    >>> slip_of_key("类型：工会").blanks["found"]
    '：'
    """
    if match := _FULLWIDTH_COLON.match(words):
        slip = _swap(start + match.start(2), match[2], ": ")
        fix = f"{match[1]}: {words[match.end() :]}"
    elif match := _MISSING_SPACE.match(words):
        place = start + match.end()
        slip = Slip("missing-space-after-colon", place - 1, {"found": words}, (Edit(place, place, " "),))
        fix = f"{match[0]} {words[match.end() :]}"
    else:
        return None
    return slip._replace(blanks={**slip.blanks, "fix": fix.strip()})


def _second_colon(token: Token, words: str) -> Slip | None:
    """Judge `牢记: 使命` as the value of a key on its line."""
    match = _COLON.search(words)
    if not match or words[0] in _QUOTES or words[0] in _BRACKETS or token.role == "stray":
        return None
    quote = "'" if '"' in words or "\\" in words else '"'
    edits = [Edit(place, place, quote) for place in (token.start, token.end) if quote not in words]
    return Slip("colon-in-value", token.start + match.start(), {"found": words}, tuple(edits))


def _flow_key_slips(token: Token, words: str) -> Iterator[Slip]:
    """Judge `to：工会，quote：联合` and `工会，quote` in a flow mapping."""
    if token.role == "key" and not _LATIN_KEY.match(words):
        return
    for match in _FULLWIDTH_COMMA.finditer(words):
        yield _swap(token.start + match.start(), match[0], ", ")
    if token.role != "broken":
        for match in re.finditer(r"：[ \u3000]*", words):
            yield _swap(token.start + match.start(), match[0], ": ")
    if token.role == "lone" and "：" not in words and (slip := slip_of_key(words, token.start)):
        yield slip


def _only_item_slips(token: Token, words: str) -> Iterator[Slip]:
    if match := re.search("[，、]", words):
        yield Slip("fullwidth-comma-in-list", token.start + match.start(), {"found": match[0], "item": words})


def _dash_slips(token: Token, words: str, *, listed: bool) -> Iterator[Slip]:
    if _DASH_WITHOUT_SPACE.match(words):
        edit = Edit(token.start + 1, token.start + 1, " ")
        certain = token.role != "key"  # the keys that go with it may stand one column too far to the left
        blanks = {"found": words, "expected": "- "}
        yield Slip("missing-space-after-dash", token.start, blanks, (edit,), certain)
    pattern = _DASH_OR_MINUS if listed or token.role == "stray" or words[0] == "－" else _DASH_AND_SPACE
    if match := pattern.match(words):
        yield _swap(token.start, match[0], "- ")


def _bracket_slips(token: Token, words: str) -> Iterator[Slip]:
    if words[0] in _BRACKETS:
        opener, closers = _BRACKETS[words[0]]
        closed = words[-1] in closers and (words[0] != "【" or re.search("[,，、]", words))
        if closed:
            yield _fullwidth(token.start, words[0], opener, *_bracket_edits(token, words, opener))
        elif token.context and words[0] != "【" and not any(closer in words for closer in closers):
            yield _swap(token.start, words[0], opener)
    elif token.context and words[-1] in "］｝" and not any(opener in words for opener in "［｛"):
        yield _swap(token.end - 1, words[-1], _CLOSING_BRACKET[words[-1]])


def _bracket_edits(token: Token, words: str, opener: str) -> Iterator[Edit]:
    yield Edit(token.start, token.start + 1, opener)
    for match in re.finditer("[，、][ \u3000]*", words):
        yield Edit(token.start + match.start(), token.start + match.end(), ", ")
    if opener == "{":
        for match in re.finditer("：[ \u3000]*", words):
            yield Edit(token.start + match.start(), token.start + match.end(), ": ")
    yield Edit(token.end - 1, token.end, CLOSERS[opener])


def _hash_slips(token: Token, words: str) -> Iterator[Slip]:
    """Judge `2024 ＃备注`, but not the topics of social media: `＃工会＃`."""
    match = _HASH.search(words)
    if match and "＃" not in words[match.end() :]:
        edit = Edit(token.start + match.start(), token.start + match.end(), " # ")
        yield _fullwidth(token.start + match.start(1), "＃", "#", edit)


def _quote_slips(token: Token, words: str) -> Iterator[Slip]:
    """Judge quotes that were meant for YAML: ended by an ASCII quote, fully full-width, or around `: `."""
    closers = _QUOTES.get(words[0], "")
    if len(words) < 3 or words[-1] not in closers:
        return
    if words[-1] in "\"'＂＇" or token.role == "broken":
        ascii_quote = '"' if '"' in closers else "'"
        edits = (Edit(token.start, token.start + 1, ascii_quote), Edit(token.end - 1, token.end, ascii_quote))
        yield _fullwidth(token.start, words[0], ascii_quote, *edits)


def _wrapped_in_quotes(text: str, token: Token, after_key: str) -> Iterator[Slip]:
    """Warn of “…” around a whole key or value: it is text. In a quote it is the article's own."""
    words = text[token.start : token.end]
    judged = token.role == "key" or (token.role == "value" and after_key not in {"", "quote"})
    if judged and len(words) > 2 and words[0] == "“" and words[-1] == "”" and "“" not in words[1:]:
        yield Slip("curly-quotes", token.start, {"found": words, "inner": words[1:-1]})


def _unclosed_slip(text: str, token: Token) -> Slip:
    opener = text[token.start]
    if opener in CLOSERS:
        return _unclosed_bracket(text, token, CLOSERS[opener])
    closing = _CLOSING_QUOTE.search(text[token.start + 1 : token.end])
    if closing:
        return _swap(token.start + 1 + closing.start(), closing[0], opener)
    end = token.end
    if end == token.start + 1:  # a quote alone: nothing to put quotes around
        return Slip("unclosed-quote", token.start, {"found": opener}, (Edit(token.start, end, ""),))
    words = text[token.start : end]
    return Slip("unclosed-quote", token.start, {"found": opener, "text": words}, (Edit(end, end, opener),))


def _unclosed_bracket(text: str, token: Token, closer: str) -> Slip:
    fullwidth = next((mark for mark, plain in _CLOSING_BRACKET.items() if plain == closer), "")
    place = text.find(fullwidth, token.start, token.end)
    if place >= 0:
        return _swap(place, fullwidth, closer)
    blanks = {"found": text[token.start], "expected": closer}
    edit = Edit(token.end - (token.role == "mismatched"), token.end, closer)
    return Slip("unclosed-bracket", token.start, blanks, (edit,))
