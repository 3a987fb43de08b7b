"""Devices that are plugged in, as far as they can be told without speaking to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """Something at an address."""

    address: str
    label: str
    detail: str = ""


def usb_printers(root: Path = Path("/")) -> tuple[Found, ...]:
    """Return the printers the kernel has a device file for, by the names they give themselves."""
    paths = sorted([*root.glob("dev/usb/lp*"), *root.glob("dev/lp[0-9]*")])
    return tuple(
        Found(f"file://{path}", f"USB printer {path.name}", _model(root, path.name) or str(path))
        for path in paths
    )


def _model(root: Path, name: str) -> str:
    """Return maker and model of a printer's IEEE 1284 id; "" where it is not told."""
    try:
        text = (root / "sys/class/usbmisc" / name / "device/ieee1284_id").read_text("utf-8", "replace")
    except OSError:
        return ""
    fields = dict(pair.strip().partition(":")[::2] for pair in text.split(";"))
    maker = fields.get("MFG") or fields.get("MANUFACTURER", "")
    return f"{maker} {fields.get('MDL') or fields.get('MODEL', '')}".strip()


def serial_ports(root: Path = Path("/")) -> tuple[Found, ...]:
    """Return the serial ports of this machine, with what is known of what hangs on them.

    Ports are named by what is plugged in where the system does so: ttyUSB0 may be another device tomorrow.
    """
    from serial.tools.list_ports import comports

    lasting = {str(link.resolve()): link for link in sorted(root.glob("dev/serial/by-id/*"))}
    found = []
    for port in sorted(comports(), key=lambda port: str(port.device)):
        path = str(lasting.get(str(port.device), port.device))
        said = "" if port.description in (None, "n/a") else str(port.description)
        found.append(Found(f"serial://{path}", str(port.device), said))
    return tuple(found)
