"""Held baskets: one file each, `held/H7.json`, until they are recalled.

An id such as H7 is drawn from a counter that only grows, so a slip with an old id never finds another basket.
Several tills share the folder; `held/lock` makes drawing an id and taking a basket one till's business at a
time.

Nothing is lost between here and the draft (`data.drafts`), whatever stops the till in between:

- hold: `put` the document (on the disk when it returns), then clear the draft. A stop in between leaves the
  basket in both places.
- recall: inside `recall(...)`, write the basket to the draft with the id it was recalled from, and sync the
  draft; the held file goes when the block is left. A stop in between leaves the basket in both places.

The document's `key` is the basket's draft id, so the double is seen at the next start. `settle` keeps the
right one: the draft where it names the held basket as what it was recalled from, else the held basket.
"""

from __future__ import annotations

import fcntl
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.oslayer import OsLayer, replace_file
from data.privatefiles import make_folder, open_private, sealed, unsealed
from pos_tui.core.errors import InvalidValue, Refused, StoreError
from pos_tui.core.words import _

_FILE: Final = re.compile(r"H[1-9][0-9]{0,8}\.json")
_NAME_LENGTH: Final = 40
_DAMAGE_SKIP: Final = 1000
"""How far ids jump when the counter is unreadable: beyond any id that was given out and recalled since."""


class NotHeld(Refused):
    """No held basket has this id or name: never had, or it was recalled already."""


class NameTaken(Refused):
    """Another held basket has this name; `id` is that basket's."""

    def __init__(self, name: str, id: str) -> None:
        super().__init__(
            _("{id} is held as {name} already: take another name, or recall {id}", id=id, name=repr(name))
        )
        self.id = id


class HeldDamaged(StoreError):
    """The file of a held basket does not match its checksum; it is left as it is."""


@dataclass(frozen=True, slots=True)
class Held:
    """A basket that waits."""

    id: str
    """Such as "H7"; never given to another basket."""
    name: str | None
    """What the cashier called it."""
    time: str
    """When it was held, UTC, ISO 8601; empty where the document does not say."""
    till: str
    """Where it was held."""
    total: int
    """In minor units, as it stood."""
    key: str
    """The draft id of the basket."""
    document: dict[str, Any]
    """The whole basket as it was given to `put`."""

    @property
    def number(self) -> int:
        """The id without its letter; baskets sort by it, the longest held first."""
        return int(self.id[1:])


class HeldBaskets:
    """The held baskets of a shop, shared by its tills."""

    def __init__(self, folder: Path, fs: OsLayer) -> None:
        """Uses (and makes, with mode 0700) `folder`.

        Raises:
            UnsafeFile: the folder is a symbolic link.
        """
        make_folder(fs, folder)
        self._folder = folder
        self._fs = fs

    def put(self, document: Mapping[str, Any], name: str | None = None, again: str | None = None) -> str:
        """Keeps a basket and returns its id; it is on the disk on return.

        The document is of JSON values; `time`, `till`, `total` (minor units) and `key` are shown by `list`.
        A basket that was held before says under which id in `again`, and keeps it. A stop between that and
        the emptying of the draft reads as one in a recall: the basket is open, and held no more.

        Raises:
            InvalidValue: a name too long, with control characters, or that reads as an id.
            NameTaken: a held basket has this name.
            OSError: nothing was held.
        """
        wanted = _checked_name(name)
        with self._locked():
            for other in self.list():
                if wanted is not None and other.name is not None and _same(other.name) == _same(wanted):
                    raise NameTaken(wanted, other.id)
            id = again if again and not self._path(again).exists() else f"H{self._draw()}"
            self._store(id, {"v": 1, "id": id, "name": wanted, "document": dict(document)})
        return id

    def list(self) -> tuple[Held, ...]:
        """All held baskets, the longest held first; damaged files are left out (see `damaged`)."""
        return tuple(held for path in self._paths() if (held := _read(self._fs, path)) is not None)

    def damaged(self) -> tuple[Path, ...]:
        """The files that are there but cannot be trusted."""
        return tuple(path for path in self._paths() if path.exists() and _read(self._fs, path) is None)

    def get(self, wanted: str) -> Held:
        """The basket with this id or name, in whatever case it is typed, or with its id's number.

        Raises:
            NotHeld: there is none.
            HeldDamaged: its file cannot be trusted.
        """
        same, waiting = _same(wanted.strip()), self.list()
        for held in waiting:
            if same and same in (_same(held.id), _same(held.name or "")):
                return held
        for held in waiting:
            if same == str(held.number):
                return held
        for path in self.damaged():
            if _same(path.stem) == same:
                raise HeldDamaged(
                    _(
                        "the held basket {id} is damaged: {path} is kept for inspection",
                        id=path.stem,
                        path=path,
                    )
                )
        raise NotHeld(
            _("nothing is held as {wanted}, or another till has it open", wanted=repr(wanted.strip()[:40]))
        )

    @contextmanager
    def recall(self, wanted: str) -> Iterator[Held]:
        """The basket, for this till alone while the block lasts; gone when it is left without error.

        Raises:
            NotHeld, HeldDamaged: as `get`; another till may have been quicker.
        """
        with self._locked():
            held = self.get(wanted)
            yield held
            self._drop(held.id)

    def remove(self, id: str) -> bool:
        """Forgets a basket; False when there was none."""
        with self._locked():
            path = self._path(id.strip().upper())
            if path not in self._paths():
                return False
            self._drop(path.stem)
        return True

    def settle(self, key: str, recalled_from: str | None) -> str | None:
        """Resolves, at start-up, a basket that is both held and in the draft (see the module's protocol).

        Args:
            key: the draft id of the open basket.
            recalled_from: the held id the draft says it came from.

        Returns:
            The id under which the open basket is held: the draft is to be cleared. None: the draft is it.
        """
        kept = None
        for held in self.list():
            if held.key == key and held.id == recalled_from:
                self.remove(held.id)
            elif held.key == key:
                kept = held.id
        return kept

    def _paths(self) -> tuple[Path, ...]:
        paths = [path for path in self._folder.iterdir() if _FILE.fullmatch(path.name)]
        return tuple(sorted(paths, key=lambda path: int(path.stem[1:])))

    def _path(self, id: str) -> Path:
        return self._folder / f"{id}.json"

    def _draw(self) -> int:
        """The next number; on the disk as used before anybody sees it."""
        path = self._folder / "counter"
        highest = max((int(p.stem[1:]) for p in self._paths()), default=0)
        stored = (unsealed(self._fs, path) or {}).get("last")
        if not isinstance(stored, int):
            number = highest + (_DAMAGE_SKIP if path.exists() else 0) + 1
        else:
            number = max(highest, stored) + 1
        replace_file(self._fs, path, sealed({"v": 1, "last": number}))
        return number

    def _store(self, id: str, content: dict[str, Any]) -> None:
        """Writes the basket's file, or leaves none: a hold that failed must not be found later."""
        path = self._path(id)
        try:
            replace_file(self._fs, path, sealed(content))
        except OSError:
            with suppress(OSError):
                self._fs.unlink(path)
            raise

    def _drop(self, id: str) -> None:
        self._fs.unlink(self._path(id))
        self._fs.sync_folder(self._folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        fd = open_private(self._fs, self._folder / "lock")
        try:
            self._fs.flock(fd, fcntl.LOCK_EX)
            yield
        finally:
            self._fs.close(fd)


def _read(fs: OsLayer, path: Path) -> Held | None:
    content = unsealed(fs, path)
    if content is None or content.get("id") != path.stem:
        return None
    document = content["document"]
    time, till, key = (str(document.get(field) or "") for field in ("time", "till", "key"))
    total = document.get("total")
    return Held(path.stem, content["name"], time, till, total if isinstance(total, int) else 0, key, document)


def _same(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _checked_name(name: str | None) -> str | None:
    if name is None or not name.strip():
        return None
    name = name.strip()
    if len(name) > _NAME_LENGTH:
        raise InvalidValue(_("a held basket's name has {most} characters at most", most=_NAME_LENGTH))
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in name):
        raise InvalidValue(_("a held basket's name cannot have control characters"))
    if name[0] in "hH" and name[1:].isdecimal():
        raise InvalidValue(_("{name} reads as a held basket's id: take another name", name=repr(name)))
    return name
