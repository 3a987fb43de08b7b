"""What addresses may say: the schemes, the keys of each, and the values of each key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["host", "path", "queue", "usb", "free", "none"]
"""What stands after the slashes: host:port, a path, a print queue, vendor:product, anything, nothing."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One kind of address."""

    place: Place
    keys: frozenset[str]
    port: int | None = None


_PRINTER = frozenset(
    (
        "profile", "columns", "pages", "kanji", "font", "ack", "drawer", "drawer_open", "rate", "rtl", "cut",
        "logo", "picture", "dpi",
    )
)  # fmt: skip
# A print server says nothing of paper, and keeps what it gets: a drawer would open when the printer is back.
_HEARD = frozenset(("ack", "drawer", "drawer_open", "rate"))
_CODES = frozenset(("prefix", "suffix", "gs"))
_LINE = frozenset(("baud", "bits", "parity", "stop", "flow"))

SCHEMES: dict[str, Scheme] = {
    "tcp": Scheme("host", _PRINTER, 9100),
    "file": Scheme("path", _PRINTER),
    "dummy": Scheme("free", _PRINTER),
    "serial": Scheme("path", _PRINTER | _LINE | _CODES | {"good", "bad"}),
    "usb": Scheme("usb", _PRINTER | {"serial"}),
    "cups": Scheme("queue", _PRINTER - _HEARD),
    "wedge": Scheme("none", _CODES),
    "evdev": Scheme("path", _CODES),
    "zvt": Scheme("host", frozenset(("password",)), 20007),
    "manual": Scheme("none", frozenset()),
}

PROTOCOLS: dict[str, tuple[str, ...]] = {
    "toledo8217": ("serial", "tcp", "dummy"),
    "sma": ("serial", "tcp", "dummy"),
    "cd5220": ("serial", "tcp", "file", "dummy"),
    "escpos": ("serial", "tcp", "file", "dummy"),
    "zpl": ("tcp", "file", "serial", "usb", "cups", "dummy"),
}
"""What is spoken over a link where the link alone does not say it, and the links it is spoken over."""

SECRETS = frozenset(("password",))
"""Keys whose values are shown as ***."""

CHOICES: dict[str, tuple[str, ...]] = {
    "ack": ("pid", "gsr", "none"),
    "drawer": ("2", "5"),
    "drawer_open": ("high", "low"),
    "kanji": ("gb18030", "big5", "shift_jis", "euc_kr", "none"),
    "rtl": ("visual", "logical"),
    "dpi": ("203", "300", "600"),
    "cut": ("partial", "full", "none"),
    "bits": ("5", "6", "7", "8"),
    "parity": ("N", "E", "O", "M", "S"),
    "stop": ("1", "1.5", "2"),
    "flow": ("none", "rtscts", "dsrdtr", "xonxoff"),
}

NUMBERS: dict[str, tuple[int, int]] = {
    "columns": (16, 96),
    "baud": (300, 921_600),
    "rate": (100, 100_000_000),
    "logo": (0, 255),
}
"""The least and the greatest value of keys that are numbers."""
