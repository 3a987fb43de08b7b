"""The till's devices: how each does, now; trying one, taking it up again, setting one up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.display import clean, fit
from pos_tui.core.words import _
from pos_tui.widgets.paint import Row, row, wrapped

from .asking import AskList, AskText, Question
from .changing import change
from .lists import ListView

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .desk import Desk
    from .device_port import DevicesPort, DeviceStanding

_NAME: Final = 16
_EVERY: Final = 2.0
"""Seconds between two questions while the list is seen."""
_SIGNS: Final = {True: "+", False: "!", None: " "}
"""Well, not well, not to be told: without regard to colour."""


def open_devices(desk: Desk, _arguments: str = "") -> None:
    """The list."""
    if desk.front is None:
        desk.say(_("there are no devices here"), "refused")
        return
    view = DevicesView(desk, desk.front.devices)
    desk.open(view)
    desk.say("")
    view.ask()


class DevicesView(ListView):
    """One row a kind; Enter opens what can be done about it."""

    stays = True

    def __init__(self, desk: Desk, devices: DevicesPort) -> None:
        super().__init__(desk)
        self._devices = devices
        self._standings: Sequence[DeviceStanding] = devices.standings()

    def ask(self) -> None:
        """Has them asked, again and again while the list is there."""
        if self.desk.has(self):
            self._devices.refresh()
            self.desk.later(_EVERY, self.ask)

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("DEVICES")

    @property
    def hint(self) -> str:
        """What the signs mean."""
        return _("Enter opens it; + well, ! look at it")

    def labels(self) -> Sequence[str]:
        """What it is, and how it does."""
        self._standings = self._devices.standings()
        return [_label(standing) for standing in self._standings]

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """All that is known, where the row has no room."""
        standing = self._standings[place]
        said = f"{standing.name}: {standing.words or _('none is set')}"
        return [
            row(f" {line}") for text in (said, standing.address) for line in wrapped(clean(text), width - 2)
        ]

    def take(self, place: int) -> None:
        """What can be done about it."""
        self.desk.open(DeviceView(self.desk, self._devices, self._standings[place].word))

    def keys(self) -> list[tuple[str, str]]:
        """On, and back."""
        return [("Enter", _("Open")), ("Esc", _("Back"))]


class DeviceView(AskList):
    """What can be done about one kind."""

    def __init__(self, desk: Desk, devices: DevicesPort, word: str) -> None:
        super().__init__(desk)
        self._devices, self._word = devices, word

    @property
    def title(self) -> str:
        """Which, where, and how it does."""
        standing = self._standing
        return clean(f"{standing.name}  {standing.address}")

    @property
    def hint(self) -> str:
        """How it does."""
        return clean(self._standing.words or _("none is set"))

    def labels(self) -> Sequence[str]:
        """What can be done."""
        names = [_("Set one up")]
        if self._standing.address:
            names = [_("Try it"), _("Take it up again"), _("Set up another"), _("Use none")]
        return [f"{number} {name}" for number, name in enumerate(names, 1)]

    def take(self, place: int) -> None:
        """Does it."""
        desk, devices, word = self.desk, self._devices, self._word
        if self._standing.address and place == 0:
            desk.say(devices.attempt(word))
        elif self._standing.address and place == 1:
            _take_up(desk, devices, word, _("{name} is taken up again", name=self._standing.name))
        elif self._standing.address and place == 3:
            _use(desk, devices, self._standing, None)
        else:
            look = partial(devices.found, word)
            desk.fetch(
                look, lambda found: desk.open(Finding(desk, devices, self._standing, found)), hold=True
            )

    @property
    def _standing(self) -> DeviceStanding:
        return next(one for one in self._devices.standings() if one.word == self._word)


class Finding(AskList):
    """Which of those that are plugged in, or one whose address is typed."""

    def __init__(
        self, desk: Desk, devices: DevicesPort, standing: DeviceStanding, found: Sequence[Any]
    ) -> None:
        super().__init__(desk)
        self._devices, self._standing, self._found = devices, standing, found

    @property
    def title(self) -> str:
        """What it is for."""
        return _("SET UP: {name}", name=self._standing.name)

    @property
    def hint(self) -> str:
        """What can be done."""
        typed = _("a number, arrows, or type its address; Esc: back")
        return typed if self._standing.hint else super().hint

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """What to know before one is tried, where the row has no room."""
        found = [self._found[place].label, self._found[place].address] if place < len(self._found) else []
        told = [clean(text) for text in (*found, self._standing.hint) if "/" in text]
        return [row(f" {line}") for text in told for line in wrapped(text, width - 2)]

    def answer(self, entry: Entry) -> None:
        """An address is tried, also where no row asks for it."""
        text = entry.text.strip()
        if "://" in text and self._standing.hint:
            self._try(text)
        else:
            super().answer(entry)

    def labels(self) -> Sequence[str]:
        """What was found, and to type one."""
        found = [f"{clean(one.label)}  {clean(one.detail)}".rstrip() for one in self._found]
        typed = [_("Type its address")] if self._standing.hint else []
        return [f"{number} {name}" for number, name in enumerate([*found, *typed], 1)]

    def take(self, place: int) -> None:
        """Tries it, or asks where it is."""
        if place < len(self._found):
            self._try(self._found[place].address)
            return
        question = Question(
            self.title, _("address"), self._try, lambda _text: "", ((_("for example"), self._standing.hint),)
        )
        self.desk.open(AskText(self.desk, question))

    def _try(self, address: str) -> None:
        try_one(self.desk, self._devices, self._standing, address)


def try_one(desk: Desk, devices: DevicesPort, standing: DeviceStanding, address: str) -> None:
    """Tries one, and asks whether it worked."""
    desk.say(_("trying {address}...", address=address))

    def done(tried: Any) -> None:
        desk.say(tried.words)
        desk.open(Trying(desk, devices, standing, tried))

    trying = _("trying {address}", address=address)
    desk.fetch(lambda: devices.probe(standing.word, address), done, hold=True, doing=trying)


class Trying(AskList):
    """Whether it worked: nothing but a person can see that."""

    def __init__(self, desk: Desk, devices: DevicesPort, standing: DeviceStanding, tried: Any) -> None:
        super().__init__(desk)
        self._devices, self._standing, self._tried = devices, standing, tried

    @property
    def title(self) -> str:
        """Which, and what happened."""
        return clean(f"{self._standing.name}  {self._tried.address}")

    def labels(self) -> Sequence[str]:
        """Whether it is to be used, or what is wrong."""
        wrong = [clean(words) for words, _address in self._tried.variants]
        names = [_("It works: use it"), *wrong, _("It does not: choose again")]
        return [f"{number} {name}" for number, name in enumerate(names, 1)]

    def take(self, place: int) -> None:
        """Sets it, tries it in another way, or goes back."""
        variants = self._tried.variants
        if not place:
            _use(self.desk, self._devices, self._standing, self._tried.address, self._leave)
        elif place <= len(variants):
            self.desk.close(release=False)
            try_one(self.desk, self._devices, self._standing, variants[place - 1][1])
        else:
            self.back()

    def _leave(self) -> None:
        """Back to what can be done about it."""
        while isinstance(self.desk.view, Trying | Finding | AskText):
            self.desk.close(release=False)


def _use(
    desk: Desk,
    devices: DevicesPort,
    standing: DeviceStanding,
    address: str | None,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Sets an address, or none, and takes the device up there."""
    said = (
        _("{name}: none is used from now on", name=standing.name)
        if address is None
        else _("{name}: {address} is used from now on", name=standing.name, address=address)
    )

    def changed() -> None:
        then()
        _take_up(desk, devices, standing.word, said)

    change(desk, {standing.setting: (standing.unset if address is None else address) or None}, said, changed)


def _take_up(desk: Desk, devices: DevicesPort, word: str, said: str) -> None:
    def done(counts: bool) -> None:
        desk.say(said if counts else _("{said}; it counts when the till is opened the next time", said=said))

    desk.fetch(lambda: devices.reconnect(word), done, hold=True)


def _label(standing: DeviceStanding) -> str:
    words = standing.words if standing.address else _("none is set")
    return f"{_SIGNS[standing.is_good]} {fit(standing.name, _NAME)} {clean(words)}"
