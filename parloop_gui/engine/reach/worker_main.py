"""What a worker that is started afresh, by spawn or forkserver, imports as its main module: the staged program again.

    main.py in the run's folder ─ imported as __mp_main__ ─► rerun ─► the staged text, under the user's path and lines

Python would import the user's file there; so does this, up to the loop: what stands behind it is as good as under a
main guard. What raises on the way is noted beside the run, since a pool would start such workers for ever.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from ..protocol.checked import from_plain
from ..protocol.loop_spec import LoopSpec
from ..tracing.exception_notes import leave_note
from ..tracing.mapped_buffers import NO_KEY
from . import staged
from .program import program_of, settle
from .stop import Stop

FILE = "main.py"
_SPEC_FILE = "program.json"
_again: dict[str, Any] = {}
"""The main module, once it was imported: a forkserver imports it, and each worker that it forks asks for it again."""


class LeftAtLoopError(BaseException):
    """The worker has come to the loop: all that its tasks need is there."""


def lay(folder: str, spec: LoopSpec) -> None:
    """From now on, workers started afresh import the loop's program."""
    from multiprocessing import spawn

    path = Path(folder) / FILE
    path.with_name(_SPEC_FILE).write_text(json.dumps(asdict(spec)), encoding="utf-8")
    path.write_text(f"from {__name__} import rerun\nrerun(globals(), {folder!r})\n", encoding="utf-8")
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
        path = Path(spec.path or "")
        namespace.pop("rerun", None)
        stop = Stop(_leave_at_loop)
        settle(namespace, path, stop)
        sys.argv[:1] = [str(path)]  # runpy has put this module's own path there
        try:
            exec(staged.code_of(program_of(spec), str(path)), namespace)  # noqa: S102 - the user's own program
        except LeftAtLoopError:
            pass
        except BaseException as error:
            leave_note(folder, error, NO_KEY, "worker-main", str(path))
            raise
        stop.dismiss()  # a task may come to the same loop
        _again.update(namespace)
    namespace.update(_again)


def _leave_at_loop(frame: FrameType) -> NoReturn:
    raise LeftAtLoopError
