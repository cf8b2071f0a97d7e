"""A guest orders: what happens to money and stock for every way it can go."""

import concurrent.futures
import uuid

import pytest
from shop import wait_until

BOUGHT = ["pending", "confirmed"]


def states(order):
    """The order's statuses as its history tells them, each once."""
    seen = []
    for entry in order.history():
        if not seen or entry["to"] != seen[-1]:
            seen.append(entry["to"])
    return seen


def test_an_order_is_reserved_paid_and_confirmed(api, skus):
    cart = api.new_cart((skus[0], 2), (skus[1], 1))
    total = cart.show().json["total"]
    answer = cart.order(wait_s=30, expected_total=total)
    assert answer.status == 201
    order = answer.json
    assert answer.headers["location"] == f"/api/v1/orders/{order['id']}"
    assert (order["status"], order["payment_status"], order["fulfilment_status"]) == ("confirmed", "captured", "unfulfilled")
    assert order["total"] == total
    assert order["email"] == "zoe@example.com"
    assert [(line["sku"], line["quantity"]) for line in order["lines"]] == [(skus[0], 2), (skus[1], 1)]


def test_an_order_is_accepted_at_once_and_told_by_its_history(api, skus):
    answer = api.new_cart((skus[0], 1)).order()
    assert answer.status == 202
    assert answer.json["status"] == "pending"
    assert answer.headers["cache-control"] == "no-store"
    location, token = answer.headers["location"].removeprefix("/api/v1"), answer.json["order_token"]
    wait_until(lambda: api.get(location, x_order_token=token).json["status"] == "confirmed", what="it was confirmed")
    history = api.get(location + "/history", x_order_token=token).json["items"]
    assert (history[0]["from"], history[0]["to"]) == (None, "pending")
    assert history[-1]["to"] == "confirmed"
    assert [entry["at"] for entry in history] == sorted(entry["at"] for entry in history)
    assert "order_token" not in api.get(location, x_order_token=token).json


@pytest.mark.parametrize("token", ["tok_approve", "tok_flaky", "tok_lost", "tok_slow_300"])
def test_payments_that_succeed_in_the_end(api, skus, token):
    order = api.new_cart((skus[2], 1)).settled_order(token)
    assert (order.placed["status"], order.placed["payment_status"]) == ("confirmed", "captured")
    assert states(order) == BOUGHT


@pytest.mark.parametrize("token,reason", [("tok_decline", "payment_declined"), ("tok_unavailable", "payment_unavailable")])
def test_payments_that_fail_give_the_stock_back(api, skus, token, reason):
    def available():
        return api.new_cart((skus[3], 1)).show().json["items"][0]["available"]

    before = available()
    order = api.new_cart((skus[3], 2)).settled_order(token)
    assert (order.placed["status"], order.placed["failure_reason"]) == ("failed", reason)
    assert order.placed["payment_status"] in ("failed", "none", "voided")
    assert states(order) == ["pending", "failed"]
    wait_until(lambda: available() == before, limit_s=5, what="the stock was back")


def test_an_unknown_payment_token_is_refused_at_once(api, skus):
    for token in ("tok_unknown", "4111111111111111", "tok_slow_", "tok_slow_x", ""):
        answer = api.new_cart((skus[0], 1)).order(token)
        assert answer.status == 422, token
        assert "payment.token" in answer.bad_fields


def test_what_bought_leaves_the_shop(api, skus):
    def available():
        return api.new_cart((skus[4], 1)).show().json["items"][0]["available"]

    before = available()
    api.new_cart((skus[4], 3)).settled_order()
    wait_until(lambda: available() == before - 3, limit_s=5, what="the catalogue knew")


def test_more_than_there_is_cannot_be_had(api, products):
    sku, available = next((variant["sku"], variant["available"]) for product in products
                          for variant in product["variants"] if 0 < variant["available"] < 500)
    answer = api.new_cart((sku, available + 1)).order(wait_s=30)
    if answer.status == 409:
        assert answer.code == "out_of_stock"
    else:
        assert answer.status == 201
        assert (answer.json["status"], answer.json["failure_reason"]) == ("failed", "out_of_stock")


def test_a_changed_price_is_told(api, skus):
    answer = api.new_cart((skus[0], 1)).order(expected_total={"amount": 1, "currency": "GBP"})
    assert (answer.status, answer.code) == (409, "price_changed")


def test_an_empty_cart_cannot_be_ordered(api):
    answer = api.new_cart().order()
    assert (answer.status, answer.code) == (422, "cart_empty")


def test_a_cart_is_ordered_once(api, skus):
    cart = api.new_cart((skus[0], 1))
    assert cart.order().status == 202
    for answer in (cart.order(), cart.add(skus[0], 1), cart.set(skus[0], 2), cart.remove(skus[0])):
        assert (answer.status, answer.code) == (409, "cart_already_ordered")


def test_without_a_key_no_order(api, skus):
    cart = api.new_cart((skus[0], 1))
    answer = api.post("/orders", cart.order_body(), x_cart_token=cart.token)
    assert (answer.status, answer.code) == (400, "idempotency_key_required")
    assert api.post("/orders", cart.order_body(), x_cart_token=cart.token, idempotency_key="x" * 256).status == 400


def test_the_same_request_gets_the_same_bytes(api, skus):
    cart, key = api.new_cart((skus[0], 1)), str(uuid.uuid4())
    first = cart.order(key=key)
    again = cart.order(key=f'"{key}"')
    assert (again.status, again.body) == (first.status, first.body)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert again.headers["location"] == first.headers["location"]
    other = cart.order(key=key, email="other@example.com")
    assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_a_key_is_only_used_up_by_success(api, skus):
    cart, key = api.new_cart(), str(uuid.uuid4())
    assert cart.order(key=key).status == 422
    assert cart.add(skus[0], 1).status == 200
    assert cart.order(key=key).status == 202


def test_equal_keys_of_two_carts_are_two_keys(api, skus):
    key = str(uuid.uuid4())
    orders = {api.new_cart((skus[0], 1)).order(key=key).json["id"] for _ in range(2)}
    assert len(orders) == 2


@pytest.mark.parametrize("wait_s", [None, 20])
def test_twenty_checkouts_with_one_key_make_one_order(api, skus, wait_s):
    cart, key = api.new_cart((skus[0], 1)), str(uuid.uuid4())
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: cart.order(key=key, wait_s=wait_s), range(20)))
    good = [answer for answer in answers if answer.status in (201, 202)]
    assert good
    assert len({answer.body for answer in good}) == 1
    assert all((answer.status, answer.code) == (409, "request_in_progress") for answer in answers if answer not in good)
    assert cart.order(key=key, wait_s=wait_s).body == good[0].body


def test_two_hundred_buyers_of_fifty_pieces(own_shop, tmp_path):
    from client import Client
    from conftest import contract_of
    from shop import catalogue_line, write_catalogue

    shop = own_shop()
    shop.stock_with(write_catalogue(tmp_path / "rare.jsonl", [catalogue_line("RARE", stock=50)])).start()
    api = Client(shop.port, contract_of(shop))
    carts = [api.new_cart(("RARE", 1)) for _ in range(200)]
    with concurrent.futures.ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(lambda cart: cart.order(wait_s=30), carts))
    sold = [answer for answer in answers if answer.status == 201 and answer.json["status"] == "confirmed"]
    for answer in answers:
        if answer not in sold:
            assert (answer.status == 409 and answer.code == "out_of_stock") or (
                answer.status == 201 and answer.json["failure_reason"] == "out_of_stock"), answer.body
    assert len(sold) == 50
    shop.ctl("check")
    assert set(shop.stop().values()) == {0}


def test_cancelling_what_is_confirmed_gives_back_money_and_stock(api, skus):
    order = api.new_cart((skus[2], 1)).settled_order()
    answer = order.cancel("changed my mind")
    assert (answer.status, answer.json["status"]) == (200, "cancelled")
    wait_until(lambda: order.show()["payment_status"] == "refunded", what="the money was back")
    assert states(order) == ["pending", "confirmed", "cancelled"]
    cancelled = next(entry for entry in order.history() if entry["to"] == "cancelled")
    assert "changed my mind" in (cancelled["reason"], cancelled["detail"])
    again = order.cancel()
    assert (again.status, again.code) == (409, "not_cancellable")


def test_cancelling_what_is_pending_takes_no_money(api, skus):
    answer = api.new_cart((skus[2], 1)).order("tok_slow_1500")
    location, token = answer.headers["location"].removeprefix("/api/v1"), answer.json["order_token"]
    cancelled = api.post(location + "/cancel", x_order_token=token)
    assert (cancelled.status, cancelled.json["status"]) == (200, "cancelled")
    wait_until(lambda: api.get(location, x_order_token=token).json["payment_status"] in ("refunded", "voided", "none"),
               what="no money was held")
    assert api.get(location, x_order_token=token).json["status"] == "cancelled"


def test_a_failed_order_cannot_be_cancelled(api, skus):
    answer = api.new_cart((skus[2], 1)).settled_order("tok_decline").cancel()
    assert (answer.status, answer.code) == (409, "not_cancellable")


def test_another_ones_order_looks_like_no_order(api, skus):
    mine, other = (api.new_cart((skus[0], 1)).settled_order() for _ in range(2))
    for token in (None, "", "nonsense", other.token, mine.token[:-1]):
        for answer in (api.get(f"/orders/{mine.id}", x_order_token=token),
                       api.get(f"/orders/{mine.id}/history", x_order_token=token),
                       api.post(f"/orders/{mine.id}/cancel", x_order_token=token)):
            assert (answer.status, answer.code) == (404, "order_not_found")
    assert api.get(f"/orders/{uuid.uuid4()}", x_order_token=mine.token).status == 404
    assert api.get("/orders/nonsense", x_order_token=mine.token).status == 404


def test_a_foreign_cart_cannot_be_ordered(api, skus):
    mine, other = api.new_cart((skus[0], 1)), api.new_cart()
    for token in (None, other.token):
        answer = api.post("/orders", mine.order_body(), idempotency_key="k", x_cart_token=token)
        assert (answer.status, answer.code) == (404, "cart_not_found")


def test_every_bad_field_of_an_order_is_named(api, skus):
    cart = api.new_cart((skus[0], 1))
    answer = cart.order(email="nobody", shipping_address={"name": " ", "line1": "x", "city": "y", "postcode": "z", "country": "XX",
                                                          "planet": "Earth"},
                        payment={"method": "cash", "token": "tok_approve"}, gift=True)
    assert answer.status == 422
    assert {"email", "shipping_address.name", "shipping_address.country", "shipping_address.planet", "payment.method",
            "gift"} <= set(answer.bad_fields)
    for missing in ("email", "shipping_address", "payment"):
        answer = cart.order(**{missing: None})
        assert answer.status == 422
        assert any(field.startswith(missing) for field in answer.bad_fields)
    assert cart.order().status == 202


def test_a_wait_of_nonsense_is_no_wait(api, skus):
    cart = api.new_cart((skus[0], 1))
    answer = api.post("/orders", cart.order_body(), x_cart_token=cart.token, idempotency_key="k", prefer="wait=soon")
    assert answer.status == 202
