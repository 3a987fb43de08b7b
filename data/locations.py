"""Where things lie, and whether a folder is fit to hold a store."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from data.errors import NotAStore, UnsafeFolder
from pos_tui.core.words import _

APP: Final = "pos-tui"
SYSTEM_STATE: Final = Path("/var/lib") / APP
REMOTE: Final = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "coda",
        "ceph",
        "9p",
        "glusterfs",
        "lustre",
        "gfs",
        "gfs2",
        "ocfs2",
        "orangefs",
        "beegfs",
        "davfs",
        "fuse.sshfs",
        "fuse.glusterfs",
        "fuse.ceph",
        "fuse.s3fs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.smbnetfs",
    ]
)
"""File systems whose locks or syncs cannot be relied upon."""


def default_store(environ: Mapping[str, str] = os.environ) -> Path:
    """The store's folder: `POS_STORE`, else the platform's folder for a user's data."""
    if environ.get("POS_STORE"):
        return Path(environ["POS_STORE"]).expanduser()
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False) / "store"


def state_folder(store: Path, store_id: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Where this machine remembers how far it saw this store: `POS_STATE`, else `/var/lib/pos-tui` where this
    user may write there, else the state folder of the *owner* of the store, so that root and the owner
    remember as one."""
    if environ.get("POS_STATE"):
        return Path(environ["POS_STATE"]).expanduser() / store_id
    system = SYSTEM_STATE / store_id
    if system.is_dir() or os.access(SYSTEM_STATE, os.W_OK | os.X_OK):
        return system
    return _owner_state(store) / store_id


def _owner_state(store: Path) -> Path:
    from platformdirs import user_state_path

    owner = store.stat().st_uid if hasattr(os, "getuid") else None
    if owner is None or owner == os.getuid():
        return user_state_path(APP, appauthor=False)
    import pwd

    try:
        return Path(pwd.getpwuid(owner).pw_dir) / ".local" / "state" / APP
    except KeyError:
        return user_state_path(APP, appauthor=False)


def check_folder(folder: Path) -> None:
    """Looks whether a store may live here.

    Raises:
        NotAStore: there is no such folder. UnsafeFolder: it is a symbolic link, open to others, or not on a
        disk of this machine.
    """
    try:
        found = folder.lstat()
    except FileNotFoundError:
        raise NotAStore(_("there is no store at {folder}", folder=folder)) from None
    except OSError as error:
        raise NotAStore(
            _("the store at {folder} cannot be reached: {error}", folder=folder, error=error.strerror)
        ) from error
    if stat.S_ISLNK(found.st_mode):
        raise UnsafeFolder(_("{folder} is a symbolic link; name the folder itself", folder=folder))
    if not stat.S_ISDIR(found.st_mode):
        raise NotAStore(_("{folder} is not a folder", folder=folder))
    if found.st_mode & 0o077:
        raise UnsafeFolder(_("others may look into {folder}; run: chmod 700 '{folder}'", folder=folder))
    kind = filesystem_of(folder)
    if kind in REMOTE:
        raise UnsafeFolder(
            _(
                "{folder} is on a network file system ({kind}); a store must be on a disk of this machine",
                folder=folder,
                kind=kind,
            )
        )


def check_files(folder: Path) -> None:
    """Refuses files of the store that are symbolic links or open to others.

    Raises:
        UnsafeFolder: naming the first one.
    """
    names = ("store.json", "lock", "head", "journal", "segments.jsonl", "figures.jsonl")
    for name in (*names, "snap", "quarantine", "people"):
        path = folder / name
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            continue
        if stat.S_ISLNK(mode):
            raise UnsafeFolder(_("{path} is a symbolic link; a store holds none", path=path))
        if mode & 0o077:
            raise UnsafeFolder(
                _("others may read {path}; run: chmod -R go= '{folder}'", path=path, folder=folder)
            )


def filesystem_of(path: Path) -> str:
    """The kind of file system a path is on, as Linux names it; empty where that cannot be known."""
    try:
        text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    real = str(path.resolve())
    best, kind = "", ""
    for row in text.splitlines():
        left, _, right = row.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        mount = fields[4].replace("\\040", " ")
        inside = mount == "/" or real == mount or real.startswith(mount + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, right.split(" ")[0]
    return kind
