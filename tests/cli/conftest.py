"""Commands run in this process on a store of the test's own, and in one of their own where it matters."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pos_tui.cli.main import app
from tests.copying import copied

ROOT = Path(__file__).resolve().parents[2]
Pos = Callable[..., Result]
INIT = ("init", "--name", "Corner", "--currency", "GBP", "--prices", "inclusive", "--tax", "standard=20")
ITEMS = """sku,gtin,plu,name,price,department,tax,unit,weighed
MILK,5449000000996,,Milk,1.19,Dairy,zero,each,0
BAN,,4011,"Bananas, loose",1.99,Fruit,zero,kg,1
GUM,,,Gum,0.70,Snacks,standard,each,0
"BANK CHARGES",,,Charges,,Other,standard,each,0
"""


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No shop and no settings but the test's own."""
    for name in [name for name in os.environ if name.startswith("POS_")]:
        monkeypatch.delenv(name)
    live_in(tmp_path, monkeypatch)


def live_in(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find store and state there."""
    monkeypatch.setenv("POS_STORE", str(place / "store"))
    monkeypatch.setenv("POS_STATE", str(place / "state"))


def further(name: str, place: Path, make: Callable[[Path], None]) -> None:
    """Brings the shop in `place` to where `make` brought one before; it is called once for a name."""

    def first(there: Path) -> None:
        shutil.copytree(place, there, dirs_exist_ok=True)
        with pytest.MonkeyPatch.context() as monkeypatch:
            live_in(there, monkeypatch)
            make(there)

    copied(name, place, first)


@pytest.fixture
def pos() -> Pos:
    """Runs a command and checks how it ended."""

    def run(*words: str, code: int = 0, stdin: str | bytes = "") -> Result:
        result = CliRunner().invoke(app, list(words), input=stdin, prog_name="pos")
        assert result.exit_code == code, f"{result.exit_code}: {result.output} {result.exception!r}"
        return result

    return run


@pytest.fixture
def shop(pos: Pos, tmp_path: Path) -> Pos:
    """The same, with a shop of a few items."""

    def make(place: Path) -> None:
        pos(*INIT, "--tax", "zero=0", "--timezone", "Europe/London")
        items = place / "items.csv"
        items.write_text(ITEMS, encoding="utf-8")
        pos("items", "import", str(items))

    further("cli", tmp_path, make)
    return pos


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs a command in a process of its own, on this test's store."""

    def run(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "pos_tui", *words]
        return subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, check=False)

    return run
