"""Two API processes of one shop, each with a cache: what one shows, the other shows, whatever Redis does."""

import contextlib
import os
import signal
import subprocess
import threading
import time

import pytest
from client import Client
from conftest import contract_of
from engines import ENGINES, Engines
from shop import ROOT, SOON_S, catalogue_line, wait_until, write_catalogue

TOLD_QUICKLY = {"ORION_LOG_FIGURES_INTERVAL_S": "1"}


@pytest.fixture
def redis(tmp_path):
    """A Redis of its own, since it is about to fail."""
    with OwnRedis(tmp_path / "redis") as own:
        yield own


class OwnRedis(contextlib.AbstractContextManager):
    def __init__(self, folder):
        self.folder = folder
        self.start()

    def __exit__(self, *_):
        subprocess.run([ROOT / "scripts/engines", "stop", self.folder, "redis"], check=True)

    def start(self):
        subprocess.run([ROOT / "scripts/engines", "start", self.folder, "redis"], check=True, capture_output=True)

    def signal(self, number):
        os.kill(int((self.folder / "redis.pid").read_text()), number)

    def ask(self, *command):
        """As its administrator."""
        secret, port = ((self.folder / name).read_text().strip() for name in ("redis.secret", "redis.port"))
        return subprocess.run(["redis-cli", "-p", port, "--user", "admin", *command], check=True, text=True, timeout=20,
                              capture_output=True, env={**os.environ, "REDISCLI_AUTH": secret}).stdout.strip()

    def hang(self):
        self.signal(signal.SIGSTOP)

    def go_on(self):
        self.signal(signal.SIGCONT)

    def die(self):
        subprocess.run([ROOT / "scripts/engines", "kill", self.folder, "redis"], check=True)

    def restart(self):
        self.die()
        self.start()

    def refuse_writes(self):
        self.ask("REPLICAOF", "127.0.0.1", "1")

    def take_writes(self):
        self.ask("REPLICAOF", "NO", "ONE")

    def be_slow(self):
        """Every client waits so long for each answer."""
        self.ask("CLIENT", "PAUSE", "1500", "ALL")

    def nothing(self):
        pass


class TwoReplicas:
    """Of a shop that sells tea."""

    def __init__(self, shop, tmp_path):
        self.shop = shop
        self.catalogue = tmp_path / "catalogue.jsonl"
        self.pence = 899
        shop.stock_with(write_catalogue(self.catalogue, self._lines()))
        shop.start_api()
        shop.wait_until_ready()
        self.names = ["orion-api", f"orion-api {(other := shop.start_replica())}"]
        self.clients = [Client(port, contract_of(shop)) for port in (shop.port, other)]

    def _lines(self):
        return [catalogue_line("TEA-1", price=self.price), catalogue_line("COFFEE-1")]

    @property
    def price(self):
        return f"{self.pence // 100}.{self.pence % 100:02}"

    def raise_the_price(self):
        self.pence += 1
        self.shop.ctl("catalog", "import", write_catalogue(self.catalogue, self._lines()))

    def shown_by(self, client):
        """The price of tea on its own page and in the list."""
        product = client.get("/products/tea-1").json
        listed = [each for each in client.get("/products").json["items"] if each["slug"] == "tea-1"]
        return {variant["price"]["amount"] for each in (product, *listed) for variant in each["variants"]}

    def figures(self, number):
        lines = [line["fields"] for line in self.shop.log_lines(self.names[number]) if line["message"] == "figures"]
        return lines[-1] if lines else None

    def wait_until_both_show_it(self):
        began = time.monotonic()
        wait_until(lambda: all(self.shown_by(client) == {self.pence} for client in self.clients),
                   limit_s=SOON_S, what=f"both showed {self.price}")
        return time.monotonic() - began

    def wait_until_both_answer_from_their_caches(self):
        for number, client in enumerate(self.clients):
            before = wait_until(lambda n=number: self.figures(n), what="it told of its cache")["cache_hits"]

            def hit_again(number=number, client=client, before=before):
                assert self.shown_by(client) == {self.pence}
                return self.figures(number)["cache_hits"] >= before + 2

            wait_until(hit_again, what="answers came from the cache")


def test_a_new_price_is_shown_by_both_replicas_within_a_second(own_shop, tmp_path, capsys):
    replicas = TwoReplicas(own_shop(settings=TOLD_QUICKLY), tmp_path)
    slowest = 0
    for _ in range(5):
        replicas.wait_until_both_answer_from_their_caches()
        replicas.raise_the_price()
        slowest = max(slowest, replicas.wait_until_both_show_it())
        for client in replicas.clients * 10:
            assert replicas.shown_by(client) == {replicas.pence}, "the old price came back"
    with capsys.disabled():
        print(f"\nthe slowest of 5 prices was shown by both after {slowest:.2f} s", flush=True)


class Shopper(threading.Thread):
    """Looks at tea again and again, and remembers whoever did not show it to him, and how long it took."""

    def __init__(self, client, stopping):
        super().__init__(daemon=True)
        self.client, self.stopping = client, stopping
        self.answers, self.slowest_s, self.problem = 0, 0, None

    def run(self):
        try:
            while not self.stopping.wait(0.02):
                for path in ("/products/tea-1", "/products", "/categories"):
                    began = time.monotonic()
                    answer = self.client.get(path)
                    assert answer.status == 200, (path, answer.status, answer.body)
                    self.slowest_s = max(self.slowest_s, time.monotonic() - began)
                    self.answers += 1
        except Exception as problem:  # whatever it was, the test shows it
            self.problem = problem


FAULTS = [("hang", "go_on"), ("die", "start"), ("restart", "nothing"), ("refuse_writes", "take_writes"),
          ("be_slow", "nothing")]


@pytest.mark.skipif(not ENGINES, reason="needs the production engines")
def test_nobody_notices_what_redis_goes_through(own_shop, tmp_path, redis, capsys):
    replicas = TwoReplicas(own_shop(settings=TOLD_QUICKLY, engines=Engines(redis=redis.folder)), tmp_path)
    stopping = threading.Event()
    shoppers = [Shopper(client, stopping) for client in replicas.clients * 2]
    for shopper in shoppers:
        shopper.start()

    def redis_is(status):
        return [client.call("GET", "/health/ready").json["checks"]["cache"]["status"] for client in replicas.clients] \
            == [status] * 2

    for fault, remedy in FAULTS:
        wait_until(lambda: redis_is("up"), what=f"Redis was up before {fault}")
        getattr(redis, fault)()
        if fault == "hang":  # what nobody asked for yet, so that Redis is asked
            for client in replicas.clients:
                assert {client.get(f"/products?limit={limit}").status for limit in range(1, 61)} == {200}
            wait_until(lambda: all(replicas.figures(n)["redis_breaker_opened"] >= 1 for n in (0, 1)),
                       what="the breakers opened")
        for _ in range(2):
            replicas.raise_the_price()
            replicas.wait_until_both_show_it()
        if fault in ("hang", "die", "refuse_writes"):
            wait_until(lambda: redis_is("down"), what=f"readiness told of {fault}")
            assert all(client.call("GET", "/health/ready").status == 200 for client in replicas.clients)
        getattr(redis, remedy)()
        wait_until(lambda: redis_is("up"), limit_s=60, what=f"Redis was up after {remedy}")
        replicas.raise_the_price()
        replicas.wait_until_both_show_it()

    stopping.set()
    for shopper in shoppers:
        shopper.join(timeout=60)
        assert shopper.problem is None, shopper.problem
    slowest_s = max(shopper.slowest_s for shopper in shoppers)
    with capsys.disabled():
        print(f"\n{sum(shopper.answers for shopper in shoppers)} answers, the slowest after {slowest_s:.2f} s", flush=True)
    assert slowest_s < 3, "a request waited for Redis"
    assert min(shopper.answers for shopper in shoppers) > 100
    assert redis.ask("ACL", "LOG") == "", "it asked what its user may not: KEYS, SCAN and FLUSH among them"
    wait_until(lambda: all(replicas.figures(n)["redis_breaker"] == "closed" for n in (0, 1)), what="the breakers closed")
