"""User and password over HTTP: Basic (RFC 7617) and Digest (RFC 7616), as the server asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib import request as urllib_request

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from typing import IO

    from kg.remote.addresses import Addresses

BIT = "Authorization"


class _Digest(urllib_request.HTTPDigestAuthHandler):
    """Remembers the challenge: a body of megabytes is not sent in vain to be asked for a password first."""

    _challenge: dict[str, str] | None = None

    def retry_http_digest_auth(self, req: urllib_request.Request, auth: str) -> Any:
        parts = urllib_request.parse_http_list(auth.partition(" ")[2])
        self._challenge = urllib_request.parse_keqv_list(list(filter(None, parts)))
        return super().retry_http_digest_auth(req, auth)

    def http_request(self, req: urllib_request.Request) -> urllib_request.Request:
        if self._challenge and not req.has_header(BIT):
            token = self.get_authorization(req, self._challenge)
            req.add_unredirected_header(BIT, f"Digest {token}")
        return req

    https_request = http_request


class _Basic(urllib_request.HTTPBasicAuthHandler):
    """Remembers that it was asked. Unasked it says nothing: a password in clear is for who wants it so."""

    _realm: str | None = None

    def retry_http_basic_auth(self, host: str, req: urllib_request.Request, realm: str) -> Any:
        self._realm = realm
        return super().retry_http_basic_auth(host, req, realm)

    def http_request(self, req: urllib_request.Request) -> urllib_request.Request:
        if self._realm is not None and not req.has_header(BIT):
            from base64 import b64encode

            user, password = self.passwd.find_user_password(self._realm, req.full_url)
            token = b64encode(f"{user}:{password}".encode()).decode()
            req.add_unredirected_header(BIT, f"Basic {token}")
        return req

    https_request = http_request


class _Stay(urllib_request.HTTPRedirectHandler):
    """Follows nowhere: a POST would arrive there as a GET, and the password at somebody else's."""

    def redirect_request(  # noqa: PLR0913, PLR0917  the signature of the library
        self,
        req: urllib_request.Request,  # noqa: ARG002
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: HTTPMessage,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        return None


def opener_for(addresses: Addresses) -> urllib_request.OpenerDirector:
    """Give what opens requests to a server, with its user and password if there is one."""
    if not addresses.user:
        return urllib_request.build_opener(_Stay)
    passwords = urllib_request.HTTPPasswordMgrWithDefaultRealm()
    for url in {*addresses[:3], *addresses.as_virtuoso()[:3]} - {""}:
        passwords.add_password(None, url, addresses.user, addresses.password)
    return urllib_request.build_opener(_Stay, _Digest(passwords), _Basic(passwords))
