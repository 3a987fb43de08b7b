"""The source: what is said to people goes through `_`, and what a text names is filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("pos_tui", "devices", "data")
SAID_BY = {"Outcome": 1, "say": 0, "refuse": 0, "row": 0, "summary": 2, "edited": 2}
"""Functions and methods that show a text, and which argument it is."""
_LETTERS = re.compile(r"[A-Za-z]{2}")
_NAME = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}")


@cache
def trees() -> dict[str, ast.Module]:
    """Each module's syntax tree by its path."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            found[path.relative_to(ROOT).as_posix()] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """All nodes with the path of their module."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            yield path, node


def called(node: ast.AST) -> str:
    """The name of what is called; nothing where nothing is."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


@cache
def errors() -> frozenset[str]:
    """The classes of our own errors: PosError, DeviceError and what is made from them."""
    bases = {
        node.name: {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
        for _path, node in nodes()
        if isinstance(node, ast.ClassDef)
    }
    known = {"PosError", "DeviceError"}
    while True:
        more = {name for name, above in bases.items() if above & known} - known
        if not more:
            return frozenset(known)
        known |= more


def plain_text(node: ast.expr) -> str:
    """The letters of a text that stands in the source as it is; nothing for any other value."""
    if isinstance(node, ast.IfExp):
        return plain_text(node.body) + plain_text(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(plain_text, node.values))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_the_errors_are_found() -> None:
    assert {"Refused", "InvalidValue", "StoreError", "LinkDown", "NameTaken"} <= errors()


def test_what_is_said_goes_through_the_catalogue() -> None:
    outside = []
    for path, node in nodes():
        name = called(node)
        place = 0 if name in errors() else SAID_BY.get(name, -1)
        if isinstance(node, ast.Call) and 0 <= place < len(node.args):
            text = plain_text(node.args[place]).removeprefix("pos: ")
            if _LETTERS.search(text):
                outside.append(f"{path} line {node.lineno}: {text!r} is not in _()")
    assert outside == []


def test_each_name_in_a_text_is_filled_in() -> None:
    wrong = []
    for path, node in nodes():
        if not isinstance(node, ast.Call) or called(node) not in ("_", "ngettext"):
            continue
        given = {word.arg for word in node.keywords}
        if None in given or not node.args:
            continue  # values from elsewhere
        texts = node.args[: 1 if called(node) == "_" else 2]
        for text in texts:
            names = set(_NAME.findall(plain_text(text))) - (
                {"count"} if called(node) == "ngettext" else set()
            )
            if isinstance(text, ast.JoinedStr) or (plain_text(text) and not names <= given):
                wrong.append(f"{path} line {node.lineno}: {ast.unparse(node)[:80]}")
        if plain_text(texts[-1]) and given - set(_NAME.findall("".join(map(plain_text, texts)))):
            wrong.append(f"{path} line {node.lineno}: what is given is not said")
    assert wrong == []


def test_where_texts_are_said_nothing_else_has_the_name() -> None:
    """Python would take `_` for a variable in the whole function."""
    wrong = [
        f"{path} line {node.lineno}"
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if "_" in set(_assigned(node)) and any(called(part) == "_" for part in ast.walk(node))
    ]
    assert wrong == []


def _assigned(node: ast.AST) -> Iterator[str]:
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        elif isinstance(part, ast.arg):
            yield part.arg
        if not isinstance(part, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda):
            yield from _assigned(part)


def test_no_text_is_said_while_a_module_is_imported() -> None:
    """The language is not chosen yet: N_ marks such a text, and what shows it says it."""

    def at_import(node: ast.AST) -> Iterator[int]:
        for part in ast.iter_child_nodes(node):
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            if isinstance(part, ast.Call) and called(part) in ("_", "ngettext"):
                yield part.lineno
            yield from at_import(part)

    assert [f"{path} line {line}" for path, tree in trees().items() for line in at_import(tree)] == []
