"""What the first start does to a real folder: notes, shop, price lists, practice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.store import Store
from pos_tui.bootstrap import open_shop
from pos_tui.bootstrap.clocks import utc_now
from pos_tui.bootstrap.notes import keep_notes, load_notes, notes_of, pending
from pos_tui.bootstrap.practice import practice
from pos_tui.bootstrap.setup import Workshop, open_wizard
from pos_tui.bootstrap.surroundings import surroundings
from pos_tui.wizard.sheet import Ending

from .conftest import TO_A_SHOP, answered, sell

pytestmark = pytest.mark.usefixtures("surrounding")


def test_answers_make_a_shop_with_its_settings(shop: Path) -> None:
    with open_shop(shop, environ={}) as front:
        assert (front.shop.name, front.shop.currency.code, front.shop.timezone, front.shop.country) == (
            "Corner [/]", "GBP", "Europe/London", "GB",
        )  # fmt: skip
        assert front.settings.shop_address == ("12 High St", "Ambridge")
        assert front.settings.shop_tax_number == "VAT No 123"
        assert front.settings.locale == "en_GB"
        assert [tax["code"] for tax in front.store.documents("taxes")] == ["standard", "reduced", "zero"]
        assert front.store.at() == 2, "one commit"
    assert all(path.stat().st_mode & 0o077 == 0 for path in shop.rglob("*"))


def test_receipts_carry_address_and_tax_number(shop: Path) -> None:
    answered(open_wizard(shop), "Food", "Zero", "", "scan", "1", "Bread", "2", "Food", "")
    sell(shop, "1", "/cash 5")
    with open_shop(shop, environ={}) as front:
        sale = next(iter(front.store.documents("sales")))
        text = front.receipt_text(sale)
    lines = [line.strip() for line in text.splitlines()]
    start = lines.index("12 High St")
    assert lines[start : start + 3] == ["12 High St", "Ambridge", "VAT No 123"]
    assert sale["lines"][0]["tax"] == "zero", "the department's"


def test_notes_are_private_whole_and_gone_at_the_end(shop: Path) -> None:
    notes = notes_of(shop)
    assert notes.stat().st_mode & 0o777 == 0o600
    assert json.loads(notes.read_text())["at"] == "departments"
    assert pending(shop)
    wizard = open_wizard(shop)
    assert wizard.resumed
    wizard.open_till()
    assert wizard.ending is Ending.TILL
    assert not pending(shop)


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff\xfe", b'{"v":1}', b"[" * 100_000])
def test_damaged_notes_begin_anew(folder: Path, data: bytes) -> None:
    folder.parent.mkdir()
    notes_of(folder).write_bytes(data)
    assert open_wizard(folder).at == "start"


def test_notes_behind_a_link_are_not_read_and_the_link_is_replaced(folder: Path, tmp_path: Path) -> None:
    folder.parent.mkdir()
    target = tmp_path / "elsewhere.json"
    target.write_text('{"v": 1, "at": "name", "answers": {"start": "new"}}')
    notes_of(folder).symlink_to(target)
    assert load_notes(folder) is None
    keep_notes(folder, {"v": 1})
    assert not notes_of(folder).is_symlink()
    assert "start" in target.read_text()


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    wizard = open_wizard(tmp_path / "file" / "store")
    assert wizard.answer("new").sound == "refused"


def test_a_made_shop_is_whole_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wizard = answered(open_wizard(folder), *TO_A_SHOP[:-3])
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", _fail)
        assert "no room" in wizard.answer("").text
    assert [path.name for path in folder.parent.iterdir()] == [notes_of(folder).name]
    answered(wizard, "")
    assert wizard.made


def _fail(self: Path, target: Path) -> Path:
    raise OSError(28, "no room")


def test_a_price_list_of_windows_with_odd_columns(shop: Path, tmp_path: Path) -> None:
    file = tmp_path / "prices.csv"
    file.write_bytes(
        "Artikelnummer;Bezeichnung;VK;Gruppe\n1;Käse;2.50;Food\n2;Brot;1.80;Food\n".encode("cp1252")
    )
    wizard = answered(open_wizard(shop), "", "file", str(file))
    assert wizard.at == "items.check"
    text = "\n".join(wizard.question.lines)
    assert "would be: 2 new, 0 changed, 0 bad" in text
    assert "1, Käse, 2.50" in text
    assert "Windows" in text
    answered(wizard, "")
    with open_shop(shop, environ={}) as front:
        item = front.store.find("items", "sku", "1")
        assert item is not None
        assert (item["name"], item["price"], item["tax"], item["department"]) == (
            "Käse", "2.5", "standard", "Food",
        )  # fmt: skip


def test_a_price_list_with_decimal_commas_is_read_as_one_when_a_person_says_so(
    shop: Path, tmp_path: Path
) -> None:
    file = tmp_path / "prices.csv"
    file.write_text('code;name;price\n1;Brot;"1.234,50"\n2;Milch;1,19\n3;Ei;0,3\n', encoding="utf-8")
    wizard = answered(open_wizard(shop), "", "file", str(file))
    assert "3 bad" in wizard.question.lines[0]
    assert wizard.question.choices[0].value == "comma"
    answered(wizard, "")
    assert "3 new, 0 changed, 0 bad" in wizard.question.lines[0]
    answered(wizard, "store")
    with open_shop(shop, environ={}) as front:
        assert [item["price"] for item in front.store.documents("items")] == ["1234.5", "1.19", "0.3"]


def test_items_without_a_tax_have_their_departments(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("sku,name,price,department\n1,Bread,2,Food\n2,Pen,1,\n", encoding="utf-8")
    answered(open_wizard(shop), "Food", "Zero", "", "file", str(tmp_path / "p.csv"), "store")
    with open_shop(shop, environ={}) as front:
        assert [item["tax"] for item in front.store.documents("items")] == ["zero", "standard"]


def test_columns_that_no_name_tells_are_asked_for(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("a,b,c\n1,Bread,2\n", encoding="utf-8")
    wizard = answered(open_wizard(shop), "", "file", str(tmp_path / "odd.csv"))
    for title, column in (("code", "a"), ("name", "b"), ("price", "c")):
        assert wizard.at == "items.column"
        assert title in wizard.question.lines[0]
        answered(wizard, column)
    assert "1 new" in wizard.question.lines[0]


def test_bad_rows_are_shown_and_can_be_left_out(shop: Path, tmp_path: Path) -> None:
    rows = ["sku,name,price", "1,Bread,2", "2,Milk,x", "3,[/] \x1b[2J,1", "4,Tea,-1"]
    (tmp_path / "bad.csv").write_text("\n".join(rows), encoding="utf-8")
    wizard = answered(open_wizard(shop), "", "file", str(tmp_path / "bad.csv"))
    assert "2 bad" in wizard.question.lines[0]
    assert any(line.startswith("! line 3") for line in wizard.question.lines)
    assert [choice.value for choice in wizard.question.choices] == ["skip", "again", "later"]
    answered(wizard, "skip")
    assert Workshop(shop).standing().items == 2


@pytest.mark.parametrize(("name", "content"), [("no.csv", None), ("empty.csv", ""), ("zip.csv.gz", "x")])
def test_files_that_cannot_be_read_say_why(
    shop: Path, tmp_path: Path, name: str, content: str | None
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    wizard = answered(open_wizard(shop), "", "file")
    reply = wizard.answer(str(tmp_path / name))
    assert reply.sound == "refused" or wizard.at == "items.column"
    assert wizard.ending is None


def test_practice_counts_nowhere(shop: Path) -> None:
    answered(open_wizard(shop), "Food", "Zero", "", "scan", "1", "Bread", "2", "Food", "")
    (shop / "config.toml").write_text('printer = "dummy://x"\n' + (shop / "config.toml").read_text())
    with Store.open(shop, clock=utc_now, readonly=True) as store:
        before = (store.at(), store.head_hash())
    with practice(shop) as (front, register):
        place = front.store.folder
        assert front.shop.simulated
        assert front.printer is None
        assert "type 1 and Enter" in (register.restored or "")
        assert "F1" in register.run("1").message
        assert "hand out the change" in register.run("/cash 5").message
        assert register.run("nonsense").sound == "unknown"
    assert not place.exists()
    with Store.open(shop, clock=utc_now, readonly=True) as store:
        assert (store.at(), store.head_hash()) == before


def test_practice_in_a_shop_without_items_has_some(shop: Path) -> None:
    with practice(shop) as (_front, register):
        assert register.run("1").sound == "good"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, ("", "", "")),
        ({"LANG": "C.UTF-8"}, ("", "", "")),
        ({"LANG": "de_AT.UTF-8"}, ("de", "AT", "")),
        ({"LANG": "en_US.UTF-8", "TZ": "Europe/Berlin"}, ("en", "DE", "Europe/Berlin")),
        ({"LC_ALL": "POSIX", "LANG": "fr_CH@euro", "TZ": ":Asia/Tokyo"}, ("fr", "JP", "Asia/Tokyo")),
        ({"TZ": "CET-1CEST"}, ("", "", "")),
        ({"LANG": "\x1b[2J_XX", "TZ": "../../etc/passwd"}, ("", "", "../../etc/passwd")),
    ],
)
def test_the_machine_says_where_it_stands(
    environ: dict[str, str], expected: tuple[str, str, str], tmp_path: Path
) -> None:
    found = surroundings(environ, tmp_path)
    assert (found.language, found.country, found.zone) == expected


def test_the_machines_clock_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/timezone").write_text("Pacific/Auckland\n")
    assert surroundings({}, tmp_path).country == "NZ"
    (tmp_path / "usr/share/zoneinfo/Europe").mkdir(parents=True)
    (tmp_path / "usr/share/zoneinfo/Europe/Paris").touch()
    (tmp_path / "etc/localtime").symlink_to(tmp_path / "usr/share/zoneinfo/Europe/Paris")
    assert surroundings({}, tmp_path).country == "FR"
