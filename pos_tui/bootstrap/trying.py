"""Trying things before they are set: a printer with a page, a backup folder with a file."""

from __future__ import annotations

import os
import secrets
import select
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from devices.address import parse
from devices.delivering import Delivery
from devices.document import HEADING, Barcode, Cut, Document, Row, Rule, Text
from devices.errors import DeviceError
from devices.links import link_to
from devices.printing import Printer, check
from devices.scanning.framing import SILENCE
from pos_tui.core.cards import holds_card_number
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _

if TYPE_CHECKING:
    from devices.scanning.opening import Scanner

_SECONDS: Final = 8.0
"""How long a test page may take to leave."""
_LOW: Final = 1 << 30
_PROBE: Final = 64 * 1024
SPEEDS: Final = ("9600", "19200", "38400", "115200")
"""What serial printers are set to, the makers' usual one first."""
_SENSE_SECONDS: Final = 0.5


def printer_address(text: str) -> str:
    """The address that a network number or name means, or an address as it is. Raises InvalidValue."""
    address = text if "://" in text else f"tcp://{text}"
    try:
        found = parse(address)
        check(found)
    except DeviceError as error:
        raise InvalidValue(error.message) from None
    return found.text()


def print_test(address: str, shop: str, sign: str) -> str:
    """Sends a test page and says that it left. Raises Refused with what is wrong and what to look at."""
    print_at_once(address, test_page(address, shop, sign))
    return _("a test page went to {address}", address=address)


def print_at_once(address: str, document: Document) -> None:
    """Prints without a till, and waits. Raises Refused with what is wrong and what to look at."""
    with TemporaryDirectory(prefix="pos-print-") as folder:
        try:
            printer = Printer(parse(address), Path(folder))
        except DeviceError as error:
            raise InvalidValue(error.message) from None
        printer.submit(document)
        if not printer.close(_SECONDS):
            why = printer.status.trouble or _("it takes no data")
            raise Refused(_("{why}: is it on, has it paper, is the cable in, is the address right?", why=why))


def test_page(address: str, shop: str, sign: str) -> Document:
    """What is printed to see that a printer prints, and which letters it has."""
    return Document(
        (
            Text(shop, "center", HEADING),
            Text(_("Test page"), "center"),
            Rule(),
            Row(_("An item"), "1.19"),
            Row(_("Letters: {letters}", letters="äöü éèê ñç ßøå"), sign),
            Rule(),
            Text(address, "center"),
            Barcode("POS-TUI-TEST"),
            Cut(),
        ),
        _("test page"),
    )


def probe_printer(address: str) -> str:
    """The address, once the printer there was reached; a serial one with the speed at which it answers.

    Raises Refused with what is wrong and what to look at.
    """
    found = parse(address)
    speeds = SPEEDS if found.scheme == "serial" and not found.get("baud") else ("",)
    why = ""
    for speed in speeds:
        text = f"{address}{'&' if '?' in address else '?'}baud={speed}" if speed else address
        try:
            look = Delivery(parse(text), link_to(parse(text))).look()
        except DeviceError as error:
            raise InvalidValue(error.message) from None
        if look.answers:
            return parse(text).text()
        if not look.reached:
            why = look.trouble
    if why:
        raise Refused(_("{why}: is it on, is the cable in, is the address right?", why=why))
    return found.text()


def open_drawer(address: str, pin: str) -> str:
    """Opens the drawer on a printer's pin and returns the printer's address with it.

    A printer that sends no answers is not asked for any from then on; a drawer whose switch is seen to move
    is watched from then on. Raises Refused.
    """
    why = ""
    with_drawer = f"{address}{'&' if '?' in address else '?'}drawer={pin}"
    for text in (with_drawer, *([f"{with_drawer}&ack=none"] if "ack=" not in address else [])):
        try:
            found = parse(text)
            delivery = Delivery(found, link_to(found))
            why = delivery.kick(pin)
        except DeviceError as error:
            raise InvalidValue(error.message) from None
        if not why:
            return _with_sense(found.text(), delivery)
    raise Refused(_("{why}: is the printer on and closed, with paper in it?", why=why))


def _with_sense(address: str, delivery: Delivery) -> str:
    """The address of a drawer that just opened, with the level that means open where that was seen."""
    before = delivery.drawer_pin
    if delivery.senses_drawer or before is None:
        return address
    time.sleep(_SENSE_SECONDS)
    delivery.look()
    after = delivery.drawer_pin
    return address if after in (None, before) else f"{address}&drawer_open={'high' if after else 'low'}"


def read_scanner(address: str, seconds: float = 15.0) -> str:
    """The first code that a scanner sends. Raises Refused where none comes in time, or a card's number."""
    from devices.scanning.opening import scanner_at

    codes: list[str] = []
    try:
        scanner = scanner_at(parse(address), codes.append)
        if scanner is None:
            raise Refused(_("a scanner that types is tried by scanning at the prompt"))
        scanner.open()
        try:
            _wait(scanner, codes, seconds)
        finally:
            scanner.close()
    except DeviceError as error:
        raise Refused(error.message) from None
    if not codes:
        raise Refused(_("nothing came in {seconds} seconds: is it this port?", seconds=int(seconds)))
    if holds_card_number(codes[0]):
        raise Refused(_("that is a payment card's number: nothing of it was kept"))
    return codes[0]


def _wait(scanner: Scanner, codes: list[str], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not codes and (left := end - time.monotonic()) > 0:
        pause = SILENCE if scanner.silence_after else left
        if select.select([scanner.fileno()], [], [], min(left, pause))[0]:
            scanner.readable()
        elif scanner.silence_after:
            scanner.silence()


def try_backup(text: str, store: Path) -> tuple[str, ...]:
    """Writes, syncs, reads and removes a file in a folder; returns what a person should know.

    Raises Refused saying what to do.
    """
    folder = Path(text).expanduser()
    if not folder.is_absolute():
        raise Refused(_("{folder} is not a whole name: begin with /, such as /media/stick", folder=text[:80]))
    if folder.resolve().is_relative_to(store.resolve()):
        raise Refused(_("that is inside the shop itself: choose another disk"))
    probe = folder / f".pos-backup-test-{secrets.token_hex(4)}"
    data = secrets.token_bytes(_PROBE)
    try:
        _write_and_read(probe, data)
    except OSError as error:
        why = error.strerror or error
        raise Refused(_("{folder} cannot take backups: {why}", folder=str(folder), why=why)) from None
    return tuple(_warnings(folder, store))


def _write_and_read(probe: Path, data: bytes) -> None:
    try:
        with probe.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if probe.read_bytes() != data:
            raise OSError(_("what was written there reads back as something else"))
    finally:
        probe.unlink(missing_ok=True)


def _warnings(folder: Path, store: Path) -> list[str]:
    found = []
    if folder.stat().st_dev == store.stat().st_dev:
        found.append(_("but it is on the shop's own disk: when that breaks, both are gone"))
    room = os.statvfs(folder)
    if room.f_bavail * room.f_frsize < _LOW:
        found.append(_("there is less than 1 GB left"))
    return found
