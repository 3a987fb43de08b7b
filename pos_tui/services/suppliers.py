"""Who supplies the shop, and with what: their codes, pack sizes and costs of each item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import PRICE_DECIMALS, decimal, plain
from pos_tui.core.quantity import parse_quantity
from pos_tui.core.words import _

from .permitting import permit
from .reasons import checked_why

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction

    from .counter import Counter

TABLE, SUPPLIES = "suppliers", "supplies"
FIELDS: Final = ("name", "terms", "email", "phone", "address", "account", "note")
SUPPLY_FIELDS: Final = ("their", "pack", "cost", "preferred")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Supply:
    """How one supplier sells one item."""

    supplier: str
    sku: str
    their: str = ""
    """Their code of it."""
    pack: Decimal = Decimal(1)
    """How many they sell at once."""
    cost: Decimal | None = None
    """Of one, in major units, without tax."""
    preferred: bool = False
    """It is ordered here first."""

    @classmethod
    def from_document(cls, row: Mapping[str, Any]) -> Supply:
        """Of a stored row."""
        cost = row.get("cost")
        return cls(
            row["supplier"],
            row["sku"],
            row.get("their", ""),
            Decimal(row["pack"]),
            None if cost is None else Decimal(cost),
            bool(row.get("preferred")),
        )

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "v": 1,
            "code": f"{self.supplier}\n{self.sku}",
            "supplier": self.supplier,
            "sku": self.sku,
            "their": self.their,
            "pack": plain(self.pack),
            "cost": None if self.cost is None else plain(self.cost),
            "preferred": self.preferred,
        }


def put(counter: Counter, code: str, fields: Mapping[str, str], why: str = "") -> dict[str, Any]:
    """Makes a supplier, or changes what is known of one; returns the document. Raises Refused."""
    with counter.ledger.transaction(operator=counter.operator) as tx:
        return put_in(counter, tx, code, fields, why)


def put_in(
    counter: Counter, tx: Transaction, code: str, fields: Mapping[str, str], why: str = ""
) -> dict[str, Any]:
    """The same inside a commit that somebody has begun."""
    permit(counter, "orders.change")
    checked(code, fields)
    return write(tx, code, fields, checked_why(why))


def checked(code: str, fields: Mapping[str, str]) -> None:
    """Raises InvalidValue for what no supplier can be."""
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise InvalidValue(
            _("a supplier has no {field}: {fields}", field=min(unknown)[:40], fields=", ".join(FIELDS))
        )
    if not code or len(code) > 32 or not code.isprintable() or code != code.strip():
        raise InvalidValue(_("'{code}' is no code of a supplier: up to 32 letters", code=code[:40]))


def write(tx: Transaction, code: str, fields: Mapping[str, str], why: str = "") -> dict[str, Any]:
    """The same inside a commit that somebody has begun."""
    said = {name: text.strip()[:_LONGEST] for name, text in fields.items()}
    row = tx.find(TABLE, "code", code)
    if row is None and not said.get("name"):
        raise InvalidValue(_("a new supplier needs a name: name=..."))
    if why or (row is not None and row.get("why")):
        said["why"] = why
    document = {"v": 1, **({} if row is None else row), "code": code, **said}
    if row is None:
        tx.insert(TABLE, document)
    else:
        tx.set(TABLE, row.doc_id, **said)
    return document


def get(counter: Counter, code: str) -> dict[str, Any]:
    """The supplier of a code, without regard to case. Raises Refused, naming those there are."""
    found = counter.ledger.find(TABLE, "code", code)
    if found is None:
        rows = listed(counter)
        found = next((row for row in rows if row["code"].casefold() == code.casefold()), None)
        if found is None:
            there = ", ".join(row["code"] for row in rows[:10]) or _("none; pos suppliers set CODE name=...")
            raise Refused(_("there is no supplier {code}: {there}", code=code[:40] or "?", there=there))
    return dict(found)


def listed(counter: Counter) -> list[dict[str, Any]]:
    """All suppliers, by name."""
    rows = map(dict, counter.ledger.documents(TABLE))
    return sorted(rows, key=lambda row: str(row.get("name", "")).casefold())


def supply(counter: Counter, supplies: Sequence[Supply], why: str = "") -> None:
    """Notes how items are supplied, all in one commit. Raises Refused."""
    with counter.ledger.transaction(operator=counter.operator) as tx:
        supply_in(counter, tx, supplies, why)


def supply_in(counter: Counter, tx: Transaction, supplies: Sequence[Supply], why: str = "") -> None:
    """The same inside a commit that somebody has begun."""
    permit(counter, "orders.change")
    why = checked_why(why)
    for one in supplies:
        write_supply(tx, one, why)


def write_supply(tx: Transaction, one: Supply, why: str = "") -> None:
    """Notes one inside a commit that somebody has begun. Raises InvalidValue."""
    if one.pack <= 0:
        raise InvalidValue(_("a pack holds more than nothing"))
    document = one.to_document()
    row = tx.find(SUPPLIES, "code", document["code"])
    if why or (row is not None and row.get("why")):
        document["why"] = why
    if row is None:
        tx.insert(SUPPLIES, document)
    else:
        tx.set(SUPPLIES, row.doc_id, **document)


def changed_supply(before: Supply, texts: Mapping[str, str]) -> Supply:
    """A supply of which fields are said anew, as people write them. Raises InvalidValue."""
    unknown = texts.keys() - set(SUPPLY_FIELDS)
    if unknown:
        fields = ", ".join(SUPPLY_FIELDS)
        raise InvalidValue(_("there is no {field} here: {fields}", field=min(unknown)[:40], fields=fields))
    made = replace(before, their=texts.get("their", before.their)[:64])
    if texts.get("pack"):
        made = replace(made, pack=parse_quantity(texts["pack"]))
    if "cost" in texts:
        cost = texts["cost"]
        made = replace(made, cost=decimal(cost, _("cost"), decimals=PRICE_DECIMALS) if cost else None)
    if "preferred" in texts:
        made = replace(made, preferred=texts["preferred"].lower() in ("1", "yes", "true"))
    if made.pack <= 0:
        raise InvalidValue(_("a pack holds more than nothing"))
    return made


def supplies_of(counter: Counter, sku: str) -> list[Supply]:
    """How an item is supplied: the preferred one first, then the cheapest."""
    found = [Supply.from_document(row) for row in counter.ledger.find_all(SUPPLIES, "sku", sku)]
    return sorted(
        found, key=lambda one: (not one.preferred, one.cost is None, one.cost or Decimal(0), one.supplier)
    )


def supplies_by(counter: Counter, supplier: str) -> list[Supply]:
    """All that a supplier sells."""
    return [Supply.from_document(row) for row in counter.ledger.find_all(SUPPLIES, "supplier", supplier)]
