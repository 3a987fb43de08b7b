"""Erasure by the program's commands: the journal verifies, and no file has a name, nor what opens one."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from data.oslayer import OsLayer
from data.people import FOLDER, NAME, PersonKeys
from data.peoplefile import SECRET
from data.wrapping import NAME as MACHINE_KEY
from pos_tui.cli.main import app

ADA = {
    "name": "Augusta Quizzelworth",
    "phone": "+44 20 7946 0018",
    "email": "augusta.q@example.org",
    "address": "12 Zanzibar Row; London",
    "note": "prefers Lapsang",
}
DAY = """Tea
/customer quizzel
/pay account
2*Tea
/customer 2900000000017
/hold
Tea
/customer augusta
/cash
/return Tea
/customer augusta
/pay store_credit
Tea
/customer augusta
"""


class Program:
    """The program's commands on a store of its own."""

    def __init__(self, place: Path) -> None:
        self.place, self.store = place, place / "store"

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> str:
        names = {"POS_STORE": str(self.store), "POS_STATE": str(self.place / "state")}
        others = {name: None for name in os.environ if name.startswith("POS_")}
        done = CliRunner().invoke(app, words, input=stdin, env=others | names, prog_name="pos")
        assert done.exit_code == code, f"{words}: {done.output} {done.exception!r}"
        return done.stdout

    def keys(self) -> PersonKeys:
        [machine] = [path.parent for path in (self.place / "state").rglob(MACHINE_KEY)]
        return PersonKeys(OsLayer(), self.store, machine)

    def files(self) -> Iterator[bytes]:
        """Every file there is: the store's, and what the machine keeps beside it."""
        for path in self.place.rglob("*"):
            if path.is_file():
                yield path.read_bytes()


def holds(files: list[bytes], secret: str | bytes) -> bool:
    """Whether a text stands in any file, as it is, without regard to case, or as bytes of two each."""
    if isinstance(secret, bytes):
        return any(secret in data for data in files)
    forms = {
        secret.encode(),
        secret.casefold().encode(),
        secret.encode("utf-16-le"),
        json.dumps(secret)[1:-1].encode(),
    }
    return any(form in data or form in data.lower() for data in files for form in forms)


def customer(pos: Program) -> dict[str, Any]:
    return dict(json.loads(pos("customers", "list", "--format", "json"))[0])


def copies_say_nothing(pos: Program, stick: Path) -> None:
    """Brings in what was copied before an erasure."""
    for number, source in enumerate((pos.place / "copy", min(stick.glob("*.backup")))):
        there = pos.place / f"restored-{number}"  # what was copied before says nothing any more
        pos("restore", str(source), "--to", str(there))
        assert "quizzel" not in pos("--store", str(there), "customers", "list").casefold()
    shutil.rmtree(pos.place / "copy")


def test_nothing_that_names_a_person_is_left_and_the_books_are_whole(tmp_path: Path) -> None:
    pos = Program(tmp_path)
    pos("init", "--name", "Corner", "--currency", "GBP", "--prices", "inclusive", "--tax", "standard=20",
        "--timezone", "Europe/London")  # fmt: skip
    for kind in ("account", "store_credit", "points"):
        pos("tenders", "set", kind)
    pos("config", "set", "loyalty.points", "1")
    pos("config", "set", "loyalty.value", "0.01")
    items = tmp_path / "items.csv"
    items.write_text("sku,name,price,tax\nTea,Tea,3.00,standard\n", encoding="ascii")
    pos("items", "import", str(items))
    fields = "\n".join(f"{name}={text}" for name, text in ADA.items())
    id = pos("customers", "add", "limit=50", "card=2900000000017", "-", stdin=fields).strip()
    pos("ring", stdin=DAY, code=1)  # the last sale stays open
    for words in (ADA["name"].split()[1], ADA["email"], ADA["phone"]):
        assert id in pos("customers", "find", "-", stdin=f"{words}\n")
    assert customer(pos)["owes"] == "3.00"

    # Before: the file of keys opens what is sealed, and even then no name stands anywhere.
    secrets = [*ADA.values(), "Quizzelworth", "quizzel", "7946"]
    assert [secret for secret in secrets if holds(list(pos.files()), secret)] == []
    sealed = next(
        op[3]["sealed"]
        for line in (pos.store / "journal" / "000001.jsonl").read_bytes().splitlines()
        if line
        for op in json.loads(line)["ops"]
        if op[:2] == ["put", "customers"]
    )
    assert ADA["name"] in (pos.keys().open(id, sealed, "customer") or "")
    key = (pos.store / FOLDER / NAME).read_bytes()[SECRET]
    wrapping = next((pos.place / "state").rglob(MACHINE_KEY)).read_bytes()[:64]
    assert not any(wrapping in path.read_bytes() for path in pos.store.rglob("*") if path.is_file())
    stick = pos.place / "stick"
    stick.mkdir(mode=0o700)
    pos("backup", str(stick))
    bea = pos("customers", "add", "name=Bea Keptwell").strip()
    pos("backup", str(stick))
    shutil.copytree(pos.store, pos.place / "copy")

    pos("customers", "erase", id, "--why", "request 7", "--yes", code=1)
    assert customer(pos)["name"] == ADA["name"]
    pos("customers", "erase", id, "--why", "request 7", "--yes", "--settle")

    copies_say_nothing(pos, stick)
    after = list(pos.files())
    assert [secret for secret in (*secrets, key, wrapping) if holds(after, secret)] == []
    assert pos.keys().open(id, sealed, "customer") is None
    assert customer(pos)["id"] == bea
    pos("customers", "erase", bea, "--why", "request 8", "--yes")
    assert "the journal is whole" in pos("journal", "verify")
    pos("journal", "rebuild")
    assert json.loads(pos("customers", "list", "--format", "json")) == []
    assert "1-000001" in pos("sales", "list")
    assert "the journal is whole" in pos("journal", "verify")
    # The open and the held sale that were for them can still be finished, for nobody.
    pos("ring", stdin="/customer -\n/cash\n")
    assert [secret for secret in (*secrets, key) if holds(list(pos.files()), secret)] == []
