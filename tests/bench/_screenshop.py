"""Shops for the bench of the screen, with the same items as its rivals, and how each program is started."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.store import Store
from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax
from pos_tui.core.barcode import check_digit

from ._program import Program

ROOT = Path(__file__).resolve().parents[2]
WORDS = ("Tea bags", "Rye bread", "Oat drink", "Soap bar", "Apples", "Butter", "AA batteries", "Olive oil")
"""The names that the rivals give to their items."""
_LEAVE = "\x18\x18/cancel\r/quit\r"


def code(number: int) -> str:
    """The EAN-13 of an item, which all programs know."""
    body = f"2000000{number:05d}"
    return f"{body}{check_digit(body)}"


def name(number: int) -> str:
    """What shows that it was sold."""
    return f"Item {number:05d}"


def _documents(count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        price = number % 900 + 99
        yield {
            "v": 1, "sku": f"S{number}", "gtins": [code(number).rjust(14, "0")], "plu": None,
            "name": f"{name(number)} {WORDS[number % 8]}", "price": f"{price // 100}.{price % 100:02d}",
            "cost": None, "department": "Food", "tax": "standard", "unit": "each", "weighed": False,
        }  # fmt: skip


def make_shop(folder: Path, items: int) -> Path:
    """Sets up a shop with so many items; returns its store."""
    store, state = folder / f"shop{items}", folder / f"state{items}"
    setup = ShopSetup("Corner Shop", "GBP", "inclusive", (parse_tax("standard=20"),), timezone="UTC")
    create_shop(store, setup, clock=_now, state=state)
    with (
        Store.open(store, clock=_now, state=state) as opened,
        opened.transaction(operator="owner") as tx,
    ):
        for document in _documents(items):
            tx.insert("items", document)
    return store


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Programs:
    """Starts what is measured and what it is measured against."""

    rivals: Path
    """The folder of mock_curses.py and mock_textual.py."""
    stores: dict[int, Path] = field(default_factory=dict)

    def pos(self, items: int, **options: Any) -> Program:
        """The till, with that many items; it leaves with an empty basket."""
        store = self.stores[items]
        environ = {"POS_STATE": str(store.with_name(f"state{items}"))}
        command = [sys.executable, "-m", "pos_tui", "--store", str(store)]
        return Program(command, "F1 Pay", cwd=ROOT, environ=environ, leave=_LEAVE, **options)

    def draft(self, items: int) -> Path:
        """Where the till keeps its open basket."""
        return self.stores[items] / "drafts" / "1.jsonl"

    def curses(self, preload: int = 0, **options: Any) -> Program:
        """A register of a few lines in curses, without a store: the floor."""
        return self._rival("mock_curses.py", "--page", f"--preload={preload}", **options)

    def stock(self, preload: int = 0, **options: Any) -> Program:
        """Textual's own DataTable and Input, without a store."""
        return self._rival("mock_textual.py", "--lines=datatable", f"--preload={preload}", **options)

    def _rival(self, *words: str, **options: Any) -> Program:
        return Program([sys.executable, *words], "TOTAL", cwd=self.rivals, **options)


@contextmanager
def core_share(percent: int) -> Iterator[Callable[[], None] | None]:
    """A control group (cgroup v1 or v2) with that share of a core, for `in_child`; None without the right."""
    period, group = 10_000, None
    quota = period * percent // 100
    for base, files in (
        (Path("/sys/fs/cgroup"), {"cpu.max": f"{quota} {period}"}),
        (Path("/sys/fs/cgroup/cpu"), {"cpu.cfs_period_us": str(period), "cpu.cfs_quota_us": str(quota)}),
    ):
        if group is None and (base / "cgroup.procs").exists():
            with suppress(OSError):
                made = Path(tempfile.mkdtemp(prefix="pos-bench-", dir=base))
                group = made if all(_wrote(made / file, text) for file, text in files.items()) else None
                if group is None:
                    made.rmdir()
    try:
        yield None if group is None else lambda: _join(group)
    finally:
        if group is not None:
            group.rmdir()


def _wrote(file: Path, text: str) -> bool:
    try:
        file.write_text(text)
    except OSError:
        return False
    return True


def _join(group: Path) -> None:
    fd = os.open(group / "cgroup.procs", os.O_WRONLY)
    os.write(fd, b"0")
    os.close(fd)
