"""What a shop sells under: each item belongs to one, and each sells by an amount alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .errors import InvalidValue
from .money import plain
from .words import _

LONGEST_CODE = 64
"""Characters of a department's code, as of an item's; an item names its department by it."""
LONGEST_NAME = 200


def is_name(text: str, limit: int = LONGEST_NAME) -> bool:
    """Whether a text can be a name or a code that a person gives: printable, no spaces around, not empty."""
    return 0 < len(text) <= limit and text == text.strip() and text.isprintable()


@dataclass(frozen=True, slots=True)
class Department:
    """One department as it stands now; a sale line freezes its code, name and tax."""

    code: str
    """What the items say; text, compared exactly."""
    name: str
    tax: str
    """Tax code of what sells by amount, and of items made at the till."""
    least: Decimal | None = None
    """The lowest unit price that sells by amount, in major units."""
    most: Decimal | None = None
    """The highest."""
    parent: str = ""
    """The department that it is a part of."""

    def checked(self) -> Department:
        """Itself. Raises InvalidValue for what a person should not set up; files may be less tidy."""
        for text, limit in ((self.code, LONGEST_CODE), (self.name, LONGEST_NAME)):
            if not is_name(text, limit):
                raise InvalidValue(
                    _("a department's code and name have 1 to {limit} printable characters", limit=limit)
                )
        for price in (self.least, self.most):
            if price is not None and price <= 0:
                raise InvalidValue(_("a department's lowest and highest price are above zero"))
        if self.least is not None and self.most is not None and self.least > self.most:
            raise InvalidValue(
                _(
                    "the lowest price {least} is above the highest, {most}",
                    least=plain(self.least),
                    most=plain(self.most),
                )
            )
        return self

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Department:
        """The department of a stored document."""
        least, most = document.get("least"), document.get("most")
        return cls(
            document["code"],
            document["name"],
            document["tax"],
            None if least is None else Decimal(least),
            None if most is None else Decimal(most),
            document.get("parent") or "",
        )

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        document = {
            "v": 1,
            "code": self.code,
            "name": self.name,
            "tax": self.tax,
            "least": None if self.least is None else plain(self.least),
            "most": None if self.most is None else plain(self.most),
        }
        return {**document, "parent": self.parent} if self.parent else document


def way_up(code: str, parents: Mapping[str, str]) -> list[str]:
    """A department and those that it is a part of, the nearest first; ends where it would go round."""
    found: list[str] = []
    while code and code not in found:
        found.append(code)
        code = parents.get(code, "")
    return found


def check_tree(code: str, parent: str, parents: Mapping[str, str]) -> None:
    """Raises InvalidValue for a parent that is no department, or a part of the department itself."""
    if not parent:
        return
    if parent not in parents:
        raise InvalidValue(_("there is no department {code}", code=parent[:64]))
    if code in way_up(parent, parents):
        raise InvalidValue(_("{code} would be a part of itself", code=code))


def below(code: str, parents: Mapping[str, str]) -> frozenset[str]:
    """A department and all that are a part of it."""
    return frozenset(one for one in (code, *parents) if code in way_up(one, parents))
