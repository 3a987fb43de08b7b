"""X and Z on paper: what a shift came to, from its record alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from devices.document import BOLD, Block, Cut, Row, Rule, Text

from ..core.words import N_
from .slips import bag
from .words import ENGLISH

if TYPE_CHECKING:
    from .slips import Paper

_HASH_DIGITS = 16
_ACTS: Final[Mapping[str, str]] = {
    "receipts": N_("Receipts"),
    "voids": N_("Lines voided"),
    "undone": N_("Entries undone"),
    "corrections": N_("Other corrections"),
    "overrides": N_("Overrides"),
    "discounts": N_("Discounts"),
    "cancelled": N_("Sales cancelled"),
    "refunds": N_("Refunds"),
    "post_voids": N_("Finished sales voided"),
    "tenders_corrected": N_("Tenders corrected"),
    "reprints": N_("Receipts reprinted"),
    "no_sales": N_("Drawer opened, no sale"),
    "paid_outs": N_("Paid out"),
}
_MOVES: Final[Mapping[str, str]] = {
    "paid_in": N_("Paid in ({count})"),
    "loan": N_("From the safe ({count})"),
    "paid_out": N_("Paid out ({count})"),
    "tip_out": N_("Tips paid out ({count})"),
    "pickup": N_("To the safe ({count})"),
}
_NOTED: Final[Mapping[str, str]] = {
    "owner_recovered": N_("OWNER'S PIN RECOVERED"),
    "pin_failed": N_("Wrong PINs"),
    "clock_jump": N_("Clock set"),
    "drawer_failed": N_("Drawer did not open"),
    "key_changed": N_("New signing key"),
}
_APART: Final[Mapping[str, str]] = {
    "voucher": N_("Vouchers sold, no turnover"),
    "voucher_reload": N_("Vouchers reloaded, no turnover"),
    "tip": N_("Tips, no turnover"),
    "account": N_("Accounts paid, no turnover"),
    "layaway": N_("Deposits on orders, no turnover"),
}
_KINDS: Final[Mapping[str, str]] = {"exempt": ENGLISH.exempt, "reverse": ENGLISH.reverse}
_OUT: Final = frozenset({"paid_out", "pickup", "tip_out"})


def x_report(record: Mapping[str, Any], paper: Paper) -> list[Block]:
    """How a shift stands. A blind one shows nothing from which the expected cash can be worked out."""
    blocks = [*paper.heading(record), *_opened(record, paper), *_receipts(record, paper)]
    if not record["blind"]:
        blocks += [*_sales(record, paper), *_tenders(record, paper), *_drawer(record, paper)]
    return [*blocks, *_operators(record, paper), Cut()]


def z_report(record: Mapping[str, Any], paper: Paper) -> list[Block]:
    """A shift that is closed, and behind it the slip for the bag."""
    blocks = [*paper.heading(record), *_opened(record, paper), *_receipts(record, paper)]
    blocks += [*_sales(record, paper), *_tenders(record, paper), *_drawer(record, paper)]
    blocks += [*_counted(record, paper), *_operators(record, paper), *_open(record, paper)]
    blocks += [*_grand(record, paper), *_proof(record, paper), *paper.signatures("")]
    return [*blocks, *bag(record, paper)]


def _opened(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield Row(paper.words(N_("Business day")), record["day"])
    yield Row(paper.words(N_("Opened by {owner}"), owner=record["owner"]), paper.stamp(record["opened"]))


def _receipts(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield Rule()
    sales = record["sales"]
    yield Row(paper.words(N_("Receipts")), str(sales["count"]))
    if record["first"] is not None:
        yield Row(paper.words(N_("First")), record["first"])
        yield Row(paper.words(N_("Last")), record["last"])
    yield Row(paper.words(N_("Numbers missing")), str(len(record["gaps"])))
    yield Row(paper.words(N_("Drawer openings")), str(record["openings"]))
    if record["outside"]["count"]:
        name = paper.words(N_("Sold outside of a shift ({count})"), count=record["outside"]["count"])
        yield Row(name, paper.money(record["outside"]["amount"]))
    for kind, count in record["noted"].items():
        yield Row(paper.words(_NOTED[kind]), str(count))


def _sales(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield Rule()
    sales = record["sales"]
    yield Row(paper.words(N_("Sold")), paper.money(sales["sold"]))
    yield Row(paper.words(N_("Taken back")), paper.money(sales["refunds"]))
    empties = record.get("empties", {"count": 0})
    if empties["count"]:
        name = paper.words(N_("of it empties ({count})"), count=empties["count"])
        yield Row(name, paper.money(empties["amount"]), indent=2)
    yield Row(
        paper.words(N_("TOTAL {currency}"), currency=record["currency"]),
        paper.money(sales["gross"]),
        style=BOLD,
    )
    for tax in sales["tax"]:
        rate = f" {paper.formats.number(tax['rate'])}%" if tax["rate"] else ""
        if tax.get("kind"):
            rate = f" {paper.words(_KINDS[tax['kind']])}"
        yield Row(f"  {tax['code']}{rate}", paper.money(tax["tax"]), paper.money(tax["net"]))
    if sales["rounding"]:
        yield Row(paper.words(N_("Cash rounding")), paper.money(sales["rounding"]))
    for kind, amount in sales.get("apart", {}).items():
        yield Row(paper.words(_APART[kind]), paper.money(amount))
    orders = record.get("orders", {"count": 0})
    if orders["count"]:
        name = paper.words(N_("Owed on orders ({count})"), count=orders["count"])
        yield Row(name, paper.money(orders["paid"]))


def _tenders(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield Rule()
    for kind, amount in record["kept"].items():
        yield Row(_tender(kind, paper), paper.money(amount))
        if kind in record["foreign"]:
            yield Row(paper.words(N_("in its own money")), paper.money(record["foreign"][kind]), indent=2)
    for who, amount in record["tips"].items():
        yield Row(paper.words(N_("Tips for {who}"), who=who), paper.money(amount))


def _tender(kind: str, paper: Paper) -> str:
    return paper.words(ENGLISH.tenders.get(kind, kind))


def _drawer(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield Rule()
    yield Row(paper.words(N_("Float")), paper.money(record["float"]))
    yield Row(_tender("cash", paper), paper.money(record["kept"].get("cash", 0)))
    for kind, row in record["moved"].items():
        sign = -1 if kind in _OUT else 1
        yield Row(paper.words(_MOVES[kind], count=row["count"]), paper.money(sign * row["amount"]))
    yield Row(paper.words(N_("Expected in the drawer")), paper.money(record["expected"]["cash"]), style=BOLD)


def _counted(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield from paper.pieces(record)
    for kind, amount in record["counted"].items():
        name = paper.words(N_("Counted, {tender}"), tender=_tender(kind, paper))
        yield Row(name, paper.money(amount), style=BOLD)
        yield Row(paper.words(N_("Over or short")), paper.money(record["over_short"][kind]), indent=2)
    if record["counts"] > 1:
        yield Row(paper.words(N_("Times counted")), str(record["counts"]))
    if record["reason"]:
        yield Text("  " + record["reason"])
    yield Row(paper.words(N_("Left in the drawer")), paper.money(record["left"]))
    yield Row(paper.words(N_("Bag for the safe")), paper.money(record["bag"]))


def _operators(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    for who, acts in record["operators"].items():
        yield Rule()
        yield Text(who, style=BOLD)
        for act, count in acts.items():
            yield Row(paper.words(_ACTS[act]), str(count), indent=2)


def _open(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    if not record["open"]:
        return
    yield Rule()
    yield Text(paper.words(N_("Baskets carried over")), style=BOLD)
    for row in record["open"]:
        name = " ".join(filter(None, (row["id"] or paper.words(N_("on the screen")), row["name"])))
        yield Row(name, "" if row["total"] is None else paper.money(row["total"]), indent=2)


def _grand(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield Rule()
    opening, closing = record["grand"]["opening"], record["grand"]["closing"]
    yield Row(paper.words(N_("Grand total before")), paper.money(opening["gross"]))
    yield Row(paper.words(N_("Grand total now")), paper.money(closing["gross"]), style=BOLD)
    yield Row(paper.words(N_("sold")), paper.money(closing["sold"]), indent=2)
    yield Row(paper.words(N_("taken back")), paper.money(closing["refunds"]), indent=2)


def _proof(record: Mapping[str, Any], paper: Paper) -> Iterator[Block]:
    yield Rule()
    if "backup" in record:
        yield Row(paper.words(N_("Last backup")), _backup(record["backup"], paper))
    head = record["head"]
    yield Text(paper.words(N_("Journal {n}: {hash}"), n=head["n"], hash=head["h"][:_HASH_DIGITS]))
    if record["key"] is not None:
        yield Text(paper.words(N_("Signed by key {key}"), key=record["key"]["fingerprint"]))


def _backup(last: Mapping[str, Any] | None, paper: Paper) -> str:
    if last is None:
        return paper.words(N_("NONE"))
    when = paper.stamp(last["time"])
    return when if last["verified"] else paper.words(N_("{time}, not verified"), time=when)
