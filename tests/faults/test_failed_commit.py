"""What a failed commit tells the till, and how the store goes on."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from data.errors import OutcomeUnknown, StoreError, StoreFull, StoreNeedsReopen
from data.oslayer import OsLayer
from tests.faults.shop import Oracle, make_shop, open_shop, sell

if TYPE_CHECKING:
    from pathlib import Path


class Broken(OsLayer):
    """Fails calls of a name while it is told to."""

    def __init__(self) -> None:
        self.failing: dict[str, list[int]] = {}
        """Per call the errors of the next calls; 0 for one that works."""
        for name in ("pwrite", "fdatasync"):
            setattr(self, name, self._failing(name, getattr(OsLayer, name)))

    def _failing(self, name, real):  # type: ignore[no-untyped-def]
        def call(*arguments):  # type: ignore[no-untyped-def]
            errors = self.failing.get(name)
            number = errors.pop(0) if errors else 0
            if number:
                raise OSError(number, "planted")
            return real(*arguments)

        return call


def test_a_full_disk_refuses_one_sale_and_takes_the_next(tmp_path: Path) -> None:
    layer = Broken()
    with make_shop(tmp_path / "shop", layer) as store:
        sell(store, 1)
        layer.failing["pwrite"] = [errno.ENOSPC]
        with pytest.raises(StoreFull, match="nothing was recorded"):
            sell(store, 2)
        assert not store.recorded("sale-2")
        sell(store, 2)
    assert Oracle(acknowledged={1, 2}).violations(tmp_path / "shop") == []


def test_a_failed_sync_asks_for_the_store_to_be_opened_again(tmp_path: Path) -> None:
    layer = Broken()
    with make_shop(tmp_path / "shop", layer) as store, open_shop(tmp_path / "shop") as other:
        sell(store, 1)
        sell(other, 2)
        layer.failing["fdatasync"] = [errno.EIO]
        with pytest.raises(StoreNeedsReopen, match="nothing was recorded"):
            sell(store, 3)
        with pytest.raises(StoreNeedsReopen):
            sell(store, 4)
        store.reopen()
        assert "copied to a fresh file" in store.warnings[0]
        assert store.storage.core.journal.segment == 2
        assert not store.recorded("sale-3")
        sell(store, 3)
        # The other still has the file open that was replaced: it must not write to it.
        sell(other, 5)
        sell(store, 6)
    assert not list((tmp_path / "shop" / "journal").glob("*.suspect"))
    assert Oracle(acknowledged={1, 2, 3, 5, 6}).violations(tmp_path / "shop") == []


def test_when_undoing_fails_too_only_the_reopened_store_can_say(tmp_path: Path) -> None:
    layer = Broken()
    with make_shop(tmp_path / "shop", layer) as store:
        sell(store, 1)
        layer.failing = {"fdatasync": [errno.EIO], "pwrite": [0, errno.EIO]}
        with pytest.raises(OutcomeUnknown, match="not known"):
            sell(store, 2)
        store.reopen()
        assert store.recorded("sale-2")
        sell(store, 3)
    assert Oracle(acknowledged={1, 2, 3}).violations(tmp_path / "shop") == []


def test_a_refused_document_whose_undoing_fails_is_an_unknown_outcome(tmp_path: Path) -> None:
    layer = Broken()
    with make_shop(tmp_path / "shop", layer) as store:
        sell(store, 1)
        layer.failing["pwrite"] = [0, errno.EIO]
        with pytest.raises(OutcomeUnknown), store.transaction(operator="ana") as tx:
            tx.insert("notes", {"weight": 1.5})
        store.reopen()
        assert "set aside" in store.warnings[0], "a float is in no record that can be read"
        sell(store, 2)
    assert Oracle(acknowledged={1, 2}).violations(tmp_path / "shop") == []


def test_a_head_that_cannot_be_published_fails_no_sale(tmp_path: Path) -> None:
    layer = Broken()
    with make_shop(tmp_path / "shop", layer) as store, open_shop(tmp_path / "shop") as other:
        for key in range(3):
            layer.failing["pwrite"] = [0, errno.EIO]
            sell(store, key)
        sell(other, 7)
        assert store.refresh() == other.at()
    assert Oracle(acknowledged={0, 1, 2, 7}).violations(tmp_path / "shop") == []


def test_an_error_that_is_not_about_room_is_told_as_such(tmp_path: Path) -> None:
    layer = Broken()
    with make_shop(tmp_path / "shop", layer) as store:
        layer.failing["pwrite"] = [errno.EIO]
        with pytest.raises(StoreError, match="refused the write") as caught:
            sell(store, 1)
        assert not isinstance(caught.value, StoreFull)
        sell(store, 1)
