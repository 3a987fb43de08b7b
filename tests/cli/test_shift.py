"""Shifts and tills from the command line, and Zs checked against the journal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.store import Store
from pos_tui.__main__ import _run
from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.clocks import utc_now

if TYPE_CHECKING:
    from .conftest import Pos


def told(pos: Pos, *words: str) -> Any:
    return json.loads(pos(*words, "--format", "json").stdout)


@pytest.fixture
def closed(shop: Pos) -> str:
    """A day that is closed; the number of its Z."""
    shop("shift", "open", "20x5")
    shop("ring", stdin="MILK\n/cash 5\nGUM\n/cash\n/paidout 1 stamps\n")
    shop("shift", "count", "20x5", "0.89")
    return str(told(shop, "shift", "z", "100")["z"]["number"])


def test_a_day_from_the_command_line(shop: Pos, closed: str) -> None:
    assert closed == "1-Z000001"
    [z] = told(shop, "shift", "list")
    assert (z["gross"], z["expected"], z["over_short"], z["left"], z["bag"]) == (189, 10089, 0, 10000, 89)
    paper = shop("shift", "show", closed).stdout
    assert "Z REPORT" in paper
    assert "20.00 x 5" in paper
    assert told(shop, "shift", "show", closed)["number"] == closed
    assert "copy 1" in shop("shift", "show", closed, "--print").stdout
    assert "no shift is open" in shop("shift", "show").stdout
    assert closed in shop("shift", "list", "--format", "csv").stdout


def test_what_cannot_be_done_is_refused_in_plain_words(shop: Pos) -> None:
    assert "say what is in the drawer" in shop("shift", "open", code=1).stderr
    shop("shift", "open", "100")
    assert "nobody has counted" in shop("shift", "z", code=1).stderr
    assert "is open" in shop("shift", "open", "100", code=1).stderr
    shop("shift", "count", "90")
    assert "say why" in shop("shift", "z", "90", code=1).stderr
    shop("shift", "z", "--reason", "10 missing")
    assert told(shop, "shift", "list")[0]["left"] == 9000
    assert "there is no 1-Z000009" in shop("shift", "show", "1-Z000009", code=1).stderr


def test_how_shifts_stand_is_read_while_they_go_on(
    shop: Pos, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no shift is open" in shop("report", "x", code=1).stderr
    shop("shift", "open", "100")
    with open_shop(tmp_path / "store", environ={}) as front, open_register(front) as register:
        for entry in ("MILK", "/cash 5"):
            assert register.run(entry).ok
        before = front.store.at()
        [x] = told(shop, "report", "x")
        assert (x["number"], x["till"], x["expected"]["cash"]) == (None, "1", 10119)
        # The same without a till's name, as it is asked for most, goes past Typer.
        with pytest.raises(SystemExit) as ended:
            _run(["report", "x"])
        assert ended.value.code == 0
        said = capsys.readouterr().out
        assert said == shop("report", "x", "--till", "1").stdout
        assert "not recorded" in said and "101.19" in said
        assert "already" in shop("report", "x", "--print", code=4).stderr
        front.store.refresh()
        assert front.store.at() == before
    recorded = told(shop, "shift", "x")["x"]
    assert recorded["number"] == "1-X000001"
    same = {"number": None, "time": x["time"]}
    assert recorded | same == x
    blind = json.loads(shop("--role", "supervisor", "report", "x", "--format", "json").stdout)[0]
    assert "expected" not in blind and "10119" not in json.dumps(blind)
    assert "no till 7" in shop("report", "x", "--till", "7", code=1).stderr


def test_tills_have_numbers_floats_and_shifts_of_their_own(shop: Pos) -> None:
    shop("tills", "add", "2", "--float", "50")
    assert "already" in shop("tills", "add", "2", code=2).stderr
    assert "no till code" in shop("tills", "add", "a/b", code=2).stderr
    shop("shift", "open", "--till", "2")
    shop("ring", "--till", "1", stdin="MILK\n/cash\n")
    first, second = told(shop, "tills", "list")
    assert (first["till"], first["next"], first["shift"]) == ("1", "1-000002", None)
    assert (second["till"], second["next"], second["shift"], second["float"]) == ("2", "2-000001", 1, 5000)
    assert told(shop, "shift", "show", "--till", "2")["shift"]["float"] == 5000


def test_verify_checks_signatures_and_pins_the_key(shop: Pos, closed: str) -> None:
    key = told(shop, "shift", "show", closed)["key"]["fingerprint"]
    assert told(shop, "journal", "verify")["key"] == "key not pinned"
    assert told(shop, "journal", "verify", "--key", key)["key"] == key
    assert "another key" in shop("journal", "verify", "--key", "0" * 32, code=4).stdout


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"bag": 1}, "its signature is not over what it says"),
        ({"signature": None}, "it is not signed"),
        ({"shift": 7}, "the Z before it is missing"),
    ],
)
def test_a_z_that_was_made_up_is_found(
    shop: Pos, closed: str, tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    with Store.open(tmp_path / "store", clock=utc_now, state=tmp_path / "state", background=False) as store:
        z = dict(store.find("shifts", "number", closed) or {})
        with store.transaction(operator="mallory") as tx:
            tx.insert("shifts", {**z, "number": "1-Z000002", "shift": 2, **change})
    found = shop("journal", "verify", code=4).stdout
    assert why in found
    assert "1-Z000002" in found


def test_a_z_that_leaves_a_sale_out_is_found(shop: Pos, closed: str, tmp_path: Path) -> None:
    from data.oslayer import OsLayer
    from data.signing import ClosingKey
    from pos_tui.core.shift import signed_bytes

    with Store.open(tmp_path / "store", clock=utc_now, state=tmp_path / "state", background=False) as store:
        z = dict(store.find("shifts", "number", closed) or {})
        forged = {**z, "number": "1-Z000002", "shift": 2, "kept": {"cash": 70}}
        signer = ClosingKey(OsLayer(), store.machine_folder)
        forged["signature"] = signer.sign(signed_bytes(forged))
        with store.transaction(operator="mallory") as tx:
            tx.insert("shifts", forged)
    found = shop("journal", "verify", code=4).stdout
    assert "the journal says otherwise about:" in found
    assert "its grand total does not go on" in found


def test_a_till_has_devices_of_its_own_in_the_place_of_the_shops(shop: Pos, tmp_path: Path) -> None:
    from pos_tui.bootstrap import open_register, open_shop

    first, second = "tcp://192.0.2.7:9100", "tcp://192.0.2.8:9100"
    shop("config", "set", "printer", first)
    shop("tills", "add", "2", "--printer", second, "--scale", "none")
    assert "tpc" in shop("tills", "add", "3", "--printer", "tpc://x", code=2).stderr
    assert "no till" in shop("tills", "set", "9", "--float", "1", code=2).stderr
    assert [row["printer"] for row in told(shop, "tills", "list")] == [None, second]

    def printer_at(till: str, change: str | None = None, **flags: str) -> str:
        opened = open_shop(tmp_path / "store", environ={}, flags=flags, state=tmp_path / "state")
        with opened as front, open_register(front, till):
            if change is not None:
                front.change_settings({"printer": change})
            return front.settings.printer

    assert (printer_at("1"), printer_at("2")) == (first, second)
    assert printer_at("2", printer="tcp://192.0.2.9:9100") == "tcp://192.0.2.9:9100"
    assert printer_at("2", change="tcp://192.0.2.10:9100") == "tcp://192.0.2.10:9100"
    assert printer_at("1") == first
    shop("tills", "set", "2", "--printer", "")
    assert printer_at("2") == first
