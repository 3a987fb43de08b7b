"""Catalogues: the template is that of the source, and the right language is spoken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from pos_tui import locale
from pos_tui.core.words import _, install, ngettext
from pos_tui.register.commands import COMMANDS, named
from pos_tui.settings import KEYS
from pos_tui.words import __main__
from pos_tui.words.__main__ import HERE, is_said, update

from .pseudo import LANGUAGE, pseudo

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


def test_the_template_has_all_texts_of_the_source(texts: Catalog) -> None:
    with (HERE / "pos.pot").open("rb") as file:
        stored = {message.id for message in read_po(file) if message.id}
    found = {message.id for message in texts if message.id}
    assert found - stored == set(), "run python -m pos_tui.words"
    assert stored - found == set(), "run python -m pos_tui.words"


def test_texts_that_stand_in_no_call_are_found(texts: Catalog) -> None:
    found = {message.id for message in texts}
    for command in COMMANDS:
        assert {f"/{command.word}", command.help(), command.group} <= found
        assert {command.label, command.usage} - {""} <= found
    assert {key.help for key in KEYS.values()} <= found


def test_update_keeps_what_was_translated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], texts: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(__main__, "template", lambda: texts)
    place = tmp_path / "de" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "pos.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "undone"\nmsgstr "zurück"\n\nmsgid "gone"\nmsgstr "x"\n'
    )
    update(tmp_path)
    assert capsys.readouterr().out == f"de: {len(texts) - 1} texts are missing\n"
    text = (place / "pos.po").read_text(encoding="utf-8")
    assert 'msgstr "zurück"' in text and 'msgid "gone"' not in text
    assert (place / "pos.mo").stat().st_size and (tmp_path / "pos.pot").read_bytes().startswith(b"#: ")


def test_every_language_that_is_here_is_whole(texts: Catalog) -> None:
    """A half translated till is worse than one in English."""
    for path in HERE.glob("*/LC_MESSAGES/pos.po"):
        with path.open("rb") as file:
            catalog = read_po(file)
        found = {message.id for message in catalog if message.id and is_said(message)}
        assert {message.id for message in texts if message.id} <= found, path
        with path.with_suffix(".mo").open("rb") as file:
            compiled = {message.id: message.string for message in read_mo(file)}
        assert {m.id: m.string for m in catalog if m.id}.items() <= compiled.items(), path


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, ""),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "de_AT.UTF-8"}, "de_AT.UTF-8"),
        ({"LANG": "de_AT.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr_FR"),
        ({"LANG": "de_AT.UTF-8", "LC_MESSAGES": "fr_FR", "LC_ALL": "POSIX"}, ""),
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": "it:en"}, "it:en"),
        ({"LANG": "C", "LANGUAGE": "it"}, ""),
    ],
)
def test_the_language_of_an_environment(environ: dict[str, str], language: str) -> None:
    assert locale.language_of(environ) == language


@pytest.mark.parametrize(
    ("language", "found"),
    [
        (LANGUAGE, True), (f"{LANGUAGE}_XX.UTF-8", True), (f"xx:{LANGUAGE}", True), (f"{LANGUAGE}:en", True),
        (f"en:{LANGUAGE}", False), ("en_GB", False), ("xx", False), ("", False), ("../..", False),
    ],
)  # fmt: skip
def test_which_catalogue_is_taken(spoken: Path, language: str, found: bool) -> None:
    assert (locale.catalogue(language) is not None) == found


def test_a_language_is_spoken_until_another_is(spoken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _("there is no line #{number}", number=3) == pseudo("there is no line #{number}").format(number=3)
    assert ngettext("1 line", "{count} lines", 1) == pseudo("1 line")
    assert ngettext("1 line", "{count} lines", 2) == pseudo("{count} lines").format(count=2)
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    locale.speak()
    assert _("undone") == "undone"
    monkeypatch.setenv("LANG", f"{LANGUAGE}_XX.UTF-8")
    locale.speak()
    assert _("undone") == pseudo("undone")
    locale.speak("en")
    assert _("undone") == "undone"


def test_command_words_of_the_language_work_and_the_english_ones_too(spoken: Path) -> None:
    for command in COMMANDS:
        assert command.said_word() != command.word
        assert named(command.said_word().casefold()) is command
        assert named(command.word) is command
    install()
    assert named(pseudo("/pay").removeprefix("/")) is None


def test_dates_are_those_of_the_locale() -> None:
    from datetime import datetime

    when = datetime(2026, 11, 23, 14, 5)
    assert locale.formats("en_GB").day_and_time(when) == "Mon 23 Nov 14:05"
    assert locale.formats("en").day_and_time(when, weekday=False) == "23 Nov 14:05"
    assert locale.formats("de_AT").day_and_time(when) == "Mo., 23. Nov. 14:05"
    assert locale.formats("zh_CN").day_and_time(when, weekday=False) == "11月23日 14:05"
    assert locale.formats("xx").day_and_time(when) == "Mon 23 Nov 14:05"


def test_english_costs_no_library(tmp_path: Path) -> None:
    """A till that opens in English has imported neither gettext nor Babel by the time its screen starts."""
    code = (
        "import sys, types\n"
        "seen = []\n"
        "app = types.ModuleType('pos_tui.app')\n"
        "late = ('gettext', 'babel')\n"
        "app.run_till = lambda register, front: seen.extend(m for m in late if m in sys.modules)\n"
        "sys.modules['pos_tui.app'] = app\n"
        "sys.stdin.isatty = sys.stdout.isatty = lambda: True\n"
        "from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax\n"
        "from pathlib import Path\n"
        f"place = Path({str(tmp_path)!r})\n"
        "create_shop(place / 'store', ShopSetup('S', 'GBP', 'inclusive', (parse_tax('s=20'),)),"
        " state=place / 'state')\n"
        "from pos_tui.__main__ import main\n"
        "sys.argv = ['pos', '--store', str(place / 'store')]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print(seen)"
    )
    environ = {"POS_STATE": str(tmp_path / "state"), "LANG": "en_GB.UTF-8", "TERM": "linux"}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environ, capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\n", done.stderr
