"""A machine without a disk for the first start: it remembers what was asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pos_tui.core.errors import InvalidValue, Refused, StoreError
from pos_tui.wizard.engine import Wizard
from pos_tui.wizard.port import Counted, Place, Restored, ShopPlan, Standing, Surroundings
from pos_tui.wizard.question import Reply
from pos_tui.wizard.steps import steps


class FakePort:
    """What `pos_tui.wizard.port.SetupPort` asks for, from memory."""

    def __init__(self, where: Surroundings = Surroundings("en", "GB", "Europe/London")) -> None:
        self.where = where
        self.made = False
        self.folder = "/shop"
        self.kept: Mapping[str, Any] | None = None
        self.language, self.spoken = "", "en"
        self.plan: ShopPlan | None = None
        self.settings: dict[str, str] = {}
        self.rates: list[tuple[str, str]] = []
        self.groups: list[str] = []
        self.items: dict[str, tuple[str, str, str]] = {}
        self.files = {"/prices.csv": ["Barcode", "Description", "VK"]}
        self.reads: list[tuple[str, dict[str, str], bool, bool]] = []
        self.bad_rows = 0
        self.broken = ""
        """What every look at the shop fails with."""
        self.full = False
        self.pin = ""
        """Whether the disk takes no more answers."""

    def surroundings(self) -> Surroundings:
        return self.where

    def now(self) -> datetime:
        return datetime(2026, 11, 23, 14, 5, tzinfo=UTC)

    def speak(self, language: str) -> str:
        self.language = language
        return self.spoken

    def keep(self, state: Mapping[str, Any] | None) -> None:
        if self.full:
            raise StoreError("no space left on device")
        self.kept = state

    def check_free(self) -> None:
        pass

    def check_name(self, name: str) -> str:
        if not name.isprintable():
            raise InvalidValue("a shop's name has printable characters")
        return name

    def check_setting(self, key: str, text: str) -> None:
        if "\x1b" in text:
            raise InvalidValue(f"{key}: no control characters")

    def make(self, plan: ShopPlan) -> None:
        self.plan, self.made = plan, True
        self.rates = [(code.code, code.name) for code in plan.taxes]

    def set(self, key: str, text: str) -> None:
        self.settings[key] = text

    def standing(self) -> Standing:
        if self.broken:
            raise StoreError(self.broken)
        chosen = self.settings
        return Standing(
            "Corner",
            len(self.groups),
            len(self.items),
            chosen.get("printer", ""),
            chosen.get("backup.folder", ""),
            int(bool(self.pin)),
            chosen.get("shifts") == "true",
        )

    def check_pin(self, pin: str) -> None:
        if len(pin) < 6:
            raise InvalidValue("a PIN has 6 to 12 digits")

    def make_owner(self, pin: str) -> str:
        self.pin = pin
        return "ABCD-EFGH"

    def taxes(self) -> list[tuple[str, str]]:
        return self.rates

    def departments(self) -> list[str]:
        return list(self.groups)

    def add_department(self, name: str, tax: str) -> None:
        self.groups.append(name)

    def item_files(self) -> tuple[Place, ...]:
        return tuple(Place(name, name.strip("/")) for name in self.files)

    def columns(self, file: str) -> list[str]:
        if file not in self.files:
            raise Refused(f"{file} cannot be read: No such file or directory")
        return self.files[file]

    def read_items(
        self,
        file: str,
        columns: Mapping[str, str],
        *,
        tax: str,
        dry: bool,
        skip_bad: bool = False,
        comma: bool = False,
    ) -> Counted:
        self.reads.append((file, dict(columns), dry, skip_bad))
        if not dry:
            self.items["1"] = ("From a file", "1", "")
        stored = not dry and (skip_bad or not self.bad_rows)
        return Counted(3, 0, self.bad_rows, stored, ("line 2: price is negative",) * bool(self.bad_rows))

    def item_name(self, code: str) -> str:
        return self.items.get(code, ("",))[0]

    def check_price(self, text: str) -> str:
        if not text.replace(".", "").isdigit():
            raise InvalidValue(f"'{text}' is not a price")
        return text

    def add_item(self, code: str, name: str, price: str, department: str) -> None:
        self.items[code] = (name, price, department)

    def printers(self) -> tuple[Place, ...]:
        return (Place("file:///dev/usb/lp0", "USB printer lp0"),)

    def serial_ports(self) -> tuple[Place, ...]:
        return (Place("serial:///dev/ttyS0", "/dev/ttyS0"),)

    def printer_address(self, text: str) -> str:
        return f"tcp://{text}:9100"

    def print_test(self, address: str) -> str:
        if "192.0.2.1" in address:
            raise Refused("no route to host: is it on?")
        return f"a test page went to {address}"

    def open_drawer(self, address: str, pin: str) -> str:
        if pin != "5":
            raise Refused("the printer does not answer: is it on?")
        return f"{address}?drawer={pin}"

    def read_scanner(self, address: str) -> str:
        if address != "serial:///dev/ttyS0":
            raise Refused("nothing came in 15 seconds")
        return "5010477348678"

    def drives(self) -> tuple[Place, ...]:
        return (Place("/media/stick", "stick"),)

    def try_backup(self, folder: str) -> tuple[str, ...]:
        if folder != "/media/stick":
            raise Refused(f"{folder} cannot take backups: No such file or directory")
        return ("there is less than 1 GB left",)

    def copies(self) -> tuple[Place, ...]:
        return (Place("/media/stick/shop", "shop"),)

    def restore(self, folder: str) -> Restored:
        if folder != "/media/stick/shop":
            raise Refused(f"{folder} holds no shop")
        self.made, self.rates = True, [("standard", "Standard 20 %")]
        return Restored("Corner", 12, ("it is a simulated shop, for ever",))


class Person:
    """Somebody who answers, and may pull the plug between two answers."""

    def __init__(self, port: FakePort | None = None, *, unplugs: bool = False) -> None:
        self.port = port or FakePort()
        self._unplugs = unplugs
        self.wizard = Wizard(steps(), self.port, self.port.kept)

    @property
    def at(self) -> str:
        return self.wizard.at

    def start_again(self) -> None:
        """The process ends; the next one has what was kept."""
        self.wizard = Wizard(steps(), self.port, self.port.kept)

    def say(self, *answers: str) -> Reply:
        """Gives answers; the last reply. Each one is taken, or the test fails."""
        reply = Reply()
        for answer in answers:
            reply = self.wizard.answer(answer)
            assert reply.sound != "refused", (self.at, answer, reply)
            if self._unplugs and self.wizard.ending is None:
                self.start_again()
        return reply

    def refused(self, answer: str, *, scanned: bool = False) -> str:
        """Gives an answer that is refused and changes nothing; why it is."""
        before, question = self.at, self.wizard.question
        reply = self.wizard.answer(answer, scanned=scanned)
        assert reply.sound == "refused", reply
        assert (self.at, self.wizard.question.title) == (before, question.title)
        return reply.text

    def make(self) -> None:
        """The shortest way to a shop."""
        self.say("new", "", "", "", "Corner", "", "", "", "/later", "/later")
        assert self.port.made
