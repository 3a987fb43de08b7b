"""Real catalogues brought in, counted, changed and brought out again without loss."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tests.data.shop import shared

from .supermarket import rows

if TYPE_CHECKING:
    import pytest

    from .conftest import Pos

OFF = "catalogue_off/off_products.csv.gz"
SHARE = 4
"""The suite takes each fourth item of the supermarket; `pytest --whole` all."""


def init(pos: Pos) -> None:
    pos("init", "--name", "Super", "--currency", "ILS", "--prices", "inclusive", "--tax", "vat=18",
        "--timezone", "Asia/Jerusalem", "--country", "IL", "--till", "1")  # fmt: skip


def exported(pos: Pos, place: Path, kind: str) -> bytes:
    file = place / f"out.{kind}"
    file.unlink(missing_ok=True)
    pos("items", "export", str(file), "--format", kind)
    return file.read_bytes()


def told(line: str) -> dict[str, int]:
    """The counts of "stored: 1 new, 2 changed, ..."."""
    words = line.strip().splitlines()[-1].partition(": ")[2].split(", ")
    return {name: int(number) for number, _, name in (word.partition(" ") for word in words)}


def price_file(place: Path, share: int) -> tuple[Path, list[dict[str, str]]]:
    """The supermarket's price list, or a share of it, as a shop would bring it in, and what it says."""
    folder = shared("catalogue_il/victory_2026-08-09_prices.csv.gz").parents[1]
    listed = list(rows(folder, "prices"))
    assert len(listed) == 8522
    listed = listed[::share]
    file = place / "victory.csv"
    with file.open("w", encoding="cp1255", errors="replace", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(("code", "name", "price", "weighed", "unit", "manufacturer", "stock"))
        for row in listed:
            unit = "kg" if row["weighed"] == "1" else "each"
            writer.writerow(
                (row["code"], row["name"], row["price"], row["weighed"], unit, row["manufacturer"], "12")
            )
    return file, listed


def items(content: bytes) -> Iterator[dict[str, object]]:
    return map(json.loads, content.splitlines())


def count(pos: Pos, place: Path, found: dict[str, int]) -> None:
    """Counts the shop from a file of two who counted, and closes the count."""
    number = pos("stock", "count", "begin", "--name", "yearly").stdout.strip()
    file = place / "counted.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([("code", "qty"), *found.items()])
    pos("stock", "count", "add", number, "--file", str(file))
    assert not pos("stock", "count", "uncounted", number, "--format", "csv").stdout.splitlines()[1:]
    pos("stock", "count", "close", number, "--why", "yearly")
    pos("stock", "check")


def test_a_supermarket_comes_in_is_counted_changed_and_goes_out_again(
    pos: Pos, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    init(pos)
    file, listed = price_file(tmp_path, 1 if pytestconfig.getoption("--whole") else SHARE)
    pos("config", "set", "locale", "he_IL")
    words = ("--map", "sku=code", "--map", "name=name", "--map", "price=price", "--map", "weighed=weighed",
             "--map", "unit=unit", "--map", "stock=stock")  # fmt: skip
    done = pos("items", "import", str(file), *words)
    assert told(done.stderr) == {"new": len(listed), "changed": 0, "as they were": 0, "bad": 0}
    again = pos("items", "import", str(file))
    assert "read as before: sku=code" in again.stderr, "the columns are asked for once"
    assert told(again.stderr)["as they were"] == len(listed)

    kept = {item["sku"]: item for item in items(exported(pos, tmp_path, "jsonl"))}
    assert len(kept) == len(listed)
    for row in listed:
        item = kept[row["code"]]
        name = " ".join(row["name"].encode("cp1255", "replace").decode("cp1255").split())
        assert " ".join(str(item["name"]).split()) == (name or row["code"])
        assert Decimal(str(item["price"])) == Decimal(row["price"])
        assert (item["weighed"], item["stock"]) == (row["weighed"] == "1", "12")

    rule = (
        "--where",
        "price>=10",
        "--where",
        "weighed=0",
        "price=+3%",
        "--round",
        "90",
        "--why",
        "inflation",
    )
    dry = json.loads(pos("items", "set", *rule, "--dry-run", "--format", "json").stdout)
    wanted = [row for row in listed if Decimal(row["price"]) >= 10 and row["weighed"] == "0"]
    assert {one["sku"] for one in dry} <= {row["code"] for row in wanted}
    assert all(one["after"].endswith(".9") for one in dry)
    pos("items", "set", *rule, "--format", "csv")
    changed = {item["sku"]: item for item in items(exported(pos, tmp_path, "jsonl"))}
    assert {sku for sku, item in changed.items() if item != kept[sku]} == {one["sku"] for one in dry}

    found = {sku: number % 50 for number, sku in enumerate(kept)}
    count(pos, tmp_path, found)
    after = {item["sku"]: item for item in items(exported(pos, tmp_path, "jsonl"))}
    assert {sku: item["stock"] for sku, item in after.items()} == {
        sku: str(qty) for sku, qty in found.items()
    }
    assert all({**item, "stock": ""} == {**changed[sku], "stock": ""} for sku, item in after.items())

    verified = pos("journal", "verify").stdout
    assert verified
    for kind in ("csv", "jsonl"):
        out = exported(pos, tmp_path, kind)
        back = tmp_path / f"back.{kind}"
        back.write_bytes(out)
        assert told(pos("items", "import", str(back)).stderr)["as they were"] == len(listed)
        pos("--store", str(tmp_path / f"new-{kind}"), "init", "--name", "New", "--currency", "ILS",
            "--prices", "inclusive", "--tax", "vat=18", "--timezone", "Asia/Jerusalem")  # fmt: skip
        pos("--store", str(tmp_path / f"new-{kind}"), "items", "import", str(back))
        there = pos("--store", str(tmp_path / f"new-{kind}"), "items", "export", "--format", kind).stdout
        assert there.encode().replace(b"\r\n", b"\n") == out.replace(b"\r\n", b"\n"), "round trip equal"


def test_names_in_nine_scripts_come_back_letter_by_letter(pos: Pos, tmp_path: Path) -> None:
    source = shared(OFF)
    init(pos)
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == 5162
    words = ("--map", "sku=code", "--on-error", "skip")
    done = pos("items", "import", str(source), *words, code=None)
    counts = told(done.stderr)
    assert counts["new"] + counts["bad"] == 5162
    kept = {str(item["sku"]): str(item["name"]) for item in items(exported(pos, tmp_path, "jsonl"))}
    assert len(kept) == counts["new"] >= 5100
    for row in listed:
        if row["code"].strip() in kept and row["name"].strip().isprintable():
            assert kept[row["code"].strip()] == (row["name"].strip() or row["code"].strip())
    found = json.loads(pos("items", "check", "digit", "--format", "json", code=1).stdout)
    wrong = {row["code"].strip() for row in listed if row["check_digit_ok"] == "0"}
    assert {one["sku"] for one in found} == {
        code for code in wrong if code in kept and len(code) in (12, 13, 14)
    }
    pos("items", "set", "--where", "name~o", "price=1.99", "--why", "opening prices", "--format", "csv")
    counted = {sku: 1 + number % 9 for number, sku in enumerate(kept)}
    count(pos, tmp_path, counted)
    changed = {str(item["sku"]): item for item in items(exported(pos, tmp_path, "jsonl"))}
    assert {sku: (item["name"], item["stock"]) for sku, item in changed.items()} == {
        sku: (name, str(counted[sku])) for sku, name in kept.items()
    }
    out = exported(pos, tmp_path, "csv")
    back = tmp_path / "back.csv"
    back.write_bytes(out)
    assert told(pos("items", "import", str(back)).stderr) == {
        "new": 0, "changed": 0, "as they were": len(kept), "bad": 0}  # fmt: skip


def test_two_processes_that_change_one_item_at_once_lose_nothing(pos: Pos) -> None:
    """What both change is refused to the one who saw another value; the rest stands side by side."""
    init(pos)
    pos("items", "set", "--new", "A", "name=Apple", "price=1.00", "plu=0")
    refused = {"image": 0, "allergens": 0}

    def write(field: str) -> None:
        for at in range(3):
            seen = json.loads(pos("items", "show", "A", "--format", "json").stdout)["plu"]
            words = (f"{field}={field}{at}", f"plu={field}{at}", "--if", f"plu={seen}", "--why", field)
            refused[field] += pos("items", "set", "A", *words, code=None).returncode

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, refused))
    rows = json.loads(pos("items", "history", "A", "--field", "plu", "--format", "json").stdout)
    assert len(rows) == 1 + 6 - sum(refused.values())
    assert all(before["after"] == after["before"] for before, after in pairwise(rows)), (
        "none was written over"
    )
    for field in refused:
        changes = json.loads(pos("items", "history", "A", "--field", field, "--format", "json").stdout)
        assert len(changes) == 3 - refused[field]
