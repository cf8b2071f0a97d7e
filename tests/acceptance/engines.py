"""The production engines for shops under test: what `scripts/engines start DIR` started, DIR being in ENGINES."""

import json
import os
import pathlib
import subprocess
import uuid

ENGINES = os.environ.get("ENGINES")


def urls_in(folder):
    return dict(line.split("=", 1) for line in (folder / "urls").read_text().splitlines())


class Engines:
    """Databases, a prefix in the broker and one in Redis that nobody else uses.

    `broker`, `redis`: a folder of `scripts/engines start` whose RabbitMQ or Redis is used instead of the shared one.
    `apart`: contexts that share a second database."""

    def __init__(self, broker=None, redis=None, apart=()):
        self.broker = broker or pathlib.Path(ENGINES)
        self.apart = apart
        self.urls = {**urls_in(pathlib.Path(ENGINES)), **urls_in(self.broker), **(urls_in(redis) if redis else {})}
        self.name = f"shop_{uuid.uuid4().hex[:12]}"
        self.databases = [self._database(self.name + suffix) for suffix in (["", "_apart"] if apart else [""])]

    def _database(self, name):
        self.execute(self.urls["postgres_url"], "CREATE DATABASE " + name)
        return self.urls["postgres_url"].rpartition("/")[0] + "/" + name

    def settings(self):
        return {
            "ORION_DATABASE_URL": self.databases[0],
            "ORION_DATABASE_PASSWORD": "env:SHOP_POSTGRES_PASSWORD",
            "SHOP_POSTGRES_PASSWORD": self.urls["postgres_password"],
            **{f"ORION_DATABASE_{context.upper()}_URL": self.databases[1] for context in self.apart},
            "ORION_MESSAGING_BROKER_URL": self.urls["rabbitmq_url"],
            "ORION_MESSAGING_BROKER_PASSWORD": "env:SHOP_RABBITMQ_PASSWORD",
            "ORION_MESSAGING_BROKER_PREFIX": self.name,
            "SHOP_RABBITMQ_PASSWORD": self.urls["rabbitmq_password"],
            "ORION_CACHE_REDIS_URL": self.urls["redis_url"],
            "ORION_CACHE_REDIS_PASSWORD": "env:SHOP_REDIS_PASSWORD",
            "ORION_CACHE_REDIS_PREFIX": self.name + ":",
            "SHOP_REDIS_PASSWORD": self.urls["redis_password"],
        }

    def homes_of(self, table):
        """The databases that hold a table: messages are kept beside what they tell of."""
        context = table.split("_")[0]
        if context == "messaging":
            return self.databases
        return self.databases[-1:] if context in self.apart else self.databases[:1]

    def tables(self, number):
        return set(self.execute(self.databases[number], "SELECT table_name FROM information_schema.tables").split())

    def columns(self, table):
        return self.execute(self.homes_of(table)[0],
                         "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns"
                         f" WHERE table_name = '{table}'").split(",")

    def rows(self, table):
        """All rows of a table, as dictionaries."""
        return [row for url in self.homes_of(table)
                for row in json.loads(self.execute(url, f"SELECT coalesce(json_agg(row_to_json(t)), '[]') FROM {table} t"))]

    def count(self, table, condition):
        return sum(int(self.execute(url, f"SELECT count(*) FROM {table} WHERE {condition}")) for url in self.homes_of(table))

    def queued(self):
        """How many messages lie in each of the shop's queues."""
        listed = subprocess.run([self.broker / "rabbitmqctl", "-q", "--no-table-headers", "list_queues", "name", "messages"],
                                check=True, text=True, capture_output=True, timeout=60).stdout
        depths = dict(line.split("\t") for line in listed.splitlines() if line.startswith(self.name))
        return {name: int(depth) for name, depth in depths.items()}

    def execute(self, url, statement):
        done = subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", url, "-c", statement], text=True,
                              capture_output=True, timeout=120,
                              env={**os.environ, "PGPASSWORD": self.urls["postgres_password"]})
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
