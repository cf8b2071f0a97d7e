import json
import pathlib
import sys
import urllib.request

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from client import Client  # noqa: E402
from contract import Contract  # noqa: E402
from shop import BIN, DEMO_CATALOGUE, Shop  # noqa: E402


def pytest_configure(config):
    missing = [name for name in ("orion-api", "orion-worker", "orionctl") if not (BIN / name).exists()]
    if missing:
        pytest.exit(f"build first: {missing} not in {BIN}", returncode=1)


def contract_of(shop):
    with urllib.request.urlopen(f"http://127.0.0.1:{shop.port}/openapi.json") as document:
        return Contract(json.load(document))


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    """A running shop with the demo catalogue. Tests share it: they make carts and orders of their own."""
    running = Shop(tmp_path_factory.mktemp("shop")).stock_with(DEMO_CATALOGUE).start()
    yield running
    assert set(running.stop().values()) == {0}


@pytest.fixture(scope="session")
def api(shop):
    return Client(shop.port, contract_of(shop))


@pytest.fixture
def own_shop(tmp_path):
    """Makes shops that a test starts, stops and kills as it likes."""
    shops = []

    def make(**options):
        shops.append(Shop(tmp_path / f"shop{len(shops)}", **options))
        return shops[-1]

    yield make
    for each in shops:
        for name in list(each.running):
            each.kill(name)


@pytest.fixture(scope="session")
def products(api):
    """All products that shoppers see."""
    found, cursor = [], ""
    while cursor is not None:
        page = api.get(f"/products?limit=100{cursor}").json
        found += page["items"]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    return found


@pytest.fixture(scope="session")
def skus(products):
    """SKUs with plenty of stock, of different products."""
    plenty = [variant["sku"] for product in products for variant in product["variants"][:1] if variant["available"] >= 20]
    assert len(plenty) >= 5
    return plenty
