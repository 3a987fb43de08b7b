"""CODE128 data in the form printers take it: code sets named by {B and {C."""

from __future__ import annotations

import re

_PAIRS = re.compile(r"(?:[0-9]{2}){2,}", re.ASCII)
_MODULES_PER_SYMBOL = 11
_START_CHECK_AND_STOP = 35


def code_b(text: str) -> str:
    """Return `text` in code set B throughout. Raises ValueError for letters beyond printable ASCII."""
    if not (text.isascii() and text.isprintable()):
        raise ValueError("CODE128 set B holds printable ASCII only")
    return "{B" + text.replace("{", "{{")


def narrowest(text: str) -> str:
    """Return `text` with its longest run of digit pairs in code set C, where two digits are one symbol."""
    runs = sorted(_PAIRS.finditer(text), key=lambda run: run.end() - run.start())
    if not runs:
        return code_b(text)
    run = runs[-1]
    before, after = text[: run.start()], text[run.end() :]
    pairs = "".join(chr(int(run[0][index : index + 2])) for index in range(0, len(run[0]), 2))
    head = code_b(before) if before else ""
    return head + "{C" + pairs + (code_b(after) if after else "")


def width_in_modules(data: str) -> int:
    """Return how many modules wide the symbol of printer data is, without its quiet zones."""
    switches = len(re.findall(r"\{[BC]", data)) - 1
    plain = re.sub(r"\{[BC]", "", data).replace("{{", "{")
    return (len(plain) + switches) * _MODULES_PER_SYMBOL + _START_CHECK_AND_STOP
