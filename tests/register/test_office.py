"""The books of the back office by their commands: what is refused, what stays, what counts and from when."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos_tui.bootstrap import office_reasons
from pos_tui.core.office import Edit
from pos_tui.core.permission import EVERYTHING, Limit, Rights
from pos_tui.services.counter import Approval
from tests.register.shop import EAN, Till


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = Till(tmp_path)
    yield made
    made.stop()


def fields(till: Till, entry: str) -> dict[str, str]:
    return dict(till(entry).data["rule"])


def codes(till: Till, word: str) -> list[tuple[str, str]]:
    return [(row["code"], row["state"]) for row in till(f"/{word}").data[word]]


def test_who_may_not_is_refused_by_name_of_the_right_and_may_look(till: Till) -> None:
    till("/promotions CO new kind=percent percent=10")
    till.register.counter.rights = Rights({"promotions.change": Limit()})
    till("/taxes")
    outcome = till.register.run("/taxes standard rates=21")
    assert (outcome.ok, outcome.data["needs"]) == (False, "taxes.change")
    lent = Approval("bob", EVERYTHING)
    assert till.register.run('/taxes standard rates="21 from 2027-01-01"', approval=lent).ok
    assert lent.used == ["taxes.change"]
    till("/promotions CO percent=20")


def test_nobody_gives_a_role_more_than_they_may_themselves(till: Till) -> None:
    till.register.counter.rights = Rights({"operators.change": Limit(), "cash.no_sale": Limit()})
    assert "may more than you" in till.refused("/roles helper new taxes.change=yes")
    assert "may more than you" in till.refused("/roles cashier shift.open=")
    till("/roles helper new cash.no_sale=yes")
    assert "may more than you" in till.refused("/roles helper settings.change=yes")
    limited = {"operators.change": Limit(), "sale.discount": Limit(percent=Decimal(10))}
    till.register.counter.rights = Rights(limited)
    assert "may more than you" in till.refused("/roles other new sale.discount=yes")
    assert "may more than you" in till.refused("/roles other new sale.discount=11%")
    till("/roles other new sale.discount=10%")
    till.register.counter.rights = Rights({})
    lent = Approval("bob", EVERYTHING)
    assert till.register.run("/roles helper settings.change=yes", approval=lent).ok
    assert set(lent.used) == {"operators.change"}


def test_a_rate_begins_on_a_day_and_what_was_stays(till: Till) -> None:
    assert "write 21 from 2026-11-23, or later" in till.refused("/taxes standard rates=21")
    assert "write 19 from 2026-11-23" in till.refused('/taxes standard rates="19 from 2026-01-01"')
    till('/taxes standard rates="21 from 2026-11-24" for the new law')
    assert fields(till, "/taxes standard")["rates"] == "20, 21 from 2026-11-24"
    till("COLA", "/cash 1.19")
    till.clock.now = till.clock.now.replace(day=24)
    till("COLA", "/cash 1.19")
    assert [sale["taxes"][0]["rate"] for sale in till.sales()] == ["20", "21"]


def test_several_taxes_in_one_and_none_at_all(till: Till) -> None:
    till('/taxes qc new rates="GST 5 + QST 9.5 compound" name=Quebec')
    till('/taxes qc rates="GST 5 + QST 9.5, 9.975 from 2027-01-01 compound"')
    assert fields(till, "/taxes qc")["rates"] == "GST 5 + QST 9.5, 9.975 from 2027-01-01 compound"
    assert "make another code" in till.refused('/taxes qc rates="GST 5 + QST 9.5"')
    assert "make another code" in till.refused('/taxes qc rates="GST 5"')
    till("/taxes stamps new kind=exempt")
    assert "has no rates" in till.refused("/taxes stamps rates=5")
    assert "say its rates" in till.refused("/taxes books new name=Books")
    book = till.register.looking.book("taxes")
    told = book.tried(book.texts("qc"))
    assert told[0] == "2026-11-23: from a price of 100.00 with its tax"
    assert told[1:3] == ["  GST 5 %: 4.35", "  QST 9.5 %: 8.68"]
    assert book.tried({"code": "sixth", "rates": "20.006"})[1] == "  sixth 20.006 %: 16.67"


def test_a_tax_that_is_tried_is_rounded_as_a_sale_rounds_it(tmp_path: Path) -> None:
    till = Till(tmp_path, prices="exclusive")
    book = till.register.looking.book("taxes")
    assert book.tried({"code": "odd", "rates": "9.985"})[1] == "  odd 9.985 %: 9.99"
    till.stop()


def test_a_tax_that_is_carried_is_not_ended(till: Till) -> None:
    assert "16 items carry it" in till.refused("/taxes standard end for nothing")
    till("/taxes books new rates=5", "/taxes books end for nothing")
    assert "books" in till.refused("/item COLA tax=books")
    assert ("books", "ended") in codes(till, "taxes")
    assert "is ended" in till.refused("/taxes books name=Books")


def test_ways_to_pay_are_ended_not_erased_and_tills_follow_between_two_sales(till: Till) -> None:
    till("/tenders cheque new for customers ask")
    assert fields(till, "/tenders cheque")["opens_drawer"] == "yes", "it begins as is usual"
    till("2*COLA", "/pay 1 cheque ref 12")
    till("/tenders cheque end for fraud")
    till("/pay 1 cheque ref 13", "/cash 1")
    till("COLA")
    assert "cash, card" in till.refused("/pay 1 cheque ref 14")
    assert codes(till, "tenders")[-1] == ("cheque", "ended")
    assert "every shop takes cash" in till.refused("/tenders cash end for fun")
    assert "cash alone gives change" in till.refused("/tenders card gives_change=yes")


def test_codes_are_found_as_they_are_kept(till: Till) -> None:
    till("/tenders Visa new name=Visa")
    assert fields(till, "/tenders VISA")["name"] == "Visa"
    till("/tenders VISA keeps=voucher", "/tenders visa keeps=")
    assert "keeps" not in fields(till, "/tenders visa")


def test_history_tells_who_when_why_before_and_after(till: Till) -> None:
    book = till.register.looking.book("tenders")
    book.change(Edit("card", {"name": "Cards"}, "ana", "so it is called"))
    book.change(Edit("card", {"name": "Plastic"}, "bob"))
    found = book.history("card")
    assert [(one.operator, one.why, one.fields) for one in found[1:]] == [
        ("ana", "so it is called", (("name", "Card", "Cards"),)),
        ("bob", "", (("name", "Cards", "Plastic"),)),
    ]
    assert found[0].is_new


def test_what_is_no_field_or_no_end_is_said(till: Till) -> None:
    assert "there is no field colour: code, name, kind" in till.refused("/taxes standard colour=red")
    assert "neither FIELD=VALUE" in till.refused("/taxes standard dearer")
    assert "end takes a reason only" in till.refused("/taxes standard end rates=5")
    assert "new makes one" in till.refused("/taxes other rates=5")
    assert "there is a standard already" in till.refused("/taxes standard new rates=5")


def test_price_lists_and_what_they_ask(till: Till) -> None:
    till("/pricelists TRADE new group=trade for wholesalers")
    till('/listprices TRADE:COLA new price=1.05 breaks="12=0.99"', f"/listprices TRADE:{EAN} price=1.04")
    till("/group trade", "COLA")
    assert till.register.basket.lines[0].unit_price == Decimal("1.04"), "what a code means is the item"
    assert "changed price from '1.05'" in till.refused("/listprices TRADE:COLA price=1.03 was price=1.05")
    assert "no item has the code NOPE" in till.refused("/listprices TRADE:NOPE new price=1")
    assert "no price list OTHER" in till.refused("/listprices OTHER:COLA new price=1")
    assert codes(till, "promotions") == [], "quantity breaks are their list's"
    till("/listprices TRADE:COLA end for dearer", "/pricelists TRADE end for over")
    assert till.register.basket.lines[0].unit_price == Decimal("1.04"), "what is entered keeps its price"
    assert codes(till, "pricelists") == [("TRADE", "ended")]
    told = [change.fields for change in till.register.looking.book("pricelists").history("TRADE")]
    assert (("COLA", "1.05 12=0.99", "1.04 12=0.99"),) in told
    assert told[-1] == (("ended", "", "yes"),)


def test_prices_to_come(till: Till) -> None:
    till(f"/coming {EAN}:2026-11-24 new price=1.29 for new list", "/coming TISSUE:2026-11-25 new price=3")
    assert codes(till, "coming") == [("COLA:2026-11-24", ""), ("TISSUE:2026-11-25", "")]
    assert "has begun" in till.refused("/coming COLA:2026-11-23 new price=1")
    till("/coming TISSUE:2026-11-25 end for not yet")
    book = till.register.looking.book("coming")
    assert [one.fields[0][2] for one in book.history("TISSUE:2026-11-25")] == ["2026-11-25=3", ""]
    till.clock.now = till.clock.now.replace(day=24)
    till("COLA")
    assert till.register.basket.lines[0].unit_price == Decimal("1.29")
    assert codes(till, "coming") == []


def test_reasons_are_lines_of_a_setting_and_have_a_history(till: Till) -> None:
    till("/reasons damaged new", "/reasons old new", "/reasons old place=1")
    assert codes(till, "reasons") == [("old", ""), ("damaged", "")]
    assert "no reason" in till.refused("/reasons a,b new")
    till("COLA", "TISSUE")
    assert "old, damaged" in till.refused("/disc 0.10")
    till("/disc 0.10 for dam", "/reasons damaged end")
    history = till.register.looking.book("reasons").history("damaged")
    assert [one.fields for one in history] == [
        (("code", "", "damaged"), ("place", "", "1")),
        (("place", "1", "2"),),
        (("code", "damaged", ""), ("place", "2", "")),
    ]


def test_a_promotion_begins_on_a_day_that_there_is(till: Till) -> None:
    entry = "/promotions FEB new kind=percent percent=10 from=2027-02-"
    assert "'2027-02-29' is no date" in till.refused(f"{entry}29")
    till(f"{entry}28")


def test_a_reason_that_came_meanwhile_is_not_lost(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    till("/reasons damaged new")
    write = office_reasons.change

    def late(front: Any, wanted: dict[str, str | None], seen: dict[str, str]) -> None:
        write(front, {"reasons": "damaged\nstale"})
        write(front, wanted, seen)

    monkeypatch.setattr(office_reasons, "change", late)
    assert "changed reasons to 'damaged | stale' meanwhile" in till.refused("/reasons old new")
    assert codes(till, "reasons") == [("damaged", ""), ("stale", "")]


def test_a_promotion_is_tried_on_a_basket_and_on_the_last_sales(till: Till) -> None:
    till("/promotions CO new kind=set goods=3*COLA price=3.50")
    till("3*COLA", "/cash 20", "TISSUE", "/cash 20")
    book = till.register.looking.book("promotions")
    told = book.tried({**book.texts("CO"), "price": "3"})
    assert told[0] == "a basket on mon 2026-11-23 14:05:"
    assert any("3.57" in line for line in told) and any("CO" in line and "0.57" in line for line in told)
    assert told[-1] == "on the last 2 sales: 1 with it, 0.50 less than without", "beside what holds now"
    told = book.tried({"code": "EVE", "kind": "spend", "steps": "50=5", "from": "2026-12-01", "days": "sat"})
    assert told[0] == "a basket on sat 2026-12-05 14:05:"
    assert any("EVE" in line and "5.00" in line for line in told)
    told = book.tried({"code": "WEL", "kind": "percent", "percent": "10", "coupon": "WELCOME", "group": "m"})
    assert any("WEL" in line for line in told)
    assert book.texts("CO")["price"] == "3.50", "nothing is recorded"
    assert len(till.sales()) == 2 and not till.register.basket.lines


def test_taxes_by_how_it_is_served(till: Till) -> None:
    till("/taxes reduced new rates=5", "/servetaxes dept:Food new takeaway=reduced for the law")
    assert fields(till, "/servetaxes dept:Food") == {"code": "dept:Food", "takeaway": "reduced"}
    till("COLA", "/takeaway", "/cash 2")
    assert [tax["rate"] for tax in till.sales()[-1]["taxes"]] == ["5"]
    assert "dept:Food has it" in till.refused("/taxes reduced end for nothing")
    assert "no department" in till.refused("/servetaxes dept:Nowhere new eatin=zero")
    assert "no tax none-such" in till.refused("/servetaxes dept:Food eatin=none-such")
    assert "one way to serve it at least" in till.refused("/servetaxes dept:Food takeaway=")
    till("/servetaxes dept:Food end for new law", "/taxes reduced end for nothing")
    history = till.register.looking.book("servetaxes").history("dept:Food")
    assert [one.why for one in history] == ["the law", "new law"]
