"""What Parloop remembers of its user from one start to the next: a typed property for each, and nothing else keeps any.

Keys and values on disk are those of the first version, so that nobody's are lost. Each is read when it is asked for and
written at once, never held: other windows of this user, on another display, change them too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, cast, get_args

from PySide6.QtCore import QByteArray, QSettings

from parloop_gui.model.plan.plan import EFFORTS

ThemeSetting = Literal["system", "light", "dark"]
LimitName = Literal["task_timeout_s", "total_timeout_s", "memory_limit_bytes"]
# In place of an effort.
AS_LAST_TIME = "last"
# What is run, as a file or by its module's name, and with what arguments.
Kept = tuple[str, str, str]

T = TypeVar("T")


class _Kept(Generic[T]):
    """`read` makes what is on disk (None: nothing) the property's value, `write` the other way round."""

    def __init__(
        self, key: str, read: Callable[[object], T], write: Callable[[T], object] = lambda value: value
    ) -> None:
        self._key, self._read, self._write = key, read, write

    def __get__(self, preferences: object, owner: type | None = None) -> T:
        return self._read(_settings().value(self._key))

    def __set__(self, preferences: object, value: T) -> None:
        _settings().setValue(self._key, self._write(value))


def _settings() -> QSettings:
    return QSettings("parloop", "parloop")


def _text(kept: object) -> str:
    return "" if kept is None else str(kept)


def _yes(kept: object) -> bool:
    return kept in ("true", True)


def _theme(kept: object) -> ThemeSetting:
    return cast(ThemeSetting, kept) if _text(kept) in get_args(ThemeSetting) else "system"


def _effort(kept: object) -> str:
    return _text(kept) if _text(kept) in EFFORTS else AS_LAST_TIME


def _factor(kept: object) -> float:
    try:
        return float(str(kept))
    except ValueError:
        return 1.0


def _geometry(kept: object) -> QByteArray | None:
    return kept if isinstance(kept, QByteArray) else None


def _folder(kept: object) -> Path | None:
    return Path(str(kept)) if kept else None


def _names(kept: object) -> list[str]:
    """A list; Qt gives one of a single text back as that text."""
    if kept is None:
        return []
    return [str(each) for each in (kept if isinstance(kept, list) else [kept])]


def _in_json(kept: object) -> object:
    """What the text holds; None where it is no JSON: whoever edits the file by hand loses that entry alone."""
    try:
        return json.loads(_text(kept))
    except ValueError:
        return None


def _by_name(kept: object) -> Mapping[str, Any]:
    known = _in_json(kept)
    return known if isinstance(known, dict) else {}


def _names_in_json(kept: object) -> list[str]:
    names = _in_json(kept)
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _commands_in_json(kept: object) -> dict[str, Kept]:
    """By file; what is none of three texts is left out."""
    return {file: (each[0], each[1], each[2]) for file, each in _by_name(kept).items() if _is_command(each)}


def _is_command(kept: object) -> bool:
    return isinstance(kept, list) and [type(each) for each in kept] == [str, str, str]


def _texts_in_json(kept: object) -> dict[str, str]:
    return {name: text for name, text in _by_name(kept).items() if isinstance(text, str)}


class Preferences:
    """`text_size` is a factor, `effort` what a new window begins with, `choices` what was chosen in it, as JSON."""

    theme = _Kept("theme", _theme)
    text_size = _Kept("text-size", _factor)
    effort = _Kept("default-effort", _effort)
    choices = _Kept("choices", _text)
    geometry = _Kept("geometry", _geometry)
    closed_during = _Kept("closed-during", _text)
    """When the comparison was begun that the last window was closed in the middle of; "" where none was."""
    recent_files = _Kept("recent-files", _names_in_json, json.dumps)
    run_as = _Kept("run-as", _commands_in_json, json.dumps)
    """Program, module and arguments that a file of the user's was run with last."""
    added_pythons = _Kept("added-pythons", _names)
    open_folder = _Kept("open-folder", _folder, str)
    export_folder = _Kept("export-folder", _folder, str)
    export_ending = _Kept("export-picture", _text)
    export_dark = _Kept("export-dark", _yes)
    export_paper = _Kept("export-paper", _yes)
    export_bare = _Kept("export-without-code", _yes)
    all_details = _Kept("all-details", _yes)
    all_loops = _Kept("all-loops", _yes)
    chart_view = _Kept("chart-view", _names_in_json, json.dumps)
    lab_question = _Kept("lab-question", _text)
    lab_values = _Kept("lab-values", _texts_in_json, json.dumps)
    """What was typed of each question's values, by its slug."""

    def limit(self, name: LimitName) -> str:
        """A limit as it was typed, "" for none."""
        return _text(_settings().value(f"limits/{name}"))

    def keep_limit(self, name: LimitName, typed: str) -> None:
        """Remember a limit as it was typed."""
        _settings().setValue(f"limits/{name}", typed)


preferences = Preferences()
