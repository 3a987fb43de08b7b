"""Operators as the back office keeps them. PINs are given beside the book, as no text may hold one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from pos_tui.core.errors import InvalidValue
from pos_tui.core.history import TableRecords
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.operator import MOST_TRIES, Operator, check_code
from pos_tui.core.words import N_, _
from pos_tui.settings import parsed

from .histories import recorded
from .office_book import TableBook
from .people import frame, staff_of

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.core.history import Change
    from pos_tui.services.promotions import Author

_LONGEST_NAME = 60
FIELDS = (
    Field(
        "code",
        N_("code"),
        N_("what is typed to sign on, such as ann; never used again"),
        once=True,
    ),
    Field("name", N_("name"), N_("as receipts name them")),
    Field("role", N_("role"), N_("what they may do: /roles; it counts from the next sign-on")),
    Field(
        "active",
        N_("active"),
        N_("who left is never deleted, as the journal names them"),
        (("yes", N_("signs on")), ("no", N_("has left"))),
    ),
    Field("language", N_("language"), N_("of the till while they stand there; empty for the shop's")),
    Field("account", N_("account"), N_("of the operating system, whose commands are theirs without a PIN")),
    Field("tries", N_("wrong PINs"), N_("in a row; - forgets them and unlocks"), digits=True),
)


class OperatorBook(TableBook):
    """Who may stand at a till. Everything about it needs the right to change it."""

    word: ClassVar = "operators"
    permission: ClassVar = "operators.change"
    fields: ClassVar = FIELDS
    table: ClassVar = "operators"
    can_end: ClassVar = False

    @property
    def title(self) -> str:
        """What people call it."""
        return _("OPERATORS")

    def as_code(self, code: str) -> str:
        """Codes of operators are in lower case."""
        return code.strip().casefold()

    def rules(self) -> Sequence[Rule]:
        """All there ever were; who left stands last. Raises NotAllowed."""
        self.front.permit(self.permission)
        staff = staff_of(self.front)
        roles, zone = staff.roles(), ZoneInfo(self.front.shop.timezone)
        found = []
        for one in staff.all():
            role = _(roles[one.role].name) if one.role in roles else one.role
            last = datetime.fromisoformat(one.last).astimezone(zone) if one.last else None
            seen = _("last here {time}", time=f"{last:%Y-%m-%d %H:%M}") if last else _("was not here yet")
            found.append(Rule(one.code, one.name, f"{role}, {seen}", _state(one), not one.active))
        return sorted(found, key=lambda rule: rule.is_ended)

    def texts(self, code: str) -> Texts:
        """The fields of one. Raises Refused."""
        self.front.permit(self.permission)
        return super().texts(self.as_code(code))

    def choices(self, field: str) -> Sequence[tuple[str, str]]:
        """(value, what it means) of what a field can be."""
        if field == "role":
            return [(code, role.name) for code, role in staff_of(self.front).roles().items()]
        return super().choices(field)

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of one; hashes are no part of them."""
        one = Operator.from_document(documents[-1])
        wrong = sum(tries.count for tries in one.tries.values())
        texts = {
            "code": one.code,
            "name": one.name,
            "role": one.role,
            "active": "yes" if one.active else "no",
            "language": one.language,
            "account": one.account,
            "tries": str(wrong or ""),
        }
        return {name: text for name, text in texts.items() if text}

    def history(self, code: str) -> Sequence[Change]:
        """The changes of one, the oldest first; of a PIN whether it is their own, and nothing else."""
        self.front.permit(self.permission)

        def said(documents: Sequence[Mapping[str, Any]]) -> Texts:
            one = Operator.from_document(documents[-1])
            pin = "given" if one.must_change else "own"
            texts = {name: text for name, text in self.said(documents).items() if name != "tries"}
            return {**texts, **({"PIN": pin} if one.pin else {}), **({"token": "yes"} if one.token else {})}

        return recorded(self.front, TableRecords(self.table, self.key, self.as_code(code)), said)

    def checked(self, texts: Texts) -> dict[str, Any]:
        """What fields say, by attribute of an operator. Raises InvalidValue."""
        staff, known = staff_of(self.front), {field.name for field in FIELDS}
        found: dict[str, Any] = {name: text for name, text in texts.items() if name in known}
        check_code(found.get("code", ""))
        if len(found.get("name", "")) > _LONGEST_NAME or not found.get("name", "").isprintable():
            raise InvalidValue(_("a name has at most {most} printable characters", most=_LONGEST_NAME))
        if found.get("role", "cashier") not in staff.roles():
            raise InvalidValue(_("roles are {roles}", roles=", ".join(staff.roles())))
        if found.get("active", "yes") not in ("yes", "no"):
            raise InvalidValue(_("active is yes or no"))
        parsed("language", found.get("language", ""))
        found["active"] = found.get("active", "yes") == "yes"
        if not found.pop("tries", ""):
            found["tries"] = {}
        return found

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        if field == "tries":
            raise InvalidValue(_("wrong PINs are only forgotten: -"))
        self.checked({"code": "probe", field: text})

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes one. Raises Refused, above all for the last owner; NotAllowed for who may more."""
        front, staff = self.front, staff_of(self.front)
        wanted = self.checked({**texts, "code": code})
        wanted.pop("code")
        by = front.acting_rights()
        if self.there(code):
            staff.alter(tx, frame(front), by, code, {**_NOTHING, **wanted}, author.why)
            return
        if not staff.is_needed:
            raise InvalidValue(_("the first one owns the shop, and needs a PIN: pos operators add"))
        wanted.pop("tries", None)
        made = Operator(code, **{"name": "", "role": "cashier", **wanted}, must_change=True)
        staff.insert(tx, frame(front), by, made, author.why)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Who leaves is not active any more, which is a field."""
        self.write(tx, code, {**self.now(code), "active": "no"}, author)


_NOTHING: dict[str, Any] = {"language": "", "account": ""}
"""What is empty where it is not said."""


def _state(one: Operator) -> str:
    if not one.active:
        return _("left")
    if not one.pin:
        return _("no PIN")
    if any(tries.count >= MOST_TRIES for tries in one.tries.values()):
        return _("locked")
    return _("given PIN") if one.must_change else ""
