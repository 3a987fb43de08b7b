"""Operators and roles: added, changed, never deleted; each change is recorded with who made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.operator import Operator, check_code, check_pin
from pos_tui.core.permission import EVERYTHING, NotAllowed, Rights, Role, parse_grants
from pos_tui.core.roles import ROLES
from pos_tui.core.words import _

from .events import event, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pos_tui.core.ports import Ledger
    from pos_tui.core.records import RecordFrame

CHANGED: Final = "operator_changed"


class Pins(Protocol):
    """Hashes of PINs; `data.pins.PinHasher` is one. Both take a tenth of a second on purpose."""

    def hash(self, pin: str) -> str:
        """The hash to keep. Raises StoreError."""

    def check(self, pin: str, hashed: str) -> bool:
        """Whether it is the PIN of a hash. Raises StoreError where that cannot be told here."""


@dataclass(frozen=True, slots=True)
class Staff:
    """The shop's operators and roles, as they are in the journal now."""

    ledger: Ledger
    pins: Pins

    def all(self) -> list[Operator]:
        """Everybody there ever was, by code."""
        found = map(Operator.from_document, self.ledger.documents("operators"))
        return sorted(found, key=lambda operator: operator.code)

    def active(self) -> list[Operator]:
        """Who can sign on."""
        return [operator for operator in self.all() if operator.active]

    @property
    def is_needed(self) -> bool:
        """Whether somebody has to sign on: without any operator everybody is the owner."""
        return any(document["active"] for document in self.ledger.documents("operators"))

    def get(self, code: str) -> Operator:
        """The operator of a code. Raises Refused."""
        document = self.ledger.find("operators", "code", code.strip().casefold())
        if document is None:
            raise Refused(_("there is no operator {code}: pos operators list names them", code=code[:20]))
        return Operator.from_document(document)

    def roles(self) -> Mapping[str, Role]:
        """The roles by code: those every shop has, as this one has changed them, and its own."""
        own = {document["code"]: Role.from_document(document) for document in self.ledger.documents("roles")}
        return {**ROLES, **own, "owner": ROLES["owner"]}

    def rights(self, operator: Operator) -> Rights:
        """What somebody may do; nothing where the role is gone."""
        role = self.roles().get(operator.role)
        return Rights({}) if role is None else role.rights

    # Changing

    def add(self, frame: RecordFrame, by: Rights, wanted: Operator, pin: str) -> Operator:
        """Adds somebody with a PIN that they change at their first sign-on. Raises Refused, InvalidValue."""
        self._check_role(wanted.role)
        wanted = replace(wanted, pin=self._hashed(pin, wanted.role))
        with self.ledger.transaction(operator=frame.operator) as tx:
            return self.insert(tx, frame, by, wanted)

    def insert(self, tx: Any, frame: RecordFrame, by: Rights, wanted: Operator, why: str = "") -> Operator:
        """Adds somebody in a commit; who has no PIN yet cannot sign on. Raises Refused, InvalidValue."""
        code = check_code(wanted.code)
        if tx.find("operators", "code", code) is not None:
            raise Refused(_("there is an operator {code} already: codes are never used again", code=code))
        self._check_role(wanted.role)
        self._may_give(by, wanted.role)
        made = replace(wanted, code=code, name=wanted.name.strip() or code)
        tx.insert("operators", {**made.to_document(), "why": why})
        self._record(tx, frame, {"code": made.code, "role": made.role, "what": "added"})
        return made

    def change(self, frame: RecordFrame, by: Rights, code: str, **fields: Any) -> Operator:
        """Changes name, role, account, token, active; `tries={}` forgets wrong PINs.

        Raises Refused, above all for the last owner.
        """
        with self.ledger.transaction(operator=frame.operator) as tx:
            return self.alter(tx, frame, by, code, fields)

    def alter(
        self, tx: Any, frame: RecordFrame, by: Rights, code: str, fields: Mapping[str, Any], why: str = ""
    ) -> Operator:
        """As `change`, in a commit."""
        before = self.get(code)
        after = replace(before, **fields)
        self._check_role(after.role)
        self._may_give(by, before.role)
        self._may_give(by, after.role)
        if before.role == "owner" and before.active and (after.role != "owner" or not after.active):
            owners = [operator.code for operator in self.active() if operator.role == "owner"]
            if owners == [before.code]:
                raise Refused(_("{name} is the only owner: add another one first", name=before.name))
        self._write(tx, frame, before, after, ", ".join(sorted(fields)), why)
        return after

    def set_pin(
        self, frame: RecordFrame, code: str, pin: str, *, by_another: bool = False, by: Rights = EVERYTHING
    ) -> Operator:
        """Gives somebody a PIN, and forgets the wrong tries; another than themselves needs their rights.

        Raises InvalidValue, NotAllowed.
        """
        before = self.get(code)
        if by_another:
            self._may_give(by, before.role)
        hashed = self._hashed(pin, before.role)
        if not by_another and before.must_change and before.pin and self.pins.check(pin, before.pin):
            raise InvalidValue(_("choose another PIN than the one you were given"))
        after = replace(before, pin=hashed, must_change=by_another, tries={})
        with self.ledger.transaction(operator=frame.operator) as tx:
            self._write(tx, frame, before, after, "pin")
        return after

    def grant(self, frame: RecordFrame, by: Rights, code: str, name: str, words: Iterable[str]) -> Role:
        """Gives a role, or a new one, exactly these rights. Raises Refused, InvalidValue."""
        code = check_code(code)
        if code == "owner":
            raise Refused(_("the owner may do everything: give another role"))
        known = self.roles().get(code)
        role = Role(code, name or (known.name if known is not None else code), Rights(parse_grants(words)))
        with self.ledger.transaction(operator=frame.operator) as tx:
            self.write_role(tx, frame, by, role)
        return role

    def write_role(self, tx: Any, frame: RecordFrame, by: Rights, role: Role, why: str = "") -> None:
        """Writes a role in a commit. Raises NotAllowed where it may, or might, more than who writes it."""
        self._may_give(by, role.code)
        _check_within(by, role)
        found = tx.find("roles", "code", role.code)
        if found is None:
            tx.insert("roles", {**role.to_document(), "why": why})
        else:
            tx.set("roles", found.doc_id, **role.to_document(), why=why)
        self._record(tx, frame, {"role": role.code, "what": "rights"})

    def _check_role(self, role: str) -> None:
        """Raises InvalidValue for a role that there is none of."""
        if role not in self.roles():
            raise InvalidValue(
                _("there is no role {role}: there are {roles}", role=role[:20], roles=", ".join(self.roles()))
            )

    def _hashed(self, pin: str, role: str) -> str:
        check_pin(pin, role)
        return self.pins.hash(pin)

    def _may_give(self, by: Rights, role: str) -> None:
        """Nobody makes somebody who may more than themselves. Raises NotAllowed."""
        known = self.roles().get(role)
        if known is not None:
            _check_within(by, known)

    def _write(
        self, tx: Any, frame: RecordFrame, before: Operator, after: Operator, what: str, why: str = ""
    ) -> None:
        """Only what differs: somebody may sign on, or fail to, in between."""
        found, was, now = tx.find("operators", "code", after.code), before.to_document(), after.to_document()
        changed = {name: value for name, value in now.items() if value != was[name]}
        if changed:
            tx.set("operators", found.doc_id, **changed, why=why)
            self._record(tx, frame, {"code": after.code, "what": what})

    def _record(self, tx: Any, frame: RecordFrame, fields: Mapping[str, Any]) -> None:
        till = tx.find("tills", "till", frame.till)
        changed = record(tx, till, [event(frame, CHANGED, **fields)])
        tx.set("tills", till.doc_id, **changed)


def _check_within(by: Rights, role: Role) -> None:
    """Raises NotAllowed where a role may what somebody may not, or up to more."""
    if by.narrowed(role.rights).granted != role.rights.granted:
        raise NotAllowed(
            _("a {role} may more than you: ask somebody who may as much", role=_(role.name)),
            "operators.change",
        )
