"""The settings in force, read from the store's file, the environment and the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pos_tui.core.words import _

from ..core.errors import InvalidValue, StoreError
from .keymap import GROUP, refuse_conflicts
from .keys import KEYS, PREFIX, Settings, known, parsed, variable
from .kinds import as_text, near

FILE: Final = "config.toml"
TILL: Final = "till"
_PREFIXES: Final = tuple({f"{PREFIX}{key.partition('.')[0].upper()}_" for key in KEYS if "." in key})
_KEYS: Final = f"{PREFIX}{GROUP.upper()}_"


def load(
    folder: Path | None,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, str] | None = None,
    till: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force: defaults < the store's file < the till's < environment < flags (texts by key).

    Raises InvalidValue for a wrong key or value, saying where it stands; StoreError for an unreadable file.
    """
    layers = [
        (FILE, {} if folder is None else _flat(read_file(folder / FILE))),
        (TILL, dict(till or {})),
        ("environment", _from_environment({} if environ is None else environ)),
        ("command line", dict(flags or {})),
    ]
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for source, layer in layers:
        for key, raw in layer.items():
            try:
                about = known(key)
                late = about.late and source in (FILE, TILL) and isinstance(raw, str)
                value = raw if late else parsed(key, raw)
                if key in KEYS:
                    values[about.name] = value
                else:
                    values.setdefault(about.name, {})[key.partition(".")[2]] = value
            except InvalidValue as error:
                raise InvalidValue(f"{source}: {error.message}") from None
            sources[key] = source
    refuse_conflicts(values.get(GROUP, {}))
    return replace(Settings(), **values, sources=sources)


def with_values(chosen: Settings, wanted: Mapping[str, str]) -> Settings:
    """The settings with other values of some, to see what they come to. Raises InvalidValue."""
    return replace(chosen, **{known(key).name: parsed(key, text) for key, text in wanted.items()})


def texts(folder: Path) -> dict[str, str]:
    """What the store's file says, by key, each as `config set` takes it. Raises InvalidValue, StoreError."""
    found = _flat(read_file(folder / FILE))
    return {key: as_text(tuple(raw) if isinstance(raw, list) else raw) for key, raw in found.items()}


def read_file(path: Path) -> dict[str, Any]:
    """The file's tables; none where there is no file; numbers with a point are their text.

    Raises InvalidValue where it is no TOML, StoreError where it cannot be read.
    """
    try:
        return tomllib.loads(path.read_bytes().decode(), parse_float=str)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidValue(_("{path} is no TOML file: {error}", path=path, error=error)) from None
    except OSError as error:
        raise StoreError(
            _("{path} cannot be read: {error}", path=path, error=error.strerror or error)
        ) from error


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
        elif name.startswith(_KEYS):
            values[f"{GROUP}.{name.removeprefix(_KEYS).lower()}"] = value
        elif name.startswith(_PREFIXES):
            raise InvalidValue(_("there is no setting {name}{hint}", name=name, hint=near(name, list(names))))
    return values
