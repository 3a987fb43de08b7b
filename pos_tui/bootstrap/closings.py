"""Zs checked against the journal: signed by its keys, without gaps, and saying what the journal says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from data.signing import fingerprint_of, is_signed
from pos_tui.core.reports import DaySummary
from pos_tui.core.shift import Tally, signed_bytes
from pos_tui.core.words import _
from pos_tui.services.closing import key_of_creation
from pos_tui.services.events import KEY_CHANGED

if TYPE_CHECKING:
    from data.store import Store

Z = Mapping[str, Any]


def problems(store: Store, pinned: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """(number of a Z, what is wrong with it), oldest first; `pinned` are the keys that may have signed.

    Raises StoreError: the journal cannot be read.
    """
    before: dict[str, Z] = {}
    named = _named(store)
    for z in store.documents("shifts"):
        if z["kind"] == "z":
            last = before.get(z["till"])
            for why in (*_key(z, pinned, named), *_place(store, z, last), *_figures(store, z, last)):
                yield z["number"], why
            before[z["till"]] = z


def _named(store: Store) -> frozenset[str]:
    """The keys that the journal names; none where its first record does not, as in older stores."""
    first = key_of_creation(store)
    if first is None:
        return frozenset()
    later = (event["to"] for event in store.documents("events") if event["kind"] == KEY_CHANGED)
    return frozenset((first, *later))


def _key(z: Z, pinned: Collection[str], named: Collection[str]) -> Iterator[str]:
    key, signature = z["key"], z["signature"]
    if key is None or signature is None:
        yield _("it is not signed")
    elif key["fingerprint"] != fingerprint_of(bytes.fromhex(key["public"])):
        yield _("its key is not the one it names")
    elif not is_signed(signed_bytes(z), key["public"], signature):
        yield _("its signature is not over what it says")
    elif pinned and key["fingerprint"] not in pinned:
        yield _("it is signed by another key, {key}", key=key["fingerprint"])
    elif named and key["fingerprint"] not in named:
        yield _("it is signed by a key that the journal does not name, {key}", key=key["fingerprint"])


def _place(store: Store, z: Z, last: Z | None) -> Iterator[str]:
    """Whether it follows the Z before, and the record it says."""
    if z["shift"] != (last["shift"] + 1 if last is not None else 1):
        yield _("the Z before it is missing")
    opening = z["grand"]["opening"]
    if opening != (last["grand"]["closing"] if last is not None else dict.fromkeys(opening, 0)):
        yield _("its grand total does not go on from the Z before")
    head = z["head"]
    if [record.h for record in store.records(head["n"], head["n"])] != [head["h"]]:
        yield _("the journal's record {n} is not the one it names", n=head["n"])


def _figures(store: Store, z: Z, last: Z | None) -> Iterator[str]:
    """Whether the journal comes to the same figures."""
    found = Tally(z["till"], z["shift"], z["float"], DaySummary.empty(z["day"], z["currency"]))
    after = z["since"] if last is None else last["head"]["n"] + 1
    for record in store.records(after + 1, z["head"]["n"]):
        found.add(record.ops)
    wrong = [name for name, value in found.to_document().items() if z.get(name) != value]
    if wrong:
        yield _("the journal says otherwise about: {names}", names=", ".join(wrong))
