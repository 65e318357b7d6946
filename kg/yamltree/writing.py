"""Values to YAML that our own reader gives back as they are, in the style of the project's data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.yamltree.nodebuilder import Mapping as MappingNode
from kg.yamltree.nodebuilder import Scalar
from kg.yamltree.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.yamltree.nodebuilder import Node

    Value = str | Sequence["Value"] | Mapping[str, "Value"]
    """A node of JSON whose scalars are all text."""

WIDTH = 110
"""Columns up to which a mapping or a list stands on one line."""

_certain = re.compile(r"[^\W_][\w·《》（）-]*").fullmatch
_meant_otherwise = re.compile(r"(?i:null|true|false|~)").fullmatch  # by other readers, not by ours
_unprintable = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# Where a scalar may stand, with the scalars that must be read there. The space in the comment makes the
# reader look for slips everywhere, as it would in a file that has such a space somewhere.
_PLAIN = "a:\n  {0}: {1}\nb:\n  - {1}\n#\u3000\n", ("a", "{0}", "{1}", "b", "{1}")
_FLOW = (
    "a: {{{0}: {1}, b: {1}}}\nb: [{1}, {1}]\n#\u3000\n",
    ("a", "{0}", "{1}", "b", "{1}", "b", "{1}", "{1}"),
)
_ONLY = "a: [{1}]\n#\u3000\n", ("a", "{1}")
_KEY = "{1}: c\n#\u3000\n", ("{1}", "c")
_FLOW_KEY = "a: {{{1}: c}}\n#\u3000\n", ("a", "{1}", "c")


def scalar_text(text: str, *, flow: bool = False, key: str = "value") -> str:
    """Write a text as a YAML scalar: plain where that is read as the same text without a slip, else quoted.

    flow: it stands in brackets, where commas and brackets end a plain scalar
    key: what it is a value of; a `quote` may stand in “…”

    >>> print(scalar_text("守好红色根脉"), scalar_text("工会: 职工之家"), scalar_text("“浙里”", key="name"))
    守好红色根脉 "工会: 职工之家" "“浙里”"
    """
    return _plain_or_quoted(text, key, _FLOW if flow else _PLAIN)


def key_text(text: str, *, flow: bool = False) -> str:
    """Write a text as the key of an entry."""
    return _plain_or_quoted(text, "value", _FLOW_KEY if flow else _KEY)


def flow_text(value: Value, key: str = "value", *, inside: bool = False) -> str:
    """Write a value on one line.

    >>> flow_text({"to": "职工", "quote": ["组织, 职工", "参与"]})
    '{to: 职工, quote: ["组织, 职工", 参与]}'
    """
    if isinstance(value, str):
        return scalar_text(value, flow=inside, key=key)
    if isinstance(value, Mapping):
        entries = (f"{key_text(k, flow=True)}: {flow_text(v, k, inside=True)}" for k, v in value.items())
        return f"{{{', '.join(entries)}}}"
    if len(value) == 1 and isinstance(value[0], str):  # where a Chinese comma could be meant to part two
        return f"[{_plain_or_quoted(value[0], key, _ONLY)}]"
    return f"[{', '.join(flow_text(item, key, inside=True) for item in value)}]"


def value_of(node: Node) -> Value:
    """Give what a node says, as it would be given to be written."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, MappingNode):
        return {key: value_of(entry.value) for key, entry in node.entries.items()}
    return [value_of(item) for item in node.items]


def entry_text(key: str, value: Value, indent: int = 0, *, step: int = 2, blocks: int = 0) -> str:
    """Write an entry of a block mapping as whole lines; what is short stands on one line.

    step: columns by which each level is indented further
    blocks: levels of mappings, from the outside, that are written in lines however short they are

    >>> print(entry_text("留浙过年", {"type": "Campaign", "aliases": ["过年"]}, 2, blocks=1), end="")
      留浙过年:
        type: Campaign
        aliases: [过年]
    """
    return "".join(f"{line}\n" for line in _entry(key, value, indent, step, blocks))


def item_text(value: Value, indent: int = 0, *, step: int = 2) -> str:
    """Write an item of a block list as whole lines."""
    return "".join(f"{line}\n" for line in _item(value, indent, step))


def _entry(key: str, value: Value, indent: int, step: int, blocks: int) -> Iterator[str]:
    head = f"{' ' * indent}{key_text(key)}:"
    line = f"{head} {flow_text(value, key)}"
    if isinstance(value, str) or not value or (blocks < 1 and _fits(line, value)):
        yield line
        return
    yield head
    if isinstance(value, Mapping):
        for inner, item in value.items():
            yield from _entry(inner, item, indent + step, step, blocks - 1)
    else:
        for item in value:
            yield from _item(item, indent + step, step)


def _item(value: Value, indent: int, step: int) -> Iterator[str]:
    line = f"{' ' * indent}- {flow_text(value)}"
    if not isinstance(value, Mapping) or not value or len(line) <= WIDTH:
        yield line
        return
    lines = [line for key, item in value.items() for line in _entry(key, item, indent + 2, step, 0)]
    yield f"{' ' * indent}- {lines[0].lstrip(' ')}"
    yield from lines[1:]


def _fits(line: str, value: Value) -> bool:
    """Tell whether a mapping or list is short enough for one line; a list of mappings never is."""
    of_mappings = not isinstance(value, Mapping) and any(not isinstance(item, str) for item in value)
    return len(line) <= WIDTH and not of_mappings


def _plain_or_quoted(text: str, key: str, probe: tuple[str, Iterable[str]]) -> str:
    if text and not _meant_otherwise(text) and (_certain(text) or _reads_as_itself(text, key, probe)):
        return text
    if ("\\" in text or '"' in text) and not _unprintable.search(text):
        return "'" + text.replace("'", "''") + "'"
    return _unprintable.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _reads_as_itself(text: str, key: str, probe: tuple[str, Iterable[str]]) -> bool:
    """Ask our own reader what it makes of a text that is written as it is."""
    if _unprintable.search(text):
        return False
    names = "quote" if key == "quote" else "value", text
    tree, problems = parse(probe[0].format(*names).encode(), "")
    return not problems and list(scalars_in(tree)) == [piece.format(*names) for piece in probe[1]]


def scalars_in(node: Node) -> Iterator[str]:
    """Yield the texts of all keys and values of a node, in the order they are written."""
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, MappingNode):
        for key, value in node.entries.values():
            yield key.text
            yield from scalars_in(value)
    else:
        for item in node.items:
            yield from scalars_in(item)
