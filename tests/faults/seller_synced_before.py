"""The seller with a fault built in: sync before write."""

from __future__ import annotations

import sys

from tests.faults.mutants import mutant
from tests.faults.seller import main

if __name__ == "__main__":
    with mutant("sync before write"):
        main(*sys.argv[1:])
