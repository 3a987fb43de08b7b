"""The keys there are, and the value that holds what is in force of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Final

from pos_tui.core.words import _

from ..core.errors import InvalidValue
from . import kinds
from .device_kinds import display, label_printer, label_size, printer, scale, scanner
from .kinds import as_text, near

PREFIX: Final = "POS_"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; `KEYS` says what each of them means."""

    limits_quantity: Decimal = Decimal(999)
    limits_weight: Decimal = Decimal(30)
    limits_price: Decimal = Decimal(1_000_000)
    limits_tender: Decimal = Decimal(10_000)
    limits_disk: int = 250
    tax_rounding: str = "sale"
    scan_merge: bool = False
    scan_masks: tuple[str, ...] = ()
    scan_upc_e: bool = False
    entry_minor: bool = False
    cash_rounding_mode: str = "half_up"
    cash_paid_out_mode: str = ""
    day_cutoff: str = "00:00"
    shifts: bool = False
    shift_shared_drawer: bool = False
    shift_open_baskets: str = "carry"
    shift_counts: int = 3
    z_hook: str = ""
    lock_after: int = 0
    refund_days: int = 0
    refund_extended: tuple[str, ...] = ()
    refund_tender: str = "original"
    refund_without_receipt: str = ""
    refund_record: bool = False
    voucher_days: int = 0
    fiscal_month: int = 1
    ledger_accounts: tuple[str, ...] = ()
    layaway_deposit: str = ""
    layaway_days: int = 0
    layaway_fee: str = ""
    layaway_tax: str = "at_collection"
    service_mode: str = ""
    cancel_reason: Decimal = Decimal(0)
    loyalty_points: Decimal = Decimal(0)
    loyalty_value: Decimal = Decimal(0)
    loyalty_excluded: tuple[str, ...] = ()
    loyalty_tiers: tuple[str, ...] = ()
    loyalty_months: int = 12
    loyalty_expiry: int = 0
    empties_items: tuple[str, ...] = ()
    empties_limit: Decimal = Decimal(0)
    empties_slips: tuple[str, ...] = ()
    stock_location: str = "shop"
    stock_locations: tuple[str, ...] = ()
    stock_negative: str = "sell"
    printer: str = ""
    scanner: str = ""
    scale: str = ""
    label_printer: str = ""
    label_size: str = "57x32"
    display: str = ""
    display_greeting: tuple[str, ...] = ()
    tares: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    printer_columns: int = 42
    receipt_code: str = "bars"
    receipt_languages: tuple[str, ...] = ()
    receipt_logo: str = ""
    receipt_operator: bool = True
    receipt_taxes: bool = True
    receipt_record: bool = True
    shop_name: str = ""
    shop_address: tuple[str, ...] = ()
    shop_tax_number: str = ""
    shop_header: tuple[str, ...] = ()
    shop_footer: tuple[str, ...] = ()
    locale: str = "en"
    language: str = ""
    theme: str = ""
    sounds: bool = True
    sounds_good: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    """The keys chosen for commands, by word; a command that is not here has its own."""
    backup_folder: str = ""
    backup_keep: int = 30
    backup_passphrase_file: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each value that is not a default came from, by key."""

    @property
    def cutoff_minutes(self) -> int:
        """Minutes after midnight at which a business day begins."""
        hours, _, minutes = self.day_cutoff.partition(":")
        return 60 * int(hours) + int(minutes)

    def get(self, key: str) -> Any:
        """The value of a key. Raises InvalidValue for a key there is none of."""
        about = known(key)
        value = getattr(self, about.name)
        return value if key in KEYS else value.get(key.partition(".")[2], about.default)

    def text(self, key: str) -> str:
        """The value of a key as `config set` takes it; of several lines, one a line."""
        return as_text(self.get(key))


@dataclass(frozen=True, slots=True)
class Key:
    """One setting."""

    name: str
    """Of the field of `Settings`."""
    parse: Callable[[object], Any]
    """From a text, or from what TOML gave. Raises InvalidValue."""
    help: str
    late: bool = False
    """Its check loads a library: done when it is set, not at each start."""
    usual: str | None = None
    """Its default, where the field's is that of many settings."""

    @property
    def default(self) -> Any:
        """The value where nobody set one."""
        if self.usual is not None:
            return self.usual
        return next(part.default for part in fields(Settings) if part.name == self.name)


THEMES: Final = (
    *("16", "none", "contrast", "dark", "light"),
    *("large", "large-none", "large-contrast", "large-dark", "large-light"),
)
_MODES: Final = ("half_up", "half_down", "up", "down")
KEYS: Final[Mapping[str, Key]] = {
    "limits.quantity": Key("limits_quantity", kinds.number(), "the most pieces believed on one line"),
    "limits.weight": Key("limits_weight", kinds.number(), "the most kg, l or m believed on one line"),
    "limits.price": Key("limits_price", kinds.number(decimals=6), "highest unit price believed, major units"),
    "limits.tender": Key(
        "limits_tender", kinds.number(decimals=6), "most cash believed at once, major units"
    ),
    "limits.disk": Key(
        "limits_disk", kinds.whole(0, 1_000_000), "MB free on the disk below which the till warns"
    ),
    "tax.rounding": Key(
        "tax_rounding", kinds.one_of("sale", "line"), "tax is rounded per rate and sale, or per line"
    ),
    "scan.merge": Key("scan_merge", kinds.switch, "a second scan raises the quantity, adding no line"),
    "scan.masks": Key(
        "scan_masks",
        kinds.masks,
        "in-store bar codes: a country's, such as DE, or 28IIIIICWWWWWK,22IIIIIPPPPPK",
    ),
    "scan.upc_e": Key("scan_upc_e", kinds.switch, "eight digits may be a UPC-E, where no AIM id says so"),
    "entry.minor": Key("entry_minor", kinds.switch, "2000 means 20.00"),
    "cash.rounding_mode": Key(
        "cash_rounding_mode", kinds.one_of(*_MODES), "how cash goes to the smallest coin"
    ),
    "cash.paid_out_mode": Key("cash_paid_out_mode", kinds.one_of("", *_MODES), "the same, for cash paid out"),
    "lock.after": Key("lock_after", kinds.whole(0, 600), "minutes without a key that lock; 0: never"),
    "day.cutoff": Key("day_cutoff", kinds.time_of_day, "when a business day ends, such as 04:00"),
    "shifts": Key("shifts", kinds.switch, "money is taken in shifts only, each opened with a float"),
    "shift.shared_drawer": Key(
        "shift_shared_drawer", kinds.switch, "others than who opened a shift take money into its drawer"
    ),
    "shift.open_baskets": Key(
        "shift_open_baskets", kinds.one_of("carry", "block"), "what open and held baskets do to a Z"
    ),
    "shift.counts": Key("shift_counts", kinds.whole(1, 20), "how often a drawer may be counted for one Z"),
    "z.hook": Key("z_hook", kinds.command, "a program that gets each Z as JSON: /usr/bin/mail-z"),
    "refund.days": Key(
        "refund_days", kinds.whole(0, 3660), "days in which goods come back by receipt; 0 is for ever"
    ),
    "refund.extended": Key(
        "refund_extended",
        kinds.extensions,
        "what was bought then has longer, such as 2026-11-01..2026-12-24=2027-01-31",
    ),
    "refund.tender": Key(
        "refund_tender", kinds.one_of("original", "any"), "money goes back as it came in, or any way"
    ),
    "refund.without_receipt": Key(
        "refund_without_receipt", kinds.word, "what pays out goods without receipt; empty for store_credit"
    ),
    "refund.record": Key("refund_record", kinds.switch, "a refund asks for the digits behind Record"),
    "voucher.days": Key(
        "voucher_days", kinds.whole(0, 36500), "how long vouchers hold, in days; 0: for ever"
    ),
    "fiscal.month": Key("fiscal_month", kinds.whole(1, 12), "the month in which a fiscal year begins"),
    "ledger.accounts": Key(
        "ledger_accounts", kinds.accounts, "accounts to post to, such as cash=Assets:Till,sales.standard=4400"
    ),
    "layaway.deposit": Key(
        "layaway_deposit", kinds.deposit, "the usual deposit on what is put aside: 20% or 50.00"
    ),
    "layaway.days": Key("layaway_days", kinds.whole(0, 3660), "days in which it is collected; 0 is for ever"),
    "layaway.fee": Key("layaway_fee", kinds.word, "code of the item that cancelling an order costs"),
    "layaway.tax": Key(
        "layaway_tax", kinds.one_of("at_collection", "at_deposit"), "when deposits on orders are taxed"
    ),
    "empties.items": Key("empties_items", kinds.words, "codes of the items that are empties: CAN,CRATE"),
    "empties.limit": Key(
        "empties_limit", kinds.number("0", decimals=6), "the most that is paid out for empties; 0: no limit"
    ),
    "empties.slips": Key(
        "empties_slips", kinds.masks, "slips of machines that take empties, such as 98IIIIIPPPPPK"
    ),
    "service.mode": Key(
        "service_mode",
        kinds.one_of("", "eatin", "takeaway"),
        "how goods are served unless said, where their tax depends on it: eatin, takeaway",
    ),
    "cancel.reason": Key(
        "cancel_reason", kinds.number("0", decimals=6), "total from which on /cancel needs a reason; 0: never"
    ),
    "stock.location": Key("stock_location", kinds.place, "where the stock is that is sold here"),
    "stock.locations": Key("stock_locations", kinds.places, "where there is stock besides: cellar,van"),
    "stock.negative": Key(
        "stock_negative", kinds.one_of("sell", "block"), "what happens below zero, unless an item says it"
    ),
    "loyalty.points": Key("loyalty_points", kinds.number("0"), "points a customer gets for 1.00; 0: none"),
    "loyalty.value": Key(
        "loyalty_value", kinds.number("0", decimals=6), "what a point pays, major units; 0: nothing"
    ),
    "loyalty.excluded": Key(
        "loyalty_excluded", kinds.names, "departments that earn no points, apart by commas"
    ),
    "loyalty.tiers": Key(
        "loyalty_tiers", kinds.tiers, "spending by which tiers are reached: silver=500, gold=1000*1.5"
    ),
    "loyalty.months": Key("loyalty_months", kinds.whole(1, 60), "months whose spending counts for tiers"),
    "loyalty.expiry": Key(
        "loyalty_expiry", kinds.whole(0, 3660), "days without a purchase that end points; 0: never"
    ),
    "printer": Key("printer", printer, "receipt printer, such as tcp://192.0.2.7:9100", late=True),
    "scanner": Key(
        "scanner",
        scanner,
        "scanner, such as serial:///dev/ttyACM0 or wedge://?suffix=tab",
        late=True,
    ),
    "scale": Key("scale", scale, "scale, such as toledo8217+serial:///dev/ttyS0", late=True),
    "display": Key("display", display, "customer display, such as cd5220+serial:///dev/ttyS1", late=True),
    "display_greeting": Key("display_greeting", kinds.paper_lines, "what customers see while nobody buys"),
    "label_printer": Key(
        "label_printer", label_printer, "shelf labels, such as zpl+tcp://192.0.2.8", late=True
    ),
    "label_size": Key("label_size", label_size, "width x height of a ZPL label in mm, such as 57x32"),
    "tares": Key("tares", kinds.tares, "what packaging weighs in grams, such as bag=2,box=15"),
    "reasons": Key("reasons", kinds.reasons, "why a price may be lowered by hand; one of them must be given"),
    "printer_columns": Key("printer_columns", kinds.whole(16, 132), "columns of a receipt shown as text"),
    "receipt.code": Key(
        "receipt_code",
        kinds.one_of("bars", "qr", "both", "none"),
        "how a receipt prints its own number for scanners; none: refunds need it typed",
    ),
    "receipt.languages": Key(
        "receipt_languages",
        kinds.receipt_languages,
        "one or two languages of receipts, such as fr,nl; empty for that of the locale",
    ),
    "receipt.logo": Key(
        "receipt_logo", kinds.word, "the picture at the top of a receipt; pos config logo FILE keeps one"
    ),
    "receipt.operator": Key("receipt_operator", kinds.switch, "a receipt says who served"),
    "receipt.taxes": Key(
        "receipt_taxes",
        kinds.switch,
        "a receipt has the table of taxes; ask your tax office before it has none",
    ),
    "receipt.record": Key(
        "receipt_record", kinds.switch, "a receipt has the digits of its record; refunds may ask for them"
    ),
    "shop.name": Key("shop_name", kinds.paper_line, "the shop's name; empty for the one it was set up with"),
    "shop.address": Key("shop_address", kinds.paper_lines, "lines under the shop's name on a receipt"),
    "shop.tax_number": Key("shop_tax_number", kinds.paper_line, "the tax number as receipts print it"),
    "shop.header": Key("shop_header", kinds.paper_lines, "lines at the top of a receipt"),
    "shop.footer": Key("shop_footer", kinds.paper_lines, "lines at the bottom of a receipt"),
    "locale": Key("locale", kinds.word, "how numbers and dates look to people, such as en or de_AT"),
    "language": Key("language", kinds.word, "language of the till, such as de; empty for the locale's"),
    "theme": Key("theme", kinds.one_of("", *THEMES), "how the screen looks; empty for sixteen colours"),
    "sounds": Key("sounds", kinds.switch, "bells: two for what is unknown, three for what was refused"),
    "sounds_good": Key("sounds_good", kinds.switch, "one bell for what was sold, too"),
    "backup.folder": Key("backup_folder", kinds.folder, "where backups go, such as /media/stick"),
    "backup.keep": Key("backup_keep", kinds.whole(0, 10_000), "how many backups stay; 0: all"),
    "backup.passphrase_file": Key(
        "backup_passphrase_file", kinds.folder, "the file with the passphrase that backups are under"
    ),
}


def known(key: str) -> Key:
    """What is known about a key. Raises InvalidValue naming the nearest one."""
    found = KEYS.get(key)
    if found is None and key.startswith("keys."):
        from .keymap import GROUP, read_keys, usual_keys

        return Key(GROUP, read_keys, "keys of a command, such as f9, or none", usual=usual_keys(key))
    if found is None:
        hint = near(key, list(KEYS)) or _(". There are: {names}", names=", ".join(KEYS))
        raise InvalidValue(_("there is no setting '{key}'{hint}", key=key[:60], hint=hint))
    return found


def parsed(key: str, raw: object) -> Any:
    """The value that a text or a TOML value means for a key. Raises InvalidValue, naming the key."""
    try:
        return known(key).parse(raw)
    except InvalidValue as error:
        if key not in KEYS and not key.startswith("keys."):
            raise
        raise InvalidValue(f"{key}: {error.message}") from None


def variable(key: str) -> str:
    """The name of a key in the environment."""
    return PREFIX + key.replace(".", "_").upper()
