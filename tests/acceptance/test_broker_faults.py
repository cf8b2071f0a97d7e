"""RabbitMQ and the worker fail again and again under load; an independent client counts what went through the broker.

FAULT_ROUNDS (10) is how many faults, KILL_SEED repeats a run's choices."""

import collections
import os
import random
import subprocess
import threading
import urllib.parse

import pytest
from client import Client
from conftest import contract_of
from engines import ENGINES, Engines
from oracle import open_work, problems
from shop import ROOT, catalogue_line, wait_until, write_catalogue
from test_kill import OPENING, QUICK, SEED, Buyer

pytestmark = pytest.mark.skipif(not ENGINES, reason="needs the production engines")

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "10"))


@pytest.fixture
def broker(tmp_path):
    """A broker of its own, since it is about to be killed."""
    folder = tmp_path / "broker"
    subprocess.run([ROOT / "scripts/engines", "start", folder, "rabbitmq"], check=True, capture_output=True)
    yield folder
    subprocess.run([ROOT / "scripts/engines", "stop", folder, "rabbitmq"], check=True)


class Audit:
    """A queue that nobody of Orion knows, told of everything that is published."""

    def __init__(self, engines):
        self.url = urllib.parse.urlsplit(engines.urls["rabbitmq_url"])
        self.password = engines.urls["rabbitmq_password"]
        self.queue = f"audit-{engines.name}"
        with self.connection() as connection:
            channel = connection.channel()
            channel.queue_declare(self.queue, durable=True, arguments={"x-queue-type": "quorum"})
            channel.queue_bind(self.queue, f"{engines.name}.events", "#")

    def connection(self):
        import pika
        return pika.BlockingConnection(pika.ConnectionParameters(
            self.url.hostname, self.url.port, "/", pika.PlainCredentials(self.url.username, self.password)))

    def subjects_by_type(self):
        """Of every message, once however often it was published."""
        seen, subjects = set(), collections.defaultdict(collections.Counter)
        with self.connection() as connection:
            channel = connection.channel()
            channel.basic_qos(prefetch_count=1000)
            for method, properties, _ in channel.consume(self.queue, inactivity_timeout=2):
                if method is None:
                    channel.cancel()
                    return subjects, len(seen)
                channel.basic_ack(method.delivery_tag)
                if properties.message_id not in seen:
                    seen.add(properties.message_id)
                    subjects[method.routing_key][properties.headers["subject"]] += 1


def stop_the_application(shop, broker, choices):
    subprocess.run([broker / "rabbitmqctl", "-q", "stop_app"], check=True, timeout=120)
    shop.pause(choices.uniform(0, 2))
    subprocess.run([broker / "rabbitmqctl", "-q", "start_app"], check=True, timeout=120)


def kill_the_broker(shop, broker, choices):
    subprocess.run([ROOT / "scripts/engines", "kill", broker, "rabbitmq"], check=True)
    shop.pause(choices.uniform(0, 2))
    subprocess.run([ROOT / "scripts/engines", "start", broker, "rabbitmq"], check=True, capture_output=True)


def close_all_connections(shop, broker, choices):
    subprocess.run([broker / "rabbitmqctl", "-q", "close_all_connections", "test"], check=True, timeout=120)


def kill_the_worker(shop, broker, choices):
    for _ in range(3):
        shop.kill("orion-worker")
        shop.start_worker()
        shop.pause(choices.uniform(0.2, 1.5))


FAULTS = [stop_the_application, kill_the_broker, kill_the_worker, close_all_connections]


def test_nothing_is_lost_when_the_broker_fails(tmp_path, own_shop, broker, capsys):
    with capsys.disabled():
        print(f"\n{ROUNDS} faults of broker and worker, KILL_SEED={SEED}", flush=True)
    catalogue = write_catalogue(tmp_path / "catalogue.jsonl",
                                [catalogue_line(sku, stock=20 * stock) for sku, stock in OPENING.items()])
    opening = {sku: 20 * stock for sku, stock in OPENING.items()}
    engines = Engines(broker)
    shop = own_shop(settings=QUICK, engines=engines).stock_with(catalogue).start()
    audit = Audit(engines)
    stopping, choices = threading.Event(), random.Random(SEED)
    shop.pause = stopping.wait
    buyers = [Buyer(number, Client(shop.port, contract_of(shop)), stopping) for number in range(4)]
    for buyer in buyers:
        buyer.start()

    for number in range(ROUNDS):
        FAULTS[number % len(FAULTS)](shop, broker, choices)
        stopping.wait(choices.uniform(1, 3))

    stopping.set()
    for buyer in buyers:
        buyer.join(timeout=60)
        assert buyer.problem is None, buyer.problem
    told = [order for buyer in buyers for order in buyer.told]
    wait_until(lambda: open_work(shop) == 0, limit_s=180, what="every order was settled")
    shop.ctl("check")
    assert set(shop.stop().values()) == {0}

    found = problems(shop, opening, told)
    subjects, messages = audit.subjects_by_type()
    with capsys.disabled():
        print(f"{len(told)} orders; the broker carried {messages} different messages", flush=True)
    assert not found, found
    assert len(told) > 10 * ROUNDS
    orders = {order for order, _, _ in told}
    unheard = orders - set(subjects["ordering.stock_requested"])
    assert not unheard, f"never published: {sorted(unheard)[:5]}"
