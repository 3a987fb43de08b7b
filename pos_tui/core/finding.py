"""One thing that was found when a shop was looked over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    """As it should be."""
    NOTE = "note"
    """Worth knowing; nothing has to be done."""
    DO = "do"
    """Something is to be done."""
    BAD = "bad"
    """The store is damaged or cannot be used."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in words, and what to do about it."""

    area: str
    """What it is about: store, disk, clock, devices, versions, backups, files, terminals."""
    level: Level
    text: str
    do: str = ""
    """What to do; empty where nothing has to be done."""
