"""Tills with a fault built in, each as somebody could have written it. All must be caught by the machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from pos_tui.core import (
    money,
    permission,
    pricing,
    promotion_offers,
    records,
    refund,
    shift,
    taxing,
    tender,
    voucher,
)
from pos_tui.register import drafting
from pos_tui.services import (
    afterwards,
    holding,
    paying_out,
    price_lists,
    recording,
    reversing,
    shelf,
    tendering,
)

_price, _settle, _allocate, _record, _hold = (
    pricing.price,
    tender.settle,
    money.allocate,
    reversing._record,
    holding.hold,
)
_undo, _savings, _moved, _acts_of, _replay, _numbered = (
    drafting.OpenBasket.undo,
    promotion_offers.Offers.savings,
    voucher.Voucher.moved,
    shift.acts_of,
    drafting.replay,
    records.record_number,
)


def _half_even(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), "ROUND_HALF_EVEN"))


def _void_lines_count(basket: Any, rules: Any) -> Any:
    return _price(replace(basket, lines=tuple(replace(line, void=False) for line in basket.lines)), rules)


def _cards_are_rounded(total: int, tenders: Any, cash_codes: Any, rounding: Any) -> Any:
    return _settle(total, tenders, cash_codes | {"card"}, rounding)


def _each_part_alone(whole: int, before: Decimal, now: Decimal, of: Decimal) -> int:
    return money.round_half_up(Decimal(whole) * now / of)


def _tax_is_cut(amount: int, taxes: Any, inclusive: bool) -> tuple[int, list[int]]:
    of = taxing._whole(taxes, inclusive)
    parts = [int(taxing._part(amount, one.share, of)) for one in taxes]
    return (amount - sum(parts) if inclusive else amount), parts


def _change_stays(sale: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(row["type"], row["amount"]) for row in sale["tenders"]]


def _no_limits(self: Any, name: str, *_args: Any, **_named: Any) -> None:
    if name not in self.granted:
        raise permission.NotAllowed("not allowed", name)


def _spread_evenly(total: int, weights: Any, keys: Any = None) -> list[int]:
    return _allocate(total, [int(bool(weight)) for weight in weights], keys)


def _one_after_the_other(self: Any, lines: Any, amounts: Any) -> list[Any]:
    """Each promotion takes what the ones before it left: nobody looks for the best."""
    found, left = [], list(amounts)
    for terms in self._terms:
        for saving in _savings(
            promotion_offers.Offers([(terms.promotion, terms.limit)], terms.currency), lines, left
        ):
            found.append(saving)
            for place in saving.shares:
                left[place] = 0
    return found


def _undo_leaves_no_trace(self: Any) -> None:
    _undo(self)
    self.basket = replace(self.basket, corrections=self.basket.corrections[:-1])


def _rounding_stays(counter: Any, document: Any, also: Any) -> Any:
    return _record(counter, {**document, "rounding": 0}, also)


def _void_lines_are_dropped(counter: Any, basket: Any, name: str | None) -> str:
    return _hold(counter, replace(basket, lines=tuple(line for line in basket.lines if not line.void)), name)


def _never_used_up(self: Any, receipt: str, amount: int) -> Any:
    return _moved(self, receipt, max(amount, 0))


def _voids_are_not_counted(table: str, document: Any) -> list[tuple[str, str]]:
    return [(who, act) for who, act in _acts_of(table, document) if act != "voids"]


def _corrections_are_the_last_ones(table: str, document: Any) -> list[tuple[str, str]]:
    return [(document["operator"], act) for _who, act in _acts_of(table, document)]


def _number_skipped(till: str, epoch: int, sequence: int, *letter: str) -> str:
    return _numbered(till, epoch, sequence + (sequence > 2 and not letter), *letter)


def _nothing(*_args: Any, **_named: Any) -> None:
    return None


def _later_receipts_are_left_out(self: Any, summary: Any, outside: Any) -> Any:
    return shift.Grand(self.sold + summary.sold, self.refunds + summary.refunds, self.gross + summary.gross)


MUTANTS: dict[str, list[tuple[Any, str, Any]]] = {
    "halves go to the even one": [(money, "round_half_up", _half_even)],
    "void lines count": [(drafting, "price", _void_lines_count), (tendering, "price", _void_lines_count)],
    "cards are rounded like cash": [(tendering, "settle", _cards_are_rounded)],
    "cash is not rounded": [(tender.CashRounding, "due", lambda self, amount: amount)],
    "parts of a refund are rounded each alone": [(refund, "share_of", _each_part_alone)],
    "tax is cut off": [(taxing, "split", _tax_is_cut)],
    "change stays in the drawer": [(shift, "kept", _change_stays)],
    "limits are not looked at": [(permission.Rights, "require", _no_limits)],
    "a group has no prices": [
        (price_lists, "for_group", lambda counter, basket, group: replace(basket, group=group))
    ],
    "what is sold stays in stock": [(shelf, "take", _nothing)],
    "a discount is spread evenly": [(pricing, "allocate", _spread_evenly)],
    "one promotion after the other": [(promotion_offers.Offers, "savings", _one_after_the_other)],
    "money goes out any way": [(paying_out, "check", _nothing)],
    "an undo leaves no trace": [(drafting.OpenBasket, "undo", _undo_leaves_no_trace)],
    "a post-void leaves the rounding": [(reversing, "_record", _rounding_stays)],
    "a held sale loses its voids": [(holding, "hold", _void_lines_are_dropped)],
    "vouchers are never used up": [(voucher.Voucher, "moved", _never_used_up)],
    "corrections count for who finished the sale": [(shift, "acts_of", _corrections_are_the_last_ones)],
    "voids are not counted": [(shift, "acts_of", _voids_are_not_counted)],
    "paid out is counted as paid in": [(shift, "MOVES", {**shift.MOVES, "paid_out": 1})],
    "foreign cash is not counted": [(shift.Tally, "_take_foreign", _nothing)],
    "grand totals leave out what was in no shift": [(shift.Grand, "plus", _later_receipts_are_left_out)],
    "what came back is forgotten": [(afterwards, "note_refunds", _nothing)],
    "what was paid back is forgotten": [(afterwards, "_pay_back", _nothing)],
    "a restart loses the last line": [(drafting, "replay", lambda deltas: _replay(deltas)[:-1])],
    "a number is left out": [(recording, "record_number", _number_skipped)],
}


@contextlib.contextmanager
def mutant(name: str) -> Iterator[None]:
    """The till with one fault built in; what was worked out before is forgotten, then and afterwards."""
    with contextlib.ExitStack() as stack:
        for target, attribute, replacement in MUTANTS[name]:
            stack.enter_context(patch.object(target, attribute, replacement))
        money.line_amount.cache_clear()
        stack.callback(money.line_amount.cache_clear)
        yield
