"""Routes and dialogs over a fake register: what keys come to, without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.currency import Currency
from pos_tui.core.item import Item
from pos_tui.screens.confirm import CardDialog
from pos_tui.screens.tender import TenderView, quick_amounts

from .fake_register import Counter

CODE = "5449000000996"


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_b06_the_sound_comes_when_the_line_is_there(counter: Counter) -> None:
    heard: list[tuple[str, int]] = []

    def ring(sound: str) -> None:
        heard.append((sound, len(counter.register.basket.lines)))

    counter.desk._ring = ring
    counter.type(CODE)
    assert heard == []
    counter.key("enter")
    assert heard == [("good", 1)]


def test_b17_a_scan_and_a_typed_code_are_told_apart(counter: Counter) -> None:
    counter.scan(CODE)
    counter.type(f"{CODE}\n")
    assert counter.register.ran == [(CODE, "scan"), (CODE, "key")]


def test_an_empty_entry_does_nothing(counter: Counter) -> None:
    counter.scan(CODE, "\n\n")
    counter.key("enter")
    assert counter.sold == [CODE]


def test_function_keys_take_what_is_typed(counter: Counter) -> None:
    counter.scan(CODE)
    for text, key in (("4", "f3"), ("1.99", "f5"), ("10%", "f6"), ("2", "f4"), ("", "f8"), ("bob", "f7")):
        counter.type(text)
        counter.key(key)
    assert [text for text, _ in counter.register.ran[1:]] == [
        "/qty 4", "/price 1.99", "/disc 10%", "/void #2", "/undo", "/hold bob",
    ]  # fmt: skip


def test_a_function_key_without_its_value_says_what_to_type(counter: Counter) -> None:
    counter.key("f3")
    assert counter.register.ran == []
    assert counter.desk.notice.text == "type 4 [#3], then F3"


def test_b27_pay_opens_the_tender_screen_and_an_amount_is_cash(counter: Counter) -> None:
    counter.scan(CODE)
    counter.key("f1")
    assert isinstance(counter.desk.view, TenderView)
    counter.type("20\n")
    assert counter.desk.router.held
    counter.work()
    assert counter.register.ran[-1] == ("/cash 20", "key")
    assert counter.desk.view is counter.desk.sale
    assert counter.desk.fresh


def test_b27_the_tender_screen_lists_other_ways_to_pay_and_takes_them(counter: Counter) -> None:
    counter.register.looking.more_ways = True
    counter.scan(CODE)
    counter.key("f1")
    body = counter.desk.view.body(60, 20) or []
    assert "US dollars: 20 usd" in "\n".join(text for line in body for text, _style in line)
    counter.type("5 usd\n")
    counter.work()
    assert counter.register.ran[-1] == ("/pay 5 usd", "key")


def test_b27_the_total_comes_first_then_exact_card_and_notes(counter: Counter) -> None:
    counter.scan(CODE)
    counter.key("f1")
    drawn = ["".join(text for text, _style in line) for line in counter.desk.view.body(60, 20) or []]
    assert drawn[0].strip() == "TO PAY"
    exact, card, (_key, notes), *_rest = counter.desk.view.keys()
    assert (exact[1], card[1]) == ("Exact", "Card")
    counter.key("f4")
    counter.work()
    assert counter.register.ran[-1] == (f"/cash {notes}", "key")
    counter.scan(CODE)
    counter.key("f1")
    counter.key("f2")
    counter.work()
    assert counter.register.ran[-1] == ("/cash", "key"), "exactly what is due"


def test_a_voucher_scanned_on_the_tender_screen_is_redeemed(counter: Counter) -> None:
    counter.register.looking.more_ways = True
    counter.scan(CODE)
    counter.key("f1")
    counter.scan("GIFT-1")
    assert counter.register.ran[-1][0] == "/redeem GIFT-1"
    assert counter.sold == [CODE]


def test_b28_change_due_stays_until_the_next_entry(counter: Counter) -> None:
    counter.scan(CODE)
    counter.type("/cash\n")
    counter.work()
    counter.type("54")
    counter.key("escape")
    assert counter.desk.fresh
    counter.scan(CODE)
    assert not counter.desk.fresh


def test_b02_a_bar_code_is_never_an_amount(counter: Counter) -> None:
    counter.scan(CODE)
    counter.key("f1")
    counter.type(f"{CODE}\n")
    assert counter.sold == [CODE, CODE]
    assert isinstance(counter.desk.view, TenderView)


def test_a_bare_enter_pays_nothing(counter: Counter) -> None:
    counter.scan(CODE)
    counter.key("f1")
    counter.key("enter")
    assert counter.register.ran == [(CODE, "scan")]


def test_pay_with_nothing_to_pay_is_the_registers_refusal(counter: Counter) -> None:
    counter.key("f1")
    counter.work()
    assert counter.desk.notice.text == "nothing to pay for"
    assert counter.sounds == ["refused"]
    assert counter.desk.view is counter.desk.sale


def with_card_dialog(counter: Counter) -> None:
    counter.scan(CODE)
    counter.key("f1")
    counter.key("f3")
    assert isinstance(counter.desk.view, CardDialog)


def test_b04_enter_approves_only_after_a_pause_and_with_nothing_collected(counter: Counter) -> None:
    with_card_dialog(counter)
    counter.key("enter", after=0.1)
    assert isinstance(counter.desk.view, CardDialog)
    counter.key("enter", after=0.5)
    counter.work()
    assert counter.register.ran[-1] == ("/card", "key")


def test_b03_what_is_scanned_in_a_dialog_is_held_and_sold_when_it_closes(counter: Counter) -> None:
    with_card_dialog(counter)
    for number in range(3):
        counter.scan(f"544900000099{number}", "\n\n")
    assert [entry.text for entry in counter.desk.waiting] == [f"544900000099{n}" for n in range(3)]
    assert counter.sold == [CODE]
    counter.key("escape")
    assert counter.sold == [CODE, *(f"544900000099{n}" for n in range(3))]
    assert isinstance(counter.desk.view, TenderView)


def test_scans_held_in_an_approved_dialog_belong_to_the_next_sale(counter: Counter) -> None:
    with_card_dialog(counter)
    counter.scan("54490000")
    counter.key("f1")
    counter.scan("96385074")
    assert counter.sold == [CODE]
    counter.work()
    assert [text for text, _ in counter.register.ran] == [CODE, "/card", "54490000", "96385074"]


def test_a_code_without_its_enter_is_held_when_a_key_approves(counter: Counter) -> None:
    with_card_dialog(counter)
    counter.type("54490000")
    counter.key("f1")
    counter.work()
    assert counter.sold == [CODE, "54490000"]


def test_b33_declined_cards_record_nothing(counter: Counter) -> None:
    with_card_dialog(counter)
    counter.key("escape")
    assert counter.register.ran == [(CODE, "scan")]


def test_b15_keys_behind_a_slow_command_wait_their_turn(counter: Counter) -> None:
    counter.scan(CODE)
    counter.type("/cash\n")
    counter.scan("96385074")
    counter.type("/cash\n")
    counter.scan("54490000")
    assert counter.sold == [CODE]
    counter.work()
    counter.work()
    assert [text for text, _ in counter.register.ran] == [CODE, "/cash", "96385074", "/cash", "54490000"]


def test_find_sells_only_what_the_arrows_chose(counter: Counter) -> None:
    counter.register.items = (Item('M"1', "Milk", None, "none"), Item("C1", "Milk chocolate", None, "none"))
    counter.type("milk")
    counter.key("enter")
    assert counter.register.ran[-1] == ("milk", "key"), "no choice: the register decides"
    counter.type("3*milk")
    counter.key("down")
    counter.key("enter")
    assert counter.register.ran[-1] == ('3*"M""1"', "search")


def test_a_scan_costs_no_search(counter: Counter) -> None:
    counter.scan(CODE)
    counter.desk.sale.finder.rows(60, 2, counter.desk.stock)
    assert counter.register.looked == 0


def test_b20_up_brings_the_last_entry_back(counter: Counter) -> None:
    counter.type(f"2*{CODE}\n")
    counter.key("up")
    assert counter.desk.router.text == f"2*{CODE}"


def test_a_scan_on_a_page_of_help_sells(counter: Counter) -> None:
    counter.key("f12")
    counter.scan(CODE)
    assert counter.sold == [CODE]
    assert counter.desk.view is counter.desk.sale


def test_the_menu_puts_a_command_into_the_prompt(counter: Counter) -> None:
    counter.key("f10")
    counter.key("down")
    counter.key("enter")
    assert counter.desk.router.text == "/cash "


def test_quit_is_a_command_and_no_key(counter: Counter) -> None:
    for key in ("ctrl+q", "ctrl+c", "ctrl+d"):
        counter.key(key)
    assert not counter.desk.leaving
    counter.type("/quit\n")
    assert counter.desk.leaving


def test_an_entry_that_never_ends_is_refused_whole(counter: Counter) -> None:
    counter.scan("9" * 600)
    assert counter.register.ran == []
    assert counter.desk.notice.sound == "refused"


@pytest.mark.parametrize(
    ("due", "amounts"),
    [(834, [900, 1000, 2000, 5000]), (2310, [2400, 2500, 3000, 4000]), (0, []), (-500, [])],
)
def test_b27_quick_amounts_are_notes_and_coins(due: int, amounts: list[int]) -> None:
    assert quick_amounts(due, Currency.parse("GBP")) == amounts


@given(st.integers(1, 10**7), st.sampled_from(["GBP", "JPY", "KWD"]))
def test_b27_quick_amounts_are_more_than_due_and_rise(due: int, currency: str) -> None:
    amounts = quick_amounts(due, Currency.parse(currency))
    assert len(amounts) == 4
    assert due < amounts[0]
    assert amounts == sorted(set(amounts))


KEYS = ["f1", "f2", "f3", "f9", "f12", "escape", "down"]
steps = st.lists(st.sampled_from(["scan", "scan", "scan+", "/card\n", "5\n", "work", *KEYS]), max_size=40)


@given(steps)
def test_b03_whatever_opens_and_closes_scans_keep_order_and_none_is_lost(plan: list[str]) -> None:
    counter, fed = Counter(), []
    for step in plan:
        if step.startswith("scan"):
            fed.append(f"{len(fed):08d}")
            counter.scan(fed[-1], "\n\n" if step == "scan+" else "\n")
        elif step == "work":
            counter.work()
        elif step.endswith("\n"):
            counter.type(step)
        else:
            counter.key(step)
    while counter.desk.router.held:
        counter.work()
    while counter.desk.view is not counter.desk.sale or counter.desk.router.held:
        counter.key("escape")
        counter.work()
    scans = [text for text in counter.sold if len(text) == 8]
    assert scans == fed
    assert counter.desk.waiting == []


@pytest.mark.parametrize("typed", ["mil", "/price ", "/price 1.99 ", "/disc 10% ", "/void", "12345678 x"])
def test_b15_a_scan_that_meets_a_half_typed_line_sells_and_leaves_the_line(
    counter: Counter, typed: str
) -> None:
    counter.type(typed)
    counter.scan(CODE, "\n\n")
    assert counter.register.ran == [(CODE, "scan")]
    assert counter.desk.router.text == typed


@pytest.mark.parametrize("typed", ["3*", "/note ", '"', "3", "/price 2 for "])
def test_a_scan_behind_what_belongs_to_it_stays_with_it(counter: Counter, typed: str) -> None:
    counter.type(typed)
    counter.scan("AB-12345678")
    assert [text for text, _ in counter.register.ran] == [f"{typed}AB-12345678"]
    assert counter.desk.router.text == ""


def test_b04_an_amount_that_a_scan_met_is_not_paid_by_the_scanners_line_feed(counter: Counter) -> None:
    counter.scan(CODE)
    counter.key("f1")
    counter.type("20")
    counter.scan(CODE, "\n\n")
    assert (counter.sold, counter.desk.router.text) == ([CODE, CODE], "20")
    counter.key("enter")
    counter.work()
    assert counter.register.ran[-1] == ("/cash 20", "key")
