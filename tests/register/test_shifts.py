"""A shift from its float to its Z: BEHAVIOURS 55 to 66, and 35, 36 and 47 where they touch the drawer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from data.signing import fingerprint_of, is_signed
from pos_tui.bootstrap.closings import problems
from pos_tui.core.roles import ROLES
from pos_tui.core.shift import signed_bytes
from pos_tui.services.events import commit

from .shifting import as_cashier, closed, paper_of, shifts_of

if TYPE_CHECKING:
    import pytest

    from .conftest import NewTill
    from .shop import Till


def test_b55_x_reads_without_resetting_and_z_closes_once(till: Till) -> None:
    till("/open 100", "COLA", "/cash 5")
    first, second = till("/x").data["x"], till("/x").data["x"]
    assert (first["number"], second["number"]) == ("1-X000001", "1-X000002")
    same = ("sales", "expected", "kept", "operators")
    assert [first[name] for name in same] == [second[name] for name in same]
    till("/count 101.19")
    z = till("/z").data["z"]
    assert z["number"] == "1-Z000001"
    assert [z[name] for name in same] == [first[name] for name in same]
    assert "/open" in till.refused("/z")
    assert "/open" in till.refused("/x")


def test_b55_the_grand_total_never_goes_back_to_nothing(till: Till) -> None:
    first = closed(till, "BOOK", "/cash 10")
    second = closed(till, "BOOK", "/cash 10", "/return COLA", "/cash")
    third = closed(till)
    assert [z["number"] for z in (first, second, third)] == ["1-Z000001", "1-Z000002", "1-Z000003"]
    assert first["grand"]["closing"] == {"sold": 999, "refunds": 0, "gross": 999}
    assert second["grand"] == {
        "opening": first["grand"]["closing"],
        "closing": {"sold": 1998, "refunds": -119, "gross": 1879},
    }
    assert third["grand"]["opening"] == third["grand"]["closing"] == second["grand"]["closing"]


def test_b55_what_was_sold_in_no_shift_is_in_the_next_grand_total(till: Till) -> None:
    closed(till, "BOOK", "/cash 10")
    till("COLA", "/cash")
    z = closed(till)
    assert z["outside"] == {"count": 1, "amount": 119}
    assert (z["sales"]["count"], z["grand"]["closing"]["gross"]) == (0, 999 + 119)
    assert "Sold outside of a shift (1)" in paper_of(till, z["number"])


def test_b56_a_z_is_kept_as_it_was_printed(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    z = closed(till, "COLA", "/cash 5")
    before = paper_of(till, z["number"])
    with till.front.store.transaction(operator="owner") as tx:
        item = tx.find("items", "sku", "COLA")
        tx.set("items", item.doc_id, name="Renamed", price="9.99")
    monkeypatch.setattr("pos_tui.receipts.closing.z_report", lambda record, paper: [])
    till.restart()
    assert paper_of(till, z["number"]) == before
    assert "1-Z000001" in before
    assert "Grand total now" in before


def test_b57_reading_and_printing_are_on_record(till: Till) -> None:
    z = closed(till, "/x")
    assert [row["number"] for row in shifts_of(till, "x")] == ["1-X000001"]
    till(f"/shift {z['number']} print", f"/shift {z['number']} print")
    copies = [e for e in till.front.store.documents("events") if e["kind"] == "reprint"]
    assert [(e["receipt"], e["copy"]) for e in copies] == [(z["number"], 1), (z["number"], 2)]


def test_b58_b59_after_midnight_it_is_the_shifts_day_whatever_the_clock_says(till: Till) -> None:
    till.clock.now = datetime(2026, 11, 23, 23, 50, tzinfo=UTC)
    till("/open 50", "COLA", "/cash")
    till.clock.now = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    till("COLA", "/cash", "/nosale change")
    till.clock.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    till("COLA", "/cash", "/count 53.57", "/z")
    [z] = shifts_of(till, "z")
    assert {sale["day"] for sale in till.sales()} == {"2026-11-23"}
    assert (z["day"], z["sales"]["count"], z["first"], z["last"]) == (
        *("2026-11-23", 3),
        *("1-000001", "1-000003"),
    )
    till("COLA", "/cash")
    assert till.sales()[-1]["day"] == "2026-11-20"


def test_a_shift_that_is_open_past_the_cut_off_is_told_of_and_blocks_nothing(till: Till) -> None:
    till("/open 50")
    assert till.front.warnings == []
    till.clock.now += timedelta(days=1)
    till.restart()
    assert "that day is over" in till.front.warnings[-1]
    till("COLA", "/cash")
    assert till.sales()[-1]["shift"] == 1


def test_b63_open_baskets_are_listed_and_carried_or_block(new_till: NewTill) -> None:
    till = new_till()
    till("/open 10", "COLA", "/hold ada", "BOOK", "/count 10")
    z = till("/z").data["z"]
    assert [(row["id"], row["name"]) for row in z["open"]] == [("H1", "ada"), (None, None)]
    assert till.lines() == [("BOOK", "1", 999)]
    assert "H1 ada" in paper_of(till, z["number"])
    strict = new_till(settings={"shift.open_baskets": "block"})
    strict("/open 10", "COLA", "/hold ada", "/count 10")
    assert "H1" in strict.refused("/z")
    strict("/recall ada", "/cancel", "/z")


def test_b63_a_sale_that_is_partly_paid_blocks_always(till: Till) -> None:
    till("/open 10", "/count 10", "BOOK", "/cash 1")
    assert "/takeback" in till.refused("/z")


def test_b64_each_movement_has_a_reason_a_number_and_a_slip_to_sign(till: Till) -> None:
    till("/open 100")
    for word, head in (("paidin", "PAID IN"), ("paidout", "PAID OUT"), ("pickup", "TO THE SAFE")):
        assert "what it is for" in till.refused(f"/{word} 5")
        number = till(f"/{word} 5 because").data["cash"]
        paper = paper_of(till, number)
        assert all(text in paper for text in (head, "5.00", "because", "____", number))
    assert "Float GBP" in paper_of(till, "1-S000001")
    assert till.refused("/pickup 5449000000996 x")
    assert till.refused("/loan -5 x")
    assert till.refused("/paidin 0 x")


def test_b65_a_drawer_has_one_owner_unless_it_is_shared(new_till: NewTill) -> None:
    till = new_till()
    till("/open 100", "COLA")
    till.register.counter.operator = "bob"
    assert "owner answers for this drawer" in till.refused("/cash")
    assert "owner answers" in till.refused("/nosale change")
    till("/card")
    shared = new_till(settings={"shift.shared_drawer": "true"})
    shared("/open 100", "COLA")
    shared.register.counter.operator = "bob"
    shared("/cash")


def test_b66_a_z_counts_for_each_operator(new_till: NewTill) -> None:
    till = new_till(settings={"shift.shared_drawer": "true"})
    till("/open 100", "COLA", "BOOK", "/void", "/disc 10% #1", "/price 1 #1", "/cash 5")
    till("COLA", "/undo", "COLA", "/cancel", "/return COLA", "/cash", "/reprint", "/nosale change")
    till.register.counter.operator = "bob"
    till("BOOK", "/cash", "/paidout 1 milk", "/count 0")
    operators = till("/z 0 unknown").data["z"]["operators"]
    assert operators == {
        "owner": {
            "receipts": 2,
            "voids": 1,
            "undone": 1,
            "overrides": 1,
            "discounts": 1,
            "cancelled": 1,
            "refunds": 1,
            "reprints": 1,
            "no_sales": 1,
        },
        "bob": {"receipts": 1, "paid_outs": 1},
    }


def test_money_is_taken_in_shifts_only_where_the_shop_says_so(new_till: NewTill) -> None:
    till = new_till(settings={"shifts": "true"})
    assert "no shift is open" in till.front.warnings[-1]
    till("COLA")
    assert "/open" in till.refused("/cash")
    assert "/open" in till.refused("/card")
    assert "/open" in till.refused("/paidin 5 x")
    till("/open 100", "/cash")
    free = new_till()
    free("COLA", "/cash", "/paidin 5 found")
    assert "shift" not in free.sales()[0]


def test_the_next_opening_proposes_what_was_left_and_records_a_difference(till: Till) -> None:
    assert "/open 100" in till.refused("/open")
    till("/open 100", "BOOK", "/cash 10", "/count 109.99", "/z 80")
    opened = till("/open").data
    assert (opened["float"], opened["left"], opened["difference"]) == (8000, 8000, 0)
    till("/count 80", "/z")
    opened = till("/open 79").data
    assert (opened["float"], opened["difference"]) == (7900, -100)


def test_a_z_is_signed_over_all_it_says(till: Till) -> None:
    z = closed(till, "COLA", "/cash 5")
    key = z["key"]
    assert fingerprint_of(bytes.fromhex(key["public"])) == key["fingerprint"]
    assert is_signed(signed_bytes(z), key["public"], z["signature"])
    assert not is_signed(signed_bytes({**z, "bag": z["bag"] + 1}), key["public"], z["signature"])
    assert key["fingerprint"] in paper_of(till, z["number"]).replace("\n", "")
    head = next(iter(till.front.store.records(z["head"]["n"], z["head"]["n"])))
    assert head.h == z["head"]["h"]
    assert closed(till)["key"] == key


def test_b21_b66_what_is_done_to_finished_sales_is_counted_apart_and_moves_the_expected_cash(
    till: Till,
) -> None:
    till("/open 100", "BOOK", "/cash 20", "COLA", "/cash 5")
    till("/correct 1-000001 cash card for wrong key", "/postvoid 1-000002 for gone")
    counted = till("/count 99").data["count"]
    assert counted["expected"] == {"cash": 10000, "card": 999}
    assert [row["act"] for row in counted["doubtful"]] == ["tender_correction", "post_void"]
    z = till("/z 99 unknown").data["z"]
    assert z["operators"] == {"owner": {"receipts": 2, "post_voids": 1, "tenders_corrected": 1}}
    assert (z["sales"]["gross"], z["gaps"]) == (999, [])
    assert "Tenders corrected" in paper_of(till, z["number"])


def test_b36_a_drawer_is_opened_for_a_reason_by_who_may_and_counted(till: Till) -> None:
    assert till.register.counter.drawer is None, "it works without a drawer, too"
    till("/open 100")
    assert "why" in till.refused("/nosale")
    till("/nosale change for a fiver")
    assert "change for a fiver" in paper_of(till, "1-C000001")
    assert till("/x").data["x"]["operators"] == {"owner": {"no_sales": 1}}
    as_cashier(till)
    assert "may not" in till.refused("/nosale change")


class Opened:
    """A drawer that writes down what it was opened for."""

    def __init__(self) -> None:
        self.why: list[str] = []

    def open(self, why: str) -> None:
        self.why.append(why)

    def failures(self) -> list[tuple[str, str]]:
        return []


def test_b35_every_opening_of_the_drawer_is_on_record(till: Till) -> None:
    drawer = till.register.counter.drawer = Opened()
    till("/open 100", "COLA", "/cash 5", "BOOK", "/card", "/nosale change", "/paidin 1 found")
    assert "count it" in till("/count").message
    till("/count 102.19")
    z = till("/z").data["z"]
    assert drawer.why == ["1-S000001", "1-000001", "1-C000001", "1-C000002", "1-C000003"]
    assert z["openings"] == len(drawer.why)


def test_b65_somebody_elses_shift_is_closed_by_who_may_read_it(till: Till) -> None:
    till("/open 100")
    as_cashier(till, "bob")
    assert "may not" in till.refused("/count 100")
    till.register.counter.rights = ROLES["supervisor"].rights
    till("/count 100", "/z")
    assert shifts_of(till, "z")[0]["operator"] == "bob"


def test_what_happened_beside_the_sales_stands_on_the_z(till: Till) -> None:
    till("/open 100", "COLA")
    frame = till.register.counter.frame()
    commit(till.front.store, frame, "pin_failed", code="ana")
    commit(till.front.store, replace(frame, till="1", shift=0), "owner_recovered", code="ana")
    till("/cash", "/count 0", "/count 101.19")
    z = till("/z").data["z"]
    assert z["noted"] == {"owner_recovered": 1, "pin_failed": 1}
    paper = paper_of(till, z["number"])
    assert "OWNER'S PIN RECOVERED" in paper
    assert "Times counted" in paper


def test_the_first_z_of_a_day_seals_what_was_recorded_and_the_others_do_not(till: Till) -> None:
    sealed = till.front.store.storage.core.sealed
    closed(till, "COLA", "/cash 5")
    assert len(sealed.entries) == 1
    closed(till, "COLA", "/cash 5")
    assert len(sealed.entries) == 1
    till.clock.now += timedelta(days=1)
    closed(till)
    assert len(sealed.entries) == 2
    assert list(problems(till.front.store)) == []


def test_b64_cash_from_the_safe_has_its_slip_too(till: Till) -> None:
    till("/open 100")
    assert "what it is for" in till.refused("/loan 5")
    paper = paper_of(till, till("/loan 5 coins").data["cash"])
    assert all(text in paper for text in ("FROM THE SAFE", "5.00", "coins", "____"))


def test_b59_the_hour_that_comes_twice_and_another_time_zone_reorder_nothing(till: Till) -> None:
    """On 25 October 2026 London's clocks went from 2:00 back to 1:00."""
    for hour, minute in ((0, 50), (1, 10), (1, 50), (2, 10)):
        till.clock.now = datetime(2026, 10, 25, hour, minute, tzinfo=UTC)
        till("COLA", "/cash")
    before = [(sale["number"], sale["time"], sale["day"]) for sale in till.sales()]
    assert [time for _number, time, _day in before] == sorted(time for _number, time, _day in before)
    assert {day for _number, _time, day in before} == {"2026-10-25"}
    shop = till.stored("settings", "key", "shop")
    with till.front.store.transaction(operator="owner") as tx:
        tx.set("settings", shop.doc_id, timezone="Pacific/Auckland")
    till.restart()
    assert [(sale["number"], sale["time"], sale["day"]) for sale in till.sales()] == before
    [day] = till.front.store.day_summaries("2026-10-25", "2026-10-25")
    assert day.count == 4
    till.clock.now = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
    till("COLA", "/cash")
    assert (till.sales()[-1]["number"], till.sales()[-1]["day"]) == ("1-000005", "2026-10-26")
