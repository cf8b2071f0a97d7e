"""Secrets from a vault and from an encrypted file, and secrets that change while the shop sells."""

import http.server
import json
import os
import subprocess
import threading
import urllib.request
import uuid

import pytest
from client import Client
from engines import ENGINES, Engines
from shop import DEMO_CATALOGUE, free_port, wait_until

SERVER_SECRET = "Vt7m-q2Lx9_Zr4Hd8WcKj5Nf3Pb6Gy1u"
SEALING_KEY = "9fJd0sKq-2LmXv7Bn4Cz8RtY1wEu6IoPa3"


class Vault(http.server.ThreadingHTTPServer):
    """As much of Vault's HTTP interface as its documentation says of KV version 2, tokens and AppRole."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), VaultRequest)
        self.secrets = {"secret/data/orion/server": {"key": SERVER_SECRET}}
        self.tokens = {"static-token"}
        self.ttl, self.renewable, self.hangs = 3600, True, threading.Event()
        self.seen = []
        self._thread = threading.Thread(target=self.serve_forever)
        self._thread.start()

    def settings(self, **more):
        return {"ORION_SECRETS_VAULT_URL": f"http://127.0.0.1:{self.server_port}", "ORION_SECRETS_VAULT_TIMEOUT_MS": "500",
                "ORION_SECRETS_REFRESH_S": "1", "ORION_SECURITY_SECRET_KEY": "vault:secret/orion/server#key", **more}

    def with_token(self):
        return self.settings(ORION_SECRETS_VAULT_TOKEN="env:TOKEN", TOKEN="static-token")

    def with_role(self):
        return self.settings(ORION_SECRETS_VAULT_ROLE_ID="shop", ORION_SECRETS_VAULT_SECRET_ID="env:SECRET_ID",
                             SECRET_ID="secret-of-the-shop")

    def stop(self):
        self.hangs.clear()
        self.shutdown()
        self._thread.join()
        self.server_close()


class VaultRequest(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._answer("GET")

    def do_POST(self):
        self._answer("POST")

    def _answer(self, method):
        vault, path = self.server, self.path.removeprefix("/v1/")
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")
        vault.seen.append((method, path))
        if vault.hangs.is_set():
            wait_until(lambda: not vault.hangs.is_set(), what="the vault hung long enough")
        token = self.headers.get("X-Vault-Token")
        auth = {"client_token": token, "lease_duration": vault.ttl, "renewable": vault.renewable}
        if (method, path) == ("POST", "auth/approle/login"):
            if body != {"role_id": "shop", "secret_id": "secret-of-the-shop"}:
                return self._send(400, {"errors": ["invalid role or secret ID"]})
            auth["client_token"] = uuid.uuid4().hex
            vault.tokens.add(auth["client_token"])
            return self._send(200, {"auth": auth})
        if token not in vault.tokens:
            return self._send(403, {"errors": ["permission denied"]})
        if (method, path) == ("GET", "auth/token/lookup-self"):
            return self._send(200, {"data": {"ttl": vault.ttl, "renewable": vault.renewable}})
        if (method, path) == ("POST", "auth/token/renew-self"):
            return self._send(200, {"auth": auth})
        if method == "GET" and path in vault.secrets:
            return self._send(200, {"data": {"data": vault.secrets[path], "metadata": {"version": 1}}})
        self._send(404, {"errors": []})

    def _send(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def vault():
    running = Vault()
    yield running
    running.stop()


def check(shop):
    return shop.ctl("--check-config", "check", check=False)


@pytest.mark.parametrize("access", [Vault.with_token, Vault.with_role])
def test_a_secret_is_read_from_a_vault(own_shop, vault, access):
    done = check(own_shop(settings=access(vault)))
    assert done.returncode == 0, done.stderr
    assert ("GET", "secret/data/orion/server") in vault.seen


def test_a_vault_that_gives_nothing_stops_the_start_and_says_why(own_shop, vault):
    for change, reason in (
            ({"TOKEN": "another"}, "403"), ({"ORION_SECURITY_SECRET_KEY": "vault:secret/nowhere#key"}, "nothing there"),
            ({"ORION_SECURITY_SECRET_KEY": "vault:secret/orion/server#none"}, "no such text"),
            ({"ORION_SECRETS_VAULT_URL": "http://192.0.2.1:8200"}, "https only"),
            ({"ORION_SECRETS_VAULT_TOKEN": ""}, "secrets.vault_token")):
        done = check(own_shop(settings={**vault.with_token(), **change}))
        assert done.returncode == 2 and reason in done.stderr, (change, done.stderr)
        assert "static-token" not in done.stderr and SERVER_SECRET not in done.stderr


def test_a_vault_that_hangs_stops_the_start_in_time(own_shop, vault):
    vault.hangs.set()
    done = check(own_shop(settings=vault.with_token()))
    assert done.returncode == 2 and "Timeout" in done.stderr, done.stderr


def logged(shop, message):
    return [line for line in shop.log_lines("orion-api") if line["message"] == message]


def test_the_token_is_renewed_and_one_that_was_revoked_is_replaced_by_a_new_log_in(own_shop, vault):
    vault.ttl = 2
    shop = own_shop(settings=vault.with_role(), one_process=True).stock_with(DEMO_CATALOGUE).start()
    wait_until(lambda: ("POST", "auth/token/renew-self") in vault.seen, what="the token was renewed")
    vault.tokens.clear()
    before = vault.seen.count(("POST", "auth/approle/login"))
    wait_until(lambda: vault.seen.count(("POST", "auth/approle/login")) > before, what="it logged in again")
    assert not logged(shop, "a secret cannot be read, its last value is used")
    assert set(shop.stop().values()) == {0}


def test_a_shop_sells_on_while_its_vault_is_away_and_hears_of_changes_afterwards(own_shop, vault):
    shop = own_shop(settings=vault.with_token(), one_process=True).stock_with(DEMO_CATALOGUE).start()
    vault.hangs.set()
    wait_until(lambda: logged(shop, "a secret cannot be read, its last value is used"), what="it was noticed")
    assert Client(shop.port).get("/products?limit=1").status == 200
    vault.secrets["secret/data/orion/server"]["key"] = SERVER_SECRET[::-1]
    vault.hangs.clear()
    wait_until(lambda: logged(shop, "a secret has changed"), what="the change was noticed")
    assert SERVER_SECRET not in shop.log("orion-api") and "static-token" not in shop.log("orion-api")
    assert set(shop.stop().values()) == {0}


def seal(shop, name, secret):
    return subprocess.run([*shop.program("orionctl"), "secrets", "seal", shop.folder / "sealed", name], input=secret, text=True,
                          capture_output=True, env=shop.environment, timeout=60)


def test_secrets_are_sealed_into_a_file_and_read_from_there(own_shop):
    key = {"ORION_SECRETS_SEALING_KEY": "env:SEALING_KEY", "SEALING_KEY": SEALING_KEY}
    shop = own_shop(settings=key)
    assert seal(shop, "server", SERVER_SECRET + "\n").stdout.strip() == f"sealed:{shop.folder}/sealed#server"
    assert seal(shop, "mail", "another").returncode == 0
    assert seal(shop, "no name", "another").returncode == 2 and seal(shop, "empty", "").returncode == 2
    assert shop.ctl("secrets", "show-names", shop.folder / "sealed").stdout.split() == ["server", "mail"]
    text = (shop.folder / "sealed").read_text()
    assert SERVER_SECRET not in text and os.stat(shop.folder / "sealed").st_mode & 0o77 == 0

    reference = {"ORION_SECURITY_SECRET_KEY": f"sealed:{shop.folder}/sealed#server"}
    assert check(own_shop(settings={**key, **reference})).returncode == 0
    for change, reason in (({"SEALING_KEY": SEALING_KEY[::-1]}, "another key"),
                           ({"ORION_SECURITY_SECRET_KEY": f"sealed:{shop.folder}/sealed#none"}, "no such name"),
                           ({"ORION_SECURITY_SECRET_KEY": f"sealed:{shop.folder}/none#server"}, "cannot be read"),
                           ({"ORION_SECRETS_SEALING_KEY": "", "SEALING_KEY": ""}, "sealing_key")):
        done = check(own_shop(settings={**key, **reference, **change}))
        assert done.returncode == 2 and reason in done.stderr, (change, done.stderr)

    head, server, mail = text.splitlines()
    swapped = "\n".join([head, "server " + mail.split()[1], "mail " + server.split()[1], ""])
    (shop.folder / "sealed").write_text(swapped)
    assert "another key, or changed" in check(own_shop(settings={**key, **reference})).stderr


class Browsing:
    """Asks for products all the time; keeps what was not answered."""

    def __init__(self, shop):
        self._client, self._stopping = Client(shop.port), threading.Event()
        self.statuses = []
        self._threads = [threading.Thread(target=self._browse) for _ in range(2)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _browse(self):
        while not self._stopping.is_set():
            cart = self._client.call("POST", "/api/v1/carts", {})
            self.statuses += [cart.status, self._client.get("/products?limit=5&q=" + uuid.uuid4().hex[:4]).status]


@pytest.mark.skipif(not ENGINES, reason="needs PostgreSQL and Redis (ENGINES)")
def test_the_passwords_of_postgresql_and_redis_change_under_load(own_shop, tmp_path):
    engines = Engines()
    role, old, new = f"clerk_{uuid.uuid4().hex[:8]}", "old-" + SERVER_SECRET, "new-" + SERVER_SECRET
    owner = engines.urls["postgres_url"]
    engines.execute(owner, f"CREATE ROLE {role} LOGIN PASSWORD '{old}'; GRANT {role} TO CURRENT_USER")
    engines.execute(owner, f"ALTER DATABASE {engines.name} OWNER TO {role}")
    files = {name: tmp_path / name for name in ("postgres", "redis")}
    port = free_port()
    redis = subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--requirepass", old, "--save", "",
                              "--dir", str(tmp_path)], stdout=subprocess.DEVNULL, start_new_session=True)

    def in_redis(password, *command):
        done = subprocess.run(["redis-cli", "-p", str(port), *command], text=True, capture_output=True, timeout=10,
                              env={**os.environ, "REDISCLI_AUTH": password})
        return done.stdout

    def write(password):
        for file in files.values():
            file.with_suffix(".new").write_text(password)
            file.with_suffix(".new").rename(file)

    try:
        wait_until(lambda: "PONG" in in_redis(old, "ping"), what="Redis answered")
        write(old)
        scheme, _, place = engines.databases[0].rpartition("@")
        assert scheme
        shop = own_shop(engines=engines, settings={
            "ORION_DATABASE_URL": f"postgresql://{role}@{place}", "ORION_DATABASE_PASSWORD": f"file:{files['postgres']}",
            "ORION_CACHE_REDIS_URL": f"redis://127.0.0.1:{port}", "ORION_CACHE_REDIS_PASSWORD": f"file:{files['redis']}",
            "ORION_SECRETS_REFRESH_S": "1"}).stock_with(DEMO_CATALOGUE).start()
        with Browsing(shop) as browsing:
            wait_until(lambda: len(browsing.statuses) > 50, what="shoppers browsed")
            engines.execute(owner, f"ALTER ROLE {role} PASSWORD '{new}'")
            in_redis(old, "config", "set", "requirepass", new)
            write(new)
            for name in ("orion-api", "orion-worker"):
                wait_until(lambda name=name: len([line for line in shop.log_lines(name)
                                                  if line["message"] == "a secret has changed"]) >= 2, what="it was noticed")
            so_far = len(browsing.statuses)
            wait_until(lambda: len(browsing.statuses) > so_far + 50, what="shoppers browsed on")
            assert set(browsing.statuses) == {200, 201}
            # Old connections may go on; these have to be made anew.
            engines.execute(owner, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'")
            in_redis(new, "client", "kill", "type", "normal")
            wait_until(lambda: browsing.statuses[-20:] and set(browsing.statuses[-20:]) == {200, 201}, what="all is well")
        assert int(engines.execute(owner, f"SELECT count(*) FROM pg_stat_activity WHERE usename = '{role}'")) > 0
        ready = json.load(urllib.request.urlopen(f"http://127.0.0.1:{shop.port}/health/ready"))
        assert {check["status"] for check in ready["checks"].values()} <= {"up", "ok"}, ready
        assert set(shop.stop().values()) == {0}
        assert old not in shop.log("orion-api") and new not in shop.log("orion-api")
    finally:
        redis.terminate()
        redis.wait(timeout=10)
