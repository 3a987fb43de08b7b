"""kill -9 while a receipt is on its way: none is lost, none comes twice in silence. The real `pos`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_tui.bootstrap.sample import make_sample
from tests.devices.peer import Peer

ROOT = Path(__file__).resolve().parents[2]
SOON = 60.0


class Shop:
    """A sample shop whose printer is a peer of ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.peer = Peer()
        make_sample(folder / "store", folder / "state")
        environ = {key: value for key, value in os.environ.items() if not key.startswith("POS_")}
        self.environ = environ | {
            "POS_STORE": str(folder / "store"),
            "POS_STATE": str(folder / "state"),
            "POS_PRINTER": f"tcp://127.0.0.1:{self.peer.port}?rate=1000",
            "PYTHONPATH": str(ROOT),
        }

    def pos(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "pos_tui", *words],
            cwd=ROOT,
            env=self.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, entries: str = "") -> str:
        done = self.pos(*words)
        out, _ = done.communicate(entries, timeout=SOON)
        return out

    def sell(self, till: subprocess.Popen[str]) -> None:
        """Rings up one sale and waits until it is acknowledged."""
        assert till.stdin is not None
        assert till.stdout is not None
        till.stdin.write("2500100000019\n/cash 20\n")
        till.stdin.flush()
        while "change" not in till.stdout.readline():
            assert till.poll() is None

    def jobs(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.run("devices", "jobs", "--format", "json"))
        return found


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    yield made
    made.peer.close()


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not what():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def kill(till: subprocess.Popen[str]) -> None:
    till.send_signal(signal.SIGKILL)
    till.communicate()


def test_killed_in_the_middle_of_a_receipt_it_is_asked_about_and_comes_again_as_a_copy(shop: Shop) -> None:
    shop.peer.rate = 300
    till = shop.pos("ring")
    shop.sell(till)
    until(lambda: any(job["state"] == "sending" for job in shop.jobs()))
    kill(till)
    shop.peer.rate = 0
    shop.run("ring")
    (job,) = shop.jobs()
    assert (job["state"], job["sale"]) == ("unsure", "1-000001")
    until(lambda: len(shop.peer.jobs) == 1)
    shop.run("devices", "jobs", "--print", str(job["number"]))
    until(lambda: len(shop.peer.jobs) == 2)
    assert "COPY" in shop.peer.texts[1]
    assert "1-000001" in shop.peer.texts[1]
    assert shop.jobs() == []


def test_killed_while_the_printer_was_off_each_receipt_comes_once_afterwards(shop: Shop) -> None:
    shop.peer.paper_out = True
    till = shop.pos("ring")
    for _ in range(3):
        shop.sell(till)
    kill(till)
    shop.peer.paper_out = False
    shop.run("ring")
    until(lambda: len(shop.peer.jobs) == 3)
    shop.run("ring")
    assert [f"1-00000{n}" in text for n, text in enumerate(shop.peer.texts, 1)] == [True] * 3
    assert not any("COPY" in text for text in shop.peer.texts)
    assert shop.jobs() == []


def test_a_sale_that_was_never_a_job_gets_one_at_the_next_start(shop: Shop) -> None:
    shop.run("ring", entries="2500100000019\n/cash 20\n")
    until(lambda: len(shop.peer.jobs) == 1)
    printer = shop.environ.pop("POS_PRINTER")
    shop.run("ring", entries="2500100000019\n/cash 20\n")
    shop.environ["POS_PRINTER"] = printer
    shop.run("ring")
    until(lambda: len(shop.peer.jobs) == 2)
    assert "1-000002" in shop.peer.texts[1]
