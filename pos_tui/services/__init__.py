"""What happens at the counter, an activity a file.

`services.refunding`, after `from pos_tui import services`, is loaded when it is first asked for: a till that
starts shows its prompt before it has read what only a refund needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import accounts as accounts
    from . import afterwards as afterwards
    from . import age as age
    from . import buyer_tax as buyer_tax
    from . import cash_control as cash_control
    from . import catalogue as catalogue
    from . import charging as charging
    from . import closing as closing
    from . import collecting as collecting
    from . import counter as counter
    from . import coupons as coupons
    from . import customers as customers
    from . import department_tree as department_tree
    from . import departments as departments
    from . import disclosing as disclosing
    from . import eating as eating
    from . import empties as empties
    from . import enquiring as enquiring
    from . import erasing as erasing
    from . import events as events
    from . import exchanging as exchanging
    from . import explaining as explaining
    from . import freshness as freshness
    from . import holding as holding
    from . import identifying as identifying
    from . import invoicing as invoicing
    from . import layaways as layaways
    from . import looking as looking
    from . import loyalty as loyalty
    from . import open_prices as open_prices
    from . import operators as operators
    from . import papers as papers
    from . import paying_out as paying_out
    from . import permitting as permitting
    from . import price_lists as price_lists
    from . import promotions as promotions
    from . import purchasing as purchasing
    from . import quick_keys as quick_keys
    from . import reasons as reasons
    from . import recording as recording
    from . import refunding as refunding
    from . import reordering as reordering
    from . import reprinting as reprinting
    from . import reversing as reversing
    from . import room as room
    from . import selling as selling
    from . import serving as serving
    from . import sheets as sheets
    from . import shelf as shelf
    from . import shifts as shifts
    from . import sign_on as sign_on
    from . import stock_facts as stock_facts
    from . import stock_history as stock_history
    from . import stock_rules as stock_rules
    from . import stockroom as stockroom
    from . import stocktaking as stocktaking
    from . import suppliers as suppliers
    from . import tax_periods as tax_periods
    from . import tendering as tendering
    from . import tips as tips
    from . import transfers as transfers
    from . import vouchers as vouchers
    from . import watching as watching
    from . import weighing as weighing


def __getattr__(name: str) -> Any:
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        raise AttributeError(f"there is no {__name__}.{name}") from None


def loading() -> Iterator[None]:
    """Loads what has not been asked for yet, one file at a step."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
        yield
