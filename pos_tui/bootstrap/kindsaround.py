"""Scale, customer display and label printer as kinds of devices."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from devices.address import Address, parse
from devices.displays.display import display_link
from devices.displays.panel import PANELS, Face, Row, panel_for
from devices.errors import DeviceError
from devices.finding import Found, serial_ports, usb_printers
from devices.labels.label import Label
from devices.labels.printer import ZPL, check, print_labels
from devices.links import link_to
from devices.scales.scale import LANGUAGES, Scale, ScaleTrouble
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _

from .devicekind import DeviceKind, Told, Tried
from .weighing import reading_words

if TYPE_CHECKING:
    from devices.ports import Link
    from devices.scales.reading import Reading

    from .front import Shopfront

_SECONDS: Final = 3.0
_TEST_PRICE: Final = Decimal("1.19")


class ScaleKind(DeviceKind):
    """The scale."""

    word = setting = "scale"

    def name(self) -> str:
        """What people call it."""
        return _("Scale")

    def told(self, front: Shopfront) -> Told:
        """What it said last."""
        if front.scale is None:
            return Told(_("not in use"), False)
        return Told(_("not asked yet")) if front.scale.last is None else Told(*front.scale.last)

    def refresh(self, front: Shopfront, heard: Callable[[], None]) -> None:
        """Asks it what is on it."""
        scale = front.scale
        if scale is None:
            heard()
            return

        def ask() -> None:
            scale.look()
            heard()

        threading.Thread(target=ask, name="look at the scale", daemon=True).start()

    def attempt(self, front: Shopfront) -> Told:
        """The list of devices shows what is on it."""
        return Told(_("put something on it: the list of devices shows its weight"))

    def look(self, front: Shopfront) -> Told:
        """Asks it what is on it."""
        return self.examine(front)

    def examine(self, front: Shopfront) -> Told:
        """Asks it what is on it."""
        try:
            return Told(*reading_words(_look(parse(front.settings.scale))))
        except (DeviceError, Refused) as error:
            return Told(error.message, False)

    def found(self) -> Sequence[Found]:
        """Serial ports."""
        return serial_ports()

    def hint(self) -> str:
        """What an address of one looks like."""
        return _("such as sma+serial:///dev/ttyS0; without sma+ each protocol is tried")

    def probe(self, front: Shopfront, address: str) -> Tried:
        """Asks it; one that was named without its protocol in each there is. Raises InvalidValue, Refused."""
        found, trouble = _parsed(address), ""
        for name in [found.protocol] if found.protocol else list(LANGUAGES):
            tried = replace(found, protocol=name)
            try:
                return Tried(tried.text(), reading_words(_look(tried))[0])
            except ScaleTrouble as error:
                trouble = error.message
        raise Refused(trouble)

    def reconnect(self, front: Shopfront) -> bool:
        """Takes up what is set now."""
        front.rewire_scale()
        return True


class DisplayKind(DeviceKind):
    """The display that faces the customer."""

    word = setting = "display"

    def name(self) -> str:
        """What people call it."""
        return _("Customer display")

    def told(self, front: Shopfront) -> Told:
        """Whether it can be reached."""
        if front.display is None:
            return Told(_("not in use"), False)
        trouble = front.display.trouble
        if trouble is None:
            return Told(_("not reached yet"))
        return Told(trouble, False) if trouble else Told(_("ok"), True)

    def attempt(self, front: Shopfront) -> Told:
        """Shows something for a while."""
        if front.display is None:
            return Told(_("not in use"), False)
        front.display.show(_test_face(front), 5.0)
        return Told(_("look at it: it shows a test for five seconds"))

    def look(self, front: Shopfront) -> Told:
        """Sees whether it can be reached."""
        return _reached(lambda: display_link(parse(front.settings.display)))

    def examine(self, front: Shopfront) -> Told:
        """Sends it something to show."""
        try:
            return Told(_show(front, parse(front.settings.display)))
        except DeviceError as error:
            return Told(error.message, False)

    def found(self) -> Sequence[Found]:
        """Serial ports."""
        return serial_ports()

    def hint(self) -> str:
        """What an address of one looks like."""
        return _("such as escpos+serial:///dev/ttyS1; without escpos+ it is a CD5220")

    def probe(self, front: Shopfront, address: str) -> Tried:
        """Sends it something to show. Raises InvalidValue, Refused."""
        found = _parsed(address)
        tried = found if found.protocol else replace(found, protocol=next(iter(PANELS)))
        try:
            return Tried(tried.text(), _show(front, tried))
        except DeviceError as error:
            raise Refused(error.message) from None

    def reconnect(self, front: Shopfront) -> bool:
        """Takes up what is set now."""
        front.rewire_display()
        return True


class LabelPrinterKind(DeviceKind):
    """The printer of shelf labels."""

    word, setting = "labels", "label_printer"

    def name(self) -> str:
        """What people call it."""
        return _("Label printer")

    def told(self, front: Shopfront) -> Told:
        """It is spoken to only when there is something to print."""
        return Told(_("prints on order: /label CODE"))

    def attempt(self, front: Shopfront) -> Told:
        """A label is as good a test as any."""
        return Told(_("type /label and a code: it prints one"))

    def look(self, front: Shopfront) -> Told:
        """Sees whether it can be reached."""
        return _reached(lambda: link_to(parse(front.settings.label_printer)))

    def examine(self, front: Shopfront) -> Told:
        """Prints a label."""
        try:
            return _print_test(front, parse(front.settings.label_printer))
        except DeviceError as error:
            return Told(error.message, False)

    def found(self) -> Sequence[Found]:
        """USB printers and serial ports."""
        return (*usb_printers(), *serial_ports())

    def hint(self) -> str:
        """What an address of one looks like."""
        return _("such as zpl+tcp://192.0.2.8; without zpl+ it is a receipt printer")

    def probe(self, front: Shopfront, address: str) -> Tried:
        """Prints a label. Raises InvalidValue, Refused."""
        found = _parsed(address if "://" in address else f"{ZPL}+tcp://{address}")
        try:
            check(found, front.settings.label_size)
        except DeviceError as error:
            raise InvalidValue(error.message) from None
        try:
            return Tried(found.text(), _print_test(front, found).words)
        except DeviceError as error:
            raise Refused(error.message) from None

    def reconnect(self, front: Shopfront) -> bool:
        """Each label looks at the setting."""
        return True


def _parsed(text: str) -> Address:
    try:
        return parse(text)
    except DeviceError as error:
        raise InvalidValue(error.message) from None


def _reached(make: Callable[[], Link]) -> Told:
    try:
        link = make()
        try:
            link.open(_SECONDS)
        finally:
            link.close()
    except DeviceError as error:
        return Told(_("not reached: {why}", why=error.message), False)
    return Told(_("can be reached, and says nothing of itself"))


def _look(address: Address) -> Reading:
    scale = Scale(address)
    try:
        return scale.look()
    finally:
        scale.close()


def _test_face(front: Shopfront) -> Face:
    from .labelling import money

    return Face(Row(front.shop.name, _("Test")), Row(_("TOTAL"), money(front, _TEST_PRICE)))


def _show(front: Shopfront, address: Address) -> str:
    panel, link = panel_for(address), display_link(address)
    try:
        link.open(_SECONDS)
        link.write(panel.begin() + panel.show(_test_face(front)), _SECONDS, _SECONDS)
        link.finish(_SECONDS)
    finally:
        link.close()
    return _("a test was sent: does it show {text}?", text=front.shop.name)


def _print_test(front: Shopfront, address: Address) -> Told:
    from .labelling import money

    price = money(front, _TEST_PRICE)
    label = Label(_("Test label"), price, "", f"{price} / l", "4006381333931", "EAN13", front.shop.name)
    answers = print_labels(address, [(label, 1)], front.settings.label_size)
    return Told(_("a test label was sent: did it come out?"), answers or None)
