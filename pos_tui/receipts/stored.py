"""Papers as the journal keeps them: what was printed is read again and never worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from devices.document import Barcode, Block, Cut, Document, Feed, Row, Rule, Style, Text

_BLOCKS: Final[Mapping[str, type[Text | Row | Rule | Feed | Barcode | Cut]]] = {
    "text": Text,
    "row": Row,
    "rule": Rule,
    "feed": Feed,
    "barcode": Barcode,
    "cut": Cut,
}
_NAMES: Final[Mapping[type[Block], str]] = {kind: name for name, kind in _BLOCKS.items()}
_STYLES: Final = ("bold", "wide", "tall")


def to_stored(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The stored form of blocks: each with its name and what is not usual. Raises KeyError for a picture."""
    return [_stored(block) for block in blocks]


def from_stored(paper: Iterable[Mapping[str, Any]], title: str = "") -> Document:
    """The document of a stored form. Raises KeyError, TypeError for what is none."""
    return Document(tuple(map(_block, paper)), title)


def _stored(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = {"block": _NAMES[type(block)]}
    for part in fields(block):
        value = getattr(block, part.name)
        if value == part.default:
            continue
        if isinstance(value, Style):
            value = [style for style in _STYLES if getattr(value, style)]
        found[part.name] = value
    return found


def _block(stored: Mapping[str, Any]) -> Block:
    parts = {name: value for name, value in stored.items() if name != "block"}
    if "style" in parts:
        parts["style"] = Style(**dict.fromkeys(parts["style"], True))
    return _BLOCKS[stored["block"]](**parts)
