"""A day of 200 sales from the command line: opened, killed in the middle, counted blind, closed, checked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from pos_tui.bootstrap.sample import make_sample
from pos_tui.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
SOON = 120.0
MILK = "2500100000019"


class Shop:
    """A sample shop where money is taken in shifts only, and its `pos`."""

    def __init__(self, folder: Path) -> None:
        make_sample(folder / "store", folder / "state")
        environ = {key: value for key, value in os.environ.items() if not key.startswith("POS_")}
        self.environ = environ | {
            "POS_STORE": str(folder / "store"),
            "POS_STATE": str(folder / "state"),
            "POS_SHIFTS": "true",
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Runs one in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "pos_tui", *words],
            cwd=ROOT,
            env=self.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, entries: str = "", code: int = 0) -> str:
        done = self._done(*words, entries=entries)
        assert done.exit_code == code, done.output[-500:]
        return done.output

    def json(self, *words: str) -> Any:
        return json.loads(self._done(*words, "--format", "json").stdout)

    def _done(self, *words: str, entries: str = "") -> Result:
        others = {name: None for name in os.environ if name.startswith("POS_")}
        return CliRunner().invoke(app, words, input=entries, env=others | self.environ, prog_name="pos")

    def killed_after(self, sales: int) -> int:
        """Sells until so many sales are acknowledged, and is killed while it goes on; their total."""
        till = self.start("ring", "--json")
        assert till.stdin is not None
        assert till.stdout is not None
        till.stdin.write(f"{MILK}\n/cash 20\n" * (sales + 20))
        till.stdin.flush()
        done = total = 0
        while done < sales:
            answer = json.loads(till.stdout.readline())
            if answer["kind"] == "sale":
                done, total = done + 1, total + answer["total"]
        till.send_signal(signal.SIGKILL)
        till.wait(SOON)
        return total


def test_a_day_from_the_float_to_a_z_that_proves_itself(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    assert "no shift is open" in shop.run("ring", entries=f"{MILK}\n/cash\n/cancel\n", code=1)
    shop.run("shift", "open", "20x5")
    acknowledged = shop.killed_after(100)
    entries = f"{MILK}\n/card\n" * 90 + f"{MILK}\n{MILK}\n/void\n/cash 10\n" * 10
    shop.run("ring", entries=f"{MILK}\n/cancel\n{entries}")  # the killed till may have left a basket open
    shop.run("ring", entries="/paidout 12.50 window cleaner\n/nosale change\n/pickup 50 safe\n")
    sales = [sale for sale in shop.json("sales", "list") if sale["kind"] == "sale"]
    cash = sum(row["amount"] for sale in sales for row in sale["tenders"] if row["type"] == "cash") - sum(
        sale["change"] for sale in sales
    )
    assert sum(sale["total"] for sale in sales) >= acknowledged
    expected = 10000 + cash - 1250 - 5000

    counted = shop.json("shift", "count", f"{(expected - 1250) // 100}.{(expected - 1250) % 100:02d}")[
        "count"
    ]
    assert (counted["expected"]["cash"], counted["over_short"]["cash"]) == (expected, -1250)
    assert [row["act"] for row in counted["doubtful"] if row["amount"] == -1250] == ["paid_out"]
    assert "say why" in shop.run("shift", "z", code=1)
    z = shop.json("shift", "z", "80", "--reason", "the window cleaner was paid twice")["z"]
    assert z["sales"]["count"] == len(sales) >= 200
    assert z["gaps"] == []
    assert z["operators"]["owner"]["voids"] == 10
    assert z["grand"]["closing"]["gross"] == sum(sale["total"] for sale in sales)
    key = shop.json("shift", "show", z["number"])["key"]["fingerprint"]
    assert shop.json("journal", "verify", "--deep", "--key", key)["ok"]
    assert shop.json("shift", "show")["proposed"] == 8000
