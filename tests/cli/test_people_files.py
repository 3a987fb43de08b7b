"""Customers out to files and in: other programs' exports, round trips, hostile cells, all or nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data import exchange_sheet
from pos_tui.bootstrap import clientele, open_shop

if TYPE_CHECKING:
    from .conftest import Pos

FILES = {
    "Square": ("square", "\n", "utf-8"),
    "Shopify": ("shopify", "\n", "utf-8"),
    "Open Source Point of Sale": ("ospos", "\r\n", "utf-8"),
    "Loyverse": ("loyverse", "\r\n", "utf-16"),
    "Odoo": ("odoo", "\r\n", "utf-8"),
}
"""Files as these programs write them: whose, how lines end, and their encoding."""
ADA = {"name": "Ada Byron", "email": "ada@example.org"}
EXPECTED: dict[str, list[dict[str, str]]] = {
    "Square": [
        {**ADA, "phone": "+442079460018", "note": "likes tea and cake", "since": "2024-03-01",
         "address": "12 St James's Square, London, SW1Y 4JH"},
        {"name": "Zo\u00eb O'Brien", "alias": "R-7", "address": "Acme, Dublin", "email": "",
         "note": "not an address; +353 1 555 0100 ext. 9"},
    ],
    "Shopify": [
        {**ADA, "phone": "+442079460018", "address": "12 Main St, Flat 2, London, ENG, SW1Y, GB", "tax": ""},
        {"name": "\u65b0 \u5c71", "tax": "exempt", "phone": "+4930123456",
         "address": "Neue Berge GmbH, Berlin, BE, 10115, DE"},
    ],
    "Open Source Point of Sale": [
        {"name": "Bob Smith", "card": "ACC-0001", "note": "Awesome guy", "tax": "",
         "address": "Company Name, 123 Nowhere Street, Apt 4, Awesome, NY, 11111, USA"},
        {"name": "Eve Jones", "tax": "exempt"},
    ],
    "Loyverse": [{**ADA, "card": "4000000000017", "address": "12 Main St, London, SW1Y, United Kingdom"}],
    "Odoo": [{"name": "Azure Interior, Brandon Freeman", "alias": "C0042", "note": "Pays late & nice",
              "tax_number": "", "phone": "(355)-687-3262"}],
}  # fmt: skip


def rows(pos: Pos) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(pos("customers", "list", "--format", "json").stdout)
    return found


def records(path: Path) -> int:
    with open_shop(path, readonly=True, environ={}) as front:
        return front.store.at()


def written(path: Path, program: str) -> Path:
    name, ending, encoding = FILES[program]
    text = (Path(__file__).with_name("people") / f"{name}.csv").read_text("utf-8")
    file = path / "export.csv"
    file.write_bytes(text.replace("\n", ending).encode(encoding))
    return file


@pytest.mark.parametrize("program", FILES)
def test_exports_of_other_programs_are_known_by_their_columns(
    shop: Pos, tmp_path: Path, program: str
) -> None:
    file = written(tmp_path, program)
    tried = shop("customers", "import", str(file), "--dry-run")
    assert f"read as an export of {program}" in tried.stderr
    assert rows(shop) == []
    before = records(tmp_path / "store")
    shop("customers", "import", str(file))
    assert records(tmp_path / "store") == before + 1, "one commit"
    found = rows(shop)
    assert [
        {name: row[name] for name in want} for row, want in zip(found, EXPECTED[program], strict=True)
    ] == (EXPECTED[program])
    again = shop("customers", "import", str(file)).stderr
    assert f"0 new, 0 changed, {len(found)} as they were" in again


def test_consents_of_an_export_stand_with_where_they_are_from(shop: Pos, tmp_path: Path) -> None:
    shop("customers", "import", str(written(tmp_path, "Square")))
    shown = (shop("customers", "show", row["id"], "--format", "json").stdout for row in rows(shop))
    ada, zoe = (json.loads(text)["consents"]["email"] for text in shown)
    assert (ada["given"], ada["how"]) == (True, "import from Square")
    assert zoe["given"] is False


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_what_goes_out_comes_in_elsewhere_as_it_was(
    shop: Pos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    hostile = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(A1)",
        "-2",
        'a,b;c"d',
        "\u65b0\u5c71",
        "'quoted",
    ]
    for number, name in enumerate(hostile):
        fields = f"name={name}\nnote={name}\naddress={name}\n"
        shop("customers", "add", f"card=29000000000{number:02}", "-", stdin=fields)
    ids = [row["id"] for row in rows(shop)]
    shop("customers", "consent", ids[0], "email", "yes", "--how", "form 12; page 2")
    shop("customers", "set", ids[1], "limit=50", "group=trade", "tax=exempt")
    out, back = tmp_path / f"people.{format}", tmp_path / f"again.{format}"
    shop("tables", "export", "customers", str(out), "--format", format)
    assert "0 new, 0 changed" in shop("tables", "import", "customers", str(out)).stderr
    if format == "csv":
        cells = [cell for line in out.read_bytes().splitlines() for cell in line.split(b",")]
        assert not any(cell[:1] in (b"=", b"+", b"@") for cell in cells)
    monkeypatch.setenv("POS_STORE", str(tmp_path / "other"))
    from .conftest import INIT

    shop(*INIT, "--timezone", "Europe/London")
    shop("tables", "import", "customers", str(out))
    shop("tables", "export", "customers", str(back), "--format", format)
    assert back.read_bytes() == out.read_bytes()


def test_a_bad_row_stops_all_of_it_or_is_left_out(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    bad = ["Bad mail,nope,", "Twice,,2900000000017", ",nobody@example.org,"]
    lines = ["name,email,card", "Ada,ada@example.org,2900000000017", *bad, "Bea,,"]
    file.write_text("\n".join(lines), encoding="utf-8")
    before = records(tmp_path / "store")
    told = shop("customers", "import", str(file), code=1).stderr
    for line, why in ((3, "no e-mail"), (4, "earlier line"), (5, "needs a name")):
        assert any(f"line {line}" in said and why in said for said in told.splitlines()), told
    assert records(tmp_path / "store") == before
    shop("customers", "import", str(file), "--on-error", "skip", code=3)
    assert [row["name"] for row in rows(shop)] == ["Ada", "Bea"]
    assert records(tmp_path / "store") == before + 1
    shop("customers", "erase", rows(shop)[1]["id"], "--why", "asked", "--yes")
    out = tmp_path / "old.csv"
    out.write_text(f"id,name\n{rows(shop)[0]['id']},Ada King\n", encoding="utf-8")
    shop("customers", "import", str(out))
    assert [row["name"] for row in rows(shop)] == ["Ada King"]


def test_who_was_made_while_a_file_was_read_is_met_by_it(
    shop: Pos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,card\nAda,2900000000017\nBea,2900000000024\nCy,x\n", encoding="utf-8")
    held_against: list[Any] = []
    make = exchange_sheet._Plan.make

    def made(plan: Any, read: Any, tx: Any) -> None:
        make(plan, read, tx)
        held_against.append(tx)
        if tx is None:
            with open_shop(tmp_path / "store", environ={}) as front:
                clientele.add(front, ["name=Ada Byron", "card=2900000000017"], "")

    monkeypatch.setattr(exchange_sheet._Plan, "make", made)
    done = shop("customers", "import", str(file), "--on-error", "skip", code=3)
    assert "1 new, 1 changed, 0 as they were, 1 bad" in done.stderr
    assert [row["name"] for row in rows(shop)] == ["Ada", "Bea"]
    assert held_against[0] is None, "others can sell while it is held against what there is"
    assert len(held_against) == 2


def test_a_file_of_our_own_is_no_other_programs(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,email,street,card\nAda,ada@example.org,Main St,2900000000017\n", encoding="utf-8")
    assert "columns not used: street" in shop("customers", "import", str(file)).stderr
    assert rows(shop)[0]["card"] == "2900000000017"


def test_marks_of_direction_come_in_from_nowhere(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,note\nAda \u202e evil,x\n", encoding="utf-8")
    assert "printable" in shop("customers", "import", str(file), code=1).stderr
    square = written(tmp_path, "Square")
    text = square.read_text("utf-8").replace("Ada", "\u2066Ada\u2069").replace("'+44", "\u202a+44")
    square.write_text(text, encoding="utf-8")
    shop("customers", "import", str(square))
    assert (rows(shop)[0]["name"], rows(shop)[0]["phone"]) == ("Ada Byron", "+442079460018")


def test_a_mapping_is_kept_and_who_was_erased_is_not_brought_back(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Kunde;Tel\nAda;4711\n", encoding="cp1252")
    shop("customers", "import", str(file), code=1)
    shop("customers", "import", str(file), "--map", "name=Kunde", "--map", "phone=Tel")
    file.write_text("Kunde;Tel\nZo\u00eb;4712\n", encoding="cp1252")
    assert "read as before" in shop("customers", "import", str(file)).stderr
    assert [row["name"] for row in rows(shop)] == ["Ada", "Zo\u00eb"]
    export = tmp_path / "all.csv"
    shop("tables", "export", "customers", str(export))
    shop("customers", "erase", rows(shop)[0]["id"], "--why", "asked", "--yes")
    assert "was erased" in shop("customers", "import", str(export), code=1).stderr


def test_suppliers_are_one_commit_and_a_bad_one_is_left_out(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "suppliers.csv"
    file.write_text("code,name\nACME,Acme\nNONE,\nBOLT,Bolt\n", encoding="utf-8")
    before = records(tmp_path / "store")
    shop("tables", "import", "suppliers", str(file), code=1)
    shop("tables", "import", "suppliers", str(file), "--on-error", "skip", code=3)
    assert records(tmp_path / "store") == before + 1
