"""A morning at the till: each key and each accident, held against a plain model of what was sold.

`python -m tests.acceptance.morning [--sales 60]` plays a whole one on each terminal, and through an sshd.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from tests.tui.pty_till import PtyTill
from tests.tui.shop import new_shop

from .cashier import ITEMS, Cashier, Sold, play
from .sshd import missing, sshd
from .tills import sales

_ROOT = Path(__file__).resolve().parents[2]
_TERMS = ("linux", "vt100", "xterm-256color")


def on_a_terminal(folder: Path, term: str, count: int) -> None:
    """Plays a morning on a pseudo terminal and checks the shop."""
    store = new_shop(folder, ITEMS)
    with PtyTill(store, term=term) as till:
        _play(till, term, store, count)


def over_ssh(folder: Path, count: int) -> None:
    """The same through a real sshd, with the till behind it."""
    store = new_shop(folder, ITEMS)
    environ = {"LANG": "C.UTF-8", "POS_STATE": str(folder / "state"), "PYTHONPATH": str(_ROOT)}
    with sshd(folder / "sshd") as ssh:
        remote = ["env", *(f"{name}={value}" for name, value in environ.items())]
        command = [*ssh, *remote, sys.executable, "-m", "pos_tui"]
        with PtyTill(store, term="xterm-256color", command=command) as till:
            _play(till, "xterm-256color", store, count)


def _play(till: PtyTill, term: str, store: Path, count: int) -> None:
    cashier = Cashier(till.start(), term, random.Random(f"{term} {count}"), lambda: _till_process(store))
    play(cashier, count)
    assert till.ended() == 0
    assert till.terminal_restored()
    check(store, cashier.sold)


def _till_process(store: Path) -> int:
    """The id of the process that has the till of a store open."""
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "python" in Path(words[0] if words else "").name and "pos_tui" in words and str(store) in words:
            return int(process.pid)
    raise LookupError(f"no till has {store} open")


def check(store: Path, sold: list[Sold]) -> None:
    """Holds the shop's own lists and report against the model."""
    recorded = sales(store)
    for number, (sale, document) in enumerate(zip(sold, recorded, strict=False), 1):
        found = [(line["code"], line["amount"], bool(line.get("void"))) for line in document["lines"]]
        meant = [(line.code, line.total, line.void) for line in sale.lines]
        assert found == meant, f"sale {number} {sale.story}: {found}, not {meant}"
        tenders = tuple(tender["type"] for tender in document["tenders"])
        assert tenders == sale.tenders, f"sale {number} {sale.story}: {tenders}, not {sale.tenders}"
    listed = json.loads(_pos(store, "sales", "list"))
    assert [sale["total"] for sale in listed] == [sale.total for sale in sold]
    assert [sale["lines"] for sale in listed] == [sum(sale.counts.values()) for sale in sold]
    report = json.loads(_pos(store, "report", "sales", "--from", "2000-01-01", "--to", "2100-01-01"))
    assert (report["count"], report["gross"]) == (len(sold), sum(sale.total for sale in sold))
    assert sum(tender["amount"] for tender in report["tenders"]) == report["gross"]


def _pos(store: Path, *words: str) -> str:
    environ = {**os.environ, "POS_STATE": str(store.parent / "state"), "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "pos_tui", "--store", str(store), *words, "--format", "json"]
    return subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout


def main() -> int:
    """Plays a morning everywhere and says so; fails at the first difference."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance.morning")
    parser.add_argument("--sales", type=int, default=60, help="on each terminal")
    count = parser.parse_args().sales
    with tempfile.TemporaryDirectory(prefix="morning-") as name:
        folder = Path(name)
        for term in _TERMS:
            (folder / term).mkdir()
            on_a_terminal(folder / term, term, count)
            print(f"{term}: {count} sales as they were sold")
        if missing():
            print(f"ssh: not played, not installed: {missing()}")
        else:
            (folder / "ssh").mkdir()
            over_ssh(folder / "ssh", count)
            print(f"ssh: {count} sales as they were sold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
