"""The shop's settings as the rules of its counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.instore import Mask
from pos_tui.core.instore_presets import expanded
from pos_tui.core.money import to_minor
from pos_tui.core.refund_window import Extension
from pos_tui.core.weighing import parse_tares
from pos_tui.services.counter import CounterRules

if TYPE_CHECKING:
    from pos_tui.core.currency import Currency
    from pos_tui.core.loyalty import LoyaltyRules
    from pos_tui.settings import Settings


def counter_rules(chosen: Settings, currency: Currency) -> CounterRules:
    """The settings as the counter's rules."""
    return CounterRules(
        chosen.limits_quantity,
        chosen.limits_weight,
        chosen.limits_price,
        to_minor(chosen.limits_tender, currency),
        chosen.scan_merge,
        tuple(Mask.parse(mask) for word in chosen.scan_masks for mask in expanded(word)),
        chosen.entry_minor,
        chosen.tax_rounding == "line",
        chosen.cutoff_minutes,
        chosen.scan_upc_e,
        tares=parse_tares(chosen.tares),
        refund_days=chosen.refund_days,
        refund_extensions=tuple(map(Extension.parse, chosen.refund_extended)),
        refund_tender=chosen.refund_tender,
        refund_unproven=chosen.refund_without_receipt,
        refund_checks_record=chosen.refund_record,
        voucher_days=chosen.voucher_days,
        layaway_deposit=chosen.layaway_deposit,
        layaway_days=chosen.layaway_days,
        layaway_fee=chosen.layaway_fee,
        layaway_taxed=chosen.layaway_tax == "at_deposit",
        empties=chosen.empties_items,
        empties_limit=to_minor(chosen.empties_limit, currency),
        empties_slips=tuple(map(Mask.parse, chosen.empties_slips)),
        loyalty=_loyalty(chosen),
        service=chosen.service_mode,
        disk_low=chosen.limits_disk * 1_000_000,
        address=chosen.shop_address,
        tax_number=chosen.shop_tax_number,
        cancel_reason=to_minor(chosen.cancel_reason, currency),
        reasons=chosen.reasons,
        shifts=chosen.shifts,
        shared_drawer=chosen.shift_shared_drawer,
        open_baskets=chosen.shift_open_baskets,
        recounts=chosen.shift_counts,
        location=chosen.stock_location,
        locations=chosen.stock_locations,
        negative=chosen.stock_negative,
    )


def _loyalty(chosen: Settings) -> LoyaltyRules | None:
    if not chosen.loyalty_points and not chosen.loyalty_tiers:
        return None
    from pos_tui.core.loyalty import LoyaltyRules, Tier

    return LoyaltyRules(
        chosen.loyalty_points,
        chosen.loyalty_value,
        frozenset(chosen.loyalty_excluded),
        tuple(map(Tier.parse, chosen.loyalty_tiers)),
        chosen.loyalty_months,
        chosen.loyalty_expiry,
    )
