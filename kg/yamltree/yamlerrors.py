"""What libyaml refuses, in plain words: its wording and marks to a code and the place of the cause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.yamltree.mending import Slip

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml import YAMLError

_VALUE_BEFORE = re.compile(r"[ ]*(?:- +)*(?P<key>[^ ].*?):[ \t]+(?P<value>[^ \t].*)")
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{0,4}|U[0-9A-Fa-f]{0,8}|x[0-9A-Fa-f]{0,2}|.?)", re.DOTALL)
_SURROGATES = re.compile(r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _Refusal(NamedTuple):
    """Where libyaml stopped: the offsets of what it was reading and of what it met there."""

    text: str
    reading: str
    begun: int
    problem: str
    met: int

    @property
    def line_start(self) -> int:
        return self.text.rfind("\n", 0, self.met) + 1

    @property
    def before(self) -> str:
        """What stands before it on its line."""
        return self.text[self.line_start : self.met]

    @property
    def rest(self) -> str:
        """What stands from there to the end of its line."""
        return self.line_from(self.met)

    @property
    def indentation(self) -> int:
        return len(self.before) - len(self.before.lstrip(" "))

    def line_from(self, offset: int) -> str:
        return self.text[offset : offset + 200].partition("\n")[0].rstrip()


def failure_slip(error: YAMLError, text: str) -> Slip:
    """Give the slip behind an error of libyaml's scanner or parser."""
    from yaml import MarkedYAMLError

    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Slip("yaml-syntax", 0, {"detail": str(error)})
    met = error.problem_mark.index
    begun = error.context_mark.index if error.context_mark else met
    refusal = _Refusal(text, error.context or "", begun, error.problem or "", met)
    explain = next((how for words, how in _EXPLANATIONS.items() if words in refusal.problem), _by_context)
    return explain(refusal)


def _by_context(refusal: _Refusal) -> Slip:
    code = next((code for words, code in _CONTEXTS.items() if words in refusal.reading), "")
    if code:
        return Slip(code, refusal.begun, {"name": refusal.line_from(refusal.begun)})
    return Slip("yaml-syntax", refusal.met, {"detail": f"{refusal.reading}: {refusal.problem}".lstrip(": ")})


def _second_colon(refusal: _Refusal) -> Slip:
    """`title: 牢记: 使命`, or a key further to the right than the value before allows."""
    match = _VALUE_BEFORE.match(refusal.before)
    if match:
        value = match["value"] + refusal.rest
        quoted = "" if '"' in value or "\\" in value else f'{match["key"]}: "{value}"'
        return Slip("colon-in-value", refusal.met, {"found": value, "fix": quoted})
    return Slip("misplaced-key", refusal.line_start + refusal.indentation, {"found": refusal.before.strip()})


def _expected_key(refusal: _Refusal) -> Slip:
    if refusal.before.strip():
        return Slip("text-after-value", refusal.met, {"found": refusal.rest})
    if re.match("-[ \n]", refusal.text[refusal.met : refusal.met + 2]):
        return Slip("item-among-keys", refusal.met, {"found": refusal.rest})
    return Slip("indentation", refusal.met, {"found": str(refusal.indentation)})


def _expected_item(refusal: _Refusal) -> Slip:
    if refusal.before.strip():
        return Slip("text-after-value", refusal.met, {"found": refusal.rest})
    return Slip("key-among-items", refusal.met, {"found": refusal.rest}, other=refusal.begun)


def _in_brackets(refusal: _Refusal) -> Slip:
    opener = refusal.text[refusal.begun]
    closer = {"[": "]", "{": "}"}.get(opener, "")
    if not refusal.text[refusal.met :].strip():
        return Slip("unclosed-bracket", refusal.begun, {"found": opener, "expected": closer})
    if refusal.rest.startswith(":"):
        return Slip("colon-in-value", refusal.met, {"found": refusal.line_from(refusal.begun)})
    return Slip(
        "missing-comma", refusal.met, {"found": refusal.rest, "expected": closer}, other=refusal.begun
    )


def _escape(refusal: _Refusal) -> Slip:
    start = refusal.text.rfind("\\", refusal.begun, refusal.met + 1)
    match = _ESCAPE.match(refusal.text, start)
    found = match[0] if match else "\\"
    if not _SURROGATE.match(found):
        return Slip("bad-escape", start, {"found": found})
    pair = _SURROGATES.match(refusal.text, start)
    character = ""
    if pair:
        high, low = int(pair[0][2:6], 16), int(pair[0][8:12], 16)
        character = chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)
    return Slip("surrogate-escape", start, {"found": pair[0] if pair else found, "character": character})


def _cannot_start(refusal: _Refusal) -> Slip:
    if refusal.rest.startswith("\t") or not refusal.rest:
        return Slip("tab-indentation", refusal.met)
    return Slip("reserved-character", refusal.met, {"found": refusal.rest[0], "text": refusal.rest})


def _at(code: str, *, begun: bool = False) -> Callable[[_Refusal], Slip]:
    """Explain by a code alone, at what was met or at what was being read."""

    def explain(refusal: _Refusal) -> Slip:
        offset = refusal.begun if begun else refusal.met
        return Slip(code, offset, {"found": refusal.line_from(offset)})

    return explain


def _unclosed_quote(refusal: _Refusal) -> Slip:
    return Slip("unclosed-quote", refusal.begun, {"found": refusal.text[refusal.begun]})


_EXPLANATIONS: dict[str, Callable[[_Refusal], Slip]] = {
    "mapping values are not allowed": _second_colon,
    "block sequence entries are not allowed": _at("dash-after-key"),
    "mapping keys are not allowed": _at("complex-key"),
    "could not find expected ':'": _at("missing-colon", begun=True),
    "did not find expected key": _expected_key,
    "did not find expected '-' indicator": _expected_item,
    "did not find expected ',' or": _in_brackets,
    "did not find expected node content": _at("unexpected-character"),
    "did not find expected <document start>": _at("text-after-end"),
    "found unexpected end of stream": _unclosed_quote,
    "found unexpected document indicator": _unclosed_quote,
    "found unknown escape character": _escape,
    "did not find expected hexdecimal number": _escape,
    "found invalid Unicode character escape code": _escape,
    "found a tab character": _at("tab-indentation"),
    "found character that cannot start any token": _cannot_start,
}
_CONTEXTS = {
    "an alias": "yaml-alias",
    "an anchor": "yaml-anchor",
    "a tag": "yaml-tag",
    "directive": "yaml-directive",
    "a block scalar": "block-header",
    "a node": "yaml-tag",
}
