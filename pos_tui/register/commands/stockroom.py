"""Commands of the stockroom: what there is, and goods that come, go to waste, are put right or sent."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import plain
from pos_tui.core.words import N_, _
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.register.goods import Goods
    from pos_tui.register.register import Register
    from pos_tui.services.stockroom import Why

GROUP = N_("Stock")


def goods_of(register: Register, text: str) -> Goods:
    """The goods of a text (see `register.goods`). Raises InvalidValue, UnknownCode."""
    from pos_tui.register.goods import parse_goods

    return parse_goods(register.counter, text, register.mark)


def _why(reason: str = "", **more: str) -> Why:
    return services.stockroom.Why(reason, **more)


def parted(arguments: str, word: str) -> tuple[str, str]:
    """(what stands before a word, what stands behind it)."""
    head, _mark, tail = f" {arguments}".partition(f" {word} ")
    return head.strip(), tail.strip()


class Stock(Command):
    """Show everything about an item: price, cost, margin, stock by place, orders, and what moved last.

    Without a code the screen lists what can be done in the stockroom.
    """

    word = "stock"
    usage = "CODE"
    label = "Stock"
    group = GROUP
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise InvalidValue(_("the stock of what? /stock and a code"))
        facts = register.looking.stockroom.card(arguments)
        parts = [f"{row['location']} {row['qty']}" for row in facts["places"]] or [_("not kept in stock")]
        weeks = [[monday, plain(sold)] for monday, sold in facts["weeks"]]
        data = {"item": {**facts, "weeks": weeks}}
        return Outcome("info", f"{facts['name']}  {', '.join(parts)}", data, sound="good")


class _Moves(Command):
    """Goods that move at once."""

    group = GROUP
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise InvalidValue(_("say what, and how many: {usage}", usage=self.said_usage()))
        goods, record = self.move(register, arguments)
        [quantity, *_rest] = [line["qty"] for line in record["lines"]] or ["0"]
        left = services.enquiring.stock_here(register.counter, goods.item.sku)
        told = _(
            "{what}: {quantity} x {name}, {left} here now",
            what=_(self.label),
            quantity=quantity.lstrip("-"),
            name=goods.item.name,
            left="-" if left is None else register.number(left),
        )
        data = {
            "movement": record.get("number") or record.get("code"),
            "sku": goods.item.sku,
            "qty": quantity,
        }
        return Outcome("info", told, data, sound="good")

    @abstractmethod
    def move(self, register: Register, arguments: str) -> tuple[Goods, dict[str, Any]]:
        """Moves them; returns what, and the record."""


class Receive(_Moves):
    """Book goods in: so many of an item, at a cost, of a lot. Many are easier on a sheet: /sheet receive."""

    word = "receive"
    usage = N_("[qty*]CODE[@cost] [lot LOT] [exp DAY] [ref TEXT]")
    label = "Received"
    permission = "stock.receive"

    def move(self, register: Register, arguments: str) -> tuple[Goods, dict[str, Any]]:
        text, ref = parted(arguments, "ref")
        goods = goods_of(register, text)
        return goods, services.stockroom.receive(register.counter, [goods.move], _why(ref=ref))


class Waste(_Moves):
    """Write goods off, and say why."""

    word = "waste"
    usage = N_("[qty*]CODE for REASON")
    label = "Wasted"
    permission = "stock.waste"

    def move(self, register: Register, arguments: str) -> tuple[Goods, dict[str, Any]]:
        text, reason = parted(arguments, "for")
        goods = goods_of(register, text)
        return goods, services.stockroom.waste(register.counter, [goods.move], _why(reason))


class Adjust(_Moves):
    """Put a quantity right, and say why: CODE=5 makes it five, 2*CODE adds, -2*CODE takes."""

    word = "adjust"
    usage = N_("CODE=COUNT for REASON")
    label = "Put right"
    permission = "stock.change"

    def move(self, register: Register, arguments: str) -> tuple[Goods, dict[str, Any]]:
        text, reason = parted(arguments, "for")
        goods = goods_of(register, text)
        return goods, services.stockroom.adjust(register.counter, [goods.move], _why(reason))


class Transfer(_Moves):
    """Send goods to another place of the shop; /arrive takes them in there."""

    word = "transfer"
    usage = N_("[qty*]CODE to PLACE")
    label = "Sent"
    permission = "stock.transfer"

    def move(self, register: Register, arguments: str) -> tuple[Goods, dict[str, Any]]:
        text, place = parted(arguments, "to")
        if not place:
            raise InvalidValue(_("say where to: {usage}", usage=self.said_usage()))
        goods = goods_of(register, text)
        sent = services.transfers.send(register.counter, [goods.move], place, _why())
        return goods, {**sent, "lines": [{"qty": plain(goods.quantity)}]}


class Arrive(Command):
    """Take in what was sent from another place: all of it, or so many. `lost` gives up the rest."""

    word = "arrive"
    usage = N_("NUMBER [[qty*]CODE] [lost for REASON]")
    label = "Arrived"
    group = GROUP
    permission = "stock.transfer"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        text, reason = parted(arguments, "for")
        number, *words = text.split() or [""]
        is_all = bool(words) and words[-1] == "lost"
        entry = " ".join(words[:-1] if is_all else words)
        moves = [goods_of(register, entry).move] if entry else [] if is_all else None
        after = services.transfers.arrive(register.counter, number, moves, is_all=is_all, reason=reason)
        if after["open"]:
            told = _("transfer {code}: some of it is still on its way", code=after["code"])
        else:
            told = _("transfer {code} is done", code=after["code"])
        data = {"transfer": after["code"], "open": after["open"]}
        return Outcome("info", told, data, sound="good")


class Rules(Command):
    """Say when to order more of an item (low), up to how many (full), and whether it sells below zero.

    /rules COLA low=12 full=48 negative=block for the summer. negative=sell sells what is not there, and
    nothing behind the = takes a rule away.
    """

    word = "rules"
    usage = N_("CODE low=COUNT full=COUNT negative=block [for REASON]")
    label = "Rules"
    group = GROUP
    permission = "stock.change"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        text, reason = parted(arguments, "for")
        words = text.split()
        count = next((place for place, word in enumerate(words) if _is_rule(word)), len(words))
        if not 0 < count < len(words):
            raise InvalidValue(_("which rules of what? {usage}", usage=self.said_usage()))
        goods = goods_of(register, " ".join(words[:count]))
        services.stock_rules.put(register.counter, [goods.item.sku], words[count:], _why(reason))
        told = _("{name}: {rules}", name=goods.item.name, rules=" ".join(words[count:]))
        return Outcome("info", told, {"sku": goods.item.sku, "rules": words[count:]}, sound="good")


def _is_rule(word: str) -> bool:
    return word.partition("=")[0] in ("low", "full", "negative")
