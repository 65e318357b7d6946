"""Requests to a SPARQL server, by the standard library; whatever goes wrong becomes a problem."""

from __future__ import annotations

import http.client
import json
import time
from typing import TYPE_CHECKING
from urllib import request as urllib_request
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode

from kg import __version__
from kg.problems import KgError, Location, Problem
from kg.remote.credentials import opener_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from email.message import Message

    from kg.remote.addresses import Addresses

JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"
UPDATE = "application/sparql-update"
PIECE = 1 << 18
LONGEST_REASON = 300
"""Characters of what a server says of its failure that are passed on."""

LOG_LIMIT = "40005"
"""What Virtuoso says where a transaction has outgrown its limit; it is undone."""

LOST_RACE = ("40001", "SR172")
"""What Virtuoso says where two transactions wait for each other: one is undone, and may be tried again."""

TRIES = 5


class RemoteError(KgError):
    """A server that cannot be reached, or does not answer as it should; `status` is its HTTP status, or 0."""

    def __init__(self, problem: Problem, status: int = 0) -> None:
        super().__init__(problem)
        self.status = status


class Answer:
    """What a server has answered: its headers, by names in small letters, and the body."""

    def __init__(self, headers: Mapping[str, str], body: bytes) -> None:
        self.headers = headers
        self.body = body
        self.type = headers.get("content-type", "").partition(";")[0].strip().lower()


class Server:
    """A SPARQL server; each request raises RemoteError where it fails or takes longer than `seconds`."""

    def __init__(self, addresses: Addresses, seconds: float) -> None:
        self.addresses = addresses
        self.seconds = seconds
        self.product = ""
        self._opener = opener_for(addresses)

    @property
    def place(self) -> Location:
        """Where problems with it are."""
        return Location(self.addresses.query)

    def ask(self, query: str, accept: str = JSON, graphs: Iterable[tuple[str, str]] = ()) -> Answer:
        """Have a query answered, over the dataset that `graphs` names (`default-graph-uri`, an IRI)."""
        form = urlencode([("query", query), *graphs]).encode()
        type_ = "application/x-www-form-urlencoded"
        answer = self._request("POST", self.addresses.query, form, {"accept": accept, "content-type": type_})
        if answer.type in ("text/html", "application/xhtml+xml"):
            raise RemoteError(Problem("remote-not-sparql", self.place, {"type": answer.type}))
        return answer

    def rows(self, query: str) -> list[dict[str, str]]:
        """Give the rows of a SELECT as texts, by variable."""
        answer = self.ask(query)
        try:
            bindings = json.loads(answer.body)["results"]["bindings"]
            return [{name: term["value"] for name, term in row.items()} for row in bindings]
        except (ValueError, KeyError, TypeError, AttributeError):
            blanks = {"type": answer.type or "–"}
            raise RemoteError(Problem("remote-not-sparql", self.place, blanks)) from None

    def update(self, text: str, *, in_pieces: bool = False) -> None:
        """Have an update done, as one transaction where the server has any; again where it lost a race.

        `in_pieces` is for large ones that nobody sees: Virtuoso limits what one transaction may change.
        """
        if in_pieces and self.product == "Virtuoso":
            text = f"DEFINE sql:log-enable 3 {text}"
        for attempt in range(1, TRIES + 1):
            try:
                self._request("POST", self.addresses.update, text.encode(), {"content-type": UPDATE})
            except RemoteError as error:
                said = error.problems[0].blanks.get("reason", "")
                if attempt == TRIES or not any(code in said for code in LOST_RACE):
                    raise
                time.sleep(0.2 * attempt)
            else:
                return

    def upload(self, graph: str, lines: Sequence[str]) -> None:
        """Add lines of N-Triples to a graph: by the Graph Store Protocol, or an update if there is none."""
        if not self.addresses.store:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{ {''.join(lines)} }} }}")
            return
        # Without a transaction, Oxigraph loads onto its disk seven times as fast.
        more = "&no_transaction" if self.product == "Oxigraph" else ""
        url = f"{self.addresses.store}?{urlencode({'graph': graph})}{more}"
        self._request("POST", url, "".join(lines).encode(), {"content-type": TRIPLES})

    def identify(self) -> None:
        """See that it answers queries, and find out which product it is."""
        self.product = self.ask("ASK {}").headers.get("server", "").partition("/")[0]
        if self.product == "Virtuoso":
            self.addresses = self.addresses.as_virtuoso()

    def _request(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        request = urllib_request.Request(url, body, dict(headers), method=method)  # noqa: S310  http or https
        request.add_header("user-agent", f"gongtu/{__version__}")
        try:
            with self._opener.open(request, timeout=self.seconds) as response:
                return Answer(_named(response.headers), self._body(response))
        except HTTPError as error:
            with error:
                raise RemoteError(_refusal(error, url), error.code) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise RemoteError(_failure(error, url, self.seconds)) from None

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """Read to the end, but no longer than is allowed: the socket's own limit is for each piece."""
        deadline = time.monotonic() + self.seconds
        pieces = []
        while piece := response.read(PIECE):
            pieces.append(piece)
            if time.monotonic() > deadline:
                raise TimeoutError
        if response.length:
            raise http.client.IncompleteRead(b"")
        return b"".join(pieces)


def _named(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _refusal(error: HTTPError, url: str) -> Problem:
    """Say what a status means that is none of success."""
    place = Location(url.partition("?")[0])
    blanks = {"status": str(error.code)}
    if error.code in (401, 403):
        return Problem("remote-unauthorized", place, blanks)
    if 300 <= error.code < 400:
        return Problem("remote-moved", place, {**blanks, "location": error.headers.get("location") or "?"})
    reason = _said(error)
    if error.code in (404, 405, 501):
        return Problem("remote-not-there", place, {**blanks, "reason": reason and f": {reason}"})
    if LOG_LIMIT in reason:
        return Problem("remote-log-limit", place, {"reason": reason})
    return Problem(
        "remote-failed", place, {**blanks, "reason": reason or http.client.responses.get(error.code, "–")}
    )


def _said(error: HTTPError) -> str:
    """Give the first lines of what a server says went wrong; nothing of a page in HTML."""
    try:
        raw = error.read(1 << 14)
    except (OSError, http.client.HTTPException):
        return ""
    text = raw.decode("utf-8", "replace").strip()
    if "html" in error.headers.get("content-type", "") or text[:1] == "<":
        return ""
    text = text.partition("\n\nSPARQL query:")[0]  # Virtuoso repeats the whole query
    return text[:LONGEST_REASON] + ("…" if len(text) > LONGEST_REASON else "")


def _failure(error: Exception, url: str, seconds: float) -> Problem:
    """Say why there is no answer at all."""
    place = Location(url.partition("?")[0])
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return Problem("remote-late", place, {"seconds": f"{seconds:g}"})
    if isinstance(error, URLError):
        reason = getattr(cause, "strerror", None) or str(cause)
        return Problem("remote-unreachable", place, {"reason": reason})
    if isinstance(error, ValueError):  # a scheme of authentication that is neither Basic nor Digest
        return Problem("remote-unauthorized", place, {"status": "401"})
    return Problem("remote-broken", place, {"reason": str(error) or type(error).__name__})
