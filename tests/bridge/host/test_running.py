"""A process is known by its number and by when it began."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil

from parloop_gui.bridge.host.running import is_running


def test_that_a_process_runs_until_it_has_ended() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert is_running(process.pid)
    process.communicate(b"\n")
    assert not is_running(process.pid)


def test_that_another_process_of_the_same_number_is_not_the_one_meant() -> None:
    began = psutil.Process().create_time()
    assert is_running(os.getpid(), began)
    assert not is_running(os.getpid(), began - 60)


def test_that_numbers_no_process_can_have_are_no_error() -> None:
    assert not any(map(is_running, (-1, 2**31, 10**30)))
