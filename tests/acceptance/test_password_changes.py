"""The passwords of RabbitMQ and of the mail server change under load: no order and no mail is lost."""

import asyncio
import collections
import email
import email.policy
import json
import subprocess
import threading
import urllib.error
import urllib.request
import uuid

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from client import Client
from engines import ENGINES, Engines
from oracle import open_work, problems
from shop import DEMO_CATALOGUE, catalogue_line, wait_until, write_catalogue

# Each as it is at first, after a change, and after another one.
PASSWORDS = [f"{turn}-Vt7m-q2Lx9_Zr4Hd8WcKj5N" for turn in ("first", "second", "third")]


def write(file, password):
    file.with_suffix(".new").write_text(password)
    file.with_suffix(".new").rename(file)


def logged(shop, message, name):
    return [line for line in shop.log_lines(name) if line["message"] == message]


def heard_of_change(shop, times):
    for name in shop.running:
        wait_until(lambda name=name: len(logged(shop, "a secret has changed", name)) == times, what=f"{name} noticed")


def assert_all_well(shop, names):
    assert set(shop.stop().values()) == {0}
    for name in names:
        assert not any(password in shop.log(name) for password in PASSWORDS), f"{name} logs a password"


class Crowd:
    """Threads that do something again and again; a failure of it is the test's."""

    def __init__(self, action):
        self._action, self._over = action, threading.Event()
        self.done, self._failures = [], []
        self._threads = [threading.Thread(target=self._run) for _ in range(3)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()
        assert not self._failures, self._failures[:3]

    def _run(self):
        while not self._over.is_set() and not self._failures:
            try:
                self.done.append(self._action())
            except Exception as failure:  # shown by the test
                self._failures.append(failure)
            self._over.wait(0.02)

    def go_on(self, times=10):
        so_far = len(self.done)
        wait_until(lambda: self._failures or len(self.done) >= so_far + times, what="they went on")
        assert not self._failures, self._failures[:3]


class BrokerUser:
    """A user of RabbitMQ for one test."""

    def __init__(self, engines, password):
        self._rabbitmqctl = engines.broker / "rabbitmqctl"
        self.name = f"clerk_{uuid.uuid4().hex[:8]}"
        self.url = engines.urls["rabbitmq_url"].replace("//orion@", f"//{self.name}@")
        self._do("add_user", self.name, password)
        self._do("set_permissions", self.name, ".*", ".*", ".*")

    def change_password(self, password):
        """Every connection has to be made anew, too: RabbitMQ would let those that stand go on."""
        self._do("change_password", self.name, password)
        self._do("close_all_user_connections", self.name, "test")

    def delete(self):
        self._do("delete_user", self.name)

    def _do(self, *arguments):
        subprocess.run([self._rabbitmqctl, "-q", *arguments], check=True, capture_output=True, timeout=120)


def broker_check(shop):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{shop.port}/health/ready", timeout=10) as answer:
            return json.load(answer)["checks"]["broker"]["status"]
    except urllib.error.HTTPError as refusal:
        return json.load(refusal)["checks"]["broker"]["status"]


@pytest.mark.skipif(not ENGINES, reason="needs RabbitMQ (ENGINES)")
def test_no_order_is_lost_when_the_password_of_rabbitmq_changes(own_shop, tmp_path):
    opening = {"TEA-1": 50_000, "TEA-2": 50_000}
    catalogue = write_catalogue(tmp_path / "catalogue.jsonl", [catalogue_line(sku, stock=many) for sku, many in opening.items()])
    engines, file = Engines(), tmp_path / "rabbitmq"
    user = BrokerUser(engines, PASSWORDS[0])
    write(file, PASSWORDS[0])
    try:
        shop = own_shop(engines=engines, settings={
            "ORION_MESSAGING_BROKER_URL": user.url, "ORION_MESSAGING_BROKER_PASSWORD": f"file:{file}",
            "ORION_SECRETS_REFRESH_S": "1"}).stock_with(catalogue).start()
        client = Client(shop.port)

        def buy():
            answer = client.new_cart(("TEA-1", 1), ("TEA-2", 2)).order()
            assert answer.status == 202, answer.body
            return answer.json["id"], answer.json["number"], answer.json["total"]["amount"]

        with Crowd(buy) as buyers:
            buyers.go_on()
            user.change_password(PASSWORDS[1])
            write(file, PASSWORDS[1])
            heard_of_change(shop, 1)
            wait_until(lambda: broker_check(shop) == "up", what="the broker let the shop in")
            buyers.go_on()

            # Nobody tells the shop this time: what it knows is wrong until somebody does.
            refused = len(logged(shop, "broker not reachable", "orion-worker"))
            user.change_password(PASSWORDS[2])
            wait_until(lambda: broker_check(shop) != "up", what="the shop was shut out")
            wait_until(lambda: len(logged(shop, "broker not reachable", "orion-worker")) > refused + 5, what="it kept trying")
            buyers.go_on()
            write(file, PASSWORDS[2])
            heard_of_change(shop, 2)
            wait_until(lambda: broker_check(shop) == "up", what="the broker let the shop in again")
            buyers.go_on()

        wait_until(lambda: open_work(shop) == 0, limit_s=180, what="every order was settled")
        assert len(buyers.done) >= 40
        assert engines.count("ordering_orders", "status = 'confirmed'") == len(buyers.done)
        assert engines.count("ordering_orders", "true") == len(buyers.done)
        assert all(process.poll() is None for process in shop.running.values())
        assert_all_well(shop, ("orion-api", "orion-worker"))
        assert not problems(shop, opening, buyers.done)
    finally:
        user.delete()


class MailServer:
    """Wants a password, and keeps what it gets."""

    def __init__(self, password):
        self.password, self.mails, self.shut_out = password, [], 0
        self._loop = asyncio.new_event_loop()
        self._listener = self._loop.run_until_complete(self._loop.create_server(self._session, "127.0.0.1", 0))
        self.port = self._listener.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def _session(self):
        return SMTP(self, hostname="sink", loop=self._loop, auth_required=True, auth_require_tls=False,
                    authenticator=self._check)

    def _check(self, server, session, envelope, mechanism, login):
        fits = (login.login, login.password) == (b"shop", self.password.encode())
        self.shut_out += not fits
        return AuthResult(success=fits, handled=False)

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.original_content, policy=email.policy.default))
        return "250 OK"

    def mails_by_person(self):
        """Subject -> how often, for each."""
        found = collections.defaultdict(collections.Counter)
        for mail in list(self.mails):
            found[mail["To"].addresses[0].addr_spec][mail["Subject"]] += 1
        return found

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._listener.close()
        self._loop.run_until_complete(self._listener.wait_closed())
        self._loop.close()


@pytest.fixture
def mail_server():
    running = MailServer(PASSWORDS[0])
    yield running
    running.stop()


def test_every_mail_arrives_once_when_the_password_of_the_mail_server_changes(own_shop, tmp_path, mail_server):
    file = tmp_path / "smtp"
    write(file, PASSWORDS[0])
    shop = own_shop(settings={
        "ORION_MAIL_SMTP_URL": f"smtp://shop@127.0.0.1:{mail_server.port}", "ORION_MAIL_SMTP_PASSWORD": f"file:{file}",
        "ORION_SECRETS_REFRESH_S": "1", "ORION_AUTH_HASH_MEMORY_KIB": "64", "ORION_AUTH_HASH_PASSES": "1",
        "ORION_LIMITS_CREDENTIALS_PER_MINUTE": "0", "ORION_MESSAGING_RETRY_CAP_MS": "2000",
        "ORION_MESSAGING_MAX_ATTEMPTS": "100"}).stock_with(DEMO_CATALOGUE).start()
    client = Client(shop.port)

    def register():
        address = f"{uuid.uuid4().hex}@mail.example"
        answer = client.post("/auth/register", {"email": address, "password": "three red bicycles, one bell", "name": "Zoë"})
        assert answer.status == 201, answer.body
        return address

    with Crowd(register) as people:
        people.go_on()
        wait_until(lambda: mail_server.mails, what="mails arrived")
        mail_server.password = PASSWORDS[1]
        write(file, PASSWORDS[1])
        heard_of_change(shop, 1)
        people.go_on()

        # Nobody tells the shop this time.
        mail_server.password, shut_out = PASSWORDS[2], mail_server.shut_out
        wait_until(lambda: mail_server.shut_out > shut_out + 5, what="the shop was shut out")
        people.go_on()
        write(file, PASSWORDS[2])
        heard_of_change(shop, 2)
        so_far = len(mail_server.mails)
        wait_until(lambda: len(mail_server.mails) > so_far, what="mails arrived again")

    wait_until(lambda: len(mail_server.mails) >= 2 * len(people.done), limit_s=120, what="every mail arrived")
    wait_until(lambda: open_work(shop) == 0, limit_s=60, what="nothing was left to be sent")
    once = {"Welcome to Orion": 1, "Please confirm your e-mail address": 1}
    assert mail_server.mails_by_person() == {address: once for address in people.done}
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == len(mail_server.mails)
    assert not problems(shop, {})
    assert_all_well(shop, ("orion-api", "orion-worker"))
