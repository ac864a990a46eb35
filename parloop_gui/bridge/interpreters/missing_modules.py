"""What a file needs that an interpreter does not have: asked of that interpreter, by parsing the file alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from parloop_gui.bridge.interpreters.probe import ANSWER_LIMIT_S
from parloop_gui.bridge.processes.engine_folder import engine_folder
from parloop_gui.bridge.processes.watched import Watched
from parloop_gui.engine.protocol.json_text import parsed
from parloop_gui.engine.protocol.messages import launch_command
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.wording.units import listed


def what_is_missing(file: Path, python: Interpreter) -> str:
    """One sentence on why the file can't be used under that Python; "" where nothing speaks against it.

    Nothing is run of the file, and nothing is installed.
    """
    try:
        command = launch_command(python.path, engine_folder(), "probes.missing_modules", str(file))
        with Watched(command, stdout=subprocess.PIPE) as process:
            answer = parsed(process.output(ANSWER_LIMIT_S).splitlines()[-1])
        missing, problem = [str(name) for name in answer["missing"]], str(answer["problem"])
    except (OSError, subprocess.TimeoutExpired, ValueError, LookupError, TypeError):
        return ""  # trying the loop out will tell
    if problem:
        return f"Python {python.id} can't read {file.name}: {problem}."
    if not missing:
        return ""
    needed = f"Python {python.id} has no {listed(missing)}, which {file.name} imports."
    return f"{needed} Install what is missing there, or choose another Python."


def first_missing(file: Path, pythons: Iterable[Interpreter]) -> str:
    """The first such sentence for any of these Pythons."""
    return next((sentence for python in pythons if (sentence := what_is_missing(file, python))), "")
