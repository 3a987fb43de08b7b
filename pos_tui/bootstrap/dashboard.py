"""What the dashboard shows, read from an open shop without a lock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from pos_tui.core.dashboard import (
    Board,
    Standing,
    as_it_should_be,
    hour_order,
    hours_of,
    usual_hours,
    usual_until,
    worth_saying,
)
from pos_tui.core.report.period import Period

from . import stockroom
from .doctor import care, devices, machine, shop
from .reporting import ShopReports, today

if TYPE_CHECKING:
    from pos_tui.core.finding import Finding

    from .front import Shopfront

_WEEKS: Final = 4
"""How many earlier days of the same weekday say what is usual."""
_RARELY: Final = timedelta(minutes=1)
"""How often stock, devices and disk are looked at: that reads more than the day's records."""
_SOON: Final = 7
"""Days until something expires that is worth a word."""


class BoardReader:
    """Reads the board again and again; what does not change within the day is read once."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front
        self._reports = ShopReports(front)
        self._usual_of: date | None = None
        self._usual: dict[str, int] = {}
        self._days = 0
        self._looked: datetime | None = None
        self._stock: tuple[tuple[str, int], ...] = ()
        self._findings: tuple[Finding, ...] = ()
        self._health: tuple[Finding, ...] = ()

    def read(self) -> Board:
        """The board as of the journal's last record. Raises PosError."""
        front = self._front
        front.store.refresh()
        day = today(front)
        self._know_usual(day)
        self._look_round()
        sold, receipts, lines = self._sold(day)
        order = hour_order(front.settings.cutoff_minutes)
        now = front.clock().astimezone(ZoneInfo(front.shop.timezone))
        usual = usual_until(self._usual, order, f"{now.hour:02d}", now.minute) if self._days else None
        return Board(
            front.shop.name,
            day.isoformat(),
            front.store.at(),
            front.shop.currency.code,
            sum(sold.values()),
            receipts,
            usual,
            self._days,
            hours_of(sold, self._usual, order),
            self._tenders(day),
            tuple(self._tills()),
            self._stock,
            self._findings,
            lines,
            self._health,
        )

    def _sold(self, day: date) -> tuple[dict[str, int], int, int]:
        """By hour, in the shop's currency, and how many receipts with how many lines."""
        rows = self._rows("sales", day, "hour")
        own = [row for row in rows if row["currency"] == self._front.shop.currency.code]
        receipts, lines = (sum(row[name] for row in own) for name in ("receipts", "lines"))
        return {row["hour"]: row["gross"] for row in own}, receipts, lines

    def _rows(self, name: str, day: date, by: str | None = None) -> list[dict[str, Any]]:
        return self._reports.read(name, Period(day, day), by).listed.rows

    def _know_usual(self, day: date) -> None:
        if self._usual_of == day:
            return
        earlier = [self._sold(day - timedelta(weeks=week))[0] for week in range(1, _WEEKS + 1)]
        self._usual, self._usual_of = usual_hours(earlier), day
        self._days = sum(bool(one) for one in earlier)

    def _tenders(self, day: date) -> tuple[tuple[str, str, int], ...]:
        rows = self._rows("tenders", day)
        found = [(row["tender"], row["money"] or row["currency"], row["amount"]) for row in rows]
        return tuple(sorted(found, key=lambda one: -one[2]))

    def _tills(self) -> Iterator[Standing]:
        for till in sorted(self._front.store.documents("tills"), key=lambda row: str(row["till"])):
            shift = till.get("shift")
            if shift:
                yield Standing(till["till"], shift["owner"], datetime.fromisoformat(shift["opened"]))
            else:
                yield Standing(till["till"])

    def _look_round(self) -> None:
        front = self._front
        now = front.clock()
        if self._looked is not None and timedelta() <= now - self._looked < _RARELY:
            return
        self._looked = now
        counts = {
            "low": len(stockroom.low(front)),
            "below_zero": len(stockroom.below_zero(front)),
            "expiring": len(stockroom.expiring(front, _SOON)),
        }
        self._stock = tuple((kind, count) for kind, count in counts.items() if count)
        found = list(self._examined())
        self._findings, self._health = worth_saying(found), as_it_should_be(found)

    def _examined(self) -> Iterator[Finding]:
        front = self._front
        yield from shop.store(front, deep=False)
        yield from machine.disk(front.store.folder, writes=False)
        yield from machine.clock(front)
        yield from devices.devices(front)
        yield from care.backups(front, deep=False)
