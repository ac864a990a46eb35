"""What trying a program's loop tells of the way there: real programs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect, PreflightFacts
from tests.bridge.scheduler.test_preflight import PYTHON
from tests.helpers.engines.programs import staged

BUSY = """
import os
import socket
import subprocess
import tempfile
import threading
import zlib
from pathlib import Path

WENT = Path(__file__).with_name("went")


def main():
    for number in range(5):
        print("line", number)
    tempfile.TemporaryFile().close()
    with WENT.open("a") as went:
        went.write("there ")
    subprocess.run(["true"], check=True)
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9))
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    for number in range(4):  # the loop
        value = zlib.crc32(bytes(number))
        Path(WENT.with_name(f"out{number}")).write_text(str(value))


if __name__ == "__main__":
    main()
"""
DIES_IN_A_FORK = """
import os
import zlib

OWN = os.getpid()
for number in range(4):  # the loop
    if os.getpid() != OWN:
        os._exit(3)
    print(zlib.crc32(bytes(number)))
"""


def tried(path: Path, text: str, fold: str) -> PreflightFacts:
    loop = staged(path, text, task="def task(number):\n    return zlib.crc32(bytes(number))", fold=fold)
    return Preflight().try_out(loop, PYTHON)


@pytest.mark.slow
def test_that_a_trial_tells_what_the_program_does_and_runs_it_no_second_time(tmp_path: Path) -> None:
    facts = tried(tmp_path / "busy.py", BUSY, 'Path(WENT.with_name(f"out{number}")).write_text(str(_value))')
    went = str(tmp_path / "went")
    assert facts.problems == ()
    assert facts.arrival == Arrival(
        lines=5,
        printed=("line 0", "line 1", "line 2"),
        effects=(Effect("writes", went, 16), Effect("programs", "true", 18), Effect("network", "127.0.0.1:9", 19)),
        in_loop=tuple(Effect("writes", str(tmp_path / f"out{number}"), 23) for number in range(4)),
        anew="thread",
    )
    assert (tmp_path / "went").read_text() == "there "


@pytest.mark.slow
def test_that_where_forks_die_each_run_goes_there_by_itself(tmp_path: Path) -> None:
    facts = tried(tmp_path / "dies.py", DIES_IN_A_FORK, "print(_value)")
    assert facts.proof is not None and facts.proof.why == "died"
    assert facts.arrival == Arrival(anew="copy-failed")


PUTS_A_PIPE_THERE = """
import os
import zlib

place = os.readlink("/proc/self/fd/1")
os.unlink(place)
os.mkfifo(place)
os._exit(3)
for number in range(4):  # the loop
    print(zlib.crc32(bytes(number)))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="its own output is found by /proc")
def test_that_a_program_that_puts_a_pipe_in_its_output_s_place_keeps_nobody_waiting(tmp_path: Path) -> None:
    facts = tried(tmp_path / "pipe.py", PUTS_A_PIPE_THERE, "print(_value)")
    assert facts.stage == "import"
    assert "ended with exit status 3" in facts.problems[-1].sentence
