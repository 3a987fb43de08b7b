"""One run of the machine that is written down: a little of everything, for what must be noticed at once."""

from __future__ import annotations

from typing import Any

from .shifts import Shifts

STEPS: tuple[tuple[Any, ...], ...] = (
    ("open_shift", "1", 10_000),
    ("sell", "1", "TEA", 3),
    ("sell", "1", "CAKE", 3),
    ("discount", "1", 0, 5),
    ("void", "1", 1),
    ("undo", "1"),
    ("discount_on_all", "1", 7, None),
    ("cash", "1", 5000),
    ("sell", "1", "TISSUE", 4),
    ("weigh", "1", 734),
    ("discount_on_all", "1", 10, None),
    ("void", "1", 1),
    ("hold", "1"),
    ("recall", "2", 0),
    ("undo", "2"),
    ("hold", "2"),
    ("recall", "1", 0),
    ("stop_and_start", True),
    ("sell", "1", "BOOK", 1),
    ("stop_and_start", False),
    ("card", "1"),
    ("group", "1", True),
    ("sell", "1", "COLA", 4),
    ("sell", "1", "BOOK", 2),
    ("coupon", "1"),
    ("group", "1", False),
    ("part", "1", 50, "card"),
    ("dollars", "1", 3000),
    ("refund", "1", 1, 0, 50, True),
    ("pay_out", "1", True),
    ("refund", "1", 1, 0, 50, False),
    ("pay_out", "1", True),
    ("correct_tender", "1", 1, 100, False),
    ("correct_tender", "1", 0, 30, True),
    ("take_back_without_receipt", "1", "COLA", 2),
    ("pay_out", "1", True),
    ("voucher", "1", 1500, 7),
    ("cash", "1", None),
    ("sell", "1", "BOOK", 1),
    ("redeem", "1", 0, True),
    ("redeem", "1", 1, True),
    ("take_tender_back", "1", 0),
    ("redeem", "1", 0, False),
    ("cash", "1", None),
    ("sign_on", "bob"),
    ("sell", "1", "TISSUE", 1),
    ("sell", "1", "TISSUE", 2),
    ("void", "1", 0),
    ("hold", "1"),
    ("sign_on", "ann"),
    ("recall", "1", 0),
    ("cash", "1", None),
    ("sign_on", "bob"),
    ("sell", "1", "COLA", 1),
    ("discount", "1", 0, 20),
    ("price", "1", 0, 199),
    ("empties", "1", 30),
    ("sign_on", "ann"),
    ("customer", "1", ["COLA", "TEA"], True),
    ("post_void", "1", 0),
    ("customer", "1", ["CAKE"], False),
    ("post_void", "1", 99),
    ("sell", "1", "CAKE", 2),
    ("discount", "1", 0, 15),
    ("cash", "1", None),
    ("refund", "1", -1, 0, 50, False),
    ("pay_out", "1", False),
    ("refund", "1", -1, 0, 100, True),
    ("pay_out", "1", False),
    ("move", "1", "paidout", 1234),
    ("move", "1", "loan", 5000),
    ("no_sale", "1"),
    ("x_read", "1"),
    ("count_drawer", "1", -3),
    ("close", "1", 40),
    ("customer", "1", ["BOOK"], False),
    ("open_shift", "1", None),
    ("sign_on", "bob"),
    ("refund", "1", 0, 0, 30, False),
    ("cancel", "1"),
    ("sign_on", "ann"),
    ("count_drawer", "1", 0),
    ("close", "1", 100),
    ("rebuild",),
)


def live(inclusive: bool, coin: int) -> Shifts:
    """The written run; raises AssertionError, or what a fault breaks, at the step that shows it."""
    machine = Shifts()
    machine.begin(inclusive, coin)
    try:
        for name, *arguments in STEPS:
            getattr(machine, name)(*arguments)
            machine.baskets_and_shifts_are_the_models()
            machine.the_store_is_the_models()
        return machine
    finally:
        machine.teardown()
