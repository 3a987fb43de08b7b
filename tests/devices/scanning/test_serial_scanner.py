"""A scanner on a pty: at full speed, unplugged in mid-code, and plugged in again."""

from __future__ import annotations

import asyncio
import os
import pty
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from devices import supervise
from devices.address import parse
from devices.scanning.serial import SerialScanner
from devices.supervise import Supervisor

SOON = 20.0


class Bench:
    """A link to a pty, as /dev/serial/by-id has links to ports."""

    def __init__(self, folder: Path, options: str = "") -> None:
        self.path = folder / "by-id"
        self.codes: list[str] = []
        self.told: list[str] = []
        self.master = -1
        self.scanner = SerialScanner(parse(f"serial://{self.path}{options}"), self.codes.append)
        self.supervisor = Supervisor([self.scanner], lambda _, trouble: self.told.append(trouble))

    def plug(self) -> None:
        self.master, slave = pty.openpty()
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(slave))
        self._slave = slave

    def unplug(self) -> None:
        self.path.unlink()
        os.close(self._slave)
        os.close(self.master)

    def send(self, data: bytes) -> None:
        os.write(self.master, data)

    async def until(self, what: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON):
            while not what():
                await asyncio.sleep(0.005)


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    monkeypatch.setattr(supervise, "PAUSE", 0.02)
    made = Bench(tmp_path)
    yield made
    await made.supervisor.stop()


async def opened(bench: Bench) -> None:
    """Waits until the port is ours: what is sent before is thrown away with the line's past."""
    await bench.until(lambda: bench.scanner._port is not None)


async def test_a_thousand_scans_at_full_speed_none_lost_none_doubled(bench: Bench) -> None:
    bench.plug()
    bench.supervisor.start()
    await opened(bench)
    wanted = [f"2{number:012d}" for number in range(1000)]
    data = "".join(f"{code}\r\n" for code in wanted).encode()
    for place in range(0, len(data), 7):
        bench.send(data[place : place + 7])
        if place % 700 == 0:
            await asyncio.sleep(0)
    bench.send(b"LAST\r")
    await bench.until(lambda: bench.codes[-1:] == ["LAST"])
    assert bench.codes == [*wanted, "LAST"]


async def test_unplugged_in_mid_code_the_half_is_dropped_and_the_next_scan_is_good(bench: Bench) -> None:
    bench.plug()
    bench.supervisor.start()
    await opened(bench)
    bench.send(b"54490000")
    await asyncio.sleep(0.02)
    bench.unplug()
    await bench.until(lambda: bool(bench.told))
    assert bench.told[0]
    bench.plug()
    await bench.until(lambda: bench.told[-1] == "")
    bench.send(b"5449000000996\r")
    await bench.until(lambda: bool(bench.codes))
    assert bench.codes == ["5449000000996"]
    assert len(bench.told) == 2, "gone and back are told once each"


async def test_one_that_is_not_there_yet_is_told_once_and_used_when_it_comes(bench: Bench) -> None:
    bench.supervisor.start()
    await bench.until(lambda: bool(bench.told))
    bench.plug()
    await bench.until(lambda: bench.told[-1] == "")
    assert len(bench.told) == 2, "gone and there are told once each"


async def test_a_scanner_without_end_marks_is_cut_off_by_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Bench(tmp_path, "?suffix=none")
    made.plug()
    made.supervisor.start()
    await opened(made)
    made.send(b"5449000000996")
    await made.until(lambda: made.codes == ["5449000000996"])
    await made.supervisor.stop()


async def test_good_and_bad_reads_are_answered_where_the_scanner_wants_it(tmp_path: Path) -> None:
    made = Bench(tmp_path, "?good=%06&bad=%15")
    made.plug()
    made.supervisor.start()
    await opened(made)
    made.scanner.answer(good=True)
    made.scanner.answer(good=False)
    assert os.read(made.master, 10) == b"\x06\x15"
    await made.supervisor.stop()
