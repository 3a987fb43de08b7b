"""What a command is: one class, whose docstring is its help."""

from __future__ import annotations

from abc import ABC, abstractmethod
from inspect import cleandoc
from typing import TYPE_CHECKING, ClassVar

from pos_tui.core.words import N_, _

if TYPE_CHECKING:
    from .outcome import Outcome
    from .register import Register


class Command(ABC):
    """The base of all commands; footer, help, menu, key map and line mode are made from these classes.

    Docstring, word, usage, label and group are texts for people: the catalogues of translations hold them.
    """

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
    group: ClassVar[str] = N_("Sale")
    permission: ClassVar[str | None] = None
    """The right it needs."""
    blocks: ClassVar[bool] = False
    """It waits for the disk, so a screen runs it off its event loop."""
    weighs: ClassVar[bool] = False
    """Its arguments are an entry, and the scale is asked for what is sold by weight."""
    sells: ClassVar[bool] = False
    """A quantity that waits is for what it sells."""
    names_people: ClassVar[bool] = False
    """Its arguments may say who somebody is, and so go on no record."""
    needs_simulation: ClassVar[bool] = False
    """Only a simulated store has it."""

    @classmethod
    def id(cls) -> str:
        """Its name in key maps; never changes."""
        return f"sale.{cls.word}"

    @classmethod
    def help(cls) -> str:
        """What it does, in sentences of the language of the moment."""
        return _(cleandoc(cls.__doc__ or ""))

    @classmethod
    def summary(cls) -> str:
        """The first line of its help."""
        return cls.help().partition("\n")[0]

    @classmethod
    def said_word(cls) -> str:
        """Its word in the language of the moment; the English one works as well."""
        entered = f"/{cls.word}"
        return _(entered).removeprefix("/")

    @classmethod
    def said_usage(cls) -> str:
        """How it is entered, in the language of the moment: the word and its arguments."""
        arguments = _(cls.usage) if cls.usage else ""
        return f"/{cls.said_word()} {arguments}".rstrip()

    @classmethod
    def said_label(cls) -> str:
        """What the key bar calls it."""
        return _(cls.label) if cls.label else cls.said_word()

    @abstractmethod
    def run(self, register: Register, arguments: str) -> Outcome:
        """Does it. Raises PosError where it cannot be done; then nothing has changed."""
