"""Operators of an open shop: who acts in a command, and who may take a till."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.pins import PinHasher, check_code, code_bytes, hash_code, recovery_code
from pos_tui.core.errors import Refused
from pos_tui.core.operator import Operator
from pos_tui.core.permission import EVERYTHING, Rights
from pos_tui.core.records import RecordFrame, business_day
from pos_tui.core.words import _
from pos_tui.locale import speak
from pos_tui.register.station import Station
from pos_tui.services import sign_on as signing
from pos_tui.services.events import commit
from pos_tui.services.operators import Staff

from .shop import OWNER

if TYPE_CHECKING:
    from data.people import PersonKeys
    from pos_tui.register.register import Register

    from .front import Shopfront

PEPPER: Final = "pepper.json"
_RECOVERY: Final = "recovery"
RECOVERED: Final = "owner_recovered"
hash_token = hash_code


def staff_of(front: Shopfront) -> Staff:
    """The shop's operators; their PINs are checked with what this machine keeps outside the store."""
    return Staff(front.store, PinHasher(front.store.machine_folder / PEPPER))


def frame(front: Shopfront) -> RecordFrame:
    """Who, where and when, for what a command records; its events are numbered by the shop's first till."""
    from zoneinfo import ZoneInfo

    now = front.clock()
    till = min(document["till"] for document in front.store.documents("tills"))
    day = business_day(now, ZoneInfo(front.shop.timezone), front.settings.cutoff_minutes)
    return RecordFrame(till, front.acting(), now, day)


def narrowed(front: Shopfront, rights: Rights, role: str) -> Rights:
    """What both the rights and a role allow; all of the rights without a role. Raises Refused."""
    if not role:
        return rights
    known = staff_of(front).roles()
    if role not in known:
        raise Refused(_("there is no role {role}: there are {roles}", role=role[:20], roles=", ".join(known)))
    return rights.narrowed(known[role].rights)


def lock_up(front: Shopfront, register: Register, role: str = "") -> None:
    """Has a register ask who stands there, where the shop has operators or less is allowed than all."""
    if role or any(document["active"] for document in front.store.documents("operators")):
        register.station = Station(register, staff_of(front), narrowed(front, EVERYTHING, role))
        register.station.speak = lambda language: speak(language or shop_language(front))


def shop_language(front: Shopfront) -> str:
    """The language that the shop has set, or that of the locale it has set; "" for the environment's."""
    chosen = front.settings
    return chosen.language or (chosen.locale if "locale" in chosen.sources else "")


def act_as(front: Shopfront, operator: Operator | None, role: str = "") -> None:
    """From here on the shop is changed in this name; None is the owner of a shop without operators."""
    front.operator = OWNER if operator is None else operator.code
    rights = EVERYTHING if operator is None else staff_of(front).rights(operator)
    front.rights = narrowed(front, rights, role)


def sign_on(front: Shopfront, code: str, pin: str) -> Operator:
    """Who has this code and PIN. Raises Refused, StoreError."""
    return signing.sign_on(staff_of(front), frame(front), code, pin)


def by_token(front: Shopfront, token: str) -> Operator:
    """Whose token it is. Raises Refused."""
    for operator in staff_of(front).active():
        if operator.token and check_code(token, operator.token):
            return operator
    raise Refused(_("that token is nobody's: pos operators token makes one"))


def by_account(front: Shopfront, account: str) -> Operator | None:
    """Whose account of the operating system it is, if anybody's."""
    return next((each for each in staff_of(front).active() if each.account == account), None)


def make_owner(front: Shopfront, code: str, name: str, pin: str) -> tuple[Operator, str]:
    """Makes the first operator, who owns the shop; returns it and the recovery code, which nothing keeps.

    Raises Refused, InvalidValue, StoreError.
    """
    staff = staff_of(front)
    owner = staff.add(frame(front), EVERYTHING, Operator(code, name, "owner"), pin)
    return owner, _new_recovery(front)


def check_recovery(front: Shopfront, code: str) -> None:
    """Raises Refused for a code that is not the shop's recovery code."""
    kept = front.store.find("settings", "key", _RECOVERY)
    if kept is None or not check_code(code, kept["hash"]):
        raise Refused(_("that is not the recovery code"))


def recover(front: Shopfront, pin: str) -> tuple[Operator, str]:
    """Gives the owner a new PIN and makes a new recovery code; the code before was checked. Raises PosError.

    Where the key that PINs are checked with is gone, as after a restore, all PINs have to be set again.
    """
    staff = staff_of(front)
    owner = next((each for each in staff.active() if each.role == "owner"), None)
    if owner is None:
        raise Refused(_("the shop has no owner who signs on: pos operators add makes one"))
    act_as(front, owner)
    staff.set_pin(frame(front), owner.code, pin)
    commit(front.store, frame(front), RECOVERED, code=owner.code)
    return owner, _new_recovery(front)


def _new_recovery(front: Shopfront) -> str:
    code = recovery_code()
    with front.store.transaction(operator=front.operator) as tx:
        kept = tx.find("settings", "key", _RECOVERY)
        if kept is None:
            tx.insert("settings", {"v": 1, "key": _RECOVERY, "hash": hash_code(code)})
        else:
            tx.set("settings", kept.doc_id, hash=hash_code(code))
    keys_of(front).set_recovery(code_bytes(code))
    return code


def keys_of(front: Shopfront) -> PersonKeys:
    """The keys of what is known of customers and buyers."""
    from .counters import seals

    return seals(front.store)


def open_customers(front: Shopfront, code: str) -> int:
    """Opens by the recovery code what is known of customers and was wrapped on another machine; of how many.

    Raises StoreError.
    """
    return keys_of(front).recover(code_bytes(code))


def entrust_customers(front: Shopfront, code: str = "") -> str:
    """Has a recovery code open on other machines what is known of customers; the code where it is a new one.

    Args:
        code: the shop's, which is checked; without one a new code is made, and no other opens them then.

    Raises Refused, StoreError.
    """
    if not code:
        return _new_recovery(front)
    check_recovery(front, code)
    keys_of(front).set_recovery(code_bytes(code))
    return ""


def has_recovery(front: Shopfront) -> bool:
    """Whether the shop has a recovery code."""
    return front.store.find("settings", "key", _RECOVERY) is not None
