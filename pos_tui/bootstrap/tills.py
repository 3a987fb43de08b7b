"""The shop's tills: numbers, floats, and devices of their own in the place of the shop's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from data.tillclaim import checked_till
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import parse_amount
from pos_tui.core.records import record_number
from pos_tui.core.words import _
from pos_tui.settings import parsed
from pos_tui.settings.reaching import RIGHT, reaches_files

if TYPE_CHECKING:
    from .front import Shopfront

DEVICES: Final = ("printer", "scanner", "scale", "display")
NONE: Final = "none"
"""What is said for a till that has none where the shop has one."""


def tills(front: Shopfront) -> list[dict[str, Any]]:
    """The shop's tills, by code: where each stands."""
    rows = []
    for document in sorted(front.store.documents("tills"), key=lambda row: str(row["till"])):
        code, shift = document["till"], document.get("shift") or {}
        rows.append(
            {
                "till": code,
                "next": record_number(code, front.store.epoch, document["receipt"] + 1),
                "float": document.get("float"),
                "left": document.get("left"),
                "shift": shift.get("number"),
                "day": shift.get("day"),
                "owner": shift.get("owner"),
                **{key: (document.get("devices") or {}).get(key) for key in DEVICES},
            }
        )
    return rows


def add_till(front: Shopfront, code: str, float: str | None, devices: Mapping[str, str]) -> None:
    """Makes a further till: the float it is usually opened with, and its own devices.

    Raises InvalidValue: the code is none, there is one already, or a value is wrong. NotAllowed.
    """
    checked_till(code)
    with front.store.transaction(operator=front.operator) as tx:
        codes = [row["till"].casefold() for row in front.store.documents("tills")]
        if code.casefold() in codes:
            raise InvalidValue(_("there is a till {code} already", code=code))
        _check_devices(front, devices)
        document = {"v": 1, "till": code, "receipt": 0, "float": _float(front, float)}
        tx.insert("tills", {**document, "devices": _own(devices)})


def change_till(front: Shopfront, code: str, float: str | None, devices: Mapping[str, str]) -> None:
    """Another float, or other devices ("" is the shop's), for the next opening.

    Raises InvalidValue, NotAllowed.
    """
    _check_devices(front, devices)
    with front.store.transaction(operator=front.acting()) as tx:
        document = tx.find("tills", "till", code)
        if document is None:
            raise InvalidValue(_("this shop has no till {till}", till=code[:20]))
        fields = {} if float is None else {"float": _float(front, float)}
        kept = {key: text for key, text in (document.get("devices") or {}).items() if key not in devices}
        tx.set("tills", document.doc_id, **fields, devices={**kept, **_own(devices)})


def _check_devices(front: Shopfront, devices: Mapping[str, str]) -> None:
    for key, address in devices.items():
        if address not in ("", NONE):
            parsed(key, address)
            if reaches_files(key, address):
                front.permit(RIGHT)


def _own(devices: Mapping[str, str]) -> dict[str, str]:
    return {key: "" if address == NONE else address for key, address in devices.items() if address}


def _float(front: Shopfront, text: str | None) -> int | None:
    if not text:
        return None
    amount = parse_amount(text, front.shop.currency)
    if amount < 0:
        raise InvalidValue(_("{amount} is less than nothing", amount=text))
    return amount
