"""Carts and orders of people with accounts: whose they are, and what a guest brings along."""

import concurrent.futures
import uuid

import pytest
from client import ADDRESS

PASSWORD = "a long enough password"


class Member:
    """Somebody with an account."""

    def __init__(self, api):
        self.api = api
        self.email = f"{uuid.uuid4()}@example.com"
        answer = api.post("/auth/register", {"email": self.email, "password": PASSWORD, "name": "Zoë Quinn"})
        assert answer.status == 201, answer.body
        self.id = answer.json["user"]["id"]
        self.key = {"authorization": f"Bearer {answer.json['access_token']}"}

    def cart(self):
        answer = self.api.get("/me/cart", **self.key)
        assert answer.status == 200, answer.body
        return answer.json

    def quantities(self):
        return {item["sku"]: item["quantity"] for item in self.cart()["items"]}

    def put(self, sku, quantity):
        answer = self.api.put(f"/carts/{self.cart()['id']}/items/{sku}", {"quantity": quantity}, **self.key)
        assert answer.status == 200, answer.body

    def claim(self, cart):
        return self.api.post(f"/carts/{cart.id}/claim", x_cart_token=cart.token, **self.key)

    def log_in(self, **more):
        return self.api.post("/auth/login", {"email": self.email, "password": PASSWORD, **more})

    def order(self, cart_id=None, wait_s=30, key=None, **headers):
        body = {"cart_id": cart_id or self.cart()["id"], "shipping_address": ADDRESS,
                "payment": {"method": "card", "token": "tok_approve"}}
        return self.api.post("/orders", body, idempotency_key=key or str(uuid.uuid4()), prefer=f"wait={wait_s}",
                             **self.key, **headers)


@pytest.fixture
def zoe(api):
    return Member(api)


@pytest.fixture
def max_(api):
    return Member(api)


def test_a_user_has_one_open_cart_and_no_token(api, zoe, skus):
    made = api.post("/carts", **zoe.key)
    assert made.status == 201
    assert "cart_token" not in made.json
    assert made.headers["location"] == f"/api/v1/carts/{made.json['id']}"
    zoe.put(skus[0], 2)
    assert zoe.cart()["id"] == made.json["id"]
    assert api.post("/carts", {}, **zoe.key).json["id"] == made.json["id"]
    assert api.get(f"/carts/{made.json['id']}", **zoe.key).json == zoe.cart()
    refused = api.post("/carts", {"currency": "USD"}, **zoe.key)
    assert (refused.status, refused.bad_fields) == (422, {"currency": "currency_mismatch"})


def test_an_empty_cart_takes_the_currency_that_is_asked_for(api, zoe):
    first = zoe.cart()
    assert first["currency"] == "GBP"
    changed = api.post("/carts", {"currency": "USD"}, **zoe.key).json
    assert (changed["id"], changed["currency"]) == (first["id"], "USD")


def test_devices_that_come_at_once_get_the_same_cart(api, zoe):
    with concurrent.futures.ThreadPoolExecutor(8) as devices:
        carts = list(devices.map(lambda _: api.get("/me/cart", **zoe.key), range(8)))
    assert {answer.status for answer in carts} == {200}
    assert len({answer.json["id"] for answer in carts}) == 1


def test_a_guest_who_logs_in_keeps_the_cart(api, zoe, skus):
    guests = api.new_cart((skus[0], 2))
    with concurrent.futures.ThreadPoolExecutor(4) as clicks:
        answers = list(clicks.map(lambda _: zoe.log_in(cart_token=guests.token), range(4)))
    assert {answer.status for answer in answers} == {200}
    assert zoe.cart()["id"] == guests.id
    assert zoe.quantities() == {skus[0]: 2}
    assert guests.show().status == 404
    assert guests.add(skus[0], 1).status == 404
    assert guests.order().status == 404


def test_a_guests_cart_is_merged_once_however_often_it_is_sent(api, zoe, skus):
    zoe.put(skus[0], 1)
    own = zoe.cart()["id"]
    guests = api.new_cart((skus[0], 2), (skus[1], 1))
    with concurrent.futures.ThreadPoolExecutor(8) as clicks:
        answers = list(clicks.map(lambda n: zoe.claim(guests) if n % 2 else zoe.log_in(cart_token=guests.token), range(8)))
    assert {answer.status for answer in answers} == {200}
    assert zoe.cart()["id"] == own
    assert zoe.quantities() == {skus[0]: 3, skus[1]: 1}
    assert guests.show().status == 404
    again = zoe.claim(guests)
    assert (again.status, again.json["id"]) == (200, own)


def test_what_is_merged_is_no_more_than_there_is(api, zoe, skus):
    available = {item["sku"]: item["available"] for item in
                 api.new_cart((skus[0], 1), (skus[1], 1)).show().json["items"]}
    zoe.put(skus[0], available[skus[0]] - 1)
    zoe.put(skus[1], 999)
    assert zoe.claim(api.new_cart((skus[0], 5), (skus[1], 5))).status == 200
    assert zoe.quantities() == {skus[0]: available[skus[0]], skus[1]: 999}


def test_a_log_in_never_fails_for_its_cart(api, zoe, max_, skus):
    zoe.put(skus[0], 1)
    ordered = api.new_cart((skus[0], 1))
    assert ordered.order(wait_s=30).status == 201
    claimed = api.new_cart((skus[1], 1))
    assert max_.claim(claimed).status == 200
    mine = api.new_cart((skus[1], 1))
    made_up = f"{uuid.uuid4()}.{mine.token.partition('.')[2]}"
    for token in ("", "nonsense", "x" * 5000, "\u0000", mine.token[:-1], mine.token + "x", made_up, ordered.token, claimed.token):
        assert zoe.log_in(cart_token=token).status == 200, token
    assert zoe.quantities() == {skus[0]: 1}
    assert max_.quantities() == {skus[1]: 1}
    assert zoe.log_in(cart_token=7).bad_fields == {"cart_token": "wrong_type"}


def test_claims_that_are_refused_change_nothing(api, zoe, max_, skus):
    zoe.put(skus[0], 1)
    ordered = api.new_cart((skus[0], 1))
    assert ordered.order(wait_s=30).status == 201
    assert (zoe.claim(ordered).status, zoe.claim(ordered).code) == (409, "cart_already_ordered")
    guests = api.new_cart((skus[1], 1))
    for token in (None, "", "nonsense", ordered.token):
        answer = api.post(f"/carts/{guests.id}/claim", x_cart_token=token, **zoe.key)
        assert (answer.status, answer.code) == (404, "cart_not_found")
    assert api.post(f"/carts/{guests.id}/claim", x_cart_token=guests.token).status == 401
    assert max_.claim(guests).status == 200
    assert zoe.claim(guests).status == 404
    assert zoe.quantities() == {skus[0]: 1}


def test_a_cart_of_another_currency_is_claimed_by_an_empty_one_only(api, zoe, skus):
    dollars = api.new_cart(currency="USD")
    assert zoe.claim(dollars).json["currency"] == "USD"
    assert api.post("/carts", {"currency": "GBP"}, **zoe.key).status == 201
    zoe.put(skus[0], 1)
    assert zoe.claim(api.new_cart(currency="USD")).json["currency"] == "GBP"


def test_a_user_orders_without_tokens_and_then_has_a_new_cart(api, zoe, skus):
    zoe.put(skus[0], 2)
    cart = zoe.cart()
    placed = zoe.order(key="once")
    assert placed.status == 201, placed.body
    assert "order_token" not in placed.json
    assert placed.json["email"] == zoe.email
    again = zoe.order(cart["id"], key="once")
    assert (again.body, again.headers["idempotency-replayed"]) == (placed.body, "true")

    assert zoe.order(cart["id"]).code == "cart_already_ordered"
    added = api.post(f"/carts/{cart['id']}/items", {"sku": skus[0], "quantity": 1}, **zoe.key)
    assert (added.status, added.code) == (409, "cart_already_ordered")
    assert api.get(f"/carts/{cart['id']}", **zoe.key).json["items"][0]["quantity"] == 2
    following = zoe.cart()
    assert following["id"] != cart["id"]
    assert following["items"] == []
    assert zoe.order(cart["id"], key="once").body == placed.body
    assert [order["id"] for order in api.get("/orders", **zoe.key).json["items"]] == [placed.json["id"]]


def test_an_ordered_cart_makes_way_for_what_a_guest_brings(api, zoe, skus):
    zoe.put(skus[0], 1)
    assert zoe.order().status == 201
    guests = api.new_cart((skus[1], 3))
    assert zoe.log_in(cart_token=guests.token).status == 200
    assert zoe.cart()["id"] == guests.id
    assert zoe.quantities() == {skus[1]: 3}


def test_what_one_user_owns_does_not_exist_for_another(api, zoe, max_, skus):
    zoe.put(skus[0], 1)
    order = zoe.order().json
    zoe.put(skus[1], 1)
    cart = zoe.cart()
    guests = api.new_cart((skus[2], 1))
    line = {"sku": skus[1], "quantity": 1}

    def every_route(headers):
        yield api.get(f"/carts/{cart['id']}", **headers)
        yield api.post(f"/carts/{cart['id']}/items", line, **headers)
        yield api.put(f"/carts/{cart['id']}/items/{skus[1]}", {"quantity": 1}, **headers)
        yield api.delete(f"/carts/{cart['id']}/items/{skus[1]}", **headers)
        yield api.get(f"/orders/{order['id']}", **headers)
        yield api.get(f"/orders/{order['id']}/history", **headers)
        yield api.post(f"/orders/{order['id']}/cancel", **headers)
        if "authorization" in headers:
            yield api.post(f"/carts/{cart['id']}/claim", **headers)
        yield api.post("/orders", {"cart_id": cart["id"], "email": "max@example.com", "shipping_address": ADDRESS,
                                   "payment": {"method": "card", "token": "tok_approve"}},
                       idempotency_key=str(uuid.uuid4()), **headers)

    for headers in (max_.key, {}, {"x_cart_token": guests.token}, {**max_.key, "x_cart_token": guests.token},
                    {"x_order_token": guests.token}):
        for answer in every_route(headers):
            assert (answer.status, answer.code in ("cart_not_found", "order_not_found")) == (404, True), answer.body
    assert zoe.quantities() == {skus[1]: 1}
    assert max_.cart()["items"] == []
    assert api.get("/orders", **max_.key).json["items"] == []
