"""Does the window freeze, and does it disturb what it measures? Real comparisons, with and without it, interleaved.

    python -m tests.bench.responsive [--lab] [--repetitions 6] [--rounds 10] [--platform offscreen|xcb] [--json FILE]

With `--lab` it is a question of the lab, how many workers, with its tab on: its curves are drawn once a round.

Lag: while a comparison keeps every core busy, a timer at 10 Hz notes how late it comes, beside a process of its own
that sleeps in a loop. Held: the window's p99 is under 16 ms, or at most 16 ms above what the sleeper saw.

Disturbance: the run_delay of the measured workers (how long they were ready to run and had no core) as a share of
their time, without a window (as on the command line), with a reader of events that shows nothing, and with the
window. Wall times can't resolve 1% here, run_delay can. Held: the window adds at most 0.01 to what it is without.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import ComparisonEvent
from parloop_gui.model.plan.plan import Asked, Choice, Plan

ROOT = Path(__file__).resolve().parents[2]
MOST_LAG_S = 0.016
MOST_ADDED = 0.01
PERIOD_S = 0.1
WITHOUT, READER, WINDOW = "without", "reader", "window"
SLEEPER = f"""
import sys, threading, time
over = threading.Thread(target=sys.stdin.read)
over.start()
late = []
due = time.monotonic() + {PERIOD_S}
while over.is_alive():
    time.sleep(max(0.0, due - time.monotonic()))
    now = time.monotonic()
    late.append(now - due)
    due = now + {PERIOD_S}
print(late)
"""


def main() -> int:
    """Run the bench, or one of its processes; exit status 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repetitions", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    parser.add_argument("--lab", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--as", dest="role", choices=(WITHOUT, READER, WINDOW), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        print(json.dumps(_ROLES[options.role](_question(options.rounds) if options.lab else _plan(options.rounds))))
        return 0
    made = _measure(options.repetitions, options.rounds, options.platform, lab=options.lab)
    lags, added = _lags(made), _added(made)
    holds = {"lag": _lag_holds(lags), "disturbance": added is None or added[0] <= MOST_ADDED}
    _print(lags, added, made, holds)
    if options.json:
        options.json.write_text(json.dumps({"lag_s": lags, "added": added, "holds": holds, "made": made}, indent=1))
    return 0 if all(holds.values()) else 1


def _measure(repetitions: int, rounds: int, platform: str, *, lab: bool) -> list[dict[str, Any]]:
    """Each repetition's comparisons by role, in random order; every one with a sleeper beside it."""
    order = random.Random(1)
    made = []
    for _ in range(repetitions):
        told: dict[str, Any] = {}
        for role in order.sample([WITHOUT, READER, WINDOW], 3):
            told[role] = _run(role, rounds, platform, lab=lab)
        made.append(told)
    return made


def _run(role: str, rounds: int, platform: str, *, lab: bool) -> dict[str, Any]:
    """One comparison in a process of its own: {"delay": shares of the scored runs, "late": of its timer, "sleeper"}."""
    with tempfile.TemporaryDirectory() as home:
        folders = {f"XDG_{kind}_HOME": home for kind in ("CONFIG", "DATA")}
        sleeper = subprocess.Popen(
            [sys.executable, "-c", SLEEPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        ran = subprocess.run(
            [
                *(sys.executable, "-m", "tests.bench.responsive", "--as", role, "--rounds", str(rounds)),
                *(("--lab",) if lab else ()),
            ],
            cwd=ROOT,
            env={**os.environ, **folders, "QT_QPA_PLATFORM": platform},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=1200,
            check=True,
        )
        told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
        told["sleeper"] = json.loads(sleeper.communicate()[0])
    return told


def _plan(rounds: int) -> Plan:
    """A computing loop with as many busy workers as there are cores."""
    choices = (Choice("process-pool-executor", "map"), Choice("process-pool", "map"))
    return Plan(LoopSpec("builtin", "primes", 200, {}, seed=1), choices, (own_interpreter(),), rounds=rounds, seed=1)


def _question(rounds: int) -> Plan:
    """The same loop with one worker, with as many as there are cores, and with more."""
    return replace(_plan(rounds), choices=_plan(rounds).choices[:1], asked=Asked("workers", (1.0, 2.0, 4.0)))


def _without(plan: Plan) -> dict[str, Any]:
    from parloop_gui.bridge.processes.engine import Engine
    from parloop_gui.bridge.scheduler.conductor import Conductor

    with Engine() as engine:
        return {
            "delay": _delays(
                Conductor(plan, contestants_of(plan), engine.execute, lambda *_: None, stop=engine.stop).run()
            )
        }


def _reader(plan: Plan) -> dict[str, Any]:
    from PySide6.QtCore import QCoreApplication

    from parloop_gui.bridge.scheduler.comparison_thread import ComparisonThread

    application = QCoreApplication([])
    told: list[ComparisonEvent] = []
    thread = ComparisonThread()
    thread.emitted.connect(lambda event, _: told.append(event))
    thread.ended.connect(application.quit)
    thread.start(plan)
    application.exec()
    thread.close()
    comparison: Comparison | None = None
    for event in told:
        comparison = fold(comparison, event)
    assert comparison is not None
    return {"delay": _delays(comparison)}


def _window(plan: Plan) -> dict[str, Any]:
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from parloop_gui.ui.interpreters.pythons import Pythons
    from parloop_gui.ui.widgets.tabs import LAB
    from parloop_gui.ui.window.main_window import MainWindow

    application = QApplication([])
    window = MainWindow(pythons=Pythons(own_interpreter, lambda: (own_interpreter(),)))
    late: list[float] = []
    due = [0.0]
    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=round(PERIOD_S * 1000), singleShot=True)

    def begin() -> None:
        due[0] = time.monotonic() + PERIOD_S
        timer.start()

    def note() -> None:
        late.append(time.monotonic() - due[0])
        begin()

    timer.timeout.connect(note)
    if plan.asked is not None:
        window.background.finished.connect(lambda: window.top.tabs.go_to(LAB))
    window.background.finished.connect(lambda: window.comparing.compare(plan))
    window.background.finished.connect(begin)
    window.session.ended.connect(application.quit)
    window.show()
    application.exec()
    comparison = window.session.comparison
    window.close()
    assert comparison is not None
    return {"delay": _delays(comparison), "late": late}


def _delays(comparison: Comparison) -> list[float]:
    """Each scored run's run_delay as a share of the time its tasks took; none where this kernel does not tell."""
    shares = []
    for run in comparison.runs:
        measured = run.ended.measurement
        if (
            run.round
            and run.contestant.strategy != "serial"
            and measured is not None
            and measured.core_wait_s is not None
        ):
            shares.append(measured.core_wait_s / measured.task_wall_s)
    return shares


_ROLES = {WITHOUT: _without, READER: _reader, WINDOW: _window}


def _lags(made: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """The p50 and p99 of the window's timer, and of the sleeper beside it, in seconds."""
    late = [each for told in made for each in told[WINDOW]["late"]]
    sleeper = [each for told in made for each in told[WINDOW]["sleeper"]]
    return {"window": _quantiles(late), "sleeper": _quantiles(sleeper)}


def _quantiles(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def _lag_holds(lags: dict[str, tuple[float, float]]) -> bool:
    return lags["window"][1] <= max(MOST_LAG_S, lags["sleeper"][1] + MOST_LAG_S)


def _added(made: list[dict[str, Any]]) -> tuple[float, float] | None:
    """What window and reader add to the share without, as medians over the repetitions; None where nothing tells."""
    if not all(told[role]["delay"] for told in made for role in _ROLES):
        return None
    shares = [{role: statistics.fmean(told[role]["delay"]) for role in _ROLES} for told in made]
    window = statistics.median(each[WINDOW] - each[WITHOUT] for each in shares)
    return window, statistics.median(each[READER] - each[WITHOUT] for each in shares)


def _print(
    lags: dict[str, tuple[float, float]],
    added: tuple[float, float] | None,
    made: list[dict[str, Any]],
    holds: dict[str, bool],
) -> None:
    said = {True: "ok", False: "BROKEN"}
    print(f"{len(made)} repetitions, interleaved; {os.cpu_count()} cores")
    print("event-loop lag at 10 Hz       p50       p99")
    for name, (half, most) in lags.items():
        held = f"  ≤ {MOST_LAG_S * 1e3:g} ms, or the sleeper's + that  {said[holds['lag']]}" if name == "window" else ""
        print(f"{name:24} {half * 1e3:6.2f} ms {most * 1e3:6.1f} ms{held}")
    print("run_delay of the measured workers, share of their time")
    if added is None:
        print("this kernel does not tell")
        return
    for role in _ROLES:
        share = statistics.median(statistics.fmean(told[role]["delay"]) for told in made)
        more = {WINDOW: added[0], READER: added[1]}.get(role)
        held = f"  ≤ +{MOST_ADDED:.1%}  {said[holds['disturbance']]}" if role == WINDOW else ""
        print(f"{role:24} {share:8.2%}" + (f" {more:+8.2%}{held}" if more is not None else ""))


if __name__ == "__main__":
    sys.exit(main())
