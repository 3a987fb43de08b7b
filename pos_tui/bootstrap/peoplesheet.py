"""Customers as a file: checked as the form checks them, each put beside who it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from data.exchange_cells import PRICE_DECIMALS
from data.exchange_sheet import Cells, Column, Meaning, Sheet, decimals, text
from pos_tui.core.customer import CONSENTS, PERSONAL, Consent, Customer, changed, checked
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.item_fields import checked_day
from pos_tui.core.money import format_amount, parse_amount, plain
from pos_tui.core.records import utc_text
from pos_tui.core.words import _
from pos_tui.services import customers

from .counters import without_till

if TYPE_CHECKING:
    from pos_tui.core.currency import Currency
    from pos_tui.services.counter import Counter

    from .front import Shopfront

_TEXTS: Final = (*PERSONAL, "card", "group", "tax")
_CONSENT: Final = re.compile(
    r"(email|phone|post)=(yes|no)(?: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z))?(?: (.{1,100}))?"
)
_MARK: Final = ";"
_ID: Final = re.compile(r"[0-9A-Z]{12}", re.ASCII)
"""Ids as a shop gives them: customers of another shop's export keep theirs."""


def amount_cell(minor: int, currency: Currency) -> str:
    """An amount as a cell has it: plain, without needless zeros."""
    return plain(Decimal(format_amount(minor, currency)))


def people(front: Shopfront) -> Sheet:
    """Customers; what they owe and their points are the table balances.

    A row without an id means who has its card, else who has its name together with its e-mail or phone, else
    who has nothing but this name, either.
    """
    counter = without_till(front)
    book = _Book(counter)
    columns = (
        Column("id", text(64)),
        *(Column(name, partial(checked, name)) for name in _TEXTS),
        Column("limit", decimals(PRICE_DECIMALS), number=True),
        Column("consents", _consents),
        Column("since", lambda cell: checked_day(cell) if cell else ""),
    )
    return Sheet(
        "customers",
        columns,
        1,
        book.rows,
        book.check,
        book.write,
        names_new=True,
        means=_meaning,
        table="customers",
    )


class _Book:
    """The customers, and the rows that were checked so far."""

    def __init__(self, counter: Counter) -> None:
        self._counter, self._money = counter, counter.shop.currency
        self._cards: dict[str, str] = {}
        """Whose card it is after the rows so far."""
        self._checked: list[tuple[Customer | None, Customer]] = []
        """Who the rows are, and who they will be."""

    def rows(self) -> Iterator[Cells]:
        """Those that can be sold to, as cells; rows are checked from the first one on then."""
        self._cards.clear()
        self._checked.clear()
        for document in self._counter.ledger.documents("customers"):
            one = self._counter.people.get(document["id"])
            if one is not None and one.is_open:
                yield self._cells(one)

    def _cells(self, one: Customer) -> dict[str, str]:
        consents = (_told(way, one.consents[way]) for way in CONSENTS if way in one.consents)
        return {
            "id": one.id,
            **{name: str(getattr(one.person, name)) for name in PERSONAL},
            **{name: getattr(one, name) for name in ("card", "group", "tax")},
            "limit": amount_cell(one.limit, self._money),
            "consents": f"{_MARK} ".join(consents),
            "since": one.since,
        }

    def check(self, tx: Any, before: Cells | None, after: Cells) -> None:
        """Whether a row can be stored. Raises Refused."""
        pair = self._pair(before, after)
        card, owner = after["card"], after["id"] or f"\n{len(self._cards)}"
        there = self._counter.ledger.find("customers", "card", card) if card else None
        if there is not None and there["id"] != after["id"]:
            raise Refused(_("card {card} is the card of {id}", card=card, id=there["id"]))
        if card and self._cards.setdefault(card, owner) != owner:
            raise Refused(_("card {card} is on an earlier line, too", card=card))
        self._checked.append(pair)

    def write(self, tx: Any, pairs: Sequence[tuple[Cells | None, Cells]]) -> None:
        """Puts rows that were checked into a commit. Raises Refused, StoreError."""
        customers.put_in(self._counter, tx, self._checked, _("import"))

    def _pair(self, before: Cells | None, after: Cells) -> tuple[Customer | None, Customer]:
        """Who it is and who it will be. Raises InvalidValue, Refused."""
        counter = self._counter
        was = None if before is None else counter.people.get(before["id"])
        id = after["id"] if was is None else ""
        if id and not _ID.fullmatch(id):
            raise Refused(_("there is no customer {id}: leave it out for new ones", id=id[:40]))
        if id and counter.ledger.find("customers", "id", id) is not None:
            raise Refused(_("{id} was erased, or is part of another customer", id=id))
        said: dict[str, str | int] = {name: after[name] for name in _TEXTS}
        said["limit"] = parse_amount(after["limit"] or "0", self._money)
        one = was or Customer(id or customers.new_id(counter), since=counter.day())
        one = replace(one, since=after["since"] or one.since, consents=self._agreed(one, after["consents"]))
        return was, changed(one, said)

    def _agreed(self, one: Customer, cell: str) -> dict[str, Consent]:
        """The consents of a cell: what was said before stays as it was recorded."""
        found = {}
        for way, given, time, how in map(_parts, _split(cell)):
            said = one.consents.get(way)
            if said is not None and _told(way, said) == " ".join(filter(None, (f"{way}={given}", time, how))):
                found[way] = said
                continue
            moment = time or utc_text(self._counter.clock())
            found[way] = Consent(given == "yes", moment, how or _("import"), self._counter.operator)
        return found


def _meaning(there: Mapping[tuple[str, ...], Cells]) -> Meaning:
    """Finds who a row without an id means, and keeps when they agreed where it does not say."""
    known: dict[tuple[str, str], Cells | None] = {}
    for cells in there.values():
        for mark in _marks(cells):
            known[mark] = cells if mark not in known else None  # nobody, where it means several

    def mean(before: Cells | None, cells: Cells) -> tuple[Cells | None, Cells]:
        if before is None and not cells.get("id"):
            before = next((found for mark in _marks(cells) if (found := known.get(mark)) is not None), None)
            if before is not None:
                cells = {**cells, "id": before["id"]}
        if before is not None and cells.get("consents"):
            cells = {**cells, "consents": _as_known(before["consents"], cells["consents"])}
        return before, cells

    return mean


def _marks(cells: Cells) -> Iterator[tuple[str, str]]:
    name = cells.get("name", "").casefold()
    if cells.get("card"):
        yield "card", cells["card"]
    if name and cells.get("email"):
        yield "email", f"{name}\n{cells['email'].casefold()}"
    if name and cells.get("phone"):
        yield "phone", f"{name}\n{''.join(filter(str.isdigit, cells['phone']))}"
    if name and not any(cells.get(field) for field in ("card", "email", "phone")):
        yield "name", name


def _as_known(before: str, cell: str) -> str:
    """What a file says without a time means what was said before, where that was the same."""
    known = {_parts(part)[:2]: part for part in _split(before)}
    parts = [part if _parts(part)[2] else known.get(_parts(part)[:2], part) for part in _split(cell)]
    ways = {_parts(part)[0] for part in parts}
    left = [part for (way, _given), part in known.items() if way not in ways]
    return f"{_MARK} ".join(sorted([*left, *parts], key=lambda part: CONSENTS.index(_parts(part)[0])))


def _consents(cell: str) -> str:
    """The cell in its one form. Raises InvalidValue."""
    parts = _split(cell)
    ways = [_parts(part)[0] for part in parts]
    if len(set(ways)) < len(ways):
        raise InvalidValue(_("a consent is there twice"))
    return f"{_MARK} ".join(sorted(parts, key=lambda part: CONSENTS.index(_parts(part)[0])))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(_MARK) if part.strip()]


def _parts(part: str) -> tuple[str, str, str, str]:
    """(way, yes or no, time, how). Raises InvalidValue."""
    match = _CONSENT.fullmatch(part)
    if match is None:
        raise InvalidValue(_("'{text}' is no consent: email=yes form 12", text=part[:60]))
    return match[1], match[2], match[3] or "", match[4] or ""


def _told(way: str, said: Consent) -> str:
    return f"{way}={'yes' if said.given else 'no'} {said.time} {said.how.replace(_MARK, ',')}"
