"""Promotions as people write them: fields with texts, on the command line, in a CSV row or in TOML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from .department import is_name
from .errors import InvalidValue
from .item_fields import checked_day
from .moment import Window
from .money import PRICE_DECIMALS, decimal, plain
from .promotion import Goods, Kind, Part, Promotion
from .quantity import DECIMALS
from .words import _

FIELDS: Final = (
    *("code", "name", "kind", "goods", "price", "percent", "amount", "free", "least", "spend", "steps"),
    *("limit", "from", "to", "days", "hours", "group", "coupon"),
)
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNT: Final = re.compile(r"(\d{1,4})\s*\*\s*(.+)", re.ASCII | re.DOTALL)
_HOURS: Final = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})", re.ASCII)
_ALL: Final = "all"
_DEPARTMENT: Final = "dept:"


def parse_promotion(texts: Mapping[str, Any], sku_of: Callable[[str], str] = str) -> Promotion:
    """The promotion that fields say; `sku_of` finds the SKU of a code. Raises InvalidValue."""
    said = _said(texts)
    try:
        kind = Kind(said.get("kind", ""))
    except ValueError:
        raise InvalidValue(_("kind is one of {kinds}", kinds=", ".join(Kind))) from None
    return Promotion(
        said["code"],
        said.get("name", said["code"]),
        kind,
        parse_goods(said.get("goods", _ALL), sku_of),
        price=_number(said, "price"),
        percent=_number(said, "percent"),
        amount=_number(said, "amount"),
        free=_whole(said, "free") or 1,
        least=_number(said, "least", DECIMALS),
        spend=_number(said, "spend"),
        steps=_steps(said.get("steps", "")),
        limit=_whole(said, "limit"),
        window=parse_window(said),
        group=said.get("group", ""),
        coupon=said.get("coupon", ""),
    )


def _said(texts: Mapping[str, Any]) -> dict[str, str]:
    """The fields that say something, as texts. Raises InvalidValue for one that nobody knows or can read."""
    for name in texts:
        if name not in FIELDS:
            raise InvalidValue(
                _("a promotion has no {name}: it has {names}", name=name, names=", ".join(FIELDS))
            )
    said = {name: str(value).strip() for name, value in texts.items() if str(value).strip()}
    code = said.get("code", "")
    if not code or not code.isprintable() or "#" in code or len(code) > 64:
        raise InvalidValue(_("a promotion needs a code, of 1 to 64 characters without #"))
    for text in (said.get(name, "") for name in ("name", "group", "coupon")):
        if text and not is_name(text):
            raise InvalidValue(_("name, group and coupon have printable characters only, at most 200"))
    return said


def parse_goods(text: str, sku_of: Callable[[str], str] = str) -> tuple[Part, ...]:
    """The parts of `3*MILK,CREAM + dept:Bakery,-ROLL + all`. Raises InvalidValue."""
    return tuple(_part(part.strip(), sku_of) for part in re.split(r"\s\+\s", text))


def _part(text: str, sku_of: Callable[[str], str]) -> Part:
    match = _COUNT.fullmatch(text)
    count, words = (int(match[1]), match[2]) if match else (1, text)
    skus, departments, without = set(), set(), set()
    for word in (word.strip() for word in words.split(",")):
        if word.startswith(_DEPARTMENT):
            departments.add(word.removeprefix(_DEPARTMENT).strip())
        elif word.startswith("-"):
            without.add(sku_of(word[1:].strip()))
        elif word != _ALL:
            skus.add(sku_of(word))
    if "" in skus | departments | without or not count:
        raise InvalidValue(
            _("'{text}' names no goods: write 3*MILK,CREAM or dept:Bakery,-ROLL or all", text=text[:60])
        )
    return Part(Goods(frozenset(skus), frozenset(departments), frozenset(without)), count)


def said_goods(parts: tuple[Part, ...]) -> str:
    """The same as text again."""
    return " + ".join(map(_said_part, parts))


def _said_part(part: Part) -> str:
    goods = part.goods
    words = [*sorted(goods.skus), *(f"{_DEPARTMENT}{one}" for one in sorted(goods.departments))]
    text = ",".join([*(words or [_ALL]), *(f"-{sku}" for sku in sorted(goods.without))])
    return text if part.count == 1 else f"{part.count}*{text}"


def parse_window(said: Mapping[str, str]) -> Window:
    """When something holds, of the fields from, to, days and hours. Raises InvalidValue."""
    first, last = (checked_day(said[name]) if said.get(name) else "" for name in ("from", "to"))
    if last and first > last:
        raise InvalidValue(_("from {first} is after to {last}", first=first, last=last))
    return Window(first, last, _weekdays(said.get("days", "")), *_hours(said.get("hours", "")))


def _weekdays(text: str) -> frozenset[int]:
    found: set[int] = set()
    for word in text.lower().replace(",", " ").split():
        first, dash, last = word.partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise InvalidValue(_("'{text}' is no weekday: write mon-fri, or sat sun", text=word[:40]))
        begin, end = DAYS.index(first), DAYS.index(last or first)
        found.update(day % 7 for day in range(begin, end + 1 if end >= begin else end + 8))
    return frozenset(found)


def _hours(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    match = _HOURS.fullmatch(text)
    if match is None or int(match[1]) > 24 or int(match[3]) > 24 or int(match[2]) > 59 or int(match[4]) > 59:
        raise InvalidValue(_("'{text}' are no hours, such as 17:00-19:00", text=text[:40]))
    return int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])


def _steps(text: str) -> tuple[tuple[Decimal, Decimal], ...]:
    steps = []
    for word in text.replace(",", " ").split():
        spend, equals, off = word.partition("=")
        if not equals:
            raise InvalidValue(_("'{text}' is no step: 50=5 takes 5 off for 50 spent", text=word[:40]))
        steps.append(tuple(decimal(one, _("sum of money"), decimals=PRICE_DECIMALS) for one in (spend, off)))
    return tuple(sorted((spend, off) for spend, off in steps))


def _number(said: Mapping[str, str], name: str, decimals: int = PRICE_DECIMALS) -> Decimal | None:
    text = said.get(name)
    return None if text is None else decimal(text, name, decimals=decimals)


def _whole(said: Mapping[str, str], name: str) -> int | None:
    text = said.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10_000):
        raise InvalidValue(_("{name} is a whole number above zero", name=name))
    return int(text)


def promotion_texts(promotion: Promotion) -> dict[str, str]:
    """The fields that `parse_promotion` makes it of; what is not said is left out."""
    document = promotion.to_document()
    names = ("price", "percent", "amount", "free", "least", "spend", "limit", "group", "coupon")
    steps = " ".join(f"{plain(spend)}={plain(off)}" for spend, off in promotion.steps)
    texts = {
        "code": promotion.code,
        "name": "" if promotion.name == promotion.code else promotion.name,
        "kind": promotion.kind.value,
        "goods": said_goods(promotion.parts),
        **{name: str(document[name]) for name in names if name in document},
        "steps": steps,
        **window_texts(promotion.window),
    }
    return {name: text for name, text in texts.items() if text}


def window_texts(window: Window) -> dict[str, str]:
    """The fields that `parse_window` makes it of; what is not said is left out."""
    days = " ".join(_runs(sorted(window.weekdays)))
    hours = "" if window.begin is None or window.end is None else _clock(window.begin, window.end)
    texts = {"from": window.first, "to": window.last, "days": days, "hours": hours}
    return {name: text for name, text in texts.items() if text}


def _runs(days: Sequence[int]) -> Iterator[str]:
    """Weekdays as words: mon-fri, or sat sun."""
    for first in (day for day in days if day - 1 not in days):
        last = first
        while last + 1 in days:
            last += 1
        if last - first > 1:
            yield f"{DAYS[first]}-{DAYS[last]}"
        else:
            yield from (DAYS[day] for day in range(first, last + 1))


def _clock(begin: int, end: int) -> str:
    return "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in (begin, end))


def said_terms(promotion: Promotion) -> str:
    """What it comes to, in the words of its fields: `price 10`, `percent 50 free 1 limit 2`."""
    document = promotion.to_document()
    names = ("price", "percent", "amount", "free", "least", "spend", "limit", "group", "coupon")
    words = [f"{name} {document[name]}" for name in names if name in document]
    words += [f"{plain(spend)}={plain(off)}" for spend, off in promotion.steps]
    return " ".join(words + said_window(promotion.window))


def said_window(window: Window) -> list[str]:
    """When it holds besides its dates."""
    words = ["/".join(DAYS[day] for day in sorted(window.weekdays))] if window.weekdays else []
    if window.begin is not None and window.end is not None:
        words.append(_clock(window.begin, window.end))
    return words
