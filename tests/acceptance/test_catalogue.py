"""What a shopper sees of the catalogue."""

import itertools
import urllib.parse

import pytest


def cheapest(product):
    return min(variant["price"]["amount"] for variant in product["variants"])


def ids(answer):
    assert answer.status == 200, answer.body
    return [item["id"] for item in answer.json["items"]]


def test_the_demo_shop_is_stocked(products):
    assert 50 <= len(products) <= 80
    assert all(product["status"] == "active" for product in products)
    assert any(len(product["variants"]) > 3 for product in products)
    assert len({variant["sku"] for product in products for variant in product["variants"]}) > 100


def test_pages_neither_repeat_nor_skip(api, products):
    for sort in ("name", "-name", "price", "-price", "created_at", "-created_at"):
        seen, cursor = [], ""
        while cursor is not None:
            page = api.get(f"/products?limit=7&sort={sort}{cursor}").json
            assert len(page["items"]) <= 7
            seen += page["items"]
            cursor = page["next_cursor"] and f"&cursor={urllib.parse.quote(page['next_cursor'])}"
        assert sorted(item["id"] for item in seen) == sorted(item["id"] for item in products), sort
        key = {"name": lambda item: item["title"].casefold(), "price": cheapest,
               "created_at": lambda item: item["created_at"]}[sort.lstrip("-")]
        values = [key(item) for item in seen]
        if sort.lstrip("-") != "name":  # how titles collate is the shop's affair
            assert values == sorted(values, reverse=sort.startswith("-")), sort


def test_the_default_page_has_twenty_products_newest_first(api):
    page = api.get("/products").json
    assert len(page["items"]) == 20
    assert page["next_cursor"]
    born = [item["created_at"] for item in page["items"]]
    assert born == sorted(born, reverse=True)


def test_price_filters_look_at_every_variant(api, products):
    low, high = 1000, 2500
    expected = {product["id"] for product in products
                if any(low <= variant["price"]["amount"] <= high for variant in product["variants"])}
    assert expected
    assert set(ids(api.get(f"/products?limit=100&min_price={low}&max_price={high}"))) == expected
    assert ids(api.get("/products?min_price=99999999")) == []


def test_in_stock_filter(api, products):
    def buyable(product):
        return any(variant["available"] > 0 for variant in product["variants"])

    assert set(ids(api.get("/products?limit=100&in_stock=true"))) == {p["id"] for p in products if buyable(p)}
    assert set(ids(api.get("/products?limit=100&in_stock=false"))) <= {p["id"] for p in products}


def test_categories_are_a_tree_that_filters_products(api, products):
    roots = api.call("GET", "/api/v1/categories").json
    roots = roots["items"] if isinstance(roots, dict) else roots
    assert roots

    def below(category):
        return {category["id"]}.union(*(below(child) for child in category["children"]))

    def walk(categories):
        for category in categories:
            yield category
            yield from walk(category["children"])

    every = list(walk(roots))
    assert any(category["children"] for category in every)
    for category in every:
        inside = below(category)
        expected = {product["id"] for product in products if inside.intersection(product["category_ids"])}
        for name in (category["id"], category["slug"]):
            assert set(ids(api.get(f"/products?limit=100&category={name}"))) == expected
        assert category["product_count"] == len(expected)
    assert ids(api.get("/products?category=no-such-category")) == []


def test_full_text_search_finds_titles_and_ranks_them(api, products):
    product = products[0]
    words = [word for word in product["title"].split() if word.isalpha() and len(word) > 3]
    found = ids(api.get("/products?limit=100&q=" + urllib.parse.quote(" ".join(words))))
    assert product["id"] in found
    assert ids(api.get("/products?q=zzzzqqqxxyy")) == []


@pytest.mark.parametrize("query", ['"', "*", "a OR b", "NEAR(", "tea -", "'; drop table products;--", "^", "()", "%00", "é", "title:tea"])
def test_search_takes_any_text(api, query):
    assert api.get("/products?q=" + urllib.parse.quote(query)).status == 200


def test_a_product_has_an_address_by_id_and_by_slug(api, products):
    product = products[3]
    by_id = api.get(f"/products/{product['id']}")
    by_slug = api.get(f"/products/{product['slug']}")
    assert by_id.json == by_slug.json == product
    assert by_id.headers["etag"] == by_slug.headers["etag"]


def test_an_unchanged_product_is_not_sent_again(api, products):
    path = f"/products/{products[0]['slug']}"
    etag = api.get(path).headers["etag"]
    assert etag.startswith('"')
    assert api.get(path, if_none_match=etag).status == 304
    assert api.get(path, if_none_match=f'"other", {etag}').status == 304
    assert api.get(path, if_none_match="*").status == 304
    assert api.get(path, if_none_match='"other"').status == 200


def test_head_tells_what_get_would(api, products):
    path = f"/api/v1/products/{products[0]['slug']}"
    got, head = api.call("GET", path), api.call("HEAD", path)
    assert head.status == 200
    for name in ("etag", "content-length", "content-type"):
        assert head.headers[name] == got.headers[name]


def test_unknown_products_are_not_found(api):
    for name in ("no-such-product", "018f0000-0000-7000-8000-000000000000", "%00", "a%2Fb", "x" * 300):
        answer = api.get(f"/products/{name}")
        assert answer.status == 404 and answer.code in ("product_not_found", "not_found")


@pytest.mark.parametrize("query,field", [
    ("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("limit=", "limit"), ("limit=1.5", "limit"),
    ("cursor=nonsense", "cursor"), ("sort=colour", "sort"), ("sort=--price", "sort"),
    ("min_price=-1", "min_price"), ("min_price=1.5", "min_price"), ("max_price=99999999999999999999", "max_price"),
    ("in_stock=maybe", "in_stock"), ("colour=red", "colour"), ("limit=5&limit=6", "limit"),
])
def test_bad_queries_name_the_parameter(api, query, field):
    answer = api.get(f"/products?{query}")
    assert answer.status == 422, answer.body
    assert field in answer.bad_fields


def test_a_cursor_belongs_to_its_list(api):
    cursor = api.get("/products?limit=2&sort=name").json["next_cursor"]
    answer = api.get("/products?limit=2&sort=price&cursor=" + urllib.parse.quote(cursor))
    assert answer.status == 422
    assert "cursor" in answer.bad_fields
    for changed in itertools.islice((cursor[:i] + ("A" if cursor[i] != "A" else "B") + cursor[i + 1:] for i in range(len(cursor))), 12):
        assert api.get("/products?limit=2&sort=name&cursor=" + urllib.parse.quote(changed)).status in (200, 422)
