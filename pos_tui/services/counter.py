"""The counter: everything an activity at the till needs, handed in by who sets the till up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pos_tui.core.errors import InvalidValue, Refused, StoreError
from pos_tui.core.moment import Moment
from pos_tui.core.permission import EVERYTHING, Rights
from pos_tui.core.price_list import PriceList
from pos_tui.core.pricing import PricingRules
from pos_tui.core.records import RecordFrame, business_day
from pos_tui.core.tax import AppliedTax, TaxCode
from pos_tui.core.tender import CARD, CASH, TenderType
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.gs1 import Element
    from pos_tui.core.instore import Mask
    from pos_tui.core.loyalty import LoyaltyRules
    from pos_tui.core.office import Book, Office
    from pos_tui.core.open_shift import OpenShift
    from pos_tui.core.ports import (
        Catalogue,
        Clock,
        Draft,
        Drawer,
        Held,
        History,
        ItemKeeper,
        LabelPrinter,
        Ledger,
        People,
        Scale,
        Seals,
        Signer,
        Slips,
    )
    from pos_tui.core.promised import Promised
    from pos_tui.core.refund_window import Extension
    from pos_tui.core.scan import Scan
    from pos_tui.core.service_mode import ServiceTaxes
    from pos_tui.core.shop import Shop

    from .watching import Steady


@dataclass(frozen=True, slots=True)
class CounterRules:
    """The shop's settings for the counter."""

    quantity_limit: Decimal = Decimal(999)
    weight_limit: Decimal = Decimal(30)
    price_limit: Decimal = Decimal(1_000_000)
    """Major units."""
    tender_limit: int = 1_000_000
    """Minor units: what may be given beyond what is due."""
    merge: bool = False
    """A second scan of the same item raises the quantity of its line."""
    masks: tuple[Mask, ...] = ()
    minor_entry: bool = False
    """2000 typed as an amount means 20.00."""
    tax_per_line: bool = False
    cutoff_minutes: int = 0
    """When the business day ends, in minutes after midnight, shop time."""
    upc_e: bool = False
    """Eight digits that are a UPC-E are read as one, also without the scanner's AIM id."""
    tares: Mapping[str, int] = field(default_factory=dict)
    """What packaging weighs, in grams, by its name in lower case."""
    reasons: tuple[str, ...] = ()
    """Why a price may be lowered by hand; where there are any, one of them must be given."""
    shifts: bool = False
    """Money is taken in shifts only; without it a shift may be opened, but need not."""
    shared_drawer: bool = False
    """Others than who opened the shift may take money into its drawer."""
    open_baskets: str = "carry"
    """What becomes of open baskets at a Z: carry them over, or block it."""
    recounts: int = 3
    """How often a drawer may be counted for one Z."""
    refund_days: int = 0
    """How long goods can come back by their receipt; 0 is for ever."""
    refund_extensions: tuple[Extension, ...] = ()
    refund_tender: str = "original"
    """original: money goes back the way it came in; any: as the customer likes."""
    refund_unproven: str = ""
    """The tender type that goods without a receipt are paid out as; nothing is store credit."""
    refund_checks_record: bool = False
    """A refund needs the record's digits, which only the paper has."""
    voucher_days: int = 0
    """How long vouchers hold that are sold from now on; 0 is for ever."""
    layaway_deposit: str = ""
    """What is usually paid of what is put aside: a share such as 20%, an amount, or nothing."""
    layaway_days: int = 0
    """How long it waits; 0 is for ever."""
    layaway_fee: str = ""
    """The SKU of what cancelling an order costs; "" costs nothing."""
    layaway_taxed: bool = False
    """Deposits are taxed when they are taken, not when the goods are collected."""
    empties: tuple[str, ...] = ()
    """The SKUs of what counts as an empty."""
    empties_limit: int = 0
    """Minor units that are paid out for empties at most; 0 is without a limit."""
    empties_slips: tuple[Mask, ...] = ()
    """What slips of machines that take empties look like."""
    loyalty: LoyaltyRules | None = None
    """None where the shop gives no points and has no tiers."""
    service: str = ""
    """How goods are served unless somebody says so: eatin, takeaway."""
    disk_low: int = 0
    """Bytes free on the store's disk below which the till says so."""
    address: tuple[str, ...] = ()
    tax_number: str = ""
    """The shop's own, for invoices."""
    cancel_reason: int = 0
    """Minor units from which on a sale is cancelled for a reason only; 0 is never."""
    location: str = "shop"
    """Where the stock is that is sold here."""
    locations: tuple[str, ...] = ()
    """Where the shop has stock besides."""
    negative: str = "sell"
    """What happens where more is sold than there is, unless the item says it: sell, or block."""


def no_seals() -> Seals:
    """A counter that keeps nothing of persons. Raises StoreError."""
    raise StoreError(_("nothing of persons is kept here"))


def no_people() -> People:
    """A counter that knows no customers. Raises StoreError."""
    raise StoreError(_("no customers are kept here"))


def no_books(word: str) -> Book:
    """A counter without a shop around it. Raises Refused."""
    raise Refused(_("there is no shop around this till"))


def no_reader(scan: Scan) -> tuple[Element, ...]:
    """A counter that reads no GS1 messages. Raises InvalidValue."""
    raise InvalidValue(_("GS1 messages are not read here"))


@dataclass(slots=True)
class Approval:
    """Somebody else's word for one action."""

    operator: str
    """Who approves."""
    rights: Rights
    used: list[str] = field(default_factory=list)
    """The permissions it was needed for."""


@dataclass(slots=True)
class Counter:
    """One till of a shop with its store, and who stands at it."""

    shop: Shop
    till: str
    operator: str
    catalogue: Catalogue
    ledger: Ledger
    history: History
    draft: Draft
    held: Held
    clock: Clock
    rules: CounterRules = field(default_factory=CounterRules)
    tender_types: Mapping[str, TenderType] = field(default_factory=lambda: {"cash": CASH, "card": CARD})
    new_id: Callable[[], str] = lambda: ""
    """Makes the id of a basket, unique for ever."""
    steady: Steady | None = None
    """Watches the clock; none where the clock is set on purpose, as when a history is replayed."""
    drawer: Drawer | None = None
    """None where the till has none that it can open."""
    read_gs1: Callable[[Scan], tuple[Element, ...]] = no_reader
    """Splits a GS1 message. Raises InvalidValue where it is none."""
    keeper: ItemKeeper | None = None
    """None where there is no shop around the till."""
    books: Office = no_books
    """The books of the back office, by word."""
    labels: LabelPrinter | None = None
    """None where there is no shop around the till."""
    scale: Scale | None = None
    """None where weights are typed."""
    rights: Rights = EVERYTHING
    """What the operator may do."""
    approval: Approval | None = None
    """Of the action that runs."""
    room: int | None = None
    """Bytes that were free on the store's disk at the last look."""
    slips: Slips | None = None
    """None where papers are neither kept nor printed."""
    signer: Signer | None = None
    """None where closings are not signed."""
    after_z: Callable[[Mapping[str, Any]], None] | None = None
    """Hears of each Z once it is recorded; returns at once."""
    heed: Callable[[], bool] = lambda: False
    """Takes up what others changed of the settings, and says whether they did; asked between two sales."""
    shift: OpenShift | None = None
    """The till's open shift; only who holds the till opens and closes one."""
    open_seals: Callable[[], Seals] = no_seals
    """Takes up the keys of persons, when they are first needed."""
    _seals: Seals | None = None
    open_people: Callable[[], People] = no_people
    """Takes up the customers, when they are first needed."""
    _people: People | None = None
    _tenders_seen: int = -1
    _zone: ZoneInfo | None = None
    _taxes: dict[str, TaxCode] = field(default_factory=dict)
    _rules_of_day: tuple[str, PricingRules] | None = None
    _promised: tuple[int, Promised | None] | None = None
    _price_lists: tuple[int, tuple[PriceList, ...]] | None = None
    _service_taxes: tuple[int, ServiceTaxes | None] | None = None

    @property
    def seals(self) -> Seals:
        """What seals texts about persons. Raises StoreError."""
        if self._seals is None:
            self._seals = self.open_seals()
        return self._seals

    @property
    def people(self) -> People:
        """The customers. Raises StoreError."""
        if self._people is None:
            self._people = self.open_people()
        return self._people

    def frame(self) -> RecordFrame:
        """Who, where and when, for a record that is made now."""
        now, shift = self.clock(), self.shift
        if shift is not None:
            return RecordFrame(self.till, self.operator, now, shift.day, shift.number)
        return RecordFrame(self.till, self.operator, now, self.day_of(now))

    def day(self) -> str:
        """The business day now, by the clock: what prices go by."""
        return self.day_of(self.clock())

    def today(self) -> date:
        """The date on the shop's calendar now, whatever the business day."""
        if self._zone is None:
            self._zone = ZoneInfo(self.shop.timezone)
        return self.clock().astimezone(self._zone).date()

    def day_of(self, time: datetime) -> str:
        """The business day of an instant."""
        if self._zone is None:
            self._zone = ZoneInfo(self.shop.timezone)
        return business_day(time, self._zone, self.rules.cutoff_minutes)

    def look_at_tenders(self) -> None:
        """Takes the ways to pay as the shop has them now; to be asked between two sales."""
        changed = self.ledger.changed("tender_types")
        if changed == self._tenders_seen:
            return
        self._tenders_seen = changed
        kinds = map(TenderType.from_document, self.ledger.documents("tender_types"))
        # A counter without a store around it has been given its ways to pay.
        self.tender_types = {kind.code: kind for kind in kinds if not kind.ended} or self.tender_types

    def forget(self) -> None:
        """Drops what was read from the ledger, because somebody may have changed it."""
        self._taxes, self._rules_of_day = {}, None

    def pricing(self) -> PricingRules:
        """What prices depend on today; taxes change at midnight by the shop's clock, whatever the cut-off."""
        day = self.today().isoformat()
        if self._rules_of_day is None or self._rules_of_day[0] != day:
            if not self._taxes:
                self._taxes = {d["code"]: TaxCode.from_document(d) for d in self.ledger.documents("taxes")}
            rates: dict[str, tuple[AppliedTax, ...]] = {}
            for code, tax in self._taxes.items():
                # A tax that is not in force yet stops only the items that carry it.
                with suppress(InvalidValue):
                    rates[code] = tax.effective(day)
            rules = PricingRules(
                self.shop.currency,
                self.shop.inclusive,
                rates,
                self.rules.tax_per_line,
                self.promised(),
                {code: tax.kind for code, tax in self._taxes.items() if tax.kind},
            )
            self._rules_of_day = (day, rules)
        return self._rules_of_day[1]

    def _read_promised(self) -> Promised | None:
        from pos_tui.core.promised import Promised, Version  # loaded where there are any

        versions = [Version.from_document(d) for d in self.ledger.documents("promotions")]
        return Promised(versions, self.shop.currency) if versions else None

    def promised(self) -> Promised | None:
        """The shop's promotions, those of the past included; None where it never had one.

        Read again only when they were changed: there may be thousands, and every sale is a change of the
        journal.
        """
        changed = self.ledger.changed("promotions")
        if self._promised is None or self._promised[0] != changed:
            self._promised = (changed, self._read_promised() if changed else None)
        return self._promised[1]

    def price_lists(self) -> tuple[PriceList, ...]:
        """The shop's price lists that are not ended."""
        changed = self.ledger.changed("price_lists")
        if self._price_lists is None or self._price_lists[0] != changed:
            lists = map(PriceList.from_document, self.ledger.documents("price_lists"))
            self._price_lists = (changed, tuple(one for one in lists if not one.ended))
        return self._price_lists[1]

    def service_taxes(self) -> ServiceTaxes | None:
        """The taxes that depend on how goods are served; None where the shop has none."""
        changed = self.ledger.changed("service_taxes")
        if self._service_taxes is None or self._service_taxes[0] != changed:
            self._service_taxes = (changed, self._read_service_taxes() if changed else None)
        return self._service_taxes[1]

    def _read_service_taxes(self) -> ServiceTaxes | None:
        from pos_tui.core.service_mode import TABLE, ServiceTax, ServiceTaxes  # loaded where there are any

        rules = [ServiceTax.from_document(document) for document in self.ledger.documents(TABLE)]
        return ServiceTaxes(rules) if rules else None

    def groups(self) -> list[str]:
        """The customers that some price or promotion is for, by name."""
        promised = self.promised()
        found = set() if promised is None else set(promised.groups)
        return sorted(found | {one.group for one in self.price_lists() if one.group})

    def moment(self) -> Moment | None:
        """When a sale that begins now begins, for its promotions; None where the shop has none."""
        return None if self.promised() is None else self.now()

    def now(self) -> Moment:
        """The moment, as prices and promotions look at it."""
        now, promised = self.clock(), self.promised()
        day = self.day_of(now)
        local = now.astimezone(self._zone)
        return Moment(day, local.hour * 60 + local.minute, 0 if promised is None else promised.seen)

    def cash_codes(self) -> frozenset[str]:
        """The tender types that are cash."""
        return frozenset(code for code, kind in self.tender_types.items() if kind.is_cash)
