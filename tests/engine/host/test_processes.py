"""What is told of processes, also where there is no /proc to tell it."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys

import pytest

from parloop_gui.engine.host import process_trees, processes


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="forks and signals as POSIX has them")
@pytest.mark.parametrize("is_told", [True, False])
def test_that_who_is_collected_is_gone_and_who_runs_is_not(is_told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_told:
        monkeypatch.setattr(processes, "TOLD", False)
        monkeypatch.setattr(processes, "stat_fields", lambda pid: [])
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert not processes.is_gone(process.pid)
    assert not processes.is_gone(os.getpid())
    process.communicate()
    assert processes.is_gone(process.pid)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks what is below all the same")
def test_that_where_nobody_tells_what_is_below_a_whole_group_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_trees, "TOLD", False)
    for name in ("descendants", "children"):
        monkeypatch.setattr(process_trees, name, lambda pid: [])
    code = "import subprocess, sys; subprocess.run(['sleep', '60'])"
    with subprocess.Popen([sys.executable, "-c", code], start_new_session=True) as leader:
        while not (below := processes.children(leader.pid)):
            assert leader.poll() is None
        process_trees.end_all(set(), [leader.pid])
        assert leader.poll() is not None
        with contextlib.suppress(ProcessLookupError):
            handle = os.pidfd_open(below[0])
            assert select.select([handle], [], [], 10)[0]
            os.close(handle)
