"""The shop that a store was set up as."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pos_tui.core.currency import Currency
from pos_tui.core.errors import StoreError
from pos_tui.core.money import to_minor
from pos_tui.core.shop import Shop
from pos_tui.core.tender import CashRounding, RoundingMode
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.store import Store
    from pos_tui.settings import Settings

OWNER: Final = "owner"
"""Who acts in a shop without operators."""


def shop_of(store: Store, chosen: Settings) -> Shop:
    """The shop that a store was set up as. Raises StoreError where it never was."""
    document = store.find("settings", "key", "shop")
    if document is None:
        raise StoreError(
            _("the store at {folder} was never set up as a shop: make one with pos init", folder=store.folder)
        )
    currency = Currency.parse(document["currency"])
    rounding = document.get("cash_rounding")
    paid_out = chosen.cash_paid_out_mode
    return Shop(
        chosen.shop_name or document["name"],
        currency,
        document["prices"],
        document["timezone"],
        document.get("country") or "",
        CashRounding(
            to_minor(Decimal(rounding), currency) if rounding else 1,
            RoundingMode(chosen.cash_rounding_mode),
            RoundingMode(paid_out) if paid_out else None,
        ),
        store.id,
        store.simulated,
    )
