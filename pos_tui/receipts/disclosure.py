"""All that the shop has of one person, on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from devices.document import BOLD, HEADING, Block, Cut, Rule, Text

from ..core.words import N_

if TYPE_CHECKING:
    from .slips import Paper


def disclosure(record: Mapping[str, Any], paper: Paper) -> list[Block]:
    """The paper of `services.disclosing.lines_of`."""
    return [
        Text(paper.words(N_("WHAT THE SHOP KNOWS OF YOU")), "center", HEADING),
        Text(paper.shop.name, "center", BOLD),
        *(Text(line, "center") for line in paper.header),
        Rule(),
        *(Text(line) for line in record["lines"]),
        Rule(),
        Cut(),
    ]
