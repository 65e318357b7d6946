"""Slips in the raw text of a YAML file that libraries pass in silence or blame on another line.

A quick look decides whether a text can have any (`is_suspicious`); only then is it read token by token.
Text that means what it says is never complained about: full-width punctuation inside of values, U+3000 at
the head of a paragraph, whatever stands in comments. What is in quotes is always text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.yamltree.encoding import LineIndex
from kg.yamltree.lexer import lex
from kg.yamltree.mending import Edit, Mended, Slip
from kg.yamltree.punctuation import first_on_line, punctuation_slips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.yamltree.flowlexer import Token

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb"
)
_BREAKS = "\u0085\u2028\u2029"
_CONTROLS = "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f"
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff"

_CHARACTERS = re.compile(
    f"(?P<space>[{_SPACES}]+)|(?P<bidi>[{_BIDI}])|(?P<invisible>[{_INVISIBLE}]+)|(?P<line_break>[{_BREAKS}])"
    f"|(?P<control>[{_CONTROLS}]+)|(?P<noncharacter>[{_NONCHARACTERS}])|(?P<replacement>\ufffd+)"
)
_CODES = {
    "space": "unicode-space",
    "bidi": "bidi-control",
    "invisible": "invisible-character",
    "line_break": "unicode-line-break",
    "control": "control-character",
    "noncharacter": "noncharacter",
    "replacement": "replacement-character",
}
_READABLE_IN_COMMENTS = {"space", "bidi", "invisible", "replacement"}
_UNREADABLE = re.compile(f"[{_BREAKS}{_CONTROLS}{_NONCHARACTERS}]")
_JOINED = re.compile("[^\0-\u00ff\u2000-\u206f\u3000-\u9fff\uff00-\uffef]")  # emoji, Arabic, Indic scripts

_ANY_UNSEEN = f"{_SPACES}{_BIDI}{_INVISIBLE}{_BREAKS}{_CONTROLS}{_NONCHARACTERS}\ufffd"
_UNSEEN = re.compile(f"[{_ANY_UNSEEN}]")
_SUSPICIOUS = re.compile(f"[{_ANY_UNSEEN}［｛＃＂＇]")
_SUSPICIOUS_LINE = re.compile(r"\n[ -]*(?:(?<=-)[^\W\d_]|[－—–−•·【“]|[<=>]{7}|[A-Za-z]\w*：)")
_SUSPICIOUS_WITH = (  # what is worth a search only in a text that has the mark
    ("，", re.compile(r"\[[^\[\],\n]*，|，[ \u3000]?[A-Za-z]\w*：")),
    ("、", re.compile(r"\[[^\[\],\n]*、")),
    ("：", re.compile(r"[{,] ?[^ \n\[\]{},:：，。\"']{1,20}：")),
    ("【", re.compile(r"【(?<=[ \[{,]【)")),
    ("“", re.compile(r"“(?<=[ \[{,]“)[^“”\n,\]}]*[”\"] *[\r\n,\]}:#]")),
)
_TAB_INDENTATION = re.compile(r"^ *(\t)[ \t]*(?=[^ \t\n#])", re.MULTILINE)
_LONGEST_FIX = 80
_CONFLICT_MARKER = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \n]|\Z)[^\n]*", re.MULTILINE)


def without_unreadable(text: str) -> str:
    r"""Put spaces in the place of what libyaml refuses, and of what are line breaks for it only.

    >>> without_unreadable("工\x00会")
    '工 会'
    """
    return _UNREADABLE.sub(" ", text)


def is_suspicious(text: str) -> bool:
    """Tell whether a text that libyaml accepts is worth a reading token by token.

    >>> is_suspicious("title: 牢记：使命"), is_suspicious("－ 工会")
    (False, True)
    """
    return bool(
        _SUSPICIOUS.search(text)
        or _SUSPICIOUS_LINE.search("\n" + text[:200])
        or _SUSPICIOUS_LINE.search(text)
        or any(mark in text and pattern.search(text) for mark, pattern in _SUSPICIOUS_WITH)
    )


def find_slips(text: str, *, refused: bool) -> list[Slip]:
    r"""Find the slips of a text, in order; `refused` tells that libyaml does not accept it.

    >>> find_slips("类型：工会\n名称: 省总工会\n", refused=True)[0].blanks["fix"]
    '类型: 工会'
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n")  # keeps every offset
    tokens = sorted(lex(without_unreadable(text), recover=refused), key=lambda token: token.start)
    slips = [*punctuation_slips(text, tokens, refused=refused), *_character_slips(text, tokens)]
    if refused:
        slips += _tab_slips(text, tokens)
    conflicts = list(_conflict_slips(text))
    slips = [*_outside(slips, conflicts), *conflicts]
    unique = {(slip.start, slip.code): slip for slip in slips}
    return _with_fixes(text, [unique[place] for place in sorted(unique)])


def _outside(slips: Sequence[Slip], conflicts: Sequence[Slip]) -> list[Slip]:
    """Leave out the slips in what a merge conflict gives up."""
    edits = [edit for conflict in conflicts for edit in conflict.edits]
    ends = [edit.end for edit in edits]

    def is_outside(slip: Slip) -> bool:
        index = bisect_right(ends, slip.start)
        return index == len(edits) or slip.start < edits[index].start

    return [slip for slip in slips if is_outside(slip)]


def describe(characters: str) -> dict[str, str]:
    r"""Give the blanks that name a character nobody sees.

    >>> describe("\u200b")
    {'character': 'U+200B', 'name': ' (zero width space)'}
    """
    name = unicodedata.name(characters[0], "").lower()
    return {"character": f"U+{ord(characters[0]):04X}", "name": f" ({name})" if name else ""}


def hidden_in(text: str) -> tuple[str, dict[str, str]] | None:
    r"""Give the code and blanks of the first character that must not be in a text, even where it is escaped.

    >>> hidden_in("工会\u202e")[0]
    'bidi-control'
    """
    for match in _characters(text):
        if match.lastgroup not in {None, "space", "line_break"} and not _is_joiner(text, match):
            return _CODES[match.lastgroup or ""], describe(match[0])
    return None


def _is_joiner(text: str, match: re.Match[str]) -> bool:
    """Tell whether it joins or parts two letters of a script that needs it, or the parts of an emoji."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match[0] in "\u200c\u200d" and bool(_JOINED.match(before) and _JOINED.match(after))


def _token_at(tokens: Sequence[Token], offset: int) -> Token | None:
    """Give the token that an offset is in, or else the next one."""
    index = bisect_right(tokens, offset, key=lambda token: token.start) - 1
    if index >= 0 and offset < tokens[index].end:
        return tokens[index]
    return tokens[index + 1] if index + 1 < len(tokens) else None


def _characters(text: str) -> Iterator[re.Match[str]]:
    """Find what nobody sees; the first search is by far the faster one, and there is little to find."""
    found = _UNSEEN.search(text)
    while found:
        match = _CHARACTERS.match(text, found.start())
        if match:
            yield match
        found = _UNSEEN.search(text, match.end() if match else found.end())


def _character_slips(text: str, tokens: Sequence[Token]) -> Iterator[Slip]:
    for match in _characters(text):
        token = _token_at(tokens, match.start())
        if (
            token
            and token.kind == "comment"
            and match.lastgroup in _READABLE_IN_COMMENTS
            and match.start() >= token.start
        ):
            continue
        if match.lastgroup == "space":
            yield from _space_slips(text, match, token)
        elif not _is_joiner(text, match):
            yield Slip(_CODES[match.lastgroup or ""], match.start(), describe(match[0]))


def _space_slips(text: str, match: re.Match[str], token: Token | None) -> Iterator[Slip]:
    """Judge white space that YAML takes as text: it is a slip where a space of the structure is meant."""
    if token is None or token.kind != "plain" or not token.start <= match.start() < token.end:
        return
    start, end = match.span()
    width = "".join("  " if character == "\u3000" else " " for character in match[0])
    if start == token.start and not token.context and first_on_line(text, start):
        if token.role != "more":
            yield Slip(
                "unicode-indentation", start, describe(match[0]), (Edit(start, end, width),), certain=False
            )
    elif text[start - 1] == ":" and (
        token.role in {"lone", "stray", "broken"} or first_on_line(text, token.start)
    ):
        yield Slip("unicode-space", start, describe(match[0]), (Edit(start, end, " "),))
    elif start == token.start or end == token.end:
        yield Slip("unicode-space", start, describe(match[0]))


def _tab_slips(text: str, tokens: Sequence[Token]) -> Iterator[Slip]:
    for match in _TAB_INDENTATION.finditer(text):
        token = _token_at(tokens, match.start())
        structural = token is None or (token.start >= match.end() and not token.context)
        if structural and not (token and token.role == "more" and match[0].startswith(" ")):
            start = match.start(1)
            edit = Edit(start, match.end(), match[0][start - match.start() :].replace("\t", "  "))
            yield Slip("tab-indentation", start, {}, (edit,), certain=False)


def _conflict_slips(text: str) -> Iterator[Slip]:
    """Find what git left of a merge; our side is kept for reading on, theirs is not."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    opened = parted = None
    for match in _CONFLICT_MARKER.finditer(text):
        sign = match[0][0]
        if sign == "<":
            if opened:
                yield _conflict(opened, parted)
            opened, parted = match, None
        elif sign == ">":
            yield _conflict(opened, parted, match)
            opened = parted = None
        else:
            parted = parted or match
    if opened:
        yield _conflict(opened, parted)


def _conflict(*markers: re.Match[str] | None) -> Slip:
    found = [marker for marker in markers if marker]
    spans = [marker.span() for marker in found]
    if len(spans) == 3 or (len(spans) == 2 and markers[0] is None):
        spans[-2:] = [(spans[-2][0], spans[-1][1])]
    edits = tuple(Edit(start, end, "") for start, end in spans)
    return Slip("merge-conflict", found[0].start(), {"found": found[0][0].rstrip()}, edits)


def _with_fixes(text: str, slips: Sequence[Slip]) -> list[Slip]:
    """Add the line as it should be to the blanks of each slip that an edit of its line mends."""
    if not any(slip.edits for slip in slips):
        return list(slips)
    lines = LineIndex(text)
    edits: defaultdict[int, list[Edit]] = defaultdict(list)
    for slip in slips:
        edits[lines.place(slip.start)[0]] += slip.edits
    fixes = {number: _fixed_line(text, *lines.span(number), edits[number]) for number in edits}

    def with_fix(slip: Slip) -> Slip:
        return slip._replace(blanks={**slip.blanks, "fix": fixes[lines.place(slip.start)[0]]})

    return [with_fix(slip) if slip.edits else slip for slip in slips]


def _fixed_line(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    if any(edit.end > end for edit in edits) or end - start > _LONGEST_FIX:
        return ""
    return Mended(text[start:end], [Edit(e.start - start, e.end - start, e.text) for e in edits]).text.strip()
