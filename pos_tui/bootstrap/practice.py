"""A till to practise on: a copy of the shop that is simulated and thrown away, and a word after each step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.store import Store
from pos_tui.core.item import Item
from pos_tui.core.tax import TaxCode
from pos_tui.core.words import _
from pos_tui.settings import FILE

from .clocks import utc_now
from .front import Shopfront, open_shop
from .making import ShopSetup, create_shop
from .shop import OWNER
from .till import OpenRegister, take

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.services.counter import Approval

_COPIED: Final = ("departments", "items")


class PracticeRegister(OpenRegister):
    """A register that says after each step what comes next."""

    def run(self, text: str, *, entered: str = "key", approval: Approval | None = None) -> Outcome:
        """Runs an entry; what went well is told with what to do next."""
        outcome = super().run(text, entered=entered, approval=approval)
        hint = _hints().get(outcome.kind)
        return outcome if hint is None else replace(outcome, message=f"{hint} - {outcome.message}")


def _hints() -> dict[str, str]:
    return {
        "line": _("PRACTICE: more of them, or F1 (/cash 20) to be paid"),
        "tender": _("PRACTICE: what else does the customer give?"),
        "sale": _("PRACTICE: hand out the change; sell again, or /quit goes back"),
    }


@contextmanager
def practice(folder: Path) -> Iterator[tuple[Shopfront, OpenRegister]]:
    """A practice till on a copy of the shop in `folder`; all of it is gone afterwards.

    Raises StoreError: the shop cannot be read, or there is no room for the copy.
    """
    with tempfile.TemporaryDirectory(prefix="pos-practice-") as name:
        copied, state = Path(name) / "store", Path(name) / "state"
        with open_shop(folder, readonly=True, environ={}) as shop:
            title = _("PRACTICE {shop}", shop=shop.shop.name)[:100]
            code = copy_shop(shop, copied, state, title, _COPIED)
        with (
            open_shop(copied, environ={}, flags={"printer": ""}, state=state) as front,
            take(front, kind=PracticeRegister) as register,
        ):
            register.restored = _(
                "PRACTICE, nothing counts: scan something, or type {code} and Enter", code=code
            )
            yield front, register


def copy_shop(
    front: Shopfront,
    copied: Path,
    state: Path,
    title: str,
    tables: Sequence[str],
    more: Sequence[dict[str, Any]] = (),
) -> str:
    """Makes a simulated shop like an open one, with what some tables hold, and `more` settings.

    Returns the code of something it sells. Raises StoreError.
    """
    shop, store = front.shop, front.store
    taxes = tuple(TaxCode.from_document(document) for document in store.documents("taxes"))
    document = store.find("settings", "key", "shop")
    setup = ShopSetup(
        title,
        shop.currency.code,
        shop.prices,
        taxes,
        timezone=shop.timezone,
        country=shop.country,
        cash_rounding=None if document is None else document.get("cash_rounding"),
        simulated=True,
    )
    create_shop(copied, setup, state=state)
    rows = {table: [dict(one) for one in store.documents(table)] for table in tables}
    rows["items"] = rows["items"] or _goods(taxes[0].code, shop.currency.digits)
    with (
        Store.open(copied, clock=utc_now, state=state, background=False) as made,
        made.transaction(operator=OWNER) as tx,
    ):
        for table, documents in (*rows.items(), ("settings", more)):
            for one in documents:
                # A new shop has cash and card already.
                if table != "tender_types" or tx.find(table, "code", one["code"]) is None:
                    tx.insert(table, one)
    if (store.folder / FILE).exists():
        shutil.copyfile(store.folder / FILE, copied / FILE)
    return _easy_code(rows["items"])


def _easy_code(goods: list[dict[str, Any]]) -> str:
    """The shortest code of an item with a price: the easiest to type."""
    priced = [item for item in goods if item["price"] is not None] or goods
    return str(min((item["sku"] for item in priced), key=len))


def _goods(tax: str, digits: int) -> list[dict[str, Any]]:
    """What is sold where the shop has no items yet."""
    rows = (("1", _("Apples"), 120), ("2", _("Bread"), 245), ("3", _("Coffee"), 690))
    items = (
        Item(sku, name, Decimal(price).scaleb(-2) if digits else Decimal(price), tax)
        for sku, name, price in rows
    )
    return [item.to_document() for item in items]
