"""What is sold by weight at a till with a scale: the scale's weight, less the packaging, or one typed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from devices.address import parse
from devices.virtual.scale import VirtualScale, virtual_scale

from .shop import Till, item

if TYPE_CHECKING:
    from .conftest import NewTill

ADDRESS = "toledo8217+dummy://counter"


@pytest.fixture
def scale() -> VirtualScale:
    found = virtual_scale(parse(ADDRESS))
    found.grams, found.state = 0, "ready"
    return found


@pytest.fixture
def till(new_till: NewTill, scale: VirtualScale) -> Till:
    made: Till = new_till(settings={"scale": ADDRESS, "tares": "bag=2, box=15"})
    with made.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("HAM", "Ham", "20", unit="kg", weighed=True, tax="zero", tare="box"))
        tx.insert("items", item("OIL", "Oil on tap", "5", unit="l", weighed=True, tax="zero"))
        tx.insert("items", item("LOST", "Odd", "5", unit="kg", weighed=True, tax="zero", tare="crate"))
    return made


def emptied(till: Till, scale: VirtualScale) -> None:
    scale.grams = 0
    until(lambda: till.front.scale is None or till.front.scale._scale._taken == 0)


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("entered", ["key", "scan"])
def test_the_code_alone_takes_the_weight_on_the_scale(till: Till, scale: VirtualScale, entered: str) -> None:
    scale.grams = 734
    outcome = till("4011", entered=entered)
    assert (outcome.kind, outcome.data["qty"], outcome.data["amount"]) == ("line", "0.734", 146)
    assert outcome.data["weighing"] == {"by": "scale"}
    assert outcome.message == "0.734 x Bananas, loose @ 1.99 = 1.46, weighed 0.734 kg"


def test_the_command_does_the_same_and_alone_says_the_weight(till: Till, scale: VirtualScale) -> None:
    scale.grams = 1250
    assert till("/weigh").message == "1.250 kg on the scale"
    assert till("/weigh 4011").data["qty"] == "1.25"
    assert "not sold by weight" in till.refused("/weigh COLA")
    assert "without it" in till.refused("/weigh 0.5*4011")


def test_b12_the_items_own_tare_is_taken_off_and_shown(till: Till, scale: VirtualScale) -> None:
    scale.grams = 515
    outcome = till("HAM")
    assert (outcome.data["qty"], outcome.data["amount"]) == ("0.5", 1000)
    assert outcome.message.endswith("weighed 0.515 kg - tare 0.015 kg")
    till("/cash 20")
    (line,) = till.sales()[-1]["lines"]
    assert line["weighing"] == {"by": "scale", "tare": 15}
    paper = till.front.receipt_text(till.sales()[-1])
    assert "  0.500 kg x 20.00\n  net, tare 0.015 kg\n" in paper
    assert "by the scale, less a tare of 0.015 kg" in till("/explain").message


def test_a_tare_from_the_tills_table_is_for_the_next_weight_only(till: Till, scale: VirtualScale) -> None:
    scale.grams = 502
    assert till("/tare BAG").message == "tare bag, 2 g, for what is weighed next"
    assert till.register.tare == "bag"
    till("COLA")
    assert till("HAM").data["weighing"] == {"by": "scale", "tare": 2}, "before the item's own"
    assert till.register.tare == ""
    assert "bag  2 g\nbox  15 g" in till("/tare").message
    assert "no tare 'crate' (bag, box)" in till.refused("/tare crate")
    assert "no tare 'crate'" in till.refused("LOST")
    till("/tare bag", "/tare none")
    assert till.register.tare == ""


def test_b12_the_same_weight_twice_asks_until_the_scale_was_empty(till: Till, scale: VirtualScale) -> None:
    scale.grams = 734
    till("4011")
    outcome = till.register.run("4011")
    assert not outcome.ok and "again 0.734 kg, and the scale was not empty since" in outcome.message
    assert outcome.data["repeat"] == "/weigh 4011 again"
    assert len(till.register.basket.lines) == 1
    till(outcome.data["repeat"])
    assert len(till.register.basket.lines) == 2
    till.refused("CHEESE")
    emptied(till, scale)
    scale.grams = 734
    till("4011")


@pytest.mark.parametrize("back", ["/void", "/undo", "/cancel", "/qty 1"])
def test_goods_sold_as_the_wrong_thing_are_sold_anew_without_a_question(
    till: Till, scale: VirtualScale, back: str
) -> None:
    scale.grams = 734
    till("CHEESE", back, "4011")
    till.refused("CHEESE")


def test_taking_another_line_back_does_not_free_the_weight(till: Till, scale: VirtualScale) -> None:
    scale.grams = 500
    till("CHEESE")
    scale.grams = 734
    till("4011", "/void #1")
    till.refused("4011")
    till("/note x", "/undo")
    till.refused("4011")


def test_a_priced_entry_that_is_asked_again_keeps_its_price(till: Till, scale: VirtualScale) -> None:
    scale.grams = 1000
    till("4011")
    outcome = till.register.run("4011@1.50")
    assert till(outcome.data["repeat"]).data["amount"] == 150


@pytest.mark.parametrize(
    ("grams", "state", "says"),
    [
        (0, "ready", "empty: put the goods on it"),
        (-5, "ready", "below zero"),
        (20000, "ready", "too heavy"),
        (500, "moving", "does not come to rest"),
        (500, "mute", "Or enter the weight: 0.734*4011"),
        (500, "off", "Or enter the weight: 0.734*4011"),
    ],
)
def test_without_a_weight_nothing_is_sold_and_it_says_what_to_do(
    till: Till, scale: VirtualScale, grams: int, state: str, says: str
) -> None:
    scale.grams, scale.state = grams, state
    assert says in till.refused("4011")


def test_less_on_the_scale_than_the_packaging_sells_nothing(till: Till, scale: VirtualScale) -> None:
    scale.grams = 15
    assert "no more than the tare of 15 g" in till.refused("HAM")


def test_a_typed_weight_needs_no_scale_and_is_marked(till: Till, scale: VirtualScale) -> None:
    scale.state = "off"
    asked = scale.asked
    assert till("0.734*4011").message.endswith("= 1.46, weight by hand")
    till("/cash 5")
    assert till.sales()[-1]["lines"][0]["weighing"] == {"by": "hand"}
    assert "0.734 kg (weighed by hand) x 1.99" in till.front.receipt_text(till.sales()[-1])
    assert scale.asked == asked


def test_a_weight_that_is_changed_is_a_typed_one(till: Till, scale: VirtualScale) -> None:
    scale.grams = 515
    till("HAM", "/qty 0.4")
    line = till.register.basket.lines[0]
    assert (line.weighing.by, line.weighing.tare) == ("hand", 0)


def test_goods_that_come_back_are_weighed_as_well(till: Till, scale: VirtualScale) -> None:
    scale.grams = 1000
    till("4011")
    assert till("/return 4011").data["qty"] == "-1"


def test_grams_are_sold_in_grams_and_litres_are_not_weighed(till: Till, scale: VirtualScale) -> None:
    scale.grams = 12
    assert till("HERB").data["qty"] == "12"
    assert "0.734*OIL" in till.refused("OIL")


def test_only_what_asks_the_scale_is_run_beside_the_screen(till: Till, scale: VirtualScale) -> None:
    scale.grams = 500
    blocks = till.register.blocks
    assert blocks("4011") and blocks("4011@2") and blocks("/weigh 4011")
    assert not any(
        map(blocks, ("COLA", "0.5*4011", "4011=2.00", "OIL", "", "nothing", "3*", '"', "/tare bag"))
    )
    till("3*")
    assert not blocks("4011")


@pytest.mark.parametrize("entry", ["4011", "4011@1.50", "/weigh", "/weigh 4011", "/return 4011", "CHEESE"])
def test_nothing_asks_the_scale_but_beside_the_screen(till: Till, scale: VirtualScale, entry: str) -> None:
    scale.grams, asked = 500, scale.asked
    assert till.register.blocks(entry)
    till(entry)
    assert scale.asked > asked


def test_weighed_lines_outlive_a_restart_and_a_recall(till: Till, scale: VirtualScale) -> None:
    scale.grams = 515
    till("HAM")
    till.restart()
    assert till.register.basket.lines[0].weighing.tare == 15
    held = till("/hold").data["id"]
    till(f"/recall {held}")
    assert till.register.basket.lines[0].weighing.tare == 15


def test_without_a_scale_weights_are_typed_as_ever(new_till: NewTill) -> None:
    till = new_till()
    assert "weighing" not in till("0.734*4011").data
    assert "0.734*4011" in till.refused("4011")
    assert "pos config set scale" in till.refused("/weigh 4011")
    assert "pos config set tares" in till.refused("/tare bag") + till.refused("/tare")
    assert not till.register.blocks("4011")


def test_a_scale_that_cannot_be_used_stops_no_till(new_till: NewTill) -> None:
    till = new_till(settings={"scale": "sma+serial:///dev/nowhere"})
    assert "Or enter the weight" in till.refused("4011")
    till("0.734*4011", "/cash 5")
