"""Small, quick settings of every built-in loop, and the services that some of them talk to."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from parloop_gui.engine.loops import registry
from parloop_gui.engine.loops.loop import Loop
from parloop_gui.engine.protocol.messages import launch_command

QUICK: dict[str, dict[str, Any]] = {
    "sleep": {"task_ms": 1, "spread": 50},
    "files": {"size_kib": 4},
    "http": {"latency_ms": 1, "size_kib": 1},
    "sqlite": {"rows": 5},
    "device": {"latency_ms": 1, "instruments": 3},
    "primes": {"numbers": 50},
    "parse": {"size_kib": 8},
    "encode": {"size_kib": 8},
    "image": {"width": 32},
    "video": {"blocks": 4},
    "learn": {"points": 64, "steps": 3},
    "mandelbrot": {"width": 40, "depth": 50},
    "mixed": {"task_ms": 1},
    "errands": {},
}


def settled(slug: str) -> tuple[Loop, dict[str, Any]]:
    """The loop and its quick parameters."""
    loop = registry.find(slug)
    return loop, loop.settle(QUICK[slug])


@contextlib.contextmanager
def service(engine: Path, name: str, params: dict[str, Any]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A service under this interpreter: its process and its address. It must have left well in the end."""
    command = launch_command(sys.executable, str(engine), "loops.service", name, json.dumps(params))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        try:
            yield process, json.loads(process.stdout.readline())["address"]
            process.stdin.close()
            assert process.wait(10) == 0
            assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
        finally:
            process.kill()
