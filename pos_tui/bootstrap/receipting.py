"""The receipt of a recorded sale, as this shop prints it. Loaded when the first one is shown or printed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from devices.document import Logo
from pos_tui.core.errors import InvalidValue
from pos_tui.locale import formats
from pos_tui.receipts import receipt as paper
from pos_tui.receipts.languages import words_for

if TYPE_CHECKING:
    from devices.document import Document
    from pos_tui.core.shop import Shop
    from pos_tui.settings import Settings

    from .front import Shopfront


def receipt(
    front: Shopfront,
    sale: Mapping[str, Any],
    copy: int,
    chosen: Settings | None = None,
    shop: Shop | None = None,
) -> Document:
    """The receipt as a printer-neutral document, in the shop's languages whoever stands at the till.

    Other settings than those in force, and the shop that goes with them, are for trying them.
    """
    chosen = front.settings if chosen is None else chosen
    left_out = [part for part in ("operator", "taxes", "record") if not chosen.get(f"receipt.{part}")]
    return paper.receipt(
        _opened(front, sale),
        front.shop if shop is None else shop,
        short_hash=sale.get("hash"),
        training=front.shop.training,
        copy=copy,
        copy_time=front.clock() if copy else None,
        header=_header(chosen),
        footer=chosen.shop_footer,
        logo=_logo(front, chosen.receipt_logo),
        codes=chosen.receipt_code,
        without=left_out,
        formats=formats(chosen.locale),
        words=words_for(chosen.receipt_languages, chosen.locale),
    )


def preview(
    front: Shopfront, wanted: Mapping[str, str], columns: int, sale: Mapping[str, Any] | None
) -> list[str]:
    """The lines of a receipt, or an example without one, with other settings; a logo in shades.

    Raises PosError.
    """
    from devices.printers.text import lines
    from pos_tui.settings.loading import with_values

    from .pictures import PAPER_DOTS

    document = tried(front, with_values(front.settings, wanted), sale)
    found = list(lines(document, columns))
    first = document.blocks[0]
    if isinstance(first, Logo) and first.picture:
        from devices.escpos.drawing import shades

        found[:1] = shades(first.picture, columns, PAPER_DOTS)
    return found


def tried(front: Shopfront, chosen: Settings, sale: Mapping[str, Any] | None) -> Document:
    """The receipt of a sale, or an example without one, with other settings."""
    from .shop import shop_of

    shop = shop_of(front.store, chosen)
    return receipt(front, _example(front, shop) if sale is None else sale, 0, chosen, shop)


def paper_columns(front: Shopfront) -> int:
    """Letters on a line of the shop's paper: the printer's, as its address says; else the setting's."""
    from devices.address import parse
    from devices.errors import DeviceError
    from devices.escpos.profiles import profile_for

    with suppress(DeviceError):
        if front.settings.printer:
            return profile_for(parse(front.settings.printer)).columns
    return front.settings.printer_columns


def last_sale(front: Shopfront) -> Mapping[str, Any] | None:
    """The sale that was recorded last; reads the journal. Raises StoreError."""
    from pos_tui.core.sale_query import SaleQuery

    for batch in front.history.sales(SaleQuery()):
        for sale in batch:
            return sale
    return None


def _example(front: Shopfront, shop: Shop) -> dict[str, Any]:
    from pos_tui.core.tax import TaxCode
    from pos_tui.receipts.example import example_sale

    from .days import today

    rates = {}
    for document in front.store.documents("taxes"):
        with suppress(InvalidValue):  # one that is not in force yet
            code = TaxCode.from_document(document)
            rates[code.code] = sum((tax.share for tax in code.effective(today(front))), Decimal(0))
    highest = sorted(rates.items(), key=lambda pair: -pair[1])[:2]
    till = min(document["till"] for document in front.store.documents("tills"))
    return example_sale(shop, highest or [("-", Decimal(0))], front.taken or till, front.clock())


def _opened(front: Shopfront, sale: Mapping[str, Any]) -> Mapping[str, Any]:
    """A recorded sale with what its record has sealed of the buyer."""
    if "tax_status" not in sale:
        return sale
    from pos_tui.services.buyer_tax import opened_sale

    from .counters import seals

    return opened_sale(lambda: seals(front.store), sale)


def _logo(front: Shopfront, name: str) -> Logo:
    if not name:
        return Logo()  # the printer's address may name one
    from .pictures import logo_of

    return logo_of(front, name)


def _header(chosen: Settings) -> tuple[str, ...]:
    """What stands under the shop's name: its address, its own lines, its tax number."""
    number = (chosen.shop_tax_number,) if chosen.shop_tax_number else ()
    return (*chosen.shop_address, *chosen.shop_header, *number)
