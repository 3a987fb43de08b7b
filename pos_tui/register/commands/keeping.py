"""Commands of who keeps the items: finding, showing and changing them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _, ngettext
from pos_tui.register.command import Command
from pos_tui.register.entering import item_rows
from pos_tui.register.outcome import Outcome
from pos_tui.services import identifying
from pos_tui.services.permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.ports import ItemKeeper
    from pos_tui.register.register import Register

_CODE = re.compile(r'"((?:[^"]|"")+)"|(\S+)')
_PAIR = re.compile(r'\s*([\w.]+)=(?:"((?:[^"]|"")*)"|(\S*))', re.ASCII)
_WAS = re.compile(r"\s*was\b")
_WHY = re.compile(r"\s*for\s+(.*)", re.DOTALL)


class KeepItems(Command):
    """List items to look at and change, ended ones too.

    On the screen the list follows what is typed; Enter opens the chosen one.
    """

    word = "items"
    usage = "[WORDS]"
    label = "Items"
    group = "Look"

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise Refused(_("find what? Give words of a name, or digits of a code"))
        rows = item_rows(register, register.looking.find_all(arguments, 20))
        texts = [f"{row['code']}  {row['name']}  {row['price'] or ''}" for row in rows]
        nothing = _("nothing matches {words}", words=arguments)
        return Outcome("info", "\n".join(texts) or nothing, {"items": rows})


class EditItem(Command):
    """Show an item, or change it: /item COLA price=1.29 name="Cola 1 l" for new price list.

    After `was` may stand what the fields were when it was decided: /item COLA price=1.29 was price=1.19. If
    somebody changed them meanwhile, nothing is changed. Every change is on record with its reason.
    """

    word = "item"
    usage = "CODE [FIELD=VALUE ...] [was FIELD=VALUE ...] [for REASON]"
    label = "Item"
    group = "Look"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        match = _CODE.match(arguments)
        if match is None:
            raise InvalidValue(_("which item? /item CODE shows it, /item CODE price=1.29 changes it"))
        keeper = register.counter.keeper
        if keeper is None:
            raise Refused(_("there is no shop around this till"))
        code = match[2] or match[1].replace('""', '"')
        item, _measured = identifying.find_item(register.counter, code)
        texts, rest = pairs(arguments[match.end() :])
        if not texts and not rest.strip():
            return _shown(keeper, item.sku)
        seen = None
        was = _WAS.match(rest)
        if was is not None:
            seen, rest = pairs(rest[was.end() :])
        return _changed(register, keeper, item.sku, texts, seen, _reason(rest))


class NewItem(Command):
    """Make an item with all that is known of it: /newitem COLA name="Cola 1 l" price=1.29 tax=standard.

    The fields are those of /item. It has its department's tax where none is said. To make one while selling,
    with its price and department alone, there is /new.
    """

    word = "newitem"
    usage = "[CODE FIELD=VALUE ...] [for REASON]"
    label = "New item"
    group = "Look"
    permission = "items.create"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        match = _CODE.match(arguments)
        if match is None:
            raise InvalidValue(_("which item? /newitem CODE name=... price=... makes it"))
        keeper = register.counter.keeper
        if keeper is None:
            raise Refused(_("there is no shop around this till"))
        code = match[2] or match[1].replace('""', '"')
        texts, rest = pairs(arguments[match.end() :])
        _check_fields(texts)
        services.catalogue.check_code(register.counter, code)
        made = keeper.make(code, texts, _reason(rest), register.counter.operator)
        name = next((after for field, _before, after in made if field == "name"), "")
        data = {"sku": code, "changed": [list(one) for one in made]}
        return Outcome("info", _("made: {code} {name}", code=code, name=name), data, sound="good")


def _reason(rest: str) -> str:
    """What stands behind `for`. Raises InvalidValue for what is nothing of the kind."""
    why = _WHY.fullmatch(rest)
    if rest.strip() and why is None:
        raise InvalidValue(
            _("'{text}' is neither FIELD=VALUE nor a reason after for", text=rest.strip()[:40])
        )
    return why[1].strip() if why else ""


def _check_fields(names: Iterable[str]) -> None:
    """Raises InvalidValue for what is no field that a person sets."""
    from pos_tui.core.item_fields import FIELD_NAMES

    unknown = [name for name in names if name not in FIELD_NAMES or name in ("sku", "stock")]
    if unknown:
        raise InvalidValue(_("'{field}' is no field of an item that can be changed", field=unknown[0][:40]))


def pairs(text: str) -> tuple[dict[str, str], str]:
    """FIELD=VALUE, FIELD="VALUE" from the beginning on, and what stands behind them."""
    found: dict[str, str] = {}
    place = 0
    while match := _PAIR.match(text, place):
        quoted = match[2]
        found[match[1].lower()] = match[3] if quoted is None else quoted.replace('""', '"')
        place = match.end()
    return found, text[place:]


def _shown(keeper: ItemKeeper, sku: str) -> Outcome:
    fields = {name: text for name, text in keeper.fields(sku).items() if text}
    lines = [f"{name:<12} {text}" for name, text in fields.items()]
    return Outcome("info", "\n".join(lines), {"item": fields})


def _changed(
    register: Register,
    keeper: ItemKeeper,
    sku: str,
    texts: dict[str, str],
    seen: dict[str, str] | None,
    why: str,
) -> Outcome:
    permit(register.counter, "items.change")
    _check_fields((*texts, *(seen or ())))
    differences = keeper.change(sku, texts, seen, why, register.counter.operator)
    if not differences:
        return Outcome("info", _("{sku} is as it was", sku=sku), {"sku": sku, "changed": []}, sound="good")
    told = ", ".join(f"{field} {before or '-'} > {after or '-'}" for field, before, after in differences)
    count = len(differences)
    message = ngettext("{sku}: {told}", "{sku}, {count} fields: {told}", count, sku=sku, told=told)
    return Outcome("info", message, {"sku": sku, "changed": [list(one) for one in differences]}, sound="good")
