"""Programs' loops run as forks of the moment in which they were come to, and each run gone there by itself: the same.

`make check-loops` alone does this, under every Python that is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from parloop_gui.engine.protocol.kinds import AnewKind
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.plan.plan import Interpreter
from tests.engine.user_program.test_program_runs import WAYS, finished
from tests.helpers.engines.engine import Engine, copy_engine
from tests.loops.expected import SCRIPTS, Expected
from tests.loops.test_outcomes import EVERYWHERE, loop_of, python

__all__ = ["python"]
# One that awaits stands in an event loop, which is never forked: it has one way alone.
FORKED = [each for each in SCRIPTS if "event loop" not in each.said]
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not EVERYWHERE, reason="a matter of minutes: make check-loops")]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(copy_engine(tmp_path_factory.mktemp("engine"))) as made:
        yield made


@pytest.mark.parametrize("expected", FORKED, ids=lambda expected: expected.loop)
def test_that_a_fork_of_the_moment_leaves_what_going_there_leaves(
    expected: Expected, python: Interpreter, engine: Engine
) -> None:
    if tuple(map(int, python.version.split(".")[:2])) < expected.since:
        pytest.skip("its syntax is newer")
    loop = loop_of(expected, python)
    assert left(engine, loop, python, None) == left(engine, loop, python, "thread")


def left(engine: Engine, loop: LoopSpec, python: Interpreter, anew: AnewKind | None) -> list[str]:
    """What each way of running the loop printed in it, its results compared with the plain loop's."""
    own: dict[str, Any] = {"python": python.path, "anew": anew, "comparison": f"{loop.name}-{anew}"}
    finished(engine.run(loop, reference=True, **own))
    ends = [
        finished(engine.run(loop, strategy, call, workers=2, start_method=method, **own))
        for strategy, call, method in WAYS
    ]
    assert {ended.anew for ended in ends} == {anew}
    assert all(ended.measurement is None or ended.measurement.results_match is not False for ended in ends)
    return [ended.output for ended in ends]
