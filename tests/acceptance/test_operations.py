"""What operators and their machines see: health, documents, headers, logs, stopping and starting."""

import json
import re
import select
import signal
import socket
import threading
import time
import uuid

import pytest
from client import Client
from conftest import contract_of
from shop import DEMO_CATALOGUE, SOON_S, wait_until


def test_an_exported_catalogue_fills_another_shop(own_shop, tmp_path):
    shop, copy = own_shop().stock_with(DEMO_CATALOGUE), own_shop()
    shop.ctl("catalog", "export", tmp_path / "export.jsonl")
    copy.stock_with(tmp_path / "export.jsonl")
    exported = shop.ctl("catalog", "export").stdout
    assert exported.count("\n") > 80
    assert copy.ctl("catalog", "export").stdout == exported == (tmp_path / "export.jsonl").read_text()


def test_health(api):
    assert api.call("GET", "/health/live").status == 200
    ready = api.call("GET", "/health/ready").json
    assert ready["checks"]["database"]["status"]
    assert isinstance(ready["checks"]["database"]["latency_ms"], (int, float))
    assert {"database", "broker", "cache", "disk", "clock"} <= set(ready["checks"])
    wait_until(lambda: api.call("GET", "/health/startup").json == {"status": "started"}, what="it has started")


def test_the_document_describes_every_route(api):
    document = api.call("GET", "/openapi.json").json
    routes = {(method.upper(), path.removeprefix("/api/v1")) for path, item in document["paths"].items() for method in item
              if method in ("get", "post", "put", "patch", "delete")}
    for route in (("GET", "/products"), ("POST", "/carts"), ("POST", "/orders"), ("GET", "/categories")):
        assert route in routes
    assert len(routes) >= 15


def test_the_document_can_be_browsed_and_fetches_nothing_from_elsewhere(api):
    page = api.call("GET", "/docs")
    assert page.headers["content-type"].startswith("text/html")
    parts = re.findall(r"""(?:src|href)=["']?([^"' >]+)""", page.body.decode())
    scripts = [part for part in parts if part.startswith("/docs/")]
    assert scripts
    for text in (page, *(api.call("GET", part) for part in scripts)):
        assert not re.search(rb"""(https?:)?//[a-z0-9-]+\.[a-z]""", text.body), "it fetches from elsewhere"


def test_no_cache_keeps_what_is_personal(api, skus):
    cart = api.new_cart((skus[0], 1))
    assert cart.show().headers["cache-control"] == "no-store"
    order = cart.settled_order()
    assert api.get(f"/orders/{order.id}", x_order_token=order.token).headers["cache-control"] == "no-store"


def test_a_correlation_id_is_kept_or_made(api):
    mine = "visible-ASCII_" + str(uuid.uuid4())
    assert api.get("/categories", x_correlation_id=mine).headers["x-correlation-id"] == mine
    for bad in ("", "x" * 129, "with space", "tab\there"):
        echoed = api.get("/categories", x_correlation_id=bad).headers["x-correlation-id"]
        assert echoed and echoed != bad
    first, second = (api.get("/categories").headers["x-correlation-id"] for _ in range(2))
    assert first != second


def test_one_correlation_id_goes_with_an_order_through_both_processes(api, shop, skus):
    cart, mine = api.new_cart((skus[0], 1)), str(uuid.uuid4())
    answer = api.post("/orders", cart.order_body(), x_cart_token=cart.token, idempotency_key=mine, x_correlation_id=mine,
                      prefer="wait=20")
    assert answer.json["status"] == "confirmed"
    for name in ("orion-api", "orion-worker"):
        wait_until(lambda: any(line.get("correlation_id") == mine for line in shop.log_lines(name)), limit_s=5,
                   what=f"{name} logged it")


def test_logs_are_json_without_secrets(api, shop, skus):
    order = api.new_cart((skus[0], 1)).settled_order("tok_slow_17")
    for name in ("orion-api", "orion-worker"):
        for line in shop.log(name).split("\n")[:-1]:
            json.loads(line)
        for secret in (order.token, "tok_slow_17", "zoe@example.com", "High Street"):
            assert secret not in shop.log(name), f"{name} logs {secret}"


def test_the_log_tells_how_the_cache_does(own_shop):
    shop = own_shop(settings={"ORION_LOG_FIGURES_INTERVAL_S": "1"}).stock_with(DEMO_CATALOGUE)
    shop.start_api()
    shop.wait_until_ready()
    api = Client(shop.port, contract_of(shop))

    def last_figures():
        lines = [line for line in shop.log_lines("orion-api") if line["message"] == "figures"]
        return lines[-1]["fields"] if lines else {}

    before = wait_until(last_figures, what="it told")
    for _ in range(10):
        api.get("/categories")
    wait_until(lambda: last_figures()["cache_hits"] >= before["cache_hits"] + 9, what="it told of the hits")
    if shop.engines:
        assert last_figures()["redis_breaker"] == "closed"
    shop.stop()
    assert last_figures()["cache_misses"] >= 1
    assert last_figures()["loads_us"] > 0


def test_balancers_are_told_before_anybody_is_refused(own_shop):
    shop = own_shop(settings={"ORION_SHUTDOWN_NOTICE_MS": "6000"}).stock_with(DEMO_CATALOGUE).start()
    api, process = Client(shop.port, contract_of(shop)), shop.running["orion-api"]
    process.send_signal(signal.SIGTERM)
    wait_until(lambda: api.call("GET", "/health/ready").status == 503, limit_s=SOON_S, what="it was no longer ready")
    assert api.call("GET", "/health/live").status == 200
    Client(shop.port).new_cart()
    assert process.wait(20) == 0
    shop.stop()


@pytest.mark.parametrize("one_process", [False, True])
def test_stopping_finishes_what_was_begun_and_starting_goes_on(own_shop, one_process):
    shop = own_shop(one_process=one_process).stock_with(DEMO_CATALOGUE).start()
    api = Client(shop.port, contract_of(shop))
    sku = next(variant["sku"] for product in api.get("/products?in_stock=true").json["items"]
               for variant in product["variants"] if variant["available"] > 50)
    kept = api.new_cart((sku, 2))
    answers, unanswered, stopping = [], [], threading.Event()

    def shopper():
        while not stopping.is_set():
            try:
                cart = api.new_cart((sku, 1))
                answers.append(cart.order())
            except (OSError, AssertionError) as error:
                if not stopping.is_set():
                    unanswered.append(error)
                return

    shoppers = [threading.Thread(target=shopper) for _ in range(4)]
    for thread in shoppers:
        thread.start()
    wait_until(lambda: len(answers) >= 12, what="some orders were placed")
    stopping.set()
    begun = time.monotonic()
    codes = shop.stop()
    assert set(codes.values()) == {0}, codes
    assert time.monotonic() - begun < 10
    for thread in shoppers:
        thread.join()
    assert not unanswered

    shop.start()
    after = Client(shop.port, api.contract)
    kept.client = after
    assert kept.show().json["items"][0]["quantity"] == 2
    for answer in answers:
        order = answer.json
        shown = wait_until(lambda: (lambda now: now if now["status"] != "pending" else None)(
            after.get(f"/orders/{order['id']}", x_order_token=order["order_token"]).json), what="it was settled")
        assert shown["number"] == order["number"]
        assert shown["status"] == "confirmed"
    assert kept.order(wait_s=30).json["status"] == "confirmed"
    shop.ctl("check")
    assert set(shop.stop().values()) == {0}


@pytest.mark.parametrize("one_process", [False, True])
def test_whoever_does_not_read_his_answer_cannot_keep_the_shop_from_stopping(own_shop, one_process):
    limit_s = 2
    shop = own_shop(one_process=one_process, settings={"ORION_SHUTDOWN_LIMIT_S": str(limit_s)})
    shop.stock_with(DEMO_CATALOGUE).start()
    with socket.create_connection(("127.0.0.1", shop.port), timeout=10) as deaf:
        deaf.setblocking(False)
        asked = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 2000
        sent_at = time.monotonic()
        # Once the server stops reading, an answer waits to be written.
        while asked and time.monotonic() - sent_at < 1:
            try:
                asked = asked[deaf.send(asked):]
                sent_at = time.monotonic()
            except BlockingIOError:
                time.sleep(0.02)
        assert select.select([deaf], [], [], 30)[0], "no answer has begun"
        begun = time.monotonic()
        codes = shop.stop()
    assert time.monotonic() - begun < limit_s + SOON_S, codes
    assert codes["orion-api"] == 1, "something was cut off"
    assert codes.get("orion-worker", 0) == 0
