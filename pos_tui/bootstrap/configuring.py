"""Settings changed on record: the store's file is written, and the journal has who, before and after.

The journal also remembers what the file said, so that what an editor changed there is found and recorded, as
soon as anybody changes a setting or a till takes the change up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from pos_tui import settings as configuration
from pos_tui.core.errors import Refused
from pos_tui.core.records import utc_text
from pos_tui.core.setting_history import KEY, SettingChange, SettingRecords, changes, differences
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .front import Shopfront


def change(
    front: Shopfront, wanted: Mapping[str, str | None], seen: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Sets some settings, or takes those out that are None; returns the values written.

    `seen` is what they were when somebody decided; None takes whatever they are by now.

    Raises Refused where somebody changed one meanwhile, InvalidValue, StoreError: then nothing is changed,
    but where the disk is full the file may be, which is recorded as soon as there is room.
    """
    folder = front.store.folder
    if wanted.get("receipt.logo"):
        from .pictures import check_logo

        check_logo(front, wanted["receipt.logo"])
    with front.store.transaction(operator=front.acting()) as tx:
        before = configuration.texts(folder)
        _check_seen(front, seen or {})
        written = configuration.set_values(folder, wanted)
        _record(tx, front, before, configuration.texts(folder))
    return written


def _check_seen(front: Shopfront, seen: Mapping[str, str]) -> None:
    """Raises Refused, naming who changed what meanwhile."""
    now = front.load_settings() if seen else front.settings
    for key, then in seen.items():
        if now.text(key) != then:
            _time, who = last_changes(front).get(key, ("", ""))
            raise Refused(
                _(
                    "{who} changed {key} to '{now}' meanwhile: nothing was written, look again",
                    who=who or _("somebody"),
                    key=key,
                    now=now.text(key).replace("\n", " | ")[:40],
                )
            )


def take_note(front: Shopfront) -> None:
    """Records what was changed in the file by hand, if anything was. Raises StoreError, InvalidValue."""
    now = configuration.texts(front.store.folder)
    kept = front.store.find("settings", "key", KEY)
    if kept is None or kept["values"] != now:
        with front.store.transaction(operator=front.acting()) as tx:
            _record(tx, front, now, now)


def history(front: Shopfront, key: str = "") -> list[SettingChange]:
    """The changes of all settings or of one, the newest first; reads the journal.

    What was changed in the file by hand and is not on record yet comes first. Raises StoreError.
    """
    recorded = changes(chain.from_iterable(front.history.records(SettingRecords())), key)
    return [*_unrecorded(front, key), *recorded]


def last_changes(front: Shopfront) -> Mapping[str, Sequence[str]]:
    """(when, in UTC; who) of each setting's last change on record; nobody is named where it was by hand."""
    kept = front.store.find("settings", "key", KEY)
    return {} if kept is None else dict(kept["last"])


def _unrecorded(front: Shopfront, key: str) -> list[SettingChange]:
    kept = front.store.find("settings", "key", KEY)
    if kept is None:
        return []
    file = front.store.folder / configuration.FILE
    time = int(file.stat().st_mtime * 1000) if file.exists() else 0
    found = differences(kept["values"], configuration.texts(front.store.folder))
    return [SettingChange(*one, time, "", by_hand=True) for one in found if key in ("", one[0])]


def _record(tx: Any, front: Shopfront, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """`before` is what the file said just now: what differs from what is on record was done by hand."""
    kept = tx.find("settings", "key", KEY)
    known = before if kept is None else kept["values"]
    changed = [
        *([*one, True] for one in differences(known, before)),
        *([*one, False] for one in differences(before, after)),
    ]
    if kept is not None and not changed:
        return
    time = utc_text(front.clock())
    last = {} if kept is None else dict(kept["last"])
    last |= {key: [time, "" if by_hand else front.acting()] for key, *_texts, by_hand in changed}
    document = {"v": 1, "key": KEY, "values": dict(after), "changed": changed, "last": last}
    if kept is None:
        tx.insert("settings", document)
    else:
        tx.put("settings", kept.doc_id, document)
