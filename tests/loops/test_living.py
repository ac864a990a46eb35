"""Programs that keep something living up to their loop: there in every run of three rounds, and gone behind them.

`make check-loops` tries them all, under every Python that is there; else one.
"""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.protocol.kinds import AnewKind
from parloop_gui.engine.protocol.presence import is_there
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.source.parsed import read
from parloop_gui.model.user_code.program_loop import loop_at
from tests.loops.test_outcomes import EVERYWHERE, compared, engine, python

__all__ = ["engine", "python"]  # fixtures

ROUNDS = 3
# Each notes what lives: a process by its number, a folder by its name.
HEAD = """
import os
from pathlib import Path


def note(living):
    with Path(__file__).with_name("living").open("a") as file:
        file.write(f"{living}\\n")


"""
FETCHING = """
def fetch(port, n):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/?{n}") as answer:
        return len(answer.read())


"""
SERVER = """
import socket
import subprocess
import sys
import time
import urllib.request

{fetching}
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def is_up(port):
    try:
        return fetch(port, 0) > 0
    except OSError:
        time.sleep(0.05)
        return False


if __name__ == "__main__":
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    note(server.pid)
    while not is_up(port):
        pass
    out = []
    for n in range(8):  # the loop
        out.append(fetch(port, n))
    print(len(out))
"""
THREAD = """
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

{fetching}
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    note(os.getpid())
    port = server.server_port
    out = []
    for n in range(8):  # the loop
        out.append(fetch(port, n))
    print(out)
"""
FOLDER = """
import tempfile


def size(path):
    return len(path.read_bytes())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        note(folder)
        for n in range(8):
            (Path(folder) / f"{n}.txt").write_text("x" * n)
        out = []
        for path in sorted(Path(folder).iterdir()):  # the loop
            out.append(size(path))
"""
MANAGER = """
from multiprocessing import Manager


def work(n, seen):
    seen[n] = n * n
    return seen[n]


if __name__ == "__main__":
    with Manager() as manager:
        note(manager._process.pid)
        seen = manager.dict()
        out = []
        for n in range(8):  # the loop
            out.append(work(n, seen))
"""
LIVING: dict[str, tuple[str, AnewKind]] = {
    "a folder": (FOLDER, "temporary-files"),
    "a server in a process": (SERVER, "process"),
    "a server in a thread": (THREAD, "thread"),
    "a manager": (MANAGER, "process"),
}
TRIED = list(LIVING)[: None if EVERYWHERE else 1]


@pytest.mark.slow
@pytest.mark.parametrize("what", TRIED)
def test_that_what_lives_up_to_the_loop_is_there_in_every_run_and_gone_behind_it(
    what: str, python: Interpreter, engine: Engine, tmp_path: Path
) -> None:
    text, why = LIVING[what]
    path = tmp_path / "program.py"
    path.write_text(HEAD + text.replace("{fetching}", FETCHING))
    comparison = compared(loop_at(read(path), line_of(path)), python, engine, ROUNDS)
    assert {row.contestant.strategy: (row.outcome, row.rounds) for row in comparison.rows} == dict.fromkeys(
        ("serial", "thread-pool-executor", "process-pool"), ("finished", ROUNDS)
    )
    assert {run.ended.anew for run in comparison.runs} == {why}
    assert all(run.ended.measurement is not None and run.ended.measurement.results_match for run in comparison.runs)
    living = (tmp_path / "living").read_text().split()
    assert len(living) == len(set(living)) > len(comparison.runs)
    assert [each for each in living if is_living(each)] == []


def line_of(path: Path) -> int:
    """Where the loop stands."""
    text = path.read_text()
    return 1 + text[: text.index("# the loop")].count("\n")


def is_living(noted: str) -> bool:
    """Whether that process or folder is still there."""
    return is_there(noted) if noted.startswith(os.sep) else psutil.pid_exists(int(noted))
