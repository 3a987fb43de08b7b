"""Holding and recalling, looking and explaining, and the stops and starts between any of them."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.core.errors import AlreadyRecorded
from pos_tui.register.command import Command

from .test_correcting import STEPS

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


def test_a_held_basket_comes_back_as_it_was(till: Till) -> None:
    till("COLA", "CHOC", "/void #1", "/disc 10%", "/note Ada")
    before = till.register.basket
    held = till("/hold Ada")
    assert (held.kind, held.data["name"]) == ("held", "Ada")
    assert till.register.basket.is_empty
    assert till.register.next_number == "1-000001"
    [waiting] = till("/held").data["held"]
    assert (waiting["id"], waiting["name"], waiting["total"]) == (held.data["id"], "Ada", 76)
    till("TISSUE", "/cash")
    recalled = till(f"/recall {held.data['id']}")
    assert (recalled.kind, recalled.data["total"], recalled.data["ref"]) == ("recalled", 76, "Ada")
    basket = till.register.basket
    assert (basket.lines, basket.reference, basket.corrections) == (
        before.lines,
        before.reference,
        before.corrections,
    )
    assert till("/held").data["held"] == []
    assert till("/cash").data["total"] == 76
    assert held.data["id"] in till.refused(f"/recall {held.data['id']}")


def test_a_held_basket_is_found_by_its_name(till: Till) -> None:
    till("COLA", "/hold table 4")
    assert till("/recall table 4").kind == "recalled"
    assert till.total() == 119


def test_what_holding_and_recalling_refuse(till: Till) -> None:
    till("COLA")
    first = till("/hold").data["id"]
    till("CHOC")
    assert "a basket is open" in till.refused(f"/recall {first}")
    till("/cash 0.10")
    assert "part of it is paid" in till.refused("/hold")
    till("/undo", "/hold Ada", "COLA")
    till.refused("/hold Ada")
    till("/hold")
    assert len(till.register.held()) == 3


def test_b76_a_recalled_basket_waits_for_a_tender_and_has_nothing_to_undo(till: Till) -> None:
    till("COLA", "/hold")
    till(f"/recall {till.register.held()[0].id}")
    for restarts in range(2):
        assert "nothing to undo" in till.refused("/undo")
        assert till.total() == 119
        if not restarts:
            till.restart()
    till("CHOC", "/undo")
    assert till.lines() == [("COLA", "1", 119)]


def test_what_was_undone_is_not_forgotten_by_a_recall(till: Till) -> None:
    till("CHOC", "/hold", "3*COLA", "/undo")
    till(f"/recall {till.register.held()[0].id}")
    sale = till("/cash").sale
    assert sale is not None
    assert [correction["before"] for correction in sale["corrections"]] == ["line 3 x COLA"]


def test_b86_a_restart_finds_the_open_basket_and_says_so(till: Till) -> None:
    till("COLA", "/cash 5", "2*CHOC", "/disc 10%")
    basket = till.register.basket
    till.restart()
    assert till.register.basket == basket
    assert till.register.restored is not None
    assert till.register.restored.startswith("open sale restored: 1 line, 1.53")
    assert till.register.last_sale is not None
    assert (till.register.last_sale["total"], till.register.last_sale["change"]) == (119, 381)
    till("/cash")
    assert till.register.restored is None
    till.restart()
    assert (till.register.restored, till.register.basket.is_empty) == (None, True)


def test_b86_a_restart_at_any_point_changes_nothing(new_till: NewTill) -> None:
    """Undo included: what can be undone before a restart can be undone after it, and no more."""
    steady, stopped = new_till(), new_till()
    for step in [*STEPS, "/undo", "/undo", "CHOC", *["/undo"] * (len(STEPS) - 1)]:
        for till in (steady, stopped):
            till(step)
        stopped.restart()
        one, other = steady.register, stopped.register
        assert other.basket.lines == one.basket.lines
        assert other.basket.to_document() == {**one.basket.to_document(), "key": other.basket.id}
        assert (other.priced, other.settlement) == (one.priced, one.settlement)
        assert [basket.lines for basket in other.opened.past] == [basket.lines for basket in one.opened.past]
    assert "nothing to undo" in stopped.refused("/undo")
    assert stopped.register.restored is None


def test_b86_a_recorded_sale_is_not_restored_from_its_draft(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till("COLA")
    monkeypatch.setattr(till.register.counter.draft, "clear", lambda: None)
    till("/cash")
    till.restart()
    assert till.register.basket.is_empty
    assert len(till.sales()) == 1


def test_the_same_basket_is_never_recorded_twice(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    till("COLA")
    basket = till.register.basket
    first = till("/cash")
    till.register.change(basket)
    again = till("/cash")
    assert again.data["receipt"] == first.data["receipt"]
    assert len(till.sales()) == 1
    with pytest.raises(AlreadyRecorded), till.front.store.transaction(operator="owner", key=basket.id):
        pass


def test_two_runs_of_a_till_do_not_meet(till: Till) -> None:
    """One live register a till: a second is refused by name."""
    from data.drafts import TillInUse
    from pos_tui.bootstrap import open_register

    with pytest.raises(TillInUse):
        open_register(till.front, "1")


def test_b48_a_reprint_is_a_copy_and_on_record(till: Till) -> None:
    till.refused("/reprint")
    till("COLA", "/cash", "CHOC", "/cash", "COLA", "/cancel")
    assert till("/reprint").data == {"receipt": "1-000002", "copy": 1, "total": 85}
    assert till("/reprint").data["copy"] == 2
    outcome = till("/reprint 1-1")
    assert (outcome.data["receipt"], outcome.sale and outcome.sale["total"]) == ("1-000001", 119)
    assert till.printed[-3:] == [("1-000002", 1), ("1-000002", 2), ("1-000001", 1)]
    assert till("/explain 1").data["receipt"] == till("/explain 000001").data["receipt"] == "1-000001"
    for wrong in ("9-000001", "1-000099", "x", "1-x", "99"):
        assert "no receipt has the number" in till.refused(f"/reprint {wrong}")
    assert [(event["kind"], event["copy"]) for event in till.front.store.documents("events")] == [
        ("reprint", n) for n in (1, 2, 1)
    ]


def test_b47_a_restored_copy_never_draws_a_number_again(till: Till) -> None:
    till("COLA", "/cash")
    for restored in range(2):
        till.stop()
        shutil.copytree(till.place / "store", till.place / "copy")
        till.start()
        till("CHOC", "/cash")
        till.stop()
        shutil.rmtree(till.place / "store")
        (till.place / "copy").rename(till.place / "store")
        till.start()
        number = till("TISSUE", "/cash").data["receipt"]
        assert number == f"1.{restored + 2}-{restored + 2:06d}"
        till.restart()
        assert till.register.last_sale is not None
        assert till.register.last_sale["number"] == number
        assert till("/reprint").data["receipt"] == number
        assert till("/reprint 1-1").data["total"] == 119
    assert till("/explain 1.2-2").data["receipt"] == "1.2-000002"


def test_explain_leads_to_the_total(new_till: NewTill) -> None:
    till = new_till(cash_rounding="0.05")
    till.refused("/explain")
    till("3*COLA", "/disc 10%", "CHOC", "/void", "BAN=3.00", "/disc 1.00 all")
    text = till("/explain").message
    for part in (
        "3 x 1.19",
        "discount",
        "void, counts nothing",
        "line total entered",
        "basket discount -1.00",
        "total 5.21",
    ):
        assert part in text
    till("/cash 10")
    text = till("/explain").message
    for part in ("cash rounding -0.01", "cash 10.00", "change 4.80", "20 %"):
        assert part in text
    assert till("/explain 1-1").message == text


def test_help_comes_from_the_registry(till: Till, new_till: NewTill) -> None:
    text = till("/help").message
    for command in till.register.commands:
        assert f"/{command.word}" in text
        assert command.summary()
        assert command.summary() in text
        assert command.help() in till(f"/help {command.word}").message
        assert till(f"/help /{command.word}").ok
    assert "/clock" not in text
    assert "there is no command /nosuch" in till.refused("/help nosuch")
    assert "/clock" in new_till(simulated=True)("/help").message


def test_the_registry_is_consistent(till: Till) -> None:
    commands = till.register.commands
    assert all(issubclass(command, Command) for command in commands)
    keys = [command.key for command in commands if command.key]
    assert len(keys) == len(set(keys))
    assert len({command.id() for command in commands}) == len(commands)
    for text in ("/cash 5", " /cancel", "/HOLD x", "/recall H1", "/card"):
        assert till.register.blocks(text)
    for text in ("COLA", "/void", "/nosuch", "/", ""):
        assert not till.register.blocks(text)


def test_only_a_simulated_store_sets_its_clock(till: Till, new_till: NewTill) -> None:
    assert "only a simulated store" in till.refused("/clock 2010-12-01T08:26")
    replay = new_till(simulated=True)
    assert replay("/clock 2010-12-01T08:26").data["time"] == "2010-12-01T08:26:00Z"
    replay("COLA", "/cash")
    assert replay("/clock 2011-07-01T00:30").data["time"] == "2011-06-30T23:30:00Z"
    replay("COLA", "/cash")
    sales = replay.sales()
    assert [(sale["time"], sale["day"]) for sale in sales] == [
        ("2010-12-01T08:26:00Z", "2010-12-01"),
        ("2011-06-30T23:30:00Z", "2011-07-01"),
    ]
    assert all(sale["simulated"] for sale in sales)
    for wrong in ("", "yesterday", "0001-01-01T00:00", "9999-12-31T23:59-12:00", "2010-13-01"):
        replay.refused(f"/clock {wrong}")


def test_a_tax_comes_into_force_on_its_day(new_till: NewTill) -> None:
    till = new_till(simulated=True, prices="exclusive")
    till("/clock 2026-12-31T12:00")
    assert "no tax code 'next'" in till.refused("NEXT")
    till("/clock 2027-01-01T12:00", "NEXT")
    assert till.total() == 625


def test_b58_the_business_day_ends_at_the_shops_cut_off(new_till: NewTill) -> None:
    till = new_till(simulated=True, settings={"day.cutoff": "04:00"})
    for time in ("2026-11-23T23:59", "2026-11-24T00:30", "2026-11-24T04:00"):
        till(f"/clock {time}", "COLA", "/cash")
    assert [sale["day"] for sale in till.sales()] == ["2026-11-23", "2026-11-23", "2026-11-24"]


def test_prices_and_items_of_other_programs_count_at_once(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", {**dict(till.stored("items", "sku", "COLA")), "sku": "NEW", "gtins": []})
    assert till("NEW").kind == "line"


def test_b75_a_held_basket_keeps_its_id_when_it_is_held_again(till: Till) -> None:
    till("COLA")
    first = till("/hold").data["id"]
    till("CHOC")
    assert till("/hold").data["id"] != first
    till(f"/recall {first}", "TISSUE")
    assert till("/hold").data["id"] == first


def test_b75_the_list_says_age_owner_note_and_total_and_what_is_open_is_locked(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tills", {"v": 1, "till": "2", "receipt": 0})
    till("COLA", "/note Table 7", "/hold")
    till.clock.now += timedelta(minutes=12)
    row = till("/held").data["held"][0]
    assert (row["id"], row["note"], row["minutes"]) == ("H1", "Table 7", 12)
    assert (row["operator"], row["till"], row["total"]) == ("owner", "1", 119)
    assert "Table 7  12 min  owner, till 1  1.19" in till("/held").message
    till("/recall H1")
    front = open_shop(till.place / "store", clock=till.clock, environ={}, state=till.place / "state")
    with front, open_register(front, "2") as other:
        assert "another till has it open" in other.run("/recall H1").message
        assert other.run("/held").data["held"] == []
