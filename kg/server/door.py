"""Who may come in: sizes, names of hosts, the token. All this is decided before anything is read further."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache
from hmac import compare_digest
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.server.failures import fail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.server.message import Request, Response

LONGEST_ADDRESS = 16 << 10
CHALLENGE = 'Basic realm="gongtu", charset="UTF-8", Bearer realm="gongtu"'
"""A browser asks for a name, which may be any, and a password: the token. Programs send it as it is."""

LOOPBACK = frozenset({"localhost", "localhost.localdomain"})


class Door(NamedTuple):
    """Who may come in: by the names in `Host`, unless there are none, and by a token, if there is one."""

    hosts: frozenset[str] = frozenset()
    token: str = ""


@lru_cache(maxsize=64)
def is_address(host: str) -> bool:
    """Tell whether a host is an IP address, which nobody can point elsewhere.

    >>> is_address("[::1]"), is_address("127.0.0.1"), is_address("evil.example")
    (True, True, False)
    """
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can connect to a server that listens there."""
    return host in LOOPBACK or (is_address(host) and ip_address(host.strip("[]")).is_loopback)


def welcome(host: str, hosts: frozenset[str]) -> bool:
    """Tell whether a `Host` header names this server.

    A page of another site whose name has been pointed at this machine (DNS rebinding) sends its own name.

    >>> welcome("localhost:8000", LOOPBACK), welcome("evil.example:8000", LOOPBACK)
    (True, False)
    """
    bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() and host[-1] != "]" else host
    return bare.lower().rstrip(".") in hosts or is_address(bare)


def refused_at(door: Door, request: Request, scope: Mapping[str, Any]) -> Response | None:
    """Tell why a request is not even looked at, if so."""
    if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return fail(414, request, "serve-address-too-long", {"limit": str(LONGEST_ADDRESS)})
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_ADDRESS:
        return fail(431, request, "serve-headers-too-long", {"limit": str(LONGEST_ADDRESS)})
    host = request.headers.get("host")
    if host is None and scope["http_version"] != "1.0":
        return fail(400, request, "serve-no-host")
    if host is not None and not welcome(host, door.hosts):
        return fail(421, request, "serve-host", {"host": host})
    if door.token and request.method != "OPTIONS" and not _knows(request, door.token):
        return fail(401, request, "serve-token").having(www_authenticate=CHALLENGE)
    return None


def _knows(request: Request, token: str) -> bool:
    scheme, _, given = request.header("authorization").partition(" ")
    if scheme.lower() == "basic":
        given = _password(given.strip())
    elif scheme.lower() != "bearer":
        return False
    return compare_digest(given.strip().encode(), token.encode())


def _password(credentials: str) -> str:
    """Give the password of HTTP Basic (RFC 7617), empty where there is none.

    >>> _password("5bel5Lya55So5oi3OnNlY3JldA==")  # 工会用户:secret
    'secret'
    """
    try:
        return b64decode(credentials, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""
