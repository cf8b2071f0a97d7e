"""Somebody leaves who has ordered: the books stay, the person does not."""

import json
import uuid

from client import ADDRESS, Client
from shop import DEMO_CATALOGUE, wait_until

PASSWORD = "a long enough password"
SOON = {"ORION_SCHEDULER_HOUSEKEEPING_INTERVAL_S": "1",
        **{f"ORION_LIMITS_{name}_PER_MINUTE": "0" for name in ("BROWSING", "SHOPPING", "CHECKOUT", "CREDENTIALS")}}
PERSON = {"name": "Wilhelmina Quillfeather", "line1": "7 Quillfeather Close", "line2": "Attic of Quillfeather",
          "city": "Quillfeatherton", "region": "Quillshire", "postcode": "QF7 7QF", "country": "GB"}


class Somebody:
    def __init__(self, api, name="Wilhelmina Quillfeather"):
        self.api = api
        self.email = f"{uuid.uuid4().hex[:8]}.{name.split()[-1].lower()}@example.com"
        answer = api.post("/auth/register", {"email": self.email, "password": PASSWORD, "name": name})
        assert answer.status == 201, answer.body
        self.id = answer.json["user"]["id"]
        self.key = {"authorization": f"Bearer {answer.json['access_token']}"}

    def order(self, sku, token="tok_approve", wait_s=30, address=PERSON):
        cart = self.api.get("/me/cart", **self.key).json["id"]
        assert self.api.put(f"/carts/{cart}/items/{sku}", {"quantity": 1}, **self.key).status == 200
        answer = self.api.post("/orders", {"cart_id": cart, "shipping_address": address, "billing_address": address,
                                           "payment": {"method": "card", "token": token}},
                               idempotency_key=str(uuid.uuid4()), prefer=f"wait={wait_s}", **self.key)
        assert answer.status in (201, 202), answer.body
        return answer.json


def where_found(shop, traces):
    """Which files of the shop's database, or tables, hold any of these texts."""
    if shop.engines:
        texts = {table: json.dumps(shop.engines.rows(table), ensure_ascii=False)
                 for number in range(len(shop.engines.databases)) for table in shop.engines.tables(number)
                 if table.startswith(("carts_", "ordering_", "billing_", "identity_", "notifications_", "messaging_"))}
    else:
        texts = {path.name: path.read_bytes().decode(errors="replace") for path in shop.data.glob("*.db*")}
    return {name for name, text in texts.items() if any(trace in text for trace in traces)}


def started(own_shop):
    shop = own_shop(one_process=True, settings=SOON).stock_with(DEMO_CATALOGUE).start()
    api = Client(shop.port)
    skus = [variant["sku"] for product in api.get("/products?limit=50").json["items"] for variant in product["variants"]
            if variant["available"] >= 20]
    return shop, api, skus


def test_what_is_known_about_somebody_can_be_had(own_shop):
    _, api, skus = started(own_shop)
    zoe = Somebody(api)
    orders = [zoe.order(skus[0]), zoe.order(skus[1])]
    cart = api.get("/me/cart", **zoe.key).json
    assert api.put(f"/carts/{cart['id']}/items/{skus[2]}", {"quantity": 3}, **zoe.key).status == 200
    Somebody(api).order(skus[0])
    record = api.get("/me/export", **zoe.key).json
    assert [order["id"] for order in record["orders"]] == [orders[1]["id"], orders[0]["id"]]
    assert record["orders"][0]["shipping_address"] == PERSON
    assert [(item["sku"], item["quantity"]) for item in record["cart"]["items"]] == [(skus[2], 3)]


def test_the_orders_of_somebody_who_has_left_are_nobodys(own_shop):
    shop, api, skus = started(own_shop)
    gone, stays = Somebody(api), Somebody(api, "Max Staywell")
    confirmed = gone.order(skus[0])
    failed = gone.order(skus[1], token="tok_decline")
    cancelled = gone.order(skus[2])
    said = {"reason": "Quillfeather moves to another planet"}
    assert api.post(f"/orders/{cancelled['id']}/cancel", said, **gone.key).status == 200
    kept = stays.order(skus[0], address={**ADDRESS, "name": "Max Staywell"})
    api.put(f"/carts/{api.get('/me/cart', **gone.key).json['id']}/items/{skus[3]}", {"quantity": 1}, **gone.key)
    api.put(f"/carts/{api.get('/me/cart', **stays.key).json['id']}/items/{skus[3]}", {"quantity": 1}, **stays.key)
    shop.ctl("user", "role", stays.email, "staff")
    assert where_found(shop, ["uillfeather"])

    assert api.delete("/me", **gone.key).status == 204
    wait_until(lambda: not where_found(shop, ["uillfeather", "QF7 7QF"]), limit_s=90,
               what="nothing told of them any more")

    clerk = {"authorization": "Bearer " + api.post(
        "/auth/login", {"email": stays.email, "password": PASSWORD}).json["access_token"]}
    for order, status in ((confirmed, "confirmed"), (failed, "failed"), (cancelled, "cancelled")):
        shown = api.get(f"/orders/{order['id']}", **clerk).json
        assert shown["status"] == status
        assert (shown["number"], shown["lines"], shown["total"]) == (order["number"], order["lines"], order["total"])
        assert shown["email"] == "erased@customer.invalid"
        assert shown["shipping_address"] == {"name": "erased", "line1": "erased", "city": "erased", "postcode": "erased",
                                             "country": "GB"}
    history = api.get(f"/orders/{cancelled['id']}/history", **clerk).json["items"]
    assert [entry["reason"] for entry in history if entry["to"] == "cancelled"][0] == "erased"
    assert api.get(f"/admin/orders?customer_id={gone.id}", **clerk).json["items"] == []
    mine = api.get(f"/orders/{kept['id']}", **clerk).json
    assert (mine["email"], mine["shipping_address"]["name"]) == (stays.email, "Max Staywell")
    assert api.get("/me/cart", **clerk).json["items"][0]["sku"] == skus[3]
    assert where_found(shop, ["Staywell"])


def test_an_order_on_its_way_keeps_its_address_until_it_has_settled(own_shop):
    shop, api, skus = started(own_shop)
    gone, clerk = Somebody(api), Somebody(api, "Max Staywell")
    shop.ctl("user", "role", clerk.email, "staff")
    key = {"authorization": "Bearer " + api.post(
        "/auth/login", {"email": clerk.email, "password": PASSWORD}).json["access_token"]}
    order = gone.order(skus[0], token="tok_slow_4000", wait_s=0)
    assert api.delete("/me", **gone.key).status == 204

    def shown():
        return api.get(f"/orders/{order['id']}", **key).json

    wait_until(lambda: api.get(f"/admin/orders?customer_id={gone.id}", **key).json["items"] == [], what="it was nobody's")
    underway = shown()
    if underway["status"] == "pending":
        assert underway["shipping_address"] == PERSON
    wait_until(lambda: shown()["email"] == "erased@customer.invalid", what="it was anonymised")
    assert shown()["status"] == "confirmed"
    wait_until(lambda: not where_found(shop, ["uillfeather"]), limit_s=90, what="nothing told of them any more")
