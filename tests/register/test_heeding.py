"""Settings that others change count at an open till from its next sale on, and what changed is on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pos_tui import settings
from pos_tui.bootstrap import configuring, open_shop
from pos_tui.core.errors import PosError
from pos_tui.core.permission import NotAllowed, Rights, parse_grants
from pos_tui.settings.reaching import reaches_files

from .people import employ, sign_on

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till

Change = Callable[["Till", str, str], None]


def by_command(till: Till, key: str, text: str) -> None:
    """As `pos config set` beside the till, which opens the shop for itself."""
    with open_shop(till.place / "store", clock=till.clock, environ={}, state=till.place / "state") as front:
        front.change_settings({key: text})


def by_hand(till: Till, key: str, text: str) -> None:
    """As an editor."""
    settings.set_value(till.front.store.folder, key, text)


@pytest.mark.parametrize("change", [by_command, by_hand])
def test_a_setting_counts_from_the_next_sale_on_and_never_within_one(till: Till, change: Change) -> None:
    till("COLA")
    change(till, "limits.quantity", "2")
    till("5*COLA", "/cash")
    assert "limits.quantity" in till.refused("3*COLA")
    change(till, "limits.quantity", "3")
    till("3*COLA")
    change(till, "shop.footer", "Thank you")
    assert "Thank you" not in till.front.receipt_text(till("/cash").sale or {})
    assert "Thank you" in till.front.receipt_text(till("COLA", "/cash").sale or {})


def test_cash_rounding_and_taxes_follow_as_well(new_till: NewTill) -> None:
    till = new_till(prices="exclusive", cash_rounding="0.05")
    assert till("3*COLA", "/cash").sale["rounding"] == 2  # type: ignore[index]
    by_command(till, "cash.rounding_mode", "down")
    assert till("3*COLA", "/cash").sale["rounding"] == -3  # type: ignore[index]
    by_command(till, "tax.rounding", "line")
    till("COLA", "COLA", "COLA")
    assert till.total() == 429


def test_a_file_with_an_error_changes_nothing_and_says_so(till: Till) -> None:
    (till.front.store.folder / "config.toml").write_text("[limits]\nquantty = 1\n")
    till("3*COLA")
    assert "the settings stay as they were" in till.front.warnings[-1]
    assert "did you mean 'limits.quantity'" in till.front.warnings[-1]


def test_a_printer_that_is_set_elsewhere_is_taken_up(till: Till) -> None:
    assert till.front.printer is None
    by_command(till, "printer", "dummy://heeded?drawer=2")
    till("COLA")
    assert till.front.printer is not None
    assert till.front.drawer is till.register.counter.drawer is not None


@pytest.mark.parametrize("key", ["printer", "scale", "display", "scanner"])
def test_a_device_that_somebody_misspelt_in_the_file_is_told_and_stops_nothing(till: Till, key: str) -> None:
    front = till.front
    front.rescan = lambda: print(front.supervisor(print, print))
    (front.store.folder / "config.toml").write_text(f'{key} = "wedge:nonsense"\n')
    till("COLA", "/cash")
    assert f"(setting {key})" in front.warnings[-1]
    assert not front.wedge.prefix
    front.devices.refresh()
    [standing] = [one for one in front.devices.standings() if one.word == key]
    assert (standing.address, standing.is_good) == ("wedge:nonsense", False)
    assert "no device address" in standing.words


def test_each_change_is_kept_with_who_before_and_after(till: Till) -> None:
    employ(till, "ann")
    sign_on(till, "ann")
    till.front.change_settings({"limits.quantity": "5", "shop.header": "one\ntwo"})
    till.front.change_settings({"limits.quantity": "5"})
    by_hand(till, "limits.quantity", "7")
    by_hand(till, "locale", "de")
    pending = configuring.history(till.front)
    assert [(one.key, one.before, one.after, one.by_hand) for one in pending[:2]] == [
        ("limits.quantity", "5", "7", True),
        ("locale", "", "de", True),
    ]
    till("COLA", "/cancel")
    till.front.change_settings({"limits.quantity": None})
    found = configuring.history(till.front, "limits.quantity")
    assert [(one.operator, one.before, one.after, one.by_hand) for one in found] == [
        ("ann", "7", "", False),
        ("", "5", "7", True),
        ("ann", "", "5", False),
    ]
    assert [one.after for one in configuring.history(till.front, "shop.header")] == ["one\ntwo"]
    assert configuring.last_changes(till.front)["limits.quantity"][1] == "ann"
    assert "settings changed: limits.quantity" in str(
        [till.register.looking.told(r).what for b in till.register.looking.records("settings") for r in b]
    )


@pytest.mark.parametrize(
    ("key", "text", "reaches"),
    [
        ("printer", "file:///home/shop/.ssh/authorized_keys", True),
        ("printer", "file:///dev/usb/../../home/shop/.profile", True),
        ("printer", "file:///dev/pts/3", True),
        ("printer", "dummy:///srv/anything", True),
        ("printer", "tcp://192.0.2.7?picture=/etc/shadow", True),
        ("label_printer", "zpl+file:///tmp/x", True),
        ("scale", "toledo8217+dummy:///etc/passwd", True),
        ("z.hook", "/bin/sh -c id", True),
        ("backup.folder", "/media/stick", True),
        ("printer", "file:///dev/usb/lp0?profile=POS-5890", False),
        ("printer", "dummy://virtual", False),
        ("printer", "tcp://192.0.2.7", False),
        ("display", "cd5220+file:///dev/ttyUSB0", False),
        ("scanner", "serial:///dev/serial/by-id/usb-x", False),
        ("printer", "", False),
        ("z.hook", "", False),
        ("shop.footer", "file:///etc/passwd", False),
    ],
)
def test_what_reaches_files_of_the_machine(key: str, text: str, reaches: bool) -> None:
    assert reaches_files(key, text) is reaches


def test_who_may_only_change_settings_reaches_no_files(till: Till) -> None:
    till.register.counter.rights = Rights(parse_grants(["settings.change"]))
    front = till.front
    front.change_settings({"printer": "tcp://192.0.2.7:9100"})
    for key, text in (("printer", "file:///tmp/x"), ("z.hook", "/bin/true"), ("backup.folder", "/tmp")):
        with pytest.raises(NotAllowed, match="files of this machine"):
            front.change_settings({key: text})
    with pytest.raises(NotAllowed):
        front.devices.probe("printer", "file:///tmp/x")
    front.own_devices = {"printer": "tcp://192.0.2.8"}
    with pytest.raises(PosError, match="files of this machine"):
        front.change_settings({"printer": "file:///tmp/x"})
    assert front.load_settings().printer == "tcp://192.0.2.8"
