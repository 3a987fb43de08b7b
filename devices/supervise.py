"""Keeps devices open that speak unasked: opens them, reads them, and opens them again when they are back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from .errors import LinkDown
from .scanning.framing import SILENCE

PAUSE: Final = 0.5
"""Seconds between attempts: what is plugged in again works within one."""


class Watched(Protocol):
    """A device that says something when it likes to."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def silence_after(self) -> bool:
        """Whether a pause means something now."""

    def open(self) -> None:
        """May take a moment; called in a thread. Raises LinkDown."""

    def fileno(self) -> int:
        """What to wait on."""

    def readable(self) -> None:
        """There is something to read. Raises LinkDown when it is gone."""

    def silence(self) -> None:
        """There was nothing to read for a while."""

    def answer(self, *, good: bool) -> None:
        """Say whether what came was good, where it wants to be told; never waits."""

    def close(self) -> None:
        """Let go, without an error."""


class Supervisor:
    """Runs in an event loop; starts no thread but while something is opened."""

    def __init__(self, devices: Iterable[Watched], tell: Callable[[str, str], None]) -> None:
        """`tell` hears (name, trouble) when a device goes, and (name, "") when it is back."""
        self._devices, self._tell = tuple(devices), tell
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins, in the loop that runs."""
        self._tasks = [asyncio.create_task(self._keep(device)) for device in self._devices]

    def answer(self, *, good: bool) -> None:
        """Has them say whether what came was good."""
        for device in self._devices:
            device.answer(good=good)

    async def stop(self) -> None:
        """Closes all."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep(self, device: Watched) -> None:
        trouble = ""
        while True:
            try:
                await asyncio.to_thread(device.open)
                if trouble:
                    self._tell(device.name, "")
                trouble = ""
                await self._listen(device)
            except LinkDown as error:
                if not trouble:
                    self._tell(device.name, error.message)
                trouble = error.message
            finally:
                device.close()
            await asyncio.sleep(PAUSE)

    async def _listen(self, device: Watched) -> None:
        """Reads until the device is gone, then raises LinkDown."""
        loop, descriptor = asyncio.get_running_loop(), device.fileno()
        gone: asyncio.Future[None] = loop.create_future()
        pause: asyncio.TimerHandle | None = None

        def read() -> None:
            nonlocal pause
            if pause is not None:
                pause.cancel()
            try:
                device.readable()
            except LinkDown as error:
                loop.remove_reader(descriptor)
                if not gone.done():
                    gone.set_exception(error)
                return
            pause = loop.call_later(SILENCE, device.silence) if device.silence_after else None

        loop.add_reader(descriptor, read)
        try:
            await gone
        finally:
            loop.remove_reader(descriptor)
            if pause is not None:
                pause.cancel()
