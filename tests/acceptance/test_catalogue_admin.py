"""Managers write the catalogue: two editors, what was ordered, files over the wire, and shoppers who see it at once."""

import concurrent.futures
import json
import uuid

import pytest
from client import Client
from conftest import contract_of
from shop import SHARED_DATA, SOON_S, wait_until

PASSWORD = "a long enough password"
CSV = "text/csv"
JSON_LINES = "application/x-ndjson"


class Manager:
    """Somebody with a role, at a shop."""

    def __init__(self, shop, api, role="manager"):
        self.api = api
        email = f"{uuid.uuid4()}@example.com"
        assert api.post("/auth/register", {"email": email, "password": PASSWORD, "name": "Max"}).status == 201
        shop.ctl("user", "role", email, role)
        token = api.post("/auth/login", {"email": email, "password": PASSWORD}).json["access_token"]
        self.bearer = {"Authorization": f"Bearer {token}"}

    def call(self, method, path, body=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.api.call(method, "/api/v1/admin" + path, body, {**self.bearer, **named})

    def add(self, **product):
        answer = self.call("POST", "/products", product)
        assert answer.status == 201, answer.body
        return answer.json

    def send(self, text, media_type):
        body = text if isinstance(text, bytes) else text.encode()
        return self.call("POST", "/catalog/import", body, Content_Type=media_type)


@pytest.fixture(scope="session")
def manager(shop, api):
    return Manager(shop, api)


def variant(sku, pence=1000, **more):
    return {"sku": sku, "price": {"amount": pence, "currency": "GBP"}, **more}


def fresh(name):
    return f"{name}-{uuid.uuid4().hex[:12]}"


def test_a_shelf_and_a_product_are_seen_by_shoppers_within_a_second(api, manager):
    name = fresh("shelf")
    shelf = manager.call("POST", "/categories", {"name": name})
    assert shelf.status == 201
    sku = fresh("LAMP")
    lamp = manager.add(title=f"Lamp {sku}", status="active", category_ids=[shelf.json["id"]], variants=[variant(sku)])

    def is_shown():
        tree = {each["name"]: each for each in api.get("/categories").json["items"]}
        return tree.get(name, {}).get("product_count") == 1 and api.get(f"/products/{lamp['slug']}").status == 200

    wait_until(is_shown, limit_s=SOON_S)
    listed = api.get(f"/products?category={shelf.json['slug']}").json["items"]
    assert [product["id"] for product in listed] == [lamp["id"]]

    assert manager.call("PATCH", f"/products/{lamp['id']}/variants/{sku}", {"price": {"amount": 900, "currency": "GBP"}}).status == 200
    wait_until(lambda: api.get(f"/products/{lamp['slug']}").json["variants"][0]["price"]["amount"] == 900, limit_s=SOON_S)

    assert manager.call("DELETE", f"/categories/{shelf.json['id']}").code == "category_not_empty"
    assert manager.call("DELETE", f"/products/{lamp['id']}").status == 204
    wait_until(lambda: api.get(f"/products/{lamp['slug']}").status == 404, limit_s=SOON_S)
    assert manager.call("DELETE", f"/categories/{shelf.json['id']}").status == 204
    wait_until(lambda: name not in api.get("/categories").body.decode(), limit_s=SOON_S)


def test_of_many_editors_who_started_from_one_version_one_wins(manager):
    """The predecessor let the last one overwrite what the others had written."""
    lamp = manager.add(title=fresh("Lamp"))
    path = f"/products/{lamp['id']}"
    etag = manager.call("GET", path).headers["etag"]
    with concurrent.futures.ThreadPoolExecutor(8) as editors:
        answers = list(editors.map(lambda i: manager.call("PATCH", path, {"title": f"Lamp {i}"}, If_Match=etag), range(8)))
    assert sorted(answer.status for answer in answers) == [200] + [412] * 7
    assert {answer.code for answer in answers if answer.status == 412} == {"product_changed"}
    winner = next(answer for answer in answers if answer.status == 200)
    assert manager.call("GET", path).json["title"] == winner.json["title"]


def test_what_was_ordered_is_archived_and_its_order_stays(shop, api, manager):
    sku = fresh("LAMP")
    lamp = manager.add(title=fresh("Lamp"), status="active", variants=[variant(sku), variant(fresh("SPARE"))])
    shop.ctl("stock", "receive", sku, 5, "--reference", sku)
    wait_until(lambda: api.get(f"/products/{lamp['id']}").json["variants"][0]["available"] == 5)
    order = api.new_cart((sku, 1)).settled_order()
    wait_until(lambda: api.get(f"/products/{lamp['id']}").json["variants"][0]["available"] == 4)

    path = f"/products/{lamp['id']}"
    kept = manager.call("PUT", path, {"title": "Lamp", "variants": []}).json["variants"]
    assert [(each["sku"], each["active"]) for each in kept] == [(sku, False)]
    assert manager.call("DELETE", path).status == 204
    assert manager.call("GET", path).json["status"] == "archived"
    wait_until(lambda: api.get(f"/products/{lamp['id']}").status == 404, limit_s=SOON_S)
    assert order.show()["lines"][0]["sku"] == sku
    assert manager.call("POST", "/products", {"title": "Other", "variants": [variant(sku)]}).code == "sku_taken"


def test_shoppers_and_staff_write_nothing(shop, api):
    staff = Manager(shop, api, "staff")
    for method, path in [("GET", "/products"), ("POST", "/products"), ("POST", "/categories"), ("POST", "/catalog/import")]:
        assert staff.call(method, path, {} if method == "POST" else None).status == 403
        assert api.call(method, "/api/v1/admin" + path, {} if method == "POST" else None).status == 401


def test_a_file_is_sent_and_its_bad_lines_come_back(api, manager):
    cup, pot = fresh("CUP"), fresh("POT")
    file = f"sku,title,price,stock\n{cup},Cup,4.50,7\n{pot},Pot,a lot,1\n"
    report = manager.send(file, CSV)
    assert (report.json["created"], report.json["updated"]) == (1, 0)
    assert [(each["line"], each["code"]) for each in report.json["rejected"]] == [(3, "malformed_amount")]
    assert manager.send(file, CSV).json["unchanged"] == 1
    page = api.get(f"/products?q={cup}").json["items"]
    wait_until(lambda: api.get(f"/products/{page[0]['id']}").json["variants"][0]["available"] == 7)

    assert manager.send(file, "application/xml").status == 415
    assert manager.send(b"\xfd7zXZ\0" + b"\0" * 100, CSV).status == 422


def pieces(lines, most_bytes=900_000):
    """Of whole lines."""
    piece = b""
    for line in lines:
        if len(piece) + len(line) > most_bytes:
            yield piece
            piece = b""
        piece += line
    yield piece


@pytest.mark.skipif(not SHARED_DATA.exists(), reason="needs ../shared/data")
def test_a_real_shops_catalogue_is_sent_and_edited(own_shop):
    """A fashion shop's: what one shop exports, another takes over the wire, and knows again."""
    source = own_shop().stock_with(SHARED_DATA / "fashion_catalogue.jsonl.xz")
    source.ctl("catalog", "export", source.folder / "export.jsonl")
    lines = (source.folder / "export.jsonl").read_bytes().splitlines(keepends=True)
    products = [entry for entry in map(json.loads, lines) if "variants" in entry]
    variants = sum(len(product["variants"]) for product in products)
    assert (len(products) > 140) and variants > 1800

    shop = own_shop()
    shop.ctl("migrate")
    api = Client(shop.start().port, contract_of(shop))
    manager = Manager(shop, api)
    reports = [manager.send(piece, JSON_LINES).json for piece in pieces(lines)]
    assert sum(report["created"] for report in reports) == variants, reports
    assert sum(report["rejected_count"] for report in reports) == 0
    assert sum(manager.send(piece, JSON_LINES).json["unchanged"] for piece in pieces(lines)) == variants

    seen, cursor = [], ""
    while cursor is not None:
        page = manager.call("GET", f"/products?limit=100&sort=name{cursor}").json
        seen += page["items"]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert {each["slug"] for each in seen} == {product["slug"] for product in products}
    assert sum(len(each["variants"]) for each in seen) == variants

    first = next(each for each in seen if each["status"] == "active" and each["category_ids"])
    shoppers = api.get(f"/products/{first['id']}").json
    body = {name: first[name] for name in ("title", "description", "category_ids", "image_urls", "attributes")}
    body["variants"] = [{name: each[name] for name in ("sku", "title", "options", "price", "active")} for each in first["variants"]]
    same = manager.call("PUT", f"/products/{first['id']}", body)
    assert (same.status, same.json["version"]) == (200, first["version"]), "written anew as it is, nothing changes"
    assert shoppers["description"] == same.json["description"]
    assert "<script" not in json.dumps(seen)
    assert set(shop.stop().values()) == {0}
