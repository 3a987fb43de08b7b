"""Files in and out on the screen: chosen, mapped once, seen first, then stored by another process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pos_tui.bootstrap.filejob import written
from pos_tui.core.errors import Refused
from pos_tui.screens.form import FieldsForm
from pos_tui.screens.importing import ImportPage
from tests.register.shop import EAN, Till

from .test_goods_books import key, shown
from .test_scan_everywhere import Counter


class Job:
    """Ends when it is looked at for the second time."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self._answer, self._looks, self.cancelled = answer, 0, False

    @property
    def has_ended(self) -> bool:
        self._looks += 1
        return self._looks > 1

    percent = 40

    def answer(self) -> dict[str, Any]:
        return self._answer

    def cancel(self) -> None:
        self.cancelled = True


class Later:
    """What the desk is to do later, until a test says so."""

    def __init__(self, counter: Counter) -> None:
        self._due: list[Callable[[], None]] = []
        counter.desk.later = lambda seconds, call: self._due.append(call)

    def __call__(self) -> bool:
        due, self._due[:] = list(self._due), []
        for call in due:
            call()
        return bool(due)


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("POS_STATE", str(tmp_path / "state"))
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path / "home")
    shop = Till(tmp_path)
    yield Counter(shop)
    shop.stop()


def answer(**more: Any) -> dict[str, Any]:
    plain = {"new": 1, "changed": 0, "same": 2, "bad": 0, "stored": False, "commas": False, "notes": []}
    return {**plain, "departments": [], "errors": [], "differences": [], **more}


def test_a_file_is_seen_first_and_then_stored_and_written_again(counter: Counter, tmp_path: Path) -> None:
    later = Later(counter)
    file = tmp_path / "home" / "new prices.csv"
    file.write_text("Artikel,Wort,Preis\nCOLA,Cola 0.33 l,1.29\nNEW,Newest,2.50\n")
    counter.keys("/import\n", "items with\n", "new prices\n")
    assert isinstance(counter.desk.view, FieldsForm)
    counter.keys("Artikel\n", "Wort\n", "Nothing\n")
    assert "the file has no column Nothing" in counter.desk.notice.text
    counter.keys("escape", "Preis\n", "f1")
    wait(later)
    assert "would be: 1 new, 1 changed, 0 as they were, 0 bad" in shown(counter)
    assert "price: 1.19 > 1.29" in shown(counter)
    assert counter.till.stored("items", "sku", "COLA")["price"] == "1.19"
    counter.keys("f1")
    wait(later)
    assert counter.desk.notice.text == "stored: 1 new, 1 changed, 0 as they were, 0 bad"
    counter.keys("escape", "NEW\n")
    assert counter.till.lines()[-1][0] == "NEW", "the till sells it at once"
    file.write_text("Artikel,Wort,Preis\nCOLA,Cola 0.33 l,1.35\n")
    counter.keys("/import\n", "items with\n", "new prices\n")
    assert isinstance(counter.desk.view, ImportPage), "the columns are known by now"
    counter.keys("escape", "/export\n", "departments\n", "\n")
    wait(later)
    assert "4 rows in" in counter.desk.notice.text
    assert len(list((tmp_path / "home").glob("departments-*.csv"))) == 1


def wait(later: Later) -> None:
    """For another process, as the screen does."""
    while later():
        time.sleep(0.01)


def test_it_says_how_far_it_is_and_what_is_only_read_ends_with_its_page(counter: Counter) -> None:
    later, files = Later(counter), counter.till.front.files
    jobs: list[Job] = []

    def begin(*_words: Any, **_how: Any) -> Job:
        jobs.append(Job(answer(bad=1, commas=True, errors=["line 2: bad"], departments=["Paper"])))
        return jobs[-1]

    files.begin_import = begin  # type: ignore[method-assign, assignment]
    files.columns = lambda table, file: ([], {})  # type: ignore[method-assign]
    counter.keys("/import\n", "1\n", "/x/y.csv\n")
    assert "40 %" in shown(counter, 40)
    counter.keys("escape")
    later()
    assert jobs[0].cancelled
    counter.keys("escape", "/import\n", "1\n", "/x/y.csv\n")
    later()
    for text in ("decimal comma", "! line 2: bad", "new departments: Paper"):
        assert text in shown(counter)
    counter.keys("f1")
    assert "rows are bad" in counter.desk.notice.text
    key(counter, "f5")
    assert len(jobs) == 3
    later()
    counter.keys("f4", "escape")
    assert "it goes on" in counter.desk.notice.text and not jobs[-1].cancelled
    counter.bytes(f"{EAN}\r")
    assert counter.quantity == 1, "it sells meanwhile"
    assert later() and not jobs[-1].cancelled


def test_what_cannot_be_read_is_said(counter: Counter) -> None:
    counter.keys("/import\n", "1\n", "/no/such.csv\n")
    assert "such.csv" in counter.desk.notice.text
    counter.till.front.permit = refuse
    counter.keys("escape", "/export\n", "customers\n", "\n")
    assert "may not" in counter.desk.notice.text and "may not" in shown(counter)


def refuse(permission: str) -> None:
    raise Refused(f"you may not {permission}")


def test_what_a_file_tells_has_to_be_allowed(counter: Counter) -> None:
    asked = []

    def asking(permission: str) -> None:
        asked.append(permission)
        refuse(permission)

    counter.till.front.permit = asking
    for table in ("items", "stock", "vouchers", "balances", "earlier"):
        with pytest.raises(Refused, match="may not"):
            counter.till.front.files.begin_export(table, "out.csv", "bob")
    assert asked == ["costs.read", "costs.read", "settings.change", "customers.export", "reports.read"]


def test_an_order_is_written_as_the_supplier_reads_it(counter: Counter) -> None:
    counter.till("/suppliers ACME new name=Acme for cheaper", "/order ACME", "/order 1 10*COLA")
    assert written(counter.till.front, {"table": "order-1", "file": "order.csv"}) == {"rows": 1}
    assert Path("order.csv").read_text().splitlines()[1] == "COLA,,Cola 0.33 l,1,10,0.4,0,10"
    with pytest.raises(Refused, match=r"order\.csv cannot be written: File exists"):
        written(counter.till.front, {"table": "order-1", "file": "order.csv"})
    with pytest.raises(Refused, match="no order 9"):
        written(counter.till.front, {"table": "order-9", "file": "none.csv"})
    assert [path.name for path in Path.cwd().iterdir()] == ["order.csv"]
