"""Sellers in processes of their own, killed; what they acknowledged is what they could write into a pipe."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.faults.shop import Oracle

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
SPIN = 60_000
"""Turns of an empty loop that take longer than a commit: a kill falls into any part of one."""


def start(shop: Path, first: int, *prefix: str, count: int = 1_000_000) -> subprocess.Popen[bytes]:
    """A seller, perhaps under another program."""
    command = [*prefix, PYTHON, "-m", "tests.faults.seller", str(shop), str(first), str(count)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def acknowledged(output: bytes) -> set[int]:
    """The keys in what a seller wrote; a line without its end was written too, as each is one write."""
    return {int(key) for key in re.findall(rb"ack (\d+)\n", output)}


def kill_after(process: subprocess.Popen[bytes], chance: random.Random, lines: int) -> bytes:
    """Lets a seller write some lines and go on for a moment, then kills it wherever it is. Returns what it
    wrote."""
    assert process.stdout is not None
    first = b"".join(process.stdout.readline() for _ in range(chance.randint(0, lines)))
    for _ in range(chance.randrange(SPIN)):
        pass
    process.kill()
    rest, trouble = process.communicate()
    assert process.returncode == -9, trouble.decode()
    return first + rest


def kills(folder: Path, number: int, seed: int, *, sellers: int = 1) -> tuple[list[str], int]:
    """Kills sellers at random times, again and again in the same shop. Returns violations and acknowledged
    sales."""
    chance = random.Random(seed)
    oracle = Oracle()
    key = 1000
    for _ in range(number):
        running = [start(folder / "shop", key + 100_000 * which) for which in range(sellers)]
        for process in running:
            oracle.acknowledged |= acknowledged(kill_after(process, chance, 40))
        found = oracle.violations(folder / "shop")
        if found:
            return found, len(oracle.acknowledged)
        key += 100_000 * sellers
    return [], len(oracle.acknowledged)


def has_strace() -> bool:
    """strace is there and may trace."""
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode
        == 0
    )


def killed_at(folder: Path, call: str, when: int) -> tuple[list[str], bool]:
    """strace kills a seller as it makes a call for the `when`th time. Returns violations and whether it
    did."""
    prefix = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}")
    inject = ("-e", f"inject={call}:signal=SIGKILL:when={when}")
    process = start(folder / "shop", 1000, *prefix, *inject, count=20)
    output, trouble = process.communicate()
    died = process.returncode in (-9, 137)
    assert died or process.returncode == 0, trouble.decode()
    oracle = Oracle(acknowledged=acknowledged(output))
    return oracle.violations(folder / "shop"), died


def failed_at(folder: Path, call: str, error: str, when: int) -> tuple[list[str], bool]:
    """strace fails a call of a seller once, below Python. Returns violations and whether the seller gave
    up."""
    prefix = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}")
    process = start(
        folder / "shop", 1000, *prefix, "-e", f"inject={call}:error={error}:when={when}", count=20
    )
    output, _ = process.communicate()
    oracle = Oracle(acknowledged=acknowledged(output))
    return oracle.violations(folder / "shop"), process.returncode != 0


def order_violations(folder: Path, *, program: str = "tests.faults.seller") -> tuple[list[str], int]:
    """Watches a seller's calls: no acknowledgement while the journal has writes that are not synced.

    Returns the violations and how many acknowledgements were looked at.
    """
    log = folder / "trace"
    command = [
        "strace",
        "-f",
        "-y",
        "-qq",
        "-s",
        "16",
        "-o",
        str(log),
        "-e",
        "trace=pwrite64,fdatasync,fsync,write",
    ]
    command += [PYTHON, "-m", program, str(folder / "shop"), "1000", "12"]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    unsynced: set[str] = set()
    found, seen = [], 0
    for line in log.read_text(errors="replace").splitlines():
        call = re.match(r"\d+ +(\w+)\((\d+)<([^>]*)>(.*)", line)
        if call is None:
            continue
        name, fd, path, rest = call.groups()
        in_journal = "/journal/" in path
        if name == "pwrite64" and in_journal:
            unsynced.add(path)
        elif name in ("fdatasync", "fsync"):
            unsynced.discard(path)
        elif name == "write" and fd == "1" and "ack" in rest:
            seen += 1
            if unsynced:
                found.append(f"acknowledged with writes unsynced: {line[:80]}")
    return found, seen


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int):  # type: ignore[no-untyped-def]
    """A tmpfs of this size at `folder`; yields a function that changes the size. None where mounting is not
    allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        yield None
        return

    def resize(size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}k", str(folder)], check=True)

    try:
        yield resize
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
