"""Tries a user's loop in a process that is thrown away, before anything is timed: what works, how long, how large.

    bridge ── request.json in a folder ─► main ─► Trial ── facts after each stage, JSON lines ─► private pipe ─► bridge

The facts so far are sent at each stage's beginning, so that one that never ends, or brings the process down, is known.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from ..host import process_trees
from ..protocol.checked import from_plain
from ..protocol.loop_spec import LoopSpec
from ..protocol.pipe import EventPipe
from ..protocol.preflight_facts import PreflightFacts

REQUEST_FILE = "request.json"


def main() -> None:
    """Try the loop whose folder and pipe the command line names, and end this process."""
    process_trees.end_with_parent()
    pipe = EventPipe(int(sys.argv.pop()))
    folder = Path(sys.argv.pop())
    request = json.loads((folder / REQUEST_FILE).read_text(encoding="utf-8"))
    spec: LoopSpec = from_plain(LoopSpec, request["loop"])
    sys.argv[:] = [spec.path or ""]

    def emit(facts: PreflightFacts) -> None:
        pipe.write(json.dumps(asdict(facts)).encode() + b"\n")

    if spec.kind == "program":
        from . import program_trial

        program_trial.run(spec, folder, emit, again=request["again"])
    else:
        from .trial import Trial

        Trial(spec, folder, emit).run(again=request["again"])
    os._exit(0)  # whatever the user's code registered for the end might hang
