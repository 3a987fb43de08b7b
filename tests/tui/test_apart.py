"""Vouchers, tips, accounts on the screen: forms for the bare words; a voucher that was shown is offered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.bootstrap import tenders
from pos_tui.screens.asking import AskText
from pos_tui.screens.layaways import LayawaysView
from pos_tui.screens.sale import SaleView
from pos_tui.screens.tender import TenderView
from pos_tui.terminal.router import Stroke
from tests.register.shop import EAN, Till

from .test_lists import text_of
from .test_scan_everywhere import Counter as AtStore


class Counter(AtStore):
    """A counter whose tender screen has more keys."""

    def press(self, key: str) -> None:
        self.now += 1
        self.desk.router.feed(Stroke(key, None, self.now))


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    till = Till(tmp_path)
    tenders.set_type(till.front, "voucher", ())
    tenders.set_type(till.front, "account", ())
    till("/voucher 50 code GIFT-1", "/cash")
    yield Counter(till)
    till.stop()


def shown(counter: Counter) -> str:
    return text_of(counter.desk.view.body(58, 20) or [])


def lines(counter: Counter) -> list[tuple[str, str]]:
    return [(line.source, line.code) for line in counter.till.register.basket.lines]


def test_the_bare_word_asks_for_a_voucher_step_by_step(counter: Counter) -> None:
    counter.keys("/voucher\n")
    assert isinstance(counter.desk.view, AskText)
    counter.keys("25\n", "gift-2\n", "\n")
    assert type(counter.desk.view) is SaleView
    assert lines(counter) == [("voucher", "GIFT-2")]
    counter.keys("/voucher\n", "10\n", "\n", "standard\n")
    assert [source for source, _code in lines(counter)] == ["voucher", "voucher_taxed"]
    assert counter.till.total() == 3500


def test_a_wrong_answer_leaves_the_steps_as_they_are(counter: Counter) -> None:
    counter.keys("/voucher\n", "25\n", "gift-1\n", "\n")
    assert isinstance(counter.desk.view, AskText)
    assert "was sold already" in counter.desk.notice.text
    counter.keys("escape")
    assert "gift-1" in counter.desk.view.prompt
    counter.leave()
    assert lines(counter) == []


def test_a_tip_is_for_who_sells_unless_somebody_else_is_named(counter: Counter) -> None:
    counter.keys("/tip\n", "2\n", "\n")
    assert lines(counter) == [("tip", counter.till.register.operator)]
    counter.keys("/tip\n", "2\n", "nobody\n")
    assert "no operator nobody" in counter.desk.notice.text


def test_an_account_shows_what_is_owed_before_it_asks(counter: Counter) -> None:
    tenders.set_account(counter.till.front, "ada", "Ada Byron", "100")
    counter.till("CASE", "/pay account ref ada")
    counter.keys("/account\n", "ada\n")
    assert "23.90" in shown(counter)
    counter.keys("\n")
    assert [source for source, _code in lines(counter)] == ["account"]
    assert counter.till.total() == 2390


def test_a_scanned_voucher_is_offered_at_the_tender_screen(counter: Counter) -> None:
    counter.bytes("GIFT-1\r\n")
    counter.now += 1
    assert "50.00 GBP left" in counter.desk.notice.text
    counter.bytes(f"{EAN}\r\n")
    counter.keys("f1")
    assert type(counter.desk.view) is TenderView
    assert "F9 voucher GIFT-1" in shown(counter)
    counter.press("f9")
    assert counter.till.sales()[-1]["tenders"] == [{"type": "voucher", "amount": 119, "ref": "GIFT-1"}]
    counter.keys("COLA\n", "f1")
    assert "GIFT-1" not in shown(counter)


def test_a_scanned_order_opens_the_orders(counter: Counter) -> None:
    counter.till("CASE", "/layaway Ada")
    counter.bytes("1-L000001\r\n")
    assert type(counter.desk.view) is LayawaysView
