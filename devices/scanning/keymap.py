"""Key events of a scanner that is a keyboard, as the bytes it meant: a US keyboard's table. Pure.

Codes and values are those of the kernel (linux/input-event-codes.h). The scanner must be set to the US
keyboard, which is how they come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EV_KEY: Final = 1
_UP, _DOWN = 0, 1

_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
)
_PLAIN: Final = {start + place: char for start, row, _shifted in _ROWS for place, char in enumerate(row)}
_SHIFTED: Final = {start + place: char for start, _row, row in _ROWS for place, char in enumerate(row)}
_OTHERS: Final = {15: "\t", 28: "\r", 96: "\r", 55: "*", 98: "/"}
_SHIFT: Final = frozenset((42, 54))
_CONTROL: Final = frozenset((29, 97))
_ALT: Final = frozenset((56, 100))
_CAPS_LOCK: Final = 58
_CONTROL_MASK: Final = 0x1F
_HIGHEST: Final = 255


@dataclass(slots=True)
class Keys:
    """What is held down, and the digits typed with Alt (a scanner's way to send any character)."""

    _held: frozenset[int] = frozenset()
    _locked: bool = False
    _typed: str = ""

    def feed(self, kind: int, code: int, value: int) -> bytes:
        """Returns the bytes that an event adds; repeats of a key that is held add none."""
        if kind != EV_KEY or value not in (_UP, _DOWN):
            return b""
        if value == _UP:
            return self._released(code)
        if code in _SHIFT | _CONTROL | _ALT:
            self._held |= {code}
            return b""
        if code == _CAPS_LOCK:
            self._locked = not self._locked
            return b""
        return self._pressed(code)

    def reset(self) -> None:
        """The scanner was unplugged: nothing is held any more."""
        self._held, self._locked, self._typed = frozenset(), False, ""

    def _released(self, code: int) -> bytes:
        self._held -= {code}
        if code not in _ALT or not self._typed:
            return b""
        number, self._typed = int(self._typed), ""
        return bytes((number,)) if 0 < number <= _HIGHEST else b""

    def _pressed(self, code: int) -> bytes:
        char = _OTHERS.get(code) or self._character(code)
        if self._held & _ALT:
            self._typed = (self._typed + char)[:4] if char.isdigit() else self._typed
            return b""
        if self._held & _CONTROL:
            # Ctrl and a character is the control character in its column: Ctrl+] is GS, Ctrl+B is STX.
            return bytes((ord(char) & _CONTROL_MASK,)) if "@" <= char <= "~" else b""
        return char.encode("ascii")

    def _character(self, code: int) -> str:
        shifted = bool(self._held & _SHIFT)
        plain = _PLAIN.get(code, "")
        if plain.isalpha() and self._locked:
            shifted = not shifted
        return _SHIFTED.get(code, "") if shifted else plain
