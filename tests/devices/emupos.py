"""emupos, a simulator of printers, drawers, scales and scanners from outside, in a Python 3.13 of its own.

It shares no code with this project. Its environment is made once, in the user's cache folder.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.request import Request, urlopen

import pytest

PACKAGES = ("emupos==0.4.0", "zxing-cpp==3.1.1")
SOON = 30.0
_HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pos-tui" / "emupos-0.4.0"
_READ_CODES = """
import io, sys, urllib.request, zxingcpp
from PIL import Image, ImageOps
picture = Image.open(io.BytesIO(urllib.request.urlopen(sys.argv[1]).read())).convert("L")
for found in zxingcpp.read_barcodes(ImageOps.expand(picture, 40, 255)):
    print(found.text)
"""
_CONFIG = """\
schema: 1
api: {{ host: 127.0.0.1, port: {api} }}
devices:
  - id: front
    type: printer
    profile: epson-tm-t20iii
    connections:
      - tcp: {{ port: {printer} }}
    job_idle_timeout_ms: 300
    drawer: {{ sensor_open_level: {level} }}
  - id: line
    type: printer
    profile: epson-tm-t20iii
    connections:
      - serial: {{ pty: true }}
    job_idle_timeout_ms: 300
  - id: deli
    type: scale
    profile: toledo8217-15kg
    connections:
      - serial: {{ pty: true }}
  - id: bakery
    type: scale
    profile: sma-15kg
    connections:
      - serial: {{ pty: true }}
  - id: lane
    type: scanner
    mode: serial
    connections:
      - serial: {{ pty: true }}
"""


def python() -> Path:
    """Emupos' own Python, made where it is missing; without a Python 3.13 the test is skipped."""
    made = _HOME / "bin" / "python"
    base = _python313()
    if base is None:
        pytest.skip("emupos needs a Python 3.13, and there is none on this machine")
    _HOME.parent.mkdir(parents=True, exist_ok=True)
    with _HOME.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # other test processes want the same
        if not (_HOME / "ready").exists():
            shutil.rmtree(_HOME, ignore_errors=True)
            subprocess.run([base, "-m", "venv", str(_HOME)], check=True)
            subprocess.run([str(made), "-m", "pip", "install", "-q", *PACKAGES], check=True)
            (_HOME / "ready").touch()
    return made


def _python313() -> str | None:
    """A Python 3.13 that runs: pyenv puts commands on the path that only say that they do not."""
    places = [shutil.which("python3.13"), sys.executable]
    places += map(str, sorted(Path.home().glob(".pyenv/versions/3.13*/bin/python3.13")))
    for place in filter(None, places):
        asked = subprocess.run([place, "--version"], capture_output=True, text=True, check=False)
        if asked.returncode == 0 and asked.stdout.startswith("Python 3.13"):
            return place
    return None


class Emupos:
    """One that runs: a printer on TCP (`front`), on ptys another (`line`), two scales and a scanner."""

    def __init__(self, folder: Path, *, level: str = "high") -> None:
        api, self.printer_port = _free_port(), _free_port()
        self._api = f"http://127.0.0.1:{api}/api/v1/devices"
        self._ports = folder / "tmp"
        self._ports.mkdir()
        (folder / "emupos.yaml").write_text(
            _CONFIG.format(api=api, printer=self.printer_port, level=level), encoding="ascii"
        )
        self._log: IO[bytes] = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [str(python().with_name("emupos")), "run"],
            cwd=folder,
            env=os.environ | {"TMPDIR": str(self._ports)},
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._wait_until_it_answers(folder)

    def _wait_until_it_answers(self, folder: Path) -> None:
        end = time.monotonic() + SOON
        while True:
            try:
                self.ask("GET", "")
                return
            except OSError:
                assert self._process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < end, "emupos did not start"
                time.sleep(0.05)

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """What its API says to a request about a device."""
        data = json.dumps(body).encode() if body else None
        request = Request(f"{self._api}{path}", data, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=SOON) as answer:
            said = answer.read()
        kind = answer.headers.get_content_type()
        return json.loads(said) if kind == "application/json" and said else said.decode()

    def port(self, device: str) -> str:
        """The path of a device's serial line."""
        return str(self._ports / "emupos" / device)

    def fault(self, fault: str, *, device: str = "front") -> None:
        """Has a printer be paper-out, cover-open, offline, paper-near-end."""
        self.ask("PUT", f"/{device}/faults/{fault}")

    def repair(self, fault: str, *, device: str = "front") -> None:
        """Takes a fault away."""
        self.ask("DELETE", f"/{device}/faults/{fault}")

    def state(self, device: str = "front") -> dict[str, Any]:
        """How a device is."""
        state: dict[str, Any] = self.ask("GET", f"/{device}")["state"]
        return state

    def receipts(self, device: str = "front", *, least: int = 0) -> list[str]:
        """The text of what came out, oldest first, once there are so many."""
        end = time.monotonic() + SOON
        while len(found := self.ask("GET", f"/{device}/receipts")) < least:
            assert time.monotonic() < end, f"{found} is all that came out"
            time.sleep(0.05)
        found.sort(key=lambda one: str(one["completed_at"]))
        return [str(self.ask("GET", f"/{device}/receipts/{one['id']}/text")) for one in found]

    def codes(self, text: str, device: str = "front") -> set[str]:
        """What a reader of bar codes sees on the receipt that says this, in the picture drawn of it."""
        for one in self.ask("GET", f"/{device}/receipts"):
            if text in str(self.ask("GET", f"/{device}/receipts/{one['id']}/text")):
                url = f"{self._api}/{device}/receipts/{one['id']}/image"
                done = subprocess.run(
                    [str(python()), "-c", _READ_CODES, url], capture_output=True, text=True, check=True
                )
                return set(done.stdout.split())
        raise AssertionError(f"no receipt says {text}")

    def close(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait(SOON)
        self._log.close()


@pytest.fixture(scope="module")
def emupos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emupos]:
    """One that runs for all tests of a file; to be imported by it."""
    with emulated(tmp_path_factory.mktemp("emupos")) as running:
        yield running


@contextmanager
def emulated(folder: Path, *, level: str = "high") -> Iterator[Emupos]:
    """One that runs in a folder."""
    running = Emupos(folder, level=level)
    try:
        yield running
    finally:
        running.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
