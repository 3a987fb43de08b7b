"""The kinds of devices a till may have: one table, for the screen, the commands and whoever adds a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.words import _

if TYPE_CHECKING:
    from .devicekind import DeviceKind


def kinds() -> tuple[DeviceKind, ...]:
    """All there are, in the order in which people think of them."""
    from .kindsaround import DisplayKind, LabelPrinterKind, ScaleKind
    from .kindsof import DrawerKind, PrinterKind, ScannerKind

    return (PrinterKind(), DrawerKind(), ScannerKind(), ScaleKind(), DisplayKind(), LabelPrinterKind())


def kind_of(word: str) -> DeviceKind:
    """The kind with that word. Raises InvalidValue naming those there are."""
    from pos_tui.core.errors import InvalidValue

    known = {kind.word: kind for kind in kinds()}
    if word not in known:
        raise InvalidValue(
            _("there is no kind of device '{word}': {kinds}", word=word[:20], kinds=", ".join(known))
        )
    return known[word]
