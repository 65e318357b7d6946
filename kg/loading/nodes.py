"""Reading located nodes: the expected shape is taken, anything else is a problem at its place."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from typing import TYPE_CHECKING

from kg.problems import Location, Problem
from kg.yamltree import Entry, Mapping, Node, Scalar, Sequence, mistaken_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.dates import DateError

SUGGESTIONS_MOST = 200
"""After so many problems no nearest names are looked for: the fault lies elsewhere."""

DATE_PROBLEMS = {
    "not-edtf": "date-not-edtf",
    "no-such-date": "date-no-such-date",
    "reversed": "date-reversed",
    "time-of-day": "date-time-of-day",
    "level-2": "date-level-2",
}


def read_file(path: Path) -> bytes:
    """Read a regular file; raises OSError, also for a pipe or a device, which might never end."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return path.read_bytes()


SPARQL_LOCAL_NAME = re.compile(r"[\w·][\w·-]*")
"""Ids must work as `e:ID` in SPARQL (PN_LOCAL without escapes) and in IRIs as they are (RFC 3987)."""


class NodeReader:
    """Reads the nodes of one file; every complaint is appended to `problems`, which readers may share."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def place(self, node: Node) -> Location:
        """Give the place of a node."""
        return Location(self.file, node.line, node.column)

    def complain(self, code: str, node: Node, **blanks: str) -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(code, self.place(node), blanks))

    def unknown(self, code: str, node: Node, candidates: Iterable[str], **blanks: str) -> None:
        """Note a name that nothing has, with the nearest that something has."""
        from kg.suggest import nearest

        name = blanks.pop("name", node.text if isinstance(node, Scalar) else "")
        wanted = len(self.problems) < SUGGESTIONS_MOST
        suggestion = "".join(nearest(name, candidates)) if wanted else ""
        self.complain(code, node, name=name, suggestion=suggestion, **blanks)

    def check_id(self, key: Scalar) -> None:
        """Note an id that does not work as `e:ID`."""
        if not SPARQL_LOCAL_NAME.fullmatch(key.text):
            suggestion = "".join(re.findall(r"[\w·-]+", unicodedata.normalize("NFC", key.text)))
            self.complain("bad-id", key, id=key.text, suggestion=suggestion)

    def wrong_date(self, node: Node, error: DateError) -> None:
        """Note a date that is none, with what was probably meant."""
        value = node.text if isinstance(node, Scalar) else ""
        self.complain(DATE_PROBLEMS[error.code], node, value=value, suggestion=error.suggestion or "")

    def confidence(self, node: Node | None) -> None:
        """Check how sure a proposal is: a number from 0 to 1."""
        text = self.text(node, "confidence")
        if (
            node is not None
            and text is not None
            and not re.fullmatch(r"0(?:\.\d+)?|1(?:\.0+)?", text, re.ASCII)
        ):
            self.complain("bad-confidence", node, value=text)

    def entries(self, node: Node | None, key: str) -> list[Entry]:
        """Give the entries of a mapping; none where there is no node or an empty one."""
        if isinstance(node, Mapping):
            return list(node.entries.values())
        if node is not None and not (isinstance(node, Scalar) and not node.text):
            self.no_mapping(node, key)
        return []

    def no_mapping(self, node: Node, key: str) -> None:
        """Note a node that is no mapping, and why it is none if it was meant as one (类型：工会)."""
        slip = mistaken_mapping(node, self.file)
        self.problems.append(slip or Problem("mapping-expected", self.place(node), {"key": key}))

    def known_entries(self, node: Node | None, key: str, known: Iterable[str]) -> dict[str, Node]:
        """Give the values of a mapping by key; keys that nobody reads are complained about."""
        entries = self.entries(node, key)
        for entry in entries:
            if entry.key.text not in known:
                self.unknown("unknown-key", entry.key, known, key=key)
        return {entry.key.text: entry.value for entry in entries}

    def text(self, node: Node | None, key: str) -> str | None:
        """Give the text of a scalar, `None` where there is no node; an empty one is complained about."""
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.complain("text-expected", node, key=key)
            return None
        if not node.text.strip():
            self.complain("missing-value", node, key=key)
            return None
        return node.text

    def scalars(self, node: Node | None, key: str) -> list[Scalar]:
        """Give the texts of a list, or the one text that stands for a list of one."""
        items = node.items if isinstance(node, Sequence) else [] if node is None else [node]
        return [item for item in items if self.text(item, key) is not None and isinstance(item, Scalar)]

    def texts(self, node: Node | None, key: str) -> tuple[str, ...]:
        """Give the texts of a list as plain strings."""
        return tuple(scalar.text for scalar in self.scalars(node, key))
