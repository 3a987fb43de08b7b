"""The till's scale, as the counter asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.address import parse
from devices.errors import DeviceError
from devices.scales.scale import Scale, ScaleTrouble, Weight
from pos_tui.core.errors import OutOfReach, Refused
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.services.counter import Counter

    from .front import Shopfront


class ShopScale:
    """A `devices.scales.scale.Scale` whose trouble is a refusal."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self.take = scale.take
        self.close = scale.close
        self.trouble: str | None = None
        """What was wrong when it was last asked; None before, "" where nothing was."""

    def weigh(self) -> Weight:
        """The weight at rest. Raises Refused saying what to do, OutOfReach where there is no answer."""
        try:
            weight = self._scale.weigh()
        except ScaleTrouble as error:
            self.trouble = error.message
            raise (OutOfReach if error.is_gone else Refused)(error.message) from error
        self.trouble = ""
        return weight


def wire_scale(front: Shopfront, counter: Counter) -> None:
    """Takes up the scale that is set now; one that cannot be used is told, and stops nothing."""
    if front.scale is not None:
        front.scale.close()
    front.scale = None
    if front.settings.scale:
        try:
            front.scale = ShopScale(Scale(parse(front.settings.scale)))
        except DeviceError as error:
            front.warnings.append(_("nothing will be weighed: {why} (setting scale)", why=error.message))
    counter.scale = front.scale
