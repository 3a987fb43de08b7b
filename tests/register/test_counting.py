"""The drawer counted: blind, again, by notes and coins, what is expected, what explains a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.roles import ROLES

from .shifting import as_cashier, paper_of

if TYPE_CHECKING:
    from .shop import Till


def test_b60_the_count_is_blind(till: Till) -> None:
    till("/open 100", "COLA", "/cash 5", "BOOK", "/card")
    as_cashier(till)
    assert "may not" in till.refused("/x")
    till.register.counter.rights = ROLES["supervisor"].rights
    x = till("/x")
    assert not {"expected", "kept", "sales", "moved"} & x.data["x"].keys()
    assert "101.19" not in x.message
    assert "10.18" not in paper_of(till, "1-X000001")


def test_b60_recounts_have_a_limit(till: Till) -> None:
    till("/open 100", "/count 90", "/count 95", "/count 99")
    assert "3 times" in till.refused("/count 100")
    till("/paidin 1 found")
    assert till("/count 101").data["count"]["time_of_it"] == 1, "money has moved: it is another count"


def test_b61_a_count_by_notes_and_coins_and_a_difference_with_a_reason(till: Till) -> None:
    till("/open 20x4 10x2", "BOOK", "/cash 10")
    assert "no note or coin" in till.refused("/count 3x3")
    counted = till("/count 20x4 10x2 5x1 1x1 0.01x99").data["count"]
    assert (counted["counted"], counted["expected"]["cash"]) == ({"cash": 10699}, 10999)
    assert counted["over_short"] == {"cash": -300}
    assert "say why" in till.refused("/z 100")
    z = till("/z 100 three missing").data["z"]
    assert (z["over_short"], z["reason"], z["left"], z["bag"]) == (
        *({"cash": -300}, "three missing"),
        *(10000, 699),
    )
    paper = paper_of(till, z["number"])
    assert "20.00 x 4" in paper
    assert "three missing" in paper


def test_b61_other_ways_to_pay_are_counted_too(till: Till) -> None:
    till("/open 100", "BOOK", "/card")
    assert "voucher" in till.refused("/count 100 voucher=3")
    counted = till("/count 100 card=9.90").data["count"]
    assert counted["over_short"] == {"card": -9, "cash": 0}


def test_b62_expected_cash_is_what_went_in_and_out_and_nothing_else(till: Till) -> None:
    till("/open 100", "BOOK", "/cash 20", "BOOK", "/card", "BOOK", "/card 5", "/cash 10")
    till("/return COLA", "/cash", "COLA", "/cancel", "/nosale change")
    till("/paidin 10 found", "/paidout 4 milk", "/pickup 50 safe", "/loan 20 coins")
    counted = till("/count 0").data["count"]
    assert counted["expected"]["cash"] == 10000 + 999 + (999 - 500) - 119 + 1000 - 400 - 5000 + 2000
    assert counted["expected"]["card"] == 999 + 500


def test_a_z_needs_somebody_who_counted_after_the_last_money_moved(till: Till) -> None:
    till("/open 100")
    assert "/count" in till.refused("/z")
    till("/count 100", "COLA", "/cash")
    assert "again" in till.refused("/z")
    till("/count 101.19")
    assert "less has to stay" in till.refused("/z 102")
    till("/z 101.19")


def test_what_may_explain_a_difference_is_listed_the_same_amount_first(till: Till) -> None:
    till("/open 100", "COLA", "/void", "BOOK", "/cash 10", "/nosale change", "/paidout 3 milk")
    told = till("/count 103.99").message.split("\n")
    assert "3.00 short" in told[0]
    assert told[3].startswith("= 1-C000002")
    assert "milk" in told[3]
    assert [row["act"] for row in till("/count 103.99").data["count"]["doubtful"]] == [
        "void",
        "no_sale",
        "paid_out",
    ]


def test_b60_a_cashier_reads_the_expected_cash_nowhere_before_it_is_counted(till: Till) -> None:
    """Not on any page of the till, whatever is asked there."""
    till("/open 137.77", "COLA", "/cash 5", "BOOK", "/card", "/x")
    as_cashier(till)
    asked = [f"/{command.word}" for command in till.register.commands if command.word not in ("count", "z")]
    for entry in (
        *asked,
        "/shift 1-X000001",
        "/shift 1-S000001",
        "/explain 1-1",
        "/sales today",
        "/journal x",
    ):
        outcome = till.register.run(entry)
        told = f"{outcome.message} {outcome.data}"
        assert "138.96" not in told, entry
        assert "13896" not in told, entry
    till.register.counter.operator = "owner"
    assert till("/count 130").data["count"]["expected"]["cash"] == 13896
