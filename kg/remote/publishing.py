"""Publishing: what is to be done is planned first, then loaded aside, and takes effect by one update.

Whoever asks meanwhile is answered from the old graph. The update of a difference has a condition: the version
that it was planned on is still there. So of two publications at once, the second one plans again.
"""

from __future__ import annotations

import os
import secrets
import socket
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kg.problems import KgError, Problem
from kg.remote.http import RemoteError
from kg.remote.state import DIGEST, LINES, MODIFIED, TRIPLES, VERSION, Publication, State, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.remote.http import Server
    from kg.remote.state import Names

UPLOADED = 50_000
"""Lines that are sent in one go by the Graph Store Protocol."""

INSERTED = 1_000
"""Lines that an update has at most: Virtuoso's compiler gives up at a few thousand."""

FETCHED = 200
"""Buckets that are asked for in one go."""

PARTS = ("graph", "added", "removed", "state")
"""The graphs that a publication may have loaded aside."""

TRIES = 3
ABANDONED_AFTER = timedelta(hours=24)
"""When a publication by another machine counts as dead; one by this machine dies with its process."""

BY = "http://purl.org/dc/terms/creator"
ANY = "?s ?p ?o"
T = TypeVar("T")


class Plan(NamedTuple):
    """What is to be done: `kind` is nothing, difference or whole, `there` the triples that are there now."""

    kind: str
    publication: Publication
    there: int
    base: str = ""
    changed: Sequence[int] = ()
    added: Sequence[str] = ()
    removed: Sequence[str] = ()


def knows_reifiers(server: Server) -> bool:
    """Find out whether a server has RDF 1.2, by asking for a triple term."""
    try:
        server.ask("ASK { BIND(<<( <urn:a> <urn:b> <urn:c> )>> AS ?term) }")
    except RemoteError as error:
        if error.status in (400, 500):
            return False
        raise
    return True


def read_state(server: Server, names: Names) -> State:
    """Ask what is published."""
    wanted = f"{ANY} FILTER(?p != <{names.state}#{LINES}>)"
    rows = server.rows(f"SELECT {ANY} WHERE {{ GRAPH <{names.state}> {{ {wanted} }} }}")
    values: dict[str, list[str]] = {}
    for row in rows:
        values.setdefault(row["p"], []).append(row["o"])
    digests = {row["s"]: row["o"] for row in rows if row["p"] == f"{names.state}#{DIGEST}"}
    triples, modified = values.get(TRIPLES, ["-1"])[0], values.get(MODIFIED, [""])[0]
    return State(values.get(VERSION, []), int(triples), modified, digests)


def count(server: Server, pattern: str) -> int:
    """Count the triples of a pattern."""
    return int(server.rows(f"SELECT (COUNT(*) AS ?n) WHERE {pattern}")[0]["n"])


def plan(server: Server, names: Names, lines: Iterable[str], *, whole: bool = False) -> Plan:
    """Compare lines of N-Triples with what is published; `whole` asks for all of them anew in any case.

    Where the server says nothing of itself, or something that is not so, all is published anew too.
    """
    state = read_state(server, names)
    there = count(server, names.holding(ANY))
    publication = Publication(lines, len(state.digests))
    known = state.version and there == state.triples and len(publication.buckets) == len(state.digests)
    if whole or not known:
        return Plan("whole", publication, there)
    if state.version == publication.version:
        return Plan("nothing", publication, there)
    changed = [
        n for n, digest in enumerate(publication.digests) if state.digests.get(names.bucket(n)) != digest
    ]
    new = {line for number in changed for line in publication.buckets[number]}
    try:
        old = set(_published(server, names, changed))
    except ValueError:
        return Plan("whole", publication, there)
    if 2 * len(new ^ old) > len(publication.lines):
        return Plan("whole", publication, there)
    return Plan(
        "difference", publication, there, state.version, changed, sorted(new - old), sorted(old - new)
    )


def _published(server: Server, names: Names, numbers: Sequence[int]) -> Iterator[str]:
    for part in _parts(numbers, FETCHED):
        iris = " ".join(f"<{names.bucket(number)}>" for number in part)
        pattern = f"VALUES ?s {{ {iris} }} GRAPH <{names.state}> {{ ?s <{names.state}#{LINES}> ?o }}"
        for row in server.rows(f"SELECT ?o WHERE {{ {pattern} }}"):
            yield from unpacked(row["o"])


def publish(
    server: Server,
    names: Names,
    lines: frozenset[str],
    announce: Callable[[Plan], None],
    *,
    whole: bool = False,
) -> Plan:
    """Make a server's graph the one of these lines, and give the last plan; `announce` hears of each.

    Raises KgError where the server fails, or where others publish at the same time again and again.
    """
    for _ in range(TRIES):
        planned = plan(server, names, lines, whole=whole)
        announce(planned)
        if planned.kind == "nothing":
            return planned
        with _under_way(server, names) as token:
            _load(server, names, planned, token)
            server.update(_taking_effect(names, planned, token))
        there = count(server, names.holding(ANY))
        if there == len(lines) and read_state(server, names).version == planned.publication.version:
            return planned
    blanks = {"there": str(there), "sent": str(len(lines))}
    raise KgError(Problem("publish-overtaken", server.place, blanks))


@contextmanager
def _under_way(server: Server, names: Names) -> Iterator[str]:
    """Clear away what dead publications have left, leave word of this one, and clear away after it."""
    for row in server.rows(f"SELECT {ANY} WHERE {{ GRAPH <{names.under_way}> {{ {ANY} }} }}"):
        if _is_dead(row["o"]):
            _clear(server, names, row["s"].rpartition("/")[2])
    token = secrets.token_hex(4)
    word = f"{socket.gethostname()} {os.getpid()} {_now()}"
    server.update(f'INSERT DATA {{ GRAPH <{names.under_way}> {{ <{names.aside(token)}> <{BY}> "{word}" }} }}')
    try:
        yield token
    finally:
        with suppress(RemoteError):  # the next publication does it
            _clear(server, names, token)


def _is_dead(word: str) -> bool:
    """Tell whether nobody works on a publication any more, by the word that it left."""
    host, process, since = word.split(" ")
    if host != socket.gethostname():
        return datetime.fromisoformat(since) < datetime.now(UTC) - ABANDONED_AFTER
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return int(process) == os.getpid()


def _clear(server: Server, names: Names, token: str) -> None:
    drops = [f"DROP SILENT GRAPH <{names.aside(token, part)}>" for part in PARTS]
    entry = f"GRAPH <{names.under_way}> {{ <{names.aside(token)}> <{BY}> ?word }}"
    for text in (*drops, f"DELETE WHERE {{ {entry} }}"):
        server.update(text, in_pieces=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _load(server: Server, names: Names, planned: Plan, token: str) -> None:
    """Load what changes into graphs aside; raises KgError where the server does not hold all of it then."""
    publication = planned.publication
    if planned.kind == "whole":
        loaded: dict[str, Sequence[str]] = {"graph": sorted(publication.lines)}
        changed: Sequence[int] = range(len(publication.buckets))
    else:
        loaded = {"added": planned.added, "removed": planned.removed}
        changed = planned.changed
    loaded["state"] = list(publication.state_lines(names, changed, _now()))
    for part, lines in loaded.items():
        graph = names.aside(token, part)
        for some in _parts(lines, UPLOADED if server.addresses.store else INSERTED):
            server.upload(graph, some)
        there = count(server, f"{{ GRAPH <{graph}> {{ {ANY} }} }}")
        if there != len(lines):
            blanks = {"there": str(there), "sent": str(len(lines))}
            raise KgError(Problem("publish-incomplete", server.place, blanks))


def _taking_effect(names: Names, planned: Plan, token: str) -> str:
    """Write the update that replaces the old graph, or changes the one that the plan was made for."""
    graph, added, removed, state = (f"GRAPH <{names.aside(token, part)}>" for part in PARTS)
    here, ours = names.holding(ANY), f"GRAPH <{names.state}>"
    if planned.kind == "whole":
        # Not MOVE: what stays the same would be deleted and inserted again, in one transaction.
        surplus = f"DELETE {here} WHERE {{ {here} FILTER NOT EXISTS {{ {graph} {{ {ANY} }} }} }}"
        target = "DEFAULT" if names.is_default else f"GRAPH <{names.graph}>"
        return f"{surplus} ;\nADD {graph} TO {target} ;\nMOVE {state} TO {ours}"
    unchanged = f'{ours} {{ <{names.graph}> <{VERSION}> "{planned.base}" }}'
    steps = (
        f"DELETE {here} WHERE {{ {unchanged} {removed} {{ {ANY} }} }}",
        f"INSERT {here} WHERE {{ {unchanged} {added} {{ {ANY} }} }}",
        (
            f"DELETE {{ {ours} {{ ?s ?p ?old }} }} INSERT {{ {ours} {{ {ANY} }} }}"
            f" WHERE {{ {unchanged} {state} {{ {ANY} }} {ours} {{ ?s ?p ?old }} }}"
        ),
    )
    return " ;\n".join(steps)


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
