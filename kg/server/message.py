"""Requests and responses as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.problems import Language

    Write = Callable[[bytes], object]
    Body = bytes | Callable[[Write], None]


class Request(NamedTuple):
    """What a client asks; names of headers are in small letters, the path is decoded.

    `trouble` says in each language which errors of the data keep their present state from being served.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = {}
    body: bytes = b""
    trouble: Mapping[Language, str] = {}

    def header(self, name: str) -> str:
        """Give a header, empty where there is none."""
        return self.headers.get(name, "")

    def parameters(self) -> list[tuple[str, str]]:
        """Give the parameters of the address, decoded; raises ValueError where they are not UTF-8."""
        return decoded(self.query)

    def address(self) -> str:
        """Give the address as the client has it, without parameters; a proxy says whether it is https."""
        scheme = "https" if self.header("x-forwarded-proto") == "https" else "http"
        return f"{scheme}://{self.headers.get('host', 'localhost')}{quote(self.path)}"


class Response(NamedTuple):
    """What is answered. The body is bytes, or a function that writes it piece by piece."""

    status: int
    headers: Mapping[str, str] = {}
    body: Body = b""

    def having(self, **headers: str) -> Response:
        """Add headers, `_` standing for `-` in their names; those that are there already win."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._replace(headers={**named, **self.headers})


def decoded(form: str) -> list[tuple[str, str]]:
    """Decode parameters of an address or a form; raises ValueError where they are not UTF-8.

    >>> decoded("query=ASK+%7B%7D&org=%E6%B5%99%E6%B1%9F")
    [('query', 'ASK {}'), ('org', '浙江')]
    """
    return parse_qsl(form, keep_blank_values=True, errors="strict", max_num_fields=1000)
