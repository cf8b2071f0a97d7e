"""Power cuts: API and worker are killed at random moments under load, and nothing is lost, doubled or stuck.

KILL_SECONDS (40) is how long, KILL_SEED repeats a run's choices."""

import http.client
import os
import random
import threading
import uuid

from client import Cart, Client
from conftest import contract_of
from oracle import open_work, problems
from shop import Shop, catalogue_line, wait_until, write_catalogue

SECONDS = float(os.environ.get("KILL_SECONDS", "40"))
SEED = int(os.environ.get("KILL_SEED", random.SystemRandom().randrange(1 << 32)))
OPENING = {f"ITEM-{number}": 400 if number % 3 else 25 for number in range(12)}
TOKENS = ["tok_approve"] * 8 + ["tok_decline", "tok_flaky", "tok_lost", "tok_slow_200", "tok_unavailable"]
QUICK = {  # so that what a dead process held is taken up again within seconds
    "ORION_CHECKOUT_STEP_TIMEOUT_S": "3", "ORION_MESSAGING_LEASE_S": "2", "ORION_PAYMENTS_TIMEOUT_MS": "500", "ORION_PAYMENTS_RETRY_CAP_MS": "200",
    "ORION_PAYMENTS_RECONCILE_AFTER_S": "10", "ORION_SCHEDULER_HOUSEKEEPING_INTERVAL_S": "1",
    "ORION_MESSAGING_RETRY_BASE_MS": "100", "ORION_LOG_LEVEL": "warning",
}
GONE = (OSError, http.client.HTTPException)


class Buyer(threading.Thread):
    """Buys until told to stop, repeats what got no answer, and remembers what it was told."""

    def __init__(self, number, client, stopping):
        super().__init__(daemon=True)
        self.choices = random.Random(f"{SEED}-{number}")
        self.client = client
        self.stopping = stopping
        self.told = []
        self.problem = None
        self.repeats = 0

    def run(self):
        try:
            while not self.stopping.is_set():
                self.buy()
        except BaseException as error:  # told to the test
            self.problem = error

    def insist(self, ask):
        """Asks until there is an answer; nothing if the run is over first. 5xx that tells to come back counts as none."""
        while not self.stopping.is_set():
            try:
                answer = ask()
                if answer.status not in (500, 503):
                    return answer
                assert answer.status == 503, answer.body
            except GONE:
                self.repeats += 1
            self.stopping.wait(0.05)
        return None

    def buy(self):
        made = self.insist(lambda: self.client.post("/carts"))
        if not made:
            return
        cart = Cart(self.client, made.json["id"], made.json["cart_token"])
        for sku in self.choices.sample(sorted(OPENING), self.choices.randint(1, 3)):
            quantity = self.choices.randint(1, 3)
            if not self.insist(lambda: cart.set(sku, quantity)):
                return
        token, key = self.choices.choice(TOKENS), str(uuid.uuid4())
        answer = self.insist(lambda: cart.order(token, key=key))
        if not answer:
            return
        if answer.status == 409:
            assert answer.code in ("out_of_stock", "request_in_progress"), answer.body
            return
        assert answer.status == 202, answer.body
        order = answer.json
        self.told.append((order["id"], order["number"], order["total"]["amount"]))
        if self.choices.random() < 0.1:
            cancelled = self.insist(lambda: self.client.post(f"/orders/{order['id']}/cancel",
                                                             x_order_token=order["order_token"]))
            assert not cancelled or cancelled.status in (200, 409), cancelled.body


def test_nothing_is_lost_when_processes_die(tmp_path, own_shop, capsys):
    with capsys.disabled():
        print(f"\n{SECONDS:.0f} s of power cuts, KILL_SEED={SEED}", flush=True)
    catalogue = write_catalogue(tmp_path / "catalogue.jsonl",
                                [catalogue_line(sku, stock=stock) for sku, stock in OPENING.items()])
    shop = own_shop(settings=QUICK).stock_with(catalogue).start()
    client = Client(shop.port, contract_of(shop))
    stopping = threading.Event()
    buyers = [Buyer(number, client, stopping) for number in range(8)]
    for buyer in buyers:
        buyer.start()

    cuts = run_power_cuts(shop, SECONDS)

    stopping.set()
    for buyer in buyers:
        buyer.join(timeout=60)
        assert buyer.problem is None, buyer.problem
    told = [order for buyer in buyers for order in buyer.told]
    wait_until(lambda: open_work(shop) == 0, limit_s=180, what="every order was settled")
    shop.ctl("check")
    assert set(shop.stop().values()) == {0}
    found = problems(shop, OPENING, told)
    with capsys.disabled():
        print(f"{cuts} kills, {len(told)} orders, {sum(buyer.repeats for buyer in buyers)} requests repeated", flush=True)
    assert not found, found
    assert len(told) > SECONDS
    assert len({order for order, _, _ in told}) == len(told)


def run_power_cuts(shop: Shop, seconds):
    choices, over, cuts = random.Random(SEED), threading.Event(), 0
    timer = threading.Timer(seconds, over.set)
    timer.start()
    while not over.wait(choices.uniform(0.2, 2.0)):
        victims = choices.choice([["orion-api"], ["orion-worker"], ["orion-api", "orion-worker"]])
        for name in victims:
            shop.kill(name)
            cuts += 1
        over.wait(choices.choice([0, 0, 0.3]))
        for name in victims:
            {"orion-api": shop.start_api, "orion-worker": shop.start_worker}[name]()
        shop.wait_until_ready()
    timer.cancel()
    return cuts
