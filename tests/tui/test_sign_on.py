"""Signing on, locking and approving on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pos_tui.app import Till as Screen
from pos_tui.bootstrap.people import frame
from pos_tui.screens.asking import AskText
from pos_tui.screens.shift import ShiftView
from pos_tui.screens.sign_on import ApproveView, PinView, SignOnView
from pos_tui.widgets.entry import entry_row
from tests.register.people import PINS, employ, staff
from tests.register.shop import EAN, Till

from .conftest import Driven
from .test_scan_everywhere import SENT, Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path)
    employ(shop, "ann", "bob", "eve", "sue")
    yield Counter(shop)
    shop.stop()


def kind(counter: Counter) -> type:
    return type(counter.desk.view)


def enter(counter: Counter, *texts: str) -> None:
    for text in texts:
        counter.keys(f"{text}\n")


def test_it_begins_locked_and_nothing_leads_past_it_but_a_pin(counter: Counter) -> None:
    for key in ("escape", "f1", "f2", "f5"):
        counter.keys(key)
        assert kind(counter) is SignOnView
    enter(counter, "/cash 5", "/sales", "COLA")
    assert kind(counter) is SignOnView
    enter(counter, "bob", "4712")
    assert kind(counter) is PinView
    assert "wrong PIN" in counter.desk.notice.text
    enter(counter, PINS["bob"])
    assert kind(counter) is type(counter.desk.sale)
    assert counter.desk.shown.operator == "bob"


def test_quit_leaves_a_locked_till(counter: Counter) -> None:
    enter(counter, "/quit")
    assert counter.desk.leaving


@pytest.mark.parametrize("code", ["bob", "2"])
def test_somebody_is_named_by_code_or_row(counter: Counter, code: str) -> None:
    enter(counter, code, PINS["bob"])
    assert counter.till.register.operator == "bob"


def test_b83_a_pin_is_neither_shown_nor_brought_back(counter: Counter) -> None:
    enter(counter, "bob")
    counter.keys("4711")
    shown = entry_row(counter.desk.view.prompt, None, counter.desk.typed, 80)
    assert "".join(text for text, _style in shown) == " PIN: ****_"
    counter.keys("\n")
    for _ in range(5):
        counter.keys("up")
        assert "4711" not in counter.desk.router.text


@pytest.mark.parametrize("sent", SENT)
@pytest.mark.parametrize("steps", [(), ("bob",)], ids=["who", "PIN"])
def test_b03_b16_a_scan_waits_and_sells_once_somebody_has_signed_on(
    counter: Counter, sent: str, steps: tuple[str, ...]
) -> None:
    enter(counter, *steps)
    view, heard = counter.desk.view, []
    counter.desk._ring = heard.append
    SENT[sent](counter, EAN)
    counter.now += 1
    assert heard == ["refused"]
    assert "waits until this is closed" in counter.desk.notice.text
    assert [entry.text for entry in counter.desk.waiting] == [EAN]
    assert counter.till.lines() == []
    assert counter.desk.view is view
    enter(counter, *(() if steps else ("bob",)), PINS["bob"])
    assert counter.quantity == 1


def test_locking_leaves_the_sale_open_and_asks_again(counter: Counter) -> None:
    enter(counter, "bob", PINS["bob"], EAN, "/lock")
    assert kind(counter) is SignOnView
    enter(counter, "bob", PINS["bob"])
    assert len(counter.till.lines()) == 1


def test_what_may_not_be_done_alone_is_approved_by_somebody_else(counter: Counter) -> None:
    enter(counter, "bob", PINS["bob"], EAN, "/disc 30%")
    assert kind(counter) is ApproveView
    assert [label.split(" ")[0] for label in counter.desk.view.labels()] == ["Ann", "Eve", "Sue"]  # type: ignore[attr-defined]
    enter(counter, "sue", "9999")
    assert kind(counter) is PinView
    enter(counter, PINS["sue"])
    assert kind(counter) is type(counter.desk.sale)
    assert counter.till.register.priced.lines[0].discount > 0
    enter(counter, "/disc 29%")
    assert kind(counter) is ApproveView
    counter.leave()
    assert counter.till.register.operator == "bob"


def test_a_given_pin_is_replaced_at_the_first_sign_on(counter: Counter) -> None:
    till = counter.till
    staff(till).set_pin(frame(till.front), "bob", "8264", by_another=True)
    enter(counter, "bob", "8264", "1234")
    assert "guessed" in counter.desk.notice.text
    enter(counter, "6193", "6194")
    assert "not the same" in counter.desk.notice.text
    enter(counter, "6193")
    enter(counter, "6193")
    assert counter.desk.shown.operator == "bob"
    enter(counter, EAN)
    assert counter.quantity == 1


def test_who_signs_on_is_offered_to_close_a_shift_of_the_day_before_or_to_go_on(counter: Counter) -> None:
    enter(counter, "ann", PINS["ann"], "/open 100")
    assert kind(counter) is type(counter.desk.sale), "a shop that needs no shift is not asked for one"
    counter.till.clock.now += timedelta(days=1)
    enter(counter, "/lock", "ann", PINS["ann"])
    assert kind(counter) is ShiftView
    counter.keys("escape")
    enter(counter, "COLA", "/cash 5")
    assert counter.till.sales()[-1]["shift"] == 1


def test_who_signs_on_is_offered_to_open_a_shift_where_one_is_needed(tmp_path: Path) -> None:
    shop = Till(tmp_path, settings={"shifts": "true"})
    employ(shop, "ann")
    counter = Counter(shop)
    enter(counter, "ann", PINS["ann"])
    assert kind(counter) is ShiftView
    enter(counter, "1", "100")
    assert shop.register.counter.shift is not None
    shop.stop()


def test_cash_that_may_not_be_paid_out_alone_is_approved_and_nothing_typed_is_lost(counter: Counter) -> None:
    enter(counter, "bob", PINS["bob"], "/open 100", "/paidout", "5", "milk")
    assert kind(counter) is ApproveView
    counter.keys("escape")
    assert kind(counter) is AskText
    enter(counter, "milk", "sue", PINS["sue"])
    assert kind(counter) is type(counter.desk.sale)
    [record] = counter.till.front.store.documents("cash")
    assert (record["amount"], record["operator"], record["reason"]) == (500, "bob", "milk")


async def test_b84_nobody_at_the_till_locks_it_and_each_ones_sale_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Till(tmp_path, settings={"lock.after": "5"})
    employ(shop, "ann", "bob")
    app = Screen(shop.register, shop.front)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Driven(app, pilot)
        await screen.press("bob", "enter", PINS["bob"], "enter", "COLA", "enter")
        last = max(app.router.last_time, app._since)
        monkeypatch.setattr("pos_tui.app.monotonic", lambda: last + 299)
        app._lock_if_left()
        assert not shop.register.station.is_locked  # type: ignore[union-attr]
        monkeypatch.setattr("pos_tui.app.monotonic", lambda: last + 301)
        app._lock_if_left()
        await screen.settle()
        assert shop.register.station.is_locked  # type: ignore[union-attr]
        await screen.press("ann", "enter", PINS["ann"], "enter")
        assert shop.lines() == []
        await screen.press("/lock", "enter", "bob", "enter", PINS["bob"], "enter")
        assert shop.lines() == [("COLA", "1", 119)]
    shop.stop()
