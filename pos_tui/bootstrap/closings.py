"""Zs checked against the journal: signed by one key, without gaps, and saying what the journal says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from data.signing import fingerprint_of, is_signed
from pos_tui.core.reports import DaySummary
from pos_tui.core.shift import Tally, signed_bytes
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.store import Store

Z = Mapping[str, Any]


def problems(store: Store, pinned: str = "") -> Iterator[tuple[str, str]]:
    """(number of a Z, what is wrong with it), oldest first; `pinned` is the key that must have signed.

    Raises StoreError: the journal cannot be read.
    """
    before: dict[str, Z] = {}
    for z in store.documents("shifts"):
        if z["kind"] == "z":
            last = before.get(z["till"])
            for why in (*_key(z, pinned), *_place(store, z, last), *_figures(store, z, last)):
                yield z["number"], why
            before[z["till"]] = z


def _key(z: Z, pinned: str) -> Iterator[str]:
    key, signature = z["key"], z["signature"]
    if key is None or signature is None:
        yield _("it is not signed")
    elif key["fingerprint"] != fingerprint_of(bytes.fromhex(key["public"])):
        yield _("its key is not the one it names")
    elif not is_signed(signed_bytes(z), key["public"], signature):
        yield _("its signature is not over what it says")
    elif pinned and key["fingerprint"] != pinned:
        yield _("it is signed by another key, {key}", key=key["fingerprint"])


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
