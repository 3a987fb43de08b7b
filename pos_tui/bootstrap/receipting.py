"""The receipt of a recorded sale, as this shop prints it. Loaded when the first one is shown or printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pos_tui.locale import catalogue, formats
from pos_tui.receipts import receipt as paper
from pos_tui.receipts.words import ENGLISH, Words

if TYPE_CHECKING:
    from devices.document import Document

    from .front import Shopfront


def receipt(front: Shopfront, sale: Mapping[str, Any], copy: int) -> Document:
    """The receipt as a printer-neutral document, in the shop's language whoever stands at the till."""
    chosen = front.settings
    texts = catalogue(chosen.locale)
    return paper.receipt(
        _opened(front, sale),
        front.shop,
        short_hash=sale.get("hash"),
        training=front.shop.training,
        copy=copy,
        copy_time=front.clock() if copy else None,
        header=_header(front),
        footer=chosen.shop_footer,
        logo=True,  # printed where the printer's address names one
        codes=chosen.receipt_code,
        formats=formats(chosen.locale),
        words=Words.said_by(texts.gettext) if texts is not None else ENGLISH,
    )


def _opened(front: Shopfront, sale: Mapping[str, Any]) -> Mapping[str, Any]:
    """A recorded sale with what its record has sealed of the buyer."""
    if "tax_status" not in sale:
        return sale
    from pos_tui.services.buyer_tax import opened_sale

    from .counters import seals

    return opened_sale(lambda: seals(front.store), sale)


def _header(front: Shopfront) -> tuple[str, ...]:
    """What stands under the shop's name: its address, its own lines, its tax number."""
    chosen = front.settings
    number = (chosen.shop_tax_number,) if chosen.shop_tax_number else ()
    return (*chosen.shop_address, *chosen.shop_header, *number)
