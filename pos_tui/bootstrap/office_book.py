"""What all books of the back office do alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.history import TableRecords, differences
from pos_tui.core.words import _
from pos_tui.services.promotions import Author
from pos_tui.services.reasons import checked_why

from .histories import recorded

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.core.history import Change
    from pos_tui.core.office import Differences, Edit, Field, Rule, Texts

    from .front import Shopfront


class RuleBook(ABC):
    """What all books do alike."""

    word: ClassVar[str]
    permission: ClassVar[str]
    fields: ClassVar[Sequence[Field]]
    asks_why: ClassVar[bool] = True
    can_end: ClassVar[bool] = True
    can_try: ClassVar[bool] = False
    links: ClassVar[Sequence[tuple[str, str]]] = ()

    def __init__(self, front: Shopfront) -> None:
        self.front = front

    @property
    @abstractmethod
    def title(self) -> str:
        """What people call it."""

    @abstractmethod
    def rules(self) -> Sequence[Rule]:
        """All there are, those that are ended last."""

    @abstractmethod
    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields that the documents of one rule, oldest first, come to; `ended` is one of them."""

    @abstractmethod
    def checked(self, texts: Texts) -> Any:
        """The rule that fields say. Raises InvalidValue."""

    @abstractmethod
    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field, beside others that may be missing or wrong. Raises InvalidValue."""

    @abstractmethod
    def there(self, code: str) -> Sequence[Mapping[str, Any]]:
        """What is kept of one rule, the oldest first; nothing where there is none."""

    @abstractmethod
    def history(self, code: str) -> Sequence[Change]:
        """The changes of one, the oldest first; reads the journal. Raises StoreError."""

    def tried(self, texts: Texts) -> Sequence[str]:
        """Lines that say what a rule would do; a book that `can_try` has some."""
        raise Refused(_("that cannot be tried"))

    def as_code(self, code: str) -> str:
        """A code as the store has it."""
        return code.strip()

    def texts(self, code: str) -> Texts:
        """The fields of one, as others may have changed them. Raises Refused, StoreError."""
        self.front.store.refresh()
        return self.now(code)

    def now(self, code: str) -> Texts:
        """The same as far as it is known, as within a commit. Raises Refused."""
        there = self.there(code)
        if not there:
            raise Refused(
                _("there is no {code}: /{word} shows what there is", code=code[:64], word=self.word)
            )
        return self.said(there)

    def choices(self, field: str) -> Sequence[tuple[str, str]]:
        """(value, what it means) of what a field can be."""
        return next(one.choices for one in self.fields if one.name == field)

    def objection(self, field: str, text: str, texts: Texts) -> str:
        """Why a field cannot be this; nothing where it can."""
        wanted = next(one for one in self.fields if one.name == field)
        if wanted.choices and text not in dict(wanted.choices):
            values = ", ".join(value for value, _meaning in wanted.choices)
            return _("{field} is one of {values}", field=_(wanted.label), values=values)
        if wanted.once and self.there(text):
            return _("there is a {code} already", code=text[:64])
        return self._fault(lambda: self.probe(field, text, texts))

    def fault(self, texts: Texts) -> str:
        """Why a rule cannot have these fields together; nothing where it can."""
        return self._fault(lambda: self.checked(texts))

    def was(self, edit: Edit) -> Texts:
        """What an edit begins with; nothing for a new rule. Raises InvalidValue, Refused."""
        names = {field.name for field in self.fields}
        unknown = [name for name in edit.texts if name not in names]
        if unknown:
            told = ", ".join(field.name for field in self.fields)
            raise InvalidValue(_("there is no field {field}: {fields}", field=unknown[0][:40], fields=told))
        there = self.there(edit.code)
        if not there:
            if edit.is_new:
                return {}
            raise Refused(_("there is no {code}: new makes one", code=edit.code[:64]))
        if edit.is_new:
            raise Refused(_("there is a {code} already", code=edit.code[:64]))
        was = self.said(there)
        if was.get("ended"):
            raise Refused(_("{code} is ended: make a new one, or a copy of it", code=edit.code[:64]))
        return was

    def told_lost(self, code: str, lost: tuple[str, str, str]) -> str:
        """Who changed what meanwhile."""
        field, seen, now = lost
        found = [change for change in self.history(code) if any(one[0] == field for one in change.fields)]
        label = next(one.label for one in self.fields if one.name == field)
        return _(
            "{who} changed {field} from '{seen}' to '{now}' meanwhile: nothing was written, look again",
            who=found[-1].operator if found else "?",
            field=_(label),
            seen=seen[:40],
            now=now[:40],
        )

    def _fault(self, check: Callable[[], Any]) -> str:
        try:
            check()
        except (InvalidValue, Refused) as error:
            return error.message
        return ""


class TableBook(RuleBook):
    """A book whose rules are documents of one table of the store."""

    table: ClassVar[str]
    key: ClassVar[str] = "code"
    """The field of the documents that names a rule."""

    @abstractmethod
    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes a rule in a commit. Raises InvalidValue, Refused."""

    @abstractmethod
    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Ends one in a commit. Raises Refused."""

    def there(self, code: str) -> Sequence[Mapping[str, Any]]:
        """The documents of one rule."""
        return list(self.front.store.find_all(self.table, self.key, self.as_code(code)))

    def change(self, edit: Edit) -> Differences:
        """Makes or changes one, in one commit; what differs from before.

        Raises InvalidValue, Refused, StoreError.
        """
        author = Author(edit.operator, self.front.clock(), checked_why(edit.why))
        with self.front.store.transaction(operator=edit.operator) as tx:
            was = self.was(edit)
            lost = None if edit.seen is None else lost_in(edit.texts, edit.seen, was)
            now = {**was, **edit.texts, self.fields[0].name: self.as_code(edit.code)}
            if lost is None and differences(was, now):
                self.checked(now)
                self.write(tx, self.as_code(edit.code), now, author)
        if lost is not None:
            raise Refused(self.told_lost(edit.code, lost))
        return differences(was, self.texts(edit.code))

    def end(self, code: str, operator: str, why: str) -> None:
        """Ends one. Raises Refused, StoreError."""
        author = Author(operator, self.front.clock(), checked_why(why))
        with self.front.store.transaction(operator=operator) as tx:
            if self.now(code).get("ended"):
                raise Refused(_("{code} is ended already", code=code[:64]))
            self.write_end(tx, self.as_code(code), author)

    def history(self, code: str) -> Sequence[Change]:
        """The changes of one, the oldest first; reads the journal. Raises StoreError."""
        return recorded(self.front, TableRecords(self.table, self.key, self.as_code(code)), self.said)


def lost_in(texts: Texts, seen: Texts, was: Texts) -> tuple[str, str, str] | None:
    """(field, as it was seen, as it is) of what somebody else changed that is to be changed now."""
    for field, text in texts.items():
        now, then = was.get(field, ""), seen.get(field)
        if then is not None and now not in (then, text):
            return field, then, now
    return None
