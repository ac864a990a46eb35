"""Opens a file at a line in the user's editor: the one they named, else one with a window that is found."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePath

from parloop_gui.bridge.host.child_environment import child_environment

# How each is told the line, from its own manual; editors of the terminal are not among them: there is none here.
_BY_LINE: dict[str, tuple[str, ...]] = {
    "code": ("-g", "{file}:{line}"),
    "codium": ("-g", "{file}:{line}"),
    "cursor": ("-g", "{file}:{line}"),
    "zed": ("{file}:{line}",),
    "subl": ("{file}:{line}",),
    "pycharm": ("--line", "{line}", "{file}"),
    "charm": ("--line", "{line}", "{file}"),
    "kate": ("-l", "{line}", "{file}"),
    "geany": ("-l", "{line}", "{file}"),
    "gedit": ("+{line}", "{file}"),
    "gnome-text-editor": ("+{line}", "{file}"),
    "gvim": ("+{line}", "{file}"),
    "emacs": ("+{line}", "{file}"),
}


def open_in_editor(path: Path, line: int) -> bool:
    """Start the editor and leave it to itself; whether there is one."""
    command = editor_command(path, line, os.environ)
    if not command:
        return False
    try:
        subprocess.Popen(
            command,
            env=child_environment(),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, ValueError):
        return False
    return True


def editor_command(path: Path, line: int, environ: Mapping[str, str]) -> list[str]:
    """What opens the file at that line; [] where no editor is known that could."""
    named = [_words(environ.get(name, "")) for name in ("VISUAL", "EDITOR")]
    for command in (*(each for each in named if each), *([name] for name in _BY_LINE)):
        arguments = _BY_LINE.get(PurePath(command[0]).name.removesuffix(".exe"))
        program = shutil.which(command[0], path=environ.get("PATH"))
        if arguments is not None and program is not None:
            return [program, *command[1:], *(each.format(file=path, line=line) for each in arguments)]
    return []


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:  # no shell could take it apart either
        return []
