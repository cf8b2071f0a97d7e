"""The data sets of real shops beside the checkout, if they are there."""

import re
import subprocess
import sys

import pytest
from client import Client
from conftest import contract_of
from shop import ROOT, SHARED_DATA

pytestmark = pytest.mark.skipif(not SHARED_DATA.exists(), reason="needs ../shared/data")


@pytest.mark.parametrize("file,at_least", [("fashion_catalogue.jsonl.xz", 1800), ("eshop_catalogue.json.xz", 100)])
def test_a_catalogue_is_imported_once_however_often_it_is_read(own_shop, file, at_least):
    shop = own_shop()
    shop.ctl("migrate")
    first = shop.ctl("catalog", "import", SHARED_DATA / file).stdout
    created = int(re.search(r"variants +(\d+) created", first)[1])
    assert created >= at_least
    again = shop.ctl("catalog", "import", SHARED_DATA / file).stdout
    assert re.search(rf"variants +0 created +0 updated +{created} unchanged", again), again
    shop.ctl("check")

    api = Client(shop.start().port, contract_of(shop))
    product = api.get("/products?limit=1").json["items"][0]
    shop.ctl("stock", "receive", product["variants"][0]["sku"], 5, "--reference", "test")  # one of the two has no stock
    sku, currency = product["variants"][0]["sku"], product["variants"][0]["price"]["currency"]
    assert api.new_cart((sku, 1), currency=currency).settled_order().placed["status"] == "confirmed"
    assert set(shop.stop().values()) == {0}


def test_the_category_tree_is_imported(own_shop):
    shop = own_shop()
    shop.ctl("migrate")
    shop.ctl("catalog", "import", SHARED_DATA / "bestbuy_categories.json.xz")
    api = Client(shop.start().port, contract_of(shop))
    assert len(api.get("/categories").json["items"]) > 20
    assert set(shop.stop().values()) == {0}


def test_a_real_shops_invoices(capsys):
    """The first of them; scripts/test --full takes two thousand."""
    done = subprocess.run([sys.executable, ROOT / "scripts/replay-online-retail", "--invoices", "150"], capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert int(re.search(r"(\d+) orders accepted", done.stdout)[1]) > 80
