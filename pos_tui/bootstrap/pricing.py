"""A basket priced without a till: what prices and promotions would make of it. Nothing is kept or sold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _
from pos_tui.register.register import Register
from pos_tui.services.counter import Counter
from pos_tui.services.explaining import explain

from .counters import tender_types
from .rules import counter_rules

if TYPE_CHECKING:
    from pos_tui.core.ports import Clock, Ledger

    from .front import Shopfront


@dataclass(frozen=True, slots=True)
class Tried:
    """What a basket would come to."""

    document: dict[str, Any]
    lines: list[str]
    """How it comes about."""
    is_exact: bool
    """Whether no other use of the promotions could save more."""


def try_basket(front: Shopfront, entries: Sequence[str], at: str = "") -> Tried:
    """Prices the basket of some entries, as typed at the till, now or at a local time.

    Raises InvalidValue, Refused: an entry or the time is wrong.
    """
    moment = _moment(at, front.shop.timezone) if at else front.clock()
    register = trial_register(front, lambda: moment)
    for entry in entries:
        outcome = register.run(entry)
        if not outcome.ok or outcome.kind == "found":
            raise Refused(_("{entry}: {why}", entry=entry, why=outcome.message))
    document = register.document()
    exact = all(saving.is_exact for saving in register.priced.savings)
    return Tried(document, explain(document), exact)


def trial_register(front: Shopfront, clock: Clock, ledger: Ledger | None = None) -> Register:
    """A register that keeps and sells nothing, over the store or what is said in its place."""
    counter = Counter(
        front.shop,
        "",
        front.operator,
        front.catalogue,
        front.store if ledger is None else ledger,
        front.history,
        _Nowhere(),
        _Nowhere(),
        clock,
        counter_rules(front.settings, front.shop.currency),
        tender_types(front.store),
        lambda: "try",
    )
    return Register(counter)


def _moment(text: str, zone: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidValue(_("'{text}' is not a time, such as 2026-11-23T14:05", text=text[:40])) from None
    return time if time.tzinfo else time.replace(tzinfo=ZoneInfo(zone))


class _Nowhere:
    """A draft and held baskets that keep nothing."""

    def append(self, delta: dict[str, Any]) -> None:
        """Keeps nothing."""

    def clear(self) -> None:
        """Has nothing."""

    def sync(self) -> None:
        """Has nothing."""

    def put(self, document: Any, name: str | None = None, again: str | None = None) -> str:
        """Refuses."""
        raise Refused(_("nothing is kept of a basket that is only tried"))

    def list(self) -> tuple[Any, ...]:
        """None."""
        return ()

    @contextmanager
    def recall(self, wanted: str) -> Iterator[Any]:
        """Refuses."""
        raise Refused(_("nothing is kept of a basket that is only tried"))
        yield
