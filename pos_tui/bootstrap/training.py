"""Training: a copy of the shop to learn on. Nothing of it is ever in the shop's journal but that somebody
went there and came back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from devices.address import parse
from devices.errors import AddressError
from pos_tui.core.records import RecordFrame, business_day
from pos_tui.core.words import _
from pos_tui.services import events
from pos_tui.services.quick_keys import KEY

from .front import Shopfront, open_shop
from .practice import copy_shop
from .till import OpenRegister, chosen_till, take

if TYPE_CHECKING:
    from pos_tui.settings import Settings

_COPIED: Final = (
    *("departments", "items", "stock", "service_taxes"),
    *("promotions", "price_lists", "list_prices", "tender_types"),
)


def note(front: Shopfront, till: str | None, *, begun: bool) -> None:
    """Records in the shop's journal that training began or ended. Raises InvalidValue, StoreError."""
    now = front.clock()
    day = business_day(now, ZoneInfo(front.shop.timezone), front.settings.cutoff_minutes)
    kind = events.TRAINING_BEGUN if begun else events.TRAINING_ENDED
    events.commit(front.store, RecordFrame(chosen_till(front.store, till), front.operator, now, day), kind)


@contextmanager
def training(folder: Path, operator: str) -> Iterator[tuple[Shopfront, OpenRegister]]:
    """A till on a copy of the shop in `folder`, marked on screen and paper; all of it is gone afterwards.

    It prints where the shop prints, and opens no drawer. Raises StoreError: there is no room for the copy.
    """
    with tempfile.TemporaryDirectory(prefix="pos-training-") as name:
        copied, state = Path(name) / "store", Path(name) / "state"
        with open_shop(folder, readonly=True, environ={}) as front:
            kept = front.store.find("settings", "key", KEY)
            title = _("TRAINING {shop}", shop=front.shop.name)[:100]
            copy_shop(front, copied, state, title, _COPIED, () if kept is None else (dict(kept),))
            flags = {"printer": _without_drawer(front.settings)}
        with open_shop(copied, environ={}, flags=flags, state=state) as front:
            front.shop = replace(front.shop, training=True)
            front.operator = operator
            with take(front) as register:
                register.restored = _("TRAINING: nothing counts here. /quit goes back to the shop")
                yield front, register


def _without_drawer(chosen: Settings) -> str:
    """The printer, with nothing that opens at a sale."""
    if not chosen.printer:
        return ""
    try:
        printer = parse(chosen.printer)
    except AddressError:
        return ""  # the shop's till says what is wrong with it
    kept = tuple((key, value) for key, value in printer.options if key not in ("drawer", "drawer_open"))
    return replace(printer, options=kept).text()
