"""What runs beside the user's code reads the clocks that were there before it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from parloop_gui.engine.tracing import recorder
from parloop_gui.engine.user_program import worker_main
from tests.helpers.source import MODULES, room, short

BESIDE_USER_CODE = ("runner", "preflight", "tracing", "user_program", "strategies")
READ_LATE = re.compile(r"\btime\.(perf_counter|process_time|thread_time|monotonic|time)(_ns)?\b")


def test_that_no_clock_is_looked_up_once_user_code_may_have_replaced_it() -> None:
    rooms = tuple(f"engine/{each}" for each in BESIDE_USER_CODE)
    beside = [path for path in MODULES if room(path).startswith(rooms)]
    assert beside
    assert [short(path) for path in beside if READ_LATE.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.slow
def test_that_a_worker_started_afresh_has_its_clocks_before_it_runs_the_program() -> None:
    code = f"import sys, {worker_main.__name__}; sys.exit({recorder.__name__!r} not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
