"""The shop's quick keys, for the commands: read from a TOML file, and written as one."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.quick import QuickPage, numbered, parse_pages
from pos_tui.core.words import _
from pos_tui.services.quick_keys import KEY, pages

if TYPE_CHECKING:
    from .front import Shopfront


def as_toml(front: Shopfront) -> str:
    """The quick keys as the file that sets them."""
    return "\n".join(_toml(pages(front.store)))


def _toml(shown: tuple[QuickPage, ...]) -> Iterator[str]:
    for page in shown:
        yield "[[page]]"
        yield f"name = {json.dumps(page.name)}"
        yield "keys = ["
        for key in page.keys:
            code = json.dumps(key.code)
            yield f"  {{ code = {code}, label = {json.dumps(key.label)} }}," if key.label else f"  {code},"
        yield "]\n"


def set_from(front: Shopfront, file: Path) -> list[str]:
    """Sets the quick keys from a TOML file of [[page]] tables; returns codes in it that no item has.

    Raises InvalidValue: it is none, or says something else. Refused: it cannot be read.
    """
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Refused(
            _("{file} cannot be read: {error}", file=file, error=error.strerror or error)
        ) from error
    except ValueError as error:
        raise InvalidValue(_("{file} is no TOML: {error}", file=file, error=error)) from error
    found = parse_pages(content.get("page", []))
    document = {"v": 1, "key": KEY, "pages": [page.to_document() for page in found]}
    with front.store.transaction(operator=front.operator) as tx:
        before = tx.find("settings", "key", KEY)
        if before is None:
            tx.insert("settings", document)
        elif before != document:
            tx.put("settings", before.doc_id, document)
    return [key.code for _number, key in numbered(found) if not front.catalogue.by_code(key.code)]
