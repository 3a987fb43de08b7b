"""`python -m tests.bench NAME [options]` runs `tests.bench.NAME`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def _names() -> list[str]:
    folder = str(Path(__file__).parent)
    return sorted(found.name for found in pkgutil.iter_modules([folder]) if found.name[0] != "_")


def main(argv: list[str]) -> int:
    """Runs the benchmark named first with the rest of the arguments."""
    if not argv or argv[0] not in _names():
        print(f"usage: python -m tests.bench {{{','.join(_names())}}} [options]", file=sys.stderr)
        return 2
    return int(importlib.import_module(f"tests.bench.{argv[0]}").main(argv[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
