"""What the application identifiers of a scan do in a sale."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from .shop import EAN, UPC, Till, item

GS = "\x1d"
NewTill = Callable[..., Till]
COLA = f"01{EAN.zfill(14)}"
CHEESE = "0190000000000010"
MEAT = "0190000000000027"
WINE = "0190000000000034"


@pytest.fixture
def stocked(till: Till) -> Till:
    """With goods whose labels say more than which item they are."""
    goods = (
        item("EMMENTAL", "Emmental, cut", "12.50", gtins=[CHEESE[2:]], unit="kg", weighed=True, tax="zero"),
        item("SAFFRON", "Saffron threads", "9.00", gtins=[MEAT[2:]], unit="g", weighed=True),
        item("WINE", "Wine, from the barrel", "4.00", gtins=[WINE[2:]], unit="l", weighed=True),
        item("MAG", "Weekly", "3.50", gtins=["09771473968012"], tax="zero"),
        item("NOVEL", "Novel", "8.99", gtins=["09780306406157"], tax="zero"),
    )
    with till.front.store.transaction(operator="owner") as tx:
        for document in goods:
            tx.insert("items", document)
    return till


def traits(till: Till, place: int = -1) -> dict[str, str]:
    return till.register.basket.lines[place].traits.to_document()


@pytest.mark.parametrize(
    "scan",
    [
        f"]C1{COLA}",
        f"]e0{COLA}",
        f"]d2{COLA}10A{GS}21S-1",
        f"]Q3{COLA}17271231",
        f"]J1{COLA}",
        f"{GS}{COLA}{GS}",
        f"{GS}{COLA}10A{GS}99X",
        f"{COLA}10A{GS}21S-1",
        f"(01){EAN.zfill(14)}(10)A",
        f"(01) {EAN.zfill(14)} (10) A",
        f"]C102{EAN.zfill(14)}",
        f"https://id.gs1.org/01/{EAN.zfill(14)}/10/A?17=271231&x=@=*",
        f"HTTPS://shop.example/some/where/01/{EAN}",
        f"]Q1https://example.com/01/{EAN.zfill(14)}",
        f"]E0{EAN}|]e010A",
        f"]E0{EAN}|]e0nonsense",
    ],
)
def test_b08_every_kind_of_gs1_code_finds_the_item(stocked: Till, scan: str) -> None:
    stocked(scan, entered="scan")
    stocked(f"2*{scan}" if "21S" not in scan else EAN, "2*", scan.replace("21S-1", "21S-2"))
    assert [line[0] for line in stocked.lines()] == ["COLA"] * 3


def test_net_weight_is_the_quantity_of_what_is_weighed(stocked: Till) -> None:
    stocked(f"]C1{CHEESE}3103000734", f"]C1{CHEESE}3102000123", f"]C1{CHEESE}3200000002", entered="scan")
    stocked(f"]C1{MEAT}3105000200", f"]C1{WINE}3152000150", entered="scan")
    assert stocked.lines() == [
        ("EMMENTAL", "0.734", 918),
        ("EMMENTAL", "1.230", 1538),
        ("EMMENTAL", "0.907", 1134),
        ("SAFFRON", "2", 1800),
        ("WINE", "1.500", 600),
    ]
    assert "sold by l" in stocked.refused(f"]C1{WINE}3103000734", entered="scan")
    assert "limits.weight" in stocked.refused(f"]C1{CHEESE}3100000734", entered="scan")


def test_b10_the_labels_price_is_charged_exactly(stocked: Till) -> None:
    stocked(f"]e0{CHEESE}31030007343922999", f"]e0{CHEESE}3922915", entered="scan")
    stocked(f"]e0{COLA}3922100", f"]e0{CHEESE}39328261000", f"2*]e0{COLA}3921{12}", entered="scan")
    assert stocked.lines() == [
        ("EMMENTAL", "0.734", 999),
        ("EMMENTAL", "0.732", 915),
        ("COLA", "1", 100),
        ("EMMENTAL", "0.800", 1000),
        ("COLA", "2", 240),
    ]
    assert {line.source for line in stocked.register.basket.lines} == {"sticker"}
    assert "is in EUR" in stocked.refused(f"]e0{CHEESE}39329781000", entered="scan")
    assert "is in 999" in stocked.refused(f"]e0{CHEESE}39329991000", entered="scan")
    assert "finer than GBP" in stocked.refused(f"]e0{CHEESE}39231001", entered="scan")


def test_a_count_is_the_number_of_pieces(stocked: Till) -> None:
    stocked(f"]C1{COLA}3012", f"]C102{EAN.zfill(14)}3706", f"2*]C1{COLA}303", entered="scan")
    assert [line[1] for line in stocked.lines()] == ["12", "6", "6"]


def test_lot_serial_and_dates_stay_with_the_line_to_the_journal(stocked: Till) -> None:
    stocked(f"]d2{COLA}1728123110LOT-7{GS}21S/1", entered="scan")
    kept = {"lot": "LOT-7", "serial": "S/1", "use_by": "2028-12-31"}
    assert traits(stocked) == kept
    stocked.restart()
    assert traits(stocked) == kept
    stocked("/hold a", "/recall a", EAN)
    assert traits(stocked, 0) == kept
    stocked("/cash 10")
    lines: list[dict[str, Any]] = stocked.sales()[-1]["lines"]
    assert lines[0]["traits"] == kept
    assert "traits" not in lines[1]


def test_lines_that_differ_in_lot_do_not_merge(new_till: NewTill) -> None:
    till = new_till(settings={"scan.merge": "true"})
    for code in (EAN, EAN, f"]C1{COLA}10A", f"]C1{COLA}10A", f"]C1{COLA}10B"):
        till(code, entered="scan")
    assert [line[1] for line in till.lines()] == ["2", "2", "1"]


def test_the_same_piece_is_not_sold_twice(stocked: Till) -> None:
    stocked(f"]d2{COLA}21S1", entered="scan")
    assert "is line 1 already" in stocked.refused(f"]d2{COLA}21S1", entered="scan")
    stocked(f"]d2{COLA}21S2", "/void #1", f"]d2{COLA}21S1", f"/return ]d2{COLA}21S1")
    assert [line[1] for line in stocked.lines()] == ["1", "1", "-1"]


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ("17261122", "use-by date was 2026-11-22"),
        ("7003261122", "use-by date was 2026-11-22"),
        ("15261031", "best before 2026-10-31"),
        ("16261122", "sold by 2026-11-22"),
        ("17261100", ""),
        ("17261123", ""),
        ("15261231", ""),
    ],
)
def test_goods_whose_date_is_over_are_sold_with_a_warning(stocked: Till, dates: str, says: str) -> None:
    dates = dates if not dates.startswith("7003") else dates + "2359"
    outcome = stocked(f"]d2{COLA}{dates}", entered="scan")
    assert outcome.data.get("warning", "").find(says) >= 0
    assert ("warning" in outcome.data) == bool(says)
    assert outcome.sound == ("refused" if says else "good")
    assert "warning" not in stocked(f"/return ]d2{COLA}{dates}").data


@pytest.mark.parametrize(
    "scan",
    [
        f"]C1{COLA}17261399",
        f"]d2{COLA}10A{GS}17260231",
        f"]e0{COLA}1527130010A",
        f"]C1{COLA}70032699312359",
        f"{GS}16261232{COLA}",
        f"(01){EAN.zfill(14)}(17)261399(10)A",
        f"https://id.gs1.org/01/{EAN}/10/A?17=269999&3103=000100",
        f"]E0{EAN}|]e017269999",
    ],
)
def test_an_article_whose_date_is_no_day_is_sold_and_that_is_told(stocked: Till, scan: str) -> None:
    outcome = stocked(scan, entered="scan")
    assert "cannot be read" in outcome.data["warning"]
    assert outcome.sound == "refused"
    stocked.restart()
    assert traits(stocked)["unread"] in ("15", "16", "17", "7003")
    stocked("/cash")
    assert stocked.sales()[-1]["total"] == 119


def test_a_date_a_till_does_not_look_at_stops_nothing(stocked: Till) -> None:
    for more in (
        "11261399",
        "13269999",
        f"800826133112{GS}",
        f"7007260101260131{GS}",
        f"7007260101269931{GS}",
    ):
        assert "warning" not in stocked(f"]C1{COLA}{more}10A", entered="scan").data


@pytest.mark.parametrize(
    ("scan", "says"),
    [
        ("]C10105449000000997", "misread"),
        (f"]C1{COLA}89X", "misread"),
        ("]C1", "only a part"),
        (f"]d2{COLA}02{EAN.zfill(14)}", "exclude each other"),
        ("]C100106141412345678908", "parcel or pallet"),
        ("]C18003095011015300001", "returnable crate"),
        ("]C14145412345000013", "number of a place"),
        ("]e08110106141416543213150110000310123196000", "that is a coupon"),
        ("9912345678909", "that is a coupon"),
        ("]C110ABC", "no article's number"),
        ("https://example.com/", "names no article"),
        ("]Q1https://example.com/01/124", "names no article"),
        ("]E105", "only a part"),
        (f"]E0{EAN[:-1]}7", "misread"),
    ],
)
def test_what_is_no_article_is_answered_in_words_and_kept(stocked: Till, scan: str, says: str) -> None:
    assert says in stocked.refused(scan, entered="scan")
    assert len(stocked.register.unmatched) == 1


def test_an_unknown_item_is_kept_under_its_own_number(stocked: Till) -> None:
    assert "no item has the code 4006381333931" in stocked.refused("]C1010400638133393110LOT", entered="scan")
    assert stocked.register.unmatched == ("4006381333931",)
    stocked("/new 4006381333931 Fountain pen @12.50 Food", "]C1010400638133393110LOT")
    assert stocked.register.unmatched == ()


def test_a_case_names_the_article_in_it(stocked: Till) -> None:
    assert "12*COLA" in stocked.refused("]I115449000000993", entered="scan")


def test_magazines_and_books(stocked: Till) -> None:
    stocked("]E3977147396801205", "977147396801299", "9771473968012", entered="scan")
    stocked("0-306-40615-2", "0306406152", "978-0-306-40615-7")
    assert [line[0] for line in stocked.lines()] == ["MAG"] * 3 + ["NOVEL"] * 3


def test_upc_e_by_setting(new_till: NewTill) -> None:
    till = new_till(settings={"scan.upc_e": "true"})
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("PENCIL", "Pencil", "1.00", gtins=["00042100005264"]))
    till("04252614", entered="scan")
    assert till.lines() == [("PENCIL", "1", 100)]


def test_a_code_of_the_shops_own_comes_first(stocked: Till) -> None:
    with stocked.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("(10) screws", "Ten screws", "1.00"))
        tx.insert("items", item("https://x/", "A site", "2.00"))
    stocked("(10) screws", "2*https://x/")
    assert stocked.lines() == [("(10) screws", "1", 100), ("https://x/", "2", 400)]


def test_weights_are_decimal(stocked: Till) -> None:
    stocked(f"]C1{CHEESE}3103000001")
    assert stocked.register.basket.lines[0].quantity == Decimal("0.001")
    stocked(UPC)


@pytest.mark.parametrize(
    ("entry", "quantity", "price", "amount"),
    [
        (f"({CHEESE[:2]}){CHEESE[2:]}(3103)000734(3922)918", "0.734", "12.5", 918),
        (f"({CHEESE[:2]}){CHEESE[2:]}(3103)000734(3922)500", "0.734", "6.811989", 500),
        (f"({CHEESE[:2]}){CHEESE[2:]}(3922)500", "0.4", "12.5", 500),
        ("0.734*EMMENTAL=5.00", "0.734", "6.811989", 500),
    ],
)
def test_price_times_quantity_is_what_is_charged(
    stocked: Till, entry: str, quantity: str, price: str, amount: int
) -> None:
    line = stocked.register.run(entry).data
    assert (line["qty"], line["unit_price"], line["amount"]) == (quantity, price, amount)
