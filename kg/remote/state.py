"""What a server says of the graph that was published to it: a small graph beside the graph itself.

It has the version, the number of triples and the time; and, in buckets by subject, the lines that were
published, compressed. So what has changed since can be told from what the server holds and from nothing else:
no file on any machine can be out of date, and no server has to give back all of its triples (Virtuoso gives
10,000 and is silent about the rest).
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PER_BUCKET = 500
"""Lines of which a bucket has about as many."""

MOST_BUCKETS = 4096
"""A server may cut an answer after 10,000 rows."""

GROWTH = 8
"""How many times as many lines a bucket may get before all is published anew, in more buckets."""

VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
TRIPLES = "http://rdfs.org/ns/void#triples"
MODIFIED = "http://purl.org/dc/terms/modified"
DIGEST, LINES = "digest", "lines"
"""Local names of the two properties of a bucket, below the IRI of the state's graph."""


class Names(NamedTuple):
    """The IRIs that go with a published graph; it is a named graph, or stands for the default one."""

    graph: str
    is_default: bool = False

    def holding(self, pattern: str) -> str:
        """Put a pattern of triples into the graph."""
        return f"{{ {pattern} }}" if self.is_default else f"{{ GRAPH <{self.graph}> {{ {pattern} }} }}"

    @property
    def state(self) -> str:
        """The graph that tells what is published."""
        return f"{self.graph}/published"

    @property
    def under_way(self) -> str:
        """The graph that tells who is publishing."""
        return f"{self.graph}/publishing"

    def aside(self, token: str, part: str = "") -> str:
        """Name a publication that is under way, and the graphs that it loads and drops again."""
        return f"{self.graph}/aside/{token}{part and '/'}{part}"

    def bucket(self, number: int) -> str:
        """Name a bucket."""
        return f"{self.state}/{number}"


class State(NamedTuple):
    """What a server says is published there: each number is empty where it says nothing."""

    versions: Sequence[str] = ()
    triples: int = -1
    modified: str = ""
    digests: Mapping[str, str] = {}

    @property
    def version(self) -> str:
        """The version; empty if there is none, or if two publications have come between each other."""
        return self.versions[0] if len(self.versions) == 1 else ""


class Publication:
    """Lines of N-Triples (each once, in any order), in a number of buckets: what is to be published."""

    def __init__(self, lines: Iterable[str], buckets: int = 0) -> None:
        distinct = lines if isinstance(lines, frozenset) else frozenset(lines)
        self.lines = distinct
        most = 1 << max(0, (len(distinct) // PER_BUCKET).bit_length())
        roomy = buckets > 0 and len(distinct) <= GROWTH * PER_BUCKET * buckets
        self.buckets: list[list[str]] = [[] for _ in range(buckets if roomy else min(most, MOST_BUCKETS))]
        for line in distinct:
            self.buckets[bucket_of(line, len(self.buckets))].append(line)
        self.digests = [_digest(bucket) for bucket in self.buckets]
        self.version = blake2b("".join(self.digests).encode(), digest_size=16).hexdigest()

    def state_lines(self, names: Names, numbers: Iterable[int], modified: str) -> Iterator[str]:
        """Yield what the server is to remember: the numbers, and some of the buckets."""
        integer = "http://www.w3.org/2001/XMLSchema#integer"
        moment = "http://www.w3.org/2001/XMLSchema#dateTime"
        yield f'<{names.graph}> <{VERSION}> "{self.version}" .\n'
        yield f'<{names.graph}> <{TRIPLES}> "{len(self.lines)}"^^<{integer}> .\n'
        yield f'<{names.graph}> <{MODIFIED}> "{modified}"^^<{moment}> .\n'
        for number in numbers:
            yield f'<{names.bucket(number)}> <{names.state}#{DIGEST}> "{self.digests[number]}" .\n'
            yield f'<{names.bucket(number)}> <{names.state}#{LINES}> "{packed(self.buckets[number])}" .\n'


def bucket_of(line: str, buckets: int) -> int:
    """Give the number of the bucket of a line: that of its subject, so that a change touches few."""
    return zlib.crc32(line[: line.index(" ")].encode()) % buckets


def _digest(lines: list[str]) -> str:
    lines.sort()
    return blake2b("".join(lines).encode(), digest_size=8).hexdigest()


def packed(lines: Iterable[str]) -> str:
    """Compress lines into a literal."""
    return b64encode(zlib.compress("".join(lines).encode(), 1)).decode()


def unpacked(text: str) -> list[str]:
    r"""Give the lines of a literal; raises ValueError where it is none of ours.

    >>> unpacked(packed(['<e:浙江> <p> "x" .\n', '<e:杭州> <p> "y" .\n']))
    ['<e:浙江> <p> "x" .\n', '<e:杭州> <p> "y" .\n']
    """
    try:
        return [f"{line}\n" for line in zlib.decompress(b64decode(text)).decode().split("\n")[:-1]]
    except zlib.error as error:
        raise ValueError(str(error)) from None
