"""Setting a shop up, and being without one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data.store import Store
from pos_tui.bootstrap import open_shop
from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax
from pos_tui.core.errors import InvalidValue

from .conftest import INIT, Pos


def test_a_new_shop_is_one_commit(pos: Pos, tmp_path: Path) -> None:
    result = pos(*INIT, "--tax", "zero=0", "--till", "1", "--till", "2", "--cash-rounding", "0.05")
    assert result.stdout == ""
    assert "Corner: GBP, prices inclusive of tax" in result.stderr
    records = pos("journal", "show", "--format", "json").stdout.splitlines()
    assert len(records) == 2
    tables = [op[1] for op in json.loads(records[1])["ops"]]
    assert tables == ["settings", "taxes", "taxes", "tender_types", "tender_types", "tills", "tills"]
    with open_shop(tmp_path / "store", environ={}) as front:
        assert (front.shop.name, front.shop.cash_rounding.increment, front.shop.simulated) == (
            "Corner",
            5,
            False,
        )


@pytest.mark.parametrize(
    ("currency", "tender", "price"),
    [
        ("JPY", "1000000", "100000000"),
        ("VND", "50000000", "1000000000"),
        ("GBP", "10000", "1000000"),
        ("CHF", "10000", "1000000"),
    ],
)
def test_what_cash_is_believed_depends_on_what_a_unit_is_worth(
    pos: Pos, currency: str, tender: str, price: str
) -> None:
    words = [currency if word == "GBP" else word for word in INIT]
    pos(*words)
    assert pos("config", "get", "limits.tender").stdout.strip() == tender
    assert pos("config", "get", "limits.price").stdout.strip() == price


def test_files_are_private(pos: Pos, tmp_path: Path) -> None:
    pos(*INIT)
    pos("config", "set", "locale", "de")
    assert all(
        path.stat().st_mode & 0o077 == 0 for path in [tmp_path / "store", *(tmp_path / "store").rglob("*")]
    )


def test_what_is_missing_is_named_in_a_pipe(pos: Pos, tmp_path: Path) -> None:
    result = pos("init", "--name", "Corner", code=2)
    assert "--currency, --prices, --tax" in result.stderr
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--currency", "GBX"], "not an ISO 4217"),
        (["--prices", "incl"], "inclusive or exclusive"),
        (["--tax", "standard"], "CODE=PERCENT"),
        (["--tax", "standard=120"], "between 0 and 100"),
        (["--tax", "standard=10"], "twice"),
        (["--timezone", "Europe/Lodnon"], "did you mean 'Europe/London'"),
        (["--country", "UK1"], "country code"),
        (["--cash-rounding", "0.005"], "more than 2 decimals"),
        (["--till", "a/b"], "till code"),
        (["--name", "\x1b]0;t\x07"], "printable"),
    ],
)
def test_a_wrong_value_is_usage_and_makes_nothing(
    pos: Pos, tmp_path: Path, words: list[str], message: str
) -> None:
    result = pos(*INIT, *words, code=2)
    assert message in result.stderr
    assert "\x1b" not in result.stderr
    assert not (tmp_path / "store").exists()


def test_country_gives_currency_zone_and_coin(pos: Pos, tmp_path: Path) -> None:
    pos("init", "--name", "Bern", "--country", "ch", "--prices", "inclusive", "--tax", "normal=8.1")
    with open_shop(tmp_path / "store", environ={}) as front:
        shop = front.shop
        assert (shop.currency.code, shop.timezone, shop.cash_rounding.increment) == (
            "CHF",
            "Europe/Zurich",
            5,
        )


@pytest.mark.parametrize(
    ("country", "machine", "zone"),
    [
        ("de", "Asia/Tokyo", "Europe/Berlin"),
        ("es", "Atlantic/Canary", "Atlantic/Canary"),
        ("us", "America/Chicago", "America/Chicago"),
    ],
)
def test_the_zone_is_the_machines_in_the_country_else_that_of_most_of_it(
    pos: Pos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, country: str, machine: str, zone: str
) -> None:
    monkeypatch.setenv("TZ", machine)
    pos("init", "--name", "S", "--country", country, "--prices", "inclusive", "--tax", "normal=10")
    with open_shop(tmp_path / "store", environ={}) as front:
        assert front.shop.timezone == zone


def test_a_country_of_many_zones_needs_one_said(pos: Pos, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    words = ("--country", "us", "--prices", "exclusive", "--tax", "state=7")
    assert "--timezone" in pos("init", "--name", "S", *words, code=2).stderr


def test_a_second_shop_in_the_same_place_is_refused(shop: Pos) -> None:
    assert "already" in shop(*INIT, code=4).stderr


def test_a_failure_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Store, **_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Store, "transaction", fail)
    setup = ShopSetup("Corner", "GBP", "inclusive", (parse_tax("standard=20"),))
    with pytest.raises(Exception, match="no room"):
        create_shop(tmp_path / "store", setup)
    assert list(tmp_path.glob("*store*")) == []


def test_a_folder_with_other_things_in_it_is_left_alone(pos: Pos, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "letter.txt").touch()
    assert "not empty" in pos(*INIT, code=4).stderr
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["letter.txt"]


def test_without_a_shop_pos_says_how_to_get_one(pos: Pos) -> None:
    result = pos(code=4)
    assert "pos init" in result.stderr and "pos demo" in result.stderr
    assert "no store" in pos("report", "sales", code=4).stderr


def test_a_till_without_a_terminal_says_so(shop: Pos) -> None:
    assert "needs a terminal" in shop(code=2).stderr


def test_setup_is_checked_as_a_value() -> None:
    with pytest.raises(InvalidValue, match="at least one tax"):
        ShopSetup("Corner", "GBP", "inclusive", ())


def test_demo_shows_something_in_a_pipe(pos: Pos, tmp_path: Path) -> None:
    result = pos("demo")
    assert "TOTAL GBP" in result.stdout and "Corner Shop (demo)" in result.stdout
    assert not (tmp_path / "store").exists()


def test_version_and_wrong_words(process: Callable[..., object], pos: Pos) -> None:
    assert pos("--version").stdout.startswith("pos-tui ")
    assert "No such command" in pos("slaes", code=2).stderr
    assert "did you mean" in pos("--set", "limit.quantity=1", "config", "show", code=2).stderr


def test_a_shop_like_another_has_its_catalogue_and_none_of_its_people(shop: Pos, tmp_path: Path) -> None:
    shop("config", "set", "receipt.code", "qr")
    shop("config", "set", "shop.name", "First")
    shop("config", "set", "backup.folder", str(tmp_path))
    shop("items", "set", "MILK", "price=1.29", "stock=5", "--why", "dear Ada")
    shop("ring", stdin="MILK\n/cash\n")
    shop("departments", "set", "Dairy", "--name", "Milk")
    other, new = str(tmp_path / "store"), str(tmp_path / "second")
    told = shop(
        "--store", new, "init", "--like", other, "--name", "Second", "--till", "A", "--till", "B"
    ).stderr
    assert "4 items" in told and "2 tills" in told

    def both(*words: str) -> list[str]:
        return [shop("--store", store, *words).stdout for store in (other, new)]

    was, now = both("items", "export")
    assert now == was.replace("active,,,,,4", "active,,,,,"), "everything but what is there"
    assert len(set(both("departments", "list"))) == 1
    assert [text.strip() for text in both("config", "get", "receipt.code")] == ["qr", "qr"]
    assert both("config", "get", "backup.folder")[1].strip() == ""
    assert both("sales", "list", "--format", "json")[1].strip() == "[]"
    journal = b"".join(path.read_bytes() for path in (tmp_path / "second" / "journal").iterdir())
    assert b"Ada" not in journal and b"Second" in journal
    assert "already" in shop("--store", new, "init", "--like", other, code=4).stderr
    message = shop("--store", str(tmp_path / "3"), "init", "--like", other, "--tax", "a=1", code=2).stderr
    assert "only --name and --till" in message
