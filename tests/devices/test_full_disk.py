"""A disk that is full for print jobs, a real one of 64 KB: receipts come out all the same, and it is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, sys, time
from pathlib import Path
from devices.address import parse
from devices.document import Cut, Document, Text
from devices.printing import Printer
from devices.spool import Spool
from devices.virtual.printer import VirtualPrinter

folder = Path(sys.argv[1]) / "spool"
paper = VirtualPrinter()
paper.state = "off"
printer = Printer(parse("dummy://"), folder, link=paper.link(), backoff=(0.05,))
for number in range(40):
    printer.submit(Document((*(Text(f"receipt {number}") for _ in range(300)), Cut()), f"receipt {number}"))
end = time.monotonic() + 20
while len(printer.status.jobs) < 40 and time.monotonic() < end:
    time.sleep(0.02)
notice, waiting = printer.status.notice, len(printer.status.jobs)
# What is on the disk is whole, as another program sees it.
spool = Spool(folder)
whole = [len(spool.body(job)) for job in spool.peek()]
left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
paper.state = "ready"
printer.retry()
closed = printer.close(20)
firsts = [receipt.lines[0] for receipt in paper.receipts]
print(json.dumps([notice, waiting, len(whole), min(whole), left, closed, firsts]))
"""


def test_receipts_go_on_without_room_for_them_and_none_is_half_written(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    inside = f"mount -t tmpfs -o size=64k none '{disk}' && exec \"$@\""
    command = ["unshare", "-rm", "sh", "-c", inside, "sh", sys.executable, "-c", SCRIPT, str(disk)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip(f"no small disk can be made here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    notice, waiting, kept, smallest, left, closed, firsts = json.loads(done.stdout)
    assert "not kept on the disk" in notice
    assert waiting == 40
    assert 0 < kept < 40
    assert smallest > 3000
    assert left == []
    assert closed
    assert firsts == [f"receipt {number}" for number in range(40)]
