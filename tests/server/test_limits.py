"""What HTTP makes possible to clients that are slow, greedy or cunning, and what the server lets them."""

import contextlib
import http.client
import re
import socket
import sys
import time
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest
from servers import serving

from kg.server.limits import limits_of_groups, share_of_memory

SMALL = b"/sparql?query=ASK%7B%7D"
HOST = b"Host: localhost\r\n"
OPEN = b"GET " + SMALL + b" HTTP/1.1\r\n" + HOST
GET = OPEN + b"Connection: close\r\n"
POST = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"
ENDLESS = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h }"
COUNTING = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h }"


@pytest.fixture(scope="module")
def impatient(quads):
    """A server that waits for clients for 0.6 s at a time, has four workers and takes 20 connections."""
    script = Path(__file__).with_name("impatient.py")
    with serving(quads.parent, quads, command=(sys.executable, script)) as running:
        yield running


def statuses(received):
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", received)]


AMBIGUOUS = {
    "a length and chunks": CHUNKED + b"Content-Length: 4\r\n\r\n0\r\n\r\n" + GET + b"\r\n",
    "chunks and a length": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",
    "the same length twice": POST + b"Content-Length: 6\r\nContent-Length: 6\r\n\r\nASK {}",
    "a list of lengths": POST + b"Content-Length: 6, 6\r\n\r\nASK {}",
    "a length with a sign": POST + b"Content-Length: +6\r\n\r\nASK {}",
    "a negative length": POST + b"Content-Length: -6\r\n\r\nASK {}",
    "a hexadecimal length": POST + b"Content-Length: 0x6\r\n\r\nASK {}",
    "a length in two words": POST + b"Content-Length: 6 6\r\n\r\nASK {}",
    "a length beyond 64 bits": POST + b"Content-Length: 99999999999999999999\r\n\r\nASK {}",
    "an empty length": POST + b"Content-Length: \r\n\r\nASK {}",
    "another coding": POST + b"Transfer-Encoding: identity\r\n\r\nASK {}",
    "another coding after chunks": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "another coding before chunks": POST
    + b"Transfer-Encoding: gzip, chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
    "chunks twice": CHUNKED + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
    "chunks that are called otherwise": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks after a vertical tab": POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": POST + b"Transfer-Encoding : chunked\r\nContent-Length: 6\r\n\r\nASK {}",
    "a line that ends with LF": b"GET " + SMALL + b" HTTP/1.1\n" + HOST + b"\r\n",
    "a header that ends with LF": GET + b"X: a\n\r\n",
    "a head that ends with LF": GET + b"\n",
    "CR inside a header": GET + b"X: a\rb\r\n\r\n",
    "a folded header": GET + b"X: a\r\n b\r\n\r\n",
    "a folded length": POST + b"Content-Length:\r\n 6\r\n\r\nASK {}",
    "a folded first header": b"GET " + SMALL + b" HTTP/1.1\r\n " + HOST + b"\r\n",
    "NUL in a header": GET + b"X: a\0b\r\n\r\n",
    "a control character in a name": GET + b"X\x01: a\r\n\r\n",
    "a header without a colon": GET + b"X\r\n\r\n",
    "a chunk's size before LF": CHUNKED + b"\r\n6\nASK {}\r\n0\r\n\r\n",
    "a chunk that ends with LF": CHUNKED + b"\r\n6\r\nASK {}\n0\r\n\r\n",
    "a chunk's size with 0x": CHUNKED + b"\r\n0x6\r\nASK {}\r\n0\r\n\r\n",
    "a chunk's size with a space": CHUNKED + b"\r\n6 \r\nASK {}\r\n0\r\n\r\n",
    "a negative chunk": CHUNKED + b"\r\n-6\r\nASK {}\r\n0\r\n\r\n",
    "a chunk longer than its size": CHUNKED + b"\r\n6\r\nASK {}XX\r\n0\r\n\r\n",
    "a chunk beyond 64 bits": CHUNKED + b"\r\n10000000000000006\r\nASK {}\r\n0\r\n\r\n",
    "another protocol with a body": POST
    + b"Connection: Upgrade\r\nUpgrade: x\r\nContent-Length: 6\r\n\r\nASK {}",
    "another version": b"GET " + SMALL + b" HTTP/1.2\r\n" + HOST + b"\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a tunnel": b"CONNECT localhost:1 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a space in the address": b"GET /sparql?query=ASK {} HTTP/1.1\r\n" + HOST + b"\r\n",
}


@pytest.mark.parametrize("request_", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_what_could_be_read_in_two_ways_is_refused_and_nothing_after_it_is_read(impatient, request_):
    assert statuses(impatient.raw(request_ + GET + b"\r\n")) == [400]


ODD = {
    "three at once": (OPEN + b"\r\n" + OPEN + b"\r\n" + GET + b"\r\n", [200, 200, 200]),
    "one after another's body": (POST + b"Content-Length: 6\r\n\r\nASK {}" + GET + b"\r\n", [200, 200]),
    "chunks": (CHUNKED + b"\r\n3\r\nASK\r\n3;x=y\r\n {}\r\n0\r\n\r\n" + GET + b"\r\n", [200, 200]),
    "a trailer": (
        CHUNKED + b"\r\n6\r\nASK {}\r\n0\r\nHost: evil.example\r\n\r\n" + GET + b"\r\n",
        [200, 200],
    ),
    "HTTP/1.0": (b"GET " + SMALL + b" HTTP/1.0\r\n\r\n", [200]),
    "HTTP/1.0 that would go on": (b"GET " + SMALL + b" HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", [200]),
    "one that asks first": (
        POST + b"Connection: close\r\nExpect: 100-continue\r\nContent-Length: 6\r\n\r\nASK {}",
        [100, 200],
    ),
    "too much, asking first": (POST + b"Expect: 100-continue\r\nContent-Length: 3000000\r\n\r\n", [413]),
    "too much": (POST + b"Content-Length: 3000000\r\n\r\n" + b"a" * 3_000_000, [413]),
    "too much in chunks": (CHUNKED + b"\r\n" + b"ffff\r\n" + b"a" * 65535 + b"\r\n" * 20, [400]),
    "far too much": (POST + b"Content-Length: 30000000\r\n\r\n" + b"a" * 30_000_000, [413]),
    "a long address": (b"GET /sparql?" + b"a" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", [414]),
    "an endless address": (b"GET /sparql?" + b"a" * 1_000_000, [414]),
    "a long header": (GET + b"X: " + b"a" * 20_000 + b"\r\n\r\n", [431]),
    "endless headers": (GET + b"X: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 30_000, [431]),
    "an endless header": (GET + b"X: " + b"a" * 1_000_000, [431]),
    "an address with a host": (GET.replace(b"GET ", b"GET http://x.example") + b"\r\n", [200]),
    "two hosts": (GET + HOST + b"\r\n", [421]),
    "WebSocket": (OPEN + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + GET + b"\r\n", [200]),
}


@pytest.mark.parametrize(("request_", "expected"), ODD.values(), ids=ODD)
def test_what_is_odd_gets_its_answers(impatient, request_, expected):
    assert statuses(impatient.raw(request_)) == expected


def test_many_requests_at_once_on_one_connection_are_cut_off(impatient):
    assert len(statuses(impatient.raw((OPEN + b"\r\n") * 5_000))) <= 51
    assert impatient.query("ASK {}").status == 200


def test_a_header_after_the_body_is_none(impatient):
    received = impatient.raw(
        CHUNKED + b"Connection: close\r\n\r\n6\r\nASK {}\r\n0\r\nAccept: text/csv\r\n\r\n"
    )
    assert b"sparql-results+json" in received


@contextlib.contextmanager
def connected(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as connection:
        yield connection


def rest(connection):
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(1 << 16):
            received += piece
    return received


def test_headers_that_come_byte_by_byte_are_not_waited_for(impatient):
    with connected(impatient) as connection:
        with contextlib.suppress(OSError):
            for byte in GET[:80]:
                connection.send(bytes([byte]))
                time.sleep(0.01)
        assert statuses(rest(connection)) == [408]


def test_nor_is_a_client_that_says_nothing(impatient):
    with connected(impatient) as connection:
        assert statuses(rest(connection)) == [408]


def test_half_a_request_after_a_whole_one_is_not_waited_for(impatient):
    assert statuses(impatient.raw(OPEN + b"\r\n" + OPEN)) == [200, 408]


@pytest.mark.parametrize("head", [POST + b"Content-Length: 6\r\n\r\n", CHUNKED + b"\r\n6\r\n"])
def test_a_body_that_stalls_is_not_waited_for(impatient, head):
    assert statuses(impatient.raw(head + b"ASK")) == [408]


def asking(server, query, *, version=b"1.1", headers=b""):
    """Connect and ask, reading nothing."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=15)
    address = f"/sparql?query={quote(query)}".encode()
    connection.sendall(
        b"GET "
        + address
        + b" HTTP/"
        + version
        + b"\r\n"
        + HOST
        + b"Connection: close\r\n"
        + headers
        + b"\r\n"
    )
    return connection


def worked(server):
    """Give the processor time, in ticks, of the server's processes that are there now."""
    times = {}
    for process in server.processes():
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            times[process] = int(fields[11]) + int(fields[12])
    return times


def is_at_work(server):
    before = worked(server)
    time.sleep(0.2)
    return any(ticks > before.get(process, 0) + 5 for process, ticks in worked(server).items())


def until(condition):
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_worker_stops_when_its_client_goes(impatient):
    with contextlib.closing(asking(impatient, COUNTING)):
        until(lambda: is_at_work(impatient))
    until(lambda: not is_at_work(impatient))


def test_clients_that_never_read_are_cut_off_and_others_served(impatient):
    connections = [asking(impatient, ENDLESS) for _ in range(6)]
    assert impatient.query("ASK {}").status == 200
    received = [rest(connection) for connection in connections if not time.sleep(0.4)]
    assert all(b"\r\n0\r\n\r\n" not in one[-7:] for one in received if statuses(one) == [200])
    for connection in connections:
        connection.close()
    until(lambda: not is_at_work(impatient))
    assert impatient.query("SELECT * { ?s ?p ?o }").status == 200


def memory(server):
    """Give the bytes that the server itself has had at most."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_large_answer_that_is_read_slowly_waits_in_the_worker_and_comes_whole(impatient, encoding):
    before = memory(impatient)
    query = ENDLESS.replace("}", "} LIMIT 250000")
    with contextlib.closing(
        asking(impatient, query, headers=f"Accept-Encoding: {encoding}\r\n".encode())
    ) as one:
        response = http.client.HTTPResponse(one)
        response.begin()
        plain, size = zlib.decompressobj(31), 0
        for number in range(100_000):
            piece = response.read(1 << 18)
            if not piece:
                break
            size += len(plain.decompress(piece) if encoding == "gzip" else piece)
            if number < 20:
                time.sleep(0.05)
    assert size > 100 << 20
    assert plain.eof == (encoding == "gzip") == (response.headers["content-encoding"] == "gzip")
    assert memory(impatient) - before < 48 << 20


def test_an_answer_that_is_too_large_never_looks_whole(server):
    with contextlib.closing(asking(server, ENDLESS)) as connection:
        received = rest(connection)
    assert b"transfer-encoding: chunked" in received
    assert not received.endswith(b"0\r\n\r\n")
    with pytest.raises(http.client.IncompleteRead):
        server.query(ENDLESS)
    zipped = server.ask(path=f"/sparql?query={quote(ENDLESS)}", headers={"Accept-Encoding": "gzip"})
    assert zipped.status == 507  # so small that nothing had been sent yet


def test_http_1_0_gets_a_whole_answer_or_none(impatient):
    for rows, status in ((10_000, 200), (100_000, 507)):
        query = ENDLESS.replace("}", f"}} LIMIT {rows}")
        with contextlib.closing(asking(impatient, query, version=b"1.0")) as connection:
            head, _, body = rest(connection).partition(b"\r\n\r\n")
        assert statuses(head) == [status]
        assert int(re.search(rb"content-length: (\d+)", head)[1]) == len(body)


def test_memory_is_shared_by_the_workers_of_a_service(tmp_path):
    service = tmp_path / "groups" / "system.slice" / "kg.service"
    service.mkdir(parents=True)
    (service / "memory.max").write_text("max\n", encoding="ascii")
    (service.parent / "memory.max").write_text("8589934592\n", encoding="ascii")
    (tmp_path / "own").write_text("1:memory:/x\n0::/system.slice/kg.service\n", encoding="ascii")
    assert limits_of_groups(tmp_path / "own", tmp_path / "groups") == [8 << 30]
    assert limits_of_groups(tmp_path / "none", tmp_path / "groups") == []
    assert share_of_memory(1_000_000) == 128 << 20
    assert 128 << 20 <= share_of_memory(1) <= 1 << 30


def test_too_many_connections_are_told_or_cut_and_leave_room_afterwards(impatient):
    with contextlib.ExitStack() as stack:
        for _ in range(25):
            stack.enter_context(connected(impatient))
        assert statuses(impatient.raw(GET + b"\r\n")) == [503]
        for _ in range(130):
            stack.enter_context(connected(impatient))
        assert statuses(impatient.raw(GET + b"\r\n")) == []
    until(lambda: statuses(impatient.raw(GET + b"\r\n")) == [200])
