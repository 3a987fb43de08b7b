"""What a person has to know and do after a shop was restored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from data.oslayer import OsLayer
from data.people import PersonKeys
from data.signing import NAME as CLOSINGS_KEY
from pos_tui.core.words import _, ngettext

from .people import PEPPER

if TYPE_CHECKING:
    from .front import Shopfront


def remarks(front: Shopfront, machine: Path) -> Iterator[str]:
    """What is not in a backup and what to do about it; `machine` is where this machine keeps its own."""
    store = front.store
    yield _("what was recorded after it is not in it; receipts go on with a new epoch, such as 1.2-000143")
    if front.shop.simulated:
        yield _("it is a simulated shop, for ever")
    signs = any(row["active"] for row in store.documents("operators", copy=False))
    if signs and not (machine / PEPPER).exists():
        yield _(
            "PINs are checked with a key that is in no backup: pos operators recover, with the recovery code"
        )
    if not (machine / CLOSINGS_KEY).exists():
        yield _("the next Z is signed by a new key of this machine: note its fingerprint, as the Z prints it")
    keys = PersonKeys(OsLayer(), store.folder, machine)
    rows = [row for row in store.documents("customers", copy=False) if not row.get("erased")]
    lost = sum(not keys.knows(row["id"]) for row in rows)
    if lost and keys.locked() and keys.can_recover:
        yield ngettext(
            "what is known of 1 customer opens with the recovery code: pos customers recover",
            "what is known of {count} customers opens with the recovery code: pos customers recover",
            keys.locked(),
        )
    elif lost:
        yield ngettext(
            "what is known of 1 customer cannot be read: the file pos-….people of the backups was not there",
            "what is known of {count} customers cannot be read: the file pos-….people of the backups was not "
            "there",
            lost,
        )
