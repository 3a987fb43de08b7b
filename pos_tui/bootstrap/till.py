"""A register on an open shop: the till taken, the open basket found again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache, partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from data.drafts import DraftFile
from data.held import HeldBaskets
from data.oslayer import OsLayer
from data.signing import ClosingKey
from pos_tui import services
from pos_tui.core.errors import InvalidValue, StoreError
from pos_tui.core.words import _
from pos_tui.register.commands.shift import standing_line
from pos_tui.register.register import Register
from pos_tui.services.counter import Approval, Counter
from pos_tui.services.permitting import permit

from .counters import people, seals, tender_types
from .heeding import Heeding
from .printing import rewire
from .rules import counter_rules
from .slips import ShopSlips

if TYPE_CHECKING:
    from data.store import Store
    from pos_tui.core.gs1 import Element
    from pos_tui.core.history import Change
    from pos_tui.core.item import Item
    from pos_tui.core.office import Book
    from pos_tui.core.permission import Rights
    from pos_tui.core.scan import Scan
    from pos_tui.register.outcome import Outcome

    from .front import Shopfront
    from .itembook import ItemBook

_SLOW: Final = 2.5
"""Seconds of an entry that are worth a line in the log; a scale may be waited for two."""
_Recall = Callable[[str], AbstractContextManager[Any]]


def steady() -> float:
    """Seconds since the machine started, sleep included where the system counts it."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class OpenRegister(Register):
    """A register that holds its till until `close`; an open basket stays in the draft."""

    def __init__(self, counter: Counter, draft: DraftFile, **wires: Any) -> None:
        self._draft = draft
        super().__init__(counter, **wires)

    slow: Callable[[str, float], None] | None = None
    """Told of an entry that took long: its kind, and the seconds."""

    def run(self, text: str, *, entered: str = "key", approval: Approval | None = None) -> Outcome:
        """As `Register.run`; says where it took long, which is the disk mostly."""
        start = monotonic()
        outcome = super().run(text, entered=entered, approval=approval)
        if (took := monotonic() - start) > _SLOW and self.slow is not None:
            self.slow(outcome.kind, took)
        return outcome

    def close(self) -> None:
        """Gives the till up. Raises StoreError where the open basket may not be on the disk."""
        try:
            self._draft.close()
        except OSError as error:
            raise StoreError(
                _("the open basket may not be on the disk: {error}", error=error.strerror or error)
            ) from error

    def __enter__(self) -> OpenRegister:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def take(
    front: Shopfront, till: str | None = None, kind: type[OpenRegister] | None = None, role: str = ""
) -> OpenRegister:
    """Takes a till and the basket that was open there; without a name the shop's only one.

    `kind` is what sells there, an `OpenRegister` unless it is said; `role` allows no more than a role may.

    Raises:
        InvalidValue: the shop has no such till, or several. TillInUse, StoreError: it cannot be taken.
    """
    code = chosen_till(front.store, till)
    fs, folder = OsLayer(), front.store.folder
    try:
        held = HeldBaskets(folder / "held", fs)
        draft = DraftFile(folder / "drafts", code, fs)
        try:
            return _register(front, code, draft, held, kind or OpenRegister, role)
        except BaseException:  # whatever it was: nobody gets the till, so nobody would give it up
            draft.close()
            raise
    except OSError as error:
        raise StoreError(
            _("till {code} cannot be opened: {error}", code=code, error=error.strerror or error)
        ) from error


def _register(
    front: Shopfront,
    code: str,
    draft: DraftFile,
    held: HeldBaskets,
    kind: type[OpenRegister],
    role: str,
) -> OpenRegister:
    front.take_devices(code)
    loaded = draft.load()
    counter = _counter(front, code, draft, held)
    services.shifts.take_up(counter)
    _wire(front, counter)
    register = kind(
        counter,
        draft,
        on_sale=front.print_sale,
        set_clock=front.simulated_clock.set if front.simulated_clock else None,
        warn=front.warnings.append,
    )
    register.slow = lambda kind, took: front.log.note("slow", entry=kind, seconds=round(took, 1))
    if role or front.store.count("operators"):
        from .people import lock_up

        lock_up(front, register, role)
    register.resume(loaded.deltas, check_last_scan=loaded.check_last_scan)
    basket = register.basket
    if not basket.is_empty and held.settle(basket.id, basket.recalled_from) is not None:
        register.start_over()
    now = services.shifts.standing(counter)
    if now.is_late or now.is_missing:
        front.warnings.append(standing_line(register, now))
    _wire_display(front, register)
    front.rewire_display = partial(_wire_display, front, register)
    return register


def _counter(front: Shopfront, code: str, draft: DraftFile, held: HeldBaskets) -> Counter:
    keys = cache(partial(seals, front.store))
    return Counter(
        front.shop,
        code,
        front.operator,
        front.catalogue,
        front.store,
        front.history,
        _Draft(draft),
        _Held(held),
        front.clock,
        counter_rules(front.settings, front.shop.currency),
        tender_types(front.store),
        lambda: os.urandom(16).hex(),
        None if front.shop.simulated else steady,
        read_gs1=_read_gs1,
        keeper=_Keeper(front),
        books=partial(_book, front),
        labels=_Labels(front),
        slips=ShopSlips(front),
        signer=ClosingKey(OsLayer(), front.store.machine_folder),
        after_z=front.after_z,
        open_seals=keys,
        open_people=partial(people, front.store, keys),
    )


def _wire(front: Shopfront, counter: Counter) -> None:
    """Gives the shop what needs a counter: rights, and devices as they are set."""
    front.rewire = partial(rewire, front, counter)
    front.permit = partial(permit, counter)
    front.acting = lambda: counter.operator
    front.acting_rights = partial(_acting_rights, counter)
    counter.heed = Heeding(front, counter)
    front.record_opening = lambda why: services.cash_control.record_opening(counter, why)
    front.rewire()
    _wire_scale(front, counter)
    front.rewire_scale = partial(_wire_scale, front, counter)


def _acting_rights(counter: Counter) -> Rights:
    """Of who stands there, or of who approved what is being done."""
    approval = counter.approval
    return approval.rights if approval is not None and approval.used else counter.rights


def _read_gs1(scan: Scan) -> tuple[Element, ...]:
    from . import gs1

    return gs1.read(scan)


def _wire_scale(front: Shopfront, counter: Counter) -> None:
    """Imports what a scale needs only for a shop that has one, or had."""
    front.wired["scale"] = front.settings.scale
    if front.settings.scale or front.scale is not None:
        from .weighing import wire_scale

        wire_scale(front, counter)


def _wire_display(front: Shopfront, register: Register) -> None:
    front.wired["display"] = front.settings.display
    if front.settings.display or front.display is not None:
        from .customer import wire_display

        wire_display(front, register)


def chosen_till(store: Store, wanted: str | None) -> str:
    """The till that is meant. Raises InvalidValue, naming those there are."""
    codes = sorted(document["till"] for document in store.documents("tills", copy=False))
    if wanted in codes:
        return str(wanted)
    if wanted is None and len(codes) == 1:
        return str(codes[0])
    there = ", ".join(codes) or _("none is set up")
    if wanted is None:
        raise InvalidValue(_("which till? Say --till with one of: {codes}", codes=there))
    till = repr(wanted[:20])
    raise InvalidValue(
        _("this shop has no till {till}. Say --till with one of: {codes}", till=till, codes=there)
    )


class _Draft:
    """The draft file as the register wants it: what the disk refuses is a plain refusal, or waits."""

    def __init__(self, file: DraftFile) -> None:
        self._file = file
        self.append = file.append

    def clear(self) -> None:
        try:
            self._file.clear()
        except OSError:
            # The basket is in the journal by now; its draft is known there as done at the next start.
            return

    def sync(self) -> None:
        try:
            self._file.sync()
        except OSError as error:
            raise StoreError(
                _("the basket cannot be put on the disk: {error}", error=error.strerror or error)
            ) from error


class _Keeper:
    """The item book, whose parts are imported when it is first used."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front

    def fields(self, sku: str) -> Mapping[str, str]:
        return self._book().of(sku)

    def objection(self, sku: str, field: str, text: str) -> str:
        return self._book().objection(sku, field, text)

    def change(
        self, sku: str, texts: Mapping[str, str], seen: Mapping[str, str] | None, why: str, operator: str
    ) -> Sequence[tuple[str, str, str]]:
        from .itembook import Edit

        (edited,) = self._book().change([Edit(sku, texts, seen)], why, operator=operator)
        return edited.differences

    def blank(self) -> Mapping[str, str]:
        return self._book().blank()

    def choices(self, field: str) -> Sequence[tuple[str, str]]:
        from .itemchoices import choices

        return choices(self._front, field)

    def make(
        self, sku: str, texts: Mapping[str, str], why: str, operator: str
    ) -> Sequence[tuple[str, str, str]]:
        from .itembook import Edit

        (made,) = self._book().change([Edit(sku, texts, new=True)], why, operator=operator)
        return made.differences

    def history(self, sku: str) -> Sequence[Change]:
        from .itemfacts import history

        return history(self._front, sku)

    def _book(self) -> ItemBook:
        from .itembook import ItemBook

        return ItemBook(self._front)


def _book(front: Shopfront, word: str) -> Book:
    from .office import office  # loaded when somebody opens one

    return office(front)(word)


class _Labels:
    """The label printer, whose parts are imported when it is first used."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front

    def print_labels(self, items: Sequence[Item], copies: int, day: str = "") -> bool:
        from .labelling import on_day, print_on

        priced = on_day(self._front, items, day) if day else items
        return print_on(self._front, self._front.settings.label_printer, priced, copies, day)


class _Held:
    """The held baskets, with the disk's errors as the store's."""

    def __init__(self, baskets: HeldBaskets) -> None:
        self._baskets = baskets
        self.recall: _Recall = baskets.recall

    def put(self, document: Mapping[str, Any], name: str | None = None, again: str | None = None) -> str:
        try:
            return self._baskets.put(document, name, again)
        except OSError as error:
            raise StoreError(
                _("the basket cannot be held: {error}", error=error.strerror or error)
            ) from error

    def list(self) -> tuple[Any, ...]:
        return self._baskets.list()
