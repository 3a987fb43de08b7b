"""A counter of a shop without a till, and what counters of both kinds are given of the shop's."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from data.oslayer import OsLayer
from pos_tui.core.tender import TenderType
from pos_tui.services.counter import Counter

from .rules import counter_rules

if TYPE_CHECKING:
    from data.people import PersonKeys
    from data.store import Store
    from pos_tui.core.ports import People

    from .front import Shopfront


def tender_types(store: Store) -> dict[str, TenderType]:
    """The ways to pay that the shop has set up, by code."""
    found = map(TenderType.from_document, store.documents("tender_types", copy=False))
    return {kind.code: kind for kind in found if not kind.ended}


def without_till(front: Shopfront) -> Counter:
    """A counter that sells nothing, for commands that need what it knows: days, rules, the catalogue."""
    nowhere: Any = None
    return Counter(
        front.shop,
        "",
        front.operator,
        front.catalogue,
        front.store,
        front.history,
        nowhere,
        nowhere,
        front.clock,
        counter_rules(front.settings, front.shop.currency),
        tender_types(front.store),
        lambda: os.urandom(16).hex(),
        rights=front.rights,
        open_seals=(keys := cache(partial(seals, front.store))),
        open_people=partial(people, front.store, keys),
    )


def people(store: Store, keys: Callable[[], PersonKeys]) -> People:
    """The customers, which a till that meets none does not import."""
    from data.customers import StoreCustomers

    return StoreCustomers(store, keys())


def seals(store: Store) -> PersonKeys:
    """The keys of persons, which a till that meets none does not import."""
    from data.people import PersonKeys

    keys = PersonKeys(OsLayer(), store.folder, store.machine_folder)
    keys.after_forgetting = lambda: _follow_erasure(store)
    return keys


def _follow_erasure(store: Store) -> None:
    from .keysbeside import follow_erasure

    follow_erasure(store)
