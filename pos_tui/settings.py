"""What a shop can set: defaults, under `config.toml` in the store, under the environment, under flags.

A key is dotted (`limits.quantity`), its variable in the environment is POS_LIMITS_QUANTITY. Amounts of money
are decimal text in major units. A wrong key or value is refused, and the message names the nearest right one.
"""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from .core.errors import InvalidValue, StoreError
from .core.money import decimal, plain

FILE: Final = "config.toml"
PREFIX: Final = "POS_"
_MOST: Final = 10**9
_TRUE: Final = ("true", "yes", "on", "1")
_FALSE: Final = ("false", "no", "off", "0")
_LINES: Final = 20
_LINE_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; `KEYS` says what each of them means."""

    limits_quantity: Decimal = Decimal(999)
    limits_weight: Decimal = Decimal(30)
    limits_price: Decimal = Decimal(1_000_000)
    limits_tender: Decimal = Decimal(10_000)
    tax_rounding: str = "sale"
    scan_merge: bool = False
    scan_masks: tuple[str, ...] = ()
    entry_minor: bool = False
    cash_rounding_mode: str = "half_up"
    cash_paid_out_mode: str = ""
    day_cutoff: str = "00:00"
    printer: str = ""
    printer_columns: int = 42
    shop_header: tuple[str, ...] = ()
    shop_footer: tuple[str, ...] = ()
    locale: str = "en"
    theme: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each value that is not a default came from, by key."""

    @property
    def cutoff_minutes(self) -> int:
        """Minutes after midnight at which a business day begins."""
        hours, _, minutes = self.day_cutoff.partition(":")
        return 60 * int(hours) + int(minutes)

    def get(self, key: str) -> Any:
        """The value of a key. Raises InvalidValue for a key there is none of."""
        return getattr(self, known(key).name)

    def text(self, key: str) -> str:
        """The value of a key as `config set` takes it; of several lines, one a line."""
        return as_text(self.get(key))


def as_text(value: object) -> str:
    """A setting's value as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return plain(value) if isinstance(value, Decimal) else str(value)


# What a value may be: each takes what TOML or a text says and returns the value, or raises InvalidValue.


def _text_of(raw: object, what: str) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise InvalidValue(f"{what} is expected, not {as_text(raw)[:40]!r}")
    return str(raw).strip()


def _number(least: str = "0.001", most: int = _MOST, decimals: int = 3) -> Callable[[object], Decimal]:
    def parse(raw: object) -> Decimal:
        value = decimal(_text_of(raw, "a number"), "number", decimals=decimals)
        if not Decimal(least) <= value <= most:
            raise InvalidValue(f"{plain(value)} is not between {least} and {most}")
        return value

    return parse


def _whole(least: int, most: int) -> Callable[[object], int]:
    def parse(raw: object) -> int:
        return int(_number(str(least), most, decimals=0)(raw))

    return parse


def _one_of(*words: str) -> Callable[[object], str]:
    def parse(raw: object) -> str:
        word = _text_of(raw, "a word").lower()
        if word not in words:
            known_words = ", ".join(filter(None, words))
            raise InvalidValue(f"'{word[:40]}' is not one of {known_words}{near(word, words)}")
        return word

    return parse


def _switch(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = _text_of(raw, "true or false").lower()
    if word not in (*_TRUE, *_FALSE):
        raise InvalidValue(f"'{word[:40]}' is neither true nor false{near(word, (*_TRUE, *_FALSE))}")
    return word in _TRUE


def _listed(raw: object) -> list[str]:
    parts = raw if isinstance(raw, list) else _text_of(raw, "text").split("\n")
    return [_text_of(part, "text") for part in parts]


def _masks(raw: object) -> tuple[str, ...]:
    from .core.barcode import Mask

    words = [word for line in _listed(raw) for word in re.split(r"[,\s]+", line) if word]
    for word in words:
        Mask.parse(word)
    return tuple(word.upper() for word in words)


def _paper_lines(raw: object) -> tuple[str, ...]:
    lines = _listed(raw)
    if lines == [""]:
        return ()
    if len(lines) > _LINES:
        raise InvalidValue(f"{len(lines)} lines are too many: {_LINES} fit a receipt")
    for line in lines:
        if len(line) > _LINE_LENGTH or any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in line):
            raise InvalidValue(f"a line has at most {_LINE_LENGTH} characters, and no control characters")
    return tuple(lines)


def _time_of_day(raw: object) -> str:
    text = _text_of(raw, "a time such as 04:00")
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
        raise InvalidValue(f"'{text[:40]}' is not a time of day, such as 04:00")
    return text


def _word(raw: object) -> str:
    text = _text_of(raw, "a word")
    if not re.fullmatch(r"[A-Za-z0-9_.@-]{0,40}", text, re.ASCII):
        raise InvalidValue(f"'{text[:40]}' is not a word of letters, digits and hyphens")
    return text


def _printer(raw: object) -> str:
    text = _text_of(raw, "a printer's address")
    if text:
        from devices.address import parse
        from devices.errors import DeviceError
        from devices.printing import check

        try:
            check(parse(text))
        except DeviceError as error:
            raise InvalidValue(error.message) from None
    return text


@dataclass(frozen=True, slots=True)
class Key:
    """One setting."""

    name: str
    """Of the field of `Settings`."""
    parse: Callable[[object], Any]
    """From a text, or from what TOML gave. Raises InvalidValue."""
    help: str
    late: bool = False
    """Its check loads a library: done when it is set, not at each start."""

    @property
    def default(self) -> Any:
        """The value where nobody set one."""
        return next(part.default for part in fields(Settings) if part.name == self.name)


_MODES: Final = ("half_up", "half_down", "up", "down")
KEYS: Final[Mapping[str, Key]] = {
    "limits.quantity": Key("limits_quantity", _number(), "the most pieces believed on one line"),
    "limits.weight": Key("limits_weight", _number(), "the most kg, l or m believed on one line"),
    "limits.price": Key("limits_price", _number(decimals=6), "highest unit price believed, major units"),
    "limits.tender": Key("limits_tender", _number(decimals=6), "most cash believed at once, major units"),
    "tax.rounding": Key(
        "tax_rounding", _one_of("sale", "line"), "tax is rounded per rate and sale, or per line"
    ),
    "scan.merge": Key("scan_merge", _switch, "a second scan raises the quantity, adding no line"),
    "scan.masks": Key("scan_masks", _masks, "in-store bar codes, such as 28IIIIICWWWWWK,22IIIIIPPPPPK"),
    "entry.minor": Key("entry_minor", _switch, "2000 means 20.00"),
    "cash.rounding_mode": Key("cash_rounding_mode", _one_of(*_MODES), "how cash goes to the smallest coin"),
    "cash.paid_out_mode": Key("cash_paid_out_mode", _one_of("", *_MODES), "the same, for cash paid out"),
    "day.cutoff": Key("day_cutoff", _time_of_day, "when a business day ends, such as 04:00"),
    "printer": Key("printer", _printer, "receipt printer, such as tcp://192.0.2.7:9100", late=True),
    "printer_columns": Key("printer_columns", _whole(16, 132), "columns of a receipt shown as text"),
    "shop.header": Key("shop_header", _paper_lines, "lines at the top of a receipt"),
    "shop.footer": Key("shop_footer", _paper_lines, "lines at the bottom of a receipt"),
    "locale": Key("locale", _word, "how numbers look to people, such as en or de_AT"),
    "theme": Key("theme", _word, "colours of the screen; empty for the till's own"),
}
_PREFIXES: Final = tuple({f"{PREFIX}{key.partition('.')[0].upper()}_" for key in KEYS if "." in key})


def near(word: str, words: Sequence[str]) -> str:
    """What to add to "there is no such word": the nearest one there is, if one is near."""
    close = get_close_matches(word, [known for known in words if known], n=1, cutoff=0.5)
    return f": did you mean '{close[0]}'?" if close else ""


def known(key: str) -> Key:
    """What is known about a key. Raises InvalidValue naming the nearest one."""
    found = KEYS.get(key)
    if found is None:
        hint = near(key, list(KEYS)) or f". There are: {', '.join(KEYS)}"
        raise InvalidValue(f"there is no setting '{key[:60]}'{hint}")
    return found


def parsed(key: str, raw: object) -> Any:
    """The value that a text or a TOML value means for a key. Raises InvalidValue, naming the key."""
    try:
        return known(key).parse(raw)
    except InvalidValue as error:
        if key not in KEYS:
            raise
        raise InvalidValue(f"{key}: {error.message}") from None


def variable(key: str) -> str:
    """The name of a key in the environment."""
    return PREFIX + key.replace(".", "_").upper()


def load(
    folder: Path | None, environ: Mapping[str, str] | None = None, flags: Mapping[str, str] | None = None
) -> Settings:
    """The settings in force: defaults < the store's file < environment < flags (texts by key).

    Raises InvalidValue for a wrong key or value, saying where it stands; StoreError for an unreadable file.
    """
    layers = [
        (FILE, {} if folder is None else _flat(read_file(folder / FILE))),
        ("environment", _from_environment({} if environ is None else environ)),
        ("command line", dict(flags or {})),
    ]
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for source, layer in layers:
        for key, raw in layer.items():
            try:
                late = known(key).late and source == FILE and isinstance(raw, str)
                values[KEYS[key].name] = raw if late else parsed(key, raw)
            except InvalidValue as error:
                raise InvalidValue(f"{source}: {error.message}") from None
            sources[key] = source
    return replace(Settings(), **values, sources=sources)


def read_file(path: Path) -> dict[str, Any]:
    """The file's tables; none where there is no file; numbers with a point are their text.

    Raises InvalidValue where it is no TOML, StoreError where it cannot be read.
    """
    try:
        return tomllib.loads(path.read_bytes().decode(), parse_float=str)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidValue(f"{path} is no TOML file: {error}") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error


def _flat(tables: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in tables.items():
        if isinstance(value, dict):
            values |= _flat(value, f"{before}{name}.")
        else:
            values[before + name] = value
    return values


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Variables that are settings; one of a group of ours that is no setting is a slip to be told."""
    names = {variable(key): key for key in KEYS}
    values: dict[str, str] = {}
    for name, value in environ.items():
        if name in names:
            values[names[name]] = value
        elif name.startswith(_PREFIXES):
            raise InvalidValue(f"there is no setting {name}{near(name, list(names))}")
    return values


def set_value(folder: Path, key: str, text: str) -> Any:
    """Writes one setting to the store's file, leaving its comments and order; returns the value.

    An unset one is written by `unset_value`. Several lines are apart by line feeds.

    Raises InvalidValue, StoreError.
    """
    value = parsed(key, text)
    with _edited(folder) as document:
        *groups, name = key.split(".")
        table = document
        for group in groups:
            table = table.setdefault(group, {})
            if not isinstance(table, dict):
                raise InvalidValue(f"{FILE}: '{group}' is a value there, and has to be a table")
        table[name] = _for_toml(value)
    return value


def _for_toml(value: object) -> bool | int | str | list[Any]:
    if isinstance(value, bool | int):
        return value
    return list(value) if isinstance(value, tuple) else as_text(value)


def unset_value(folder: Path, key: str) -> bool:
    """Takes a setting out of the file, so that its default counts again; False where it was not in it."""
    known(key)
    with _edited(folder) as document:
        *groups, name = key.split(".")
        table: Any = document
        for group in groups:
            table = table.get(group, {})
        return isinstance(table, dict) and table.pop(name, None) is not None


@contextmanager
def _edited(folder: Path) -> Iterator[Any]:
    """The file as tomlkit keeps it, written back as a whole; one editor at a time."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = folder / FILE
    try:
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if path.is_symlink():
                raise StoreError(f"{path} is a symbolic link; a store holds none")
            before = path.read_bytes().decode() if path.exists() else ""
            document = tomlkit.parse(before)
            yield document
            after = tomlkit.dumps(document)
            if after != before:
                _replace(path, after.encode(), lock)
        finally:
            os.close(lock)
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise InvalidValue(f"{path} is no TOML file: {error}") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error


def _replace(path: Path, data: bytes, folder: int) -> None:
    """Puts a file (0600) in the place of another, the whole of it or nothing."""
    fd, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    os.fsync(folder)
