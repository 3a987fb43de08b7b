"""A shop with two tills made of lists, dicts and fractions: what the till has to come to at every step."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from .arithmetic import Deal, Tax, half_away, most_saved

PRICES: Final = {"COLA": 119, "TISSUE": 200, "BOOK": 999, "TEA": 240, "CAKE": 255, "BAN": 199, "CAN": 25}
"""Minor units; of BAN a kilogram."""
TAX_OF: Final = {
    **dict.fromkeys(("COLA", "TISSUE", "CAKE"), "standard"),
    **dict.fromkeys(("BOOK", "BAN", "CAN"), "zero"),
    "TEA": "both",
}
TAXES: Final = {
    "standard": (Tax("standard", "20", Fraction(20)),),
    "zero": (Tax("zero", "0", Fraction(0)),),
    "both": (Tax("gst", "5", Fraction(5)), Tax("pst", "7", Fraction(735, 100))),
}
MEMBERS: Final = "members"
MEMBER_PRICES: Final = {"COLA": 99}
COLAS: Final = (Deal(((frozenset({"COLA"}), 3),), price=300, limit=2),)
SNACKS: Final = (
    Deal(((frozenset({"TEA", "CAKE"}), 3),), cheapest=True),
    Deal(((frozenset({"TEA"}), 1), (frozenset({"CAKE"}), 1)), price=440),
)
READING: Final = Deal(((frozenset({"BOOK"}), 1),), percent=10)
COUPON: Final = Deal(((frozenset({"BOOK"}), 1),), amount=100, limit=1)
BULK: Final = (6, 180)
"""So many tissues cost so much each."""
STEPS: Final = ((2000, 100), (5000, 300))
"""(spend, off), lowest first."""
MOST_PIECES: Final = 7
"""Of goods that promotions compete for: as many as everything can be tried with."""
LIMITS: Final[dict[str, dict[str, int | None]]] = {
    "bob": {
        "sale.discount": 10,
        "sale.void_line": None,
        "sale.cancel": None,
        "return.with_receipt": 5000,
        "return.empties": 2500,
        "receipt.reprint": None,
        "cash.loan": None,
        "cash.pickup": None,
        "shift.open": None,
        "shift.close": None,
    }
}
"""What a cashier may do, and up to how much (minor units, or percent); ann is the owner and may do all."""


def may(operator: str, permission: str, value: Fraction | int = 0) -> bool:
    """Whether somebody may do something."""
    rights = LIMITS.get(operator)
    if rights is None:
        return True
    if permission not in rights:
        return False
    limit = rights[permission]
    return limit is None or value <= limit


@dataclass
class Line:
    """What stands on a line; quantities in thousandths, prices in minor units."""

    sku: str
    milli: int
    price: Fraction
    source: str = "catalogue"
    percent: int = 0
    void: bool = False
    origin: tuple[str, int, int] | None = None
    """Receipt, line and how much of it came back before."""
    back: dict[str, Any] = field(default_factory=dict)
    """Of what comes back: `amount`, `discount`, and `taxes` by (name, rate)."""

    @property
    def is_goods(self) -> bool:
        """Whether promotions and discounts are for it."""
        return self.origin is None and self.source not in ("voucher", "empties")

    @property
    def promoted(self) -> bool:
        """Whether a promotion may lower its price."""
        return self.is_goods and not self.void and self.milli > 0 and self.source in ("catalogue", "list")

    def own(self) -> int:
        """What it costs after its own discount, before all others."""
        if self.origin is not None:
            return int(self.back["amount"])
        gross = half_away(self.price * Fraction(self.milli, 1000))
        return gross - half_away(Fraction(gross * self.percent, 100))

    def pieces(self) -> list[tuple[str, int]]:
        """Its pieces, which differ by a minor unit at most."""
        count = self.milli // 1000
        each, over = divmod(self.own(), count)
        return [(self.sku, each + (n < over)) for n in range(count)]


@dataclass
class Basket:
    """An open sale."""

    lines: list[Line] = field(default_factory=list)
    paid: list[dict[str, Any]] = field(default_factory=list)
    percent: int = 0
    off: int = 0
    group: str = ""
    coupon: bool = False
    note: str | None = None
    done: list[tuple[str, str]] = field(default_factory=list)
    """The corrections: what, and by whom."""
    hand: str = "ann"
    """Who has it now."""
    past: list[Any] = field(default_factory=list)

    def step(self, correction: str = "") -> None:
        """Keeps what there is for an undo; then the correction counts."""
        self.past.append(
            {name: deepcopy(value) for name, value in vars(self).items() if name not in ("past", "hand")}
        )
        if correction:
            self.done.append((correction, self.hand))

    def undo(self) -> None:
        """Takes a step back; that it was one stays."""
        done = self.done
        vars(self).update(self.past.pop())
        self.done = [*done, ("undo", self.hand)]

    def live(self) -> list[int]:
        """The places of lines that count."""
        return [place for place, line in enumerate(self.lines) if not line.void]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return not (
            self.lines or self.paid or self.percent or self.off or self.group or self.coupon or self.note
        )

    def competing(self) -> int:
        """Pieces that promotions compete for."""
        groups = Counter({"COLA": 0})
        for line in self.lines:
            if line.promoted and line.sku in ("COLA", "TEA", "CAKE", "BOOK"):
                groups["SNACK" if line.sku in ("TEA", "CAKE") else line.sku] += line.milli // 1000
        return max(groups.values())

    def promoted(self) -> int:
        """What promotions save on single goods, at the most."""
        sold = [line for line in self.lines if line.promoted]
        pieces = [piece for line in sold if line.sku != "BAN" for piece in line.pieces() if piece[1]]
        reading = [READING] if self.group == MEMBERS else []
        reading += [COUPON] if self.coupon else []
        saved = most_saved(COLAS, [piece for piece in pieces if piece[0] == "COLA"])
        saved += most_saved(SNACKS, [piece for piece in pieces if piece[0] in ("TEA", "CAKE")])
        saved += most_saved(reading, [piece for piece in pieces if piece[0] == "BOOK"])
        count, price = BULK
        tissues = [line for line in self.lines if line.sku == "TISSUE" and line.is_goods and not line.void]
        if sum(line.milli for line in tissues) >= count * 1000:
            saved += sum(max(cost - price, 0) for sku, cost in pieces if sku == "TISSUE")
        return half_away(saved)

    def spent(self, left: int) -> int:
        """What is off for having spent so much; `left` is what positive lines cost after other promotions."""
        spent = sum(line.own() for line in self.lines if line.is_goods and not line.void)
        reached = [off for step, off in STEPS if spent >= step]
        return min(reached[-1], left) if reached else 0

    def discount(self, base: int) -> int:
        """Off the whole basket."""
        if self.percent:
            return half_away(Fraction(base * self.percent, 100))
        return min(self.off, base)


@dataclass
class Shift:
    """A till between opening and Z."""

    number: int
    float: int
    kept: Counter[str] = field(default_factory=Counter)
    moved: int = 0
    dollars: int = 0
    sales: Counter[str] = field(default_factory=Counter)
    """`count`, `cancelled`, `gross`, `rounding`."""
    acts: dict[str, Counter[str]] = field(default_factory=dict)
    openings: int = 0

    def expected(self) -> dict[str, int]:
        """What has to be there."""
        others = {
            kind: amount for kind, amount in self.kept.items() if amount and kind not in ("cash", "usd")
        }
        dollars = {"usd": self.dollars} if self.dollars or "usd" in self.kept else {}
        return {**others, **dollars, "cash": self.float + self.kept["cash"] + self.moved}

    def act(self, who: str, what: str, times: int = 1) -> None:
        """Counts what somebody did."""
        self.acts.setdefault(who, Counter())[what] += times


@dataclass
class Till:
    """One till, and who stands there."""

    code: str
    operator: str = "ann"
    basket: Basket = field(default_factory=Basket)
    receipts: int = 0
    shifts: int = 0
    shift: Shift | None = None
    left: int | None = None
    grand: int = 0
    outside: int = 0
    counted: tuple[int, dict[str, int]] | None = None
    """Cash that was counted, and what was expected then."""


@dataclass
class Sold:
    """A finished sale, with what came after it."""

    number: str
    till: str
    shift: int
    kind: str
    total: int
    kept: Counter[str]
    rounding: int
    lines: list[dict[str, Any]]
    """`sku`, `milli`, `amount`, `discount`, `taxes` by (name, rate), `back`, `origin`, `goods`, `price`."""
    vouchers: dict[str, int]
    """What the sale added to vouchers, by code."""
    special: bool
    """Vouchers were sold or issued: what comes after is their own tests' business."""
    voided: bool = False
    corrected: bool = False

    def left(self, place: int) -> int:
        """How much of a line can still come back."""
        line = self.lines[place]
        sells = line["goods"] and line["milli"] > 0 and not self.voided
        return int(line["milli"] - line["back"]) if sells else 0


@dataclass
class World:
    """The shop."""

    inclusive: bool
    coin: int
    tills: dict[str, Till] = field(default_factory=lambda: {code: Till(code) for code in "12"})
    sold: dict[str, Sold] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    """Every receipt number that was drawn."""
    held: dict[str, Basket] = field(default_factory=dict)
    aside: dict[str, Basket] = field(default_factory=dict)
    """Baskets that wait for their operators, at whichever till these stand next."""
    vouchers: dict[str, int] = field(default_factory=dict)
    stock: int = 100_000
    """Thousandths of COLA."""
    overrides: int = 0
    report: Counter[str] = field(default_factory=Counter)
    taxes: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
