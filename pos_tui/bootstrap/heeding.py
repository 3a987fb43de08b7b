"""Settings that others change, taken up by a till that is open: between two sales, never within one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pos_tui import settings as configuration
from pos_tui.core.errors import PosError
from pos_tui.core.words import _

from .rules import counter_rules

if TYPE_CHECKING:
    from pos_tui.services.counter import Counter
    from pos_tui.settings import Settings

    from .front import Shopfront

Seen = tuple[int, int, int] | None

_DEVICES: Final = ("printer", "scale", "display", "scanner")


class Heeding:
    """Looks at the store's file each time it is called, which costs one question to the system."""

    def __init__(self, front: Shopfront, counter: Counter) -> None:
        self._front, self._counter = front, counter
        self._file = front.store.folder / configuration.FILE
        self._seen = _look(self._file)
        self._late: set[str] = set()
        """Devices that could not be taken up yet."""

    def __call__(self) -> bool:
        """Takes up what changed; whether anything did. A file with an error in it changes nothing."""
        seen, front = _look(self._file), self._front
        if seen == self._seen:
            if self._late:
                self._rewire()
            return False
        self._seen = seen
        try:
            front.settings = front.load_settings()
        except PosError as error:
            front.warnings.append(_("the settings stay as they were: {why}", why=error.message))
            front.listener()
            return False
        with suppress(PosError):  # recorded by whoever changes a setting next
            self._take_note()
        self._take_up(front.settings)
        return True

    def _take_note(self) -> None:
        if not self._front.store.readonly:
            from .configuring import take_note

            take_note(self._front)

    def _take_up(self, now: Settings) -> None:
        from .shop import shop_of

        front, counter = self._front, self._counter
        counter.rules = counter_rules(now, front.shop.currency)
        front.shop = counter.shop = shop_of(front.store, now)
        front.heeded += 1
        self._late = {key for key in _DEVICES if now.get(key) != front.wired.get(key, "")}
        self._rewire()

    def _rewire(self) -> None:
        front = self._front
        rewire = {
            "printer": front.rewire,
            "scale": front.rewire_scale,
            "display": front.rewire_display,
            "scanner": front.rescan,
        }
        for key in sorted(self._late):
            try:
                rewire[key]()
            except PosError:
                continue  # busy with a receipt: taken up before the next sale
            self._late.discard(key)


def _look(file: Path) -> Seen:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
