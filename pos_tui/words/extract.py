"""Finding texts in the source: those in `_()`, and those that are known by where they stand.

Help, labels and words of commands are class attributes and docstrings, and settings have their help in a
table; they are said through `_` when they are shown, so no call in the source has them as a text.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from inspect import cleandoc
from typing import IO, Any

from babel.messages.extract import extract_python

Found = tuple[Any, ...]
"""Line, function, text or texts, and comments for translators: what Babel asks of an extractor."""
_SAID = ("label", "usage", "group")
_SAYING = ("_", "ngettext")
_KEY_HELP = 2
"""The place of a setting's help in a call of `Key`."""


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[Found]:
    """All texts of a Python source, as Babel's extraction methods yield them."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.ClassDef):
            yield from _of_command(node)
        elif isinstance(node, ast.JoinedStr):
            yield from _inside(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Key":
            text = node.args[_KEY_HELP] if len(node.args) > _KEY_HELP else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.lineno, "_", text.value, []


def _inside(text: ast.JoinedStr) -> Iterator[Found]:
    """Texts said within a formatted one, which Babel does not look into before Python 3.12."""
    for node in ast.walk(text):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = (part.value for part in node.args if isinstance(part, ast.Constant))
        said = tuple(part for part in texts if isinstance(part, str))
        if node.func.id in _SAYING and said:
            yield node.lineno, node.func.id, said if len(said) > 1 else said[0], []


def _of_command(node: ast.ClassDef) -> Iterator[Found]:
    """Help, word, usage, label and group of a class that is a command; nothing of any other."""
    texts = {
        part.targets[0].id: part.value.value
        for part in node.body
        if isinstance(part, ast.Assign)
        and isinstance(part.targets[0], ast.Name)
        and isinstance(part.value, ast.Constant)
        and isinstance(part.value.value, str)
    }
    word, help = texts.get("word"), ast.get_docstring(node, clean=False)
    if word is None or help is None:
        return
    yield node.lineno, "_", cleandoc(help), []
    yield node.lineno, "_", f"/{word}", ["a command's word, without spaces; the English one works, too"]
    for name in _SAID:
        if texts.get(name):
            yield node.lineno, "_", texts[name], []
