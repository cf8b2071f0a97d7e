"""Requests with two meanings, sent through haproxy and nginx: refused, and the shop never sees one that the front did not send."""

import ssl
import uuid

import pytest
from fronts import Certificates, Haproxy, Nginx
from shop import wait_until

LINE = b"POST /api/v1/carts HTTP/1.1"


def inner(name):
    """What an attacker would have the shop run: a whole request inside or after another."""
    return b"GET /api/v1/categories HTTP/1.1\r\nHost: shop\r\nX-Correlation-ID: inner-" + name + b"\r\n\r\n"


def request(name, *headers, line=LINE, host=b"Host: shop"):
    lines = [line, *([host] if host else []), b"X-Correlation-ID: outer-" + name, *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def lengths(first, *rest):
    """The inner request is the body by one reading of the length, and the next request by the other."""
    def build(name):
        tail = inner(name)
        values = [value.replace(b"N", str(len(tail)).encode()) for value in (first, *rest)]
        return request(name, *(b"Content-Length:" + value for value in values)) + tail
    return build


def encoded(*headers, line=LINE):
    """No body by the one reading, the whole rest by the other."""
    def build(name):
        body = b"0\r\n\r\n" + inner(name)
        return request(name, *(each.replace(b"N", str(len(body)).encode()) for each in headers), line=line) + body
    return build


def chunked(text):
    def build(name):
        return request(name, b"Transfer-Encoding: chunked") + text.replace(b"INNER", inner(name))
    return build


def header(*lines, line=b"GET /api/v1/categories HTTP/1.1", host=b"Host: shop"):
    def build(name):
        return request(name, *lines, line=line, host=host) + inner(name)
    return build


HOSTILE = {
    "a length of nothing and another": lengths(b" 0", b" N"), "a length and then nothing": lengths(b" N", b" 0"),
    "a list of lengths": lengths(b" 0, N"), "a list of lengths backwards": lengths(b" N, 0"),
    "a length with a plus": lengths(b" +N"), "a negative length": lengths(b" -N"), "a hexadecimal length": lengths(b" 0xN"),
    "a length with rubbish": lengths(b" Nabc"), "a length with a space": lengths(b" 0 N"), "an empty length": lengths(b""),
    "a length of words": lengths(b" five"), "a quoted length": lengths(b' "N"'), "a fractional length": lengths(b" N.0"),
    "a length beyond 64 bits": lengths(b" 18446744073709551616"), "a space before the colon": header(b"Content-Length : 5"),
    "a folded length": lengths(b"\r\n N"), "lengths in two cases": lambda name: request(
        name, b"Content-Length: 0", b"content-length: %d" % len(inner(name))) + inner(name),
    "a length and an encoding": encoded(b"Content-Length: N", b"Transfer-Encoding: chunked"),
    "an encoding and a length": encoded(b"Transfer-Encoding: chunked", b"Content-Length: N"),
    "an encoding and a length of five": encoded(b"Transfer-Encoding: chunked", b"Content-Length: 5"),
    "xchunked": encoded(b"Transfer-Encoding: xchunked", b"Content-Length: N"),
    "chunkedx": encoded(b"Transfer-Encoding: chunkedx", b"Content-Length: N"),
    "identity": encoded(b"Transfer-Encoding: identity", b"Content-Length: N"),
    "gzip, chunked": encoded(b"Transfer-Encoding: gzip, chunked"),
    "chunked, identity": encoded(b"Transfer-Encoding: chunked, identity", b"Content-Length: N"),
    "chunked twice": encoded(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
    "chunked and identity": encoded(b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity", b"Content-Length: N"),
    "identity and chunked": encoded(b"Transfer-Encoding: identity", b"Transfer-Encoding: chunked", b"Content-Length: N"),
    "an empty encoding": encoded(b"Transfer-Encoding:", b"Content-Length: N"),
    "a quoted encoding": encoded(b'Transfer-Encoding: "chunked"', b"Content-Length: N"),
    "chunked with a parameter": encoded(b"Transfer-Encoding: chunked;q=1", b"Content-Length: N"),
    "chunked after a vertical tab": encoded(b"Transfer-Encoding: \x0bchunked", b"Content-Length: N"),
    "chunked before a space and the colon": encoded(b"Transfer-Encoding : chunked", b"Content-Length: N"),
    "a folded encoding": encoded(b"Transfer-Encoding:\r\n chunked", b"Content-Length: N"),
    "an encoding folded into another header": encoded(b"A: a\r\n Transfer-Encoding: chunked", b"Content-Length: N"),
    "an encoding after a bare CR": encoded(b"A: a\rTransfer-Encoding: chunked", b"Content-Length: N"),
    "an encoding after a NUL": encoded(b"A: a\0\r\nTransfer-Encoding: chunked", b"Content-Length: N"),
    "chunked in HTTP/1.0": encoded(b"Transfer-Encoding: chunked", b"Content-Length: N", line=b"POST /api/v1/carts HTTP/1.0"),
    "a chunk size of letters": chunked(b"xyz\r\nINNER0\r\n\r\n"), "a negative chunk": chunked(b"-1\r\nINNER0\r\n\r\n"),
    "a chunk size with a plus": chunked(b"+0\r\n\r\nINNER"), "a chunk size with 0x": chunked(b"0x0\r\n\r\nINNER"),
    "a chunk beyond 64 bits": chunked(b"10000000000000000\r\n\r\nINNER"),
    "a chunk of all 64 bits": chunked(b"ffffffffffffffff\r\nINNER"), "a chunk without a size": chunked(b"\r\n0\r\n\r\nINNER"),
    "a chunk far over the limit": chunked(b"7fffffff\r\nINNER"),
    "a chunk longer than its size": chunked(b"2\r\n{}}\r\n0\r\n\r\nINNER"),
    "a chunk without its end": chunked(b"2\r\n{}0\r\n\r\nINNER"), "a chunk that ends in LF": chunked(b"2\r\n{}\n0\r\n\r\nINNER"),
    "a chunk line with a bare CR": chunked(b"2;\ra\r\n{}\r\n0\r\n\r\nINNER"),
    "a chunk line with a NUL": chunked(b"2\0\r\n{}\r\n0\r\n\r\nINNER"),
    "a folded header": header(b"A: a\r\n b"), "a header folded with a tab": header(b"A: a\r\n\tb"),
    "a folded first header": header(line=b"GET /api/v1/categories HTTP/1.1\r\n A: a"),
    "a bare CR in a value": header(b"A: a\rb"), "a bare CR at the end of a value": header(b"A: a\r"),
    "a NUL in a value": header(b"A: a\0b"), "a NUL in a name": header(b"A\0: a"), "a header without a colon": header(b"A"),
    "a space in a name": header(b"A b: a"), "an empty name": header(b": a"), "a control character in a name": header(b"A\x01: a"),
    "no Host": header(host=None), "two Hosts": header(b"Host: other"),
    "a list of Hosts": header(host=b"Host: shop, other"), "a user in Host": header(host=b"Host: me@shop"),
    "a path in Host": header(host=b"Host: shop/admin"), "an absolute form with a user": header(
        line=b"GET http://me@shop/api/v1/categories HTTP/1.1"),
    "a tab in the request line": header(line=b"GET\t/api/v1/categories HTTP/1.1"),
    "a space in the target": header(line=b"GET /api/v1/categories x HTTP/1.1"),
    "a CR in the request line": header(line=b"GET /api/v1/categories\r HTTP/1.1"),
    "a version of two digits": header(line=b"GET /api/v1/categories HTTP/1.10"),
    "another protocol": header(line=b"GET /api/v1/categories ICAP/1.0"),
    "a lower-case protocol": header(line=b"GET /api/v1/categories http/1.1"),
    "the preface of HTTP/2": lambda name: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + inner(name),
    "a target without a slash": header(line=b"GET api/v1/categories HTTP/1.1"),
    "CONNECT": header(line=b"CONNECT shop:443 HTTP/1.1"),
}

# By one reading of these the inner request is a body: it must never run.
HIDDEN = {what for what, build in HOSTILE.items() if build.__qualname__.startswith(("lengths", "encoded", "<lambda>"))}

# What a front puts right, as RFC 9112 lets it, before the shop sees it: one meaning is left.
PUT_RIGHT = {
    "haproxy": {"a length and an encoding", "an encoding and a length", "an encoding and a length of five", "a folded length",
                "a folded encoding", "an encoding folded into another header", "a folded header", "a header folded with a tab",
                "a chunk that ends in LF", "a tab in the request line"},
    "nginx": {"a chunk that ends in LF", "a bare CR at the end of a value", "a header without a colon",
              "a version of two digits"},
}


@pytest.fixture(scope="module", params=[Haproxy, Nginx], ids=lambda kind: kind.name)
def front(request, tmp_path_factory, shop):
    folder = tmp_path_factory.mktemp(request.param.name)
    running = request.param(folder / "front", Certificates(folder / "certificates"), [shop.port])
    yield running
    running.stop()


def send(front, hostile, quiet_s=0.5):
    """Reads until the connection is closed or nothing more comes."""
    with front.connect(timeout_s=quiet_s) as connection:
        connection.sendall(hostile)
        try:
            while connection.recv(65536):
                pass
        except (TimeoutError, ConnectionError, ssl.SSLError):
            pass


def ask_in_between(front):
    """An ordinary shopper gets the answer to what was asked. Gives the correlation id."""
    mine = uuid.uuid4().hex
    with front.connect() as connection:
        connection.sendall(request(mine.encode(), b"Connection: close", line=b"GET /api/v1/categories HTTP/1.1"))
        said = b""
        while part := connection.recv(65536):
            said += part
    assert said.startswith(b"HTTP/1.1 200") and f"outer-{mine}".encode() in said, said[:300]
    return f"outer-{mine}"


def seen_by(shop, last):
    """Correlation id and message of everything that reached the shop from outside, once `last` is there."""
    def lines():
        found = [(line["correlation_id"], line["message"]) for line in shop.log_lines("orion-api")
                 if line["message"] in ("request", "request refused") and line["fields"].get("route") != "/health/ready"]
        return found if (last, "request") in found else None

    return wait_until(lines, what="the shop logged the last request")


def sent_by(front, last):
    """Correlation ids of what the front handed on."""
    wait_until(lambda: any(line["correlation_id"] == last for line in front.requests()), what="the front logged it")
    return [line["correlation_id"] for line in front.requests() if line["server"] not in ("", "<NOSRV>")]


def test_hostile_requests_are_refused_and_hide_nothing(front, shop):
    marker = ask_in_between(front)
    seen_before, sent_before = len(seen_by(shop, marker)), len(sent_by(front, marker))
    names = {}
    for number, (what, build) in enumerate(HOSTILE.items()):
        names[what] = f"{front.name}-{number}"
        send(front, build(names[what].encode()))
        marker = ask_in_between(front)

    seen, sent = seen_by(shop, marker)[seen_before:], sent_by(front, marker)[sent_before:]
    assert len(seen) == len(sent), "the shop saw other requests than the front sent"
    ran = {correlation_id for correlation_id, message in seen if message == "request"}
    assert ran <= set(sent)
    assert {what for what, name in names.items() if f"outer-{name}" in ran} == PUT_RIGHT[front.name]
    assert not {what for what in HIDDEN if f"inner-{names[what]}" in ran}
