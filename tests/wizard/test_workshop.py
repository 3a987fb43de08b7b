"""What the first start does to a real folder: notes, shop, price lists, copies, things tried, practice."""

from __future__ import annotations

import json
import os
import pty
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.store import Store
from pos_tui.bootstrap import open_register, open_shop, trying
from pos_tui.bootstrap.clocks import utc_now
from pos_tui.bootstrap.notes import keep_notes, load_notes, notes_of, pending
from pos_tui.bootstrap.practice import practice
from pos_tui.bootstrap.setup import Workshop, open_wizard
from pos_tui.bootstrap.surroundings import price_lists, shop_copies, surroundings
from pos_tui.core.errors import InvalidValue, Refused, StoreError
from pos_tui.wizard.sheet import Ending
from tests.devices.peer import Peer

if TYPE_CHECKING:
    from pos_tui.wizard.engine import Wizard

TO_A_SHOP = ("new", "English", "GB", "", "Corner [/]", "12 High St, Ambridge", "123", "", "/later", "")
"""The last three make it, put the owner's PIN off, and go without shifts."""


@pytest.fixture(autouse=True)
def surrounding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine in London with nothing on it."""
    monkeypatch.setenv("POS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TZ", "Europe/London")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the shop will be."""
    return tmp_path / "deep" / "store"


def answered(wizard: Wizard, *answers: str) -> Wizard:
    for answer in answers:
        reply = wizard.answer(answer)
        assert reply.sound != "refused", (wizard.at, answer, reply)
    return wizard


@pytest.fixture
def shop(folder: Path) -> Path:
    """A shop made by answering."""
    answered(open_wizard(folder), *TO_A_SHOP)
    return folder


def sell(folder: Path, *entries: str) -> str:
    """Rings entries up; the number of the last sale."""
    with open_shop(folder, environ={}) as front, open_register(front) as register:
        for entry in entries:
            outcome = register.run(entry)
            assert outcome.sound == "good", outcome
        assert register.last_sale is not None
        return str(register.last_sale["number"])


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


# Items


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


# Copies


def test_a_copied_shop_comes_back_in_a_new_epoch(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(open_wizard(shop), "", "scan", "1", "Bread", "2", "")
    sell(shop, "1", "/cash 2")
    shutil.copytree(shop, tmp_path / "stick" / "copy")
    before = {path: path.read_bytes() for path in (tmp_path / "stick").rglob("*") if path.is_file()}
    monkeypatch.setenv("POS_STATE", str(tmp_path / "another machine"))
    target = tmp_path / "new" / "store"
    wizard = answered(open_wizard(target), "restore")
    reply = wizard.answer(str(tmp_path / "stick" / "copy"))
    assert "Corner [/] is here again" in reply.text, reply
    assert wizard.at == "remaining"
    assert sell(target, "1", "/cash 2") == "1.2-000002"
    assert {path: path.read_bytes() for path in before} == before, "the copy is as it was"
    with Store.open(target, clock=utc_now, readonly=True) as store:
        assert store.verify(deep=True).ok


def test_a_backup_is_found_near_at_hand_and_brought_in(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pos_tui.bootstrap import backups

    answered(open_wizard(shop), "", "scan", "1", "Bread", "2", "")
    (tmp_path / "stick").mkdir()
    plain = backups.make(shop, tmp_path / "stick").path
    sealed = backups.make(shop, tmp_path / "stick", lambda: "correct horse battery").path
    assert plain is not None
    assert sealed is not None
    sell(shop, "1", "/cash 2")
    monkeypatch.setattr("pos_tui.bootstrap.surroundings.near_folders", lambda: [tmp_path])
    target = tmp_path / "new" / "store"
    found = [place.address for place in Workshop(target).copies()]
    assert str(plain) in found
    wizard = answered(open_wizard(target), "restore")
    assert "sealed" in wizard.answer(str(sealed)).text
    assert not target.exists()
    assert "is here again" in wizard.answer(str(plain)).text
    assert sell(target, "1", "/cash 2").startswith("1.2-")


def test_a_journal_alone_comes_back_without_settings(shop: Path, tmp_path: Path) -> None:
    answered(open_wizard(shop), "", "scan", "1", "Bread", "2", "")
    shutil.copytree(shop / "journal", tmp_path / "stick" / "journal")
    target = tmp_path / "new"
    answered(open_wizard(target), "restore")
    restored = Workshop(target).restore(str(tmp_path / "stick" / "journal"))
    assert restored.name == "Corner [/]"
    assert "no settings" in restored.notes[-1]
    assert Workshop(target).standing().items == 1


def test_a_torn_tail_is_repaired_and_told(shop: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shop / "journal", copy / "journal")
    journal = copy / "journal" / "000001.jsonl"
    data = journal.read_bytes().rstrip(b"\n") + b"\n"
    journal.write_bytes(data + b'{"h":"torn')
    restored = Workshop(tmp_path / "new").restore(str(copy))
    assert restored.records == 2
    assert restored.notes


def test_a_damaged_copy_is_not_brought_in(shop: Path, tmp_path: Path) -> None:
    answered(open_wizard(shop), "", "scan", "1", "Bread", "2", "")
    copy = tmp_path / "copy"
    shutil.copytree(shop, copy)
    journal = copy / "journal" / "000001.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Corner", b"Gorner"))
    target = tmp_path / "new" / "store"
    with pytest.raises(Refused, match=r"damaged, so nothing was brought in: 000001\.jsonl"):
        Workshop(target).restore(str(copy))
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["nothing", "empty", "file"])
def test_what_is_no_copy_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="holds no shop"):
        Workshop(tmp_path / "new").restore(str(tmp_path / name))


def test_a_copy_with_links_in_it_brings_only_files(shop: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shop, copy)
    (tmp_path / "secret").write_text("x")
    (copy / "config.toml").unlink()
    (copy / "config.toml").symlink_to(tmp_path / "secret")
    (copy / "held").mkdir(exist_ok=True)
    (copy / "held" / "H1.json").symlink_to(tmp_path / "secret")
    Workshop(tmp_path / "new").restore(str(copy))
    assert not (tmp_path / "new" / "config.toml").exists()
    assert list((tmp_path / "new" / "held").iterdir()) == []


def test_a_shop_is_never_put_over_another(shop: Path, tmp_path: Path) -> None:
    shutil.copytree(shop, tmp_path / "copy")
    with pytest.raises(StoreError, match="already"):
        Workshop(shop).restore(str(tmp_path / "copy"))


# Things tried


@contextmanager
def listening(times: int = 1) -> Iterator[tuple[str, list[bytes]]]:
    """A printer on the network that takes everything and says nothing, so many times."""
    got: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def take() -> None:
        for _ in range(times):
            link, _address = server.accept()
            with link:
                while data := link.recv(65536):
                    got.append(data)

    thread = threading.Thread(target=take)
    thread.start()
    with server:
        yield f"127.0.0.1:{server.getsockname()[1]}", got
        thread.join(10)


def test_a_printer_gets_a_page_before_it_is_set(shop: Path) -> None:
    wizard = answered(open_wizard(shop), "/later", "/later", "network")
    with listening() as (address, got):
        answered(wizard, address)
    assert wizard.at == "printer.printed"
    assert b"Corner [/]" in b"".join(got)
    assert Workshop(shop).standing().printer == ""
    answered(wizard, "Yes")
    assert Workshop(shop).standing().printer.startswith("tcp://127.0.0.1:")


def test_a_printer_that_is_not_there_says_what_to_look_at(shop: Path) -> None:
    wizard = answered(open_wizard(shop), "/later", "/later", "network")
    assert "is it on" in wizard.answer("127.0.0.1:1").text
    assert wizard.answer("two words").sound == "refused"
    assert wizard.answer("\x1b[2J").sound == "refused"
    assert wizard.at == "printer.address"


def test_a_drawer_on_a_printer_that_says_nothing_is_opened_all_the_same(shop: Path) -> None:
    with listening(times=2) as (address, got):
        found = Workshop(shop).open_drawer(f"tcp://{address}", "5")
    assert found == f"tcp://{address}?ack=none&drawer=5"
    assert b"".join(got).count(b"\x1bp\x01") == 1


@pytest.mark.parametrize("level", ["high", "low"])
def test_the_switch_of_a_drawer_is_learned_by_opening_it(shop: Path, level: str) -> None:
    printer = Peer()
    printer.open_is_high = level == "high"
    found = Workshop(shop).open_drawer(f"tcp://127.0.0.1:{printer.port}", "2")
    assert found == f"tcp://127.0.0.1:{printer.port}?drawer=2&drawer_open={level}"
    assert printer.kicks == 1
    printer.close()


def test_a_drawer_on_a_printer_that_is_not_there_says_so(shop: Path) -> None:
    with pytest.raises(Refused, match="with paper in it"):
        Workshop(shop).open_drawer("tcp://127.0.0.1:1", "2")


def test_a_serial_scanner_is_read(shop: Path) -> None:
    line, port = pty.openpty()
    try:
        # Opening a port drops what came before.
        threading.Timer(0.5, os.write, (line, b"5010477348678\r")).start()
        assert Workshop(shop).read_scanner(f"serial://{os.ttyname(port)}") == "5010477348678"
        with pytest.raises(Refused, match="nothing came"):
            trying.read_scanner(f"serial://{os.ttyname(port)}", 0.1)
    finally:
        os.close(line)
        os.close(port)
    with pytest.raises(Refused):
        trying.read_scanner("serial:///dev/nothing", 0.1)


def test_a_backup_folder_is_tried_and_leaves_nothing(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    notes = Workshop(shop).try_backup(str(tmp_path / "stick"))
    assert any("own disk" in note for note in notes)
    assert list((tmp_path / "stick").iterdir()) == []
    for wrong in (
        "relative",
        str(tmp_path / "none"),
        str(shop),
        str(shop / "journal"),
        str(tmp_path / "store\x1b"),
    ):
        with pytest.raises(Refused):
            Workshop(shop).try_backup(wrong)


def test_a_backup_folder_that_reads_back_something_else_is_refused(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"something else")
    with pytest.raises(Refused, match="reads back"):
        Workshop(shop).try_backup(str(tmp_path))


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


# Surroundings


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


def test_price_lists_and_copies_are_found(shop: Path, tmp_path: Path) -> None:
    for name in ("b.CSV", "a.jsonl", "letter.txt"):
        (tmp_path / name).touch()
    assert {place.label for place in price_lists([tmp_path, tmp_path / "none"])} == {"b.CSV", "a.jsonl"}
    shutil.copytree(shop, tmp_path / "stick" / "shop")
    found = shop_copies([tmp_path / "stick", tmp_path / "deep"], shop)
    assert [place.label for place in found] == ["shop"]


def test_an_address_that_is_none_is_refused(shop: Path) -> None:
    with pytest.raises(InvalidValue):
        Workshop(shop).printer_address("zvt://192.0.2.9")
