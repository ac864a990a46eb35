"""Loops of every kind: taken or refused by reading, proven by running, and their files changed by a patch.

`make check-loops` runs them all; else one is proven, and the patch of one is applied.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.source.parsed import SourceError, parse, read
from parloop_gui.model.splitting.changed import Way, patch
from parloop_gui.model.splitting.split import split
from parloop_gui.model.user_code.program_loop import loop_at
from tests.loops.kinds import KINDS, written
from tests.loops.test_outcomes import EVERYWHERE, compared, engine, printed, python

__all__ = ["engine", "python"]  # fixtures

WAYS: tuple[tuple[str, StartMethod | None], ...] = (
    ("thread-pool-executor", None),
    ("process-pool", "fork"),
    ("process-pool-executor", "spawn"),
)
MOST = None if EVERYWHERE else 1
TAKEN = [name for name, kind in KINDS.items() if not kind.refused][:MOST]
CHANGED = [name for name, kind in KINDS.items() if kind.changes and not kind.refused][:MOST]


def faults_in(path: Path) -> Counter[str]:
    """What ruff finds there by the rules that it has without a setting, and by the order of imports."""
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--extend-select", "I"]
    command = [*ruff, "--output-format", "json", str(path)]
    made = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return Counter(f"{each['code']} {each['message']}" for each in json.loads(made.stdout))


@pytest.mark.parametrize("name", KINDS)
def test_that_it_is_taken_or_refused_with_the_reason(name: str) -> None:
    kind = KINDS[name]
    parsed = parse(kind.text, Path("program.py"))
    if not kind.refused:
        assert split(parsed, kind.line).line == kind.line
        return
    with pytest.raises(SourceError) as refusal:
        split(parsed, kind.line)
    assert kind.refused in str(refusal.value)


@pytest.mark.slow
@pytest.mark.parametrize("name", TAKEN)
def test_that_it_is_proven_and_measured(name: str, python: Interpreter, engine: Engine, tmp_path: Path) -> None:
    kind = KINDS[name]
    path = written(tmp_path, name)
    comparison = compared(loop_at(read(path), kind.line), python, engine)
    (report,) = comparison.preflight
    assert report.facts.proof is not None, report.stops
    assert (report.facts.proof.kind, report.facts.proof.differs) == (kind.proof, kind.differs)
    outcomes = {row.contestant.strategy: row.outcome for row in comparison.rows}
    assert outcomes["serial"] == outcomes["thread-pool-executor"] == "finished"
    assert (outcomes.get("process-pool") == "finished") == (kind.proof == "proven")


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "method"), WAYS[:MOST])
@pytest.mark.parametrize("name", CHANGED)
def test_that_git_applies_its_patch_and_the_output_stays(
    name: str, strategy: str, method: StartMethod | None, python: Interpreter, tmp_path: Path
) -> None:
    path = written(tmp_path, name)
    before, faults = printed(python, path, folder=tmp_path), faults_in(path)
    parsed = read(path)
    way = Way(strategy, "map", workers=2, start_method=method)
    (tmp_path / "winner.patch").write_text(patch(split(parsed, KINDS[name].line), parsed, way), encoding="utf-8")
    subprocess.run(["git", "apply", "winner.patch"], cwd=tmp_path, check=True, timeout=60)
    assert path.read_text(encoding="utf-8") != parsed.text
    assert printed(python, path, folder=tmp_path) == before
    assert faults_in(path) - faults == Counter()
