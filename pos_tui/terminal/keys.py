"""Bytes from the terminal as key strokes: incremental, bounded, and without guesses that could spoil a scan.

Escape sequences follow the grammar of ECMA-48 5.4 (CSI), the SS3 keys of DEC terminals and the `ESC [ [ A` of
the Linux console. Any other character after ESC means that the Escape key came first: a scan right
behind it stays whole (as Alt it would lose its first digit). Of a bracketed paste each key says that it was
pasted, until its end or a pause: a stray mark on a noisy line swallows nothing.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from .router import Stroke

ESCAPE_DELAY = 0.05
"""Seconds after which an ESC that nothing followed was the key."""

_PASTE = {"\x1b[200~": True, "\x1b[201~": False}
_PASTE_PAUSE = 0.5
"""Seconds: a paste comes without one."""

_SEQUENCE = re.compile(r"\x1b(?:\[\[[A-E]|\[[0-?]{0,32}[ -/]{0,4}[@-Z\\-~]|O[A-HMPQRSXj-y])")
_UNFINISHED = re.compile(r"\x1b(?:\[\[?|\[[0-?]{0,32}[ -/]{0,4}|O)?\Z")
_SYNC_REPORT = re.compile(r"\x1b\[\?2026;[12]\$y")
"""DECRPM: the terminal knows synchronized output (mode 2026), set or reset."""


def _names() -> dict[str, str]:
    """Key names by sequence: Textual's own table, where a sequence is one key."""
    keys = ((sequence, found) for sequence, found in ANSI_SEQUENCES_KEYS.items() if isinstance(found, tuple))
    return {sequence: str(found[0].value) for sequence, found in keys if len(found) == 1}


_NAMES = _names()


class KeyReader:
    """Turns what was read into strokes; what is unfinished waits for more, or for `expire`."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self._decode = getincrementaldecoder(encoding)("replace").decode
        self._rest = ""
        self._pasting = False
        self._last = 0.0
        self.has_sync = False
        """Whether the terminal has said that it knows synchronized output."""

    @property
    def is_waiting(self) -> bool:
        """Whether an ESC may still become a sequence; call `expire` after ESCAPE_DELAY."""
        return bool(self._rest)

    def feed(self, data: bytes, time: float) -> list[Stroke]:
        """Returns the strokes that `data` completes; `time` is when it was read."""
        if time - self._last > _PASTE_PAUSE:
            self._pasting = False
        self._last = time
        text = self._rest + self._decode(data)
        strokes: list[Stroke] = []
        place = 0
        while place < len(text):
            if text[place] != "\x1b":
                strokes.append(_plain(text[place], time, self._pasting))
                place += 1
            elif found := _SEQUENCE.match(text, place):
                strokes += self._sequence(found.group(), time)
                place = found.end()
            elif _UNFINISHED.match(text, place):
                break
            else:
                strokes.append(Stroke("escape", None, time))
                place += 1
        self._rest = text[place:]
        return strokes

    def expire(self, time: float) -> list[Stroke]:
        """Returns what waited as it is: nothing more came."""
        text, self._rest = self._rest, ""
        return [Stroke("escape", None, time) if char == "\x1b" else _plain(char, time) for char in text]

    def _sequence(self, sequence: str, time: float) -> list[Stroke]:
        """A key; or nothing, for a report, a mark, or a key that nobody knows."""
        if sequence in _PASTE:
            self._pasting = _PASTE[sequence]
            return []
        name = _NAMES.get(sequence)
        if name is None and _SYNC_REPORT.fullmatch(sequence):
            self.has_sync = True
        return [] if name is None or name == "<ignore>" else [Stroke(name, None, time)]


def _plain(char: str, time: float, pasted: bool = False) -> Stroke:
    """A character, or a control key by its name."""
    name = char if char.isprintable() else _NAMES.get(char, "")
    return Stroke(name, char, time, pasted)
