"""A guest fills a cart."""

import uuid

import pytest


def test_a_new_cart_is_empty_and_has_a_secret_token(api):
    answer = api.post("/carts")
    assert answer.status == 201
    cart = answer.json
    assert answer.headers["location"] == f"/api/v1/carts/{cart['id']}"
    assert answer.headers["cache-control"] == "no-store"
    assert (cart["items"], cart["currency"], cart["total"]) == ([], "GBP", {"amount": 0, "currency": "GBP"})
    shown = api.get(f"/carts/{cart['id']}", x_cart_token=cart["cart_token"])
    assert shown.status == 200
    assert "cart_token" not in shown.json


def test_adding_adds_up_and_setting_sets(api, skus):
    cart = api.new_cart()
    assert cart.add(skus[0], 2).json["items"][0]["quantity"] == 2
    assert cart.add(skus[0], 3).json["items"][0]["quantity"] == 5
    assert cart.set(skus[0], 1).json["items"][0]["quantity"] == 1
    assert cart.set(skus[1], 4).status == 200
    lines = {item["sku"]: item for item in cart.show().json["items"]}
    assert {sku: item["quantity"] for sku, item in lines.items()} == {skus[0]: 1, skus[1]: 4}
    assert cart.set(skus[1], 0).json["items"] == [lines[skus[0]]]
    removed = cart.remove(skus[0])
    assert (removed.status, removed.json["items"]) == (200, [])


def test_prices_are_live_and_add_up_exactly(api, skus, products):
    prices = {variant["sku"]: variant["price"]["amount"] for product in products for variant in product["variants"]}
    cart = api.new_cart((skus[0], 3), (skus[1], 7), (skus[2], 1)).show().json
    for item in cart["items"]:
        assert item["unit_price"]["amount"] == prices[item["sku"]]
        assert item["line_total"]["amount"] == prices[item["sku"]] * item["quantity"]
        assert 0 < item["available"] <= 999
    total = sum(item["line_total"]["amount"] for item in cart["items"])
    assert cart["subtotal"]["amount"] == cart["total"]["amount"] == total
    for name in ("discount_total", "tax_total", "shipping_total"):
        assert cart[name] == {"amount": 0, "currency": "GBP"}
    assert cart["coupons"] == []


@pytest.mark.parametrize("quantity,code", [(0, "out_of_range"), (-1, "out_of_range"), (1000, "out_of_range"),
                                           (2**63, "out_of_range"), (1.5, None), ("1", None), (None, None), (True, None)])
def test_a_quantity_is_a_number_from_1_to_999(api, skus, quantity, code):
    answer = api.new_cart().add(skus[0], quantity)
    assert answer.status == 422
    assert "quantity" in answer.bad_fields
    assert code in (None, answer.bad_fields["quantity"])


def test_a_line_holds_at_most_999(api, skus):
    cart = api.new_cart((skus[0], 999))
    answer = cart.add(skus[0], 1)
    assert answer.status == 422
    assert cart.show().json["items"][0]["quantity"] == 999
    assert cart.set(skus[0], 1000).status == 422


def test_a_cart_holds_at_most_100_lines(api, products):
    every = [variant["sku"] for product in products for variant in product["variants"]]
    assert len(every) > 100
    cart = api.new_cart(*((sku, 1) for sku in every[:100]))
    answer = cart.add(every[100], 1)
    assert answer.status == 422
    assert "too_many_lines" in answer.codes
    assert cart.add(every[0], 1).status == 200


def test_unknown_skus_are_named(api):
    cart = api.new_cart()
    for answer in (cart.add("NO-SUCH-SKU", 1), cart.set("NO-SUCH-SKU", 1)):
        assert answer.status == 422
        assert "unknown_sku" in answer.codes
    assert cart.add("not a sku!", 1).status == 422


def test_every_bad_field_is_named_at_once(api):
    cart = api.new_cart()
    answer = api.post(f"/carts/{cart.id}/items", {"quantity": 0, "colour": "red"}, x_cart_token=cart.token)
    assert answer.status == 422
    assert set(answer.bad_fields) == {"sku", "quantity", "colour"}


def test_another_ones_cart_looks_like_no_cart(api, skus):
    mine, other = api.new_cart((skus[0], 1)), api.new_cart()
    for token in (None, "", "nonsense", other.token, mine.token[:-1], mine.token + "x"):
        for answer in (api.get(f"/carts/{mine.id}", x_cart_token=token),
                       api.post(f"/carts/{mine.id}/items", {"sku": skus[0], "quantity": 1}, x_cart_token=token),
                       api.put(f"/carts/{mine.id}/items/{skus[0]}", {"quantity": 1}, x_cart_token=token),
                       api.delete(f"/carts/{mine.id}/items/{skus[0]}", x_cart_token=token)):
            assert (answer.status, answer.code) == (404, "cart_not_found")
    assert mine.show().json["items"][0]["quantity"] == 1


def test_unknown_carts_are_not_found(api):
    for name in (uuid.uuid4(), "nonsense", "018f0000-0000-7000-8000-000000000000"):
        assert api.get(f"/carts/{name}", x_cart_token="x").status == 404


def test_currencies_do_not_mix(api, skus):
    cart = api.new_cart(currency="USD")
    answer = cart.add(skus[0], 1)
    assert answer.status == 422
    assert "currency_mismatch" in answer.codes
    assert api.post("/carts", {"currency": "XYZ"}).status == 422
    assert api.post("/carts", {"currency": "gbp"}).status == 422
