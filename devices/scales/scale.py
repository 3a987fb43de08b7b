"""A shop's scale: asked when something is to be weighed, and watched after it until it was empty.

A scale that shows the same weight twice may be stuck, or the goods before may still lie on it; so after each
weight that was taken it is asked now and then whether it is empty, until it was.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from devices.words import N_, _

from ..errors import AddressError, DeviceError, LinkStalled
from ..links import link_to
from .reading import Language, Reading, answer_in
from .sma import Sma
from .toledo8217 import Toledo8217

if TYPE_CHECKING:
    from ..address import Address
    from ..ports import Link

LANGUAGES: Final[dict[str, type[Language]]] = {"toledo8217": Toledo8217, "sma": Sma}
"""By what an address calls them."""
PATIENCE: Final = 2.0
"""Seconds a weight may take to come to rest."""
PAUSE: Final = 0.2
"""Seconds between two questions: an 8217 takes no more than five a second."""
WATCH_PAUSE: Final = 0.5
WATCH_LENGTH: Final = 120.0
"""Seconds after which nobody waits for it to be empty any more."""

_OPEN_SECONDS: Final = 1.0
_ANSWER_SECONDS: Final = 1.0
_MOST: Final = 256
_MOST_NOISE: Final = 16

TROUBLE: Final = {
    "moving": N_("the weight does not come to rest: let go of it, then weigh again"),
    "under": N_("the scale is below zero: take everything off, set it to zero, then weigh again"),
    "over": N_("too heavy for the scale: take some off and weigh it in parts"),
    "tared": N_("the scale has taken a tare of its own: clear it there, the till has its own table"),
    "foreign": N_("the scale does not weigh in whole grams: set it to kilograms"),
    "faulty": N_("the scale reports a fault: switch it off and on with nothing on it"),
}
_EMPTY: Final = N_("the scale is empty: put the goods on it, then weigh again")
SILENT: Final = N_("the scale does not answer: is it on, and its cable in?")


class ScaleTrouble(DeviceError):
    """There is no weight to take; the message says what to do.

    Example scenarios: nothing on it, in motion, overloaded, unplugged.
    """

    def __init__(self, message: str, *, is_gone: bool = False) -> None:
        super().__init__(message)
        self.is_gone = is_gone
        """It does not answer, or is not there at all."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight at rest."""

    grams: int
    """Gross, above 0."""
    repeated: bool = False
    """The same as was taken before, without the scale having been empty in between."""


class Scale:
    """One scale; used from any thread, by one at a time."""

    def __init__(self, address: Address) -> None:
        """Raises AddressError where it is no scale's address, NotSupported without a driver."""
        self.name = str(address)
        self._language = check(address)
        self._link = scale_link(address, self._language)
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._taken = 0
        """The weight that was taken last; 0 once the scale was empty."""
        self._watcher: threading.Thread | None = None

    def weigh(self) -> Weight:
        """Return the weight at rest. Raises ScaleTrouble saying what to do, within four seconds or so."""
        with self._lock:
            reading = self._at_rest()
        if _is_empty(reading):
            self._taken = 0
        if reading.state != "stable":
            raise ScaleTrouble(_(TROUBLE[reading.state]))
        if not reading.grams:
            raise ScaleTrouble(_(_EMPTY))
        return Weight(reading.grams, repeated=reading.grams == self._taken)

    def look(self) -> Reading:
        """Return one answer, whatever it says. Raises ScaleTrouble."""
        with self._lock:
            return self._ask_once()

    def take(self, grams: int) -> None:
        """Note that a weight was sold; from now on it is watched until it was empty."""
        self._taken = grams
        if self._watcher is None or not self._watcher.is_alive():
            self._watcher = threading.Thread(target=self._watch, name="scale", daemon=True)
            self._watcher.start()

    def release(self, grams: int) -> None:
        """Note that what was taken by that weight is not sold after all: it may be taken again."""
        if self._taken == grams:
            self._taken = 0

    def close(self) -> None:
        """End the watch."""
        self._closed.set()
        if self._watcher is not None:
            self._watcher.join(_OPEN_SECONDS + _ANSWER_SECONDS)

    def _at_rest(self) -> Reading:
        end = time.monotonic() + PATIENCE
        try:
            self._link.open(_OPEN_SECONDS)
            while (reading := self._ask()).state == "moving" and time.monotonic() < end:
                self._closed.wait(PAUSE)
            return reading
        except DeviceError as error:
            raise _unreached(error) from error
        finally:
            self._link.close()

    def _ask_once(self) -> Reading:
        try:
            self._link.open(_OPEN_SECONDS)
            return self._ask()
        except DeviceError as error:
            raise _unreached(error) from error
        finally:
            self._link.close()

    def _ask(self) -> Reading:
        for _piece in range(_MOST_NOISE):
            if not self._link.read(_MOST, 0):
                break  # what comes unasked, or too late, is no answer to this question
        self._link.write(self._language.request, _ANSWER_SECONDS, _ANSWER_SECONDS)
        end, came = time.monotonic() + _ANSWER_SECONDS, b""
        while (left := end - time.monotonic()) > 0 and len(came) < _MOST:
            came += self._link.read(_MOST, left)
            answer = answer_in(came, self._language.start)
            if answer is not None:
                return self._language.read(answer)
        raise LinkStalled(_(SILENT))

    def _watch(self) -> None:
        end = time.monotonic() + WATCH_LENGTH
        while self._taken and time.monotonic() < end and not self._closed.wait(WATCH_PAUSE):
            before = self._taken
            try:
                reading = self.look()
            except ScaleTrouble:
                continue
            if _is_empty(reading) and self._taken == before:
                self._taken = 0


def _is_empty(reading: Reading) -> bool:
    return reading.state == "under" or reading == Reading("stable", 0)


def _unreached(error: DeviceError) -> ScaleTrouble:
    if isinstance(error, LinkStalled):
        return ScaleTrouble(_(SILENT), is_gone=True)
    return ScaleTrouble(_("no scale ({why}): is it on, and its cable in?", why=error.message), is_gone=True)


def check(address: Address) -> Language:
    """Return what the scale at this address speaks. Raises AddressError where it is no scale's address."""
    protocol = address.protocol or ("toledo8217" if address.scheme == "dummy" else "")
    if protocol not in LANGUAGES:
        raise AddressError(
            _(
                "a scale's address says what it speaks: {ways}, not {address}",
                ways=", ".join(f"{name}+serial://" for name in LANGUAGES),
                address=str(address),
            )
        )
    return LANGUAGES[protocol]()


def scale_link(address: Address, language: Language) -> Link:
    """Return the link to a scale, its serial line set as its make has it where the address says nothing."""
    if address.scheme == "dummy":
        from ..virtual.scale import virtual_scale

        return virtual_scale(address).link(language.request)
    if address.scheme == "serial":
        address = replace(
            address, options=tuple(sorted({**dict(language.line), **dict(address.options)}.items()))
        )
    return link_to(address)
