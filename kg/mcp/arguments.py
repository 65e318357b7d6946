"""The arguments of a tool: what they are, in JSON Schema, and what is wrong with those that are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.problems import Language

    Json = dict[str, Any]

LONGEST_TEXT = 100_000
MOST = 1000
"""The largest `limit`."""


class Argument(NamedTuple):
    """An argument: of which kind it is (a key of `KINDS`), and whether it must be there."""

    kind: str
    required: bool = True


KINDS: Mapping[str, Json] = {
    "text": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST},
    "values": {
        "type": "object",
        "additionalProperties": {
            "type": ["string", "number", "array"],
            "items": {"type": ["string", "number"]},
        },
    },
}

WANTED = {
    "text": {"zh": f"1 至 {LONGEST_TEXT} 字的文本", "en": f"a text of 1 to {LONGEST_TEXT} characters"},
    "limit": {"zh": f"1 至 {MOST} 的整数", "en": f"an integer from 1 to {MOST}"},
    "values": {
        "zh": "一个对象，其值是文本、数字，或这些的列表",
        "en": "an object whose values are texts, numbers, or lists of these",
    },
}


def input_schema(arguments: Mapping[str, Argument], about: Mapping[str, str]) -> Json:
    """Give the JSON Schema (2020-12) of all arguments of a tool; `about` says of each what it is."""
    return {
        "type": "object",
        "properties": {
            name: {**KINDS[argument.kind], "description": about[name]} for name, argument in arguments.items()
        },
        "required": [name for name, argument in arguments.items() if argument.required],
        "additionalProperties": False,
    }


def wrong(
    arguments: Mapping[str, Argument], given: Mapping[str, Any], language: Language
) -> Iterator[Problem]:
    """Find what is missing, unknown, or not of its kind."""
    for name, argument in arguments.items():
        if name not in given:
            if argument.required:
                yield Problem("mcp-argument-missing", Location(name), {"name": name})
        elif not _fits(argument.kind, given[name]):
            blanks = {"name": name, "wanted": WANTED[argument.kind][language]}
            yield Problem("mcp-argument-type", Location(name), blanks)
    for name in given.keys() - arguments.keys():
        blanks = {"name": name, "known": ", ".join(arguments)}
        yield Problem("mcp-argument-unknown", Location(name), blanks)


def _fits(kind: str, value: Any) -> bool:
    if kind == "text":
        return _is_text(value) and 0 < len(value) <= LONGEST_TEXT
    if kind == "limit":
        return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST
    return isinstance(value, dict) and all(
        all(map(_is_plain, one)) if isinstance(one, list) else _is_plain(one) for one in value.values()
    )


def _is_plain(value: Any) -> bool:
    return _is_text(value) or (isinstance(value, int | float) and not isinstance(value, bool))


def _is_text(value: Any) -> bool:
    """Tell whether it is Unicode: JSON can hold halves of characters, which no engine takes."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)
