"""What a crash may leave after the last record: cut, blanked, mixed with what was there, damaged."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

from data.errors import StoreDamaged, StoreError
from data.journal import segment_path
from tests.faults.shop import Oracle, make_shop, open_shop, sell


class Tail:
    """A shop with some sales, and the bytes of its active segment with the last sale's place in them."""

    def __init__(self, folder: Path, sales: int = 4) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self.shop = folder / "shop"
        store = make_shop(self.shop)
        for key in range(sales - 1):
            sell(store, key)
        self.start = store.storage.core.journal.end
        self.head_before = (self.shop / "head").read_bytes()
        sell(store, sales - 1)
        self.end = store.storage.core.journal.end
        store.close()
        self.sales = sales
        self.path = segment_path(self.shop, 1)
        self.good = self.path.read_bytes()
        self.head_after = (self.shop / "head").read_bytes()
        self.state = {path: path.read_bytes() for path in (folder / "state").rglob("*.json")}

    def put(self, content: bytes, head: bytes) -> None:
        """Makes the segment and the head so, and the rest as it was."""
        self.path.write_bytes(content)
        (self.shop / "head").write_bytes(head)
        for path, remembered in self.state.items():
            path.write_bytes(remembered)

    def violations(self, *, last: bool | None) -> list[str]:
        """Opens, looks, sells on, opens and looks again. `last`: the last sale must be there, must not be,
        may be."""
        oracle = Oracle(acknowledged=set(range(self.sales if last else self.sales - 1)))
        if last is False:
            oracle.refused.add(self.sales - 1)
        found = oracle.violations(self.shop)
        if not found:
            with contextlib.closing(open_shop(self.shop)) as store:
                for key in range(100, 103):
                    oracle.sell(store, key)
            if len(oracle.acknowledged) < 3 + self.sales - 1:
                found.append("does not sell any more")
            found += oracle.violations(self.shop)
        return found

    def refuses(self) -> bool:
        """Opening is refused as damage."""
        try:
            open_shop(self.shop).close()
        except StoreDamaged:
            return True
        except StoreError as error:
            raise AssertionError(f"another refusal: {error.message}") from error
        return False


def cut_violations(tail: Tail, keep: int, *, blanked: bool) -> list[str]:
    """The last record was written up to `keep` of its bytes; nobody was told. It was cut, or stands in
    padding."""
    rest = b"\n" * (len(tail.good) - tail.start - keep) if blanked else b""
    tail.put(tail.good[: tail.start + keep] + rest, tail.head_before)
    # All but the line feed is a whole record with its own end mark: it may be adopted or set aside.
    return tail.violations(last=False if keep < tail.end - tail.start - 1 else None)


def sector_violations(tail: Tail, chosen: int) -> list[str]:
    """Of the 512-byte sectors of the last record those in the bit mask `chosen` reached the disk."""
    content = bytearray(tail.good)
    first = tail.start // 512
    count = (tail.end - 1) // 512 - first + 1
    for number in range(count):
        if not chosen >> number & 1:
            begin = max(tail.start, (first + number) * 512)
            stop = min(tail.end, (first + number + 1) * 512)
            content[begin:stop] = b"\n" * (stop - begin)
    tail.put(bytes(content), tail.head_before)
    whole = chosen & (1 << count) - 1 == (1 << count) - 1
    return tail.violations(last=whole)


def sectors_of(tail: Tail) -> int:
    """How many sectors the last record touches."""
    return (tail.end - 1) // 512 - tail.start // 512 + 1


def flip(tail: Tail, position: int, bit: int) -> bytes:
    """The segment with one bit the other way round."""
    content = bytearray(tail.good)
    content[position] ^= 1 << bit
    return bytes(content)


def residue_violations(folder: Path, seed: int) -> list[str]:
    """A torn tail with newlines inside it, then sales that are shorter than it."""
    tail = Tail(folder)
    chance = random.Random(seed)
    rubbish = bytes(chance.choice(b'{}"h:01abc\n') for _ in range(900))
    content = bytearray(tail.good)
    content[tail.end : tail.end + len(rubbish)] = rubbish
    tail.put(bytes(content), tail.head_after)
    return tail.violations(last=True)
