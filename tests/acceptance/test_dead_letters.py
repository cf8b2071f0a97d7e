"""Messages that failed too often: an operator finds them, reads why, and replays or drops them, on either broker."""

import contextlib
import sqlite3
import urllib.parse

from client import Client
from conftest import contract_of
from shop import catalogue_line, wait_until, write_catalogue
from test_accounts import bearer, log_in
from test_audit_and_api_keys import an_account

TWO_ATTEMPTS = {"ORION_MESSAGING_MAX_ATTEMPTS": "2", "ORION_MESSAGING_RETRY_BASE_MS": "100",
                "ORION_CHECKOUT_STEP_TIMEOUT_S": "60", "ORION_CHECKOUT_DEADLINE_S": "600"}


def rename(shop, table, name):
    if shop.engines:
        shop.engines.execute(shop.engines.homes_of(table)[0], f"ALTER TABLE {table} RENAME TO {name}")
        return
    with contextlib.closing(sqlite3.connect(shop.data / "orion.db", timeout=30)) as database:
        database.execute(f"ALTER TABLE {table} RENAME TO {name}")


@contextlib.contextmanager
def without_reservations(shop):
    """Inventory cannot do its work for as long."""
    rename(shop, "inventory_reservations", "inventory_mislaid")
    yield
    rename(shop, "inventory_mislaid", "inventory_reservations")


def letters_of(shop):
    """Number -> the other columns but the reason."""
    rows = [line.split() for line in shop.ctl("dead-letters", "list").stdout.splitlines()[1:]]
    return {row[0]: row[2:5] for row in rows}


def dead_order(shop, api):
    """An order whose message to inventory has just died, with the letter's number."""
    with without_reservations(shop):
        answer = api.new_cart(("TEA-1", 1)).order()
        assert answer.status == 202, answer.body
        number, (consumer, kind, attempts) = wait_until(lambda: letters_of(shop), what="the message died").popitem()
    assert (consumer, kind, attempts) == ("inventory", "ordering.stock_requested", "2")
    return answer.json, number


def test_an_order_that_died_is_found_and_brought_to_its_end(own_shop, tmp_path):
    shop = own_shop(settings=TWO_ATTEMPTS).stock_with(write_catalogue(tmp_path / "tea.jsonl", [catalogue_line("TEA-1")]))
    shop.start()
    api = Client(shop.port, contract_of(shop))
    order, number = dead_order(shop, api)

    def status():
        return api.get(f"/orders/{order['id']}", x_order_token=order["order_token"]).json["status"]

    assert status() == "pending"
    shown = shop.ctl("dead-letters", "show", number).stdout
    assert order["id"] in shown
    reason = next(line for line in shown.splitlines() if line.startswith("reason"))
    assert "inventory_reservations" in reason
    history = [line.strip() for line in shown.splitlines() if line.startswith("  ")]
    assert len(history) == 2 and all("inventory_reservations" in line for line in history), shown
    if shop.engines:
        assert carried_by_the_broker(shop, "inventory.dead") == [("inventory", 2, 2, reason.split(maxsplit=1)[1])]

    shop.ctl("dead-letters", "replay", number)
    wait_until(lambda: status() == "confirmed", what="the order was confirmed")
    assert not letters_of(shop)
    again = shop.ctl("dead-letters", "replay", number, check=False)
    assert again.returncode != 0 and "no dead letter" in again.stderr
    shop.ctl("check")


def test_an_admin_drops_a_dead_message_over_the_api(own_shop, tmp_path):
    shop = own_shop(settings=TWO_ATTEMPTS).stock_with(write_catalogue(tmp_path / "tea.jsonl", [catalogue_line("TEA-1")]))
    shop.start()
    api = Client(shop.port, contract_of(shop))
    order, number = dead_order(shop, api)

    _, email, password = an_account(shop, "admin")
    admin = bearer(log_in(api, email, password).json)
    shown = api.get(f"/admin/dead-letters/{number}", **admin).json
    assert (shown["consumer"], shown["type"], shown["attempts"]) == ("inventory", "ordering.stock_requested", 2)
    assert api.get("/admin/dead-letters", **admin).json["items"] == [shown]
    assert order["email"] not in str(shown)

    assert api.delete(f"/admin/dead-letters/{number}", **admin).status == 204

    assert not letters_of(shop)
    assert shop.ctl("dead-letters", "show", number, check=False).returncode != 0
    assert api.post(f"/admin/dead-letters/{number}/replay", **admin).status == 404
    assert api.get(f"/orders/{order['id']}", x_order_token=order["order_token"]).json["status"] == "pending"
    # Others are served as before.
    assert api.new_cart(("TEA-1", 1)).settled_order().placed["status"] == "confirmed"


def carried_by_the_broker(shop, queue):
    """Consumer, attempts, attempts told of and reason of each letter, as another client reads them, which leaves them."""
    import pika
    url = urllib.parse.urlsplit(shop.engines.urls["rabbitmq_url"])
    letters = []
    with contextlib.closing(pika.BlockingConnection(pika.ConnectionParameters(
            url.hostname, url.port, "/",
            pika.PlainCredentials(url.username, shop.engines.urls["rabbitmq_password"])))) as connection:
        channel = connection.channel()
        while True:
            method, properties, _ = channel.basic_get(f"{shop.engines.name}.{queue}")
            if method is None:
                return letters
            headers = properties.headers
            letters.append((headers["consumer"], headers["attempts"], len(headers["history"].splitlines()),
                            headers["reason"]))
