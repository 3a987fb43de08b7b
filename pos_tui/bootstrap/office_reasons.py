"""Reasons for prices changed by hand, as the back office keeps them: lines of the setting `reasons`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.history import Change, differences
from pos_tui.core.office import Differences, Edit, Field, Rule, Texts
from pos_tui.core.words import N_, _
from pos_tui.settings import parsed

from .configuring import change, history
from .office_book import RuleBook, lost_in

_KEY = "reasons"
FIELDS = (
    Field(
        "code",
        N_("reason"),
        N_("such as damaged; its beginning is enough at the till"),
        once=True,
    ),
    Field("place", N_("place"), N_("where it stands among them: 1 is the first"), digits=True),
)


class ReasonBook(RuleBook):
    """Where there are any, one of them has to be given."""

    word: ClassVar = "reasons"
    permission: ClassVar = "settings.change"
    fields: ClassVar = FIELDS
    asks_why: ClassVar = False

    @property
    def title(self) -> str:
        """What people call it."""
        return _("REASONS FOR OTHER PRICES")

    def rules(self) -> Sequence[Rule]:
        """All of them, in their order."""
        return [Rule(text, text, str(place)) for place, text in enumerate(self._reasons(), 1)]

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of one."""
        return {name: str(text) for name, text in documents[-1].items()}

    def checked(self, texts: Texts) -> tuple[str, int]:
        """(reason, place). Raises InvalidValue."""
        code, place = texts.get("code", "").strip(), texts.get("place", "") or "999"
        if not (place.isascii() and place.isdigit() and 0 < int(place) < 1000):
            raise InvalidValue(_("'{text}' is no place: 1 is the first", text=place[:40]))
        if parsed(_KEY, code) != (code,):
            raise InvalidValue(_("'{text}' is no reason: a few words without , and #", text=code[:40]))
        return code, int(place)

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        self.checked({"code": "A", field: text})

    def change(self, edit: Edit) -> Differences:
        """Puts a reason in its place. Raises InvalidValue, Refused, StoreError."""
        was = self.was(edit)
        lost = None if edit.seen is None else lost_in(edit.texts, edit.seen, was)
        if lost is not None:
            raise Refused(self.told_lost(edit.code, lost))
        code, place = self.checked({**was, **edit.texts, "code": self.as_code(edit.code)})
        reasons = self._reasons()
        others = [text for text in reasons if text != code]
        self._write(reasons, [*others[: place - 1], code, *others[place - 1 :]])
        return differences(was, self.texts(code))

    def end(self, code: str, operator: str, why: str) -> None:
        """Takes a reason off; what was done for it stays on record. Raises Refused, StoreError."""
        self.texts(code)
        reasons = self._reasons()
        self._write(reasons, [text for text in reasons if text != self.as_code(code)])

    def history(self, code: str) -> Sequence[Change]:
        """When it came and went, and where it stood, the oldest first."""
        found: list[Change] = []
        code = self.as_code(code)
        for one in reversed(history(self.front, _KEY)):
            before, after = (_texts(text, code) for text in (one.before, one.after))
            fields = differences(before, after)
            if fields:
                found.append(Change(0, one.time, one.operator or _("(in the file)"), "", fields, not before))
        return found

    def there(self, code: str) -> Sequence[Mapping[str, Any]]:
        """The reason, where it is one."""
        texts = _texts("\n".join(self._reasons()), self.as_code(code))
        return [texts] if texts else []

    def _reasons(self) -> Sequence[str]:
        return self.front.load_settings().reasons

    def _write(self, seen: Sequence[str], reasons: Sequence[str]) -> None:
        """Raises Refused where somebody changed them since they were `seen`."""
        change(self.front, {_KEY: "\n".join(reasons) if reasons else None}, {_KEY: "\n".join(seen)})


def _texts(lines: str, code: str) -> Texts:
    places = list(parsed(_KEY, lines))
    return {"code": code, "place": str(places.index(code) + 1)} if code in places else {}
