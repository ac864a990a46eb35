"""Tries a user's loop in a process that is thrown away, before anything is timed: what works, how long, how large.

    bridge ── request.json in a folder ─► main ─► Trial ── facts after each stage, JSON lines ─► private pipe ─► bridge
       └──── a byte for each time that it asks: what it does outside its process may be repeated ────►┘

The facts so far are sent at each stage's beginning, so that one that never ends, or brings the process down, is known.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from ..host import process_trees
from ..protocol.checked import from_plain
from ..protocol.loop_spec import LoopSpec
from ..protocol.pipe import EventPipe, moved_high
from ..protocol.preflight_facts import PreflightFacts
from .trial import Trial

REQUEST_FILE = "request.json"


def main() -> None:
    """Try the loop whose folder and pipes the command line names, and end this process.

    The second pipe is what answers come through, -1 where nobody has to agree to anything.
    """
    process_trees.end_with_parent()
    answers = int(sys.argv.pop())
    pipe = EventPipe(int(sys.argv.pop()))
    folder = Path(sys.argv.pop())
    request = json.loads((folder / REQUEST_FILE).read_text(encoding="utf-8"))
    spec: LoopSpec = from_plain(LoopSpec, request["loop"])
    sys.argv[:] = [spec.path or ""]

    def emit(facts: PreflightFacts) -> None:
        pipe.write(json.dumps(asdict(facts)).encode() + b"\n")

    trial = Trial(spec, folder, emit, _answered(answers) if answers >= 0 else None)
    if spec.kind == "program":
        from . import program_trial

        program_trial.run(trial, again=request["again"])
    else:
        trial.run(again=request["again"])
    os._exit(0)  # whatever the user's code registered for the end might hang


def _answered(answers: int) -> Callable[[], None]:
    """What waits for an answer on that descriptor; one that closes is none, and ends this process."""
    fd = moved_high(answers)

    def wait() -> None:
        if not os.read(fd, 1):
            os._exit(0)

    return wait
