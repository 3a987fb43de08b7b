"""Slips to sign: cash that moved without a sale, a shift that was opened, the bag for the safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from devices.document import BOLD, HEADING, Block, Cut, Feed, Row, Rule, Text

from ..core.words import N_

if TYPE_CHECKING:
    from ..core.shop import Shop
    from ..locale import Formats

HEADS: Final[Mapping[str, str]] = {
    "opened": N_("SHIFT OPENED"),
    "no_sale": N_("DRAWER OPENED"),
    "paid_in": N_("PAID IN"),
    "paid_out": N_("PAID OUT"),
    "tip_out": N_("TIPS PAID OUT"),
    "pickup": N_("TO THE SAFE"),
    "loan": N_("FROM THE SAFE"),
    "layaway": N_("PUT ASIDE"),
    "x": N_("X REPORT"),
    "z": N_("Z REPORT"),
}
_WITH_SAFE: Final = frozenset({"pickup", "loan", "opened", "z"})
"""What two people sign."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What all papers of a shop have in common."""

    shop: Shop
    formats: Formats
    say: Callable[[str], str]
    """A text in the language of the shop."""
    header: Sequence[str] = ()

    def words(self, text: str, **values: object) -> str:
        """A text in the shop's language, filled in."""
        return self.say(text).format(**values) if values else self.say(text)

    def money(self, minor: int) -> str:
        """An amount."""
        return self.formats.money(minor, self.shop.currency.digits)

    def stamp(self, time: str) -> str:
        """Day and time in the shop's time zone of an ISO 8601 text."""
        return self.formats.stamp(datetime.fromisoformat(time).astimezone(ZoneInfo(self.shop.timezone)))

    def heading(self, record: Mapping[str, Any]) -> Iterator[Block]:
        """What it is, of whom, when and by whom."""
        if self.shop.simulated or self.shop.training:
            mark = N_("TRAINING") if self.shop.training else N_("SIMULATED")
            yield Text(self.words(mark), "center", HEADING)
        yield Text(self.words(HEADS[record["kind"]]), "center", HEADING)
        yield Text(self.shop.name, "center", BOLD)
        for line in self.header:
            yield Text(line, "center")
        yield Rule()
        yield Row(str(record["number"]), self.words(N_("Till {till}"), till=record["till"]))
        yield Row(self.stamp(record["time"]), str(record["operator"]))
        yield Rule()

    def pieces(self, record: Mapping[str, Any]) -> Iterator[Block]:
        """The notes and coins that were counted."""
        for row in record["pieces"]:
            piece = Decimal(row["piece"])
            minor = int(piece.scaleb(self.shop.currency.digits))
            yield Row(f"  {self.money(minor)} x {row['count']}", self.money(minor * row["count"]))

    def signatures(self, kind: str) -> Iterator[Block]:
        """Lines to sign on."""
        for who in (N_("Till"), N_("Safe")) if kind in _WITH_SAFE else (N_("Signature"),):
            yield Feed(2)
            yield Text(f"{self.words(who)}: ____________________")
        yield Cut()


def slip(record: Mapping[str, Any], paper: Paper) -> list[Block]:
    """The slip of cash that moved, or of a drawer that was just opened."""
    blocks = list(paper.heading(record))
    if "amount" in record:
        name = paper.words(N_("Amount {currency}"), currency=record["currency"])
        blocks.append(Row(name, paper.money(record["amount"]), style=BOLD))
    blocks.append(Text(record["reason"]))
    return [*blocks, *paper.signatures(record["kind"])]


def opening(record: Mapping[str, Any], paper: Paper) -> list[Block]:
    """The slip of a shift that was opened."""
    blocks = list(paper.heading(record))
    blocks.append(Row(paper.words(N_("Business day")), record["day"]))
    blocks += paper.pieces(record)
    name = paper.words(N_("Float {currency}"), currency=record["currency"])
    blocks.append(Row(name, paper.money(record["float"]), style=BOLD))
    if record["difference"]:
        blocks.append(Row(paper.words(N_("Left by the Z before")), paper.money(record["left"])))
        blocks.append(Row(paper.words(N_("Difference")), paper.money(record["difference"])))
    return [*blocks, *paper.signatures("opened")]


def bag(z: Mapping[str, Any], paper: Paper) -> list[Block]:
    """The slip that goes into the bag for the safe."""
    return [
        Text(paper.words(N_("BAG FOR THE SAFE")), "center", HEADING),
        Text(paper.shop.name, "center", BOLD),
        Rule(),
        Row(str(z["number"]), paper.words(N_("Till {till}"), till=z["till"])),
        Row(paper.stamp(z["time"]), str(z["operator"])),
        Row(
            paper.words(N_("In the bag {currency}"), currency=z["currency"]),
            paper.money(z["bag"]),
            style=BOLD,
        ),
        Row(paper.words(N_("Left in the drawer")), paper.money(z["left"])),
        *paper.signatures("z"),
    ]
