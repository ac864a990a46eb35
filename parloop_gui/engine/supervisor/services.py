"""Helper processes that loops talk to (a local server, an instrument): outside the measured tree, kept over runs."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..protocol.json_text import parsed
from ..protocol.messages import launch_command

# An address has some hundred letters.
_MOST_BYTES = 65536
# How long a service may take to start: a Python that imports asyncio, on a busy machine.
START_S = 15.0


class ServiceError(Exception):
    """A service did not come up; the message is a sentence."""


class Services:
    """The services started so far, by name and parameters; `close` ends them."""

    def __init__(self, engine: Path) -> None:
        self._engine = engine
        self._running: dict[str, tuple[subprocess.Popen[bytes], str]] = {}

    def address(self, name: str, params: dict[str, Any]) -> str:
        """Where the service listens; started if it does not run yet."""
        key = json.dumps([name, params], sort_keys=True)
        if key in self._running and self._running[key][0].poll() is None:
            return self._running[key][1]
        command = launch_command(sys.executable, str(self._engine), "loops.service", name, json.dumps(params))
        # It leaves when its stdin closes: even where nobody is left to ask it to.
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        address = _first_line(process, name)
        self._running[key] = (process, address)
        return address

    def pids(self) -> set[int]:
        """The services' processes."""
        return {process.pid for process, _ in self._running.values()}

    def close(self) -> None:
        """Ask every service to leave; what does not is ended with the rest of the tree."""
        for process, _ in self._running.values():
            if process.stdin is not None:
                process.stdin.close()
        for process, _ in self._running.values():
            try:
                process.wait(1.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()


def _first_line(process: subprocess.Popen[bytes], name: str) -> str:
    assert process.stdout is not None
    ready = select.select([process.stdout], [], [], START_S)[0]
    try:
        return str(parsed(process.stdout.readline(_MOST_BYTES) if ready else b"")["address"])
    except (ValueError, KeyError, TypeError):
        process.kill()
        process.wait()
        raise ServiceError(f"The {name} service that this loop needs did not start.") from None
