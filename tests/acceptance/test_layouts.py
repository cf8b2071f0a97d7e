"""The same shop laid out in other ways."""

import threading

import pytest
from client import Client
from conftest import contract_of
from engines import ENGINES, Engines
from oracle import open_work, problems
from shop import catalogue_line, wait_until, write_catalogue
from test_kill import OPENING, QUICK, Buyer

pytestmark = pytest.mark.skipif(not ENGINES, reason="needs the production engines")


def test_inventory_and_billing_have_a_database_and_a_worker_of_their_own(tmp_path, own_shop):
    catalogue = write_catalogue(tmp_path / "catalogue.jsonl",
                                [catalogue_line(sku, stock=stock) for sku, stock in OPENING.items()])
    shop = own_shop(settings=QUICK, engines=Engines(apart=("inventory", "billing"))).stock_with(catalogue)
    shop.start_api()
    shop.start_worker("catalog,carts,ordering")
    shop.start_worker("inventory,billing")
    shop.wait_until_ready()

    stopping = threading.Event()
    buyers = [Buyer(number, Client(shop.port, contract_of(shop)), stopping) for number in range(4)]
    for buyer in buyers:
        buyer.start()
    wait_until(lambda: sum(len(buyer.told) for buyer in buyers) >= 50, what="fifty orders were placed")
    stopping.set()
    for buyer in buyers:
        buyer.join(timeout=60)
        assert buyer.problem is None, buyer.problem

    wait_until(lambda: open_work(shop) == 0, limit_s=60, what="every order was settled")
    shop.ctl("check")
    assert set(shop.stop().values()) == {0}
    assert not problems(shop, OPENING, [order for buyer in buyers for order in buyer.told])
    assert not shop.engines.tables(0) & {"inventory_stock", "billing_payments"}
    assert not shop.engines.tables(1) & {"ordering_orders", "catalog_products", "carts_carts"}
