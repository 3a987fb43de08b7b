"""What holds for every command: help with an example that is right, formats, streams, exit codes."""

from __future__ import annotations

import csv
import inspect
import io
import json
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest
import typer.main
from typer.testing import CliRunner

from pos_tui.cli.exit_codes import ExitCode
from pos_tui.cli.main import app
from pos_tui.cli.output import Format

from .conftest import INIT

if TYPE_CHECKING:
    from .conftest import Pos

LISTING = (
    "list",
    "lists",
    "show",
    "find",
    "status",
    "history",
    "movements",
    "value",
    "check",
    "rates",
    "roles",
)
OWN_FORM = {
    "quickkeys show": "writes the TOML file that quickkeys set reads",
    "prices list": "makes or changes a price list",
}
"""Commands that only sound as if they listed, or have a form of their own."""
_FILES = {f"{table} {way}" for table in ("items", "tables", "customers") for way in ("import", "export")}
OTHER_FILES = {"export ledger", *_FILES}
"""Whose --format is that of a file."""
NEEDS_TERMINAL = {"training"}
NEEDS_NO_STORE = {"init", "demo", "restore", "doctor", "man"}
README = Path(__file__).parents[2] / "README.md"


def commands(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """(words, command) of every command there is."""
    command = command or typer.main.get_command(app)
    if not hasattr(command, "commands"):
        yield " ".join(path), command
        return
    for name, inner in command.commands.items():
        yield from commands(inner, (*path, name))


ALL = dict(commands())


def examples(command: Any) -> list[list[str]]:
    """The words after `pos` of each example in a command's help."""
    paragraphs = [each.strip() for each in command.help.split("\n\n")]
    texts = [each.partition(":")[2] for each in paragraphs if each.startswith("Example")]
    found = []
    for part in filter(str.strip, ";".join(texts).split(";")):
        words = shlex.split(" ".join(part.split()))
        start = words.index("pos") + 1
        ends = [place for place, word in enumerate(words) if word in ("|", ">") and place >= start]
        found.append(words[start : min(ends, default=len(words))])
    return found


def options(command: Any) -> dict[str, Any]:
    return {word: each for each in command.params for word in each.opts}


@pytest.mark.parametrize("name", ALL)
def test_help_says_what_it_does_and_has_examples_that_are_right(name: str) -> None:
    command = ALL[name]
    first = command.help.partition("\n")[0]
    assert first.rstrip(":").endswith((".", ";", ",")) or len(first) > 30, first
    assert all(option.help for word, option in options(command).items() if word.startswith("-"))
    assert examples(command), "no example in its help"
    for words in examples(command):
        path = name.split(" ")
        assert words[: len(path)] == path, "the example is of another command"
        context = command.make_context(name, words[len(path) :])
        context.close()


@pytest.mark.parametrize("name", ALL)
def test_what_lists_takes_the_same_formats(name: str) -> None:
    command = ALL[name]
    format = options(command).get("--format")
    kind = get_type_hints(inspect.unwrap(command.callback)).get("format")
    if name.split(" ")[-1] in LISTING and name not in OWN_FORM:
        assert format is not None, "it lists and has no --format"
    if format is not None and name not in OTHER_FILES:
        assert kind is Format
        assert format.default is Format.TABLE
    assert "--json" not in options(command) or name in ("ring", "promotions try"), "--format json instead"


@pytest.mark.parametrize("name", sorted(set(ALL) - NEEDS_NO_STORE))
def test_without_a_store_each_ends_with_a_documented_code_and_says_so_on_stderr(name: str) -> None:
    for words in examples(ALL[name]):
        result = CliRunner().invoke(app, words, prog_name="pos", input="")
        expected = (ExitCode.USAGE,) if name in NEEDS_TERMINAL else (ExitCode.STORE, ExitCode.REFUSED)
        assert result.exit_code in expected, f"{words}: {result.output} {result.exception!r}"
        assert result.stdout == "", words
        assert result.stderr.startswith("pos: "), result.stderr


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_option_ends_with_2_and_leaves_stdout_alone(name: str) -> None:
    result = CliRunner().invoke(app, [*name.split(" "), "--no-such-thing"], prog_name="pos")
    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert "--no-such-thing" in result.stderr


def test_the_readme_has_the_one_table_of_exit_codes() -> None:
    text = README.read_text(encoding="utf-8")
    for code in ExitCode:
        assert f"\n| {code.value} | " in text, code
    assert text.count("| exit code |") == 1


def test_json_is_one_value_and_csv_has_its_head_in_an_empty_shop(shop: Pos) -> None:
    for name in ("items find GUM", "sales list", "tills list", "tenders list", "journal show", "config show"):
        words = name.split(" ")
        text = shop(*words, "--format", "json").stdout
        rows = [json.loads(line) for line in text.splitlines()] if "journal" in name else json.loads(text)
        assert isinstance(rows, list), name
        header = next(csv.reader(io.StringIO(shop(*words, "--format", "csv").stdout)))
        assert len(header) > 1, name


LINES = ("journal show", "journal follow")
"""Whose JSON is a record a line."""
REACHES_OUT = {"labels print"}
"""Whose example names a printer in the network."""
LISTS = [
    name
    for name, command in ALL.items()
    if "--format" in options(command) and name not in OTHER_FILES | REACHES_OUT
]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that has sold, in a folder that each test copies."""
    folder = tmp_path_factory.mktemp("used")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POS_STORE", str(folder / "store"))
        patch.setenv("POS_STATE", str(folder / "state"))
        for words in ([*INIT, "--tax", "zero=0", "--timezone", "Europe/London", "--till", "1"],
                      ["items", "set", "MILK", "name=Milk", "price=1.19", "tax=zero", "cost=0.60", "--new"],
                      ["stock", "receive", "9*MILK"]):  # fmt: skip
            assert CliRunner().invoke(app, words, prog_name="pos").exit_code == 0, words
        sold = "/open 100\n2*MILK\n/cash 5\n/count 102.38\n/z 100\nMILK\n/card\n"
        assert CliRunner().invoke(app, ["ring"], input=sold, prog_name="pos").exit_code == 0
    return folder


@pytest.mark.parametrize("name", LISTS)
def test_json_is_json_and_csv_has_a_head_whatever_is_listed(
    name: str, used: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(used, tmp_path / "shop")
    monkeypatch.setenv("POS_STORE", str(tmp_path / "shop" / "store"))
    monkeypatch.setenv("POS_STATE", str(tmp_path / "shop" / "state"))
    monkeypatch.chdir(tmp_path)
    words = examples(ALL[name])[0]
    if "--format" in words:
        place = words.index("--format")
        del words[place : place + 2]
    told = CliRunner().invoke(app, [*words, "--format", "json"], prog_name="pos", input="")
    allowed = {code.value for code in ExitCode} - {ExitCode.USAGE.value}
    assert told.exit_code in allowed, f"the example is right: {told.output} {told.exception!r}"
    for text in told.stdout.splitlines() if name in LINES else [told.stdout] * bool(told.stdout):
        json.loads(text)
    told = CliRunner().invoke(app, [*words, "--format", "csv"], prog_name="pos", input="")
    rows = list(csv.reader(io.StringIO(told.stdout)))
    assert all(len(row) == len(rows[0]) for row in rows), "as many cells in each row as in the head"
