"""What is no good request gets the right answer, and the shop goes on."""

import json
import socket

import pytest


@pytest.fixture(autouse=True)
def the_shop_goes_on(api):
    yield
    assert api.get("/products?limit=1").status == 200


def deep(levels):
    return b'{"a":' * levels + b"1" + b"}" * levels


BROKEN = {
    "empty object cut": b"{", "no object": b"[]", "a number": b"1", "null": b"null", "a text": b'"x"', "words": b"hello",
    "trailing text": b"{} {}", "trailing comma": b'{"sku": "A",}', "single quotes": b"{'sku': 'A'}", "comment": b"{/* */}",
    "twice": b'{"sku": "A", "sku": "B", "quantity": 1}', "bad UTF-8": b'{"sku": "\xff\xfe"}',
    "overlong UTF-8": b'{"sku": "\xc0\xaf"}', "lone surrogate": b'{"sku": "\\ud800", "quantity": 1}', "NaN": b'{"quantity": NaN}',
    "deep": deep(33), "very deep": deep(100_000), "byte order mark": b"\xef\xbb\xbf{}", "control character": b'{"sku": "a\x01b"}',
    "leading zero": b'{"quantity": 01}', "UTF-16": '{"sku": "A"}'.encode("utf-16"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_bodies_that_are_no_request(api, what):
    cart = api.new_cart()
    answer = api.call("POST", f"/api/v1/carts/{cart.id}/items", BROKEN[what], {"X-Cart-Token": cart.token})
    assert answer.status == 400, answer.body


def test_every_cut_of_a_good_body(api, skus):
    cart = api.new_cart((skus[0], 1))
    whole = json.dumps(cart.order_body()).encode()
    for length in range(0, len(whole), 3):
        answer = api.call("POST", "/api/v1/orders", whole[:length], {"X-Cart-Token": cart.token, "Idempotency-Key": "cut"})
        assert answer.status == (422 if length == 0 else 400) or (length == 0 and answer.status in (400, 404)), (length, answer.body)


@pytest.mark.parametrize("value", [None, 1, -1, 1.5, 1e400, True, [], {}, "", " ", "x" * 100_000, "\u0000", ["GBP"]])
@pytest.mark.parametrize("field", ["cart_id", "email", "shipping_address", "billing_address", "shipping_method", "payment",
                                   "expected_total"])
def test_members_of_the_wrong_type(api, skus, field, value):
    cart = api.new_cart((skus[0], 1))
    body = cart.order_body()
    body[field] = value
    text = json.dumps(body).replace("Infinity", "1e400").encode()
    answer = api.call("POST", "/api/v1/orders", text, {"X-Cart-Token": cart.token, "Idempotency-Key": "type"})
    accepted_absence = value is None and field in ("billing_address", "shipping_method", "expected_total")
    if not accepted_absence:
        assert answer.status in (400, 404, 422), answer.body
        assert answer.status != 404 or field == "cart_id"


def test_a_body_over_the_limit(api):
    cart = api.new_cart()
    body = b'{"sku": "' + b"x" * (1024 * 1024) + b'", "quantity": 1}'
    with socket.create_connection(("127.0.0.1", api.port), timeout=10) as raw:
        raw.sendall(f"POST /api/v1/carts/{cart.id}/items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    f"X-Cart-Token: {cart.token}\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        answer = raw.recv(65536)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"application/problem+json" in answer


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x",
                                          "application/x-www-form-urlencoded", "application/jsonx", "json"])
def test_other_content_types(api, content_type):
    cart = api.new_cart()
    answer = api.call("POST", f"/api/v1/carts/{cart.id}/items", b"{}",
                      {"X-Cart-Token": cart.token, "Content-Type": content_type})
    assert answer.status == 415


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_by_any_of_its_names(api, skus, content_type):
    cart = api.new_cart()
    answer = api.call("POST", f"/api/v1/carts/{cart.id}/items", json.dumps({"sku": skus[0], "quantity": 1}).encode(),
                      {"X-Cart-Token": cart.token, "Content-Type": content_type})
    assert answer.status == 200


@pytest.mark.parametrize("accept,status", [("application/json", 200), ("*/*", 200), ("application/*", 200),
                                           ("text/html, application/json;q=0.9", 200), ("text/html", 406), ("image/png", 406)])
def test_accept(api, accept, status):
    assert api.get("/products?limit=1", accept=accept).status == status


@pytest.mark.parametrize("method,path,allowed", [
    ("DELETE", "/api/v1/products", {"GET", "HEAD"}), ("POST", "/api/v1/products/x", {"GET", "HEAD"}),
    ("PUT", "/api/v1/carts", {"POST"}), ("PATCH", "/api/v1/categories", {"GET", "HEAD"}),
    ("GET", "/api/v1/orders/018f0000-0000-7000-8000-000000000000/cancel", {"POST"}), ("POST", "/health/live", {"GET", "HEAD"}),
    ("DELETE", "/openapi.json", {"GET", "HEAD"}),
])
def test_wrong_methods(api, method, path, allowed):
    answer = api.call(method, path)
    assert answer.status == 405
    named = {name.strip() for name in answer.headers["allow"].split(",")}
    assert allowed <= named
    assert method not in named


@pytest.mark.parametrize("path", [
    "/api/v1/admin/webhooks", "/api/v1",
    "/api/v2/products", "/", "/nothing", "/api/v1/products/a/b/c", "/.env", "/api/v1/%2e%2e/etc/passwd",
])
def test_what_does_not_exist(api, path):
    assert api.call("GET", path).status == 404
    assert api.call("POST", path, {}).status == 404


@pytest.mark.parametrize("target", ["/api/v1/products?q=%", "/api/v1/products?q=%zz", "/api/v1/products/%c3%28", "/api/v1/products?q=%ff"])
def test_bad_percent_encoding(api, target):
    assert api.call("GET", target).status in (400, 404)


def raw_exchange(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=15) as raw:
        raw.sendall(request)
        raw.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := raw.recv(65536):
            answer += chunk
        return answer


@pytest.mark.parametrize("request_text,status", [
    (b"GET / HTTP/1.1\r\n\r\n", b"400"),
    (b"GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
    (b"POST /api/v1/carts HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", b"400"),
    (b"POST /api/v1/carts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", b"400"),
    (b"POST /api/v1/carts HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
    (b"GET /health/live HTTP/1.1\r\nHost : a\r\n\r\n", b"400"),
    (b"GET /health/live HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", b"431"),
    (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"414"),
    (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"400"),
])
def test_what_is_no_http(api, request_text, status):
    answer = raw_exchange(api.port, request_text)
    assert answer.startswith(b"HTTP/1.1 " + status), answer[:200]
    assert b"application/problem+json" in answer
    assert answer.lower().count(b"x-correlation-id:") == 1
