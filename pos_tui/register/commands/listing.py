"""Commands for lists of goods: sheets that are made by scanning, and orders from suppliers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused, UnknownCode
from pos_tui.core.words import N_, _, ngettext
from pos_tui.register.amounts import amount_of
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

from .stockroom import GROUP, goods_of, parted

if TYPE_CHECKING:
    from pos_tui.register.register import Register


class Sheet(Command):
    """Make a list of goods by scanning: a count, goods in, waste, or what is sent to another place.

    `/sheet count`, `/sheet receive [order N]`, `/sheet waste`, `/sheet send to PLACE` begin one. With its
    number goods are added (-1*CODE takes one off, CODE=5 makes it five), `post` moves the stock, `drop for
    REASON` gives it up. Each scan is kept at once, also of codes that nobody knows. A count posts its
    differences.
    """

    word = "sheet"
    usage = N_("count|receive|waste|send [to PLACE], or NUMBER [goods | post | drop] [for REASON]")
    label = "Sheet"
    group = GROUP
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        word, _space, rest = arguments.partition(" ")
        if word in services.sheets.KINDS:
            return self._begin(register, word, rest)
        text, reason = parted(rest, "for")
        if text == "post":
            return self._post(register, word, reason)
        if text == "drop":
            services.sheets.drop(register.counter, word, reason)
            return Outcome("info", _("sheet {code} is given up", code=word), {"dropped": word}, sound="good")
        if not text:
            return self._show(register, word)
        return self._add(register, word, rest)

    def _begin(self, register: Register, kind: str, text: str) -> Outcome:
        text, order = parted(text, "order")
        text, to = parted(text, "to")
        about = services.sheets.About(text, to=to, order=order)
        sheet = services.sheets.begin(register.counter, kind, about)
        told = _("sheet {code} is begun: scan", code=sheet["code"])
        return Outcome("info", told, {"sheet": sheet["code"], "begun": sheet}, sound="good")

    def _add(self, register: Register, code: str, text: str) -> Outcome:
        make = services.sheets.Scanned
        try:
            goods = goods_of(register, text)
        except UnknownCode as error:
            [line] = services.sheets.add(register.counter, code, [make("", Decimal(1), error.code[:64])])
            line = {**line, "name": ""}
            told = _("no item has the code {code}: it is kept on the sheet", code=error.code[:64])
            return Outcome("info", told, {"sheet_line": line}, sound="unknown")
        quantity = goods.quantity if goods.becomes is None else goods.becomes
        scanned = make(
            goods.item.sku,
            quantity,
            "",
            goods.zone,
            goods.cost,
            goods.lot,
            goods.expires,
            goods.becomes is not None,
        )
        [line] = services.sheets.add(register.counter, code, [scanned])
        line = {**line, "name": goods.item.name}
        told = f"{goods.item.name}: {register.number(Decimal(line['qty']))}"
        return Outcome("info", told, {"sheet_line": line}, sound="good")

    def _show(self, register: Register, code: str) -> Outcome:
        sheet, lines = register.looking.stockroom.sheet(code)
        rows = [f"{line['qty']:>8}  {line['name'] or line['said'] or line['sku']}" for line in lines]
        return Outcome(
            "info", "\n".join([_("sheet {code}", code=code), *rows]), {"sheet": sheet, "lines": lines}
        )

    def _post(self, register: Register, code: str, reason: str) -> Outcome:
        counter = register.counter
        if services.sheets.find(counter, code)["kind"] == services.sheets.COUNT:
            done = services.stocktaking.close(counter, code, reason)
        else:
            done = services.sheets.post(counter, code, reason)
        number = done.get("number") or done.get("code", "")
        told = _("sheet {code} is posted: {number}", code=code, number=number)
        return Outcome("info", told, {"posted": code, "movement": number}, sound="good")


class Order(Command):
    """Order from a supplier: `/order suggest` makes drafts of what runs low, `/order ACME` an empty one.

    With its number: goods are put into a draft (24*CODE makes it 24, 0*CODE takes it out), `send` notes that
    it went out, `cancel for REASON` gives up what has not come, `print` prints it. `came extra 12.50 ref
    4711` books all in that is missing, with the freight on invoice 4711; what comes in parts, or at other
    costs, is booked in with /sheet receive order N. `of SUPPLIER` lists all orders of one.
    """

    word = "order"
    usage = N_("suggest | SUPPLIER | of SUPPLIER | NUMBER [goods | send | came | print | cancel for REASON]")
    label = "Order"
    group = GROUP
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        word, _space, rest = arguments.partition(" ")
        if not word:
            raise InvalidValue(_("order what? {usage}", usage=self.said_usage()))
        if word == "suggest":
            return self._suggest(register)
        if word == "of" and rest:
            return self._all_of(register, rest.strip('"'))
        if not rest and not word.isdigit():
            made = services.purchasing.make(register.counter, word, [])
            return self._told(register, made["code"])
        text, reason = parted(rest, "for")
        if text == "send":
            services.purchasing.send(register.counter, word)
        elif text == "cancel":
            services.purchasing.cancel(register.counter, word, reason)
        elif text == "print":
            self._print(register, word)
        elif text.split(" ", 1)[0] == "came":
            self._came(register, word, rest.removeprefix("came").strip())
        elif text:
            goods = goods_of(register, rest)
            quantity = goods.quantity if goods.becomes is None else goods.becomes
            wanted = services.purchasing.Wanted(goods.item.sku, quantity, goods.cost)
            services.purchasing.set_line(register.counter, word, wanted)
        return self._told(register, word)

    def _all_of(self, register: Register, supplier: str) -> Outcome:
        orders = register.looking.stockroom.orders(supplier)
        lines = [f"{order['code']:>4}  {order['made']['time'][:10]}  {order['said']}" for order in orders]
        return Outcome("info", "\n".join(lines) or _("there is none yet"), {"orders": orders})

    def _told(self, register: Register, code: str) -> Outcome:
        order = register.looking.stockroom.order(code)
        count = len(order["lines"])
        lines = ngettext("{count} item", "{count} items", count)
        told = _("order {code}, {who}: {state}", code=code, who=order["name"], state=order["said"])
        return Outcome("info", f"{told}, {lines}", {"order": order}, sound="good")

    def _came(self, register: Register, code: str, text: str) -> None:
        text, ref = parted(text, "ref")
        rest, extra = parted(text, "extra")
        if rest:
            raise InvalidValue(_("all came, or what? {usage}", usage=self.said_usage()))
        freight = amount_of(register, extra) if extra else 0
        services.purchasing.receive(register.counter, code, None, services.stockroom.Why(ref=ref), freight)

    def _suggest(self, register: Register) -> Outcome:
        made = services.reordering.make_drafts(register.counter)
        if not made:
            raise Refused(_("nothing runs low that a supplier is known for: /stock lists what does"))
        codes = [order["code"] for order in made]
        told = ngettext(
            "{count} order made: {codes}", "{count} orders made: {codes}", len(made), codes=", ".join(codes)
        )
        return Outcome("info", told, {"orders": codes}, sound="good")

    def _print(self, register: Register, code: str) -> None:
        counter = register.counter
        order = services.purchasing.get(counter, code)
        if counter.slips is None:
            raise Refused(_("nothing is printed here"))
        who = services.suppliers.get(counter, order["supplier"])
        counter.slips.print(counter.slips.draft("order", {**order, "who": who}), _("order {code}", code=code))
