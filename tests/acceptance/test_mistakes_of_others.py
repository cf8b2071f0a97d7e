"""What went wrong in shops before this one, asked from outside. docs/mistakes.md has the whole list."""

import base64
import concurrent.futures
import hashlib
import hmac
import json
import re
import socket
import uuid

import pytest
from client import ADDRESS, Client
from shop import DEMO_CATALOGUE, wait_until

PASSWORD = "a long enough password"
INSIDE = re.compile(r"\.(cpp|hpp|sqlite|db)\b|SELECT |INSERT |UPDATE |sqlite|postgres|SQLSTATE|std::|0x[0-9a-f]{6}|/home|/tmp|/var/",
                    re.IGNORECASE)


def register(api):
    answer = api.post("/auth/register", {"email": f"{uuid.uuid4()}@example.com", "password": PASSWORD, "name": "Zoë"})
    assert answer.status == 201, answer.body
    return {"authorization": "Bearer " + answer.json["access_token"]}


def order_of(api, account, sku, token="tok_approve"):
    """Orders as somebody with an account; gives the settled order."""
    cart = api.new_cart((sku, 1))
    answer = api.post("/orders", {"cart_id": cart.id, "shipping_address": ADDRESS, "payment": {"method": "card", "token": token}},
                      x_cart_token=cart.token, idempotency_key=str(uuid.uuid4()), prefer="wait=30", **account)
    assert answer.status == 201, answer.body
    return answer.json


def test_knowing_the_id_of_an_order_is_not_enough_to_read_it(api, skus):
    zoe, leo = register(api), register(api)
    order = order_of(api, zoe, skus[0])
    assert api.get(f"/orders/{order['id']}", **zoe).status == 200
    for path in (f"/orders/{order['id']}", f"/orders/{order['id']}/history"):
        assert api.get(path, **leo).code == "order_not_found"
        assert api.get(path).code == "order_not_found"


def test_nobody_sets_the_state_of_an_order(api, skus):
    zoe = register(api)
    order = order_of(api, zoe, skus[0])
    for method in ("PUT", "PATCH", "POST", "DELETE"):
        for path in (f"/orders/{order['id']}", f"/orders/{order['id']}/status"):
            assert api.call(method, "/api/v1" + path, {"status": "delivered"}, zoe).status in (404, 405)
    refused = api.post(f"/orders/{order['id']}/cancel", {"status": "delivered"}, **zoe)
    assert refused.bad_fields == {"status": "unknown_field"}
    assert api.get(f"/orders/{order['id']}", **zoe).json["status"] == "confirmed"


def test_two_equal_orders_of_one_minute_keep_their_own_state(api, skus):
    zoe = register(api)
    tokens = ["tok_approve", "tok_decline", "tok_approve", "tok_decline"]
    with concurrent.futures.ThreadPoolExecutor(len(tokens)) as windows:
        orders = list(windows.map(lambda token: order_of(api, zoe, skus[1], token), tokens))
    assert [order["status"] for order in orders] == ["confirmed", "failed", "confirmed", "failed"]
    assert len({json.dumps(order["total"]) for order in orders}) == 1
    kept = {order["id"]: order["status"] for order in api.get("/orders", **zoe).json["items"]}
    assert kept == {order["id"]: order["status"] for order in orders}


def test_a_buyer_sets_neither_price_nor_title_nor_total_nor_owner(api, skus):
    cart = api.new_cart((skus[0], 1))
    price = cart.show().json["total"]
    cheap = {"amount": 1, "currency": price["currency"]}
    for member in ("price", "unit_price", "title", "user_id", "product_id"):
        answer = api.post(f"/carts/{cart.id}/items", {"sku": skus[0], "quantity": 1, member: cheap}, x_cart_token=cart.token)
        assert answer.bad_fields == {member: "unknown_field"}
    for member in ("total", "subtotal", "lines", "user_id", "customer_id", "status"):
        assert cart.order(**{member: cheap}).bad_fields == {member: "unknown_field"}
    assert cart.order(expected_total=cheap).code == "price_changed"
    assert cart.settled_order().placed["total"] == price


def test_a_list_of_orders_is_ones_own(api, skus):
    zoe, leo = register(api), register(api)
    order = order_of(api, zoe, skus[2])
    assert [item["id"] for item in api.get("/orders", **zoe).json["items"]] == [order["id"]]
    assert api.get("/orders", **leo).json["items"] == []
    assert api.get("/orders").status == 401
    assert api.get("/admin/orders").status == 401
    assert api.get("/admin/orders", **leo).status == 403


def test_a_customer_gets_into_no_route_of_staff(api):
    zoe = register(api)
    document = api.call("GET", "/openapi.json").json
    routes = [(method.upper(), path) for path, methods in document["paths"].items() if "/admin/" in path
              for method in methods if method in ("get", "post", "put", "patch", "delete")]
    assert len(routes) > 4
    for method, path in routes:
        address = re.sub(r"{\w+}", str(uuid.uuid4()), path)
        body = {} if method in ("POST", "PUT", "PATCH") else None
        assert api.call(method, address, body).status == 401, (method, path)
        assert api.call(method, address, body, zoe).status == 403, (method, path)


@pytest.mark.parametrize("email", ["admin@example.com", "admin@orion.local", "test@test.com", "demo@example.com"])
def test_no_account_is_there_before_somebody_makes_it(api, email):
    for password in ("admin", "password", "Admin123!", "SUPER_SECRET_KEY", "changeme"):
        assert api.post("/auth/login", {"email": email, "password": password}).code == "invalid_credentials"


def test_no_token_is_signed_with_a_secret_that_everybody_knows(api):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    for secret in (b"SUPER_SECRET_KEY", b"secret", b"changeme", b""):
        text = part({"alg": "HS256", "typ": "at+jwt"}) + "." + part({"sub": str(uuid.uuid4()), "role": "admin"})
        mark = base64.urlsafe_b64encode(hmac.new(secret, text.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
        assert api.get("/me", authorization=f"Bearer {text}.{mark}").status == 401


@pytest.mark.parametrize("path", ["/configuration", "/config", "/settings", "/admin/settings", "/admin/configuration", "/users",
                                  "/sagas", "/actuator/env", "/debug"])
def test_no_route_tells_or_changes_the_configuration(api, path):
    for method in ("GET", "PUT", "POST"):
        assert api.call(method, "/api/v1" + path, {} if method != "GET" else None).status == 404


def test_a_refusal_tells_nothing_of_the_inside(api):
    questions = [("GET", "/api/v1/products?sort='--", None), ("GET", "/api/v1/products?cursor=JyBPUiAx", None),
                 ("GET", "/api/v1/products?q=%22%27%3B%28%29%2A%3A", None), ("GET", "/api/v1/products/%27%20OR%201=1", None),
                 ("POST", "/api/v1/carts", b"{"), ("POST", "/api/v1/carts", {"currency": "'; DROP TABLE carts_carts; --"}),
                 ("POST", "/api/v1/auth/login", {"email": "' OR '1'='1", "password": "x"}),
                 ("GET", "/api/v1/orders/1", None), ("GET", "/../../etc/passwd", None)]
    for method, path, body in questions:
        answer = api.call(method, path, body)
        assert answer.status < 500
        assert not INSIDE.search(re.sub(r'"instance":"[^"]*"', "", answer.body.decode())), answer.body


def test_one_request_has_one_answer_even_if_its_token_is_bad(shop):
    request = b"GET /api/v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n%s\r\n"
    with socket.create_connection(("127.0.0.1", shop.port), timeout=10) as line:
        line.sendall(request % (b"bad", b"") + request % (b"a.b.c", b"Connection: close\r\n"))
        said = b""
        while chunk := line.recv(65536):
            said += chunk
    assert said.count(b"HTTP/1.1 401 ") == said.count(b"HTTP/1.1 ") == 2


def test_nobody_is_sent_to_another_host(api, skus):
    answer = api.new_cart((skus[0], 1)).order()
    assert answer.headers["location"] == f"/api/v1/orders/{answer.json['id']}"
    for path in ("/users", "/api/v1/users", "/", "//evil.example/", "/api/v1/products/"):
        assert api.call("GET", path).status < 300 or api.call("GET", path).status >= 400


def test_a_token_is_good_for_as_long_as_it_says_wherever_the_clock_on_the_wall_stands(own_shop):
    shop = own_shop(settings={"TZ": "Pacific/Kiritimati"}, one_process=True).stock_with(DEMO_CATALOGUE).start()
    api = Client(shop.port)
    answer = api.post("/auth/register", {"email": "zoe@example.com", "password": PASSWORD, "name": "Zoë"}).json
    claims = json.loads(base64.urlsafe_b64decode(answer["access_token"].split(".")[1] + "=="))
    assert claims["exp"] - claims["iat"] == answer["expires_in"]
    assert api.get("/me", authorization="Bearer " + answer["access_token"]).status == 200
    assert answer["user"]["created_at"].endswith("Z")


def test_stock_comes_back_once_for_every_order_that_fails(api, skus):
    def available():
        return api.new_cart((skus[4], 1)).show().json["items"][0]["available"]

    before = available()
    for token in ("tok_decline", "tok_unavailable"):
        assert api.new_cart((skus[4], 3)).settled_order(token).placed["status"] == "failed"
    wait_until(lambda: available() == before, what="the stock was back")
