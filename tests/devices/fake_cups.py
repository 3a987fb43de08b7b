"""A CUPS server of two shell commands, `lp` and `lpstat`: a folder is its queue.

Its words are those of CUPS 2.4 in the C locale.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.devices.ends import Peer

_LPSTAT = """#!/bin/sh
test -e "$CUPS_FOLDER/hangs" && exec sleep 60
for queue in "$@"; do :; done
if test "$queue" != "kitchen"; then
    echo "lpstat: Invalid destination name in list \\"$queue\\"." >&2; exit 1
fi
case "$*" in
*-W*) cat "$CUPS_FOLDER/waiting" 2>/dev/null; exit 0 ;;
esac
if test -e "$CUPS_FOLDER/stopped"; then
    printf 'printer kitchen disabled since Mon 23 Nov 2026 15:00:00 -\\n\\tout of ribbon\\n'
else
    echo "printer kitchen is idle.  enabled since Mon 23 Nov 2026 15:00:00"
fi
"""
_LP = """#!/bin/sh
echo "$@" >> "$CUPS_FOLDER/calls"
test -e "$CUPS_FOLDER/deaf" && exec sleep 60
test -e "$CUPS_FOLDER/refuses" && { echo "lp: The printer is not accepting jobs." >&2; exit 1; }
count=$(ls "$CUPS_FOLDER" | grep -c '^job-')
cat > "$CUPS_FOLDER/job-$count"
"""


class CupsPeer(Peer):
    """A queue named kitchen; files beside its jobs make it stop, hang or refuse."""

    address, nowhere = "cups://kitchen", "cups://host:631/bar"

    def __init__(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "queue"
        commands = tmp_path / "bin"
        for folder in (self.folder, commands):
            folder.mkdir()
        for name, text in (("lp", _LP), ("lpstat", _LPSTAT)):
            (commands / name).write_text(text)
            (commands / name).chmod(0o755)
        self._patch = pytest.MonkeyPatch()
        self._patch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
        self._patch.setenv("CUPS_FOLDER", str(self.folder))

    def jobs(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("job-*"))]

    def close(self) -> None:
        self._patch.undo()
