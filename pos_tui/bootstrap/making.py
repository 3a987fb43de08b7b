"""Making a shop: a store whose first commit says what the shop is."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.errors import StoreExists, UnsafeFolder
from data.store import Store
from data.tillclaim import checked_till
from pos_tui.core.currency import Currency
from pos_tui.core.denominations import times_usual
from pos_tui.core.errors import InvalidValue, StoreError
from pos_tui.core.money import decimal, plain, to_minor
from pos_tui.core.tax import EXEMPT, TaxCode
from pos_tui.core.tax_text import parse_rates
from pos_tui.core.tender import CARD, CASH, TenderType
from pos_tui.core.words import _
from pos_tui.settings import Settings, set_value

from .clocks import utc_now
from .shop import OWNER

if TYPE_CHECKING:
    from pos_tui.core.ports import Clock

_NAME_LENGTH: Final = 100
_TAX_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_MODES: Final = ("inclusive", "exclusive")
_MOST_LIMIT: Final = Decimal(1_000_000_000)
"""The largest number that a setting takes."""


@dataclass(frozen=True, slots=True)
class ShopSetup:
    """What has to be known of a shop before it can sell; checked when it is made (InvalidValue)."""

    name: str
    currency: str
    prices: str
    """inclusive or exclusive: whether shelf prices contain the taxes."""
    taxes: tuple[TaxCode, ...]
    tills: tuple[str, ...] = ("1",)
    timezone: str = "UTC"
    country: str = ""
    cash_rounding: str | None = None
    """The smallest coin in major units; None for the minor unit."""
    simulated: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    """Settings it starts with, by key, as `pos config set` takes them."""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_prices(self.prices)
        check_timezone(self.timezone)
        check_country(self.country)
        smallest_coin(self.cash_rounding, Currency.parse(self.currency))
        _all_different([tax.code for tax in self.taxes], _("tax code"))
        _all_different([checked_till(till) for till in self.tills], _("till"))

    def documents(self) -> list[tuple[str, dict[str, Any]]]:
        """(table, document) of everything the shop starts with."""
        shop = {
            "v": 1,
            "key": "shop",
            "name": self.name.strip(),
            "currency": Currency.parse(self.currency).code,
            "prices": self.prices,
            "timezone": self.timezone,
            "country": self.country,
            "cash_rounding": smallest_coin(self.cash_rounding, Currency.parse(self.currency)),
        }
        return [
            ("settings", shop),
            *(("taxes", tax.to_document()) for tax in self.taxes),
            *(("tender_types", tender_document(kind)) for kind in (CASH, CARD)),
            *(("tills", {"v": 1, "till": till, "receipt": 0}) for till in self.tills),
        ]


def tender_document(kind: TenderType) -> dict[str, Any]:
    """The stored form of a way to pay; what most of them have none of is left away."""
    values = {part.name: getattr(kind, part.name) for part in fields(TenderType)}
    if not kind.ended:
        del values["ended"]
    return {"v": 1, **{name: value for name, value in values.items() if isinstance(value, bool) or value}}


def _all_different(names: list[str], what: str) -> None:
    if not names:
        raise InvalidValue(_("a shop needs at least one {what}", what=what))
    for name in names:
        if names.count(name) > 1:
            raise InvalidValue(_("the {what} '{name}' is there twice", what=what, name=name))


def check_name(name: str) -> str:
    """A shop's name. Raises InvalidValue."""
    if not name.strip() or len(name) > _NAME_LENGTH or not name.strip().isprintable():
        raise InvalidValue(_("a shop's name has 1 to {most} printable characters", most=_NAME_LENGTH))
    return name.strip()


def check_prices(word: str) -> str:
    """inclusive or exclusive. Raises InvalidValue."""
    if word not in _MODES:
        raise InvalidValue(_("prices are inclusive or exclusive (of tax), not '{word}'", word=word[:40]))
    return word


def check_timezone(name: str) -> str:
    """An IANA time zone. Raises InvalidValue naming a near one."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        from pos_tui.settings import near

        hint = near(name, sorted(zoneinfo.available_timezones()))
        raise InvalidValue(
            _("'{name}' is no time zone, such as Europe/London{hint}", name=name[:60], hint=hint)
        ) from None
    return name


def check_country(code: str) -> str:
    """An ISO 3166 alpha-2 code, or nothing. Raises InvalidValue."""
    if code and not _COUNTRY.fullmatch(code):
        raise InvalidValue(
            _("'{code}' is no country code of two capital letters, such as GB", code=code[:40])
        )
    return code


def parse_tax(text: str) -> TaxCode:
    """A tax code from text such as standard=20 (percent), outside=none (outside the scope of any tax), or
    insurance=exempt; several in one code as in `qc=GST 5 + QST 9.5 compound`, which is one on the other.

    Raises InvalidValue.
    """
    code, equals, rate = text.partition("=")
    code = code.strip()
    if not equals or not _TAX_CODE.fullmatch(code):
        raise InvalidValue(_("'{text}' says no tax: write CODE=PERCENT, such as standard=20", text=text[:40]))
    if rate.strip().casefold() == "none":
        return TaxCode(code, code, ())
    if rate.strip().casefold() == EXEMPT:
        return TaxCode(code, code, (), EXEMPT)
    return TaxCode(code, code, parse_rates(code, rate))


def smallest_coin(text: str | None, currency: Currency) -> str | None:
    """The step that cash is rounded to, as plain text in major units; None for the minor unit.

    Raises InvalidValue for what is no whole number of minor units.
    """
    if text is None:
        return None
    step = decimal(text, _("cash rounding"), decimals=currency.digits)
    if step < 0 or step > 1000:
        raise InvalidValue(
            _("cash cannot be rounded to {step}: give the smallest coin, such as 0.05", step=plain(step))
        )
    return plain(step) if to_minor(step, currency) > 1 else None


def create_shop(folder: Path, setup: ShopSetup, *, clock: Clock = utc_now, state: Path | None = None) -> None:
    """Makes a store with a shop in it, whole or not at all.

    Raises:
        StoreExists: there is one already. UnsafeFolder, StoreError: it cannot be made there.
    """
    documents = setup.documents()
    settings = {**_limits(Currency.parse(setup.currency)), **setup.settings}
    make_shop(folder, documents, settings, simulated=setup.simulated, clock=clock, state=state)


def _limits(currency: Currency) -> dict[str, str]:
    """What is believed of prices and cash where a unit is worth little: 20000 yen are two notes."""
    times = times_usual(currency)
    usual = {"limits.price": Settings().limits_price, "limits.tender": Settings().limits_tender}
    return {} if times == 1 else {key: plain(min(most * times, _MOST_LIMIT)) for key, most in usual.items()}


def make_shop(
    folder: Path,
    documents: Sequence[tuple[str, Mapping[str, Any]]],
    settings: Mapping[str, str],
    *,
    simulated: bool = False,
    clock: Clock = utc_now,
    state: Path | None = None,
) -> None:
    """Makes a store of (table, document), in one commit: beside the folder, and moved there when it is whole.

    Raises:
        StoreExists: there is one already. UnsafeFolder, InvalidValue, StoreError: it cannot be made there.
    """
    os.umask(0o077)
    check_free(folder)
    made = folder.parent / f".{folder.name}.{secrets.token_hex(4)}.new"
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            Store.create(
                made, simulated=simulated, clock=clock, keyed=True, state=state, background=False
            ) as store,
            store.transaction(operator=OWNER) as tx,
        ):
            for table, document in documents:
                tx.insert(table, document)
        for key, text in settings.items():
            set_value(made, key, text)
        made.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise StoreError(
            _("a shop cannot be made at {folder}: {error}", folder=folder, error=error.strerror or error)
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def check_free(folder: Path) -> None:
    """Refuses a folder that a shop cannot be made in. Raises StoreExists, UnsafeFolder, StoreError."""
    if folder.is_symlink():
        raise UnsafeFolder(_("{folder} is a symbolic link; name the folder itself", folder=folder))
    if (folder / "store.json").exists():
        raise StoreExists(_("there is a store at {folder} already", folder=folder))
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreError(_("{folder} is not empty; a shop gets a folder of its own", folder=folder))
    except OSError as error:
        raise StoreError(
            _("{folder} cannot be looked into: {error}", folder=folder, error=error.strerror or error)
        ) from error


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable. Raises OSError."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
