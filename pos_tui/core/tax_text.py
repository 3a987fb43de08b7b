"""The rates of a tax as people write them: `20, 21 from 2027-01-01`, or `GST 5 + QST 9.975 compound`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from .errors import InvalidValue
from .money import decimal, plain
from .tax import TaxCode, TaxComponent
from .words import _

_DECIMALS = 4


def parse_percent(text: str) -> Decimal:
    """A tax rate in percent. Raises InvalidValue."""
    percent = decimal(text, _("tax rate"), decimals=_DECIMALS)
    if not 0 <= percent <= 100:
        raise InvalidValue(_("the tax rate {rate} is not between 0 and 100 percent", rate=text.strip()))
    return percent


def parse_rates(code: str, text: str) -> tuple[TaxComponent, ...]:
    """The taxes that fall together; one alone is called by its code. Raises InvalidValue."""
    texts = text.split("+")
    parts = tuple(_component(code, part, alone=len(texts) == 1) for part in texts)
    if len({part.name for part in parts}) < len(parts):
        raise InvalidValue(_("the taxes of {code} need different names", code=code))
    return parts


def said_rates(parts: tuple[TaxComponent, ...], code: str) -> str:
    """The same as text again."""
    return " + ".join(_said(part, code) for part in parts)


def with_past(was: TaxCode, tax: TaxCode, day: str) -> TaxCode:
    """A changed code with the rates that it had before a day; only rates from that day on may differ.

    Raises InvalidValue: what was sold would have another tax.
    """
    if was.kind != tax.kind or bool(was.components) is not bool(tax.components):
        raise InvalidValue(_("what was sold with it stays so: make another code"))
    before = [(part.name, part.compound) for part in was.components]
    if before != [(part.name, part.compound) for part in tax.components]:
        raise InvalidValue(_("its taxes stay what they are, only rates change: make another code"))
    pairs = zip(was.components, tax.components, strict=True)
    return replace(tax, components=tuple(_kept(old, new, day) for old, new in pairs))


def _kept(old: TaxComponent, new: TaxComponent, day: str) -> TaxComponent:
    past = {start: rate for start, rate in old.rates if start < day}
    for start, rate in new.rates:
        if start < day and past.get(start) != rate:
            told = {"rate": plain(rate), "day": day}
            raise InvalidValue(_("what was sold keeps its tax: write {rate} from {day}, or later", **told))
    rates = {**past, **{start: rate for start, rate in new.rates if start >= day}}
    return replace(new, rates=tuple(sorted(rates.items())))


def _said(part: TaxComponent, code: str) -> str:
    rates = ", ".join(plain(rate) + (f" from {start}" if start else "") for start, rate in part.rates)
    name = "" if part.name == code else f"{part.name} "
    return f"{name}{rates}{' compound' if part.compound else ''}"


def _component(code: str, text: str, *, alone: bool) -> TaxComponent:
    words = text.strip()
    compound = words.casefold().endswith(" compound")
    first, *others = words[: -len(" compound")].split(",") if compound else words.split(",")
    name, rate = _named(first)
    if not name and not alone:
        raise InvalidValue(_("each of several taxes needs a name: {code}=GST 5 + QST 9.975", code=code))
    rates = dict((rate, *map(_rate, others)))
    if len(rates) <= len(others):
        raise InvalidValue(_("two rates begin on the same day: say from which day each holds"))
    return TaxComponent(name or code, tuple(sorted(rates.items())), compound)


def _named(text: str) -> tuple[str, tuple[str, Decimal]]:
    """(name, rate) of `GST 5` or `GST 5 from 2027-01-01`."""
    before, start, day = text.partition(" from ")
    *names, percent = before.split() or [""]
    return " ".join(names), _rate(f"{percent}{start}{day}")


def _rate(text: str) -> tuple[str, Decimal]:
    """(first day, percent) of `21 from 2027-01-01`; the day is empty where none is said."""
    percent, _from, day = text.partition(" from ")
    try:
        start = date.fromisoformat(day.strip()).isoformat() if day.strip() else ""
    except ValueError:
        raise InvalidValue(_("'{text}' is no day, such as 2027-01-31", text=day.strip()[:40])) from None
    return start, parse_percent(percent)
