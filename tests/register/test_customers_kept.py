"""Customers over other programs, restores, lost keys and approvals."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import open_shop
from pos_tui.bootstrap.counters import without_till
from pos_tui.bootstrap.restoring import restore
from pos_tui.core.permission import EVERYTHING, Rights, parse_grants
from pos_tui.services import customers
from pos_tui.services.counter import Approval

if TYPE_CHECKING:
    from pathlib import Path

    from .shop import Till


def test_two_programs_change_one_customer_and_nothing_is_lost(till: Till) -> None:
    ada = customers.add(till.register.counter, {"name": "Ada Byron"})
    other = open_shop(till.place / "store", clock=till.clock, environ={}, state=till.place / "state")
    with other:
        theirs = without_till(other)
        assert theirs.people.find("ada") == (ada,)
        customers.change(till.register.counter, ada.id, {"phone": "4711"})
        customers.change(theirs, ada.id, {"note": "by the door"})
        bea = customers.add(theirs, {"name": "Bea"})
    till.front.store.refresh()
    now = till.register.counter.people.get(ada.id)
    assert now is not None
    assert (now.person.name, now.person.phone, now.person.note) == ("Ada Byron", "4711", "by the door")
    assert till.register.counter.people.find("bea") == (bea,)


def test_a_shop_that_is_brought_in_has_its_customers_and_from_the_journal_alone_their_ids(
    till: Till, tmp_path: Path
) -> None:
    ada = customers.add(till.register.counter, {"name": "Ada Byron", "card": "2900000000017"})
    till.stop()
    state = till.place / "state"
    restore(str(till.place / "store"), tmp_path / "whole", state=state)
    bare = tmp_path / "bare"
    shutil.copytree(till.place / "store" / "journal", bare / "journal")
    restore(str(bare), tmp_path / "journal", state=state)
    with open_shop(tmp_path / "whole", environ={}, state=state) as front:
        assert without_till(front).people.find("byron") == (ada,)
    with open_shop(tmp_path / "journal", environ={}, state=state) as front:
        counter = without_till(front)
        assert counter.people.find("byron") == ()
        assert not counter.seals.is_locked()
        [one] = counter.people.find(ada.id)
        assert (one.label, one.card) == (ada.id, "2900000000017")
        # Who comes again is written down again, under a new key.
        assert customers.change(counter, ada.id, {"name": "Ada King"}).label == "Ada King"
        assert counter.people.find("king")[0].id == ada.id
    till.start()


def test_a_till_whose_keys_cannot_be_read_goes_on_selling(till: Till) -> None:
    ada = customers.add(till.register.counter, {"name": "Ada Byron"})
    till("COLA", f"/customer {ada.id}")
    till.stop()
    keys = till.place / "store" / "people" / "wrapped"
    keys.chmod(0o640)
    till.start()
    assert till.register.looking.customers.served() == ada.id
    assert "chmod 600" in till.register.run("/customer byron").message
    assert till("/cash").kind == "sale"


@pytest.mark.parametrize("entry", ["/customer Ada Byron", "/newcustomer name=Ada Byron; phone=4711"])
def test_what_is_approved_goes_on_record_without_the_name(till: Till, entry: str) -> None:
    from pos_tui.register.station import _recordable

    customers.add(till.register.counter, {"name": "Ada Byron"})
    till.register.counter.rights = Rights(parse_grants(("sale.discount",)))
    assert till.register.run(entry).data["needs"].startswith("customers.")
    assert till.register.run(entry, approval=Approval("ann", EVERYTHING)).ok
    assert _recordable(entry) == entry.partition(" ")[0]
    assert _recordable("/disc 50%") == "/disc 50%"
