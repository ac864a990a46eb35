"""A worker that waits for leave, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Holds the pipe as the trial does, and is there until it is killed.
TRIAL = "import os, sys\nos.open(sys.argv[1], os.O_RDWR)\nprint(flush=True)\nsys.stdin.read()\n"
WORKER = (
    "import sys\nfrom pathlib import Path\nfrom parloop_gui.engine.user_program.effects import Effects\n"
    "folder = Path(sys.argv[1])\nEffects(folder, __file__, is_worker=True).begin()\n"
    "(folder.parent / 'rows').write_text('x')\n"
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="what a task starts runs by itself there")
def test_that_a_worker_whose_trial_is_ended_does_not_do_what_it_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "trial"
    folder.mkdir()
    os.mkfifo(folder / "leave")
    with subprocess.Popen(
        [sys.executable, "-c", TRIAL, folder / "leave"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as trial:
        assert trial.stdout is not None
        trial.stdout.readline()
        (folder / "trial").write_text(str(trial.pid))
        notes = folder / "effects"
        notes.touch()
        with subprocess.Popen([sys.executable, "-c", WORKER.replace("__file__", "'mine.py'"), folder]) as worker:
            while notes.read_text().count("\n") < 2 and worker.poll() is None:  # it waits from its second note on
                pass
            trial.kill()
            trial.wait()
            assert worker.wait(20) == 1
    assert not (tmp_path / "rows").exists()
