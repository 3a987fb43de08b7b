"""The settings `keys.WORD`: the keys that run a command. The commands are the register's.

It is asked only where such a setting is met, as most shops have none and importing it takes time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .kinds import text_of

GROUP: Final = "keys"
START: Final = f"{GROUP}."


def usual_keys(key: str) -> str:
    """What runs the command of a setting `keys.WORD` unless it is set. Raises InvalidValue: there is none."""
    from pos_tui.register.commands import COMMANDS
    from pos_tui.register.keymap import as_text, defaults, known_word

    return as_text(defaults(COMMANDS).get(known_word(COMMANDS, key.removeprefix(START)), ()))


def read_keys(raw: object) -> str:
    """The value of such a setting. Raises InvalidValue."""
    from pos_tui.register.keymap import as_text, parse

    return as_text(parse(text_of(raw, "f9")))


def refuse_conflicts(chosen: Mapping[str, str], *, with_defaults: bool = False) -> None:
    """Refuses keys that two commands were given. Raises InvalidValue, naming both.

    With `with_defaults` those count, too, that a command has because nobody chose others for it.
    """
    if not chosen:
        return
    from pos_tui.register import keymap
    from pos_tui.register.commands import COMMANDS

    keys = {word: keymap.parse(text) for word, text in chosen.items()}
    keymap.refuse_conflicts(keymap.defaults(COMMANDS) | keys if with_defaults else keys)
