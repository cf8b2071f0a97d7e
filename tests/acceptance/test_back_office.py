"""Staff at their desks: stock is looked at and corrected, dead letters belong to admins."""

import concurrent.futures

import pytest
from client import Client
from conftest import contract_of
from shop import catalogue_line, wait_until, write_catalogue
from test_accounts import bearer, log_in
from test_audit_and_api_keys import an_account


@pytest.fixture
def at_desk(own_shop, tmp_path):
    """A shop with 9 teas and 3 mugs; gives a client and how each role shows who it is."""
    lines = [catalogue_line("TEA-1", stock=9), catalogue_line("MUG-1", stock=3)]
    shop = own_shop().stock_with(write_catalogue(tmp_path / "shelf.jsonl", lines)).start()
    api = Client(shop.port, contract_of(shop))

    def as_a(role):
        _, email, password = an_account(shop, role)
        return bearer(log_in(api, email, password).json)

    return api, as_a


def test_staff_correct_the_stock_and_shoppers_see_it(at_desk):
    api, as_a = at_desk
    staff = as_a("staff")
    assert [item["sku"] for item in api.get("/admin/stock", **staff).json["items"]] == ["MUG-1", "TEA-1"]
    assert api.get("/admin/stock?limit=1", **staff).json["next_cursor"]
    low = api.get("/admin/stock?low=true", **staff).json["items"]
    assert all(item["available"] <= item["low_stock_threshold"] for item in low)

    found = api.post("/admin/stock/MUG-1/adjustments", {"delta": 4, "reason": "behind the shelf"}, **staff)
    assert (found.status, found.json["on_hand"], found.json["available"]) == (200, 7, 7)
    shown = api.get("/admin/stock/MUG-1", **staff)
    assert shown.json == found.json
    assert api.get("/admin/stock/MUG-1", if_none_match=shown.headers["etag"], **staff).status == 304
    wait_until(lambda: api.new_cart(("MUG-1", 1)).show().json["items"][0]["available"] == 7, what="shoppers saw it")


def test_what_a_manager_has_just_added_can_be_stocked_and_sold(at_desk):
    api, as_a = at_desk
    manager = as_a("manager")
    made = api.post("/admin/products", {"title": "Kettle", "status": "active", "variants": [
        {"sku": "KETTLE-1", "title": "", "price": {"amount": 2999, "currency": "GBP"}}]}, **manager)
    assert made.status == 201, made.body
    assert api.get("/admin/stock/KETTLE-1", **manager).json["on_hand"] == 0
    came = api.post("/admin/stock/KETTLE-1/adjustments", {"delta": 5, "reason": "delivered"}, **manager)
    assert (came.status, came.json["available"]) == (200, 5)
    assert api.post("/admin/stock/KETTEL-1/adjustments", {"delta": 5, "reason": "delivered"}, **manager).status == 404
    wait_until(lambda: api.get("/products/kettle").json["variants"][0]["available"] == 5, what="shoppers saw it")
    assert api.new_cart(("KETTLE-1", 2)).settled_order().placed["status"] == "confirmed"


def test_stock_never_falls_below_what_is_reserved_or_zero(at_desk):
    api, as_a = at_desk
    staff = as_a("staff")
    lost = api.post("/admin/stock/TEA-1/adjustments", {"delta": -10, "reason": "lost"}, **staff)
    assert (lost.status, lost.code) == (409, "insufficient_stock")
    bad = api.post("/admin/stock/TEA-1/adjustments", {"delta": "2", "why": "x"}, **staff)
    assert bad.bad_fields == {"delta": "wrong_type", "reason": "required", "why": "unknown_field"}
    assert api.get("/admin/stock/NO-SUCH", **staff).code == "stock_not_found"


def test_corrections_at_once_all_count(at_desk):
    api, as_a = at_desk
    staff = as_a("staff")
    with concurrent.futures.ThreadPoolExecutor(8) as desks:
        answers = list(desks.map(lambda _: api.post("/admin/stock/TEA-1/adjustments", {"delta": 1, "reason": "counted"}, **staff),
                                 range(40)))
    assert {answer.status for answer in answers} == {200}
    assert api.get("/admin/stock/TEA-1", **staff).json["on_hand"] == 49


def test_dead_letters_are_for_admins(at_desk):
    api, as_a = at_desk
    admin = as_a("admin")
    assert api.get("/admin/dead-letters", **admin).json == {"items": [], "next_cursor": None}
    for method, path in (("GET", "/1"), ("DELETE", "/1"), ("POST", "/1/replay"), ("GET", "/none")):
        assert api.call(method, "/api/v1/admin/dead-letters" + path, headers={"Authorization": admin["authorization"]}).code == \
            "dead_letter_not_found"
    assert api.get("/admin/dead-letters", **as_a("manager")).status == 403
