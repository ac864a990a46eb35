"""A supervisor that runs nothing: it does what the run's strategy names. Started as a script of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any


def tell(event: str, **values: Any) -> None:
    """One event to the app."""
    sys.stdout.write(json.dumps({"event": event, **values}) + "\n")
    sys.stdout.flush()


def start_survivor(*, own_session: bool = True) -> int:
    """A process that outlives this one, with the pipes of this one in its hands."""
    sleeper = subprocess.Popen(["sleep", "60"], start_new_session=own_session, stdin=subprocess.DEVNULL)
    return sleeper.pid


def run(spec: dict[str, Any]) -> None:
    """Act on one RunSpec."""
    name, what = spec["id"], spec["strategy"]
    if what == "refused":
        tell("refused", message="There is no such strategy.")
        return
    if what == "junk":
        sys.stdout.write("not an event\n")
        sys.stdout.flush()
        return
    tell("run-started", run=name, pid=os.getpid(), items=4)
    if what == "quick":
        tell("run-progress", run="another", done=1, total=4)
        tell("run-progress", run=name, done=2, total=4)
        tell("run-ended", run=name, outcome="finished")
    elif what == "dies":
        print("last words", file=sys.stderr, flush=True)
        tell("run-progress", run=name, done=start_survivor(), total=4)
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "exits":
        sys.exit(7)
    elif what == "goes-dumb":
        os.close(1)
        signal.pause()
    elif what == "deaf":
        signal.pause()


def main() -> None:
    """Serve until stdin closes; a run of strategy "obedient" ends when it is told to stop."""
    tell("supervisor-ready", version=1, pid=os.getpid())
    for line in sys.stdin:
        command = json.loads(line)
        if "stop" in command:
            tell("run-ended", run=command["stop"], outcome="stopped", message="Stopped.")
        elif "run" in command:
            run(command["run"])


if __name__ == "__main__":
    main()
