"""The shop a till belongs to: what its receipts and its arithmetic need to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .tender import CashRounding

if TYPE_CHECKING:
    from .currency import Currency


@dataclass(frozen=True, slots=True)
class Shop:
    """Fixed when the shop was set up; changing one of these is a record in the journal."""

    name: str
    currency: Currency
    prices: str
    """"inclusive": shelf prices contain tax; "exclusive": tax is added."""
    timezone: str
    """IANA name, such as Europe/London; times are stored in UTC."""
    country: str = ""
    """ISO 3166 alpha-2, or empty."""
    cash_rounding: CashRounding = field(default_factory=CashRounding)
    store_id: str = ""
    simulated: bool = False
    """A store that replays a history at its own times; marked for ever, and on every receipt."""
    training: bool = False
    """A copy to learn on; marked on every screen and paper."""

    @property
    def inclusive(self) -> bool:
        """Whether shelf prices contain the tax."""
        return self.prices == "inclusive"
