"""What is seen is safe already: a line in the draft, a sale in the journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .recorded import RecordedTill, Recorder
from .shop import ean

if TYPE_CHECKING:
    from pos_tui.app import Till


class Watching(Recorder):
    """Looks at the store at the moment of each write."""

    store: Path

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.moments: list[tuple[str, str, str]] = []
        """(screen, draft, journal) right after each write."""

    def write(self, data: str) -> None:
        """Shows it, and looks."""
        super().write(data)
        draft = self.store / "drafts" / "1.jsonl"
        journal = "".join(file.read_text() for file in sorted((self.store / "journal").iterdir()))
        drafted = draft.read_text() if draft.exists() else ""
        self.moments.append(("\n".join(self.screen.display), drafted, journal))

    write_frame = write


async def test_nothing_is_shown_before_it_is_safe(till: Till, tmp_path: Path) -> None:
    Watching.store = tmp_path / "store"
    till.driver_class = Watching
    async with till.run_test(headless=False, size=(80, 24)) as pilot:
        recorded = RecordedTill(till, pilot)
        for keys in (ean(7), "/cash 50"):
            await recorded.type(*keys, "enter")
            assert not await recorded.differing_rows()
        assert isinstance(recorded.driver, Watching)
        moments = recorded.driver.moments
    drafted = next(draft for screen, draft, _ in moments if "Item 00007" in screen)
    journal = next(journal for screen, _, journal in moments if "CHANGE DUE" in screen)
    assert ean(7) in drafted
    assert "1-000001" in journal and ean(7) in journal
