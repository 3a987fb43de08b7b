"""A process that sells as fast as it can and says so: `python -m tests.faults.seller FOLDER FIRST [COUNT]`.

Prints `open`, then `ack KEY` after each commit, each with one unbuffered write; closes a segment now and
then.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.faults.shop import open_shop, sell


def main(folder: str, first: str, count: str = "1000000") -> None:
    """Sells from key `first` on."""
    store = open_shop(Path(folder), background=True)
    os.write(1, b"open\n")
    for key in range(int(first), int(first) + int(count)):
        sell(store, key)
        os.write(1, b"ack %d\n" % key)
        if key % 17 == 16:
            store.close_segment()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
