"""`pos init`: sets a shop up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

from .call import Call
from .exit_codes import ExitCode
from .output import line, say

if TYPE_CHECKING:
    from pos_tui.bootstrap.making import ShopSetup
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
    like: Annotated[
        Path | None,
        typer.Option(metavar="STORE", help="With the catalogue and the settings of another shop's store."),
    ] = None,
    remaining: Annotated[
        bool, typer.Option("--remaining", help="Only list what a shop that is made still wants set up.")
    ] = False,
) -> None:
    """Set a shop up: its store, currency, taxes and till.

    Without options it asks, question by question, on a terminal, and goes on where it stopped; a shop that is
    made is asked about what remains. With some of the options it asks for those that are missing.

    Example: pos init --name "Corner Shop" --currency GBP --prices inclusive --tax standard=20 --tax zero=0
    --till 1
    """
    given = (name, currency, prices, tax, till, timezone, country, cash_rounding)
    if remaining:
        _list_remaining(ctx.obj)
    elif like is not None:
        if simulated or any(value is not None for value in (currency, prices, tax, timezone, country)):
            raise InvalidValue(_("with --like only --name and --till can be said: all else is as there"))
        _make_like(ctx.obj.store, like, name, tuple(till or ()))
    elif not simulated and all(value is None for value in given) and _on_terminal():
        raise typer.Exit(_questions(ctx.obj))
    else:
        wanted = _Wanted(name, currency, prices, tuple(tax or ()), timezone, country, cash_rounding)
        _make(ctx.obj.store, wanted, tuple(till or ["1"]), simulated=simulated)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the options say."""

    name: str | None
    currency: str | None
    prices: str | None
    tax: tuple[str, ...]
    timezone: str | None
    country: str | None
    cash_rounding: str | None


def _make(folder: Path, wanted: _Wanted, tills: tuple[str, ...], *, simulated: bool) -> None:
    """Makes the shop that the options say, asking on a terminal for what they do not."""
    from pos_tui.bootstrap import making

    making.check_free(folder)
    asker = Asker()
    nation = making.check_country((wanted.country or "").upper())
    name = asker.value("--name", wanted.name, _("The shop's name"), making.check_name)
    code = asker.value("--currency", wanted.currency, _("Currency"), _currency, _currency_of(nation)).code
    mode = asker.value(
        "--prices", wanted.prices, _("Prices, inclusive or exclusive of tax"), making.check_prices
    )
    taxes = tuple(map(making.parse_tax, wanted.tax)) or asker.value(
        "--tax", None, _("Taxes, such as standard=20 zero=0"), _taxes(making.parse_tax)
    )
    zone = asker.value("--timezone", wanted.timezone, _("Time zone"), making.check_timezone, _zone_of(nation))
    asker.finish()
    coin = wanted.cash_rounding if wanted.cash_rounding is not None else _usual_coin(code)
    setup = making.ShopSetup(name, code, mode, taxes, tills, zone, nation, coin, simulated)
    making.create_shop(folder, setup)
    _tell(setup, folder)


def _make_like(folder: Path, other: Path, name: str | None, tills: tuple[str, ...]) -> None:
    """Makes the shop that is like another one."""
    from pos_tui.bootstrap.likeness import create_like

    made = create_like(folder, other.expanduser(), name, tills)
    counts = ", ".join(f"{count} {table}" for table, count in made.counts.items() if table != "settings")
    say(_("{name}: as the shop at {other}: {counts}", name=made.name, other=other, counts=counts))
    say(_("Without its people, customers, stock, sales and devices: pos init --remaining lists what to do."))
    say(_("The shop is at {folder}.", folder=folder))


def _tell(setup: ShopSetup, folder: Path) -> None:
    """Says what was made."""
    say(
        _(
            "{name}: {code}, prices {mode} of tax, {zone}, till {tills}",
            name=setup.name,
            code=setup.currency,
            mode=setup.prices,
            zone=setup.timezone,
            tills=", ".join(setup.tills),
        )
    )
    if setup.cash_rounding:
        say(_("Cash goes in steps of {coin}.", coin=setup.cash_rounding))
    say(_("The shop is at {folder}.", folder=folder))
    if setup.simulated:
        say(_("It is simulated, for ever."))


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _questions(call: Call) -> int:
    """The first start line by line; returns the exit code."""
    from .first import first_start

    code = first_start(call, in_lines=True)
    if code is None:
        say(_("pos opens the till; pos init comes back to what remains."))
    return code or ExitCode.OK


def _list_remaining(call: Call) -> None:
    """Writes what a shop still wants, a line each. Raises StoreError where there is no shop."""
    from pos_tui.bootstrap.setup import Workshop
    from pos_tui.wizard.steps.remaining import tasks

    for task in tasks(Workshop(call.store).standing()):
        line(f"[{'x' if task.done else ' '}] {task.label}: {task.state}")
    sys.stdout.flush()


class Asker:
    """Takes values from options; asks on a terminal for those that are missing, else collects their names."""

    def __init__(self) -> None:
        self._ask = _on_terminal()
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
    """The currency a country uses now."""
    from pos_tui.wizard.places import currency_of

    return (currency_of(country) or None) if country else None


def _zone_of(country: str) -> str | None:
    """This machine's time zone; where that is not the country's, that of most of it, if it has one."""
    here = os.environ["TZ"].lstrip(":") if os.environ.get("TZ", "").count("/") else ""
    here = here or str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2]
    if not country:
        return here or "UTC"
    from pos_tui.wizard.places import zone_of

    return zone_of(country, here) or None


def _usual_coin(currency: str) -> str | None:
    """The smallest coin that is in use, by CLDR, in major units; None where it is the minor unit."""
    from pos_tui.wizard.places import coin_of

    return coin_of("", currency) or None
