"""Tax rates as people write them, and what is usual where."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import to_minor
from pos_tui.wizard import places
from pos_tui.wizard.columns import guessed
from pos_tui.wizard.countries import preset, presets
from pos_tui.wizard.question import Choice, is_code, matching, meant
from pos_tui.wizard.rates import parse_rates, rates_text

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("20", "Standard 20"),
        ("8,25 %", "Standard 8.25"),
        ("Standard 20, Reduced 5, Zero 0", "Standard 20; Reduced 5; Zero 0"),
        ("Normal 8,1, Reduziert 2,6", "Normal 8.1; Reduziert 2.6"),
        ("Standard 20%,Reduced 5%", "Standard 20; Reduced 5"),
        ("standard=20 zero=0", "standard 20; zero 0"),
        ("Taxable: GST 5 + PST 7; GST only: GST 5", "Taxable: GST 5 + PST 7; GST only: GST 5"),
        ("רגיל 18, אפס 0", "רגיל 18; אפס 0"),
        ("Standard 20, Deposits none", "Standard 20; Deposits none"),
        ("Standard 20, Stamps exempt", "Standard 20; Stamps exempt"),
        ("none", "No tax none"),
        ("No tax none", "No tax none"),
    ],
)
def test_rates_are_understood_as_people_write_them(text: str, understood: str) -> None:
    assert rates_text(parse_rates(text, "VAT"), "VAT") == understood


@pytest.mark.parametrize(
    "text",
    ["", "  ", "Standard", "Standard 20 Zero 0", "1,2,3", "20, 5", "Standard 101", "A 1, a 2",
     "VAT 5 + GST 7", "Standard 1.23456", "x" * 31 + " 5", "\x1b[2J 5", "Standard -5",
     ", ".join(f"R{n} 1" for n in range(13))],
)  # fmt: skip
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_rates(text, "VAT")


@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        codes = parse_rates(text, "VAT")
    except InvalidValue:
        return
    assert parse_rates(rates_text(codes, "VAT"), "VAT") == codes
    assert len({code.code for code in codes}) == len(codes)


@pytest.mark.parametrize("country", presets())
def test_what_is_usual_in_a_country_makes_a_shop(country: str) -> None:
    usual = preset(country)
    currency = Currency.parse(places.currency_of(country))
    for text in (usual.rates, *(usual.regions or {}).values()):
        if text:
            codes = parse_rates(text, usual.tax)
            assert codes[0].code == "standard"
            assert codes[0].components or country == "HK"
            assert all(0 <= part.rates[0][1] <= 50 for code in codes for part in code.components)
            assert rates_text(parse_rates(rates_text(codes, usual.tax), usual.tax), usual.tax)
    coin = places.coin_of(country, currency.code)
    assert not coin or to_minor(Decimal(coin), currency) > 1
    assert usual.prices in ("inclusive", "exclusive")
    assert places.zones(country, NOW)
    assert places.country_name(country) != country


def test_the_table_knows_the_countries_it_should() -> None:
    wanted = "GB IE DE AT CH FR BE NL ES IT PT PL CZ SE NO DK FI US CA AU NZ IL IN CN JP SG ZA BR"
    assert set(wanted.split()) <= set(presets())


@pytest.mark.parametrize(
    ("country", "currency", "coin", "zone"),
    [
        ("GB", "GBP", "", "Europe/London"),
        ("DE", "EUR", "", "Europe/Berlin"),
        ("FI", "EUR", "0.05", "Europe/Helsinki"),
        ("BG", "EUR", "", "Europe/Sofia"),
        ("CH", "CHF", "0.05", "Europe/Zurich"),
        ("SE", "SEK", "1", "Europe/Stockholm"),
        ("JP", "JPY", "", "Asia/Tokyo"),
        ("NZ", "NZD", "0.10", "Pacific/Auckland"),
        ("US", "USD", "", ""),
        ("AQ", "", "", ""),
    ],
)
def test_currency_coin_and_zone_of_a_country(country: str, currency: str, coin: str, zone: str) -> None:
    assert places.currency_of(country) == currency
    assert places.coin_of(country, currency) == coin
    assert places.zone_of(country) == zone


def test_a_zone_of_the_country_that_the_machine_stands_in_wins() -> None:
    assert places.zone_of("US", "America/Chicago") == "America/Chicago"
    assert places.zone_of("GB", "America/Chicago") == "Europe/London"
    assert places.country_of_zone("America/Chicago") == "US"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("uk", "United Kingdom"), ("united k", "United Kingdom"), ("deutschl", "Germany"),
        ("usa", "United States"),
        ("österreich", "Austria"), ("osterreich", "Austria"), ("cote d", "Côte d’Ivoire"), ("日本", "Japan"),
        ("ישראל", "Israel"), ("emirates", "United Arab Emirates"), ("gb", "United Kingdom"),
    ],
)  # fmt: skip
def test_countries_are_found_by_what_people_call_them(typed: str, found: str) -> None:
    countries = places.countries()
    choice = meant(countries, typed) or matching(countries, typed)[0]
    assert choice.label == found


def test_a_code_is_told_from_what_is_pasted() -> None:
    assert is_code("5010477348678", scanned=False)
    assert is_code("]E05010477348678", scanned=True)
    assert is_code("12345678", scanned=True)
    assert not is_code("12345678", scanned=False)
    assert not is_code("Corner Shop & Sons", scanned=True)
    assert not is_code("123", scanned=True)


def test_one_of_many_is_meant_by_value_label_or_beginning() -> None:
    choices = (Choice("a", "Apples"), Choice("p", "Pears"), Choice("pp", "Pears, ripe"))
    assert [choice.value for choice in matching(choices, "pe")] == ["p", "pp"]
    for text, value in (("a", "a"), ("PEARS", "p"), ("ripe", "pp"), ("app", "a")):
        choice = meant(choices, text)
        assert choice is not None
        assert choice.value == value
    assert meant(choices, "pe") is None
    assert meant(choices, "[/]") is None


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        (["EAN", "Bezeichnung", "VK-Preis", "Warengruppe"],
         {"sku": "EAN", "name": "Bezeichnung", "price": "VK-Preis", "department": "Warengruppe"}),
        (["Item Code", "Barcode", "Item", "Retail", "Cost"],
         {"sku": "Item Code", "gtin": "Barcode", "name": "Item", "price": "Retail", "cost": "Cost"}),
        (["Référence", "Désignation", "Prix TTC"],
         {"sku": "Référence", "name": "Désignation", "price": "Prix TTC"}),
        (["x", "y"], {}),
        ([], {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_what_people_call_them(columns: list[str], fields: dict[str, str]) -> None:
    assert guessed(columns) == fields
