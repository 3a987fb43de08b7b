"""What is plugged in, told by the files that the system has of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from devices import finding

if TYPE_CHECKING:
    import pytest


def test_usb_printers_are_known_by_their_own_names(tmp_path: Path) -> None:
    for name in ("lp0", "lp1"):
        (tmp_path / "dev/usb").mkdir(parents=True, exist_ok=True)
        (tmp_path / "dev/usb" / name).touch()
    told = tmp_path / "sys/class/usbmisc/lp0/device/ieee1284_id"
    told.parent.mkdir(parents=True)
    told.write_bytes(b"\x00CMD:ESC/POS;MFG:EPSON; MDL:TM-T20III;CLS:PRINTER;\n")
    first, second = finding.usb_printers(tmp_path)
    assert (first.address, first.label) == (f"file://{tmp_path}/dev/usb/lp0", "USB printer lp0")
    assert first.detail == "EPSON TM-T20III"
    assert second.detail.endswith("/dev/usb/lp1")


def test_serial_ports_have_names_that_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device, other = tmp_path / "dev/ttyUSB0", tmp_path / "dev/ttyS0"
    lasting = tmp_path / "dev/serial/by-id/usb-Prolific-if00"
    lasting.parent.mkdir(parents=True)
    device.touch()
    lasting.symlink_to(device)
    ports = [
        SimpleNamespace(device=str(device), description="USB-Serial Controller"),
        SimpleNamespace(device=str(other), description="n/a"),
    ]
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: ports)
    plain, named = finding.serial_ports(tmp_path)
    assert (plain.address, plain.detail) == (f"serial://{other}", "")
    assert (named.address, named.label) == (f"serial://{lasting}", str(device))
    assert named.detail == "USB-Serial Controller"
