"""Tax invoices and credit notes: numbered papers with a buyer's name about a recorded sale."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .department import is_name
from .errors import InvalidValue
from .refund import TaxShare, tax_portions
from .sale import APART
from .tax_number import checked_tax_number
from .words import N_, _

TABLE: Final = "invoices"
INVOICE: Final = "invoice"
CREDIT_NOTE: Final = "credit_note"
LETTERS: Final[Mapping[str, str]] = {INVOICE: "I", CREDIT_NOTE: "K"}
"""The series of numbers of each kind."""
FIELDS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "address1": N_("Address"),
    "address2": N_("Address, 2"),
    "address3": N_("Address, 3"),
    "tax_number": N_("Tax number"),
}
"""What a form asks of a buyer."""
_TAX: Final = re.compile(r"tax[: ]\s*(.*)", re.IGNORECASE)
_MOST_LINES: Final = 5
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who an invoice is for."""

    name: str
    address: tuple[str, ...] = ()
    tax_number: str = ""

    @classmethod
    def parse(cls, text: str) -> Buyer:
        """From `NAME; ADDRESS; ADDRESS; tax NUMBER`. Raises InvalidValue."""
        name, *rest = (part.strip() for part in text.split(";"))
        numbers = [found[1] for part in rest if (found := _TAX.fullmatch(part))]
        if len(numbers) > 1:
            raise InvalidValue(_("an invoice has one tax number of the buyer"))
        address = tuple(part for part in rest if part and not _TAX.fullmatch(part))
        return cls(name, address, "".join(numbers)).checked()

    @classmethod
    def of_fields(cls, fields: Mapping[str, str]) -> Buyer:
        """From the `FIELDS` of a form. Raises InvalidValue."""
        lines = (fields.get(f"address{number}", "").strip() for number in (1, 2, 3))
        name, number = fields.get("name", "").strip(), fields.get("tax_number", "").strip()
        return cls(name, tuple(filter(None, lines)), number).checked()

    def checked(self) -> Buyer:
        """It as it is kept. Raises InvalidValue for what is no name, address or tax number."""
        if not is_name(self.name, _LONGEST):
            raise InvalidValue(
                _("an invoice needs the buyer's name, of at most {most} characters", most=_LONGEST)
            )
        if not self.address:
            raise InvalidValue(_("an invoice needs the buyer's address: NAME; STREET; TOWN; tax NUMBER"))
        if len(self.address) > _MOST_LINES or not all(is_name(line, _LONGEST) for line in self.address):
            raise InvalidValue(
                _(
                    "an address has at most {lines} lines of {most} characters",
                    lines=_MOST_LINES,
                    most=_LONGEST,
                )
            )
        number = checked_tax_number(self.tax_number) if self.tax_number else ""
        return Buyer(self.name, self.address, number)

    def to_text(self) -> str:
        """As `parse` reads it."""
        return "; ".join(
            (self.name, *self.address, *((f"tax {self.tax_number}",) if self.tax_number else ()))
        )

    def to_document(self) -> dict[str, Any]:
        """The form that is sealed."""
        return {"name": self.name, "address": list(self.address), "tax_number": self.tax_number}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Buyer:
        """The buyer of such a form; nobody where it could not be opened."""
        return cls(
            document.get("name", ""), tuple(document.get("address", ())), document.get("tax_number", "")
        )


def key_of(kind: str, receipt: str, of: str = "") -> str:
    """What names an invoice besides its number: a receipt has one, and a credit note for each sale that goods
    of it came back from."""
    return f"{kind} {receipt} {of}".rstrip()


def taxes_of(lines: Iterable[Mapping[str, Any]], prices: str) -> list[dict[str, Any]]:
    """The rows of taxes of recorded lines that come back, which keep what each was taxed.

    `prices` is how the record's prices are. The form is that of a sale's `taxes`.
    """
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for line in lines:
        if line["source"] in APART:
            continue
        inclusive = line.get("prices", prices) == "inclusive"
        for portion in tax_portions(line):
            _add(rows, portion, portion.amount - (portion.tax if inclusive else 0))
    return list(rows.values())


def _add(rows: dict[tuple[str, str, str], dict[str, Any]], portion: TaxShare, net: int) -> None:
    parts = [part.to_document() for part in portion.taxes]
    for part in parts or [{"code": portion.code, "rate": "", "tax": 0}]:
        kind = "" if parts else portion.kind
        new = {"code": part["code"], "rate": part["rate"], "net": 0, "tax": 0}
        key = (part["code"], part["rate"], kind)
        row = rows.setdefault(key, {**new, "kind": kind} if kind else new)
        row["net"] += net
        row["tax"] += part["tax"]
