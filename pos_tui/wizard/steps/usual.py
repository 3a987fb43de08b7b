"""What is usual where the shop is, on one page; any of it can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos_tui.core.words import _

from .. import places
from ..countries import preset
from ..question import Choice, Question, Reply
from ..rates import parse_rates
from ..sheet import DONE, Sheet, Step

if TYPE_CHECKING:
    from pos_tui.core.tax import TaxCode

CUTOFFS: Final = ("00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00")


def currency(sheet: Sheet) -> str:
    """The currency's code; empty where it has to be asked."""
    return sheet.text("currency") or places.currency_of(sheet.text("country"))


def prices(sheet: Sheet) -> str:
    """inclusive or exclusive."""
    return sheet.text("prices") or preset(sheet.text("country")).prices


def rates_said(sheet: Sheet) -> str:
    """The rates as text; empty where they have to be asked."""
    usual = preset(sheet.text("country"))
    return sheet.text("rates") or (usual.regions or {}).get(sheet.text("region"), usual.rates)


def taxes(sheet: Sheet) -> tuple[TaxCode, ...]:
    """The tax codes of the shop. Raises InvalidValue."""
    return parse_rates(rates_said(sheet), preset(sheet.text("country")).tax)


def coin(sheet: Sheet) -> str:
    """The step cash goes in; empty for the smallest unit."""
    if "coin" in sheet.answers:
        return sheet.text("coin")
    return places.coin_of(sheet.text("country"), currency(sheet))


def zone(sheet: Sheet) -> str:
    """The time zone; empty where the country has several and this machine stands in none of them."""
    here = sheet.port.surroundings().zone
    return sheet.text("zone") or places.zone_of(sheet.text("country"), here)


def cutoff_name(time: str) -> str:
    """An hour at which a day may end, in words."""
    return _("midnight") if time == CUTOFFS[0] else _("{time} in the morning", time=time)


def _coin_name(sheet: Sheet) -> str:
    step = coin(sheet)
    return _("to {coin}", coin=step) if step else _("exact, to the smallest coin")


def _prices_name(mode: str) -> str:
    return _("contain the tax") if mode == "inclusive" else _("are without tax, it is added")


class Usual(Step):
    """The page. What the country leaves open is asked before it is shown."""

    name = "usual"

    def ask(self, sheet: Sheet) -> Question:
        """All of it, to be taken or changed line by line."""
        missing = _("? choose")
        money, where = currency(sheet), zone(sheet)
        said = rates_said(sheet)
        rows = (
            (
                "usual.currency",
                _("Currency"),
                places.currency_name(money, sheet.names) if money else missing,
            ),
            ("usual.rates", _("Tax rates"), said or missing),
            ("usual.prices", _("Prices"), _prices_name(prices(sheet))),
            ("usual.coin", _("Cash goes"), _coin_name(sheet)),
            ("usual.zone", _("Time of"), places.zone_name(where) if where else missing),
            ("usual.cutoff", _("A day ends at"), cutoff_name(sheet.text("cutoff", CUTOFFS[0]))),
        )
        country = places.country_name(sheet.text("country"), sheet.names)
        return Question(
            _("Usual in {country}", country=country),
            (
                _("Is this right for your shop? Compare the rates with your tax office: laws change."),
                _("Look twice: only the end of the day is changed easily later (pos config)."),
            ),
            choices=(
                Choice(DONE, _("All of this is right: go on")),
                *(Choice(name, label, detail) for name, label, detail in rows),
            ),
            chosen=next((place for place, row in enumerate(rows, 1) if row[2] == missing), 0),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Goes on, or to the line that is to be changed."""
        if answer != DONE:
            sheet.go = answer
            return None
        for missing, value in (
            ("currency", currency(sheet)),
            ("rates", rates_said(sheet)),
            ("zone", zone(sheet)),
        ):
            if not value:
                sheet.go = f"usual.{missing}"
                return Reply(_("this is needed first"))
        taxes(sheet)
        sheet.answers[self.name] = DONE
        return None
