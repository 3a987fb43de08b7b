"""Price lists: other prices than the catalogue's for some customers, or at some times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .department import is_name
from .errors import InvalidValue
from .moment import ALWAYS, Moment, Window
from .words import _

MARK: Final = ":"
"""Stands between list, item and quantity in the code of a quantity break's promotion."""


@dataclass(frozen=True, slots=True)
class PriceList:
    """For whom and when its prices hold; they are kept one by one."""

    code: str
    name: str
    group: str = ""
    """The customers it is for; empty is everybody."""
    window: Window = ALWAYS
    ended: bool = False
    prices: str = ""
    """inclusive or exclusive: whether its prices contain the tax; empty is as the shop's do."""

    def holds(self, moment: Moment, group: str) -> bool:
        """Whether its prices hold for what is entered now by a buyer of a group."""
        return not self.ended and self.group in ("", group) and self.window.holds(moment)

    def checked(self) -> PriceList:
        """Itself. Raises InvalidValue for a code that cannot be one."""
        if not self.code.isprintable() or not 0 < len(self.code) <= 64 or MARK in self.code:
            raise InvalidValue(_("a price list's code has 1 to 64 characters without :"))
        if not is_name(self.name) or (self.group and not is_name(self.group)):
            raise InvalidValue(_("name and group have printable characters only, at most 200"))
        if self.prices not in ("", "inclusive", "exclusive"):
            word = self.prices[:40]
            raise InvalidValue(_("prices are inclusive or exclusive (of tax), not '{word}'", word=word))
        return self

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        document = {
            "v": 1,
            "code": self.code,
            "name": self.name,
            "group": self.group,
            **self.window.to_document(),
            "ended": self.ended,
        }
        return {**document, "prices": self.prices} if self.prices else document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> PriceList:
        """The list of a stored form."""
        window = Window.from_document(document)
        prices = document.get("prices") or ""
        return cls(document["code"], document["name"], document["group"], window, document["ended"], prices)
