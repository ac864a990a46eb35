"""What the tests of the command line share: no run of theirs is a real one."""

from __future__ import annotations

import functools
from typing import Any, cast

import pytest

from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.bridge.scheduler.conductor import Conductor
from tests.helpers.engines.command_line import Engine
from tests.helpers.engines.mock_engine import PYTHON


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """What runs the comparisons of a test: processes are twice as fast as the plain loop."""
    engine = Engine(wall_s={"process-pool": 0.5, "process-pool-executor": 0.5})
    with_engine = functools.partial(conducting, make_engine=cast("Any", lambda: engine))
    with_clock = functools.partial(Conductor, clock=engine.clock)
    monkeypatch.setattr("parloop_gui.cli.measure.conducting", with_engine)
    monkeypatch.setattr("parloop_gui.bridge.scheduler.conducting.Conductor", with_clock)
    monkeypatch.setattr("parloop_gui.bridge.scheduler.preflight.Preflight.report", lambda preflight, plan: ())
    monkeypatch.setattr("parloop_gui.cli.planning.own_interpreter", lambda: PYTHON)
    return engine
