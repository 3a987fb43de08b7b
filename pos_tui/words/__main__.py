"""`python -m pos_tui.words`: texts of the source into the template, the languages merged and compiled."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCES = ("pos_tui", "devices", "data")
DOMAIN = "pos"
TAG = "Translators:"


def template(root: Path = ROOT) -> Catalog:
    """All texts of the source; without dates and line numbers, as those change with every edit."""
    catalog = Catalog(project="pos-tui", version="", charset="utf-8", fuzzy=False)
    for package in SOURCES:
        for path in sorted((root / package).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            method = "pos_tui.words.extract:extract"
            for _line, texts, comments, _context in extract_from_file(
                method, path, DEFAULT_KEYWORDS, [TAG], strip_comment_tags=True
            ):
                catalog.add(texts, locations=[(name, 1)], auto_comments=comments)
    return catalog


def write_template(path: Path, catalog: Catalog) -> None:
    """Writes a catalogue without translations, sorted, so that two branches seldom touch the same place."""
    with path.open("wb") as file:
        write_po(file, catalog, width=100, omit_header=True, sort_output=True, include_lineno=False)


def is_said(message: Message) -> bool:
    """Whether a text is translated, in all its forms."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms) and not message.fuzzy


def update(folder: Path = HERE) -> None:
    """Brings template and languages up to date with the source."""
    catalog = template()
    write_template(folder / f"{DOMAIN}.pot", catalog)
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with path.open("rb") as file:
            language = read_po(file, locale=path.parents[1].name)
        language.update(catalog, no_fuzzy_matching=True)
        with path.open("wb") as file:
            write_po(file, language, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, language)
        missing = sum(not is_said(message) for message in language if message.id)
        sys.stdout.write(f"{path.parents[1].name}: {missing} texts are missing\n")


if __name__ == "__main__":
    update()
