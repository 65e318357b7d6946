"""Bytes of a text file to text: strict UTF-8, and a plain word on what the bytes are where they are not."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from kg.problems import Location, Problem

BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),  # before UTF-16, whose mark it begins with
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
UTF8_MARK = b"\xef\xbb\xbf"

_BREAK = re.compile(r"\r\n?|\n")
_JUDGED_BYTES = 200_000


class LineIndex:
    r"""Where the lines of a text begin: offsets in code points to lines and columns from 1.

    Lines end as editors end them, at LF, CRLF or CR.

    >>> LineIndex("浙江:\n  类型: 工会\n").place(6)
    (2, 3)
    """

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))]
        if len(self.starts) > 1 and self.starts[-1] == self.length:
            self.starts.pop()  # the end of the file is shown at the end of its last line

    def place(self, offset: int) -> tuple[int, int]:
        """Give the line and column of an offset; what lies past the end is at the end of the last line."""
        offset = min(offset, self.length)
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Give the offset of a line and column; of a line past the last one, the end of the text."""
        return self.starts[line - 1] + column - 1 if line <= len(self.starts) else self.length

    def span(self, line: int) -> tuple[int, int]:
        """Give the offsets of a line's beginning and end, with its line break."""
        return self.starts[line - 1], self.starts[line] if line < len(self.starts) else self.length

    def location(self, file: str, offset: int) -> Location:
        """Give the place of an offset in the file."""
        return Location(file, *self.place(offset))


class Decoded(NamedTuple):
    """The text of a file without its byte order mark; with a problem, `text` is empty."""

    text: str
    problem: Problem | None = None


def decode(raw: bytes, file: str) -> Decoded:
    """Decode UTF-8 strictly (RFC 3629), with or without a byte order mark.

    Other encodings are not guessed at, only named: what was guessed wrong would be kept forever.

    >>> decode("工会".encode("gb18030"), "a.yaml").problem.code
    'gb18030'
    """
    wide = _wide_encoding(raw)
    if wide:
        return Decoded("", Problem("wide-encoding", Location(file), {"encoding": wide}))
    body = raw.removeprefix(UTF8_MARK)
    try:
        return Decoded(body.decode())
    except UnicodeDecodeError as error:
        return Decoded("", _undecodable(body, error, file))


def _wide_encoding(raw: bytes) -> str:
    for mark, name in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return name
    head = raw[:400]
    if len(head) < 4 or head.count(0) * 4 < len(head):
        return ""  # text in UTF-8 has no NUL; UTF-16 has one beside each space, colon and line break
    return "UTF-32" if head.count(0) * 2 > len(head) and b"\0\0" in head else "UTF-16"


def _undecodable(body: bytes, error: UnicodeDecodeError, file: str) -> Problem:
    before = body[: error.start].decode()
    location = LineIndex(before + "?").location(file, len(before))
    blanks = {"byte": f"0x{body[error.start]:02X}"}
    if error.end == len(body) and error.reason == "unexpected end of data":
        return Problem("truncated-utf8", location, blanks)
    return Problem("gb18030" if _is_chinese_gb18030(body) else "not-utf8", location, blanks)


def _is_chinese_gb18030(body: bytes) -> bool:
    """Tell whether the bytes decode as GB18030, and mostly to characters of GB 2312, the common ones.

    Bytes of any two-byte encoding (Shift-JIS, Big5) decode as GB18030, but to rare characters.
    """
    sample = body[:_JUDGED_BYTES]
    try:
        text = sample.decode("gb18030")
    except UnicodeDecodeError as error:
        if len(sample) - error.start > 3:  # what the cut left of a character has three bytes at most
            return False
        text = sample[: error.start].decode("gb18030")
    foreign = "".join(character for character in text if character > "\x7f")
    common = len(foreign.encode("gb2312", "ignore")) // 2
    return common * 10 >= len(foreign) * 8
