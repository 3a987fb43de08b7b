"""`pos init`: sets a shop up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import plain, to_major
from pos_tui.core.words import _

from .call import Call
from .output import say

if TYPE_CHECKING:
    from pos_tui.core.tax import TaxCode

T = TypeVar("T")


def init(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option(help="The shop's name, as receipts print it.")] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217, such as GBP; else the country's.")] = None,
    prices: Annotated[
        str | None, typer.Option(help="inclusive or exclusive: whether shelf prices contain the taxes.")
    ] = None,
    tax: Annotated[
        list[str] | None, typer.Option(metavar="CODE=PERCENT", help="Such as standard=20; may be repeated.")
    ] = None,
    till: Annotated[
        list[str] | None, typer.Option(help="The till's code; may be repeated. [default: 1]")
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="Such as Europe/London; else the country's.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166, such as GB.")] = None,
    cash_rounding: Annotated[
        str | None, typer.Option(help="The smallest coin, such as 0.05; else what is usual for the currency.")
    ] = None,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="For replaying a history; marked for ever, on every receipt.")
    ] = False,
) -> None:
    """Set a shop up: its store, currency, taxes and till. On a terminal it asks for what is missing."""
    from pos_tui.bootstrap.making import (
        ShopSetup,
        check_country,
        check_free,
        check_name,
        check_prices,
        check_timezone,
        create_shop,
        parse_tax,
    )

    call: Call = ctx.obj
    folder = call.store
    check_free(folder)
    asker = Asker()
    nation = check_country((country or "").upper())
    shop_name = asker.value("--name", name, _("The shop's name"), check_name)
    code = asker.value("--currency", currency, _("Currency"), _currency, _currency_of(nation)).code
    mode = asker.value("--prices", prices, _("Prices, inclusive or exclusive of tax"), check_prices)
    taxes = tuple(map(parse_tax, tax or [])) or asker.value(
        "--tax", None, _("Taxes, such as standard=20 zero=0"), _taxes(parse_tax)
    )
    zone = asker.value("--timezone", timezone, _("Time zone"), check_timezone, _zone_of(nation))
    asker.finish()
    coin = cash_rounding if cash_rounding is not None else _usual_coin(Currency.parse(code))
    setup = ShopSetup(shop_name, code, mode, taxes, tuple(till or ["1"]), zone, nation, coin, simulated)
    create_shop(folder, setup)
    say(
        _(
            "{name}: {code}, prices {mode} of tax, {zone}, till {tills}",
            name=setup.name,
            code=code,
            mode=mode,
            zone=zone,
            tills=", ".join(setup.tills),
        )
    )
    if coin:
        say(_("Cash goes in steps of {coin}.", coin=coin))
    say(_("The shop is at {folder}.", folder=folder))
    if simulated:
        say(_("It is simulated, for ever."))


class Asker:
    """Takes values from options; asks on a terminal for those that are missing, else collects their names."""

    def __init__(self) -> None:
        self._ask = sys.stdin.isatty() and sys.stderr.isatty()
        self._missing: list[str] = []

    def value(
        self,
        option: str,
        given: str | None,
        question: str,
        check: Callable[[str], T],
        default: str | None = None,
    ) -> T:
        """The checked value. Raises InvalidValue for one given as an option; asks again for one typed."""
        if given is not None:
            return check(given)
        if not self._ask:
            if default is not None:
                return check(default)
            self._missing.append(option)
            return _Missing()  # type: ignore[return-value]
        while True:
            try:
                return check(str(typer.prompt(question, default=default, err=True)))
            except InvalidValue as error:
                say(error.message)

    def finish(self) -> None:
        """Raises InvalidValue naming all options that are missing."""
        if self._missing:
            raise InvalidValue(
                _("say also: {missing} (pos init --help explains them)", missing=", ".join(self._missing))
            )


class _Missing:
    """Stands for a value nobody can be asked for, until `finish` says so."""

    code = ""


def _currency(text: str) -> Currency:
    return Currency.parse(text)


def _taxes(parse: Callable[[str], TaxCode]) -> Callable[[str], tuple[TaxCode, ...]]:
    def check(text: str) -> tuple[TaxCode, ...]:
        found = tuple(parse(word) for word in text.replace(",", " ").split())
        if not found:
            raise InvalidValue(_("at least one tax is needed; none=0 will do"))
        return found

    return check


def _currency_of(country: str) -> str | None:
    """The currency a country uses now, by CLDR."""
    if not country:
        return None
    from babel.numbers import get_territory_currencies

    found = get_territory_currencies(country)
    return found[0] if found else None


def _zone_of(country: str) -> str | None:
    """The time zone of a country that has one only (CLDR), else, without a country, this machine's."""
    if country:
        from babel.core import get_global

        zones = get_global("territory_zones").get(country, [])
        return zones[0] if len(zones) == 1 else None
    if os.environ.get("TZ", "").count("/"):
        return os.environ["TZ"].lstrip(":")
    place = str(Path("/etc/localtime").resolve())
    return place.partition("/zoneinfo/")[2] or "UTC"


def _usual_coin(currency: Currency) -> str | None:
    """The smallest coin that is in use, by CLDR, in major units; None where it is the minor unit."""
    from babel.core import get_global

    fractions = get_global("currency_fractions").get(currency.code)
    if fractions is None:
        return None
    _, _, cash_digits, cash_rounding = fractions
    minor = 10 ** max(0, currency.digits - cash_digits) * max(1, cash_rounding)
    return plain(to_major(minor, currency)) if minor > 1 else None
