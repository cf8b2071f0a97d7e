"""SIGHUP: a running shop takes new settings, or none of a file with something wrong in it."""

import signal
import threading

import pytest
from client import Client
from conftest import contract_of
from shop import DEMO_CATALOGUE, wait_until

ORIGIN = "https://front.example"
PASSWORD_BY_MISTAKE = "kR7-wPq2Lx9_Zr4Hd8WcKj5N"


def write_settings(path, text):
    """At once: no process reads half of it."""
    path.with_suffix(".new").write_text(text)
    path.with_suffix(".new").rename(path)


def settings(browsing=500_000, origins="", level="info", more=""):
    return (f'[limits]\nbrowsing_per_minute = {browsing}\nshopping_per_minute = 0\nunlimited = ""\n'
            f'[http]\ncors_origins = "{origins}"\n[log]\nlevel = "{level}"\n{more}')


@pytest.fixture
def file(tmp_path):
    return tmp_path / "orion.toml"


@pytest.fixture
def shop(own_shop, file):
    write_settings(file, settings())
    running = own_shop(settings={"ORION_CONFIG": str(file)}).stock_with(DEMO_CATALOGUE).start()
    yield running
    assert set(running.stop().values()) <= {0}


def hang_up(shop, name=None):
    for each in [name] if name else shop.running:
        shop.running[each].send_signal(signal.SIGHUP)


def logged(shop, message, name="orion-api"):
    return [line for line in shop.log_lines(name) if line["message"] == message]


def quota_of(answer):
    return answer.headers.get("ratelimit-policy", "").partition(";q=")[2].partition(";")[0]


class Shoppers:
    """Read and write all the time, on connections that stay; every answer and every failure counts."""

    def __init__(self, shop):
        self._client, self._over = Client(shop.port), threading.Event()
        self.answers, self.failures = [], []
        self._threads = [threading.Thread(target=self._shop) for _ in range(3)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        self.go_on()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()
        assert not self.failures, self.failures[:5]
        assert set(self.answers) == {200, 201}, set(self.answers)

    def _shop(self):
        while not self._over.is_set():
            try:
                self.answers.append(self._client.get("/products?limit=2").status)
                self.answers.append(self._client.post("/carts").status)
            except Exception as failure:  # shown by the test
                self.failures.append(failure)

    def go_on(self):
        so_far = len(self.answers)
        wait_until(lambda: len(self.answers) >= so_far + 10, what="shoppers were answered")


def test_new_settings_hold_without_a_restart_while_requests_go_on(shop, file):
    client = Client(shop.port)
    pids = {name: process.pid for name, process in shop.running.items()}
    assert quota_of(client.get("/categories")) == "500000"
    with Shoppers(shop) as shoppers:
        for browsing in (400_000, 300_000, 200_000):
            write_settings(file, settings(browsing, origins=ORIGIN))
            hang_up(shop)
            wait_until(lambda: quota_of(client.get("/categories")) == str(browsing), 10, "the quota was another")
            shoppers.go_on()
        assert client.get("/categories", origin=ORIGIN).headers["access-control-allow-origin"] == ORIGIN

        write_settings(file, settings(3))
        hang_up(shop, "orion-worker")
        shoppers.go_on()
        assert quota_of(client.get("/categories")) == "200000", "the worker's signal is not the API's"
    hang_up(shop, "orion-api")
    wait_until(lambda: client.get("/categories").status == 429, 10, "there were too many requests")
    assert "access-control-allow-origin" not in client.get("/categories", origin=ORIGIN).headers
    assert {name: process.pid for name, process in shop.running.items()} == pids
    assert all(process.poll() is None for process in shop.running.values())
    assert "limits.browsing_per_minute = 3" in logged(shop, "settings were read again")[-1]["fields"]["changed"]


def test_the_log_can_be_made_quiet_and_talkative_again(shop, file):
    client = Client(shop.port)

    def requests():
        return len(logged(shop, "request"))

    def refuse_nonsense():
        """When that is in the log, so is what was logged before."""
        so_far = len(logged(shop, "settings were not taken"))
        write_settings(file, "nonsense")
        hang_up(shop)
        wait_until(lambda: len(logged(shop, "settings were not taken")) > so_far, 10, "the nonsense was refused")

    def change_to(level):
        write_settings(file, settings(level=level))
        hang_up(shop)
        for name in shop.running:
            wait_until(lambda: f'log.level = "{level}"' in str(logged(shop, "settings were read again", name)), 10,
                       f"{name} told of {level}")
        refuse_nonsense()

    client.get("/categories")
    wait_until(requests, what="requests were logged")
    change_to("error")
    before = requests()
    assert client.get("/categories").status == 200
    refuse_nonsense()
    assert requests() == before
    change_to("info")
    assert client.get("/categories").status == 200
    wait_until(lambda: requests() > before, what="requests were logged again")


def test_a_file_with_anything_wrong_changes_nothing_and_the_log_says_why(shop, file):
    client = Client(shop.port)
    wrong = {
        settings(7, more='[shop]\nnmae = "Typo"\n'): "shop.nmae: there is no such setting",
        settings(7, more="[database]\npool = 0\n"): "database.pool: expected a whole number from 1 to 1000",
        settings(7, more=f'[database]\npassword = "{PASSWORD_BY_MISTAKE}"\n'): "database.password: expected env:NAME",
        settings(7, origins="front.example"): "'front.example' is no origin",
        settings(7) + "[http\n": "orion.toml:9",
        settings(-1, level="loud"): "log.level: expected one of debug",
    }
    with Shoppers(shop) as shoppers:
        for number, (text, reason) in enumerate(wrong.items(), 1):
            write_settings(file, text)
            hang_up(shop)
            for name in shop.running:
                refused = wait_until(lambda name=name: (lines := logged(shop, "settings were not taken", name)) and
                                     len(lines) == number and lines[-1], 10, f"{name} refused {reason}")
                assert reason in refused["fields"]["reason"], refused
                assert refused["level"] == "error"
        shoppers.go_on()
    assert "limits.browsing_per_minute" in refused["fields"]["reason"], "all reasons are told at once"
    assert quota_of(client.get("/categories")) == "500000"
    file.unlink()
    hang_up(shop)
    wait_until(lambda: len(logged(shop, "settings were not taken")) > len(wrong), 10, "a file that is gone was refused")

    write_settings(file, settings(400_000))
    hang_up(shop)
    wait_until(lambda: quota_of(client.get("/categories")) == "400000", 10, "the file that was mended was taken")
    for name in shop.running:
        assert PASSWORD_BY_MISTAKE not in shop.log(name)


def test_new_orders_and_new_accounts_are_switched_off_and_on_again(shop, file):
    client = Client(shop.port, contract_of(shop))
    sku = client.get("/products?limit=1&in_stock=true").json["items"][0]["variants"][0]["sku"]
    person = {"email": "late@example.com", "password": "a long enough password", "name": "Late"}
    taken, waiting = client.new_cart((sku, 1)).settled_order(), client.new_cart((sku, 1))

    write_settings(file, settings(more="[features]\ncheckout = false\nregistration = false\n"))
    hang_up(shop)
    wait_until(lambda: client.post("/auth/register", {}).status == 503, 10, "it was switched off")
    for refused in (waiting.order(), client.post("/auth/register", person)):
        assert (refused.status, refused.code, refused.headers["retry-after"]) == (503, "feature_off", "60")
    assert waiting.show().json["items"], "carts are kept"
    assert taken.cancel("changed my mind").status == 200, "orders that were taken go on"

    write_settings(file, settings())
    hang_up(shop)
    wait_until(lambda: client.post("/auth/register", person).status == 201, 10, "accounts were made again")
    assert waiting.settled_order().placed["status"] == "confirmed"


def test_what_needs_a_restart_waits_for_one_and_the_rest_is_taken(shop, file):
    client = Client(shop.port)
    write_settings(file, settings(400_000, more='[messaging]\nbatch_size = 7\n[secrets]\nrefresh_s = 99\n'))
    hang_up(shop)
    wait_until(lambda: quota_of(client.get("/categories")) == "400000", 10, "the quota was another")
    for name in shop.running:
        waiting = wait_until(lambda name=name: logged(shop, "settings need a restart", name), 10, "the log named them")
        assert [line["fields"]["keys"] for line in waiting] == ["messaging.batch_size, secrets.refresh_s"]
        assert waiting[0]["level"] == "warning"

    write_settings(file, settings(300_000))
    hang_up(shop)
    wait_until(lambda: quota_of(client.get("/categories")) == "300000", 10, "the quota was another")
    assert len(logged(shop, "settings need a restart")) == 1, "nothing waits any more"


def test_a_storm_of_signals_harms_nobody_and_hides_no_stop(shop, file):
    processes, over = dict(shop.running), threading.Event()

    def storm():
        number = 0
        while not over.is_set():
            number += 1
            if number % 50 == 0:
                write_settings(file, settings(500_000 + number))
            for process in processes.values():
                process.send_signal(signal.SIGHUP)

    storming = threading.Thread(target=storm)
    with Shoppers(shop) as shoppers:
        storming.start()
        for _ in range(5):
            shoppers.go_on()
    try:
        assert all(process.poll() is None for process in processes.values())
        assert set(shop.stop().values()) == {0}
    finally:
        over.set()
        storming.join()
    assert len(logged(shop, "settings were read again")) > 1
    assert not logged(shop, "settings were not taken")
