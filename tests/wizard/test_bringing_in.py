"""A shop that is brought in at the first start: from a backup, a copy, a journal alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.store import Store
from pos_tui.bootstrap.clocks import utc_now
from pos_tui.bootstrap.setup import Workshop, open_wizard
from pos_tui.bootstrap.surroundings import price_lists, shop_copies
from pos_tui.core.errors import Refused, StoreError

from .conftest import answered, sell

pytestmark = pytest.mark.usefixtures("surrounding")


def test_a_copied_shop_comes_back_in_a_new_epoch(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(open_wizard(shop), "", "scan", "1", "Bread", "2", "")
    sell(shop, "1", "/cash 2")
    shutil.copytree(shop, tmp_path / "stick" / "copy")
    before = {path: path.read_bytes() for path in (tmp_path / "stick").rglob("*") if path.is_file()}
    monkeypatch.setenv("POS_STATE", str(tmp_path / "another machine"))
    target = tmp_path / "new" / "store"
    wizard = answered(open_wizard(target), "restore")
    reply = wizard.answer(str(tmp_path / "stick" / "copy"))
    assert "Corner [/] is here again" in reply.text, reply
    assert wizard.at == "remaining"
    assert sell(target, "1", "/cash 2") == "1.2-000002"
    assert {path: path.read_bytes() for path in before} == before, "the copy is as it was"
    with Store.open(target, clock=utc_now, readonly=True) as store:
        assert store.verify(deep=True).ok


def test_a_backup_is_found_near_at_hand_and_brought_in(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pos_tui.bootstrap import backups

    answered(open_wizard(shop), "", "scan", "1", "Bread", "2", "")
    (tmp_path / "stick").mkdir()
    plain = backups.make(shop, tmp_path / "stick").path
    sealed = backups.make(shop, tmp_path / "stick", lambda: "correct horse battery").path
    assert plain is not None
    assert sealed is not None
    sell(shop, "1", "/cash 2")
    monkeypatch.setattr("pos_tui.bootstrap.surroundings.near_folders", lambda: [tmp_path])
    target = tmp_path / "new" / "store"
    found = [place.address for place in Workshop(target).copies()]
    assert str(plain) in found
    wizard = answered(open_wizard(target), "restore")
    assert "sealed" in wizard.answer(str(sealed)).text
    assert not target.exists()
    assert "is here again" in wizard.answer(str(plain)).text
    assert sell(target, "1", "/cash 2").startswith("1.2-")


def test_a_journal_alone_comes_back_without_settings(shop: Path, tmp_path: Path) -> None:
    answered(open_wizard(shop), "", "scan", "1", "Bread", "2", "")
    shutil.copytree(shop / "journal", tmp_path / "stick" / "journal")
    target = tmp_path / "new"
    answered(open_wizard(target), "restore")
    restored = Workshop(target).restore(str(tmp_path / "stick" / "journal"))
    assert restored.name == "Corner [/]"
    assert "no settings" in restored.notes[-1]
    assert Workshop(target).standing().items == 1


def test_a_torn_tail_is_repaired_and_told(shop: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shop / "journal", copy / "journal")
    journal = copy / "journal" / "000001.jsonl"
    data = journal.read_bytes().rstrip(b"\n") + b"\n"
    journal.write_bytes(data + b'{"h":"torn')
    restored = Workshop(tmp_path / "new").restore(str(copy))
    assert restored.records == 2
    assert restored.notes


def test_a_damaged_copy_is_not_brought_in(shop: Path, tmp_path: Path) -> None:
    answered(open_wizard(shop), "", "scan", "1", "Bread", "2", "")
    copy = tmp_path / "copy"
    shutil.copytree(shop, copy)
    journal = copy / "journal" / "000001.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Corner", b"Gorner"))
    target = tmp_path / "new" / "store"
    with pytest.raises(Refused, match=r"damaged, so nothing was brought in: 000001\.jsonl"):
        Workshop(target).restore(str(copy))
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["nothing", "empty", "file"])
def test_what_is_no_copy_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="holds no shop"):
        Workshop(tmp_path / "new").restore(str(tmp_path / name))


def test_a_copy_with_links_in_it_brings_only_files(shop: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shop, copy)
    (tmp_path / "secret").write_text("x")
    (copy / "config.toml").unlink()
    (copy / "config.toml").symlink_to(tmp_path / "secret")
    (copy / "held").mkdir(exist_ok=True)
    (copy / "held" / "H1.json").symlink_to(tmp_path / "secret")
    Workshop(tmp_path / "new").restore(str(copy))
    assert not (tmp_path / "new" / "config.toml").exists()
    assert list((tmp_path / "new" / "held").iterdir()) == []


def test_a_shop_is_never_put_over_another(shop: Path, tmp_path: Path) -> None:
    shutil.copytree(shop, tmp_path / "copy")
    with pytest.raises(StoreError, match="already"):
        Workshop(shop).restore(str(tmp_path / "copy"))


def test_price_lists_and_copies_are_found(shop: Path, tmp_path: Path) -> None:
    for name in ("b.CSV", "a.jsonl", "letter.txt"):
        (tmp_path / name).touch()
    assert {place.label for place in price_lists([tmp_path, tmp_path / "none"])} == {"b.CSV", "a.jsonl"}
    shutil.copytree(shop, tmp_path / "stick" / "shop")
    found = shop_copies([tmp_path / "stick", tmp_path / "deep"], shop)
    assert [place.label for place in found] == ["shop"]
