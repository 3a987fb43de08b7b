"""Points over any mix of sales, refunds, points that pay and post-voids add up, and are never below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_tui.bootstrap.tenders import set_type
from pos_tui.services import customers

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("sell", "points", "refund", "postvoid", "return")),
        st.integers(1, 4),
        st.sampled_from(("COLA", "CASE", "BOOK", "TISSUE")),
    ),
    min_size=3,
    max_size=12,
)


def play(till: Till, step: str, count: int, sku: str) -> None:
    """One thing a customer may come for; what is refused changes nothing."""
    run = till.register.run
    if step == "postvoid":
        run("/postvoid for wrong")
    elif step == "refund":
        sold = [sale["number"] for sale in till.sales() if sale["kind"] == "sale"]
        if sold and run(f"/refund {sold[count % len(sold)]} 1*#1").ok and not run("/cash").ok:
            run("/pay points")
    else:
        run(f"/return {count}*{sku}" if step == "return" else f"{count}*{sku}")
        run("/customer ada")
        if step == "points":
            run("/pay points")
        if not till.register.basket.is_empty:
            run("/cash")
    till.register.start_over()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_points_are_what_the_records_add_up_to(new_till: NewTill, steps: list[tuple[str, int, str]]) -> None:
    till = new_till(settings={"loyalty.points": "7", "loyalty.value": "0.01", "loyalty.tiers": "gold=60*1.5"})
    set_type(till.front, "points", ())
    till.restart()
    one = customers.add(till.register.counter, {"name": "Ada"})
    for step in steps:
        play(till, *step)
        now = till.register.counter.people.get(one.id)
        assert now is not None
        assert min(now.points, now.points_due) >= 0
        assert not (now.points and now.points_due)
        voided = {sale["originals"][0] for sale in till.sales() if sale["kind"] == "post_void"}
        rows = [
            row for sale in till.sales() if sale["number"] not in voided for row in sale.get("loyalty", ())
        ]
        assert now.points - now.points_due == sum(row["earned"] - row["used"] for row in rows)
        spent = sum(row.get("spent", 0) for row in rows)
        assert sum(now.spent.values()) == spent
    till.stop()
