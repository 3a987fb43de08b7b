"""The receipt of a recorded sale: what was sold then, from the sale's own record and nothing of today's."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from devices.document import BOLD, HEADING, QR, Barcode, Block, Cut, Document, Logo, Row, Rule, Style, Text

from ..core.currency import DIGITS
from ..core.invoice import CREDIT_NOTE, LETTERS
from ..core.receipt_code import code_text
from ..core.records import with_tax
from ..core.sale import REDEEMED, TAXED_VOUCHER
from ..locale import Formats
from .words import ENGLISH, Words

if TYPE_CHECKING:
    from ..core.shop import Shop

_TOTAL = Style(bold=True, tall=True)
_HASH_DIGITS = 8
_QR_DOTS = 6
_GRAM = Decimal("0.001")
_FIRST_LETTER = ord("A")


def receipt(
    sale: Mapping[str, Any],
    shop: Shop,
    *,
    short_hash: str | None = None,
    copy: int = 0,
    copy_time: datetime | None = None,
    training: bool = False,
    header: Sequence[str] = (),
    footer: Sequence[str] = (),
    logo: Logo | None = None,
    codes: str = "bars",
    without: Container[str] = (),
    formats: Formats = Formats(),
    words: Words = ENGLISH,
) -> Document:
    """Return the receipt of a sale, refund or cancelled basket as a document for paper of any width.

    `short_hash` is the journal's hash of the sale's record. `copy` counts the reprints, made at `copy_time`;
    0 is the original. `header` and `footer` are the shop's own lines. `codes` says how the receipt's own
    number is printed for scanners: bars, qr, both, none. `without` names what is left out: operator, taxes,
    record.
    """
    slip = Slip.of(sale, shop, formats, words, with_letters="taxes" not in without)
    blocks: list[Block] = [] if logo is None else [logo]
    blocks += slip.marks(training)
    blocks += slip.copy_mark(copy, copy_time)
    blocks.append(Text(shop.name, "center", HEADING))
    blocks += [Text(line, "center") for line in header]
    blocks += slip.heading("operator" not in without)
    for line in sale["lines"]:
        if not line.get("void"):
            blocks += slip.line(line)
    blocks += slip.savings()
    blocks += slip.totals()
    blocks += slip.payment()
    blocks += slip.taxes("taxes" not in without)
    blocks += slip.customer()
    blocks += slip.vouchers()
    blocks += slip.orders()
    blocks += [Text(line, "center") for line in footer]
    blocks += slip.ending(None if "record" in without else short_hash, training, codes)
    return Document(tuple(blocks), words.receipt.format(number=sale["number"]))


def rate_letters(taxes: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str, str], str]:
    """Return a letter for each rate, to be printed beside the lines, where there is more than one."""
    if len(taxes) < 2:
        return {}
    return {_row(tax, "code"): chr(_FIRST_LETTER + index) for index, tax in enumerate(taxes)}


def _row(facts: Mapping[str, Any], code: str) -> tuple[str, str, str]:
    """Return what tells the rows of taxes apart, of one of them or of a line."""
    return facts[code], facts["rate"], facts.get("kind", "")


def status_texts(status: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """Yield what the law wants to be read where a buyer pays no tax."""
    reverse = status["kind"] == "reverse"
    yield Text(words.reverse_of if reverse else words.exempt_of, style=BOLD)
    if status["reason"]:
        yield Text(status["reason"])
    if status.get("number"):
        number = words.buyer_number if reverse else words.certificate
        yield Text(number.format(number=status["number"]))


@dataclass(frozen=True, slots=True)
class Slip:
    sale: Mapping[str, Any]
    shop: Shop
    formats: Formats
    words: Words
    letters: Mapping[tuple[str, str, str], str]
    most: int
    """How many letters a line has at most."""

    @classmethod
    def of(
        cls, sale: Mapping[str, Any], shop: Shop, formats: Formats, words: Words, *, with_letters: bool = True
    ) -> Slip:
        """Return the slip of a sale, its rates lettered where the table of taxes says what is what."""
        letters = rate_letters(sale["taxes"]) if with_letters else {}
        most = max((len(line.get("taxes", "-")) for line in sale["lines"]), default=1) if letters else 0
        return cls(sale, shop, formats, words, letters, most)

    def amount(self, minor: int, letters: str = "") -> str:
        """Return an amount, with room for the rates' letters behind it if this receipt has letters."""
        text = self.formats.money(minor, self.shop.currency.digits)
        return f"{text} {letters:<{self.most}}" if self.letters else text

    def letters_of(self, line: Mapping[str, Any]) -> str:
        """Return the letters of the rates that fall on a line."""
        if "shares" in line:
            return "".join(map(self.letters_of, ({"rate": "", **share} for share in line["shares"])))
        rows = [_row(tax, "code") for tax in line.get("taxes", ())] or [_row(line, "tax")]
        return "".join(self.letters.get(row, "") for row in rows)

    def stamp(self, when: datetime) -> str:
        return self.formats.stamp(when.astimezone(ZoneInfo(self.shop.timezone)))

    def marks(self, training: bool) -> Iterator[Block]:
        words, kind = self.words, self.sale["kind"]
        for applies, mark in (
            (training, words.training),
            (self.shop.simulated and not training, words.simulated),
        ):
            if applies:
                yield Text(mark, "center", HEADING)
                yield Text(words.worthless, "center")
        named = {
            "refund": words.refund,
            "exchange": words.exchange,
            "cancelled": words.cancelled,
            "post_void": words.post_void,
            "tender_correction": words.tender_correction,
        }
        if kind in named:
            yield Text(named[kind], "center", HEADING)
        of = words.refund_of if kind in ("refund", "exchange") else words.belongs_to
        for number in self.sale.get("originals", ()):
            yield Text(of.format(number=number), "center")
        if self.sale.get("reason"):
            yield Text(self.sale["reason"], "center")

    def copy_mark(self, copy: int, when: datetime | None) -> Iterator[Block]:
        if copy > 0:
            yield Text(self.words.copy.format(count=copy), "center", HEADING)
            if when is not None:
                yield Text(self.words.reprinted.format(time=self.stamp(when)), "center")

    def heading(self, with_operator: bool) -> Iterator[Block]:
        words, sale = self.words, self.sale
        yield Rule()
        yield Row(words.receipt.format(number=sale["number"]), words.till.format(till=sale["till"]))
        yield Text(self.stamp(datetime.fromisoformat(sale["time"])))
        if sale.get("operator") and with_operator:
            yield Text(words.operator.format(operator=sale["operator"]))
        if len(modes := self.modes()) == 1:
            yield Text(getattr(words, modes.pop()), style=BOLD)
        yield Rule()

    def modes(self) -> set[str]:
        """Return the ways in which goods were served whose tax depends on it."""
        lines = self.sale["lines"]
        return {line["service"] for line in lines if "service" in line and not line.get("void")}

    def line(self, line: Mapping[str, Any]) -> Iterator[Block]:
        discount = line.get("discount", 0)
        letters = self.letters_of(line)
        indent = 2 if line.get("parent") else 0
        amount = line["amount"] + discount + line.get("relief", 0)
        yield Row(line["name"], self.amount(amount, letters), indent=indent)
        if "prices" in line:
            mark = self.words.without_tax if line["prices"] == "exclusive" else self.words.with_tax
            yield Text(f"  {mark}")
        if "service" in line and len(self.modes()) > 1:
            yield Text(f"  {getattr(self.words, line['service'])}")
        is_voucher = line.get("source") in (REDEEMED, TAXED_VOUCHER)
        if not is_voucher and (Decimal(line["qty"]) != 1 or line["unit"] != "each"):
            yield Text(" " * indent + f"  {self.quantity(line)} x {self.unit_price(line['unit_price'])}")
        tare = line.get("weighing", {}).get("tare")
        if tare:
            yield Text("  " + self.words.tare.format(weight=self.formats.number(Decimal(tare).scaleb(-3))))
        serial = line.get("traits", {}).get("serial")
        if serial:
            yield Text("  " + self.words.serial.format(serial=serial))
        discount -= sum(row["lines"].get(str(line["line"]), 0) for row in self.sale.get("promotions", ()))
        if discount:
            yield Row(self.words.discount, self.amount(-discount), indent=2)

    def quantity(self, line: Mapping[str, Any]) -> str:
        """Return the quantity with its unit: a scale's to the gram, one typed beside a scale marked."""
        value, weighed = Decimal(line["qty"]), line.get("weighing", {}).get("by")
        if weighed == "scale" and line["unit"] == "kg":
            value = value.quantize(_GRAM)
        unit = "" if line["unit"] == "each" else f" {line['unit']}"
        text = f"{self.formats.number(value)}{unit}"
        return f"{text} {self.words.by_hand}" if weighed == "hand" else text

    def savings(self) -> Iterator[Block]:
        """Yield what each promotion takes off the lines above, under the name the shop gave it."""
        for row in self.sale.get("promotions", ()):
            times = f"{row['times']} x " if row["times"] > 1 else ""
            yield Row(f"{times}{row['name']}", self.amount(-row["off"]))

    def unit_price(self, price: str) -> str:
        """Return a unit price with at least the currency's decimals: "2.5" is 2.50, "0.1234" stays."""
        value, digits = Decimal(price), self.shop.currency.digits
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and -exponent < digits:
            value = value.quantize(self.shop.currency.unit)
        return self.formats.number(value)

    def totals(self) -> Iterator[Block]:
        words, sale = self.words, self.sale
        yield Rule()
        live = [line for line in sale["lines"] if not line.get("void")]
        tax = sum(with_tax(line, sale) - line["amount"] for line in live)
        relief = sum(line.get("relief", 0) for line in live)
        if sale["prices"] == "exclusive" or tax or relief:
            yield Row(words.subtotal, self.amount(sale["total"] - tax + relief))
        if sale["prices"] == "exclusive" or tax:
            yield Row(words.tax, self.amount(tax))
        if relief:
            yield Row(words.tax_off, self.amount(-relief))
        yield Row(words.total.format(currency=sale["currency"]), self.amount(sale["total"]), style=_TOTAL)

    def payment(self) -> Iterator[Block]:
        words, sale = self.words, self.sale
        if sale["rounding"]:
            yield Row(words.rounding, self.amount(sale["rounding"]))
        for tender in sale["tenders"]:
            name = words.tenders.get(tender["type"], tender["type"])
            yield Row(f"{name} {tender.get('ref') or ''}".rstrip(), self.amount(tender["amount"]))
            if foreign := tender.get("foreign"):
                money = self.formats.money(foreign["amount"], DIGITS[foreign["currency"]])
                rate = self.formats.number(foreign["rate"])
                yield Text(f"  {money} {foreign['currency']} x {rate}")
            if "given" in tender:
                yield Row(words.face_value, self.amount(tender["given"]), indent=2)
        if sale["change"]:
            yield Row(words.change, self.amount(sale["change"]), style=BOLD)
        for row in sale.get("vouchers", ()):
            if not row["new"]:
                yield Row(words.voucher_left.format(code=row["code"]), self.amount(row["left"]))
        for row in sale.get("accounts", ()):
            yield Row(words.owed.format(name=row.get("name", row["code"])), self.amount(row["owed"]))

    def customer(self) -> Iterator[Block]:
        """Yield who it was sold to, by the id alone, and how their points stand."""
        words, rows = self.words, self.sale.get("loyalty", ())
        if rows or self.sale.get("customer"):
            yield Rule()
        if self.sale.get("customer"):
            yield Text(words.customer.format(customer=self.sale["customer"]))
        for row in rows:
            if row["earned"]:
                yield Row(words.earned, f"{row['earned']:+}")
            if row["expired"]:
                yield Row(words.expired, f"{-row['expired']}")
            now = words.tier.format(tier=row["tier"]) if row["tier"] else words.points
            yield Row(now, str(row["points"]), style=BOLD)

    def vouchers(self) -> Iterator[Block]:
        """Yield what is handed out of each voucher that the sale issued."""
        for row in self.sale.get("vouchers", ()):
            if row["new"] and row["amount"] > 0:
                yield Rule()
                name = self.words.tenders.get(row["type"], self.words.tenders["voucher"])
                yield Row(name, self.amount(row["amount"]), style=_TOTAL)
                if row["until"]:
                    yield Text(self.words.voucher_until.format(day=row["until"]), "center")
                yield Barcode(row["code"])

    def orders(self) -> Iterator[Block]:
        """Yield how each order stands that the sale paid for and that still waits."""
        for row in self.sale.get("layaways", ()):
            if row["state"] == "open":
                yield Rule()
                name = self.words.order.format(number=row["number"], name=row["name"]).rstrip()
                yield Text(name, style=BOLD)
                total = self.amount(row["total"])
                yield Row(self.words.order_paid.format(total=total.strip()), self.amount(row["paid"]))
                yield Row(self.words.order_owed, self.amount(row["total"] - row["paid"]))
                if row["until"]:
                    yield Text(self.words.order_until.format(day=row["until"]))
                yield Barcode(row["number"])

    def taxes(self, with_table: bool = True) -> Iterator[Block]:
        """Yield the taxes by rate; why somebody pays none is said in any case."""
        if self.sale["taxes"] and with_table:
            yield from self._table()
        if self.sale["taxes"] and (status := self.sale.get("tax_status")):
            yield from status_texts(status, self.words)

    def _table(self) -> Iterator[Block]:
        yield Rule()
        pad = " " * (self.most + 1) if self.letters else ""
        yield Row("", self.words.tax + pad, self.words.net + pad)
        for tax in self.sale["taxes"]:
            letter = self.letters.get(_row(tax, "code"), "")
            rate = f" {self.formats.number(tax['rate'])}%" if tax["rate"] else ""
            if tax.get("kind"):
                rate = f" {self.words.reverse if tax['kind'] == 'reverse' else self.words.exempt}"
            name = f"{letter} {tax['code']}{rate}".lstrip()
            yield Row(name, self.amount(tax["tax"]), self.amount(tax["net"]))

    def ending(self, short_hash: str | None, training: bool, codes: str) -> Iterator[Block]:
        for number in self.sale.get("invoices", ()):
            is_credit = f"-{LETTERS[CREDIT_NOTE]}" in number
            text = self.words.credit_note if is_credit else self.words.invoice
            yield Text(text.format(number=number), "center")
        if self.sale.get("ref"):
            yield Text(self.words.reference.format(reference=self.sale["ref"]), "center")
        if short_hash:
            yield Text(self.words.record.format(hash=short_hash[:_HASH_DIGITS]), "center")
        code = None if training else code_text(self.shop.store_id, self.sale["number"])
        if code is not None and codes in ("bars", "both"):
            yield Barcode(code)
        if code is not None and codes in ("qr", "both"):
            yield QR(code, _QR_DOTS)
        yield Cut()
