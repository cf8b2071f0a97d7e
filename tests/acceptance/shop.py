"""A real shop for tests: the built programs on a data directory of their own."""

import contextlib
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from engines import ENGINES, Engines

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("SHOP_BIN", ROOT / "build/release/bin"))
DEMO_CATALOGUE = ROOT / "deploy/demo-catalogue.jsonl"
SHARED_DATA = ROOT.parent / "shared/data"
SOON_S = 5  # what takes a second at most, on a machine that is busy with other things too
# Of those that the kernel gives to no client, which could take one while its host is down, or connect to itself.
PORTS = random.sample(range(20000, 32000), 12000)


def free_port():
    """Never the same one twice: whoever asked may not have begun to listen when the next one asks."""
    while True:
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            port = PORTS.pop()
            probe.bind(("127.0.0.1", port))
            return port


def log_entries(text):
    """The JSON of each line that is written whole: a reader may meet the last one half-way."""
    return [json.loads(line) for line in text.split("\n")[:-1] if line.startswith("{")]


def wait_until(condition, limit_s=30, what="it happened"):
    """Polls, because what is waited for happens in another process."""
    deadline = time.monotonic() + limit_s
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"{limit_s} s passed before {what}"
        time.sleep(0.02)


class Shop:
    """On SQLite, or with ENGINES in the environment on PostgreSQL, RabbitMQ and Redis.

    `one_process`: orion-api --with-worker instead of two programs."""

    def __init__(self, folder, settings=None, one_process=False, engines=None):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.running = {}
        self.one_process = one_process
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("ORION_")}
        self.engines = engines or (Engines() if ENGINES else None)
        # Most tests have no balancer to wait for.
        inherited["ORION_SHUTDOWN_NOTICE_MS"] = "0"
        self.environment = {**inherited, **(self.engines.settings() if self.engines else {}), **(settings or {})}

    def ctl(self, *arguments, check=True):
        done = subprocess.run([*self.program("orionctl"), *map(str, arguments)], text=True,
                              capture_output=True, env=self.environment, timeout=600)
        assert not check or done.returncode == 0, f"orionctl {arguments}: {done.stdout}{done.stderr}"
        return done

    def program(self, name):
        """How it is called on this shop's data."""
        return [BIN / name, "--data", self.data]

    def stock_with(self, catalogue):
        """Makes the databases and imports a catalogue file."""
        self.ctl("migrate")
        self.ctl("catalog", "import", catalogue)
        return self

    def start(self):
        self.start_api()
        if not self.one_process:
            self.start_worker()
        self.wait_until_ready()
        return self

    def start_api(self):
        extra = ["--with-worker"] if self.one_process else []
        self._start("orion-api", "--port", str(self.port), *extra)

    def start_replica(self):
        """Another API on the same shop; gives its port."""
        port = free_port()
        self._start("orion-api", "--port", str(port), known_as=f"orion-api {port}")
        self.wait_until_ready(port)
        return port

    def start_worker(self, modules=None):
        """With `modules`, one worker for some of them, beside others."""
        if modules:
            self._start("orion-worker", "--modules", modules, known_as=f"orion-worker {modules}")
        else:
            self._start("orion-worker")

    def _start(self, name, *arguments, known_as=None):
        known_as = known_as or name
        log = open(self.folder / f"{known_as}.log", "ab")
        with log:
            self.running[known_as] = subprocess.Popen([BIN / name, "--data", self.data, *arguments], stdout=log, stderr=log,
                                                  env=self.environment, start_new_session=True)

    def wait_until_ready(self, port=None):
        def ready():
            for name, process in self.running.items():
                assert process.poll() is None, f"{name} ended: {self.log(name)[-2000:]}"
            with contextlib.suppress(OSError, urllib.error.URLError):
                return urllib.request.urlopen(f"http://127.0.0.1:{port or self.port}/health/ready", timeout=5).status == 200
            return False

        wait_until(ready, what="the shop was ready")

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def log_lines(self, name):
        return log_entries(self.log(name))

    def kill(self, name):
        """As a power cut does."""
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def stop(self, limit_s=30):
        """SIGTERM to all; gives their exit codes."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        codes = {}
        try:
            for name, process in self.running.items():
                codes[name] = process.wait(timeout=limit_s)
        finally:
            for process in self.running.values():
                process.kill()
            self.running = {}
        return codes


def catalogue_line(sku, price="10.00", stock=100, title=None):
    """A product of one variant, as docs/catalogue-files.md has it."""
    return {"slug": sku.lower(), "title": title or f"Product {sku}", "status": "active",
            "variants": [{"sku": sku, "title": sku, "price": price, "currency": "GBP", "stock": stock}]}


def write_catalogue(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path
