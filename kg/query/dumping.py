"""A whole graph, or a page of it, written as it comes: nothing of it is held but the piece at hand."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from kg.query.engine import TRIPLES
from kg.query.serving import Output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import IO

    from pyoxigraph import Store


def write_lines(
    lines: Iterable[str], format_: str, prefixes: Mapping[str, str], write: Callable[[bytes], object]
) -> None:
    """Write N-Triples in another format of graphs (see `engine.TRIPLES`); as they are in theirs."""
    if format_ in ("nt", "nq"):
        for line in lines:
            write(line.encode())
        return
    from pyoxigraph import RdfFormat, parse, serialize

    triples = parse(cast("IO[bytes]", _Input(lines)), RdfFormat.N_TRIPLES, lenient=True)
    rdf_format = getattr(RdfFormat, TRIPLES[format_])
    serialize(triples, cast("IO[bytes]", Output(write)), format=rdf_format, prefixes=dict(prefixes))


def write_quads(store: Store, first: int, last: int | None, write: Callable[[bytes], object]) -> None:
    """Write a store as N-Quads, from one place to another in its own order."""
    from pyoxigraph import RdfFormat, serialize

    quads = islice(store.quads_for_pattern(None, None, None, None), first, last)
    serialize(quads, cast("IO[bytes]", Output(write)), format=RdfFormat.N_QUADS)


class _Input:
    """Lines as a file that the engine reads from."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        pieces, length = [self._rest], len(self._rest)
        while size < 0 or length < size:
            line = next(self._lines, None)
            if line is None:
                break
            pieces.append(line.encode())
            length += len(pieces[-1])
        content = b"".join(pieces)
        end = length if size < 0 else size
        self._rest = content[end:]
        return content[:end]
