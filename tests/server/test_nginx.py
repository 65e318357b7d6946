"""Behind nginx, configured as docs/server.md says, with TLS."""

import base64
import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from urllib.parse import quote

import pytest
from servers import ROOT, serving

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
OPENSSL = shutil.which("openssl")
MANY = "SELECT * { ?a ?p ?b . ?c ?q ?d } LIMIT 30000"
ENDLESS = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h }"
WHOLE = """daemon off;
pid {here}/pid;
error_log {here}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {here}/body;
  proxy_temp_path {here}/proxy;
  fastcgi_temp_path {here}/fastcgi;
  uwsgi_temp_path {here}/uwsgi;
  scgi_temp_path {here}/scgi;
  {server}
}}
"""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def documented(server, port, here):
    """Give the configuration of the documentation, with other ports and another certificate."""
    block = re.search(
        r"```nginx\n(.*?)```", (ROOT / "docs" / "server.md").read_text(encoding="utf-8"), re.DOTALL
    )[1]
    for old, new in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "http://127.0.0.1:8000": f"http://127.0.0.1:{server.port}",
        "/etc/ssl/graph.example": f"{here}/graph.example",
    }.items():
        assert old in block
        block = block.replace(old, new)
    return WHOLE.format(here=here, server=block)


class Proxy:
    """An nginx, and ways to ask it."""

    def __init__(self, port, certificate):
        self.port = port
        self.context = ssl.create_default_context(cafile=certificate)

    @contextlib.contextmanager
    def asking(self, path, headers=(), method="GET", body=None):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=self.context)
        connection.sock = self.context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port), timeout=20), server_hostname="graph.example"
        )
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Host": "graph.example", **dict(headers)})
            yield connection.getresponse()

    def ask(self, path, *arguments, **options):
        with self.asking(path, *arguments, **options) as response:
            return response.status, response.read()


@pytest.fixture(scope="module")
def proxy(quads, tmp_path_factory):
    if not NGINX or not OPENSSL:
        pytest.skip("there is no nginx: see tests/install-nginx.sh")
    here = tmp_path_factory.mktemp("nginx")
    certificate, key = here / "graph.example.pem", here / "graph.example.key"
    made = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=graph.example"
    named = ("-addext", "subjectAltName=DNS:graph.example", "-keyout", key, "-out", certificate)
    subprocess.run([OPENSSL, *made.split(), *named], check=True, capture_output=True)
    options = ["--timeout", "2", "--largest", "8", "--allow-host", "graph.example", "--token", "secret"]
    with serving(quads.parent, "--rdf", quads, *options) as server:
        port = free_port()
        (here / "nginx.conf").write_text(documented(server, port, here), encoding="utf-8")
        process = subprocess.Popen([NGINX, "-p", here, "-e", here / "error.log", "-c", here / "nginx.conf"])
        try:
            wait_for(port)
            yield Proxy(port, certificate)
        finally:
            process.terminate()
            process.wait(20)


def wait_for(port):
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        else:
            return


TOKEN = {"Authorization": "Bearer secret"}


def test_the_token_passes_through_from_programs_and_browsers(proxy):
    path = "/sparql?query=ASK%7B%7D"
    assert proxy.ask(path)[0] == 401
    assert proxy.ask(path, TOKEN)[0] == 200
    given = base64.b64encode(b"anybody:secret").decode()
    assert proxy.ask(path, {"Authorization": f"Basic {given}"})[0] == 200


def test_the_address_is_the_one_that_clients_use(proxy):
    _, body = proxy.ask("/sparql", {**TOKEN, "Accept": "application/n-triples"})
    assert b"<https://graph.example/sparql>" in body


def test_a_large_answer_comes_whole_or_not_at_all(proxy):
    status, body = proxy.ask(f"/sparql?query={quote(MANY)}", {**TOKEN, "Accept": "text/csv"})
    assert (status, body.count(b"\n")) == (200, 30001)
    with pytest.raises((http.client.IncompleteRead, ssl.SSLError, OSError)):
        proxy.ask(f"/sparql?query={quote(ENDLESS)}", TOKEN)


def test_events_come_at_once(proxy):
    with proxy.asking("/events", TOKEN) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.read1(10)


def test_what_is_too_large_is_refused_by_nginx_already(proxy):
    headers = {**TOKEN, "Content-Type": "application/sparql-query"}
    assert proxy.ask("/sparql", headers, "POST", b"ASK {}")[0] == 200
    assert proxy.ask("/sparql", headers, "POST", b" " * (1 << 20) + b"ASK {}")[0] == 413
