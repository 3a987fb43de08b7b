"""The seller with a fault built in: no sync."""

from __future__ import annotations

import sys

from tests.faults.mutants import mutant
from tests.faults.seller import main

if __name__ == "__main__":
    with mutant("no sync"):
        main(*sys.argv[1:])
