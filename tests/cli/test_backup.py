"""`pos backup` and `pos restore`."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.oslayer import OsLayer
from data.people import LINE, PersonKeys
from data.peoplefile import bare_file
from data.store import Store
from pos_tui.bootstrap import backups, keysbeside, open_shop, people
from pos_tui.bootstrap.clocks import utc_now
from pos_tui.core.operator import Operator

if TYPE_CHECKING:
    from .conftest import Pos

PASSPHRASE = "correct horse battery"
Process = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def secret(tmp_path: Path) -> str:
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    file.chmod(0o600)
    return str(file)


def sell(shop: Pos, *words: str) -> str:
    return shop(*words, "ring", stdin="GUM\n/cash 1\n").stdout.splitlines()[-1]


def only(stick: Path) -> str:
    [found] = stick.glob("*.backup")
    return str(found)


def test_b88_a_backup_is_tested_by_command_and_the_z_says_when_the_last_good_one_was(
    shop: Pos, stick: Path
) -> None:
    shop("config", "set", "shifts", "true")
    shop("ring", stdin="/open 100\nGUM\n/cash 1\n")
    shop("shift", "count", "100.70")
    assert re.search(r"Last backup +NONE", shop("shift", "z").stdout)
    made = shop("backup", str(stick), "--verify")
    assert made.stdout.strip() == only(stick)
    shop("ring", stdin="/open 100\n")
    shop("shift", "count", "100")
    assert re.search(r"Last backup +20\d\d-\d\d-\d\d \d\d:\d\d\n", shop("shift", "z").stdout)
    shop("backup", str(stick))
    shop("ring", stdin="/open 100\n")
    shop("shift", "count", "100")
    assert re.search(r"Last backup +20\d\d-\d\d-\d\d \d\d:\d\d, not verified\n", shop("shift", "z").stdout)
    shop("journal", "verify", "--deep")


def test_a_restored_shop_has_all_of_it_in_a_new_epoch(shop: Pos, stick: Path, tmp_path: Path) -> None:
    shop("config", "set", "shop.footer", "See you")
    sell(shop)
    shop("ring", stdin="MILK\n/hold ada\n")
    shop("backup", str(stick))
    late = sell(shop)
    assert late.startswith("1-000002")
    new = str(tmp_path / "new")
    told = shop("restore", only(stick), "--to", new)
    assert "up to record" in told.stdout
    assert "new epoch" in told.stdout
    assert sell(shop, "--store", new).startswith("1.2-000002")
    assert shop("--store", new, "config", "get", "shop.footer").stdout == "See you\n"
    assert "ada" in shop("--store", new, "ring", stdin="/held\n").stdout
    shop("--store", new, "journal", "verify", "--deep")
    shop("restore", only(stick), "--to", new, code=4)
    shop("restore", only(stick), code=4)  # --store has one


def test_a_timer_needs_no_terminal_and_seals_by_a_file(
    shop: Pos, stick: Path, secret: str, process: Process
) -> None:
    shop("config", "set", "backup.folder", str(stick))
    shop("config", "set", "backup.passphrase_file", secret)
    done = process("backup", "--verify", "--format", "json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["sealed"]
    assert facts["verified"]
    assert b"Milk" not in Path(only(stick)).read_bytes()
    assert process("restore", only(stick), "--check").returncode == 1, "nobody there to be asked"
    shop("restore", only(stick), "--check", "--passphrase-file", secret)
    wrong = Path(secret).with_name("wrong")
    wrong.write_text("another passphrase")
    wrong.chmod(0o600)
    refused = shop("restore", only(stick), "--check", "--passphrase-file", str(wrong), code=1)
    assert "not the passphrase" in refused.stderr
    Path(secret).chmod(0o644)
    shop("backup", code=1)  # others could read the passphrase


def test_the_oldest_go_and_others_files_stay(shop: Pos, stick: Path) -> None:
    for name in ("pos-00000000-20260101T000000Z-0000.backup", "holiday.jpg"):
        (stick / name).touch()
    made = [shop("backup", str(stick), "--keep", "2").stdout.strip() for _ in range(4)]
    left = sorted(path.name for path in stick.iterdir())
    assert len(left) == 4
    assert Path(made[-1]).name in left
    assert "holiday.jpg" in left
    shop("backup", str(stick), "--keep", "0")
    assert len(list(stick.iterdir())) == 5


def test_nothing_half_is_left_where_it_cannot_be_written(shop: Pos, stick: Path, tmp_path: Path) -> None:
    assert "whole name" not in shop("backup", str(tmp_path / "nowhere"), code=1).stderr
    assert shop("backup", code=1).stderr.startswith("pos: where to?")
    shop("backup", str(tmp_path / "store" / "held"), code=1)
    leftover = (
        stick / f".pos-{json.loads((tmp_path / 'store' / 'store.json').read_text())['id'][:8]}-x.partial"
    )
    leftover.write_bytes(b"of one that was killed")
    shop("backup", str(stick))
    assert not leftover.exists()
    assert oct(Path(only(stick)).stat().st_mode & 0o777) == "0o600"


def test_a_damaged_backup_is_not_restored(shop: Pos, stick: Path, tmp_path: Path) -> None:
    shop("backup", str(stick))
    path = Path(only(stick))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 8
    path.write_bytes(data)
    assert "damaged" in shop("restore", str(path), "--to", str(tmp_path / "new"), code=1).stderr
    assert not (tmp_path / "new").exists()


def test_to_a_pipe_and_back(shop: Pos, tmp_path: Path, process: Process) -> None:
    done = process("backup", "-")
    assert done.returncode == 0, done.stderr
    (tmp_path / "x").write_bytes(done.stdout)
    assert process("restore", str(tmp_path / "x"), "--check").returncode == 0
    assert shop("backup", "--with-people", str(tmp_path), code=2).stderr


def test_a_role_without_the_right_copies_nothing(shop: Pos, stick: Path) -> None:
    assert "make backups" in shop("--role", "cashier", "backup", str(stick), code=1).stderr
    assert list(stick.iterdir()) == []
    shop("--role", "service", "backup", str(stick))


def test_who_is_restored_elsewhere_is_told_what_is_missing(
    shop: Pos, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop("customers", "add", "name=Ada Byron")
    with open_shop(tmp_path / "store", environ={}) as front:
        _owner, code = people.make_owner(front, "ann", "Ann", "735162")
        people.staff_of(front).add(
            people.frame(front), front.rights, Operator("bob", "Bob", "cashier"), "4711"
        )
    shop("backup", str(stick))
    monkeypatch.setenv("POS_STATE", str(tmp_path / "another machine"))
    told = shop("restore", only(stick), "--to", str(tmp_path / "new")).stdout
    assert "pos operators recover" in told
    assert "signed by a new key" in told
    with open_shop(tmp_path / "new", environ={}) as front:
        people.check_recovery(front, code)
        assert people.open_customers(front, code) == 1
        people.recover(front, "918273")
        assert people.sign_on(front, "ann", "918273").code == "ann"


class TestErased:
    """Who is erased does not come back from a backup."""

    def keys(self, folder: Path) -> PersonKeys:
        with Store.open(folder, clock=utc_now, readonly=True) as store:
            return PersonKeys(OsLayer(), folder, store.machine_folder)

    def lose(self, file: Path, who: str) -> None:
        data = file.read_bytes()
        lines = [data[at : at + LINE] for at in range(0, len(data), LINE)]
        file.write_bytes(b"".join(line for line in lines if not line.startswith(who.encode())))

    def add(self, tmp_path: Path, who: str, **fields: str) -> None:
        with (
            Store.open(tmp_path / "store", clock=utc_now) as store,
            store.transaction(operator="owner") as tx,
        ):
            tx.insert("customers", {"v": 1, "id": who, **fields})

    def test_the_keys_follow_at_once_and_lost_ones_stay(self, shop: Pos, stick: Path, tmp_path: Path) -> None:
        keys = self.keys(tmp_path / "store")
        sealed = {who: keys.seal(who, f"name of {who}") for who in ("ada-1", "bob-2", "eve-3")}
        for who in sealed:
            self.add(tmp_path, who)
        shop("backup", str(stick))
        first = only(stick)
        self.lose(tmp_path / "store" / "people" / "wrapped", "bob-2")  # with a disk, say
        shop("backup", str(stick))
        shop("restore", first, "--to", str(tmp_path / "first"))
        assert self.keys(tmp_path / "first").open("bob-2", sealed["bob-2"]) == "name of bob-2"
        keys.forget(["ada-1"])
        with (
            Store.open(tmp_path / "store", clock=utc_now) as store,
            store.transaction(operator="owner") as tx,
        ):
            ada = tx.find("customers", "id", "ada-1")
            assert ada is not None
            tx.set("customers", ada.doc_id, erased="2026-11-23")
        shop("backup", str(stick))
        told = shop("restore", first, "--to", str(tmp_path / "new")).stdout
        assert "2 customers cannot be read" in told, "the old backup does not know that ada is erased"
        restored = self.keys(tmp_path / "new")
        assert restored.open("ada-1", sealed["ada-1"]) is None
        assert restored.open("bob-2", sealed["bob-2"]) is None, "what wrapped him went with ada"
        assert restored.open("eve-3", sealed["eve-3"]) == "name of eve-3"

    def test_keys_that_are_named_go_before_those_inside_a_backup(
        self, shop: Pos, stick: Path, tmp_path: Path
    ) -> None:
        keys = self.keys(tmp_path / "store")
        sealed = {who: keys.seal(who, f"name of {who}") for who in ("ada-1", "eve-3")}
        for who in sealed:
            self.add(tmp_path, who)
        before = tmp_path / "before.backup"
        with before.open("wb") as file:
            backups.send(tmp_path / "store", file, None, with_people=True)
        keys.forget(["ada-1"])
        shop("backup", str(stick))
        shop("restore", str(before), "--to", str(tmp_path / "closed"))
        assert self.keys(tmp_path / "closed").open("eve-3", sealed["eve-3"]) is None
        [beside] = stick.glob("*.people")
        shop("restore", str(before), "--to", str(tmp_path / "new"), "--people", str(beside))
        restored = self.keys(tmp_path / "new")
        assert restored.open("eve-3", sealed["eve-3"]) == "name of eve-3"
        assert restored.open("ada-1", sealed["ada-1"]) is None

    def test_bare_keys_of_older_versions_stay_until_there_is_a_code_and_without_who_was_erased(
        self, shop: Pos, stick: Path, tmp_path: Path
    ) -> None:
        ada, bea = (shop("customers", "add", f"name={name}").stdout.strip() for name in ("Ada", "Bea"))
        shop("backup", str(stick))
        [beside] = stick.glob("*.people")
        bare = bare_file({ada: bytes(32), bea: bytes(range(32))})
        beside.write_bytes(bare)
        shop("backup", str(stick))
        [aside] = stick.glob("*.people.*")
        assert aside.read_bytes() == bare
        shop("customers", "erase", ada, "--why", "asked", "--yes")
        assert aside.read_bytes() == bare_file({bea: bytes(range(32))})
        shop("customers", "recover")
        shop("backup", str(stick))
        assert list(stick.glob("*.people.*")) == []

    def test_old_keys_are_overwritten_once_a_power_cut_cannot_bring_them_back(
        self, shop: Pos, stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop("customers", "add", "name=Ada")
        shop("backup", str(stick))
        [beside] = stick.glob("*.people")
        old, same = beside.read_bytes(), stick / "same"
        same.hardlink_to(beside)
        seen: list[bytes] = []
        monkeypatch.setattr(keysbeside, "sync_folder", lambda _folder: seen.append(same.read_bytes()))
        shop("customers", "add", "name=Bea")
        shop("backup", str(stick))
        assert seen == [old]
        assert same.read_bytes() == bytes(len(old))

    def test_names_open_elsewhere_with_the_recovery_code_alone(
        self, shop: Pos, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop("customers", "add", "name=Ada Byron")
        assert "customers recover" in shop("backup", str(stick)).stderr
        code = shop("customers", "recover").stdout.strip()
        assert "is not the recovery code" in shop("customers", "recover", stdin="NOPE\n", code=1).stderr
        shop("customers", "recover", stdin=f"{code.lower()}\n")
        assert "customers recover" not in shop("backup", str(stick)).stderr
        monkeypatch.setenv("POS_STATE", str(tmp_path / "another machine"))
        new = tmp_path / "new"
        told = shop("restore", max(map(str, stick.glob("*.backup"))), "--to", str(new)).stdout
        assert "1 customer opens with the recovery code" in told
        monkeypatch.setenv("POS_STORE", str(new))
        closed = shop("customers", "list")
        assert "Ada" not in closed.stdout
        assert "customers recover" in closed.stderr
        assert "customers recover" in shop("doctor", code=1).stdout
        assert "opens nothing" in shop("customers", "recover", stdin="NOPE\n", code=1).stderr
        shop("customers", "recover", stdin=f"{code}\n")
        assert "Ada Byron" in shop("customers", "list").stdout
        assert "Ada Byron" in shop("customers", "find", "byron").stdout

    def test_keys_are_under_the_passphrase_too(
        self, shop: Pos, stick: Path, secret: str, tmp_path: Path
    ) -> None:
        self.keys(tmp_path / "store").prepare(["ada-1"])
        shop("backup", str(stick), "--passphrase-file", secret)
        [kept] = stick.glob("*.people")
        assert b"ada-1" not in kept.read_bytes()
        said = shop("backup", str(stick)).stderr
        assert "another passphrase" in said
        assert len(list(stick.glob("*.people*"))) == 2
