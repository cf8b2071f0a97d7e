"""scripts/run, as a newcomer uses it."""

import json
import re
import shlex
import signal
import subprocess
import time

import pytest
from shop import BIN, ROOT, SOON_S, catalogue_line, free_port, write_catalogue

pytestmark = pytest.mark.skipif(BIN != ROOT / "build/release/bin", reason="scripts/run starts the release build")


class Run:
    def __init__(self, *options):
        self.begun = time.monotonic()
        self.process = subprocess.Popen([ROOT / "scripts/run", *map(str, options)], stdout=subprocess.PIPE, text=True)
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("ready "):
                break
        self.ready_s = time.monotonic() - self.begun

    def stop(self, signal_number=signal.SIGTERM):
        self.process.send_signal(signal_number)
        return self.process.wait(timeout=60)


def test_the_printed_lines_work_when_pasted(tmp_path):
    port = free_port()
    shop = Run("--port", port, "--data", tmp_path / "data")
    try:
        assert shop.lines[-1] == f"ready http://127.0.0.1:{port}"
        curls = [line for line in shop.lines if line.startswith("curl ")]
        assert len(curls) == 3
        answers = [json.loads(subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout)
                   for line in curls]
        assert answers[0]["items"]
        assert answers[1]["items"][0]["quantity"] == 1
        assert (answers[2]["status"], answers[2]["payment_status"]) == ("confirmed", "captured")
        assert all(shlex.split(line) for line in curls)
    finally:
        assert shop.stop(signal.SIGINT) == 0

    again = Run("--port", port, "--data", tmp_path / "data")
    assert again.stop() == 0
    assert again.ready_s < 1 + SOON_S  # two seconds, on a machine with nothing else to do
    assert not re.search("import", "\n".join(again.lines), re.IGNORECASE)


def test_another_catalogue_can_be_sold(tmp_path):
    port = free_port()
    catalogue = write_catalogue(tmp_path / "mine.jsonl", [catalogue_line("MINE", stock=3)])
    shop = Run("--port", port, "--data", tmp_path / "data", "--catalog", catalogue)
    try:
        listed = subprocess.run(["curl", "-s", f"http://127.0.0.1:{port}/api/v1/products"], capture_output=True, check=True)
        assert [item["slug"] for item in json.loads(listed.stdout)["items"]] == ["mine"]
    finally:
        assert shop.stop() == 0


def test_when_one_process_dies_the_other_is_stopped(tmp_path):
    port = free_port()
    shop = Run("--port", port, "--data", tmp_path / "data")
    children = subprocess.run(["pgrep", "-P", str(shop.process.pid), "orion-worker"], capture_output=True, text=True, check=True)
    subprocess.run(["kill", "-9", children.stdout.strip()], check=True)
    assert shop.process.wait(timeout=60) == 1
    assert subprocess.run(["pgrep", "-f", f"{tmp_path}/data"], capture_output=True).returncode == 1


@pytest.mark.parametrize("options", [["--port", "x"], ["--port", "0"], ["--port"], ["--nonsense"], ["--catalog", "/nowhere"]])
def test_what_is_asked_wrongly_is_refused(options):
    done = subprocess.run([ROOT / "scripts/run", *options], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("scripts/run: ")
