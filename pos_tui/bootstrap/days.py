"""Which business day it is in an open shop."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pos_tui.core.records import business_day

if TYPE_CHECKING:
    from .front import Shopfront


def today(front: Shopfront) -> str:
    """The business day now, by the clock: what prices and taxes go by."""
    return business_day(front.clock(), ZoneInfo(front.shop.timezone), front.settings.cutoff_minutes)
