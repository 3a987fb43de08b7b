"""What this machine says of where it stands: locale, time zone, and what is plugged in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pos_tui.core.words import _
from pos_tui.wizard.places import country_of_zone
from pos_tui.wizard.port import Place, Surroundings

_LOCALES: Final = ("LC_ALL", "LC_MONETARY", "LC_TIME", "LANG")
_NOWHERE: Final = frozenset(("", "UTC", "Etc/UTC", "GMT", "Etc/GMT", "Universal", "UCT"))
_MOUNTS: Final = ("media/*/*", "media/*", "run/media/*/*", "mnt/*", "mnt")
_MOST: Final = 20
_GIB: Final = 1 << 30


def surroundings(environ: Mapping[str, str] = os.environ, root: Path = Path("/")) -> Surroundings:
    """Guess language, country and zone; the time zone knows the country better than the locale does."""
    zone = _zone(environ, root)
    language, territory = _locale(environ)
    return Surroundings(language, country_of_zone(zone) or territory, zone)


def _locale(environ: Mapping[str, str]) -> tuple[str, str]:
    """(language, territory) of the first locale that says one: en_GB.UTF-8 is en and GB."""
    for name in _LOCALES:
        language, _, territory = environ.get(name, "").partition(".")[0].partition("@")[0].partition("_")
        if language.isalpha() and language.islower():
            return language, territory if len(territory) == 2 and territory.isupper() else ""
    return "", ""


def _zone(environ: Mapping[str, str], root: Path) -> str:
    named = environ.get("TZ", "").lstrip(":")
    if "/" in named and not named.startswith("/"):
        return named
    for text in (_link(root / "etc/localtime"), _first_line(root / "etc/timezone")):
        if text not in _NOWHERE:
            return text
    return ""


def _link(path: Path) -> str:
    return str(path.resolve()).partition("/zoneinfo/")[2] if path.is_symlink() else ""


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def drives(root: Path = Path("/")) -> tuple[Place, ...]:
    """Return disks and sticks that are plugged in and can be written to, with the room on them."""
    found = []
    for folder in _mounted(root):
        if os.access(folder, os.W_OK | os.X_OK):
            room = os.statvfs(folder)
            free = room.f_bavail * room.f_frsize // _GIB
            found.append(
                Place(str(folder), folder.name, _("{folder}, {free} GB free", folder=folder, free=free))
            )
    return tuple(found[:_MOST])


def _mounted(root: Path) -> Iterator[Path]:
    for pattern in _MOUNTS:
        yield from (path for path in _listed(root, pattern) if path.is_dir() and os.path.ismount(path))


def _listed(folder: Path, pattern: str) -> Iterable[Path]:
    """What matches, in order; nothing where this user may not look."""
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return ()


def price_lists(folders: Iterable[Path]) -> tuple[Place, ...]:
    """Return files in some folders that may be price lists, the newest first."""
    endings = (".csv", ".tsv", ".jsonl", ".ndjson", ".csv.gz", ".jsonl.gz")
    found: dict[Path, float] = {}
    for folder in folders:
        for path in _listed(folder, "*"):
            if path.name.lower().endswith(endings) and path.is_file():
                found[path.resolve()] = path.stat().st_mtime
    newest = sorted(found, key=lambda path: -found[path])
    return tuple(Place(str(path), path.name, str(path.parent)) for path in newest[:_MOST])


def near_folders() -> list[Path]:
    """Return where a person puts files: here, at home, among downloads, on sticks."""
    home = Path.home()
    names = ("Downloads", "Documents", "Desktop")
    return [Path.cwd(), home, *(home / name for name in names), *_mounted(Path("/"))]


def shop_copies(folders: Iterable[Path], but: Path) -> tuple[Place, ...]:
    """Return backups, and folders that look like a copy of a shop, in some folders or one below; `but` is not
    one."""
    found: dict[Path, None] = {}
    for folder in folders:
        for pattern in ("pos-*.backup", "*/pos-*.backup"):
            found |= dict.fromkeys(path.resolve() for path in reversed(list(_listed(folder, pattern))))
        for pattern in ("journal", "*/journal", "*/*/journal"):
            for path in _listed(folder, pattern):
                if (path / "000001.jsonl").is_file() and path.parent.resolve() != but.resolve():
                    found[path.parent.resolve()] = None
    return tuple(Place(str(path), path.name, str(path)) for path in list(found)[:_MOST])
