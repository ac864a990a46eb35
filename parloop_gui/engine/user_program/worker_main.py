"""What a worker that is started afresh, by spawn or forkserver, imports as its main module: the staged program again.

Of a function that is tried, only what watches it (`effects.py`).

    main.py in the run's folder ─ imported as __mp_main__ ─► rerun ─► the staged text, under the user's path and lines

Python would import the user's file there; so does this, up to the loop: what stands behind it is as good as under a
main guard. What raises on the way is noted beside the run, since a pool would start such workers for ever.
"""

from __future__ import annotations

import importlib.util
import json
import runpy
import sys
from dataclasses import asdict
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NoReturn

from ..protocol.checked import from_plain
from ..protocol.loop_spec import LoopSpec
from ..tracing import recorder  # noqa: F401 - its clocks are bound before the user's program can replace them
from ..tracing.exception_notes import leave_note
from ..tracing.mapped_buffers import NO_KEY
from ..versions import own_tree
from . import imported, staged
from .effects import watch_worker
from .program import find_from_here, program_of, settle
from .stop_at_loop import Stop

FILE = "main.py"
_SPEC_FILE = "program.json"
# The main module, once it was imported: a forkserver imports it, and each worker that it forks asks for it again.
_again: dict[str, Any] = {}


class LeftAtLoopError(BaseException):
    """The worker has come to the loop: all that its tasks need is there."""


def lay(folder: str, spec: LoopSpec) -> None:
    """From now on, workers started afresh import the loop's program."""
    (Path(folder) / _SPEC_FILE).write_text(json.dumps(asdict(spec)), encoding="utf-8")
    _begin_with(folder, f"from {__name__} import rerun\nrerun(globals(), {folder!r})\n")


def lay_watch(folder: str, file: str) -> None:
    """From now on, what workers started afresh do outside is noted and stopped in the trial of that folder.

    They come to a function of the user's `file` by its name: their main module has nothing else to do.
    """
    watch = watch_worker
    text = f"from pathlib import Path\n\nfrom {watch.__module__} import {watch.__name__}\n\n"
    _begin_with(folder, f"{text}{watch.__name__}(Path({folder!r}), {file!r})\n")


def _begin_with(folder: str, text: str) -> None:
    from multiprocessing import spawn

    path = Path(folder) / FILE
    path.write_text(text, encoding="utf-8")
    known: Any = spawn.get_preparation_data

    def with_the_program(name: str) -> dict[str, Any]:
        data: dict[str, Any] = known(name)
        data.pop("init_main_from_name", None)
        data["init_main_from_path"] = str(path)
        return data

    spawn.get_preparation_data = with_the_program


def rerun(namespace: dict[str, Any], folder: str) -> None:
    """Run the program of the run in that folder within this namespace, up to the loop."""
    if not _again:
        spec: LoopSpec = from_plain(LoopSpec, json.loads((Path(folder) / _SPEC_FILE).read_text(encoding="utf-8")))
        namespace.pop("rerun", None)
        watch_worker(Path(folder), spec.path or "")
        stop = Stop(_leave_at_loop)
        try:
            _run_again(spec, namespace, stop)
        except BaseException as error:  # SystemExit, too: the pool would only start the next worker
            leave_note(folder, error, NO_KEY, "worker-main", spec.path or "")
            raise
        stop.dismiss()  # a task may come to the same loop
        _again.update(namespace)
    namespace.update(_again)


def _run_again(spec: LoopSpec, namespace: dict[str, Any], stop: Stop) -> None:
    """Run it up to the loop, or to the end of what a worker runs of it."""
    own_tree.prefer(spec)
    program = program_of(spec)
    finder = imported.replace_on_import(spec, stop) if spec.is_imported else None
    try:
        if program.module is not None:
            _run_module(program.module, namespace)
        elif program.main is not None:
            path = Path(program.main)
            _run_file(path, compile(path.read_bytes(), str(path), "exec", dont_inherit=True), namespace, None)
        else:
            path = Path(spec.path or "")
            _run_file(path, staged.code_of(program, str(path)), namespace, stop)
    except LeftAtLoopError:
        # What the loop left unfinished is all that the tasks need, and would be loaded anew, loop and all.
        sys.modules.update(finder.modules if finder is not None else {})


def _run_file(path: Path, code: CodeType, namespace: dict[str, Any], stop: Stop | None) -> None:
    settle(namespace, path, stop)
    sys.argv[:1] = [str(path)]  # runpy has put this module's own path there
    staged.run(code, namespace)


def _run_module(name: str, namespace: dict[str, Any]) -> None:
    """As Python's own workers do: a package's `__main__` is never run in them."""
    find_from_here()
    found = importlib.util.find_spec(name)
    if found is None or (found.submodule_search_locations is None and not name.endswith("__main__")):
        namespace.update(runpy.run_module(name, run_name="__mp_main__", alter_sys=True))


def _leave_at_loop(frame: FrameType) -> NoReturn:
    raise LeftAtLoopError
