"""Roles as the back office keeps them: each right is a field, and says up to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pos_tui.core.errors import Refused
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.operator import check_code
from pos_tui.core.permission import PERMISSIONS, Limit, Rights, Role
from pos_tui.core.words import N_, _, ngettext

from .office_book import TableBook
from .people import frame, staff_of

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.services.promotions import Author

_ALL: Final = "yes"
"""Said of a right without a limit."""
FIELDS = (
    Field("code", N_("code"), N_("as operators are given it, such as cashier"), once=True),
    Field("name", N_("name"), N_("what people call the role")),
    *(Field(name, name, does) for name, does in PERMISSIONS.items()),
)


class RoleBook(TableBook):
    """The roles that every shop has, as this one has changed them, and its own."""

    word: ClassVar = "roles"
    permission: ClassVar = "operators.change"
    fields: ClassVar = FIELDS
    table: ClassVar = "roles"
    can_end: ClassVar = False

    @property
    def title(self) -> str:
        """What people call it."""
        return _("ROLES")

    def as_code(self, code: str) -> str:
        """Codes of roles are in lower case."""
        return code.strip().casefold()

    def rules(self) -> Sequence[Rule]:
        """All of them, with how much each may do."""
        return [
            Rule(role.code, _(role.name), _counted(len(role.rights.granted)))
            for role in staff_of(self.front).roles().values()
        ]

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """Its rights: yes, or up to what."""
        role = Role.from_document(documents[-1])
        granted = {name: str(limit) or _ALL for name, limit in role.rights.granted.items()}
        return {"code": role.code, "name": role.name, **granted}

    def checked(self, texts: Texts) -> Role:
        """The role that fields say. Raises InvalidValue, Refused."""
        code = check_code(texts.get("code", ""))
        if code == "owner":
            raise Refused(_("the owner may do everything: give another role"))
        limits = {name: texts[name] for name in PERMISSIONS if texts.get(name)}
        rights = {name: Limit.parse("" if text == _ALL else text) for name, text in limits.items()}
        return Role(code, texts.get("name", "") or code, Rights(rights))

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        self.checked({"code": "probe", field: text})

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it; it counts from the next sign-on."""
        role = self.checked({**texts, "code": code})
        front = self.front
        staff_of(front).write_role(tx, frame(front), front.acting_rights(), role, author.why)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Roles stay. Raises Refused."""
        raise Refused(_("a role stays: give its people another one"))

    def there(self, code: str) -> Sequence[Mapping[str, Any]]:
        """The role, also one that every shop has."""
        role = staff_of(self.front).roles().get(self.as_code(code))
        return [] if role is None else [role.to_document()]


def _counted(rights: int) -> str:
    return ngettext("{count} right", "{count} rights", rights)
