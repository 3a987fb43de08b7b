"""The layout of receipts and all settings on the screen: seen as it is typed, set on record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.screens.pages import TextView
from pos_tui.screens.receipt_layout import LayoutForm
from pos_tui.screens.settings_list import AllSettingsView, SettingView
from tests.register.shop import Till
from tests.register.test_heeding import by_command

from .test_lists import text_of
from .test_scan_everywhere import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    till = Till(tmp_path)
    till("COLA", "/cash 20")
    yield Counter(till)
    till.stop()


def page(counter: Counter, width: int = 58, height: int = 20) -> str:
    return text_of(counter.desk.view.body(width, height))


def form(counter: Counter) -> LayoutForm:
    counter.keys("/layout\n")
    view = counter.desk.view
    assert isinstance(view, LayoutForm)
    return view


def test_the_receipt_is_seen_as_it_is_typed(counter: Counter) -> None:
    view = form(counter)
    view.go_to("shop.footer")
    counter.keys("Thank you | come ag")
    shown = page(counter)
    assert "Thank you" in shown and "come ag" in shown and "Change" in shown
    counter.keys("ain\n")
    assert "*footer" in page(counter)
    view.go_to("receipt.languages")
    counter.keys("fr,nl")
    assert "Ticket / Bon 1-000001" in page(counter)
    counter.keys(",xx\n")
    assert "only de, en" in counter.desk.notice.text
    assert counter.till.front.settings.shop_footer == ()
    counter.keys("escape", "escape")
    assert "not set yet" in counter.desk.notice.text
    counter.keys("f1")
    assert counter.till.front.settings.shop_footer == ("Thank you", "come again")
    printed = counter.till.front.receipt_text(counter.till("COLA", "/cash 2").sale or {})
    assert "come again" in printed


@pytest.mark.parametrize(("width", "height"), [(58, 20), (40, 12), (110, 36)])
@pytest.mark.parametrize("columns", [32, 42, 48])
def test_fields_and_paper_fit(counter: Counter, width: int, height: int, columns: int) -> None:
    view = form(counter)
    view._columns = columns
    shown = page(counter, width, height)
    assert "name" in shown and "Corner Shop" in shown and "> logo" in shown
    assert len(shown.splitlines()) <= height
    beside = [line for line in shown.splitlines() if "|" in line]
    assert bool(beside) is (width >= columns + 26)


def test_what_another_admin_changed_meanwhile_is_told_and_not_overwritten(counter: Counter) -> None:
    view = form(counter)
    view.go_to("shop.footer")
    counter.keys("mine\n")
    by_command(counter.till, "shop.footer", "hers")
    counter.keys("f1")
    assert "owner changed shop.footer to 'hers' meanwhile" in counter.desk.notice.text
    assert counter.till.front.load_settings().shop_footer == ("hers",)
    counter.keys("f1")
    assert counter.till.front.load_settings().shop_footer == ("mine",), "now it is known"
    by_command(counter.till, "shop.footer", "hers")
    counter.keys("escape", "/settings\n", "all settings\n", "shop.footer\n")
    assert "hers" in page(counter), "the page shows what will count"
    counter.keys("both\n")
    assert counter.till.front.load_settings().shop_footer == ("both",)


def test_hostile_text_reaches_no_terminal_and_no_setting(counter: Counter) -> None:
    view = form(counter)
    view.go_to("shop.header")
    counter.desk.router.put_text("\x1b]52;c;eA==\x07[bold]")
    counter.keys("\n")
    assert "no control characters" in counter.desk.notice.text
    counter.till.front.settings_board.preview({"shop.header": "[bold]{x}"}, 42)


def test_a_setting_is_found_explained_set_and_has_a_history(counter: Counter) -> None:
    counter.keys("/settings\n", "all settings\n")
    assert isinstance(counter.desk.view, AllSettingsView)
    counter.keys("pieces believed")
    assert "limits.quantity" in page(counter) and "default: 999" in page(counter)
    counter.keys("\n")
    assert isinstance(counter.desk.view, SettingView)
    counter.keys("many\n")
    assert counter.desk.notice.sound == "refused" and counter.desk.typed == "many"
    counter.keys("escape", "7\n")
    assert "from: config.toml" in page(counter) and "owner" in page(counter)
    counter.keys("f3")
    assert isinstance(counter.desk.view, TextView)
    assert "limits.quantity: - > 7" in page(counter)
    counter.keys("escape", "f6", "escape", "escape", "escape")
    assert counter.till.front.settings.limits_quantity == 999
    counter.keys("/settings\n", "all settings\n", "tax.rounding\n", "f2", "line\n")
    assert counter.till.front.settings.tax_rounding == "line"
    counter.keys("escape", "escape", "escape")
    counter.till("COLA")
    assert counter.till.register.counter.rules.tax_per_line
