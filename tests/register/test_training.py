"""Training: a copy to learn on, of which the shop keeps nothing but that somebody was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap.quickkeys import set_from
from pos_tui.bootstrap.training import note, training
from pos_tui.core.errors import InvalidValue

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


def shop_of(till: Till) -> dict[str, bytes]:
    """Every file of the shop but those that a reader touches."""
    folder = till.front.store.folder
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_b85_training_touches_nothing_of_the_shop(till: Till) -> None:
    keys = till.place / "keys.toml"
    keys.write_text('[[page]]\nname = "Bread"\nkeys = ["CHOC"]')
    set_from(till.front, keys)
    till("COLA")
    before, number = shop_of(till), till.register.next_number
    with training(till.front.store.folder, "ana") as (front, register):
        folder = front.store.folder
        assert register.restored is not None
        assert register.restored.startswith("TRAINING")
        assert (register.operator, register.shop.name) == ("ana", "TRAINING Corner Shop")
        assert register.basket.is_empty
        for entry in ("COLA", "/quick 1", "/cash 20", "/nosale practice", "COLA", "/hold Ann"):
            assert register.run(entry).ok, entry
        assert register.looking.stock("COLA") is not None
        (sale,) = front.store.documents("sales")
        paper = front.receipt_text(sale)
        assert "TRAINING" in paper
        assert "SIMULATED" not in paper
    assert not folder.exists()
    assert shop_of(till) == before
    assert till.register.next_number == number
    assert till("/cash 5").sale is not None


def test_b85_papers_beside_receipts_are_marked_too(till: Till) -> None:
    with training(till.front.store.folder, "ana") as (front, register):
        assert register.run("COLA").ok
        printed: list[str] = []
        slips = register.counter.slips
        assert slips is not None
        bill = slips.draft("bill", register.document())
        printed.append(slips.text(bill))
        register.run("/cash 5")
        register.run("/paidin 5 for practice")
        printed += [
            slips.text(record["paper"]) for record in front.store.documents("cash") if "paper" in record
        ]
    assert len(printed) > 1
    assert all("TRAINING" in paper and "SIMULATED" not in paper for paper in printed)


def test_b85_the_journal_keeps_who_was_there(till: Till) -> None:
    till.front.operator = "ana"
    for begun in (True, False):
        note(till.front, None, begun=begun)
    events = [
        (event["kind"], event["operator"], event["till"]) for event in till.front.store.documents("events")
    ]
    assert events == [("training_begun", "ana", "1"), ("training_ended", "ana", "1")]
    assert "training begun at till 1" in till("/journal").message
    with pytest.raises(InvalidValue):
        note(till.front, "9", begun=True)


def test_b85_no_drawer_is_opened(new_till: NewTill) -> None:
    till = new_till(settings={})
    folder = till.front.store.folder
    (folder / "config.toml").write_text('printer = "dummy://trained?drawer=2"\n')
    with training(folder, "ana") as (front, register):
        assert front.settings.printer == "dummy://trained"
        assert register.counter.drawer is None
