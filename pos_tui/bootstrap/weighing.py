"""The till's scale, as the counter asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.address import parse
from devices.errors import DeviceError
from devices.scales.reading import Reading
from devices.scales.scale import TROUBLE, Scale, ScaleTrouble, Weight
from pos_tui.core.errors import OutOfReach, Refused
from pos_tui.core.weighing import kilograms
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.services.counter import Counter

    from .front import Shopfront


class ShopScale:
    """A `devices.scales.scale.Scale` whose trouble is a refusal."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self.take = scale.take
        self.release = scale.release
        self.close = scale.close
        self.last: tuple[str, bool] | None = None
        """What it said when it was last asked, in words, and whether that is well; None before."""

    def weigh(self) -> Weight:
        """The weight at rest. Raises Refused saying what to do, OutOfReach where there is no answer."""
        try:
            weight = self._scale.weigh()
        except ScaleTrouble as error:
            self.last = (error.message, not error.is_gone)
            raise (OutOfReach if error.is_gone else Refused)(error.message) from error
        self.last = reading_words(Reading("stable", weight.grams))
        return weight

    def look(self) -> None:
        """Asks what is on it, for `last`; may wait a second or two."""
        try:
            self.last = reading_words(self._scale.look())
        except ScaleTrouble as error:
            self.last = (error.message, False)


def reading_words(reading: Reading) -> tuple[str, bool]:
    """What a scale says, in words, and whether it could weigh like that."""
    if reading.state == "stable":
        return _("{weight} kg on it", weight=kilograms(reading.grams)), True
    return _(TROUBLE[reading.state]), reading.state in ("moving", "over", "under")


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
