"""What an outcome opens, and what is said of it. Loaded with the first entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .view import After, Wish

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk


def asks_further(desk: Desk, text: str, outcome: Outcome, after: After | None) -> bool:
    """Opens the dialog that an entry cannot do without; False where it needs none."""
    data = outcome.data
    if "age" in data and not outcome.ok:
        from .confirm import AgeDialog

        desk.open(AgeDialog(desk, data["age"], after))
        desk.say("", "unknown")
    elif "variants_of" in data:
        from .variants import choose_variant

        choose_variant(desk, outcome, text, after)
    elif data.get("needs") and desk.register.station is not None:
        from .sign_on import ask_approval

        ask_approval(desk, Wish(text, data["needs"], outcome.message, after))
    else:
        return False
    return True


def tell(desk: Desk, text: str, outcome: Outcome) -> None:
    """Says what an entry came to; what has several lines is a page to read."""
    first, _, rest = outcome.message.partition("\n")
    if "person" in outcome.data and rest:
        from .customer_acts import DataView

        desk.open(DataView(desk, outcome.data["person"], outcome.data["lines"]))
        first = ""
    elif rest and outcome.kind != "found":
        from .pages import TextView

        desk.open(TextView(desk, outcome.message.split("\n"), text))
        first = ""
    says_more = "made" in outcome.data or "weighing" in outcome.data
    is_last = outcome.data.get("line") == len(desk.shown.lines)
    if outcome.kind == "line" and is_last and not says_more:
        # The ledger's last line says it; said twice it costs a slow line as much again.
        first = outcome.data.get("warning", "")
    desk.say(first, outcome.sound)
