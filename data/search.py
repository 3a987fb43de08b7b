"""Finding items as somebody types.

All words must match, anywhere in the name or at the start of a word of the department; what has digits is
looked up among the codes first, by their beginning or last digits. Typos are forgiven only where nothing
matches.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Final, NamedTuple

from data.haystack import END, Haystack
from data.typos import Typos
from pos_tui.core.folding import folded, folded_all

_OVERLAY: Final = 500
"""So many changed items are searched apart; with more, the whole is built anew at the next search."""
_QUERY: Final = 128
"""Characters of a query that are looked at."""
_DEPARTMENT: Final = 3
"""Characters of a word before departments are looked at: one letter would name half of the shop."""
_SLICE: Final = 500
"""Items that are taken in in one go."""
_GUESSES: Final = 8
"""Combinations of likely words that are tried."""
_ENDINGS: Final = 5000
"""So many codes with the same last digits are compared; where more share them, a person gives more digits."""
_LAST_DIGITS: Final = 3
"""Fewer digits than these are looked up as the beginning of a code alone."""


class Entry(NamedTuple):
    """What is searched of an item."""

    doc_id: int
    name: str
    codes: Sequence[str] = ()
    """SKU, PLU and GTINs, as text."""
    department: str = ""


class ItemSearch:
    """The items by name and code; built at the first search, kept up by `put` and `remove`."""

    def __init__(self, source: Callable[[], Iterable[Entry]], *, forgives: bool = True) -> None:
        """`source` gives all items as they are now, best sellers first; it is asked again for a rebuild.

        `forgives` says whether typos are.
        """
        self._source, self._forgives = source, forgives
        self._base: _Part | None = None
        self._changed: dict[int, Entry | None] = {}
        self._overlay: _Part | None = None

    def find(self, text: str, limit: int = 20) -> list[int]:
        """The doc ids of the best hits for what was typed, the best first."""
        text = text[:_QUERY]
        words = folded(text).split()
        if not words or limit < 1:
            return []
        base, overlay = self._parts()
        found: dict[int, None] = {}
        code = text.strip().lower()
        if " " not in code and any(map(str.isdigit, code)):
            for part in (overlay, base):
                rows = part.by_code(code, limit + len(self._changed))
                found.update(dict.fromkeys(self._live(part, rows)))
        found.update(dict.fromkeys(self._named(words, limit)))
        if not found and self._forgives:
            found = dict.fromkeys(self._forgiven(words, limit))
        return list(islice(found, limit))

    def ending(self, digits: str, limit: int = 20, least: int = 4) -> list[int]:
        """The doc ids of items one of whose codes ends as `digits` do, in at least `least` characters.

        Those that agree in most come first. `digits` shorter than that find nothing.
        """
        wanted = digits.strip().lower()[-_QUERY:]
        if limit < 1 or not 0 < least <= len(wanted):
            return []
        hits = [
            (agreed, doc_id)
            for part in reversed(self._parts())
            for doc_id, agreed in self._ended(part, wanted, least)
        ]
        best = sorted(hits, key=lambda hit: -hit[0])
        return list(islice(dict.fromkeys(doc_id for _, doc_id in best), limit))

    def _ended(self, part: _Part, wanted: str, least: int) -> list[tuple[int, int]]:
        """(doc id, how many last characters agree) of what of a part still counts."""
        found = part.by_ending(wanted, least)
        alive = set(self._live(part, found))
        return [(doc_id, agreed) for row, agreed in found.items() if (doc_id := part.doc_ids[row]) in alive]

    def put(self, entry: Entry) -> None:
        """Adds an item or replaces it."""
        self._changed[entry.doc_id] = entry
        self._overlay = None

    def remove(self, doc_id: int) -> None:
        """Takes an item out."""
        self._changed[doc_id] = None
        self._overlay = None

    def rebuild(self) -> None:
        """Builds everything anew from the source, now: for a moment when nobody types."""
        for _ in self.rebuilding():
            pass

    def rebuilding(self) -> Iterator[None]:
        """Builds everything anew from the source, a millisecond or two at each step; up to the last all is as
        it was."""
        base = _Part()
        yield from base.taking(self._source())
        self._base = base
        self._overlay = None
        self._changed.clear()

    def _parts(self) -> tuple[_Part, _Part]:
        if self._base is None or len(self._changed) > _OVERLAY:
            self.rebuild()
        if self._overlay is None:
            self._overlay = _Part()
            for _ in self._overlay.taking(entry for entry in self._changed.values() if entry is not None):
                pass
        assert self._base is not None
        return self._base, self._overlay

    def _live(self, part: _Part, rows: Iterable[int]) -> list[int]:
        """The doc ids of rows, without those of the base that changed since it was built."""
        ids = (part.doc_ids[row] for row in rows)
        if part is self._overlay or not self._changed:
            return list(ids)
        return [doc_id for doc_id in ids if doc_id not in self._changed]

    def _named(self, words: Sequence[str], limit: int) -> list[int]:
        base, overlay = self._parts()
        hits = self._live(overlay, overlay.by_name(words, limit))
        return hits + self._live(base, base.by_name(words, limit + len(self._changed)))

    def _forgiven(self, words: Sequence[str], limit: int) -> list[int]:
        """Hits for the words that may have been meant where a word occurs nowhere."""
        typos = [part.typos() for part in self._parts()]
        unknown = {word for word in words if not any(known.holds(word) for known in typos)}
        if not unknown:
            return []
        meant = [_near(word, typos) if word in unknown else [word] for word in words]
        found: dict[int, None] = {}
        for guess in islice(product(*meant), _GUESSES):
            found.update(dict.fromkeys(self._named(guess, limit)))
            if len(found) >= limit:
                break
        return list(found)


def _near(word: str, typos: Sequence[Typos]) -> list[str]:
    return list(dict.fromkeys(meant for known in typos for meant in known.near(word)))


class _Part:
    """Items indexed together; rows of `names` are items, rows of `codes` are codes of items."""

    __slots__ = ("_code_rows", "_codes", "_departments", "_names", "_typos", "doc_ids")

    def __init__(self) -> None:
        self.doc_ids = array("l")
        self._code_rows = array("l")
        self._departments: list[tuple[str, array[int]]] = []
        self._names = Haystack()
        self._codes = Haystack()
        self._typos: Typos | None = None

    def taking(self, entries: Iterable[Entry]) -> Iterator[None]:
        """Takes the items in, a slice at each step; to be called once."""
        departments: dict[str, array[int]] = {}
        rest = iter(entries)
        while some := list(islice(rest, _SLICE)):
            codes: list[str] = []
            for row, entry in enumerate(some, len(self.doc_ids)):
                departments.setdefault(entry.department, array("l")).append(row)
                own = {_compared(code) for code in entry.codes}
                codes.extend(own)
                self._code_rows.extend([row] * len(own))
            self.doc_ids.extend([entry.doc_id for entry in some])
            self._names.add(folded_all([entry.name for entry in some]))
            self._codes.add(codes)
            yield
        self._departments = [(f" {folded(name)}", rows) for name, rows in departments.items()]
        yield from self._names.finishing()
        yield from self._codes.finishing()

    def by_name(self, words: Sequence[str], limit: int) -> list[int]:
        """Rows with all the words, the best first; those that owe a word to their department come last."""
        rows = dict.fromkeys(self._names.best(words, limit))
        if len(rows) < limit:
            rows.update(dict.fromkeys(islice(self._by_department(words), limit)))
        return list(rows)

    def _by_department(self, words: Sequence[str]) -> Iterator[int]:
        for department, rows in self._departments:
            rest = [word for word in words if len(word) < _DEPARTMENT or f" {word}" not in department]
            if len(rest) < len(words):
                yield from (row for row in rows if self._names.has(row, rest))

    def by_code(self, code: str, limit: int) -> list[int]:
        """Rows of items with the code itself, then with one that starts so, then with one that ends so."""
        rows = self._codes.starting(_compared(code), limit)
        if len(rows) < limit and len(code) >= _LAST_DIGITS:
            rows += islice(self._codes.rows([code + END]), limit)
        return list(dict.fromkeys(self._code_rows[row] for row in rows))

    def by_ending(self, code: str, least: int) -> dict[int, int]:
        """Rows of items with a code that ends as this one in `least` characters or more, and in how many."""
        found: dict[int, int] = {}
        for row in islice(self._codes.rows([code[-least:] + END]), _ENDINGS):
            item = self._code_rows[row]
            found[item] = max(found.get(item, 0), _agreed(code, self._codes.text(row)))
        return found

    def typos(self) -> Typos:
        """The words of the names, collected when first needed."""
        if self._typos is None:
            departments = " ".join(name for name, _ in self._departments)
            self._typos = Typos({*self._names.words, *departments.split()})
        return self._typos


def _agreed(one: str, other: str) -> int:
    """How many last characters two codes have in common."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _compared(code: str) -> str:
    """A code without case, and a GTIN without the zeros that pad it."""
    return " ".join((code.lower().lstrip("0") or code).split())
