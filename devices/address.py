"""Addresses of devices: one grammar, read and written without touching a device.

    tcp://192.0.2.7:9100?profile=TM-T20II&ack=gsr      file:///dev/usb/lp0?profile=POS-5890
    serial:///dev/serial/by-id/usb-XYZ?baud=9600       usb://04b8:0e28?serial=J4
    cups://host:631/kitchen, cups://kitchen            dummy:///some/dir, dummy://name
    wedge://?prefix=%02&suffix=enter                   evdev:///dev/input/by-id/...-event-kbd
    zvt://192.0.2.9:20007?password=000000              manual://
    toledo8217+serial:///dev/ttyUSB0                   (a protocol spoken over a link)
    cd5220+tcp://192.0.2.8:4001                        zpl+file:///dev/usb/lp1?dpi=300

Parts are percent-encoded where they need it. Unknown schemes, keys and values are errors that name the
nearest right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import quote, unquote

from devices.words import _

from .address_table import CHOICES, NUMBERS, PROTOCOLS, SCHEMES, SECRETS, Scheme
from .errors import AddressError

_HIGHEST_PORT = 65535
_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(?::([0-9]{1,5}))?", re.ASCII)
_USB_ID = re.compile(r"[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}", re.ASCII)
_PAGES = re.compile(r"[0-9]{1,3}(,[0-9]{1,3})*", re.ASCII)
_UNQUOTED = "/:,._-~"


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """Where a device is and how to talk to it; `parse` makes one."""

    scheme: str
    host: str = ""
    """Host name or number, printer queue host, or USB vendor:product."""
    port: int | None = None
    path: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """Keys and values, sorted by key."""
    protocol: str = ""
    """What is spoken over the link where that is named, as in toledo8217+serial."""

    def get(self, key: str, default: str = "") -> str:
        """Return the value of an option."""
        return dict(self.options).get(key, default)

    def text(self, *, secrets: bool = True) -> str:
        """Return the address as text that `parse` reads back; without `secrets`, passwords are ***."""
        kind = f"{self.protocol}+{self.scheme}" if self.protocol else self.scheme
        port = "" if self.port is None else f":{self.port}"
        place = f"{quote(self.host, safe='[]:')}{port}{quote(self.path, safe=_UNQUOTED)}"
        query = "&".join(
            f"{key}={'***' if key in SECRETS and not secrets else quote(value, safe=_UNQUOTED)}"
            for key, value in self.options
        )
        return f"{kind}://{place}{'?' if query else ''}{query}"

    def __str__(self) -> str:
        return self.text(secrets=False)

    def __repr__(self) -> str:
        return f"<Address {self}>"


def parse(text: str) -> Address:
    """Return the address that `text` says. Raises AddressError with what is wrong and the nearest word."""
    stem, _mark, query = text.strip().partition("?")
    kind, found, place = stem.partition("://")
    if not found:
        raise AddressError(
            _("'{stem}' is no device address: one begins like tcp://, file:// or dummy://", stem=stem)
        )
    protocol, _plus, name = kind.rpartition("+")
    _must_be_one_of(name, SCHEMES, _("kind of address"))
    if protocol:
        _must_be_one_of(protocol, PROTOCOLS, _("protocol"))
        _must_be_one_of(name, PROTOCOLS[protocol], _("link for {protocol}", protocol=protocol))
    authority, slash, path = place.partition("/")
    scheme = SCHEMES[name]
    host, port = _host_and_port(scheme, authority)
    address = Address(name, host, port, _decoded(slash + path), _options(name, query), protocol)
    _must_have_a_place(scheme, address)
    return address


def _must_be_one_of(word: str, known: Iterable[str], what: str) -> None:
    names = list(known)
    if word not in names:
        raise AddressError(
            _("'{word}' is no {what}; {nearest}", word=word, what=what, nearest=_nearest(word, names))
        )


def _nearest(word: str, names: list[str]) -> str:
    close = get_close_matches(word, names, n=1, cutoff=0.5) or get_close_matches(word.lower(), names, 1, 0.5)
    if close:
        return _("did you mean '{word}'?", word=close[0])
    return _("there are {names}", names=", ".join(names))


def _decoded(text: str) -> str:
    try:
        value = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise AddressError(_("a part of the address is not UTF-8 after percent-decoding")) from None
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise AddressError(_("an address holds neither NUL nor half characters"))
    return value


def _host_and_port(scheme: Scheme, authority: str) -> tuple[str, int | None]:
    if scheme.place == "usb":
        return authority.lower(), None
    match = _HOST_AND_PORT.fullmatch(authority)
    if match is None:
        raise AddressError(
            _(
                "'{authority}' is not host or host:port (an IPv6 address goes in [brackets])",
                authority=authority,
            )
        )
    port = int(match[2]) if match[2] else scheme.port
    if port is not None and not 0 < port <= _HIGHEST_PORT:
        raise AddressError(_("port {port} is not between 1 and {most}", port=port, most=_HIGHEST_PORT))
    return _decoded(match[1]), port


def _must_have_a_place(scheme: Scheme, address: Address) -> None:
    here, host, path, kind = scheme.place, address.host, address.path, address.scheme
    wrong = {
        "host": ""
        if host and not path.strip("/")
        else _("{kind}:// needs a host, as in {kind}://192.0.2.7", kind=kind),
        "path": ""
        if len(path) > 1 and not host
        else _("{kind}:// needs three slashes and a path", kind=kind),
        "queue": ""
        if path.count("/") <= 1 and (path.strip("/") or (host and not path and address.port is None))
        else _("cups:// needs a queue, as in cups://kitchen or cups://host:631/kitchen"),
        "usb": "" if _USB_ID.fullmatch(host) and not path else _("usb:// needs vendor:product, as 04b8:0e28"),
        "free": "" if address.port is None else _("{kind}:// has no port", kind=kind),
        "none": ""
        if not (host or path or address.port)
        else _("{kind}:// names nothing after the slashes", kind=kind),
    }[here]
    portless = here in ("path", "free", "none") and address.port is not None
    if wrong or portless or any(char.isspace() for char in host):
        raise AddressError(wrong or _("'{address}' is no address", address=address))


def _options(name: str, query: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for pair in filter(None, query.split("&")):
        key, _equals, raw = pair.partition("=")
        keys = SCHEMES[name].keys
        _must_be_one_of(key, sorted(keys), _("key of {name}://", name=name))
        if key in found:
            raise AddressError(_("'{key}' is there twice", key=key))
        found[key] = _decoded(raw)
        _check_value(key, found[key])
    return tuple(sorted(found.items()))


def _check_value(key: str, value: str) -> None:
    if key in CHOICES:
        _must_be_one_of(value, CHOICES[key], _("value of {key}", key=key))
    elif key in NUMBERS:
        least, most = NUMBERS[key]
        if not (value.isascii() and value.isdigit() and least <= int(value[:12]) <= most):
            raise AddressError(
                _(
                    "{key} is a number from {least} to {most}, not '{value}'",
                    key=key,
                    least=least,
                    most=most,
                    value=value,
                )
            )
    elif key == "pages" and not _PAGES.fullmatch(value):
        raise AddressError(
            _("pages is a list of code page numbers such as 19,16,18, not '{value}'", value=value)
        )
    elif not value:
        raise AddressError(_("'{key}' has no value", key=key))
