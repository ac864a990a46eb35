"""What is told of processes, also where there is no /proc to tell it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from parloop_gui.engine.host import processes


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="forks and signals as POSIX has them")
@pytest.mark.parametrize("is_told", [True, False])
def test_that_who_is_collected_is_gone_and_who_runs_is_not(is_told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_told:
        monkeypatch.setattr(processes, "_TOLD", False)
        monkeypatch.setattr(processes, "_stat_fields", lambda pid: [])
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert not processes.is_gone(process.pid)
    assert not processes.is_gone(os.getpid())
    process.communicate()
    assert processes.is_gone(process.pid)
