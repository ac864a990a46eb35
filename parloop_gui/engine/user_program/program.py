"""Runs the user's program as they run it: as `__main__`, with its arguments, its own `__file__` and its folder.

    python prices.py --days 3     sys.argv ["…/prices.py", "--days", "3"]     sys.path[0] the file's folder

Where it stands in a package and imports relatively it runs as `python -m package.module` would. Where the loop stands
in a file that the program imports (`imported.py`), it is that program that is run.
"""

from __future__ import annotations

import builtins
import os
import runpy
import sys
import tempfile
import threading
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NoReturn

from ..loops.user_module import place_of
from ..protocol.loop_spec import LoopSpec, Program
from ..versions import own_tree
from . import imported, staged
from .arrival import NotReachedError, ended_before, ended_without
from .stop_at_loop import NAME, Stop


def run(spec: LoopSpec, stop: Stop, temporary: str) -> NoReturn:
    """Run the program up to its loop, where `stop` takes over; raises NotReachedError where it never comes there.

    Its temporary files lie in the folder `temporary`: it never comes to the end, where it would remove them itself.
    """
    program, path = program_of(spec), Path(spec.path or "")
    try:
        code = staged.code_of(program, str(path))
    except (SyntaxError, ValueError) as error:
        raise NotReachedError(f"This Python can't compile {path.name}: {error}") from None
    put_temporary_files(temporary)
    own_tree.prefer(spec)
    finder = imported.replace_on_import(spec, stop) if spec.is_imported else None
    try:
        try:
            if finder is None:
                _run_file(path, code, program.arguments, stop)
            else:
                _run_importing(program)
        finally:
            _await_threads()
    except BaseException as error:  # SystemExit, too: most programs end so
        raise ended_before(spec, error) from None
    raise ended_without(spec, is_imported=finder is None or finder.is_loaded)


def _run_file(path: Path, code: CodeType, arguments: Sequence[str], stop: Stop | None) -> None:
    """Run that code as the file at `path`; `stop`: its loop is in it."""
    main = ModuleType("__main__")
    sys.modules["__main__"] = sys.modules["__mp_main__"] = main  # as what workers hand back names its classes
    sys.argv[:] = [str(path), *arguments]
    settle(vars(main), path, stop)
    staged.run(code, vars(main))


def _run_importing(program: Program) -> None:
    """Run the file or the module that comes to the loop's file by importing it."""
    if program.main is not None:
        path = Path(program.main)
        _run_file(path, compile(path.read_bytes(), str(path), "exec", dont_inherit=True), program.arguments, None)
    else:
        find_from_here()
        sys.argv[:] = ["-m", *program.arguments]  # the first is replaced by the module's own path
        runpy.run_module(program.module or "", run_name="__main__", alter_sys=True)


def find_from_here() -> None:
    """As `python -m` does, look for modules in the working folder first."""
    here = os.getcwd()  # noqa: PTH109 - a text is wanted
    if sys.path[:1] != [here]:
        sys.path.insert(0, here)


def put_temporary_files(folder: str) -> None:
    """From now on they are made in that folder."""
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def _await_threads() -> None:
    """Python ends only once threads that are no daemons have ended: the loop may stand in one of them."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()


def settle(namespace: dict[str, Any], path: Path, stop: Stop | None) -> None:
    """What the namespace of a program's main module holds before its first line, and where it finds its neighbours."""
    root, name = place_of(path)
    if sys.path[:1] != [str(root)]:
        sys.path.insert(0, str(root))
    package = name.rpartition(".")[0] or None
    loader = SourceFileLoader("__main__", str(path))
    namespace.update(__file__=str(path), __loader__=loader, __package__=package, __spec__=None, __cached__=None)
    namespace["__builtins__"] = builtins
    if stop is not None:
        namespace[NAME] = stop


def program_of(spec: LoopSpec) -> Program:
    """How the program of a loop of that kind is run."""
    assert spec.program is not None
    return spec.program
