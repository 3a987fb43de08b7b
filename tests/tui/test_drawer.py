"""An open drawer is told of once for each opening."""

from __future__ import annotations

from pos_tui.screens.drawer import PATIENCE, OpenDrawer


def test_giving_change_takes_a_while_and_then_it_is_told_once() -> None:
    watch = OpenDrawer()
    assert not watch.must_tell(True, 0, 100)
    assert not watch.must_tell(True, 0, 100 + PATIENCE - 1)
    assert watch.must_tell(True, 0, 100 + PATIENCE)
    assert not watch.must_tell(True, 5, 100 + 10 * PATIENCE)


def test_the_next_sale_does_not_wait_for_that() -> None:
    watch = OpenDrawer()
    assert not watch.must_tell(True, 3, 0), "it opened in the middle of a sale"
    assert not watch.must_tell(True, 0, 1)
    assert watch.must_tell(True, 1, 2)


def test_each_opening_counts_anew() -> None:
    watch = OpenDrawer()
    for start in (0, 1000):
        assert not watch.must_tell(True, 0, start)
        assert watch.must_tell(True, 1, start + 1)
        assert not watch.must_tell(None if start else False, 1, start + 2)
