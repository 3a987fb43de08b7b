"""Commands in another language, by setting and by environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.words.conftest import catalogues, spoken, texts
from tests.words.pseudo import LANGUAGE, pseudo

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from .conftest import Pos

__all__ = ["catalogues", "spoken", "texts"]
REFUSED = "no item has the code {code}"


def test_commands_speak_the_language_that_is_set(
    shop: Pos, spoken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> str:
        return shop("items", "show", "NOSUCH1", code=1).stderr.removeprefix("pos: ").rstrip("\n")

    english, other = (text.format(code="NOSUCH1") for text in (REFUSED, pseudo(REFUSED)))
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert said() == english
    shop("config", "set", "locale", f"{LANGUAGE}_XX")
    assert said() == other, "the locale's language"
    shop("config", "set", "language", "en")
    assert said() == english
    monkeypatch.setenv("POS_LANGUAGE", LANGUAGE)
    assert said() == other
    monkeypatch.delenv("POS_LANGUAGE")
    shop("config", "unset", "language")
    shop("config", "unset", "locale")
    monkeypatch.setenv("LANG", f"{LANGUAGE}_XX.UTF-8")
    assert said() == other, "the terminal's language"


def test_a_receipt_is_in_the_language_of_the_shop(
    shop: Pos, spoken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POS_LANGUAGE", "en")
    shop("ring", stdin="MILK\n/cash 2\n")
    assert "Receipt 1-000001" in shop("sales", "show", "1-1").stdout
    shop("config", "set", "locale", LANGUAGE)
    text = shop("sales", "show", "1-1").stdout
    assert pseudo("Receipt {number}").format(number="1-000001") in text
    assert pseudo("Change") in text
