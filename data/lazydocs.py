"""The documents of a table as a snapshot has them: bytes, until somebody wants one.

A catalogue of 50,000 items is mostly never looked at in a day. Kept as the bytes of the snapshot it is
quicker to open and takes a fraction of the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from data.codec import Doc

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_held = dict.__getitem__


class LazyDocs(dict[int, Doc]):
    """A dict of documents some of which are `msgspec.Raw` still; whoever reads one gets a document.

    What was decoded once is kept beside, with the bytes it came from: a reader may be slower than a commit
    that replaces the document, and must not put the old one back.
    """

    __slots__ = ("_read",)

    def __init__(self, pairs: Iterable[tuple[int, Any]]) -> None:
        super().__init__(pairs)
        self._read: dict[int, tuple[msgspec.Raw, Doc]] = {}

    def __getitem__(self, doc_id: int) -> Doc:
        value: Any = _held(self, doc_id)
        return self._decoded(doc_id, value) if type(value) is msgspec.Raw else value

    def get(self, doc_id: int, default: Any = None) -> Any:
        """The document with an id."""
        value = dict.get(self, doc_id, default)
        return self._decoded(doc_id, value) if type(value) is msgspec.Raw else value

    def _decoded(self, doc_id: int, raw: msgspec.Raw) -> Doc:
        read = self._read.get(doc_id)
        if read is None or read[0] is not raw:
            read = self._read[doc_id] = (raw, _decode(raw))
        return read[1]

    def settled(self, doc_id: int) -> Doc:
        """As `[doc_id]`, keeping the document in the place of its bytes: for a writer, who alone replaces
        documents.

        Raises:
            KeyError: there is none.
        """
        value: Any = _held(self, doc_id)
        if type(value) is msgspec.Raw:
            read = self._read.pop(doc_id, None)
            value = self[doc_id] = _decode(value) if read is None else read[1]
        return value  # type: ignore[no-any-return]

    def pop(self, doc_id: int, default: Any = None) -> Any:
        """Removes a document and returns it."""
        value = dict.pop(self, doc_id, default)
        return _decode(value) if type(value) is msgspec.Raw else value

    def items(self) -> Iterator[tuple[int, Doc]]:  # type: ignore[override]
        """Ids and documents of one moment; what is decoded for this is not kept."""
        pairs: list[tuple[int, Any]] = list(dict.items(self))
        for doc_id, value in pairs:
            yield doc_id, _decode(value) if type(value) is msgspec.Raw else value

    def values(self) -> Iterator[Doc]:  # type: ignore[override]
        """The documents of one moment."""
        return (document for _, document in self.items())

    def parts(self, decode: Callable[[msgspec.Raw], Doc]) -> Iterator[tuple[int, Doc]]:
        """As `items`, with a decoder that takes only some fields."""
        pairs: list[tuple[int, Any]] = list(dict.items(self))
        for doc_id, value in pairs:
            yield doc_id, decode(value) if type(value) is msgspec.Raw else value

    def column(self, field: str) -> Iterator[tuple[int, Any]]:
        """Ids and what each document has in a field, None where it has none."""
        kind = msgspec.defstruct("Column", [("value", Any, None)], rename={"value": field}, gc=False)
        decode: Any = msgspec.json.Decoder(kind).decode
        pairs: list[tuple[int, Any]] = list(dict.items(self))
        for doc_id, value in pairs:
            yield doc_id, decode(value).value if type(value) is msgspec.Raw else value.get(field)


def moment_of(docs: dict[int, Doc]) -> Iterable[tuple[int, Doc]]:
    """Ids and documents of a table at this moment, whatever is committed while they are looked at."""
    return docs.items() if isinstance(docs, LazyDocs) else list(docs.items())


def part_decoder(fields: Iterable[str]) -> Callable[[msgspec.Raw], Doc]:
    """A decoder of documents that skips all other fields."""
    names = [f"f{number}" for number, _ in enumerate(fields)]
    wanted = dict(zip(names, fields, strict=True))
    kind = msgspec.defstruct("Part", [(name, Any, None) for name in names], rename=wanted)
    decode = msgspec.json.Decoder(kind).decode
    pairs = list(wanted.items())

    def part(raw: msgspec.Raw) -> Doc:
        found = decode(raw)
        return {field: getattr(found, name) for name, field in pairs}

    return part
