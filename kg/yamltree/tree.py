"""Text of a YAML file to located nodes, with all its slips in one run.

Every scalar is the text that was written: `2022-04`, `no`, `007` and `~` mean what they look like.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kg.problems import Location, Problem
from kg.yamltree.encoding import LineIndex, decode
from kg.yamltree.mending import Mended, Slip
from kg.yamltree.nodebuilder import Entry, Mapping, Node, NodeBuilder, Scalar, Sequence
from kg.yamltree.punctuation import slip_of_key
from kg.yamltree.rawtext import find_slips, hidden_in, is_suspicious, without_unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Entry", "Mapping", "Node", "Scalar", "Sequence", "mistaken_mapping", "parse"]


def parse(raw: bytes, file: str) -> tuple[Mapping, list[Problem]]:
    r"""Read a YAML file whose top level is a mapping; `file` is its name in the problems.

    Nothing is raised for bad input. The mapping is empty where the file cannot be read to its end, or not
    without guessing: what comes back is never half of the data.

    >>> tree, problems = parse("杭州市总工会:\n  成立: 1949-05\n".encode(), "a.yaml")
    >>> tree.entries["杭州市总工会"].value.entries["成立"].value
    Scalar(text='1949-05', line=2, column=7, style='')
    """
    decoded = decode(raw, file)
    if decoded.problem:
        return Mapping({}), [decoded.problem]
    tree, slips = _read(decoded.text)
    if not slips:
        return tree, []
    lines = LineIndex(decoded.text)
    return tree, [_problem(slip, file, lines) for slip in sorted(slips, key=lambda slip: slip.start)]


def mistaken_mapping(node: Node, file: str) -> Problem | None:
    """Say why a plain text was no mapping, if it was meant as one: `类型：工会` or `类型:工会` as a value.

    Only who expects a mapping can tell these from text.
    """
    if not isinstance(node, Scalar) or node.style:
        return None
    found = slip_of_key(node.text)
    if not found:
        return None
    return Problem(found.code, Location(file, node.line, node.column + found.start), found.blanks)


def _problem(slip: Slip, file: str, lines: LineIndex) -> Problem:
    blanks = dict(slip.blanks)
    if slip.other is not None:
        blanks["line"] = str(lines.place(slip.other)[0])
    return Problem(slip.code, lines.location(file, slip.start), blanks)


def _read(text: str) -> tuple[Mapping, list[Slip]]:
    """Read a text as it is, and once more with its slips mended, for what else there is to say."""
    readable = without_unreadable(text)
    built = NodeBuilder(readable).build()
    refused = built.failure is not None
    if built.too_deep or not (refused or built.doubtful or is_suspicious(text)):
        return _top_level(built, text)
    slips = find_slips(text, refused=refused)
    edits = [edit for slip in slips for edit in slip.edits]
    if not edits:
        tree, others = _top_level(built, text)
        return tree, [*slips, *others]
    return Mapping({}), [*slips, *_slips_after(Mended(readable, edits), slips, text, refused=refused)]


def _top_level(built: NodeBuilder, text: str) -> tuple[Mapping, list[Slip]]:
    """Give the top level, empty where something of the text could not be read, and the slips of the nodes."""
    root = built.roots[0] if built.roots and not built.failure else Mapping({})
    slips = built.slips if built.failure is None else [*built.slips, built.failure]
    if isinstance(root, Mapping):
        return root if built.whole else Mapping({}), [*slips, *_hidden_slips(root, built, text)]
    if isinstance(root, Scalar) and (root.text or root.style):
        slips = [*slips, _slip_of_text(root, built.offset(root))]
    return Mapping({}), slips


def _slip_of_text(root: Scalar, start: int) -> Slip:
    slip = None if root.style else slip_of_key(root.text)
    return slip._replace(start=start + slip.start) if slip else Slip("top-level", start)


def _slips_after(mended: Mended, slips: list[Slip], text: str, *, refused: bool) -> Iterator[Slip]:
    """Give the slips of a mended text, at their places before; not those that come from mending."""
    built = NodeBuilder(mended.text).build()
    if built.failure and not refused:
        return
    for slip in _top_level(built, mended.text)[1]:
        start = mended.original(slip.start)
        other = None if slip.other is None else mended.original(slip.other)
        if slip is not built.failure or not _is_explained(start, slips, text):
            yield slip._replace(start=start, other=other)


def _is_explained(failure: int, slips: list[Slip], text: str) -> bool:
    """Tell whether a slip that was not mended for sure explains why libyaml gave up here."""
    line = text.rfind("\n", 0, failure) + 1
    return any(slip.start <= failure and (not slip.certain or slip.start >= line) for slip in slips)


def _hidden_slips(root: Mapping, built: NodeBuilder, text: str) -> Iterator[Slip]:
    """Find what only the decoded scalars show: keys that are not in NFC, characters hidden in escapes."""
    escapes = "\\" in text
    if not escapes and unicodedata.is_normalized("NFC", text):
        return
    for scalar, is_key in _scalars(root):
        if is_key and not unicodedata.is_normalized("NFC", scalar.text):
            blanks = {"name": scalar.text, "normal": unicodedata.normalize("NFC", scalar.text)}
            yield Slip("not-nfc", built.offset(scalar), blanks)
        hidden = hidden_in(scalar.text) if escapes and scalar.style == '"' else None
        if hidden:
            yield Slip(hidden[0], built.offset(scalar), hidden[1])


def _scalars(root: Node) -> Iterator[tuple[Scalar, bool]]:
    """Give each scalar, and whether it is a key."""
    pending: list[tuple[Node, bool]] = [(root, False)]
    while pending:
        node, is_key = pending.pop()
        if isinstance(node, Scalar):
            yield node, is_key
        elif isinstance(node, Mapping):
            for entry in node.entries.values():
                pending += [(entry.key, True), (entry.value, False)]
        else:
            pending += [(item, False) for item in node.items]
