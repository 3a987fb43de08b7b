"""The menu, which is the help: every command of the registry with its key, its word and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import fit

from .pages import ListView

if TYPE_CHECKING:
    from .desk import Desk


class MenuView(ListView):
    """Taking a command puts its word into the prompt, or runs it at once where it needs nothing."""

    title = "MENU AND HELP"
    hint = "Enter takes it, /help WORD says more, Esc goes back"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._words = desk.words.words

    def labels(self) -> Sequence[str]:
        """Key, word, and summary."""
        return [
            f"{(word.key or '').upper():<4}{fit(f'/{word.word}', 10)} {word.summary}" for word in self._words
        ]

    def take(self, place: int) -> None:
        """Nothing changes yet: the cashier completes the line and enters it."""
        word = self._words[place]
        self.desk.router.put_text(f"/{word.word} " if word.usage else f"/{word.word}")
        self.desk.say(f"{word.summary}  /{word.word} {word.usage}".rstrip())
