"""What a SPARQL endpoint asks of the engine: a query over a dataset, its result written in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kg.problems import KgError, Location, Problem
from kg.query.answers import syntax_problem
from kg.query.engine import TRIPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import IO

    from pyoxigraph import NamedNode, Store

    from kg.query.engine import Result
    from kg.query.sparql import Reading


class Graphs:
    """The dataset that a request names: IRIs of default graphs and of named graphs, both may be empty."""

    def __init__(self, default: Sequence[str] = (), named: Sequence[str] = ()) -> None:
        self.default = default
        self.named = named

    def arguments(self) -> dict[str, list[NamedNode]]:
        """Give what the engine takes; a dataset that names anything has nothing else (Protocol, 2.1.4)."""
        if not self.default and not self.named:
            return {}
        return {"default_graph": _nodes(self.default), "named_graphs": _nodes(self.named)}


def _nodes(iris: Sequence[str]) -> list[NamedNode]:
    from pyoxigraph import NamedNode

    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise KgError(Problem("serve-graph-iri", Location("query"), {"reason": str(error)})) from None


def solved(
    store: Store, reading: Reading, prefixes: Mapping[str, str], graphs: Graphs, base: str | None = None
) -> Result:
    """Begin to answer a query; raises KgError for a syntax error at its place, and for IRIs that are none.

    `base` is what relative IRIs are relative to, if the query itself does not say.
    """
    dataset = graphs.arguments()
    try:
        return store.query(reading.query, base_iri=base, prefixes=dict(prefixes), **dataset)  # type: ignore[arg-type]
    except SyntaxError as error:
        raise KgError(syntax_problem(reading, str(error))) from None
    except (RuntimeError, ValueError, OSError) as error:  # a function that there is not, a base that is none
        raise KgError(Problem("query-failed", Location(reading.file, 1, 1), {"reason": str(error)})) from None


def write_result(
    result: Result, format_: str, prefixes: Mapping[str, str], write: Callable[[bytes], object]
) -> None:
    """Write a result as it is found, in pieces of some kilobytes; `prefixes` are for Turtle and its like."""
    from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, serialize

    output = cast("IO[bytes]", Output(write))  # all that the engine calls is there
    if isinstance(result, QueryTriples):
        rdf_format = getattr(RdfFormat, TRIPLES[format_])
        serialize(result, output, format=rdf_format, prefixes=dict(prefixes))
    else:
        result.serialize(output, format=getattr(QueryResultsFormat, format_.upper()))


def converted(triples: str, format_: str, prefixes: Mapping[str, str]) -> bytes:
    """Write N-Triples in a format of graphs."""
    from pyoxigraph import RdfFormat, parse, serialize

    rdf_format = getattr(RdfFormat, TRIPLES[format_])
    read = (quad.triple for quad in parse(triples, RdfFormat.N_TRIPLES))
    return serialize(read, format=rdf_format, prefixes=dict(prefixes)) or b""


class Output:
    """A file as the engine wants one."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def write(self, piece: bytes) -> int:
        """Hand a piece on."""
        self._write(piece)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: pieces are handed on at once."""
