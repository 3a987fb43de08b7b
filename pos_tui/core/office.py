"""What the back office keeps besides items: books of rules, such as promotions, taxes, ways to pay.

A book says what its fields are, so that one list, one form, one command and one history serve them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .history import Change

Texts = Mapping[str, str]
"""Fields as people write them, by name; what is empty may be missing."""
Differences = tuple[tuple[str, str, str], ...]
"""(field, before, after)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a rule. Label, help and meanings are texts for people, in English."""

    name: str
    """As commands call it."""
    label: str
    help: str
    """One line."""
    choices: tuple[tuple[str, str], ...] = ()
    """(value, what it means), where it can be nothing else."""
    when: tuple[str, tuple[str, ...]] | None = None
    """(another field, its values) for which this one means something; None is for all."""
    once: bool = False
    """It is said when the rule is made, and stays."""
    scans: bool = False
    """A scanned item is an answer, added to those that are there."""
    digits: bool = False
    """Its answers may look like a bar code."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as a list shows it."""

    code: str
    name: str
    about: str = ""
    """What it comes to, on one line."""
    state: str = ""
    """Where it does not simply hold: ended, over, to come."""
    is_ended: bool = False
    depth: int = 0
    """How far below the top it stands, where they are a tree."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be different about a rule."""

    code: str
    texts: Texts
    operator: str
    why: str = ""
    seen: Texts | None = None
    """What the fields were when somebody decided; None takes whatever they are by now."""
    is_new: bool = False
    """It is to be made; else there has to be one."""


class Book(Protocol):
    """Rules of one kind. What reads or writes the store may wait for the disk."""

    @property
    def word(self) -> str:
        """What commands call the book."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def permission(self) -> str:
        """The right that changing it needs."""

    @property
    def fields(self) -> Sequence[Field]:
        """Those of each rule, the one that names it first."""

    @property
    def asks_why(self) -> bool:
        """Whether a change goes on record with a reason."""

    @property
    def links(self) -> Sequence[tuple[str, str]]:
        """(label, command) of what else there is about one of its rules; {code} and {name} stand for it."""

    @property
    def can_end(self) -> bool:
        """Whether its rules can be ended."""

    @property
    def can_try(self) -> bool:
        """Whether it can be seen what a rule would do, before it is recorded."""

    def rules(self) -> Sequence[Rule]:
        """All there are, those that are ended last. Raises StoreError."""

    def texts(self, code: str) -> Texts:
        """The fields of one. Raises Refused, StoreError."""

    def choices(self, field: str) -> Sequence[tuple[str, str]]:
        """(value, what it means) of what a field can be. Reads memory only."""

    def objection(self, field: str, text: str, texts: Texts) -> str:
        """Why a field cannot be this; nothing where it can. Reads memory only.

        `texts` are the others: some of them may still be missing, or wrong for it.
        """

    def fault(self, texts: Texts) -> str:
        """Why a rule cannot have these fields together; nothing where it can. Reads memory only."""

    def change(self, edit: Edit) -> Differences:
        """Makes or changes one, in one commit; what differs from before.

        Raises InvalidValue, Refused (also where somebody changed what was seen meanwhile), StoreError.
        """

    def end(self, code: str, operator: str, why: str) -> None:
        """Ends one; what was recorded with it stays. Raises Refused, StoreError."""

    def tried(self, texts: Texts) -> Sequence[str]:
        """Lines that say what a rule would do. Raises InvalidValue, Refused, StoreError."""

    def history(self, code: str) -> Sequence[Change]:
        """The changes of one, the oldest first; reads the journal. Raises StoreError."""


class Office(Protocol):
    """All books."""

    def __call__(self, word: str) -> Book:
        """The book that a word means. Raises Refused."""
