"""The import table of the design (section 3), read from the sources and seen at run time."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = ("pos_tui", "devices", "data")


@dataclass(frozen=True)
class Layer:
    """What the modules below some names may import besides the standard library."""

    modules: tuple[str, ...]
    always: tuple[str, ...]
    """At any place."""
    late: tuple[str, ...] = ()
    """Inside functions only."""


CORE = ("pos_tui.core",)
SCREEN = (
    "pos_tui.app",
    "pos_tui.screens",
    "pos_tui.widgets",
    "pos_tui.styles",
    "pos_tui.terminal",
    "pos_tui.firststart",
    "pos_tui.dashboard",
)
LAYERS = (
    Layer(CORE, CORE),
    Layer(("pos_tui.services",), ("pos_tui.core", "pos_tui.services")),
    Layer(("pos_tui.register",), ("pos_tui.core", "pos_tui.services", "pos_tui.register")),
    Layer(("pos_tui.wizard",), ("pos_tui.core", "pos_tui.wizard"), ("babel",)),
    Layer(("pos_tui.receipts",), ("pos_tui.core", "pos_tui.receipts", "pos_tui.locale", "devices.document")),
    Layer(("pos_tui.locale",), ("pos_tui.core",), ("babel",)),
    Layer(("pos_tui.words",), ("pos_tui.words", "babel")),  # no program imports it
    Layer(
        ("pos_tui.settings",),
        ("pos_tui.core", "pos_tui.settings"),
        ("tomlkit", "devices", "pos_tui.register"),
    ),
    Layer(
        ("devices.escpos.pictures", "devices.escpos.drawing"),
        ("devices", "barcode", "escpos", "PIL", "qrcode"),
    ),  # itself imported late
    Layer(("devices",), ("devices",), ("escpos", "serial", "usb", "PIL", "evdev")),
    Layer(
        ("data",),
        ("data", "pos_tui.core", "tinydb", "msgspec"),
        ("rapidfuzz", "platformdirs", "cryptography", "argon2"),
    ),
    Layer(
        SCREEN,
        (
            *SCREEN,
            "pos_tui.register",
            "pos_tui.services",
            "pos_tui.core",
            "pos_tui.locale",
            "pos_tui.receipts",
            "pos_tui.wizard",
            "devices.document",
            "textual",
            "rich",
        ),
    ),
    Layer(("pos_tui.bootstrap",), ("pos_tui", "devices", "data"), ("biip",)),
    Layer(
        ("pos_tui.__main__",), (), ("pos_tui.terminal.early", "pos_tui.cli", "pos_tui.core", "pos_tui.locale")
    ),
    Layer(
        ("pos_tui.cli",),
        (
            "pos_tui.cli",
            "pos_tui.terminal.early",
            "pos_tui.settings",
            "pos_tui.bootstrap",
            "pos_tui.register",
            "pos_tui.wizard",
            "pos_tui.core",
            "pos_tui.locale",
            "typer",
            "msgspec",
        ),
        ("rich", "babel", "pos_tui.app", "pos_tui.dashboard", "pos_tui.firststart"),
    ),
)
NEVER = {
    "pos_tui.bootstrap": (
        "pos_tui.app",
        "pos_tui.screens",
        "pos_tui.widgets",
        "pos_tui.terminal",
        "pos_tui.cli",
    ),
}


@dataclass(frozen=True)
class Import:
    """One module that another imports."""

    module: str
    name: str
    late: bool
    line: int


def modules() -> Iterator[tuple[str, Path]]:
    """The name and file of each module that is installed."""
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


@cache
def known_modules() -> frozenset[str]:
    """The names of all of them."""
    return frozenset(name for name, _ in modules())


def imports(module: str, path: Path) -> Iterator[Import]:
    """What a module imports; what only type checkers see is left out."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    yield from _imports_in(ast.parse(path.read_text(encoding="utf-8")), module, package, late=False)


def _imports_in(node: ast.AST, module: str, package: str, *, late: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(module, alias.name, late, child.lineno)
        elif isinstance(child, ast.ImportFrom):
            base = (
                ".".join(package.split(".")[: len(package.split(".")) - child.level + 1])
                if child.level
                else ""
            )
            source = ".".join(filter(None, (base, child.module)))
            for alias in child.names:
                whole = f"{source}.{alias.name}"
                yield Import(module, whole if whole in known_modules() else source, late, child.lineno)
        else:
            inside = late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports_in(child, module, package, late=inside)


def below(name: str, roots: tuple[str, ...]) -> bool:
    """Whether a module is one of these or inside one."""
    return any(name == root or name.startswith(f"{root}.") for root in roots)


def layer_of(module: str) -> Layer:
    """The layer a module belongs to."""
    return next(layer for layer in LAYERS if below(module, layer.modules))


def allowed(found: Import) -> bool:
    """Whether the table has this import."""
    layer = layer_of(found.module)
    if found.name.split(".")[0] in sys.stdlib_module_names:
        return True
    if any(below(found.module, (who,)) and below(found.name, what) for who, what in NEVER.items()):
        return False
    if found.name == "pos_tui":
        return True  # the version
    return below(found.name, layer.always) or (found.late and below(found.name, layer.late))


def test_every_module_has_a_layer() -> None:
    empty = {"pos_tui"}
    assert [
        name for name in known_modules() - empty if not any(below(name, la.modules) for la in LAYERS)
    ] == []


def test_modules_import_what_the_table_says() -> None:
    wrong = [
        f"{found.module} line {found.line} imports {found.name}{' late' if found.late else ''}"
        for name, path in modules()
        if name != "pos_tui"
        for found in imports(name, path)
        if not allowed(found)
    ]
    assert wrong == []


def test_nothing_imports_in_a_circle() -> None:
    pages = ("pos_tui.screens",)  # which lead to one another and back
    graph = {
        name: {found.name for found in imports(name, path)} & known_modules() - {name, "pos_tui"}
        for name, path in modules()
        if not below(name, pages)
    }
    circle: list[str] = []
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert circle == []


def test_the_core_has_no_clock_no_chance_and_no_voice() -> None:
    banned = {"print", "input", "open", "now", "utcnow", "today"}
    wrong = []
    for name, path in modules():
        if below(name, CORE):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = (
                        node.func.attr
                        if isinstance(node.func, ast.Attribute)
                        else getattr(node.func, "id", "")
                    )
                    if called in banned:
                        wrong.append(f"{name} line {node.lineno} calls {called}")
            wrong += [
                f"{name} imports {i.name}" for i in imports(name, path) if i.name in ("random", "time", "os")
            ]
    assert wrong == []


@pytest.mark.parametrize(
    ("package", "never"),
    [
        (
            "pos_tui.core",
            ("pos_tui.services", "data", "devices", "textual", "rich", "msgspec", "tinydb", "typer"),
        ),
        ("pos_tui.register.register", ("data", "devices", "textual", "rich", "typer", "tinydb", "msgspec")),
        ("pos_tui.receipts.receipt", ("data", "textual", "rich", "escpos", "serial", "babel")),
        ("devices.printing", ("pos_tui", "data", "textual", "escpos", "serial", "PIL")),
        (
            "data.store",
            ("devices", "pos_tui.services", "pos_tui.register", "textual", "rapidfuzz", "platformdirs"),
        ),
        ("pos_tui.settings", ("tomlkit", "devices", "data", "textual")),
        ("pos_tui.bootstrap", ("textual", "typer", "rich", "babel", "escpos", "tomlkit", "pos_tui.register")),
        ("pos_tui.bootstrap.till", ("textual", "typer", "rich", "babel", "escpos", "tomlkit")),
        (
            "pos_tui.cli.main",
            (
                "textual",
                "rich",
                "babel",
                "tomlkit",
                "escpos",
                "data",
                "pos_tui.app",
                "tinydb",
                "pos_tui.cli.stock",
            ),
        ),
        ("pos_tui.wizard.engine", ("babel", "data", "devices", "textual", "rich", "typer")),
        ("pos_tui.app", ("tinydb", "data", "serial", "escpos", "typer")),
    ],
)
def test_importing_loads_nothing_it_should_not(package: str, never: tuple[str, ...]) -> None:
    code = (
        f"import importlib, pkgutil, sys\nmodule = importlib.import_module({package!r})\n"
        "for found in pkgutil.walk_packages(getattr(module, '__path__', ()), module.__name__ + '.')"
        " if module.__name__ == 'pos_tui.core' else ():\n    importlib.import_module(found.name)\n"
        f"print([name for name in {never!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stdout + done.stderr


@pytest.mark.parametrize("words", [["report", "sales"], ["ring"], ["sales", "list"], ["journal", "verify"]])
def test_commands_without_a_screen_load_no_textual(tmp_path: Path, words: list[str]) -> None:
    from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax

    setup = ShopSetup("Corner", "GBP", "inclusive", (parse_tax("standard=20"),))
    create_shop(tmp_path / "store", setup, state=tmp_path / "state")
    code = (
        "import sys\nfrom pos_tui.__main__ import main\n"
        f"sys.argv = ['pos', '--store', {str(tmp_path / 'store')!r}, *{words!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "unwanted = ('textual', 'rich', 'babel', 'escpos', 'rapidfuzz', 'tomlkit')\n"
        "print([name for name in unwanted if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"POS_STATE": str(tmp_path / "state")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "[]\n"
