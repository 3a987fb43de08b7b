"""Two rows of a line display as bytes: what stands where, in letters the display has. Pure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.words import _

from ..errors import AddressError
from ..escpos.codepages import Planner
from ..escpos.profiles import Profile
from ..escpos.tables import epson_table
from ..text_filter import printable

if TYPE_CHECKING:
    from ..address import Address
    from ..escpos.tables import Table

COLUMNS: Final = 20
_ESC_AT, _CLEAR, _SELECT_PAGE = b"\x1b@", b"\x0c", b"\x1bt"


@dataclass(frozen=True, slots=True)
class Row:
    """Words on the left, an amount on the right, which is never cut."""

    left: str = ""
    right: str = ""
    is_centered: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """What a customer sees."""

    upper: Row = Row()
    lower: Row = Row()


class Panel(ABC):
    """A kind of display, and which letters it was told to show.

    A display forgets its code page when it is switched on, so `begin` is sent from time to time.
    """

    pages: tuple[int, ...] = (0,)
    """Code pages, by Epson's numbers, where the address names none: those that every such display has."""

    def __init__(self, pages: Sequence[int] = ()) -> None:
        """Raises AddressError for a page without a table."""
        self._pages = [(number, _table(number)) for number in pages or self.pages]
        self._page: int | None = None

    def begin(self) -> bytes:
        """Return what puts a display of any past into a known state, with nothing on it."""
        self._page = None
        return _ESC_AT + _CLEAR

    def show(self, face: Face) -> bytes:
        """Return the bytes that show `face`, both rows whole."""
        number, table = self._page_for(face)
        planner = Planner(_profile(number, table))
        planner.begin()
        rows = [planner.encode(_set(row, planner)) for row in (face.upper, face.lower)]
        return self._choose(number) + self._place(*rows)

    def _choose(self, number: int) -> bytes:
        """Return what selects a code page; nothing where the display was never given another than its own."""
        if number == self._page or (self._page is None and len(self._pages) == 1 and number == 0):
            return b""
        self._page = number
        return self._select(number)

    @abstractmethod
    def _select(self, number: int) -> bytes:
        """Return what selects a code page."""

    @abstractmethod
    def _place(self, upper: bytes, lower: bytes) -> bytes:
        """Return what shows both rows."""

    def _page_for(self, face: Face) -> tuple[int, Table]:
        """The first page with the most of the letters: a row must not change its page halfway."""
        letters = {letter for row in (face.upper, face.lower) for letter in printable(row.left + row.right)}
        return max(self._pages, key=lambda page: sum(letter in page[1].letters for letter in letters))


class Cd5220(Panel):
    """CD5220: `ESC Q A` and `ESC Q B`, each to CR, in which no other command may stand but CLR.

    From the CD5220 user's manual, 7.2, which knows no euro: other pages only where the address names them.
    """

    def _select(self, number: int) -> bytes:
        return _CLEAR + _SELECT_PAGE + bytes((number,))

    def _place(self, upper: bytes, lower: bytes) -> bytes:
        return b"\x1bQA" + upper + b"\r\x1bQB" + lower + b"\r"


class EscPos(Panel):
    """Epson's DM-D displays and their like: the cursor is put to a row, and twenty letters over what was."""

    pages = (0, 19, 16, 18, 17)

    def begin(self) -> bytes:
        """Return what puts it into a known state, its letters laid over what was there (US MD1)."""
        return super().begin() + b"\x1f\x01"

    def _select(self, number: int) -> bytes:
        return _SELECT_PAGE + bytes((number,))

    def _place(self, upper: bytes, lower: bytes) -> bytes:
        return b"\x1f$\x01\x01" + upper + b"\x1f$\x01\x02" + lower


PANELS: Final[dict[str, type[Panel]]] = {"cd5220": Cd5220, "escpos": EscPos}
"""By what an address calls them."""


def panel_for(address: Address) -> Panel:
    """Return the display an address names. Raises AddressError."""
    protocol = address.protocol or ("cd5220" if address.scheme == "dummy" else "")
    if protocol not in PANELS:
        raise AddressError(
            _(
                "a display's address says what it speaks: {ways}, not {address}",
                ways=", ".join(f"{name}+serial://" for name in PANELS),
                address=str(address),
            )
        )
    return PANELS[protocol]([int(page) for page in filter(None, address.get("pages").split(","))])


def _table(number: int) -> Table:
    table = epson_table(number)
    if table is None:
        raise AddressError(_("there is no table for code page {number}", number=number))
    return table


def _profile(number: int, table: Table) -> Profile:
    return Profile("display", COLUMNS, 0, ((number, table),), "", "none", barcodes=False, qr=False, images="")


def _set(row: Row, planner: Planner) -> str:
    """Return a row of exactly twenty prepared letters."""
    right = planner.order(planner.prepare(row.right))[-COLUMNS:]
    room = COLUMNS - len(right) - bool(right)
    left = planner.order(planner.prepare(row.left)[: max(0, room)])
    if row.is_centered and not right:
        return left.center(COLUMNS)
    return left.ljust(COLUMNS - len(right)) + right
