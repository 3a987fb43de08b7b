"""Who stands at the till: signing on, locking, wrong PINs, each one's basket, and another's word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pos_tui.bootstrap.people import frame
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.permission import EVERYTHING, NotAllowed
from pos_tui.register.station import Station

from .people import PINS, employ, relock, sign_on, staff
from .shop import EAN, Till


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    shop = Till(tmp_path)
    employ(shop, "ann", "bob", "eve", "sue")
    yield shop
    shop.stop()


def station(till: Till) -> Station:
    assert till.register.station is not None
    return till.register.station


def events(till: Till, kind: str) -> list[dict[str, object]]:
    return [dict(event) for event in till.front.store.documents("events") if event["kind"] == kind]


def wrong(till: Till, code: str, pin: str = "0") -> str:
    with pytest.raises(Refused) as refused:
        sign_on(till, code, pin)
    return refused.value.message


def test_nothing_is_done_before_somebody_signs_on(till: Till) -> None:
    assert "sign on" in till.refused("COLA")
    sign_on(till, "bob")
    till("COLA", "/cash 10")
    assert till.sales()[-1]["operator"] == "bob"


def test_a_shop_without_operators_never_asks(tmp_path: Path) -> None:
    shop = Till(tmp_path)
    shop("COLA", "/disc 90% all", "/cash 10")
    assert "nobody has a PIN" in shop.refused("/lock")
    shop.stop()


def test_b16_a_locked_till_refuses_scans_with_a_sound(till: Till) -> None:
    sign_on(till, "bob")
    till("COLA", "/lock")
    for code in (EAN, "4006381333931"):
        outcome = till.register.run(code, entered="scan")
        assert (outcome.kind, outcome.sound) == ("refused", "refused")
    assert [sku for sku, _q, _a in till.lines()] == ["COLA"]
    assert till.register.unmatched == ()


def test_b83_ten_wrong_pins_lock_in_all_sessions_and_after_a_restart(till: Till) -> None:
    for count in range(10):
        till.clock.now += timedelta(seconds=301)
        if count == 4:
            till.restart()
            relock(till)
        other = Station(till.register, staff(till))
        with pytest.raises(Refused):
            (other if count % 2 else station(till)).sign_on("bob", "0")
    till.clock.now += timedelta(days=1)
    assert "locked" in wrong(till, "bob", PINS["bob"])
    assert len(events(till, "pin_failed")) == 10
    staff(till).change(frame(till.front), EVERYTHING, "bob", tries={})
    sign_on(till, "bob")


def test_b83_wrong_pins_slow_down_and_a_right_one_forgets_them(till: Till) -> None:
    for _ in range(6):
        till.clock.now += timedelta(seconds=20)
        assert "wrong PIN" in wrong(till, "bob")
    assert "wait 1" in wrong(till, "bob", PINS["bob"])
    till.clock.now += timedelta(seconds=20)
    sign_on(till, "bob")
    assert staff(till).get("bob").tries == {}


def test_an_owner_is_locked_out_at_one_till_only(till: Till) -> None:
    for _ in range(10):
        till.clock.now += timedelta(seconds=301)
        wrong(till, "ann")
    assert "locked" in wrong(till, "ann", PINS["ann"])
    assert staff(till).get("ann").tries.keys() == {"1"}


def test_nobody_learns_who_is_there_and_who_left_cannot_sign_on(till: Till) -> None:
    staff(till).change(frame(till.front), EVERYTHING, "eve", active=False)
    assert wrong(till, "eve", PINS["eve"]).replace("eve", "x") == wrong(till, "zoe").replace("zoe", "x")


def test_b84_each_ones_basket_waits_for_them(till: Till) -> None:
    sign_on(till, "bob")
    till("COLA", "COLA", "/lock")
    sign_on(till, "eve")
    assert till.register.basket.is_empty
    till("CHOC", "/lock")
    sign_on(till, "bob")
    assert [sku for sku, _q, _a in till.lines()] == ["COLA", "COLA"]
    till("/cash 10", "/lock")
    sign_on(till, "eve")
    till("/cash 10")
    assert [(sale["operator"], sale["lines"][0]["sku"]) for sale in till.sales()] == [
        ("bob", "COLA"),
        ("eve", "CHOC"),
    ]


def test_what_was_undone_stays_on_record_when_somebody_else_goes_on(till: Till) -> None:
    sign_on(till, "eve")
    till("CHOC", "/lock")
    sign_on(till, "bob")
    till("COLA", "/undo", "/lock")
    sign_on(till, "eve")
    sale = till("/cash 10").sale
    assert sale is not None
    assert [row["what"] for row in sale["corrections"]] == ["undo"]


def test_b22_b66_a_void_is_whose_hand_made_it_whoever_is_paid_for_the_sale(till: Till) -> None:
    sign_on(till, "ann")
    till("/open 100")
    sign_on(till, "bob")
    till("COLA", "CHOC", "/void #1 for torn", "/hold table 4")
    sign_on(till, "ann")
    till("/recall table 4", "/disc 10%", "/cash")
    [sale] = till.sales()
    assert sale["operator"] == "ann"
    assert [(row["what"], row.get("by"), row.get("why")) for row in sale["corrections"]] == [
        ("void", "bob", "torn"),
        ("discount", None, None),
    ]
    doubtful = till("/count 0").data["count"]["doubtful"]
    assert [(row["act"], row["operator"]) for row in doubtful] == [("void", "bob")]
    z = till("/z 0 for a test").data["z"]
    assert z["operators"] == {"ann": {"receipts": 1, "discounts": 1}, "bob": {"voids": 1}}


def test_b84_a_second_basket_of_theirs_is_held_and_keeps_nobody_from_signing_on(till: Till) -> None:
    sign_on(till, "ann")
    till("COLA")
    sign_on(till, "bob")
    till("BOOK", "/cash 0.50")
    sign_on(till, "ann")
    till("/cash", "CHOC")
    sign_on(till, "bob")
    assert till.register.basket.is_empty
    assert sorted(held.name or "" for held in till.register.held()) == ["", "@ann"]
    sign_on(till, "ann")
    assert [sku for sku, _q, _a in till.lines()] == ["COLA"]


def test_b84_a_basket_survives_lock_and_restart(till: Till) -> None:
    sign_on(till, "bob")
    till("COLA", "/lock")
    till.restart()
    relock(till)
    sign_on(till, "bob")
    assert len(till.lines()) == 1


def test_a_limit_is_held_against_discount_price_and_return(till: Till) -> None:
    sign_on(till, "bob")
    till("COLA", "/disc 10%")
    for entry in (
        "/disc 10.01%",
        "/disc 50% all",
        "/price 0.01",
        "CHOC@0.01",
        "/return COLA",
        "/nosale change",
    ):
        outcome = till.register.run(entry)
        assert (outcome.kind, "needs" in outcome.data) == ("refused", True), entry


def test_b26_another_one_approves_one_action_and_both_are_on_record(till: Till) -> None:
    sign_on(till, "bob")
    till("COLA")
    needs = till.register.run("/disc 20%").data["needs"]
    approval = station(till).approve("sue", PINS["sue"], needs)
    assert till.register.run("/disc 20%", approval=approval).ok
    assert not till.register.run("/disc 25%").ok
    assert (till.register.operator, station(till).is_locked) == ("bob", False)
    till("/cash 10")
    [override] = events(till, "override")
    assert (override["operator"], override["by"], override["permissions"]) == (
        "bob",
        "sue",
        ["sale.discount"],
    )
    assert override["key"] == till.sales()[-1]["key"]


def test_b26_an_approval_is_held_against_the_approvers_own_limit(till: Till) -> None:
    sign_on(till, "bob")
    till("COLA")
    approval = station(till).approve("sue", PINS["sue"], "sale.discount")
    assert not till.register.run("/disc 31%", approval=approval).ok
    assert events(till, "override") == []


def test_b26_nobody_approves_themselves_or_what_they_may_not(till: Till) -> None:
    sign_on(till, "bob")
    for code in ("bob", "BOB", "eve"):
        with pytest.raises(Refused):
            station(till).approve(code, PINS[code.lower()], "cash.no_sale")
    assert [each.code for each in station(till).approvers("cash.no_sale")] == ["ann", "sue"]


def test_a_given_pin_is_changed_before_anything_else(till: Till) -> None:
    staff(till).set_pin(frame(till.front), "bob", "8264", by_another=True)
    sign_on(till, "bob", "8264")
    assert "sign on" in till.refused("COLA")
    with pytest.raises(InvalidValue, match="another PIN"):
        station(till).change_pin("8264")
    station(till).change_pin("6193")
    till("COLA")


def test_the_last_owner_stays(till: Till) -> None:
    for fields in ({"active": False}, {"role": "cashier"}):
        with pytest.raises(Refused, match="only owner"):
            staff(till).change(frame(till.front), EVERYTHING, "ann", **fields)


def test_nobody_makes_somebody_who_may_more(till: Till) -> None:
    manager = staff(till).roles()["manager"].rights
    with pytest.raises(NotAllowed):
        staff(till).change(frame(till.front), manager, "bob", role="owner")


def test_b83_no_pin_is_in_any_file(till: Till) -> None:
    pins = {"bob": "730481926553", "sue": "918273640517"}  # too long to be in a hash by chance
    for code, pin in pins.items():
        staff(till).set_pin(frame(till.front), code, pin)
    sign_on(till, "bob", pins["bob"])
    till("COLA")
    till.register.run("/disc 20%", approval=station(till).approve("sue", pins["sue"], "sale.discount"))
    till("/cash 10", "/lock")
    till.stop()
    for file in till.place.rglob("*"):
        if file.is_file():
            # The quick hashes of these tests name their PIN; nothing else may.
            content = file.read_bytes()
            for pin in pins.values():
                assert content.count(pin.encode()) == content.count(f"hash of {pin}".encode()), file
