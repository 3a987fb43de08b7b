"""Settings: the table of keys, their layers, and `pos config`."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pos_tui.core.errors import InvalidValue
from pos_tui.settings import KEYS, Settings, load, set_value, set_values, unset_value

if TYPE_CHECKING:
    from .conftest import Pos


def test_every_field_has_a_key_that_takes_its_own_text() -> None:
    assert {key.name for key in KEYS.values()} == set(Settings.__dataclass_fields__) - {"sources", "keys"}
    for key, about in KEYS.items():
        assert about.help and about.parse(Settings().text(key)) == about.default


def test_keys_of_commands_are_settings(tmp_path: Path) -> None:
    set_value(tmp_path, "keys.pay", "F9")
    set_value(tmp_path, "keys.void", "Del Ctrl-T")
    found = load(tmp_path, {"POS_KEYS_HOLD": "f20"}, {"keys.note": "none"})
    assert found.keys == {"pay": "f9", "void": "delete ctrl+t", "hold": "f20", "note": "none"}
    assert found.text("keys.pay") == "f9"
    assert found.text("keys.help") == "f12 f10", "its own"
    assert found.sources["keys.hold"] == "environment"
    assert unset_value(tmp_path, "keys.pay")
    assert load(tmp_path).text("keys.pay") == "f1 f9"


def test_a_key_that_another_command_has_is_refused_until_that_gets_another(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="F5 is the key of /pay and of /price: give one of them another"):
        set_value(tmp_path, "keys.pay", "f5")
    assert load(tmp_path).keys == {}
    set_value(tmp_path, "keys.price", "none")
    set_value(tmp_path, "keys.pay", "f5")
    set_values(tmp_path, {"keys.pay": "f6", "keys.disc": "f5"})
    assert load(tmp_path).keys == {"pay": "f6", "price": "none", "disc": "f5"}
    with pytest.raises(InvalidValue, match="F4 is the key of /void and of /note"):
        set_values(tmp_path, {"keys.pay": None, "keys.note": "f4"})
    assert load(tmp_path).keys["pay"] == "f6", "all or nothing"


def test_a_file_in_which_two_commands_want_one_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[keys]\npay = "f20"\nvoid = "f20"\n')
    with pytest.raises(InvalidValue, match="F20 is the key of /pay and of /void"):
        load(tmp_path)


def test_file_below_environment_below_flags(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        'limits.quantity = 1\nlimits.weight = 2.5\n[shop]\nheader = ["a", "b"]\n'
    )
    found = load(tmp_path, {"POS_LIMITS_QUANTITY": "2", "POS_STORE": "x"}, {"locale": "de"})
    assert (found.limits_quantity, found.limits_weight, found.shop_header) == (2, Decimal("2.5"), ("a", "b"))
    assert found.sources["limits.quantity"] == "environment"
    assert found.sources["limits.weight"] == "config.toml"
    assert found.sources["locale"] == "command line"


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("limit.quantity", "1", "did you mean 'limits.quantity'"),
        ("limits.quantity", "many", "not a number"),
        ("limits.quantity", "0", "not between"),
        ("limits.price", "1e9", "not a number"),
        ("tax.rounding", "lines", "did you mean 'line'"),
        ("scan.merge", "ture", "did you mean 'true'"),
        ("scan.masks", "28IIIIICWWWWWK, 29X", "29X"),
        ("scan.masks", "FR", "only for CA, DE"),
        ("scanner", "tcp://192.0.2.7", "serial:// or evdev://"),
        ("scanner", "wedge://?sufix=tab", "did you mean 'suffix'"),
        ("printer", "tpc://x", "did you mean 'tcp'"),
        ("printer", "wedge://", "no printer"),
        ("printer_columns", "7", "not between 16"),
        ("day.cutoff", "24:00", "time of day"),
        ("shop.header", "a\x1b[2J", "control characters"),
        ("locale", "../x", "not a word"),
        ("theme", "drak", "did you mean 'dark'"),
        ("keys.pay", "x", "no key to choose"),
        ("keys.pay", "Esc", "cannot be chosen"),
        ("keys.pya", "f9", "did you mean 'pay'"),
    ],
)
def test_a_wrong_value_changes_nothing(tmp_path: Path, key: str, text: str, message: str) -> None:
    set_value(tmp_path, "limits.quantity", "5")
    before = (tmp_path / "config.toml").read_bytes()
    with pytest.raises(InvalidValue, match=message):
        set_value(tmp_path, key, text)
    assert (tmp_path / "config.toml").read_bytes() == before


def test_comments_stay_and_the_file_is_private(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("# ours\n[limits]\nquantity = 5  # pieces\n")
    set_value(tmp_path, "limits.quantity", "50")
    set_value(tmp_path, "printer", "dummy://p")
    set_value(tmp_path, "scan.merge", "yes")
    text = file.read_text()
    assert "# ours" in text and "# pieces" in text and "merge = true" in text
    assert file.stat().st_mode & 0o777 == 0o600
    assert load(tmp_path).printer == "dummy://p"
    assert unset_value(tmp_path, "limits.quantity")
    assert not unset_value(tmp_path, "limits.quantity")
    assert load(tmp_path).limits_quantity == 999
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limits = 3\n", "there is no setting 'limits'"),
        ("[limits]\nquantty = 3\n", "config.toml: there is no setting 'limits.quantty': did you mean"),
        ("[limits]\nquantity = [1]\n", "a number is expected"),
        ("x = \n", "no TOML"),
    ],
)
def test_a_bad_file_says_where(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(InvalidValue, match=message):
        load(tmp_path)


def test_a_slip_in_the_environment_is_told() -> None:
    with pytest.raises(InvalidValue, match="did you mean 'POS_LIMITS_QUANTITY'"):
        load(None, {"POS_LIMITS_QUANTTY": "1"})


def test_commands(shop: Pos) -> None:
    shop("config", "set", "shop.header", "1 High Street", "Tel. 123")
    assert shop("config", "get", "shop.header").stdout == "1 High Street\nTel. 123\n"
    rows = {row["key"]: row for row in json.loads(shop("config", "show", "--format", "json").stdout)}
    assert rows["shop.header"]["value"] == ["1 High Street", "Tel. 123"]
    assert (rows["shop.header"]["from"], rows["printer"]["from"]) == ("config.toml", "default")
    assert "did you mean 'printer'" in shop("config", "set", "printr", "x", code=2).stderr
    assert "default" in shop("config", "unset", "shop.header").stderr
    assert "1.19" in shop("--set", "limits.quantity=1", "ring", stdin="MILK\n/cash\n").stdout
    assert "limits.quantity" in shop("--set", "limits.quantity=1", "ring", stdin="2*MILK\n", code=1).stdout
    assert "there is no store" in shop("--store", "/nonexistent", "config", "show", code=4).stderr


def test_history_tells_who_when_before_and_after(shop: Pos, tmp_path: Path) -> None:
    shop("config", "set", "limits.quantity", "5")
    file = tmp_path / "store" / "config.toml"
    file.write_text(file.read_text().replace("5", "6"))
    shop("config", "unset", "limits.quantity")
    rows = json.loads(shop("config", "history", "limits.quantity", "--format", "json").stdout)
    assert [(row["operator"], row["before"], row["after"]) for row in rows] == [
        ("owner", "6", ""),
        ("(in the file)", "5", "6"),
        ("owner", "", "5"),
    ]
    shown = {row["key"]: row for row in json.loads(shop("config", "show", "--format", "json").stdout)}
    assert shown["limits.quantity"]["changed"].endswith("Z owner") and not shown["locale"]["changed"]
    assert "did you mean 'locale'" in shop("config", "history", "locle", code=2).stderr
    file.write_text("[limits]\nquantty = 3\n")
    shop("config", "set", "limits.weight", "3")
    assert "quantty = 3" in file.read_text(), "what is wrong in it is for a person to mend"


def test_a_logo_is_kept_and_printed(shop: Pos, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (700, 100), "navy").save(tmp_path / "crown é.png")
    shop("config", "logo", str(tmp_path / "crown é.png"))
    name = shop("config", "get", "receipt.logo").stdout.strip()
    assert name.startswith("crown-")
    assert shop("config", "preview", "--columns", "32").stdout.startswith("#" * 32)
    shop("config", "set", "printer", f"file://{tmp_path}/paper")
    shop("ring", stdin="MILK\n/cash\n")
    assert b"\x1dv0" in (tmp_path / "paper").read_bytes(), "a raster picture"
    assert f"only {name}" in shop("config", "set", "receipt.logo", "other", code=2).stderr
    (tmp_path / "x.png").write_text("%!PS-Adobe-3.0 EPSF-3.0")
    assert "no picture" in shop("config", "logo", str(tmp_path / "x.png"), code=2).stderr
    shop("config", "unset", "receipt.logo")
    assert "##" not in shop("config", "preview").stdout


def test_a_receipt_is_seen_before_it_is_set(shop: Pos) -> None:
    wanted = ("--try", "receipt.languages=fr,nl", "--try", "shop.name=Chez nous")
    tried = shop("config", "preview", *wanted).stdout
    assert "Espèces / Contant" in tried and "Chez nous" in tried and "Semi-skimmed milk" in tried
    shop("ring", stdin="MILK\n/cash\n")
    assert "Milk" in shop("config", "preview", "--columns", "32").stdout, "the last sale"
    assert "Chez nous" not in shop("config", "preview").stdout
    assert "only de, en" in shop("config", "set", "receipt.languages", "xx", code=2).stderr


def test_a_role_that_may_set_devices_reaches_no_file_by_them(shop: Pos, tmp_path: Path) -> None:
    service = ("--role", "service")
    shop(*service, "config", "set", "printer", "tcp://192.0.2.7")
    for words in (
        ("config", "set", "printer", f"file://{tmp_path}/x"),
        ("config", "set", "z.hook", "/bin/true"),
        ("config", "logo", str(tmp_path / "x.png")),
        ("tills", "set", "1", "--printer", f"file://{tmp_path}/x"),
    ):
        assert "files of this machine" in shop(*service, *words, code=1).stderr
    assert not (tmp_path / "x").exists()
    shop("config", "set", "printer", f"file://{tmp_path}/x")


def test_a_printer_that_cannot_be_used_stops_no_sale(shop: Pos, tmp_path: Path) -> None:
    shop("config", "set", "printer", f"file://{tmp_path}/paper")
    shop("ring", stdin="MILK\n/cash\n")
    assert b"Milk" in (tmp_path / "paper").read_bytes()
    (tmp_path / "store" / "config.toml").write_text('printer = "nonsense"\n')
    result = shop("ring", stdin="MILK\n/cash\n")
    assert "nothing will be printed" in result.stderr and "total 1.19" in result.stdout
