"""What a command is: one class, whose docstring is its help."""

from __future__ import annotations

from abc import ABC, abstractmethod
from inspect import cleandoc
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from .outcome import Outcome
    from .register import Register


class Command(ABC):
    """The base of all commands; footer, help, menu, key map and line mode are made from these classes."""

    word: ClassVar[str]
    """What is typed after the slash; English ones always work."""
    words: ClassVar[tuple[str, ...]] = ()
    """Other words for it."""
    usage: ClassVar[str] = ""
    """Its arguments, as help shows them."""
    key: ClassVar[str | None] = None
    """Its function key, such as f4."""
    label: ClassVar[str] = ""
    """For the key bar: short."""
    group: ClassVar[str] = "Sale"
    permission: ClassVar[str | None] = None
    """The right it needs."""
    blocks: ClassVar[bool] = False
    """It waits for the disk, so a screen runs it off its event loop."""
    sells: ClassVar[bool] = False
    """A quantity that waits is for what it sells."""
    needs_simulation: ClassVar[bool] = False
    """Only a simulated store has it."""

    @classmethod
    def id(cls) -> str:
        """Its name in key maps; never changes."""
        return f"sale.{cls.word}"

    @classmethod
    def help(cls) -> str:
        """What it does, in sentences."""
        return cleandoc(cls.__doc__ or "")

    @classmethod
    def summary(cls) -> str:
        """The first line of its help."""
        return cls.help().partition("\n")[0]

    @abstractmethod
    def run(self, register: Register, arguments: str) -> Outcome:
        """Does it. Raises PosError where it cannot be done; then nothing has changed."""
