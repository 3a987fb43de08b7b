"""The key that signs closings: there from the store's first record on, and never changed without a word."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.oslayer import OsLayer
from data.signing import NAME, ClosingKey
from data.store import Store
from pos_tui.bootstrap.closings import problems
from pos_tui.core.journal_words import what

from .shop import Till

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = Till(tmp_path)
    yield made
    made.stop()


def closed(till: Till) -> Any:
    """A shift with nothing in it, from its opening to its Z."""
    till("/open 0", "/count 0", "/z 0")
    return list(till.front.store.documents("shifts"))[-1]


def named(till: Till) -> str | None:
    """The fingerprint in the journal's first record."""
    [first] = till.front.store.records(1, 1)
    found: str | None = first.ops[0][1]["fingerprint"]
    return found


def changes(till: Till) -> list[tuple[str | None, str]]:
    """(from, to) of each change of key on record."""
    events = till.front.store.documents("events")
    return [(event["from"], event["to"]) for event in events if event["kind"] == "key_changed"]


def test_the_first_record_names_the_key_that_signs_the_first_z(till: Till) -> None:
    key = ClosingKey(OsLayer(), till.front.store.machine_folder).key()["fingerprint"]
    assert named(till) == key == closed(till)["key"]["fingerprint"]
    assert changes(till) == []


def test_a_store_on_another_machine_says_that_it_signs_with_another_key(till: Till) -> None:
    before = closed(till)["key"]["fingerprint"]
    till.stop()
    shutil.rmtree(till.place / "state")
    till.start()
    z = closed(till)
    after = z["key"]["fingerprint"]
    assert after != before
    assert changes(till) == [(before, after)]
    assert z["noted"]["key_changed"] == 1
    assert "New signing key" in till.register.counter.slips.text(z["paper"])  # type: ignore[union-attr]
    assert after in what([op for op in till.front.store.records() for op in op.ops if op[1] == "events"])
    assert list(problems(till.front.store)) == []
    assert list(problems(till.front.store, [before, after])) == []
    assert [why for _, why in problems(till.front.store, [before])] == [
        f"it is signed by another key, {after}"
    ]
    closed(till)
    assert changes(till) == [(before, after)]


def test_a_change_that_nobody_recorded_is_found(till: Till) -> None:
    closed(till)
    (till.front.store.machine_folder / NAME).unlink()
    till.restart()
    store = till.front.store
    other = ClosingKey(OsLayer(), store.machine_folder).key()["fingerprint"]
    with store.transaction(operator="mallory") as tx:
        tx.insert("settings", {"v": 1, "key": "signing", "fingerprint": other})
    closed(till)
    assert [why for _, why in problems(store)] == [
        f"it is signed by a key that the journal does not name, {other}"
    ]


def test_an_older_store_names_its_key_with_its_next_z(till: Till) -> None:
    """As those were made before the first record named one."""
    made = Store.create(till.place / "old", simulated=False, clock=till.clock, state=till.place / "state")
    documents = [
        (name, dict(row)) for name in till.front.store.tables() for row in till.front.store.documents(name)
    ]
    with made.transaction(operator="owner") as tx:
        for table, document in documents:
            tx.insert(table, document)
    made.close()
    till.stop()
    (till.place / "store").rename(till.place / "new")
    (till.place / "old").rename(till.place / "store")
    till.start()
    assert named(till) is None
    first, second = closed(till), closed(till)
    key = first["key"]["fingerprint"]
    assert (second["key"]["fingerprint"], changes(till)) == (key, [(None, key)])
    assert list(problems(till.front.store, [key])) == []
